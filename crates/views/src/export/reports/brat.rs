//! brat standoff: the text in one file, what is marked in it in another, by code points.
//!
//! *Source*: the standoff format of brat 1.3. Spans of several pieces are given as such; brat allows no line break
//! within a span, so that one that crosses lines is given by lines.

use super::Addressed;
use super::findings::marked;
use rapporteur_record::{Offsets, Record, Span};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The file `annotation.conf` that names what is marked.
pub const CONFIGURATION: &str = "[entities]
Statement
Source
Cue
Event
Position
Actor
Place
Timex
Quantity
[relations]
SaidBy\tArg1:Statement, Arg2:Source
MarkedBy\tArg1:Statement, Arg2:Cue
Within\tArg1:Statement, Arg2:Statement
Does\tArg1:Actor, Arg2:Event
Undergoes\tArg1:Actor, Arg2:Event
[events]
[attributes]
Act\tArg:Statement, Value:say|claim|deny|warn|accuse|promise|demand|urge|ask|accept|reject|praise|threaten|hope|believe
Certainty\tArg:Statement, Value:asserted|possible|conditional|required|negated
Status\tArg:Event, Value:happened|ongoing|planned|called-for|possible|denied|negated
Stance\tArg:Position, Value:support|reject|demand|accept-if|assert|deny|neutral
";

/// The file of marks for the text of a report.
pub fn annotations(report: &Addressed) -> String {
    let record = &report.record;
    let mut marks =
        Marks { text: &record.text, offsets: Offsets::new(&record.text), out: String::new(), numbers: [0; 4], known: BTreeMap::new() };
    for finding in marked(record) {
        let kind = match finding.kind {
            "statement" => "Statement",
            "event" => "Event",
            "position" => "Position",
            "actor" => "Actor",
            "place" => "Place",
            "timex" => "Timex",
            _ => "Quantity",
        };
        let Some(mark) = marks.mark(kind, &finding.spans) else { continue };
        marks.known.insert(finding.id.clone(), mark);
        for (name, value) in &finding.tags {
            let attribute = match (finding.kind, *name) {
                ("statement", "act") => "Act",
                ("statement", "certainty") => "Certainty",
                ("event", "status") => "Status",
                ("position", "stance") => "Stance",
                _ => continue,
            };
            marks.attribute(attribute, mark, value);
        }
        let told: Vec<String> = finding.tags.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        marks.note(mark, &told.join("; "));
    }
    marks.relate(record);
    marks.out
}

struct Marks<'t> {
    text: &'t str,
    offsets: Offsets<'t>,
    out: String,
    /// The last numbers of T, R, A, #.
    numbers: [usize; 4],
    /// The mark of each finding.
    known: BTreeMap<String, usize>,
}

impl Marks<'_> {
    /// A line `T`; none where no words are left.
    fn mark(&mut self, kind: &str, spans: &[Span]) -> Option<usize> {
        let (mut places, mut words) = (Vec::new(), Vec::new());
        for span in spans {
            let bytes = self.offsets.bytes(*span)?;
            let mut start = span.start;
            for line in bytes.of(self.text).split(['\n', '\r']) {
                let length = line.chars().count();
                let (before, kept) = (line.chars().count() - line.trim_start().chars().count(), line.trim());
                if !kept.is_empty() {
                    places.push(format!("{} {}", start + before, start + before + kept.chars().count()));
                    words.push(kept.replace('\t', " "));
                }
                start += length + 1;
            }
        }
        if places.is_empty() {
            return None;
        }
        self.numbers[0] += 1;
        let _ = writeln!(self.out, "T{}\t{kind} {}\t{}", self.numbers[0], places.join(";"), words.join(" "));
        Some(self.numbers[0])
    }

    fn attribute(&mut self, name: &str, mark: usize, value: &str) {
        self.numbers[2] += 1;
        let _ = writeln!(self.out, "A{}\t{name} T{mark} {value}", self.numbers[2]);
    }

    fn note(&mut self, mark: usize, words: &str) {
        self.numbers[3] += 1;
        let _ =
            writeln!(self.out, "#{}\tAnnotatorNotes T{mark}\t{}", self.numbers[3], words.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    fn relation(&mut self, name: &str, first: usize, second: usize) {
        self.numbers[1] += 1;
        let _ = writeln!(self.out, "R{}\t{name} Arg1:T{first} Arg2:T{second}", self.numbers[1]);
    }

    /// Who said what, inside what, and who did it.
    fn relate(&mut self, record: &Record) {
        for statement in &record.statements {
            let Some(&content) = self.known.get(&statement.id) else { continue };
            for (kind, relation, span) in [("Source", "SaidBy", statement.source), ("Cue", "MarkedBy", statement.cue)] {
                if let Some(mark) = span.and_then(|span| self.mark(kind, &[span])) {
                    self.relation(relation, content, mark);
                }
            }
            if let Some(&outer) = statement.within.as_ref().and_then(|within| self.known.get(within)) {
                self.relation("Within", content, outer);
            }
        }
        for event in &record.events {
            let Some(&mark) = self.known.get(&event.id) else { continue };
            for (relation, actors) in [("Does", &event.source), ("Undergoes", &event.target)] {
                for actor in actors {
                    // The mention nearest to the event's words is the one that is tied to it.
                    let nearest = nearest(record, actor, event.evidence.first().copied().unwrap_or_default());
                    if let Some(&named) = nearest.and_then(|at| self.known.get(&format!("{actor}.{}", at + 1))) {
                        self.relation(relation, named, mark);
                    }
                }
            }
        }
    }
}

fn nearest(record: &Record, actor: &str, span: Span) -> Option<usize> {
    let actor = record.actors.iter().find(|known| known.id == actor)?;
    let distance = |start: usize, end: usize| span.start.saturating_sub(end).max(start.saturating_sub(span.end));
    (0..actor.mentions.len()).min_by_key(|&at| distance(actor.mentions[at].start, actor.mentions[at].end))
}
