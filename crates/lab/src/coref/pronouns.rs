//! How many third-person pronouns ("he", "her", "it", "they" …, reflexive ones too) are linked to the
//! right antecedent, by three readings of "right".
//!
//! *Linked*, the usual one: a pronoun counts if its gold chain has an earlier mention, and is right
//! when the nearest earlier mention of our chain is of its gold chain ([`linked`]). The widest asks
//! for any earlier mention of our chain. The narrowest ([`score`]) asks who is meant: a pronoun
//! counts if its gold chain holds anything but such pronouns, and is right when the nearest mention of
//! our chain that is no such pronoun, the nearest before it if there is one, is of its gold chain; one
//! wrong link then costs all pronouns that follow.

use super::gold::GoldMention;
use rapporteur_language::coref::Chains;
use rapporteur_reading::actors::Actors;
use rapporteur_record::{ByteSpan, MentionKind};
use std::collections::BTreeMap;

/// How many pronouns there are, are linked, and are linked rightly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pronouns {
    /// In gold.
    pub gold: usize,
    /// Linked by us: of those in gold as [`score`] counts, of all that we have as [`linked`] does.
    pub linked: usize,
    /// Of these, rightly.
    pub right: usize,
}

impl Pronouns {
    /// The share of gold pronouns that are linked rightly.
    pub fn recall(self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    /// The share of links that are right.
    pub fn precision(self) -> f64 {
        self.right as f64 / self.linked.max(1) as f64
    }
}

impl std::ops::AddAssign for Pronouns {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.linked += other.linked;
        self.right += other.right;
    }
}

/// Which pronouns are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of the third person.
    All,
    /// "he", "she", "they" that mean persons, organisations and places: what a report's actors are.
    Agents,
}

/// Which of the earlier mentions of our chain has to be of a pronoun's gold chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Antecedent {
    /// The nearest.
    Nearest,
    /// One of them.
    Any,
}

/// Scores the links of the pronouns of one document: `spans` are those of our mentions in order, `of` their
/// gold chains by number, in the order in which chains begin in `gold`, `chains` ours.
///
/// *Limits*: pronouns without referent are in no gold chain; where we link one it is a wrong link.
pub fn linked(text: &str, gold: &[GoldMention], spans: &[ByteSpan], of: &[Option<usize>], chains: &Chains, which: Antecedent) -> Pronouns {
    let mut begun: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for mention in gold {
        let next = begun.len();
        begun.entry(&mention.chain).or_insert((next, mention.span.start));
    }
    let mut right = BTreeMap::new();
    let mut figure = Pronouns::default();
    for (at, span) in spans.iter().enumerate().filter(|(_, span)| is_third_person(span.of(text))) {
        let mut earlier = (0..at).filter(|&before| chains.of[before] == chains.of[at]).rev().peekable();
        figure.linked += usize::from(earlier.peek().is_some());
        let same = |before: usize| of[at].is_some() && of[before] == of[at];
        let found = match which {
            Antecedent::Nearest => earlier.next().is_some_and(same),
            Antecedent::Any => earlier.any(same),
        };
        right.insert(*span, found);
    }
    for mention in gold.iter().filter(|mention| is_third_person(mention.span.of(text))) {
        if begun[mention.chain.as_str()].1 < mention.span.start {
            figure.gold += 1;
            figure.right += usize::from(right.get(&mention.span).copied().unwrap_or(false));
        }
    }
    figure
}

/// Scores the pronouns of one document by who is meant. `antecedent` gives what a pronoun with this span means, as
/// [`of_chains`] and [`of_actors`] do.
pub fn score(text: &str, gold: &[GoldMention], which: Which, antecedent: &dyn Fn(ByteSpan) -> Option<ByteSpan>) -> Pronouns {
    let mut chains: BTreeMap<&str, Vec<&GoldMention>> = BTreeMap::new();
    for mention in gold {
        chains.entry(&mention.chain).or_default().push(mention);
    }
    let mut figure = Pronouns::default();
    for mention in gold.iter().filter(|mention| counts(mention.span.of(text), which)) {
        let chain = &chains[mention.chain.as_str()];
        let agent = chain.iter().any(|other| matches!(other.kind.as_str(), "person" | "organization" | "place"));
        let named = chain.iter().any(|other| !is_third_person(other.span.of(text)));
        if !named || which == Which::Agents && !agent {
            continue;
        }
        figure.gold += 1;
        let Some(antecedent) = antecedent(mention.span) else {
            continue;
        };
        figure.linked += 1;
        figure.right += usize::from(chain.iter().any(|other| alike(other.span, antecedent)));
    }
    figure
}

/// What a pronoun means by the chains of the pipeline; `spans` are those of the mentions.
pub fn of_chains<'a>(text: &'a str, spans: &'a [ByteSpan], chains: &'a Chains) -> impl Fn(ByteSpan) -> Option<ByteSpan> + 'a {
    move |pronoun| {
        let place = spans.iter().position(|&span| span == pronoun)?;
        let chain = chains.of[place];
        let full = || (0..spans.len()).filter(|&at| chains.of[at] == chain && !is_third_person(spans[at].of(text))).map(|at| spans[at]);
        full().rfind(|span| span.start < pronoun.start).or_else(|| full().next())
    }
}

/// What a pronoun means by the actors of a record.
pub fn of_actors(actors: &Actors) -> impl Fn(ByteSpan) -> Option<ByteSpan> + '_ {
    |pronoun| {
        let ours = actors.actors.iter().find(|actor| actor.mentions.contains(&(pronoun, MentionKind::Pronoun)))?;
        let full = || ours.mentions.iter().filter(|(_, kind)| *kind != MentionKind::Pronoun).map(|(span, _)| *span);
        full().rfind(|span| span.start < pronoun.start).or_else(|| full().next())
    }
}

/// Whether two spans are of one mention: they begin or end together, or one holds most of the other.
fn alike(a: ByteSpan, b: ByteSpan) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common > 0 && (a.start == b.start || a.end == b.end || common * 2 > a.len().max(b.len()))
}

fn counts(word: &str, which: Which) -> bool {
    let word = word.to_lowercase();
    let agents = ["he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs"];
    agents.contains(&word.as_str()) || which == Which::All && is_third_person(&word)
}

fn is_third_person(word: &str) -> bool {
    let words = [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "themself",
    ];
    word.len() <= 10 && words.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Dask met Holm. He left. It rained.";

    fn gold(mentions: &[(&str, usize, usize)]) -> Vec<GoldMention> {
        mentions
            .iter()
            .map(|&(chain, start, end)| GoldMention { chain: chain.into(), kind: "person".into(), span: ByteSpan::new(start, end) })
            .collect()
    }

    #[test]
    fn a_link_is_right_by_the_nearest_mention_of_its_chain_or_by_any() {
        // The "it" of the last sentence means nothing; "He" means Dask.
        let gold = gold(&[("1", 0, 4), ("2", 9, 13), ("1", 15, 17)]);
        let spans = [ByteSpan::new(0, 4), ByteSpan::new(9, 13), ByteSpan::new(15, 17), ByteSpan::new(24, 26)];
        let of = [Some(0), Some(1), Some(0), None];
        let check = |chains: [usize; 4], which, expected| {
            let figure = linked(TEXT, &gold, &spans, &of, &Chains { of: chains.to_vec(), links: Vec::new() }, which);
            assert_eq!((figure.gold, figure.linked, figure.right), expected, "{chains:?}, {which:?}");
        };
        check([0, 1, 0, 2], Antecedent::Nearest, (1, 1, 1));
        check([0, 1, 0, 0], Antecedent::Nearest, (1, 2, 1));
        check([0, 0, 0, 1], Antecedent::Nearest, (1, 1, 0));
        check([0, 0, 0, 1], Antecedent::Any, (1, 1, 1));
        check([0, 1, 2, 3], Antecedent::Any, (1, 0, 0));
    }

    #[test]
    fn a_pronoun_is_right_by_the_name_next_to_it_in_our_chain() {
        let gold = gold(&[("1", 0, 4), ("2", 9, 13), ("1", 15, 17), ("3", 24, 26)]);
        let spans = [ByteSpan::new(0, 4), ByteSpan::new(9, 13), ByteSpan::new(15, 17)];
        let chains = |of: [usize; 3]| Chains { of: of.to_vec(), links: Vec::new() };
        for (of, expected) in [([0, 1, 0], (1, 1)), ([0, 1, 1], (1, 0)), ([0, 1, 2], (0, 0))] {
            let chains = chains(of);
            let figure = score(TEXT, &gold, Which::All, &of_chains(TEXT, &spans, &chains));
            assert_eq!((figure.linked, figure.right, figure.gold), (expected.0, expected.1, 1), "{of:?}");
        }
    }
}
