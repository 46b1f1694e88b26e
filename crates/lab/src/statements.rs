//! Attributions against gold: the measures of PolNeAR's data as ../shared/data/attribution/score.py
//! defines them, counted anew.
//!
//! Spans become sets of tokens (a run of word characters, or one other mark), so white space
//! never matters. Gold and found are paired one to one, best first, by
//! `2·J(content) + 1.5·J(cue) + J(source)`, J the Jaccard index on tokens. Only outermost
//! attributions are gold, so nested ones that were found are left out, as are those that lie
//! wholly inside spans to be ignored.

use crate::figures::Figure;
use anyhow::Context;
use rapporteur_record::{Record, Span, StatementKind};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// One attribution: gold, or found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Words of the source; none where nobody is named.
    pub source: Vec<Span>,
    /// Words of the cue.
    pub cue: Vec<Span>,
    /// Words of the content.
    pub content: Vec<Span>,
    /// Whether another attribution reports this one.
    pub nested: bool,
}

/// A report with its gold attributions.
#[derive(Clone, Debug, Default)]
pub struct GoldReport {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its attributions.
    pub relations: Vec<Relation>,
    /// Spans that are no text of the report.
    pub ignore: Vec<Span>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    attributions: Vec<LineRelation>,
    #[serde(default)]
    ignore: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct LineRelation {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// Reads a JSONL file of the attribution corpus.
///
/// # Errors
/// When the file cannot be read or a line is of another shape.
pub fn load(path: &Path) -> anyhow::Result<Vec<GoldReport>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let spans = |pairs: Vec<(usize, usize)>| pairs.into_iter().map(|(start, end)| Span { start, end }).collect();
    text.lines()
        .enumerate()
        .map(|(at, line)| {
            let line: Line = serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1))?;
            let relations = line
                .attributions
                .into_iter()
                .map(|one| Relation { source: spans(one.source), cue: spans(one.cue), content: spans(one.content), nested: false })
                .collect();
            Ok(GoldReport { id: line.id, text: line.text, relations, ignore: spans(line.ignore) })
        })
        .collect()
}

/// The attributions of a record.
pub fn of_record(record: &Record) -> Vec<Relation> {
    record
        .statements
        .iter()
        .map(|statement| Relation {
            source: statement.source.into_iter().collect(),
            cue: statement.cue.into_iter().collect(),
            content: statement.content.clone(),
            nested: statement.within.is_some(),
        })
        .collect()
}

/// Hits, and how many there were to hit on either side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found and gold.
    pub hits: usize,
    /// Found.
    pub found: usize,
    /// Gold.
    pub gold: usize,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.hits += other.hits;
        self.found += other.found;
        self.gold += other.gold;
    }

    /// Share of what was found that is gold.
    pub fn precision(self) -> f64 {
        ratio(self.hits, self.found)
    }

    /// Share of gold that was found.
    pub fn recall(self) -> f64 {
        ratio(self.hits, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.hits, self.found + self.gold)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The measures of one report or the sum of many.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Paired, and the cues overlap.
    pub detected: Tally,
    /// Paired, content Jaccard at least 0.5, sources overlap or both are empty.
    pub lenient: Tally,
    /// Lenient, and the cues overlap.
    pub full: Tally,
    /// Source, cue and content equal but for marks.
    pub normed: Tally,
    /// Source, cue and content equal.
    pub exact: Tally,
    /// Tokens inside some source, cue, content.
    pub tokens: [Tally; 3],
    /// Lenient recall by kind of the gold content: direct, mixed, indirect.
    pub kinds: [Tally; 3],
    /// Pairs (gold, found) of the last report added, and which of them are lenient hits.
    pub pairs: Vec<(usize, usize, bool)>,
    /// Which of what was found in the last report added were compared: outermost, and text of the report.
    pub compared: Vec<usize>,
}

impl Scores {
    /// Adds the counts of another report.
    pub fn add(&mut self, other: &Scores) {
        self.detected.add(other.detected);
        self.lenient.add(other.lenient);
        self.full.add(other.full);
        self.normed.add(other.normed);
        self.exact.add(other.exact);
        for (mine, others) in self.tokens.iter_mut().zip(other.tokens) {
            mine.add(others);
        }
        for (mine, others) in self.kinds.iter_mut().zip(other.kinds) {
            mine.add(others);
        }
        self.pairs.clone_from(&other.pairs);
        self.compared.clone_from(&other.compared);
    }

    /// The figures in per cent.
    pub fn figures(&self) -> Vec<Figure> {
        let [_, _, content] = self.tokens;
        let [direct, mixed, indirect] = self.kinds;
        [
            ("AR_lenient F1", self.lenient.f1()),
            ("AR_lenient precision", self.lenient.precision()),
            ("AR_lenient recall", self.lenient.recall()),
            ("AR_full F1", self.full.f1()),
            ("AR_exact F1", self.exact.f1()),
            ("content tokens F1", content.f1()),
            ("recall direct", direct.recall()),
            ("recall mixed", mixed.recall()),
            ("recall indirect", indirect.recall()),
        ]
        .into_iter()
        .map(|(measure, value)| Figure::new("statements", measure, 100.0 * value))
        .collect()
    }
}

type Tokens = BTreeSet<usize>;

/// The tokens of a text in code points, and whether each holds a letter or digit.
struct TokenIndex {
    tokens: Vec<(usize, usize, bool)>,
}

impl TokenIndex {
    fn new(text: &str) -> Self {
        let mut tokens: Vec<(usize, usize, bool)> = Vec::new();
        let mut running = false;
        for (at, c) in text.chars().enumerate() {
            let word = c.is_alphanumeric() || c == '_';
            match tokens.last_mut() {
                Some(last) if word && running => {
                    last.1 = at + 1;
                    last.2 |= c != '_';
                }
                _ if !c.is_whitespace() => tokens.push((at, at + 1, word && c != '_')),
                _ => {}
            }
            running = word;
        }
        Self { tokens }
    }

    fn cover(&self, spans: &[Span]) -> Tokens {
        let mut found = Tokens::new();
        for span in spans {
            let from = self.tokens.partition_point(|token| token.1 <= span.start);
            found.extend((from..self.tokens.len()).take_while(|&at| self.tokens[at].0 < span.end));
        }
        found
    }

    fn norm(&self, tokens: &Tokens) -> Tokens {
        tokens.iter().copied().filter(|&at| self.tokens[at].2).collect()
    }
}

fn jaccard(a: &Tokens, b: &Tokens) -> f64 {
    let shared = a.intersection(b).count();
    ratio(shared, a.len() + b.len() - shared)
}

/// Source, cue and content as tokens.
type Roles = [Tokens; 3];

/// Scores what was found in one report.
pub fn score(report: &GoldReport, found: &[Relation]) -> Scores {
    let index = TokenIndex::new(&report.text);
    let roles = |one: &Relation| -> Roles { [index.cover(&one.source), index.cover(&one.cue), index.cover(&one.content)] };
    let gold: Vec<Roles> = report.relations.iter().map(roles).collect();
    let ignore = index.cover(&report.ignore);
    let ours: Vec<(usize, Roles)> = found
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.nested)
        .map(|(at, one)| (at, roles(one)))
        .filter(|(_, [_, cue, content])| {
            let empty = cue.is_empty() && content.is_empty();
            ignore.is_empty() || empty || !(cue.is_subset(&ignore) && content.is_subset(&ignore))
        })
        .collect();
    let mut scores = Scores { compared: ours.iter().map(|one| one.0).collect(), ..Scores::default() };
    let mut lenient = vec![false; gold.len()];
    let mut hits = [0_usize; 5];
    for (g, o) in pairs(&gold, &ours) {
        let (a, b) = (&gold[g], &ours[o].1);
        let (a_norm, b_norm) = (a.each_ref().map(|role| index.norm(role)), b.each_ref().map(|role| index.norm(role)));
        let cue = !a_norm[1].is_disjoint(&b_norm[1]) || a[1] == b[1];
        let source = !a_norm[0].is_disjoint(&b_norm[0]) || a[0].is_empty() && b[0].is_empty();
        let content = jaccard(&a_norm[2], &b_norm[2]) >= 0.5 || a[2] == b[2];
        lenient[g] = source && content;
        let now = [cue, lenient[g], lenient[g] && cue, a_norm == b_norm, a == b];
        for (hits, now) in hits.iter_mut().zip(now) {
            *hits += usize::from(now);
        }
        scores.pairs.push((g, ours[o].0, lenient[g]));
    }
    let tally = |hits: usize| Tally { hits, found: ours.len(), gold: gold.len() };
    [scores.detected, scores.lenient, scores.full, scores.normed, scores.exact] = hits.map(tally);
    for role in 0..3 {
        let all = |sets: &mut dyn Iterator<Item = &Roles>| -> Tokens { sets.flat_map(|roles| roles[role].iter().copied()).collect() };
        let (a, b) = (all(&mut gold.iter()), all(&mut ours.iter().map(|(_, roles)| roles)));
        scores.tokens[role] = Tally { hits: a.intersection(&b).count(), found: b.len(), gold: a.len() };
    }
    for (relation, hit) in report.relations.iter().zip(lenient) {
        let kind = match kind_of(&report.text, &relation.content) {
            StatementKind::Direct => 0,
            StatementKind::Mixed => 1,
            StatementKind::Indirect => 2,
        };
        scores.kinds[kind].add(Tally { hits: usize::from(hit), found: 0, gold: 1 });
    }
    scores
}

/// One-to-one pairs, best first; only those that share a token of cue or content.
fn pairs(gold: &[Roles], ours: &[(usize, Roles)]) -> Vec<(usize, usize)> {
    let mut weighed: Vec<(f64, usize, usize)> = Vec::new();
    for (g, a) in gold.iter().enumerate() {
        for (o, (_, b)) in ours.iter().enumerate() {
            if !a[2].is_disjoint(&b[2]) || !a[1].is_disjoint(&b[1]) {
                weighed.push((2.0 * jaccard(&a[2], &b[2]) + 1.5 * jaccard(&a[1], &b[1]) + jaccard(&a[0], &b[0]), g, o));
            }
        }
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_ours) = (vec![false; gold.len()], vec![false; ours.len()]);
    let mut found = Vec::new();
    for (_, g, o) in weighed {
        if !used_gold[g] && !used_ours[o] {
            used_gold[g] = true;
            used_ours[o] = true;
            found.push((g, o));
        }
    }
    found
}

const QUOTES: [char; 6] = ['"', '“', '”', '«', '»', '„'];

/// Direct, mixed or indirect, from the quotation marks in gold content (a rule of thumb).
pub(crate) fn kind_of(text: &str, content: &[Span]) -> StatementKind {
    let pieces: Vec<&str> = content.iter().filter_map(|span| span.of(text)).collect();
    if !pieces.iter().any(|piece| piece.contains(QUOTES)) {
        return StatementKind::Indirect;
    }
    for piece in pieces {
        let piece = piece.trim_matches([' ', '\n', '\t', ',', '.', ';', ':']);
        if piece.is_empty() {
            continue;
        }
        let closes = piece.trim_end_matches(['.', ',', ';', ':', '?', '!', ' ']);
        if !piece.starts_with(QUOTES) || !closes.ends_with(QUOTES) && !piece.contains('\n') {
            return StatementKind::Mixed;
        }
        let inner = piece.trim_matches(|c| QUOTES.contains(&c) || ".,;:?! ".contains(c));
        // Words of the reporter between two quotations.
        for (at, _) in inner.match_indices(['”', '»']) {
            let rest = &inner[at..].trim_start_matches(['”', '»']);
            if let Some(opens) = rest.find(['“', '«'])
                && rest[..opens].contains(char::is_alphanumeric)
            {
                return StatementKind::Mixed;
            }
        }
    }
    StatementKind::Direct
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn at(text: &str, words: &str) -> Vec<Span> {
        let byte = text.find(words).unwrap();
        let start = text[..byte].chars().count();
        vec![Span { start, end: start + words.chars().count() }]
    }

    /// A relation by its words.
    pub(crate) fn relation(text: &str, source: &str, cue: &str, content: &str) -> Relation {
        Relation { source: at(text, source), cue: at(text, cue), content: at(text, content), nested: false }
    }

    #[test]
    fn a_content_without_its_that_is_a_lenient_hit_and_no_exact_one() {
        let text = "“We will go,” Ann said. Bob claimed that Ann lied.";
        let one = |source: &str, cue: &str, content: &str| relation(text, source, cue, content);
        let gold = GoldReport {
            text: text.into(),
            relations: vec![one("Ann", "said", "“We will go,”"), one("Bob", "claimed", "that Ann lied")],
            ..GoldReport::default()
        };
        let same = score(&gold, &gold.relations);
        assert_eq!((same.exact.f1(), same.tokens[2].f1()), (1.0, 1.0));
        assert_eq!([same.kinds[0].gold, same.kinds[2].gold], [1, 1]);
        let mut nested = one("Ann", "lied", "lied");
        nested.nested = true;
        let found = [one("Ann", "said", "We will go"), one("Bob", "claimed", "Ann lied"), nested];
        let scores = score(&gold, &found);
        assert_eq!((scores.lenient.hits, scores.exact.hits, scores.normed.hits, scores.lenient.found), (2, 0, 1, 2));
    }
}
