//! Questions that need no SQL.

use super::corrections::full;
use super::{LIMIT, add, prose, report};
use crate::ask::Effort;
use crate::tally::By;
use crate::{Cell, Fate, Filter, Network, Period, Store, Subject, Table};
use rapporteur_record::{Actor, ActorKind, Mention, MentionKind, Record, StatementKind};
use std::path::Path;

/// A report in which Karim says something of Moreau, to Dask, on a day.
fn talk(words: &str, outlet: &str, said_on: &str) -> Record {
    let mut record = report(&format!("He added that Ilan Moreau lied to Irina Dask. {words}"), outlet, &format!("{said_on}T10:00"));
    let at = |word: &str| record.text.find(word).unwrap();
    let named = |id: &str, name: &str, start: usize| Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: ActorKind::Person,
        code: (id == "a2").then(|| "IGOLCS".to_owned()),
        roles: vec![rapporteur_record::Role { title: if id == "a2" { "envoy" } else { "minister" }.to_owned(), of: None }],
        party: None,
        mentions: vec![Mention { start, end: start + name.len(), kind: MentionKind::Name }],
    };
    let (moreau, dask) = (named("a2", "Ilan Moreau", at("Ilan")), named("a3", "Irina Dask", at("Irina")));
    let mut second = record.statements[0].clone();
    second.id = "s2".to_owned();
    second.addressees = vec!["a3".to_owned()];
    second.cue = Some(rapporteur_record::Span { start: at("added"), end: at("added") + 5 });
    second.source = None;
    second.content = vec![rapporteur_record::Span { start: at("that Ilan"), end: at("Irina") - 4 }];
    second.kind = StatementKind::Direct;
    second.said_on = Some(said_on.to_owned());
    record.actors.extend([moreau, dask]);
    record.statements.push(second);
    assert_eq!(rapporteur_record::validate(&record), Vec::<String>::new());
    record
}

fn lines(table: &Table, columns: &[&str]) -> Vec<String> {
    let at: Vec<usize> = columns.iter().map(|name| table.columns.iter().position(|column| column == name).unwrap()).collect();
    table.rows.iter().map(|row| at.iter().map(|&at| row[at].to_string()).collect::<Vec<_>>().join("|")).collect()
}

/// Two copies of one talk in two outlets, of which one adds something, and a talk of another day.
fn three(path: &Path) {
    let longer = talk(&prose(0, 130), "Gazette", "2031-05-06");
    add(
        path,
        &[("a", &talk(&prose(0, 90), "Courier", "2031-05-06")), ("b", &longer), ("c", &talk(&prose(900, 90), "Courier", "2031-08-01"))],
    );
}

#[test]
fn a_network_counts_rows_and_what_copies_share_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    three(&path);
    let mut store = Store::open_to_read(&path).unwrap();
    let graph = store.network(Network::Speech, &Filter::default(), false, LIMIT).unwrap();
    let names: Vec<&str> = graph.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["Ilan Moreau", "Irina Dask", "Karim"]);
    let columns = ["source", "relation", "target", "rows", "independent", "first", "last"];
    assert_eq!(
        lines(&graph.table(), &columns),
        ["Karim|about|Ilan Moreau|3|2|2031-05-06|2031-08-01", "Karim|to|Irina Dask|3|2|2031-05-06|2031-08-01"]
    );
    let filter = Filter { since: Some("2031-06".to_owned()), ..Filter::default() };
    let graph = store.network(Network::Speech, &filter, false, LIMIT).unwrap();
    assert_eq!(lines(&graph.table(), &["target", "rows"]), ["Ilan Moreau|1", "Irina Dask|1"]);
    // All is said by Karim: whether a few rows are joined or all are counted, it comes to the same.
    let by = Filter { by: Some("Karim".to_owned()), ..Filter::default() };
    for (network, all) in [(Network::Speech, true), (Network::Issues, true), (Network::Deeds, false)] {
        let counted = store.network(network, &Filter::default(), all, LIMIT).unwrap();
        let joined = store.network(network, &by, all, LIMIT).unwrap();
        assert_eq!(counted, joined, "{network:?}");
    }
}

#[test]
fn deeds_and_stances_are_networks_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut record = full(&prose(0, 40), "Courier");
    record.events[0].target = vec!["a1".to_owned()];
    add(&path, &[("a", &record)]);
    let mut store = Store::open_to_read(&path).unwrap();
    let mut edges = |network, all| {
        let graph = store.network(network, &Filter::default(), all, LIMIT).unwrap();
        lines(&graph.table(), &["source", "relation", "target"])
    };
    // The army has no name.
    assert_eq!(edges(Network::Deeds, false), Vec::<String>::new());
    assert_eq!(edges(Network::Deeds, true), ["army|ASSAULT|Karim"]);
    assert_eq!(edges(Network::Issues, false), ["Karim|reject|Talks go on"]);
}

#[test]
fn a_timeline_tells_each_thing_once_and_counts_empty_months() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    three(&path);
    let mut store = Store::open_to_read(&path).unwrap();
    let all = [Subject::Statements, Subject::Events, Subject::Positions];
    let told = store.timeline(&all, &Filter { to: Some("dask".to_owned()), ..Filter::default() }, LIMIT).unwrap();
    assert_eq!(
        lines(&told, &["day", "kind", "who", "whom", "reports"]),
        ["2031-05-06|statement|Karim|Irina Dask|2", "2031-08-01|statement|Karim|Irina Dask|1"]
    );
    let counted = store.counts(Period::Month, &[Subject::Statements], &Filter::default(), LIMIT).unwrap();
    assert_eq!(counted.columns, ["period", "statements", "statements independent"]);
    assert_eq!(
        lines(&counted, &["period", "statements", "statements independent"]),
        ["2031-05|4|2", "2031-06|0|0", "2031-07|0|0", "2031-08|2|2"]
    );
    let weeks = store
        .counts(Period::Week, &[Subject::Statements], &Filter { until: Some("2031-05".to_owned()), ..Filter::default() }, LIMIT)
        .unwrap();
    assert_eq!(lines(&weeks, &["period"]), ["2031-W19"]);
}

#[test]
fn two_outlets_are_compared_story_by_story() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut shorter = talk(&prose(0, 90), "Courier", "2031-05-06");
    shorter.statements.truncate(1);
    add(
        &path,
        &[("a", &shorter), ("b", &talk(&prose(0, 130), "Gazette", "2031-05-06")), ("c", &talk(&prose(900, 90), "Courier", "2031-08-01"))],
    );
    let mut store = Store::open_to_read(&path).unwrap();
    let found = store.compare("courier", "Gaz", &Filter::default(), LIMIT).unwrap();
    assert_eq!(lines(&found, &["carried_by", "speaker", "act"]), ["both|Karim|say", "Gazette|Karim|say"]);
    let counted = store.compare("courier", "Gaz", &Filter { count_by: vec!["speaker".to_owned()], ..Filter::default() }, LIMIT).unwrap();
    assert_eq!(counted.rows, [vec![Cell::Text("Karim".to_owned()), Cell::Integer(1), Cell::Integer(0), Cell::Integer(1)]]);
    assert!(store.compare("courier", "Herald", &Filter::default(), LIMIT).unwrap_err().to_string().contains("no report is of an outlet"));
}

#[test]
fn filters_find_who_speaks_of_whom_by_name_office_and_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    three(&path);
    let mut store = Store::open_to_read(&path).unwrap();
    let some = |word: &str| Some(word.to_owned());
    let mut count = |filter: Filter| {
        let (read, corrected) = (Filter { as_read: true, ..filter.clone() }, filter);
        (
            store.ask(Subject::Statements, &corrected, LIMIT).unwrap().rows.len(),
            store.ask(Subject::Statements, &read, LIMIT).unwrap().rows.len(),
        )
    };
    assert_eq!(count(Filter { by: some("kar"), ..Filter::default() }), (6, 6));
    assert_eq!(count(Filter { by: some("ka"), ..Filter::default() }), (6, 6));
    assert_eq!(count(Filter { by: some("moreau"), ..Filter::default() }), (0, 0));
    assert_eq!(count(Filter { to: some("DASK"), ..Filter::default() }), (3, 3));
    assert_eq!(count(Filter { about: some("moreau"), ..Filter::default() }), (3, 3));
    assert_eq!(count(Filter { about: some("fail"), ..Filter::default() }), (3, 3));
    assert_eq!(count(Filter { about: some("100%_"), ..Filter::default() }), (0, 0));
    assert_eq!(count(Filter { outlet: some("gaz"), ..Filter::default() }), (2, 2));
    assert_eq!(count(Filter { until: some("2031-05"), ..Filter::default() }), (4, 4));
    let actors = store.ask(Subject::Actors, &Filter { by: some("dask"), ..Filter::default() }, LIMIT).unwrap();
    assert_eq!(lines(&actors, &["name", "reports"]), ["Irina Dask|3"]);
}

#[test]
fn events_are_found_by_kind_place_and_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &full(&prose(0, 40), "Courier"))]);
    let mut store = Store::open_to_read(&path).unwrap();
    let some = |word: &str| Some(word.to_owned());
    let mut count = |filter: Filter| store.ask(Subject::Events, &filter, LIMIT).unwrap().rows.len();
    for act in ["ASSAULT", "ass", "19", "194"] {
        assert_eq!(count(Filter { act: some(act), ..Filter::default() }), 1, "{act}");
    }
    assert_eq!(count(Filter { act: some("CONSULT"), ..Filter::default() }), 0);
    assert_eq!(count(Filter { place: some("kel"), about: some("shell"), by: some("army"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { place: some("TM"), ..Filter::default() }), 0);
    let shown = store.ask(Subject::Events, &Filter { evidence: true, ..Filter::default() }, LIMIT).unwrap();
    assert!(lines(&shown, &["context"])[0].contains("The army »shelled« Kelm"), "{shown:?}");
}

#[test]
fn quotations_stand_in_their_paragraph() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    three(&path);
    let mut store = Store::open_to_read(&path).unwrap();
    let found = store.ask(Subject::Quotes, &Filter { outlet: Some("gazette".to_owned()), ..Filter::default() }, LIMIT).unwrap();
    assert_eq!(found.rows.len(), 1);
    assert!(lines(&found, &["context"])[0].contains("He added »that Ilan Moreau lied« to Irina Dask."), "{found:?}");
}

#[test]
fn the_reports_of_a_story_are_shown_with_what_they_add() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let (first, second) = (prose(0, 60), prose(60, 60));
    let agency = report(&format!("\n\n{first}\n\n{second}"), "Agency", "2031-05-06");
    let local =
        report(&format!("\n\n{first}\n\n{second}\n\nIn our town nobody had heard of it before the evening."), "Courier", "2031-05-07");
    let short = report(&format!("\n\n{first}"), "Gazette", "2031-05-08");
    add(&path, &[("c", &short), ("b", &local), ("a", &agency)]);
    let store = Store::open_to_read(&path).unwrap();
    let copies = store.lineage(1).unwrap();
    let shown: Vec<_> = copies
        .iter()
        .map(|copy| {
            (
                copy.report,
                copy.copies,
                copy.count(Fate::Kept),
                copy.count(Fate::Added),
                copy.count(Fate::Dropped),
                copy.earliest,
                copy.fullest,
            )
        })
        .collect();
    assert_eq!(shown, [(3, None, 0, 3, 0, true, false), (2, Some(3), 3, 1, 0, false, true), (1, Some(3), 2, 0, 1, false, false)]);
    assert!(store.lineage(99).is_err());
}

#[test]
fn what_is_counted_in_memory_is_what_sql_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    three(&path);
    add(&path, &[("d", &full(&prose(3000, 60), "Gazette"))]);
    let mut store = Store::open(&path).unwrap();
    let finding = store.finding(crate::FindingKind::Statement, "3/s1").unwrap();
    let by = crate::By { who: "A.".to_owned(), at: "2031-07-01T00:00:00Z".to_owned(), note: None };
    store.correct(&finding, &crate::Verdict::Reject, &by).unwrap();
    for (subject, view) in
        [(Subject::Statements, "statements_flat"), (Subject::Events, "events_flat"), (Subject::Positions, "positions_flat")]
    {
        for by in
            ["month", "day", "speaker", "target", "party", "issue", "act", "type", "status", "story", "outlet", "place", "month,party,act"]
        {
            let count_by: Vec<String> = by.split(',').map(str::to_owned).collect();
            let named = By::named(subject, &count_by).unwrap();
            let list: Vec<String> = named.iter().map(|(name, by)| format!("{} AS \"{name}\"", by.sql(subject))).collect();
            let places = (1..=list.len()).map(|at| at.to_string()).collect::<Vec<_>>().join(", ");
            let sql = format!(
                "SELECT {}, count(*) AS rows, count(DISTINCT story || '/' || same) AS independent FROM {view} GROUP BY {places} ORDER BY {places}",
                list.join(", ")
            );
            let counted = store.ask(subject, &Filter { count_by, ..Filter::default() }, LIMIT).unwrap();
            assert!(!counted.rows.is_empty(), "{subject:?} {by}");
            assert_eq!(counted, store.query(&sql, LIMIT).unwrap(), "{subject:?} {by}");
        }
    }
}

#[test]
fn the_first_rows_are_those_of_all_whatever_the_way_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    // Days of their own before, on and after those of the reports, and reports of one day, of none, and of an older version.
    let mut records: Vec<(String, Record)> = Vec::new();
    for at in 0..24_usize {
        let (day, own) = (format!("2031-05-{:02}", 1 + at % 9), format!("2031-0{}-{:02}", 4 + at % 3, 3 + at % 5));
        let mut record = if at % 2 == 0 { full(&prose(at * 50, 40), "Courier") } else { talk(&prose(at * 50, 40), "Gazette", &own) };
        record.doc.published = (at % 7 > 0).then_some(day);
        record.events.iter_mut().filter(|_| at % 4 == 0).for_each(|event| event.date = Some(own.clone()));
        records.push(((at % 21).to_string(), record));
    }
    add(&path, &records.iter().map(|(address, record)| (address.as_str(), record)).collect::<Vec<_>>());
    let mut store = Store::open_to_read(&path).unwrap();
    let some = |word: &str| Some(word.to_owned());
    let filters = [
        Filter { by: some("Karim"), ..Filter::default() },
        Filter { by: some("Karim"), act: some("say"), since: some("2031-05"), ..Filter::default() },
        Filter { by: some("army"), act: some("ASSAULT"), until: some("2031-05-04"), ..Filter::default() },
        Filter { by: some("Karim"), act: some("reject"), since: some("2031-04"), until: some("2031-06"), ..Filter::default() },
        Filter { act: some("say"), ..Filter::default() },
        Filter { act: some("ASSAULT"), since: some("2031-05"), until: some("2031-05"), ..Filter::default() },
        Filter { since: some("2031-05-03"), outlet: some("Gazette"), ..Filter::default() },
        Filter { until: some("2031-05-06"), ..Filter::default() },
        Filter { place: some("Kelm"), status: some("happened"), ..Filter::default() },
        Filter { about: some("talks"), ..Filter::default() },
    ];
    let usual = Effort::USUAL;
    let efforts = [
        usual,
        Effort { few: 0, many: 0, ..usual },
        Effort { few: 0, many: 10, passed: 1, ..usual },
        Effort { few: 0, tried: 1, ..usual },
        Effort { few: 0, many: 0, of_one_day: 1, ..usual },
        Effort { few: 0, passed: 1_000, many: 1_000, ..usual },
    ];
    let mut ways = [0; 2];
    for subject in [Subject::Statements, Subject::Quotes, Subject::Events, Subject::Positions] {
        for filter in &filters {
            let all = store.ask(subject, filter, LIMIT).unwrap();
            let all: Vec<i64> = all.rows.iter().map(|row| if let Cell::Integer(id) = row[0] { id } else { 0 }).collect();
            for most in [0, 1, 3, 7, 500] {
                for effort in efforts {
                    let first = store.first(subject, filter, most, effort, LIMIT).unwrap();
                    ways[usize::from(first.is_some())] += 1;
                    if let Some(first) = first {
                        assert_eq!(first, all[..most.min(all.len())], "{subject:?} {filter:?} {most} {effort:?}");
                    }
                }
            }
        }
    }
    assert!(ways.iter().all(|&way| way > 100), "{ways:?}");
}

#[test]
fn positions_come_with_their_words_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &full(&prose(0, 40), "Courier"))]);
    let mut store = Store::open_to_read(&path).unwrap();
    let mut found = Vec::new();
    let mut take = |store: &Store, held: crate::Held| {
        let words: Vec<String> = held.evidence.iter().map(|id| store.shown(held.report, id).unwrap().unwrap().words).collect();
        found.push((held.holder, held.stance, held.issue, words));
        Ok(())
    };
    store.positions(&Filter { about: Some("talks".to_owned()), ..Filter::default() }, None, LIMIT, &mut take).unwrap();
    store.positions(&Filter { about: Some("boats".to_owned()), ..Filter::default() }, None, LIMIT, &mut take).unwrap();
    store.positions(&Filter::default(), Some(&["no-such".to_owned()]), LIMIT, &mut take).unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("Karim", "reject"));
    assert!(found[0].3.iter().all(|words| !words.is_empty()), "{found:?}");
    let ties = store.issue_ties(LIMIT).unwrap();
    assert_eq!((ties.len(), ties[0].positions), (1, 1));
}
