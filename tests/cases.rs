//! Cases in Markdown: a report of ours, and what must be read in it. The manual is `tests/cases/README.md`.
#![allow(clippy::unwrap_used)]

use rapporteur::{Options, Reader};
use rapporteur_record::{Actor, Amount, Event, Place, PlaceMention, Position, Quantity, Record, Span, Statement, Timex};
use rapporteur_tests::root;
use std::collections::BTreeMap;
use std::fs;
use walkdir::WalkDir;

/// One report with the lines that say what must be read in it.
struct Case {
    title: String,
    date: String,
    report: String,
    /// Line in the file, expectation.
    expected: Vec<(usize, String)>,
}

/// The cases of a file.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut title, mut place) = (String::new(), "");
    for (at, line) in text.lines().enumerate() {
        if let Some(heading) = line.strip_prefix("# ").filter(|_| place != "report") {
            (title, place) = (heading.to_owned(), "");
        } else if let Some(date) = line.strip_prefix("~~~report") {
            cases.push(Case { title: title.clone(), date: date.trim().to_owned(), report: String::new(), expected: Vec::new() });
            place = "report";
        } else if line == "~~~expect" {
            place = "expect";
        } else if line == "~~~" {
            place = "";
        } else if let Some(case) = cases.last_mut() {
            match place {
                "report" => case.report += &format!("{line}\n"),
                "expect" if !line.trim().is_empty() => case.expected.push((at + 1, line.trim().to_owned())),
                _ => {}
            }
        }
    }
    cases
}

/// The report as it would come in a row of JSONL: nothing is cut out of it.
fn read(reader: &Reader, case: &Case) -> Record {
    let row = serde_json::json!({ "text": case.report.trim(), "date": case.date }).to_string();
    let options = Options { text_field: Some("text".into()), date_field: Some("date".into()), ..Options::default() };
    let document = reader.documents("case.jsonl", Box::new(std::io::Cursor::new(row.into_bytes())), &options).next().unwrap().unwrap();
    reader.read(&document).unwrap().value
}

/// An expectation: its kind, the words in brackets, the fields.
struct Expected<'l> {
    kind: &'l str,
    words: Vec<&'l str>,
    fields: Vec<(&'l str, &'l str)>,
}

fn parse(line: &str) -> Expected<'_> {
    let kind_end = line.find([' ', '\t']).unwrap_or(line.len());
    let (kind, mut rest) = (&line[..kind_end], line[kind_end..].trim());
    let mut words = Vec::new();
    while let Some(inside) = rest.strip_prefix('[') {
        let end = inside.find(']').unwrap_or_else(|| panic!("`{line}`: a bracket is open"));
        words.push(&inside[..end]);
        rest = inside[end + 1..].trim_start();
    }
    let fields = rest.split("  ").map(str::trim).filter(|field| !field.is_empty());
    let fields = fields.map(|field| field.split_once(':').map_or((field, ""), |(key, value)| (key.trim(), value.trim()))).collect();
    Expected { kind, words, fields }
}

/// A record with what the checks ask of it again and again.
struct Reading<'r> {
    record: &'r Record,
    actors: BTreeMap<&'r str, &'r Actor>,
}

impl<'r> Reading<'r> {
    fn new(record: &'r Record) -> Self {
        Self { record, actors: record.actors.iter().map(|actor| (actor.id.as_str(), actor)).collect() }
    }

    fn words(&self, span: Span) -> String {
        span.of(&self.record.text).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn names(&self, ids: &[String]) -> String {
        let names: Vec<&str> = ids.iter().map(|id| self.actors[id.as_str()].name.as_str()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") }
    }

    /// Whether the words in brackets stand in the statement's source, cue and content, in this order; `-` is none.
    fn has_words(&self, statement: &Statement, words: &[&str]) -> bool {
        let holds = |span: Option<Span>, words: &str| match span {
            Some(span) => self.words(span).contains(words),
            None => words == "-",
        };
        words.first().is_none_or(|words| holds(statement.source, words))
            && words.get(1).is_none_or(|words| holds(statement.cue, words))
            && words.get(2).is_none_or(|words| statement.content.iter().any(|&span| holds(Some(span), words)))
    }

    fn statement_field(&self, statement: &Statement, key: &str) -> String {
        let span = |span: Option<Span>| span.map_or("none".to_owned(), |span| self.words(span));
        match key {
            "speaker" => self.names(&statement.speakers),
            "addressee" => self.names(&statement.addressees),
            "act" => statement.act.as_str().to_owned(),
            "certainty" => statement.certainty.as_str().to_owned(),
            "kind" => statement.kind.as_str().to_owned(),
            "said_on" => statement.said_on.clone().unwrap_or("none".to_owned()),
            "said_at" => statement.said_at.clone().unwrap_or("none".to_owned()),
            "medium" => span(statement.medium),
            "occasion" => span(statement.occasion),
            "within" => {
                let outer = statement.within.as_ref().and_then(|id| self.record.statements.iter().find(|outer| outer.id == *id));
                outer.map_or("none".to_owned(), |outer| span(outer.source))
            }
            other => panic!("a statement has no `{other}`"),
        }
    }

    fn actor_field(&self, actor: &Actor, key: &str, value: &str) -> String {
        let name = |id: &String| self.actors[id.as_str()].name.clone();
        match key {
            "code" => actor.code.clone().unwrap_or("none".to_owned()),
            "kind" => actor.kind.as_str().to_owned(),
            "party" => actor.party.as_ref().map_or("none".to_owned(), name),
            // One role of several is named: it must be among them.
            "role" => {
                let roles: Vec<String> = actor
                    .roles
                    .iter()
                    .map(|role| role.of.as_ref().map_or(role.title.clone(), |of| format!("{} of {}", role.title, name(of))))
                    .collect();
                if roles.iter().any(|role| role == value) { value.to_owned() } else { format!("{roles:?}") }
            }
            "mentions" => actor.mentions.len().to_string(),
            "mention" => {
                let words: Vec<String> =
                    actor.mentions.iter().map(|mention| self.words(Span { start: mention.start, end: mention.end })).collect();
                if words.iter().any(|words| words == value) { value.to_owned() } else { format!("{words:?}") }
            }
            other => panic!("an actor has no `{other}`"),
        }
    }

    /// As [`Reading::miss`], for a time expression: one with exactly these words has all these fields.
    fn timex_miss(&self, expected: &Expected<'_>) -> Option<String> {
        let words = expected.words.first().copied().unwrap_or_default();
        let field = |timex: &Timex, key: &str| match key {
            "type" => timex.kind.as_str().to_owned(),
            "value" => timex.value.clone(),
            "mod" => timex.modifier.clone().unwrap_or("none".to_owned()),
            "from" => timex.from.clone().unwrap_or("none".to_owned()),
            "to" => timex.to.clone().unwrap_or("none".to_owned()),
            other => panic!("a time expression has no `{other}`"),
        };
        let named: Vec<&Timex> =
            self.record.timexes.iter().filter(|timex| self.words(Span { start: timex.start, end: timex.end }) == words).collect();
        if named.iter().any(|timex| expected.fields.iter().all(|&(key, value)| field(timex, key) == value)) {
            return None;
        }
        let show = |timex: &&Timex| {
            let fields = ["type", "value", "mod", "from", "to"].map(|key| format!("{key}: {}", field(timex, key)));
            format!("[{}] {}", self.words(Span { start: timex.start, end: timex.end }), fields.join("  "))
        };
        let read: Vec<String> = if named.is_empty() { self.record.timexes.iter().collect() } else { named }.iter().map(show).collect();
        Some(read.join("; "))
    }

    /// As [`Reading::miss`], for an event: words of its evidence, then fields.
    fn event_miss(&self, expected: &Expected<'_>) -> Option<String> {
        let words = expected.words.first().copied().unwrap_or_default();
        let evidence = |event: &Event| event.evidence.iter().map(|&span| self.words(span)).collect::<Vec<_>>().join(" … ");
        let told: Vec<&Event> = self.record.events.iter().filter(|event| evidence(event).contains(words)).collect();
        let misses = |event: &&Event| {
            let wrong = expected.fields.iter().map(|&(key, value)| (key, value, self.event_field(event, key)));
            wrong.filter(|(_, value, read)| value != read).map(|(key, _, read)| format!("{key}: {read}")).collect::<Vec<_>>()
        };
        if told.iter().any(|event| misses(event).is_empty()) {
            return None;
        }
        let show = |event: &&Event| {
            let fields = ["type", "cameo", "source", "target", "status"].map(|key| format!("{key}: {}", self.event_field(event, key)));
            format!("[{}] {}  {}", evidence(event), fields.join("  "), misses(event).join("  "))
        };
        let read: Vec<String> = if told.is_empty() { self.record.events.iter().collect() } else { told }.iter().map(show).collect();
        Some(format!("events: {}", read.join("; ")))
    }

    fn event_field(&self, event: &Event, key: &str) -> String {
        let plover = event.plover.as_ref();
        let none = || "none".to_owned();
        match key {
            "type" => plover.map_or(none(), |plover| plover.kind.clone()),
            "mode" => plover.and_then(|plover| plover.mode.clone()).unwrap_or(none()),
            "contexts" => plover.map_or(none(), |plover| plover.contexts.join(", ")),
            "cameo" => event.cameo.clone(),
            "source" => self.names(&event.source),
            "target" => self.names(&event.target),
            "status" => event.status.as_str().to_owned(),
            "date" => event.date.clone().unwrap_or(none()),
            "time" => event.time.clone().unwrap_or(none()),
            "basis" => event.date_basis.map_or(none(), |basis| basis.as_str().to_owned()),
            "condition" => event.condition.map_or(none(), |span| self.words(span)),
            "by" => {
                let by = event.reported_by.as_ref().and_then(|id| self.record.statements.iter().find(|statement| statement.id == *id));
                by.map_or(none(), |by| by.source.map_or("-".to_owned(), |span| self.words(span)))
            }
            "place" => {
                let place = event.place.as_ref().and_then(|id| self.record.places.iter().find(|place| place.id == *id));
                place.map_or(none(), |place| place.name.clone())
            }
            "same" => {
                let same = event.same_as.as_ref().and_then(|id| self.record.events.iter().find(|other| other.id == *id));
                same.map_or(none(), |same| same.evidence.iter().map(|&span| self.words(span)).collect::<Vec<_>>().join(" … "))
            }
            other => panic!("an event has no `{other}`"),
        }
    }

    /// As [`Reading::miss`], for a place: a mention of exactly these words has all these fields.
    fn place_miss(&self, expected: &Expected<'_>) -> Option<String> {
        let words = expected.words.first().copied().unwrap_or_default();
        let field = |(place, mention): (&Place, &PlaceMention), key: &str| match key {
            "name" => place.name.clone(),
            "kind" => place.kind.as_str().to_owned(),
            "country" => place.country.clone().unwrap_or("none".to_owned()),
            "region" => place.region.clone().unwrap_or("none".to_owned()),
            "use" => mention.usage.as_str().to_owned(),
            // Whole degrees: what the map is for.
            "at" => place.lat.zip(place.lon).map_or("none".to_owned(), |(lat, lon)| format!("{} {}", lat.round(), lon.round())),
            other => panic!("a place has no `{other}`"),
        };
        let all = || self.record.places.iter().flat_map(|place| place.mentions.iter().map(move |mention| (place, mention)));
        let said = |mention: &PlaceMention| self.words(Span { start: mention.start, end: mention.end });
        let fits =
            |one: &(&Place, &PlaceMention)| said(one.1) == words && expected.fields.iter().all(|&(key, value)| field(*one, key) == value);
        if all().any(|one| fits(&one)) {
            return None;
        }
        let show = |one: (&Place, &PlaceMention)| {
            let fields = ["name", "kind", "country", "region", "use", "at"].map(|key| format!("{key}: {}", field(one, key)));
            format!("[{}] {}", said(one.1), fields.join("  "))
        };
        let named: Vec<String> = all().filter(|one| said(one.1) == words).map(show).collect();
        Some(if named.is_empty() { all().map(show).collect::<Vec<_>>() } else { named }.join("; "))
    }

    /// As [`Reading::miss`], for a quantity: one with exactly these words has all these fields.
    fn quantity_miss(&self, expected: &Expected<'_>) -> Option<String> {
        let words = expected.words.first().copied().unwrap_or_default();
        let amount = |amount: Option<Amount>| amount.map_or("none".to_owned(), |amount| amount.to_string());
        let field = |quantity: &Quantity, key: &str| match key {
            "low" => amount(quantity.low),
            "high" => amount(quantity.high),
            "unit" => quantity.unit.clone().unwrap_or("none".to_owned()),
            "currency" => quantity.currency.clone().unwrap_or("none".to_owned()),
            "about" => quantity.about.map_or("none".to_owned(), |span| self.words(span)),
            "each" if quantity.each.is_empty() => "nobody".to_owned(),
            "each" => quantity.each.join(" and "),
            // Whose words the statement begins with that gives it, or what tells of the event.
            "of" => {
                let id = quantity.of.as_deref();
                let event = self.record.events.iter().find(|event| Some(event.id.as_str()) == id);
                let statement = self.record.statements.iter().find(|statement| Some(statement.id.as_str()) == id);
                let said = statement.and_then(|statement| statement.source);
                event.map(|event| event.evidence[0]).or(said).map_or("none".to_owned(), |span| self.words(span))
            }
            "conditional" => quantity.conditional.to_string(),
            "approximate" => quantity.approximate.to_string(),
            "baseline" => amount(quantity.baseline),
            other => panic!("a quantity has no `{other}`"),
        };
        let said = |quantity: &Quantity| self.words(Span { start: quantity.start, end: quantity.end });
        let named: Vec<&Quantity> = self.record.quantities.iter().filter(|quantity| said(quantity) == words).collect();
        if named.iter().any(|quantity| expected.fields.iter().all(|&(key, value)| field(quantity, key) == value)) {
            return None;
        }
        let keys = ["low", "high", "unit", "currency", "about", "each", "conditional", "approximate", "baseline"];
        let show = |quantity: &&Quantity| {
            let fields = keys.map(|key| format!("{key}: {}", field(quantity, key)));
            format!("[{}] {}", said(quantity), fields.join("  "))
        };
        let read: Vec<String> = if named.is_empty() { self.record.quantities.iter().collect() } else { named }.iter().map(show).collect();
        Some(format!("quantities: {}", read.join("; ")))
    }

    /// As [`Reading::miss`], for a position: the key of its issue in brackets, then the holder, then fields.
    fn position_miss(&self, expected: &Expected<'_>) -> Option<String> {
        let key = expected.words.first().copied().unwrap_or_default();
        let name = |id: &String| self.actors[id.as_str()].name.clone();
        let none = || "none".to_owned();
        let field = |position: &Position, asked: &str| match asked {
            "stance" => position.stance.as_str().to_owned(),
            "label" => position.issue.label.clone(),
            "condition" => position.condition.clone().unwrap_or(none()),
            "kind" => position.condition_kind.map_or(none(), |kind| kind.as_str().to_owned()),
            "basis" => position.basis.as_str().to_owned(),
            "told_by" => position.told_by.as_ref().map_or(none(), name),
            "as_of" => position.as_of.clone().unwrap_or(none()),
            "holder" => name(&position.holder),
            other => panic!("a position has no `{other}`"),
        };
        // The holder stands behind the bracket, without a key of its own.
        let fits = |position: &Position| {
            position.issue.key == key
                && expected.fields.iter().all(|&(asked, value)| match value {
                    "" => name(&position.holder) == asked,
                    value => field(position, asked) == value,
                })
        };
        if self.record.positions.iter().any(fits) {
            return None;
        }
        let show = |position: &Position| {
            let fields = ["stance", "condition", "kind", "basis"].map(|asked| format!("{asked}: {}", field(position, asked)));
            format!("[{}] {}  {}", position.issue.key, name(&position.holder), fields.join("  "))
        };
        Some(format!("positions: {}", self.record.positions.iter().map(show).collect::<Vec<_>>().join("; ")))
    }

    /// `None` where the expectation holds, else what was read instead.
    fn miss(&self, expected: &Expected<'_>) -> Option<String> {
        match expected.kind {
            "statement" => {
                let fitting: Vec<&Statement> = self.record.statements.iter().filter(|one| self.has_words(one, &expected.words)).collect();
                if fitting.is_empty() {
                    let sources: Vec<String> = self
                        .record
                        .statements
                        .iter()
                        .map(|one| {
                            format!(
                                "[{}] [{}]",
                                one.source.map_or("-".into(), |s| self.words(s)),
                                one.cue.map_or("-".into(), |s| self.words(s))
                            )
                        })
                        .collect();
                    return Some(format!("no such statement among {}", sources.join(", ")));
                }
                let misses = |one: &&Statement| {
                    let wrong = expected.fields.iter().map(|&(key, value)| (key, value, self.statement_field(one, key)));
                    wrong.filter(|(_, value, read)| value != read).map(|(key, _, read)| format!("{key}: {read}")).collect::<Vec<_>>()
                };
                let all: Vec<Vec<String>> = fitting.iter().map(misses).collect();
                if all.iter().any(Vec::is_empty) { None } else { Some(all[0].join("  ")) }
            }
            "actor" => {
                let name = expected.words.first().copied().unwrap_or_default();
                let Some(actor) = self.record.actors.iter().find(|actor| actor.name == name) else {
                    let names: Vec<&str> = self.record.actors.iter().map(|actor| actor.name.as_str()).collect();
                    return Some(format!("no such actor among {names:?}"));
                };
                let wrong = expected.fields.iter().map(|&(key, value)| (key, value, self.actor_field(actor, key, value)));
                let wrong: Vec<String> =
                    wrong.filter(|(_, value, read)| value != read).map(|(key, _, read)| format!("{key}: {read}")).collect();
                (!wrong.is_empty()).then(|| wrong.join("  "))
            }
            "timex" => self.timex_miss(expected),
            "event" => self.event_miss(expected),
            "place" => self.place_miss(expected),
            "quantity" => self.quantity_miss(expected),
            "position" => self.position_miss(expected),
            "diagnostic" => {
                let words = expected.words.first().copied().unwrap_or_default();
                let code = expected.fields.iter().find(|(key, _)| *key == "code").map(|(_, code)| *code).unwrap_or_default();
                let all: Vec<String> = self
                    .record
                    .diagnostics
                    .iter()
                    .map(|one| {
                        format!(
                            "[{}] {}",
                            one.start.zip(one.end).map_or("-".to_owned(), |(start, end)| self.words(Span { start, end })),
                            one.code
                        )
                    })
                    .collect();
                (!all.contains(&format!("[{words}] {code}"))).then(|| format!("diagnostics: {all:?}"))
            }
            other => panic!("`{other}` is no kind of expectation"),
        }
    }

    /// As [`Reading::miss`], with `not` (must not be read) and `wrong` (is right, and not read yet).
    fn check(&self, line: &str) -> Option<String> {
        if let Some(rest) = line.strip_prefix("not ") {
            return self.miss(&parse(rest.trim())).is_none().then(|| "it is read".to_owned());
        }
        if let Some(rest) = line.strip_prefix("wrong ") {
            return self.miss(&parse(rest.trim())).is_none().then(|| "this is right now: take `wrong` away".to_owned());
        }
        self.miss(&parse(line))
    }
}

#[test]
fn what_the_cases_expect_is_read() {
    let reader = Reader::embedded().unwrap();
    let (mut held, mut known_wrong, mut faults) = (0, 0, Vec::new());
    for entry in WalkDir::new(root().join("tests/cases")).sort_by_file_name().into_iter().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "md") || path.ends_with("README.md") {
            continue;
        }
        let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
        let found = cases(&fs::read_to_string(path).unwrap());
        assert!(!found.is_empty() && found.iter().all(|case| !case.expected.is_empty()), "{name} expects nothing");
        for case in found {
            let record = read(&reader, &case);
            let reading = Reading::new(&record);
            for (line, expected) in &case.expected {
                known_wrong += usize::from(expected.starts_with("wrong "));
                match reading.check(expected) {
                    Some(read) => faults.push(format!("{name}:{line} ({})\n  expected: {expected}\n  read:     {read}", case.title)),
                    None => held += 1,
                }
            }
        }
    }
    println!("{} expectations hold, {known_wrong} are known to be wrong, {} do not hold", held - known_wrong.min(held), faults.len());
    assert!(faults.is_empty(), "{} expectations do not hold\n{}", faults.len(), faults.join("\n"));
}
