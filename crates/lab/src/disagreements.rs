//! Where what was found differs from gold: tables by kind, cue and source, and a page to read, the
//! costliest first.

use crate::statements::{GoldReport, Relation, Scores, kind_of};
use rapporteur_record::{Span, StatementKind};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many cues have a row of their own in the table.
const COMMONEST: usize = 30;
/// What a missed or a spurious attribution costs, in words of content that are wrong.
const WHOLE: usize = 20;
/// Words that carry no cue by themselves.
const COMPANY: &str = " a also am an and are be been being can could did do does even had has have he is it just may might must n’t \
                       never not now often once only should still t that the to was were will would ";
/// Words that stand for a speaker named elsewhere.
const PRONOUNS: &str = " he she they it i we you who which that him her them us me his their its this these those one some many others ";

/// Hits, and how many there were on either side.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    hits: usize,
    gold: usize,
    found: usize,
}

/// One attribution that differs.
#[derive(Clone, Debug)]
struct Entry {
    cost: usize,
    class: &'static str,
    report: String,
    gold: Option<[String; 3]>,
    found: Option<[String; 3]>,
    around: String,
}

/// All that differs in the reports added.
#[derive(Clone, Debug, Default)]
pub struct Disagreements {
    entries: Vec<Entry>,
    kinds: BTreeMap<&'static str, Row>,
    cues: BTreeMap<String, Row>,
    sources: BTreeMap<&'static str, Row>,
}

fn words(text: &str, spans: &[Span]) -> String {
    let pieces: Vec<&str> = spans.iter().filter_map(|span| span.of(text)).collect();
    pieces.join(" … ").replace('\n', " ")
}

/// The word of a cue that carries it: the first that is no auxiliary or the like.
fn cue_word(cue: &str) -> String {
    let lower = cue.to_lowercase();
    let mut parts = lower.split(|c: char| !(c.is_alphanumeric() || c == '’')).filter(|part| !part.is_empty());
    let carries = |part: &&str| !COMPANY.contains(&format!(" {part} "));
    parts.clone().find(carries).or_else(|| parts.next()).unwrap_or(if cue.is_empty() { "(none)" } else { cue }).to_owned()
}

fn source_type(source: &str) -> &'static str {
    if source.is_empty() {
        "none"
    } else if PRONOUNS.contains(&format!(" {} ", source.to_lowercase())) {
        "pronoun"
    } else if source.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase))
        || !source.contains(' ') && source.starts_with(char::is_uppercase)
    {
        "name"
    } else {
        "nominal"
    }
}

fn kind_name(text: &str, content: &[Span]) -> &'static str {
    match kind_of(text, content) {
        StatementKind::Direct => "direct",
        StatementKind::Mixed => "mixed",
        StatementKind::Indirect => "indirect",
    }
}

fn size(spans: &[Span]) -> usize {
    spans.iter().map(|span| span.end - span.start).sum()
}

/// Code points that both have.
fn shared(a: &[Span], b: &[Span]) -> usize {
    a.iter().flat_map(|a| b.iter().map(move |b| a.end.min(b.end).saturating_sub(a.start.max(b.start)))).sum()
}

/// What is wrong with a pair, the worst first; `None` where all three are equal.
fn class(gold: &Relation, found: &Relation, lenient: bool) -> Option<&'static str> {
    let both = shared(&gold.content, &found.content);
    let (missing, more) = (size(&gold.content) - both, size(&found.content) - both);
    let sources_meet = shared(&gold.source, &found.source) > 0 || gold.source.is_empty() && found.source.is_empty();
    Some(match () {
        () if shared(&gold.cue, &found.cue) == 0 && !lenient => "another cue and content",
        () if shared(&gold.cue, &found.cue) == 0 => "another cue, content right",
        () if !sources_meet && gold.source.is_empty() => "source where gold has none",
        () if !sources_meet && found.source.is_empty() => "source not found",
        () if !sources_meet => "another source",
        () if !lenient && both == 0 => "content elsewhere",
        () if !lenient && missing == 0 => "content far too long",
        () if !lenient && more == 0 => "content far too short",
        () if !lenient => "content too long and too short",
        () if missing > 0 && more > 0 => "end of content: both ways",
        () if more > 0 => "end of content: too long",
        () if missing > 0 => "end of content: too short",
        () if gold.source != found.source => "words of the source",
        () if gold.cue != found.cue => "words of the cue",
        () => return None,
    })
}

impl Disagreements {
    /// Adds one report; `scores` are its alone.
    pub fn add(&mut self, report: &GoldReport, found: &[Relation], scores: &Scores) {
        let text = &report.text;
        let three = |one: &Relation| [&one.source, &one.cue, &one.content].map(|spans| words(text, spans));
        let mut count = |one: &Relation, add: &dyn Fn(&mut Row)| {
            let [source, cue, _] = three(one);
            add(self.kinds.entry(kind_name(text, &one.content)).or_default());
            add(self.cues.entry(cue_word(&cue)).or_default());
            add(self.sources.entry(source_type(&source)).or_default());
        };
        report.relations.iter().for_each(|one| count(one, &|row| row.gold += 1));
        scores.compared.iter().for_each(|&at| count(&found[at], &|row| row.found += 1));
        scores.pairs.iter().filter(|pair| pair.2).for_each(|pair| count(&report.relations[pair.0], &|row| row.hits += 1));
        let around = |one: &Relation| {
            let spans = || one.source.iter().chain(&one.cue).chain(&one.content);
            let start = spans().map(|span| span.start).min().unwrap_or(0).saturating_sub(80);
            let end = spans().map(|span| span.end).max().unwrap_or(0) + 80;
            text.chars().skip(start).take((end - start).min(600)).collect::<String>().replace('\n', " ")
        };
        let cost_of = |spans: &[Span]| words(text, spans).split_whitespace().count();
        let mut push = |cost: usize, class: &'static str, gold: Option<&Relation>, found: Option<&Relation>| {
            let report = report.id.clone();
            let around = gold.or(found).map(around).unwrap_or_default();
            self.entries.push(Entry { cost, class, report, gold: gold.map(three), found: found.map(three), around });
        };
        for &(g, f, lenient) in &scores.pairs {
            let (gold, found) = (&report.relations[g], &found[f]);
            if let Some(class) = class(gold, found, lenient) {
                let both = shared(&gold.content, &found.content);
                let wrong = (size(&gold.content) + size(&found.content) - 2 * both).div_ceil(6);
                push(if lenient { wrong.min(WHOLE) } else { 2 * WHOLE + wrong }, class, Some(gold), Some(found));
            }
        }
        for (at, gold) in report.relations.iter().enumerate().filter(|(at, _)| scores.pairs.iter().all(|pair| pair.0 != *at)) {
            let nested = found.iter().enumerate().any(|(f, one)| !scores.compared.contains(&f) && shared(&one.cue, &gold.cue) > 0);
            let class = if nested { "missed: read inside another" } else { "missed" };
            push(WHOLE + cost_of(&report.relations[at].content), class, Some(gold), None);
        }
        for &at in scores.compared.iter().filter(|at| scores.pairs.iter().all(|pair| pair.1 != **at)) {
            let inside = report.relations.iter().any(|gold| shared(&gold.content, &found[at].cue) > 0);
            let class = match () {
                () if found[at].cue.is_empty() => "spurious: quotation without cue",
                () if inside => "spurious: inside gold content",
                () => "spurious",
            };
            push(WHOLE + cost_of(&found[at].content), class, None, Some(&found[at]));
        }
    }

    /// Precision, recall and F1 of AR_lenient by kind, by source and by cue; nothing where nothing was added.
    /// What was found counts in the row that it would have itself.
    pub fn tables(&self) -> String {
        let mut out = String::new();
        let mut table = |title: &str, rows: &[(&str, Row)]| {
            let _ = writeln!(out, "\nAR_lenient {title:<24} {:>6} {:>6} {:>7} {:>7} {:>7}", "gold", "found", "P", "R", "F1");
            for (name, row) in rows {
                let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
                let f1 = share(2 * row.hits, row.gold + row.found);
                let (p, r) = (share(row.hits, row.found).min(100.0), share(row.hits, row.gold));
                let _ = writeln!(out, "{name:<35} {:>6} {:>6} {p:>7.1} {r:>7.1} {f1:>7.1}", row.gold, row.found);
            }
        };
        if self.kinds.is_empty() {
            return out;
        }
        table("by kind", &self.kinds.iter().map(|(name, row)| (*name, *row)).collect::<Vec<_>>());
        table("by source", &self.sources.iter().map(|(name, row)| (*name, *row)).collect::<Vec<_>>());
        let mut cues: Vec<(&str, Row)> = self.cues.iter().map(|(name, row)| (name.as_str(), *row)).collect();
        cues.sort_by_key(|(name, row)| (std::cmp::Reverse(row.gold), *name));
        let rest = cues.iter().skip(COMMONEST).fold(Row::default(), |sum, (_, row)| Row {
            hits: sum.hits + row.hits,
            gold: sum.gold + row.gold,
            found: sum.found + row.found,
        });
        cues.truncate(COMMONEST);
        cues.push(("the rest", rest));
        table("by cue", &cues);
        out
    }

    /// All that differs as Markdown: how often each class is, then each entry, the costliest first.
    pub fn page(&self) -> String {
        let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.entries {
            *classes.entry(entry.class).or_default() += 1;
        }
        let mut classes: Vec<(&str, usize)> = classes.into_iter().collect();
        classes.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
        let mut out = String::from("# Disagreements\n\nsource | **cue** | content\n\n| class | count | share |\n| --- | ---: | ---: |\n");
        for (class, count) in classes {
            let _ = writeln!(out, "| {class} | {count} | {:.1} % |", 100.0 * count as f64 / self.entries.len() as f64);
        }
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.cost));
        for (number, entry) in entries.iter().enumerate() {
            let _ = writeln!(out, "\n## {}. {} (cost {}, {})\n", number + 1, entry.class, entry.cost, entry.report);
            for (name, three) in [("gold", &entry.gold), ("found", &entry.found)] {
                let line =
                    three.as_ref().map_or("nothing".to_owned(), |[source, cue, content]| format!("{source} | **{cue}** | {content}"));
                let _ = writeln!(out, "- {name}: {line}");
            }
            let _ = writeln!(out, "\n> {}", entry.around);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::score;
    use crate::statements::tests::relation;

    #[test]
    fn each_difference_is_an_entry_with_its_class_and_the_costliest_comes_first() {
        let text = "Holm has said that Dask lied on Monday. He denies it. The envoy left.";
        let one = |source: &str, cue: &str, content: &str| relation(text, source, cue, content);
        let gold = GoldReport {
            id: "r1".into(),
            text: text.into(),
            relations: vec![one("Holm", "has said", "that Dask lied"), one("He", "denies", "it")],
            ..GoldReport::default()
        };
        let found = [one("Holm", "has said", "that Dask lied on Monday"), one("The envoy", "left", "left")];
        let mut all = Disagreements::default();
        all.add(&gold, &found, &score(&gold, &found));
        let classes: Vec<&str> = all.entries.iter().map(|entry| entry.class).collect();
        assert_eq!(classes, ["end of content: too long", "missed", "spurious"]);
        let page = all.page();
        assert!(page.contains("## 1. missed") && page.contains("> Holm has said"), "{page}");
        let tables = all.tables();
        let row = |name: &str| {
            tables.lines().find(|line| line.starts_with(name)).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        assert_eq!(row("said").as_deref(), Some("said 1 1 100.0 100.0 100.0"));
        assert_eq!(row("pronoun").as_deref(), Some("pronoun 1 0 0.0 0.0 0.0"));
        assert_eq!(row("nominal").as_deref(), Some("nominal 0 1 0.0 0.0 0.0"));
    }
}
