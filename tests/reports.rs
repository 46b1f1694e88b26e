//! Whole reports that we wrote, and what is read in them: a change is seen as a diff of findings.
#![allow(clippy::unwrap_used)]

use rapporteur::{Options, Reader, Source};
use rapporteur_record::{Record, Span, validate};
use rapporteur_tests::{assert_snapshot, root};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::ControlFlow;

fn records(name: &str) -> Vec<Record> {
    let bytes = std::fs::read(root().join("examples").join(name)).unwrap();
    let mut records = Vec::new();
    let reader = Reader::embedded().unwrap();
    reader.read_many([Source::bytes(name, bytes)], &Options::default(), 1, &mut |outcome| {
        records.push(outcome.result.expect("an example can be read").value);
        ControlFlow::Continue(())
    });
    records
}

/// A line a finding, with the words in brackets.
fn findings(record: &Record) -> String {
    let words = |span: &Span| format!("[{}]", span.of(&record.text).unwrap_or("?").replace('\n', "⏎"));
    let option = |span: &Option<Span>| span.as_ref().map_or("-".into(), words);
    let names: BTreeMap<&str, &str> = record.actors.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();
    let named = |ids: &[String]| ids.iter().map(|id| names[id.as_str()]).collect::<Vec<_>>().join(" & ");
    let mut out = String::new();
    let doc = &record.doc;
    let text = |field: &Option<String>| field.clone().unwrap_or("-".into());
    let _ = writeln!(out, "# {}\n", doc.uri);
    let _ = writeln!(out, "title      {} {}", text(&doc.title), option(&doc.title_span));
    let _ = writeln!(
        out,
        "agency     {} · publisher {} · byline {} · dateline {}",
        text(&doc.agency),
        text(&doc.publisher),
        text(&doc.byline),
        text(&doc.dateline)
    );
    let evidence: String = doc.published_evidence.iter().map(words).collect();
    let _ = writeln!(out, "published  {} {} {evidence}", text(&doc.published), doc.published_basis.as_str());
    let _ = writeln!(out, "language   {} of {}", text(&doc.language), doc.languages.join(", "));
    let edge = |span: &Span| {
        let all: Vec<&str> = span.of(&record.text).unwrap_or("?").split_whitespace().collect();
        format!("[{} … {}]", all[..all.len().min(4)].join(" "), all[all.len().saturating_sub(4)..].join(" "))
    };
    let _ = writeln!(out, "body       {}\n", doc.body.iter().map(edge).collect::<Vec<_>>().join(" "));
    for s in &record.statements {
        let within = s.within.as_ref().map(|id| format!(" within {id}")).unwrap_or_default();
        let to = if s.addressees.is_empty() { String::new() } else { format!(" to {}", named(&s.addressees)) };
        let said =
            s.said_on.as_ref().map(|day| format!(" {day} ({})", s.said_on_basis.map_or("?", |basis| basis.as_str()))).unwrap_or_default();
        let speakers = if s.speakers.is_empty() { "?".to_owned() } else { named(&s.speakers) };
        let _ = writeln!(out, "{:4} {speakers}: {}{to} {} {}{within}{said}", s.id, s.act.as_str(), s.kind.as_str(), s.certainty.as_str());
        let _ =
            writeln!(out, "     {} {} {}", option(&s.source), option(&s.cue), s.content.iter().map(words).collect::<Vec<_>>().join(" + "));
    }
    out.push('\n');
    for e in &record.events {
        let kind = e.plover.as_ref().map_or("-", |plover| plover.kind.as_str());
        let who = |ids: &[String]| if ids.is_empty() { "?".to_owned() } else { named(ids) };
        let day = e.date.as_ref().map(|day| format!(" {day} ({})", e.date_basis.map_or("?", |basis| basis.as_str()))).unwrap_or_default();
        let by = e.reported_by.as_ref().map(|id| format!(" by {id}")).unwrap_or_default();
        let same = e.same_as.as_ref().map(|id| format!(" same as {id}")).unwrap_or_default();
        let evidence: String = e.evidence.iter().map(words).collect();
        let condition = e.condition.as_ref().map(|span| format!(" if {}", words(span))).unwrap_or_default();
        let status = e.status.as_str();
        let _ = writeln!(
            out,
            "{:4} {} {kind} {} {} {status}{day}{by}{same} {evidence}{condition}",
            e.id,
            who(&e.source),
            e.cameo,
            who(&e.target)
        );
    }
    out.push('\n');
    for a in &record.actors {
        let roles: Vec<String> = a
            .roles
            .iter()
            .map(|r| format!("{}{}", r.title, r.of.as_ref().map(|of| format!(" of {}", names[of.as_str()])).unwrap_or_default()))
            .collect();
        let party = a.party.as_ref().map(|id| format!(" for {}", names[id.as_str()])).unwrap_or_default();
        let mentions: String = a.mentions.iter().map(|m| words(&Span { start: m.start, end: m.end })).collect();
        let _ = writeln!(
            out,
            "{:4} {} ({}{}){} {{{}}} {mentions}",
            a.id,
            a.name,
            a.kind.as_str(),
            a.code.as_ref().map(|c| format!(" {c}")).unwrap_or_default(),
            party,
            roles.join("; ")
        );
    }
    out.push('\n');
    for t in &record.timexes {
        let _ = writeln!(
            out,
            "{} {} {} {}",
            t.kind.as_str(),
            t.value,
            t.modifier.as_deref().unwrap_or("-"),
            words(&Span { start: t.start, end: t.end })
        );
    }
    out.push('\n');
    for p in &record.places {
        let point = p.lat.zip(p.lon).map_or("-".into(), |(lat, lon)| format!("{lat} {lon}"));
        let mentions: String =
            p.mentions.iter().map(|m| format!("{}{} ", words(&Span { start: m.start, end: m.end }), m.usage.as_str())).collect();
        let within = format!("{} {}", p.region.as_deref().unwrap_or("-"), p.country.as_deref().unwrap_or("-"));
        let _ = writeln!(out, "{:4} {} ({}) {within} {point} {}", p.id, p.name, p.kind.as_str(), mentions.trim_end());
    }
    out
}

#[test]
fn what_is_read_in_each_example_stays_as_it_was() {
    let mut names: Vec<String> = std::fs::read_dir(root().join("examples"))
        .unwrap()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| [".md", ".conllu", ".toml"].iter().all(|end| !name.ends_with(end)))
        .collect();
    names.sort();
    assert!(names.len() >= 6, "six examples at least");
    for name in names {
        let found: String = records(&name).iter().map(findings).collect::<Vec<_>>().join("\n");
        assert_snapshot(&format!("tests/reports/{name}.md"), &found);
    }
}

#[test]
fn every_record_of_the_examples_keeps_the_contract() {
    for entry in std::fs::read_dir(root().join("examples")).unwrap().filter_map(Result::ok) {
        let name = entry.file_name().into_string().unwrap();
        if !name.ends_with(".md") && entry.path().is_file() {
            for record in records(&name) {
                assert_eq!(validate(&record), Vec::<String>::new(), "{name}");
                let printed = serde_json::to_string(&record).unwrap();
                assert_eq!(serde_json::from_str::<Record>(&printed).unwrap(), record, "{name} survives print and parse");
            }
        }
    }
}
