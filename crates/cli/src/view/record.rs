//! A record as a page: headline, statements in reading order, actors, dates, doubts.

use rapporteur_record::{
    Act, Actor, Amount, Certainty, ConditionKind, DateBasis, Event, PlaceUse, PublishedBasis, Record, Span, Statement, StatementKind,
};
use std::collections::BTreeMap;
use std::fmt::Write;
use textwrap::Options;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const CYAN: &str = "\x1b[36m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
const RESET: &str = "\x1b[0m";
/// No line is longer than people read with ease.
const WIDEST: usize = 110;

/// One record in `width` columns.
pub fn record(record: &Record, width: usize) -> String {
    let page = Page { record, width: width.clamp(40, WIDEST), words: Words::new(&record.text), out: String::new() };
    page.draw()
}

struct Page<'r> {
    record: &'r Record,
    width: usize,
    words: Words<'r>,
    out: String,
}

impl Page<'_> {
    fn draw(mut self) -> String {
        self.head();
        self.statements();
        self.events();
        self.positions();
        self.actors();
        self.dates();
        self.places();
        self.quantities();
        self.out
    }

    fn head(&mut self) {
        let doc = &self.record.doc;
        let title = doc.title.as_deref().unwrap_or("(no title)");
        self.wrapped(BOLD, title, "", "");
        let published = doc.published.as_deref().unwrap_or("date unknown");
        let evidence: Vec<String> = doc.published_evidence.iter().map(|&span| format!("“{}”", self.words.at(span))).collect();
        let known = match doc.published_basis {
            PublishedBasis::Unknown if !doc.published_candidates.is_empty() => {
                format!(" ({}?)", doc.published_candidates.join(" or "))
            }
            PublishedBasis::Unknown => String::new(),
            basis if evidence.is_empty() => format!(" ({})", basis.as_str()),
            basis => format!(" ({}: {})", basis.as_str(), evidence.join(", ")),
        };
        let by = [doc.agency.as_deref(), doc.publisher.as_deref(), doc.byline.as_deref(), doc.dateline.as_deref()];
        let mut parts: Vec<String> = by.into_iter().flatten().map(str::to_owned).collect();
        parts.dedup();
        parts.push(format!("{published}{known}"));
        parts.extend(doc.language.clone());
        self.wrapped(DIM, &parts.join(" · "), "", "");
        self.wrapped(DIM, &doc.uri, "", "");
    }

    fn statements(&mut self) {
        if self.record.statements.is_empty() {
            self.heading("No statements were found");
            return;
        }
        self.heading("Statements");
        let names: BTreeMap<&str, &str> = self.record.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
        let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
        for statement in in_reading_order(&self.record.statements) {
            let depth = statement.within.as_deref().and_then(|within| depths.get(within)).map_or(0, |depth| depth + 1);
            depths.insert(&statement.id, depth);
            self.statement(statement, &names, depth);
        }
    }

    /// A speaker with the first role that the report states of him.
    fn speaker(&self, id: &str, names: &BTreeMap<&str, &str>) -> String {
        let actor = self.record.actors.iter().find(|actor| actor.id == id);
        let name = actor.map_or("?", |actor| actor.name.as_str());
        // An actor that only a description names bears its role in the name.
        let role = actor.and_then(|actor| actor.roles.first()).filter(|role| !name.to_lowercase().contains(&role.title.to_lowercase()));
        let of = role.and_then(|role| role.of.as_deref()).and_then(|of| names.get(of));
        match (role, of) {
            (Some(role), Some(of)) => format!("{BOLD}{name}{RESET}, {} of {of}", role.title),
            (Some(role), None) => format!("{BOLD}{name}{RESET}, {}", role.title),
            _ => format!("{BOLD}{name}{RESET}"),
        }
    }

    fn statement(&mut self, statement: &Statement, names: &BTreeMap<&str, &str>, depth: usize) {
        let indent = "    ".repeat(depth.min(5));
        let named = |ids: &[String]| ids.iter().map(|id| *names.get(id.as_str()).unwrap_or(&"?")).collect::<Vec<_>>().join(" and ");
        let speaker = match statement.source {
            _ if !statement.speakers.is_empty() => {
                statement.speakers.iter().map(|id| self.speaker(id, names)).collect::<Vec<_>>().join(" and ")
            }
            Some(source) => format!("{BOLD}{}{RESET}", self.words.at(source)),
            None => format!("{BOLD}(nobody named){RESET}"),
        };
        let said = verb(statement.act, statement.speakers.len());
        let mut line = format!("{indent}{DIM}{}{RESET} {speaker} {CYAN}{said}{RESET}", statement.id);
        if !statement.addressees.is_empty() {
            let _ = write!(line, " to {}", named(&statement.addressees));
        }
        let mut marks = vec![statement.kind.as_str()];
        if statement.kind == StatementKind::Indirect {
            marks.clear();
        }
        if statement.certainty != Certainty::Asserted {
            marks.push(statement.certainty.as_str());
        }
        let _ = write!(line, "{DIM}");
        for mark in marks {
            let _ = write!(line, " · {mark}");
        }
        if let Some(day) = &statement.said_on {
            let _ = write!(line, " · {day}");
        }
        for span in [statement.medium, statement.occasion].into_iter().flatten() {
            let _ = write!(line, " · {}", self.words.at(span));
        }
        let _ = writeln!(self.out, "{line}{RESET}");
        let content: Vec<String> = statement.content.iter().map(|&span| self.words.at(span)).collect();
        let margin = format!("{indent}  {DIM}│{RESET} ");
        self.wrapped("", &content.join(" … "), &margin, &margin);
    }

    /// What happened: type, parties, status, day, and the words.
    fn events(&mut self) {
        let shown: Vec<&Event> = self.record.events.iter().filter(|event| event.plover.is_some()).collect();
        if shown.is_empty() {
            return;
        }
        self.heading("Events");
        let names: BTreeMap<&str, &str> = self.record.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
        for event in shown {
            let line = self.event(event, &names);
            self.wrapped("", &line, "", "    ");
        }
    }

    fn event(&self, event: &Event, names: &BTreeMap<&str, &str>) -> String {
        let named = |ids: &[String]| match ids {
            [] => "?".to_owned(),
            ids => ids.iter().map(|id| *names.get(id.as_str()).unwrap_or(&"?")).collect::<Vec<_>>().join(" and "),
        };
        let plover = event.plover.as_ref();
        let kind = plover.map(|plover| plover.kind.as_str()).unwrap_or_default();
        let mode = plover.and_then(|plover| plover.mode.as_deref()).map(|mode| format!("/{mode}")).unwrap_or_default();
        let mut line = format!("{DIM}{}{RESET} {BOLD}{}{RESET} {CYAN}{kind}{mode}{RESET}", event.id, named(&event.source));
        if !event.target.is_empty() {
            let _ = write!(line, " {}", named(&event.target));
        }
        let _ = write!(line, "{DIM} · {} · {}", event.cameo, event.status.as_str());
        if let (Some(day), Some(basis)) = (&event.date, event.date_basis) {
            let mark = if basis == DateBasis::Clause { "" } else { "~" };
            let _ = write!(line, " · {mark}{day}");
        }
        if let Some(statement) = &event.reported_by {
            let _ = write!(line, " · by {statement}");
        }
        if let Some(same) = &event.same_as {
            let _ = write!(line, " · same as {same}");
        }
        let words: Vec<String> = event.evidence.iter().map(|&span| self.words.at(span)).collect();
        let _ = write!(line, " “{}”", words.join(" … "));
        if let Some(condition) = event.condition {
            let _ = write!(line, " ({})", self.words.at(condition));
        }
        line + RESET
    }

    fn positions(&mut self) {
        if self.record.positions.is_empty() {
            return;
        }
        self.heading("Positions");
        let names: BTreeMap<&str, &str> = self.record.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
        let name = |id: &str| names.get(id).copied().unwrap_or("?");
        for position in &self.record.positions {
            let mut line =
                format!("{BOLD}{}{RESET} {CYAN}{}{RESET} {}", name(&position.holder), position.stance.as_str(), position.issue.label);
            match (&position.condition, position.condition_kind) {
                (Some(condition), Some(ConditionKind::Requires)) => {
                    let _ = write!(line, " {YELLOW}if {condition}{RESET}");
                }
                (Some(condition), _) => {
                    let _ = write!(line, " {YELLOW}as a condition of {condition}{RESET}");
                }
                _ => {}
            }
            let _ = write!(line, "{DIM} · {}", position.issue.key);
            if let Some(teller) = &position.told_by {
                let _ = write!(line, " · told by {}", name(teller));
            }
            if let Some(day) = &position.as_of {
                let _ = write!(line, " · {day}");
            }
            let _ = write!(line, " · {}{RESET}", position.evidence.join(", "));
            self.wrapped("", &line, "", "    ");
        }
    }

    fn actors(&mut self) {
        // Those who are only named once and say nothing would bury the rest.
        let speaks =
            |actor: &Actor| self.record.statements.iter().any(|s| s.speakers.contains(&actor.id) || s.addressees.contains(&actor.id));
        let shown: Vec<&Actor> =
            self.record.actors.iter().filter(|actor| speaks(actor) || actor.mentions.len() > 1 || !actor.roles.is_empty()).collect();
        if shown.is_empty() {
            return;
        }
        self.heading("Actors");
        let names: BTreeMap<&str, &str> = self.record.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
        for actor in &shown {
            let mut about: Vec<String> = actor
                .roles
                .iter()
                .map(|role| match role.of.as_deref().and_then(|of| names.get(of)) {
                    Some(of) => format!("{} of {of}", role.title),
                    None => role.title.clone(),
                })
                .collect();
            if about.is_empty() {
                about.push(actor.kind.as_str().to_owned());
            }
            about.extend(actor.code.clone());
            if let Some(party) = actor.party.as_deref().and_then(|party| names.get(party)) {
                about.push(format!("for {party}"));
            }
            let line = format!("{BOLD}{}{RESET} {DIM}{} · {}×{RESET}", actor.name, about.join(" · "), actor.mentions.len());
            self.wrapped("", &line, "", "    ");
        }
        let left = self.record.actors.len() - shown.len();
        if left > 0 {
            let _ = writeln!(self.out, "{DIM}… and {left} named once{RESET}");
        }
    }

    fn dates(&mut self) {
        if self.record.timexes.is_empty() {
            return;
        }
        self.heading("Dates");
        for timex in &self.record.timexes {
            let words = self.words.at(Span { start: timex.start, end: timex.end });
            let days = match (&timex.from, &timex.to) {
                (Some(from), Some(to)) if from != to && timex.value.len() != 10 => format!(" {DIM}{from} to {to}{RESET}"),
                _ => String::new(),
            };
            let line = format!("{YELLOW}{}{RESET}{days} {DIM}“{words}”{RESET}", timex.value);
            self.wrapped("", &line, "", "    ");
        }
    }

    fn places(&mut self) {
        if self.record.places.is_empty() {
            return;
        }
        self.heading("Places");
        for place in &self.record.places {
            let mut about = vec![place.kind.as_str().to_owned()];
            about.extend(place.region.clone());
            about.extend(place.country.clone());
            about.extend(place.lat.zip(place.lon).map(|(lat, lon)| format!("{lat} {lon}")));
            // Most places are mentioned in one way only.
            let uses = PlaceUse::ALL.iter().map(|&usage| (usage, place.mentions.iter().filter(|mention| mention.usage == usage).count()));
            about.extend(uses.filter(|(_, count)| *count > 0).map(|(usage, count)| format!("{count}× {}", usage.as_str())));
            let line = format!("{BOLD}{}{RESET} {DIM}{}{RESET}", place.name, about.join(" · "));
            self.wrapped("", &line, "", "    ");
        }
    }

    fn quantities(&mut self) {
        if self.record.quantities.is_empty() {
            return;
        }
        self.heading("Quantities");
        for quantity in &self.record.quantities {
            let number = match (quantity.low, quantity.high) {
                (Some(low), Some(high)) if low == high => grouped(low),
                (Some(low), Some(high)) => format!("{} to {}", grouped(low), grouped(high)),
                (Some(low), None) => format!("{} or more", grouped(low)),
                (None, Some(high)) => format!("{} or less", grouped(high)),
                (None, None) => String::new(),
            };
            let about = if quantity.approximate { "about " } else { "" };
            let unit = quantity.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
            let mut marks = String::new();
            if !quantity.each.is_empty() {
                let _ = write!(marks, " each: {}", quantity.each.join(", "));
            }
            if let Some(baseline) = quantity.baseline {
                let _ = write!(marks, " from {}", grouped(baseline));
            }
            if quantity.conditional {
                marks.push_str(" · conditional");
            }
            let words = self.words.at(Span { start: quantity.start, end: quantity.end });
            let line = format!("{GREEN}{about}{number}{unit}{RESET}{marks} {DIM}“{words}”{RESET}");
            self.wrapped("", &line, "", "    ");
        }
    }

    fn heading(&mut self, words: &str) {
        let _ = writeln!(self.out, "\n{DIM}── {words} {}{RESET}", "─".repeat(self.width.saturating_sub(words.chars().count() + 4)));
    }

    fn wrapped(&mut self, style: &str, words: &str, first: &str, rest: &str) {
        let options = Options::new(self.width).initial_indent(first).subsequent_indent(rest).break_words(false);
        for line in textwrap::wrap(words, options) {
            let _ = if style.is_empty() { writeln!(self.out, "{line}") } else { writeln!(self.out, "{style}{line}{RESET}") };
        }
    }
}

/// Top statements in order, each followed by those inside it.
fn in_reading_order(statements: &[Statement]) -> Vec<&Statement> {
    let mut inside: BTreeMap<Option<&str>, Vec<&Statement>> = BTreeMap::new();
    for statement in statements {
        inside.entry(statement.within.as_deref()).or_default().push(statement);
    }
    let mut order = Vec::with_capacity(statements.len());
    let mut stack: Vec<&Statement> = inside.remove(&None).unwrap_or_default().into_iter().rev().collect();
    while let Some(statement) = stack.pop() {
        order.push(statement);
        stack.extend(inside.remove(&Some(statement.id.as_str())).unwrap_or_default().into_iter().rev());
    }
    order
}

/// A number with separators between its thousands.
fn grouped(amount: Amount) -> String {
    let plain = amount.to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if fraction.is_empty() { out } else { format!("{out}.{fraction}") }
}

fn verb(act: Act, speakers: usize) -> String {
    let word = act.as_str();
    match (speakers > 1, word) {
        (true, _) => word.to_owned(),
        (false, "deny") => "denies".to_owned(),
        (false, _) => format!("{word}{}", if word.ends_with(['h', 's']) { "es" } else { "s" }),
    }
}

/// The words at places counted in code points, with white space made plain.
struct Words<'t> {
    text: &'t str,
    /// Byte offset of each code point.
    places: Vec<usize>,
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, places: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() }
    }

    fn at(&self, span: Span) -> String {
        let words = self.text.get(self.places[span.start]..self.places[span.end]).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
