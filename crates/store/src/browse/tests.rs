//! The browsing of a small store.

use super::*;
use crate::Store;
use rapporteur_record::{
    Act, Actor, ActorKind, Certainty, Doc, Event, EventStatus, MadeBy, Mention, MentionKind, Place, PlaceKind, PlaceMention, PlaceUse,
    Plover, PublishedBasis, Record, Span, Statement, StatementKind, content_id,
};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);

/// A record in which each person says some words, and the Front shells a town.
fn record(text: &str, outlet: &str, published: &str, said: &[(&str, &str, Act)]) -> Record {
    let span = |words: &str| {
        let start = text.find(words).map(|at| text[..at].chars().count()).unwrap_or_else(|| panic!("`{words}` is not in the text"));
        Span { start, end: start + words.chars().count() }
    };
    let mut actors: Vec<Actor> = Vec::new();
    let mut actor = |name: &str, kind: ActorKind, party: Option<&str>| {
        if let Some(known) = actors.iter().find(|actor| actor.name == name) {
            return known.id.clone();
        }
        let id = format!("a{}", actors.len() + 1);
        let at = span(name);
        let mentions = vec![Mention { start: at.start, end: at.end, kind: MentionKind::Name }];
        actors.push(Actor {
            id: id.clone(),
            name: name.to_owned(),
            kind,
            code: None,
            roles: Vec::new(),
            party: party.map(str::to_owned),
            mentions,
        });
        id
    };
    let front = actor("Northern Front", ActorKind::Organisation, None);
    let mut statements = Vec::new();
    for (name, words, act) in said {
        let speaker = actor(name, ActorKind::Person, Some(&front));
        statements.push(Statement {
            id: format!("s{}", statements.len() + 1),
            speakers: vec![speaker],
            addressees: Vec::new(),
            source: Some(span(name)),
            cue: None,
            content: vec![span(words)],
            kind: StatementKind::Indirect,
            within: None,
            act: *act,
            certainty: Certainty::Asserted,
            medium: None,
            occasion: None,
            said_on: None,
            said_on_basis: None,
            said_at: None,
        });
    }
    let town = span("Kelm");
    let place = Place {
        id: "p1".to_owned(),
        name: "Kelm".to_owned(),
        kind: PlaceKind::City,
        country: None,
        region: None,
        lat: Some(50.0),
        lon: Some(10.0),
        geonameid: None,
        mentions: vec![PlaceMention { start: town.start, end: town.end, usage: PlaceUse::Literal }],
    };
    let event = Event {
        id: "e1".to_owned(),
        source: vec![front],
        target: Vec::new(),
        plover: Some(Plover { kind: "ASSAULT".to_owned(), mode: None, contexts: Vec::new() }),
        cameo: "190".to_owned(),
        date: Some(published.to_owned()),
        date_basis: None,
        time: None,
        place: Some("p1".to_owned()),
        evidence: vec![span("shelled")],
        status: EventStatus::Happened,
        condition: None,
        score: 0.9,
        reported_by: None,
        same_as: None,
    };
    Record {
        schema: rapporteur_record::SCHEMA.to_owned(),
        doc: Doc {
            id: content_id(text),
            key: None,
            uri: format!("{outlet}.txt"),
            title: Some("Shells on Kelm".to_owned()),
            title_span: None,
            agency: None,
            agency_span: None,
            byline: None,
            dateline: None,
            publisher: Some(outlet.to_owned()),
            language: Some("en".to_owned()),
            languages: vec!["en".to_owned()],
            published: Some(published.to_owned()),
            published_basis: PublishedBasis::Given,
            published_evidence: Vec::new(),
            published_candidates: Vec::new(),
            body: vec![Span { start: 0, end: text.chars().count() }],
        },
        text: text.to_owned(),
        sentences: Vec::new(),
        actors,
        statements,
        events: vec![event],
        positions: Vec::new(),
        timexes: Vec::new(),
        places: vec![place],
        quantities: Vec::new(),
        diagnostics: Vec::new(),
        made_by: MadeBy { engine: "0".to_owned(), models: "0".to_owned(), lexicon: "0".to_owned() },
    }
}

const AGENCY: &str =
    "The Northern Front shelled Kelm at dawn, and no ship left the harbour that day, residents of the old town told our reporter.

Irina Dask would not talk before the guns fall silent along the whole of the river, from the bridge down to the open sea.

Tomas Karim denied that any gun had been fired, and asked for a count of the dead by people whom both of the sides can trust.";

/// Two copies of an agency's report in two papers, and a later report of another's.
fn store() -> (tempfile::TempDir, Browser) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let said = [("Irina Dask", "would not talk", Act::Reject), ("Tomas Karim", "any gun had been fired", Act::Deny)];
    let longer = format!("{AGENCY}\n\nSchools stay closed.");
    let later =
        "A week on, Irina Dask said that ships may sail. The Northern Front had shelled Kelm twice since the talks about prisoners ended.";
    let batch = store.batch().unwrap();
    for record in [
        record(AGENCY, "Kelm Courier", "2031-05-06", &said),
        record(&longer, "Telmark Post", "2031-05-07", &said),
        record(later, "Telmark Post", "2031-06-01", &[("Irina Dask", "ships may sail", Act::Say)]),
    ] {
        batch.add(&format!("{} {}", record.doc.uri, record.doc.id), &record).unwrap();
    }
    batch.commit().unwrap();
    drop(store);
    (folder, Browser::open(&path).unwrap())
}

fn found(browser: &mut Browser, query: Query) -> Found {
    let catalogue = browser.catalogue().unwrap();
    browser.search(&catalogue, &query, &Page { after: None, size: 50 }, true, LIMIT).unwrap()
}

fn total(browser: &mut Browser, query: Query) -> (u32, u32, u32) {
    let total = found(browser, query).total;
    (total.rows, total.reports, total.stories)
}

fn text(words: &str) -> Option<String> {
    Some(words.to_owned())
}

#[test]
fn copies_count_once_unless_each_printing_is_asked_for() {
    let (_folder, mut browser) = store();
    assert_eq!(total(&mut browser, Query { copies: true, ..Query::default() }), (5, 3, 2));
    assert_eq!(total(&mut browser, Query::default()), (3, 2, 2));
    assert_eq!(total(&mut browser, Query { sort: Sort::Reports, ..Query::default() }), (2, 2, 2));
    assert_eq!(total(&mut browser, Query { sort: Sort::Events, copies: true, ..Query::default() }), (3, 3, 2));
}

#[test]
fn each_condition_takes_what_it_names() {
    let (_folder, mut browser) = store();
    let all = Query { copies: true, ..Query::default() };
    for (query, rows) in [
        (Query { text: text("talk"), ..all.clone() }, 2),
        (Query { text: text("dask"), ..all.clone() }, 3),
        (Query { text: text("talk OR sail"), ..all.clone() }, 3),
        (Query { text: text("\"talk not\""), ..all.clone() }, 0),
        (Query { speaker: text("Tomas Karim"), ..all.clone() }, 2),
        (Query { party: text("Northern Front"), ..all.clone() }, 5),
        (Query { act: text("deny"), ..all.clone() }, 2),
        (Query { act: text("sing"), ..all.clone() }, 0),
        (Query { outlet: text("Telmark Post"), ..all.clone() }, 3),
        (Query { place: text("Kelm"), ..all.clone() }, 5),
        (Query { place: text("Sund"), ..all.clone() }, 0),
        (Query { since: text("2031-05-07"), until: text("2031-05"), ..all.clone() }, 2),
        (Query { since: text("2031"), until: text("2031"), ..all.clone() }, 5),
        (Query { until: text("2030"), ..all.clone() }, 0),
        (Query { report: Some(3), ..all.clone() }, 1),
        (Query { story: Some(3), ..all.clone() }, 1),
        (Query { sort: Sort::Events, kind: text("ASSAULT"), status: text("happened"), place: text("Kelm"), ..all.clone() }, 3),
        (Query { sort: Sort::Events, text: text("shelled"), ..all.clone() }, 3),
        (Query { sort: Sort::Reports, text: text("schools"), ..all.clone() }, 1),
        (Query { sort: Sort::Reports, speaker: text("Tomas Karim"), ..all.clone() }, 2),
    ] {
        assert_eq!(total(&mut browser, query.clone()).0, rows, "{query:?}");
    }
}

#[test]
fn pages_follow_each_other_in_order_of_day() {
    let (_folder, mut browser) = store();
    let catalogue = browser.catalogue().unwrap();
    for oldest in [false, true] {
        let query = Query { copies: true, oldest, ..Query::default() };
        let whole = browser.search(&catalogue, &query, &Page { after: None, size: 50 }, false, LIMIT).unwrap();
        let (mut ids, mut after) = (Vec::new(), None);
        loop {
            let page = browser.search(&catalogue, &query, &Page { after, size: 2 }, false, LIMIT).unwrap();
            ids.extend(page.ids);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(ids, whole.ids);
        // Of one day the later stands first when the order is turned round.
        assert_eq!(whole.ids.first(), if oldest { Some(&2) } else { Some(&5) });
    }
}

#[test]
fn facets_count_findings_reports_and_stories() {
    let (_folder, mut browser) = store();
    let facets = found(&mut browser, Query { copies: true, ..Query::default() }).facets;
    let values = |name: &str| {
        let facet = facets.iter().find(|facet| facet.name == name).unwrap();
        facet
            .values
            .iter()
            .map(|value| (value.name.clone(), value.tally.rows, value.tally.reports, value.tally.stories))
            .collect::<Vec<_>>()
    };
    assert_eq!(values("speaker"), [("Irina Dask".to_owned(), 3, 3, 2), ("Tomas Karim".to_owned(), 2, 2, 1)]);
    assert_eq!(values("party"), [("Northern Front".to_owned(), 5, 3, 2)]);
    assert_eq!(values("outlet"), [("Telmark Post".to_owned(), 3, 2, 2), ("Kelm Courier".to_owned(), 2, 1, 1)]);
    assert_eq!(values("time"), [("2031-05".to_owned(), 4, 2, 1), ("2031-06".to_owned(), 1, 1, 1)]);
}

#[test]
fn a_row_has_its_words_in_their_place() {
    let (_folder, mut browser) = store();
    let catalogue = browser.catalogue().unwrap();
    let ids = found(&mut browser, Query { text: text("sail"), ..Query::default() }).ids;
    let row = browser.statement_rows(&catalogue, &ids).unwrap().remove(0);
    assert_eq!((row.content.as_str(), row.local.as_str(), row.printings), ("ships may sail", "s1", 1));
    assert_eq!((row.speakers[0].name.as_str(), row.speakers[0].party.as_deref()), ("Irina Dask", Some("Northern Front")));
    let passage = format!("{}{}{}", row.passage.before, row.passage.words, row.passage.after);
    assert!(passage.starts_with("A week on, Irina Dask said that ships may sail."), "{passage}");
    let copied = found(&mut browser, Query { act: text("deny"), ..Query::default() }).ids;
    assert_eq!(browser.statement_rows(&catalogue, &copied).unwrap()[0].printings, 2);
}

#[test]
fn a_story_says_what_a_copy_adds() {
    let (_folder, browser) = store();
    let story = browser.story(1, Some(1)).unwrap().unwrap();
    assert_eq!((story.reports, story.outlets, story.beside), (2, 2, 1));
    let copy = story.copies.iter().find(|copy| copy.report.id == 2).unwrap();
    assert_eq!((copy.adds.as_slice(), copy.drops.len(), copy.shares), (["Schools stay closed.".to_owned()].as_slice(), 0, 3));
    assert!(browser.story(99, None).unwrap().is_none());
}

#[test]
fn what_a_person_rejects_is_not_listed() {
    let (folder, mut browser) = store();
    let mut store = Store::open(&folder.path().join("s.db")).unwrap();
    let finding = store.finding(crate::FindingKind::Statement, "3/s1").unwrap();
    let by = crate::By { who: "A.".to_owned(), at: "2031-07-01T00:00:00Z".to_owned(), note: None };
    store.correct(&finding, &crate::Verdict::Reject, &by).unwrap();
    assert_eq!(total(&mut browser, Query { copies: true, ..Query::default() }), (4, 2, 1));
    assert_eq!(browser.report(3).unwrap().unwrap().corrections.len(), 1);
}

#[test]
fn drawings_count_what_the_catalogue_holds() {
    let (_folder, mut browser) = store();
    let catalogue = browser.catalogue().unwrap();
    let query = |sort| Query { sort, copies: true, ..Query::default() };
    let statements = browser.matching(&catalogue, &query(Sort::Statements), LIMIT).unwrap().found;
    let events = browser.matching(&catalogue, &query(Sort::Events), LIMIT).unwrap().found;
    let lanes = catalogue.lanes(&statements, &events, Step::Month);
    assert_eq!(lanes[0].statements, [Bar { when: "2031-05".to_owned(), rows: 4 }, Bar { when: "2031-06".to_owned(), rows: 1 }]);
    assert_eq!((lanes[1].party.as_deref(), lanes[1].rows), (Some("Northern Front"), 8));
    let (spots, nowhere) = catalogue.spots(&events);
    assert_eq!((spots.len(), spots[0].rows, nowhere), (1, 3, 0));
    assert_eq!(catalogue.members(browser_actor(&catalogue, "Northern Front")).len(), 2);
}

fn browser_actor(catalogue: &Catalogue, name: &str) -> i64 {
    catalogue.actors[catalogue.actors_named(name)[0] as usize].id
}
