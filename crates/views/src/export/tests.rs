//! Exports of a store that is made by hand, so that every finding has its place, positions too.

use super::columns::TableName;
use super::dna;
use super::event_data::{self, Layout};
use super::graph::{self, Network};
use super::package::{self, About, Folder};
use super::reports::{self, Addressed};
use super::table::{TableFormat, TableOptions};
use super::{Error, Rows, Selection, Zip, table};
use rapporteur_record::{Record, Span, content_id, validate};
use rapporteur_store::{By, Cell, Filter, Finding, FindingKind, Store, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);
const TEXT: &str =
    "Talks fail 𝟡\n\nKarim told the Northern Front on Monday that\nVarosia rejects a truce.\r\nThe army of Varosia shelled Kelm. <b>&\u{7}";

fn at(words: &str) -> Value {
    let byte = TEXT.find(words).unwrap();
    let start = TEXT[..byte].chars().count();
    json!({"start": start, "end": start + words.chars().count()})
}

fn mention(words: &str) -> Value {
    let mut span = at(words);
    span["kind"] = json!("name");
    span
}

/// One report of an invented country, with a finding of every sort.
fn record() -> Record {
    let content = "Varosia rejects a truce";
    let end = TEXT.chars().count();
    let value = json!({
        "schema": rapporteur_record::SCHEMA,
        "doc": {
            "id": content_id(TEXT), "key": null, "uri": "a b.txt", "title": "Talks fail 𝟡", "title_span": at("Talks fail 𝟡"), "agency": null,
            "agency_span": null, "byline": "Ada Holm", "dateline": null, "publisher": "Courier", "language": "en", "languages": ["en"],
            "published": "2031-05-06T08:00:00+02:00", "published_basis": "given", "published_evidence": [], "published_candidates": [],
            "body": [{"start": 14, "end": end}],
        },
        "text": TEXT,
        "sentences": [at("Talks fail 𝟡"), at("Karim told the Northern Front on Monday that\nVarosia rejects a truce."), at("The army of Varosia shelled Kelm.")],
        "actors": [
            {"id": "a1", "name": "Karim", "kind": "person", "code": "VARGOV", "roles": [], "party": "a3", "mentions": [mention("Karim")]},
            {"id": "a2", "name": "Northern Front", "kind": "group", "code": "VARREB", "roles": [], "party": null, "mentions": [mention("the Northern Front")]},
            {"id": "a3", "name": "Varosia", "kind": "state", "code": "VAR", "roles": [], "party": null, "mentions": [mention("Varosia")]},
        ],
        "statements": [{
            "id": "s1", "speakers": ["a1"], "addressees": ["a2"], "source": at("Karim"), "cue": at("told"), "content": [at(content)],
            "kind": "indirect", "within": null, "act": "reject", "certainty": "asserted", "medium": null, "occasion": null,
            "said_on": "2031-05-05", "said_on_basis": "stated",
        }],
        "events": [
            {
                "id": "e1", "source": ["a3"], "target": ["a2"], "plover": {"type": "REJECT", "mode": null, "contexts": []}, "cameo": "120",
                "date": null, "date_basis": null, "place": null, "evidence": [at("rejects a truce")], "status": "planned", "condition": null, "score": 0.5,
                "reported_by": "s1", "same_as": null,
            },
            {
                "id": "e2", "source": ["a3"], "target": ["a2"], "plover": {"type": "ASSAULT", "mode": "heavy-weapons", "contexts": ["military"]}, "cameo": "194",
                "date": "2031-05", "date_basis": "clause", "place": "p1", "evidence": [at("shelled Kelm")], "status": "happened", "condition": null, "score": 0.9,
                "reported_by": null, "same_as": null,
            },
        ],
        "positions": [{
            "holder": "a1", "issue": {"key": "hold(truce)", "label": "A truce holds", "codebook": null}, "stance": "reject", "condition": null,
            "condition_kind": null, "basis": "own", "told_by": null, "evidence": ["s1", "e1"], "as_of": "2031-05-05", "score": 0.8,
        }],
        "timexes": [{"start": at("Monday")["start"], "end": at("Monday")["end"], "type": "DATE", "value": "2031-05-05", "mod": null, "from": "2031-05-05", "to": "2031-05-05"}],
        "places": [{
            "id": "p1", "name": "Kelm", "kind": "city", "country": "VA", "region": null, "lat": 10.5, "lon": -3.0, "geonameid": null,
            "mentions": [{"start": at("Kelm")["start"], "end": at("Kelm")["end"], "use": "literal"}],
        }],
        "quantities": [], "diagnostics": [],
        "made_by": {"engine": "0", "models": "m", "lexicon": "l"},
    });
    let record: Record = serde_json::from_value(value).unwrap();
    assert_eq!(validate(&record), Vec::<String>::new());
    record
}

struct Made {
    store: Store,
    folder: tempfile::TempDir,
}

fn made() -> Made {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let batch = store.batch().unwrap();
    batch.add("reports/a b.txt", &record()).unwrap();
    batch.commit().unwrap();
    Made { store: Store::open_to_read(&path).unwrap(), folder }
}

fn all() -> Selection {
    Selection::all(PATIENCE)
}

fn picked(filter: Filter) -> Selection {
    Selection { filter, patience: PATIENCE }
}

/// The rows of a table as column → value.
fn table_of(store: &mut Store, name: TableName, selection: &Selection) -> Vec<BTreeMap<String, String>> {
    let columns = name.columns();
    let rows = Rows::of(store, name, &columns, selection).unwrap();
    rows.map(|row| columns.iter().map(|column| column.name.to_string()).zip(row.unwrap().iter().map(Cell::to_string)).collect()).collect()
}

#[test]
fn every_row_leads_to_its_words() {
    let mut made = made();
    for (name, words) in [
        (TableName::Statements, "Karim told the Northern Front on Monday that\nVarosia rejects a truce"),
        (TableName::Events, "rejects a truce"),
        (TableName::Positions, "told the Northern Front on Monday that\nVarosia rejects a truce"),
    ] {
        let row = &table_of(&mut made.store, name, &all())[0];
        let span = Span { start: row["start"].parse().unwrap(), end: row["end"].parse().unwrap() };
        assert_eq!(span.of(TEXT), Some(words), "{name:?}");
        assert_eq!(row["address"], "reports/a b.txt");
        assert_eq!((row["published"].as_str(), row["published_at"].as_str()), ("2031-05-06", "2031-05-06T06:00:00Z"));
    }
    let position = &table_of(&mut made.store, TableName::Positions, &all())[0];
    assert_eq!((position["evidence"].as_str(), position["basis"].as_str()), ("s1; e1", "own"));
    let event = &table_of(&mut made.store, TableName::Events, &all())[1];
    assert_eq!((event["date"].as_str(), event["date_day"].as_str(), event["contexts"].as_str()), ("2031-05", "", "military"));
    let report = &table_of(&mut made.store, TableName::Reports, &all())[0];
    assert_eq!((report["text"].as_str(), report["current"].as_str()), (TEXT, "1"));
    assert_eq!(table_of(&mut made.store, TableName::Actors, &all()).len(), 3);
    assert_eq!(table_of(&mut made.store, TableName::Stories, &all())[0]["address"], "reports/a b.txt");
}

#[test]
fn a_filter_chooses_rows_and_one_without_meaning_is_refused() {
    let mut made = made();
    let by = |name: &str| picked(Filter { by: Some(name.to_owned()), ..Filter::default() });
    assert_eq!(table_of(&mut made.store, TableName::Statements, &by("karim")).len(), 1);
    assert_eq!(table_of(&mut made.store, TableName::Statements, &by("dask")).len(), 0);
    assert_eq!(table_of(&mut made.store, TableName::Actors, &by("front")).len(), 1);
    let outlet = picked(Filter { outlet: Some("courier".to_owned()), until: Some("2031-05".to_owned()), ..Filter::default() });
    assert_eq!(table_of(&mut made.store, TableName::Reports, &outlet).len(), 1);
    let refused = Rows::of(&mut made.store, TableName::Reports, &TableName::Reports.columns(), &by("karim")).map(|_| ()).unwrap_err();
    assert!(matches!(refused, Error::Filter { option: "by", .. }), "{refused}");
}

#[test]
fn networks_have_ties_with_days_and_words() {
    let mut made = made();
    let speech = graph::build(&mut made.store, Network::Speech, &all()).unwrap();
    let named =
        |edge: &graph::Edge| (speech.nodes[edge.source].label.clone(), speech.nodes[edge.target].label.clone(), edge.values[0].to_string());
    let mut ties: Vec<_> = speech.edges.iter().map(named).collect();
    ties.sort();
    let tie = |target: &str, kind: &str| ("Karim".to_owned(), target.to_owned(), kind.to_owned());
    assert_eq!(ties, [tie("Northern Front", "to"), tie("Varosia", "about")]);
    assert_eq!(speech.edges[0].days.iter().collect::<Vec<_>>(), ["2031-05-05"]);
    let events = graph::build(&mut made.store, Network::Events, &all()).unwrap();
    assert_eq!((events.edges.len(), events.edges[0].values[0].to_string()), (1, "ASSAULT".to_owned()), "what is only planned is no tie");
    let planned = picked(Filter { status: Some("planned".to_owned()), ..Filter::default() });
    assert_eq!(graph::build(&mut made.store, Network::Events, &planned).unwrap().edges[0].values[0].to_string(), "REJECT");
    let issues = graph::build(&mut made.store, Network::Issues, &all()).unwrap();
    assert_eq!((issues.nodes[1].id.as_str(), issues.nodes[1].label.as_str()), ("hold(truce)", "A truce holds"));
    assert_eq!(issues.edges[0].values[6].to_string(), "told … Varosia rejects a truce");
    for write in [graph::write_graphml, graph::write_gexf] {
        let mut out = Vec::new();
        write(&issues, &mut out).unwrap();
        let xml = String::from_utf8(out).unwrap();
        assert!(xml.contains("hold(truce)") && xml.contains("2031-05-05"), "{xml}");
    }
}

#[test]
fn event_data_has_what_happened_once_for_each_pair() {
    let mut made = made();
    let pairs = event_data::pairs(&mut made.store, &all(), Layout::Gdelt).unwrap();
    assert_eq!(pairs.len(), 1);
    let pair = &pairs[0];
    assert_eq!((pair.cameo.as_str(), pair.day.as_str(), pair.sentence, pair.leads), ("194", "2031-05-06", 2, false));
    assert_eq!(pair.source, ("Varosia".to_owned(), Some("VAR".to_owned())));
    let mut out = Vec::new();
    event_data::write_evidence(&pairs, &mut out).unwrap();
    let evidence = String::from_utf8(out).unwrap();
    assert_eq!(
        evidence.lines().nth(1),
        Some(format!("1\t2\t1\treports/a b.txt\t{}\t{}\tshelled Kelm", at("shelled Kelm")["start"], at("shelled Kelm")["end"]).as_str())
    );
}

#[test]
fn a_dna_database_is_read_back_with_the_same_words() {
    let mut made = made();
    let path = made.folder.path().join("t.dna");
    assert_eq!(dna::write(&mut made.store, &all(), &path).unwrap(), (1, 3));
    let (documents, lost) = dna::read(&path).unwrap();
    assert_eq!((documents.len(), lost, documents[0].text.as_str()), (1, 0, TEXT));
    assert_eq!(documents[0].date.as_deref(), Some("2031-05-06"));
    let position = documents[0].statements.iter().find(|statement| statement.kind == "DNA Statement").unwrap();
    assert_eq!(position.words, "Karim told the Northern Front on Monday that\nVarosia rejects a truce");
    assert_eq!(
        serde_json::to_value(&position.variables).unwrap(),
        json!({"person": "Karim", "organization": "Varosia", "concept": "A truce holds", "agreement": false})
    );
    let by_others = picked(Filter { by: Some("dask".to_owned()), ..Filter::default() });
    let other = made.folder.path().join("u.dna");
    assert_eq!(dna::write(&mut made.store, &by_others, &other).unwrap(), (1, 0));
    assert!(matches!(dna::read(&made.folder.path().join("s.db")), Err(Error::NoDna { .. })));
}

#[test]
fn what_people_said_shows_in_every_form() {
    let made = made();
    let path = made.folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let by = By { who: "ih".to_owned(), at: "2031-06-01T00:00:00Z".to_owned(), note: None };
    let finding = |kind, local: &str| Finding { kind, report: 1, local: local.to_owned() };
    let change = |field: &str, value: &str| Verdict::Change { field: field.to_owned(), value: Some(value.to_owned()) };
    let statement = finding(FindingKind::Statement, "s1");
    for verdict in [change("act", "deny"), change("speaker", "Irina Dask [person]"), change("content", "a truce")] {
        store.correct(&statement, &verdict, &by).unwrap();
    }
    store.correct(&finding(FindingKind::Event, "e2"), &Verdict::Reject, &by).unwrap();
    store.correct(&finding(FindingKind::Position, "pos1"), &change("stance", "support"), &by).unwrap();
    let row = &table_of(&mut store, TableName::Statements, &all())[0];
    assert_eq!([&row["speaker"], &row["act"], &row["content"], &row["verdict"]], ["Irina Dask", "deny", "a truce", "changed"]);
    let as_read = picked(Filter { as_read: true, ..Filter::default() });
    let row = &table_of(&mut store, TableName::Statements, &as_read)[0];
    assert_eq!([&row["speaker"], &row["act"], &row["content"]], ["Karim", "reject", "Varosia rejects a truce"]);
    assert_eq!(table_of(&mut store, TableName::Events, &all()).len(), 1);
    assert!(
        event_data::pairs(&mut store, &all(), Layout::Gdelt).unwrap().is_empty()
            && graph::build(&mut store, Network::Events, &all()).unwrap().edges.is_empty()
    );
    let speech = graph::build(&mut store, Network::Speech, &all()).unwrap();
    assert!(speech.nodes.iter().any(|node| node.label == "Irina Dask") && !speech.nodes.iter().any(|node| node.label == "Karim"));
    let record = Addressed::load(&mut store, 1, &all()).unwrap().record;
    assert_eq!((record.events.len(), record.positions[0].stance.as_str()), (1, "support"));
    assert_eq!(record.statements[0].content[0].of(TEXT), Some("a truce"));
    let dna_path = made.folder.path().join("said.dna");
    dna::write(&mut store, &all(), &dna_path).unwrap();
    let (documents, _) = dna::read(&dna_path).unwrap();
    let reported = documents[0].statements.iter().find(|statement| statement.kind == "Reported Statement").unwrap();
    assert_eq!((&reported.variables["person"], &reported.variables["act"]), (&json!("Irina Dask"), &json!("deny")));
    let position = documents[0].statements.iter().find(|statement| statement.kind == "DNA Statement").unwrap();
    assert_eq!(position.variables["agreement"], json!(true));
}

#[test]
fn annotations_quote_the_report_at_their_place() {
    let mut made = made();
    let report = Addressed::load(&mut made.store, 1, &all()).unwrap();
    let mut out = Vec::new();
    let count = reports::write_web_annotations(&mut [Ok(report)].into_iter(), &mut out).unwrap();
    let collection: Value = serde_json::from_slice(&out).unwrap();
    let items = collection["first"]["items"].as_array().unwrap();
    assert_eq!((items.len() as u64, &collection["total"]), (count, &json!(count)));
    for item in items {
        for target in item["target"].as_array().unwrap() {
            assert_eq!(target["source"], "reports/a%20b.txt");
            let (place, quote) = (&target["selector"][0], &target["selector"][1]);
            let span: Span = serde_json::from_value(place.clone()).unwrap();
            assert_eq!(span.of(TEXT), quote["exact"].as_str(), "{item}");
            let around = [&quote["prefix"], &quote["exact"], &quote["suffix"]].map(|part| part.as_str().unwrap()).concat();
            assert!(TEXT.contains(&around), "{around}");
        }
    }
    assert!(items.iter().any(|item| item["body"].as_array().unwrap().iter().any(|body| body["value"] == "stance: reject")));
}

#[test]
fn standoff_marks_are_the_words_of_the_text_without_line_breaks() {
    let mut made = made();
    let report = Addressed::load(&mut made.store, 1, &all()).unwrap();
    let marks = reports::brat(&report);
    let chars: Vec<char> = TEXT.chars().collect();
    let mut known = Vec::new();
    for line in marks.lines().filter(|line| line.starts_with('T')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (_, places) = cells[1].split_once(' ').unwrap();
        let words: Vec<String> = places
            .split(';')
            .map(|place| {
                let (start, end) = place.split_once(' ').unwrap();
                chars[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
            })
            .collect();
        assert_eq!(words.join(" "), cells[2], "{line}");
        assert!(words.iter().all(|words| !words.contains(['\n', '\r'])), "{line}");
        known.push(cells[0]);
    }
    for line in marks.lines().filter(|line| line.starts_with('R')) {
        let ends: Vec<&str> =
            line.split(['\t', ' ']).filter_map(|part| part.strip_prefix("Arg1:").or(part.strip_prefix("Arg2:"))).collect();
        assert!(ends.len() == 2 && ends.iter().all(|end| known.contains(end)), "{line}");
    }
    assert!(marks.contains("SaidBy Arg1:") && marks.contains("Stance T"), "{marks}");
}

#[test]
fn timeml_keeps_every_word_and_marks_times_and_events() {
    let mut made = made();
    let report = Addressed::load(&mut made.store, 1, &all()).unwrap();
    let mut out = Vec::new();
    reports::write_timeml(&report, &mut out).unwrap();
    let xml = String::from_utf8(out).unwrap();
    assert!(xml.contains("<TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2031-05-05\">Monday</TIMEX3>"), "{xml}");
    assert!(xml.contains("<EVENT eid=\"e2\" class=\"OCCURRENCE\">shelled Kelm</EVENT>") && xml.contains("modality=\"planned\""), "{xml}");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut text, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(element) if element.name().0 == "TEXT" => inside = true,
            quick_xml::events::Event::End(element) if element.name().0 == "TEXT" => inside = false,
            quick_xml::events::Event::Text(words) if inside => text.push_str(&words),
            quick_xml::events::Event::GeneralRef(name) if inside => {
                text.push_str(match &*name {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "#13" => "\r",
                    other => panic!("{other}"),
                });
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(text, TEXT.replace('\u{7}', "\u{fffd}"));
}

#[derive(Default)]
struct Memory(BTreeMap<String, Vec<u8>>);

impl Folder for Memory {
    fn file(&mut self, name: &str, content: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error> {
        let mut out = Vec::new();
        content(&mut out)?;
        self.0.insert(name.to_owned(), out);
        Ok(())
    }
}

#[test]
fn a_data_package_describes_the_columns_that_its_files_have() {
    let mut made = made();
    let mut memory = Memory::default();
    let about = About { title: None, licence: Some("CC-BY-4.0".to_owned()), texts: false };
    let counts = package::write(&mut made.store, &all(), &about, &mut memory).unwrap();
    let package: Value = serde_json::from_slice(&memory.0["datapackage.json"]).unwrap();
    assert_eq!(package["licenses"], json!([{"name": "CC-BY-4.0"}]));
    assert_eq!(package["provenance"]["made_by"], json!([{"engine": "0", "models": "m", "lexicon": "l"}]));
    for (resource, (table, count)) in package["resources"].as_array().unwrap().iter().zip(&counts) {
        let csv = String::from_utf8(memory.0[resource["path"].as_str().unwrap()].clone()).unwrap();
        let fields: Vec<&str> =
            resource["schema"]["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(csv.lines().next().unwrap().split(',').collect::<Vec<_>>(), fields);
        assert!(*count > 0 && !fields.contains(&"text"), "{table:?}");
    }
    assert!(String::from_utf8(memory.0["codebook.md"].clone()).unwrap().contains("| `reject` |"));
}

#[test]
fn an_archive_holds_its_files_and_is_the_same_every_time() {
    let zipped = || {
        let mut out = Vec::new();
        let mut zip = Zip::new(&mut out);
        for (name, words) in [("a.txt", "words ".repeat(1000)), ("é.txt", String::new())] {
            zip.file(name, &mut |out| Ok(out.write_all(words.as_bytes())?)).unwrap();
        }
        zip.finish().unwrap();
        out
    };
    let bytes = zipped();
    assert_eq!(bytes, zipped());
    // The list of files stands at the end; tests/interop opens the archive with a real reader.
    let end = bytes.len() - 22;
    assert_eq!((&bytes[end..end + 4], bytes[end + 10]), (&b"PK\x05\x06"[..], 2));
    assert!(bytes.len() < 1000);
}

#[test]
fn an_empty_store_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    assert!(matches!(package::not_empty(&mut store, &all()), Err(Error::Empty)));
}

#[test]
fn every_format_writes_every_table() {
    let mut made = made();
    for name in TableName::ALL {
        let columns = name.columns();
        for format in TableFormat::ALL {
            let mut rows = Rows::of(&mut made.store, name, &columns, &all()).unwrap();
            let mut out = Vec::new();
            assert!(table::write(format, &columns, &mut rows, TableOptions::default(), &mut out).unwrap() > 0, "{name:?}");
        }
    }
}
