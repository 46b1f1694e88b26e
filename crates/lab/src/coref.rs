//! Pronouns against gold: GUM's layer of entities (Zeldes, Language Resources and Evaluation 51(3), 2017).
//!
//! Counted are third-person personal pronouns ("he", "her", "they" …) whose gold chain holds a
//! name or description of a person, organisation or place. One is right when the name or
//! description nearest to it in our chain is of its gold chain. Things are not our actors, so that
//! "it" is left out.

use crate::treebank::{GoldSentence, Treebank, running_text};
use rapporteur::Reader;
use rapporteur_language::{Analysis, Feats, Sentence, Token, TokenId};
use rapporteur_reading::actors::{self, Actors};
use rapporteur_reading::statements;
use rapporteur_record::{ByteSpan, MentionKind};
use std::collections::BTreeMap;

/// How many pronouns there are, are linked, and are linked rightly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pronouns {
    /// In gold.
    pub gold: usize,
    /// Of these, in a chain of ours that has a name or description.
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

/// A gold mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldMention {
    /// Its chain.
    pub chain: String,
    /// Its type: `person`, `organization`, …
    pub kind: String,
    /// Its words in the running text.
    pub span: ByteSpan,
}

/// The gold mentions of a document, laid over its running text.
pub fn gold_mentions(document: &[GoldSentence]) -> Vec<GoldMention> {
    let places = running_text(document).sentences;
    let mut open: Vec<(String, String, usize)> = Vec::new();
    let mut mentions = Vec::new();
    for (sentence, places) in document.iter().zip(&places) {
        for (word, place) in sentence.words.iter().zip(places) {
            let Some(entity) = word.misc("Entity") else {
                continue;
            };
            let mut close = |chain: &str, open: &mut Vec<(String, String, usize)>| {
                if let Some(at) = open.iter().rposition(|(known, ..)| known == chain) {
                    let (chain, kind, start) = open.remove(at);
                    mentions.push(GoldMention { chain, kind, span: ByteSpan::new(start, place.end) });
                }
            };
            // "(3-person-…(4-place-…)3)": opened, opened and closed, closed.
            for part in entity.split_inclusive(')').flat_map(|piece| split_opening(piece)) {
                if let Some(opened) = part.strip_prefix('(') {
                    let mut fields = opened.trim_end_matches(')').split('-');
                    let chain = fields.next().unwrap_or_default().to_owned();
                    let kind = fields.next().unwrap_or_default().to_owned();
                    open.push((chain.clone(), kind, place.start));
                    if part.ends_with(')') {
                        close(&chain, &mut open);
                    }
                } else if let Some(chain) = part.strip_suffix(')') {
                    close(chain, &mut open);
                }
            }
        }
    }
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    mentions
}

/// Parts a string before each opening bracket.
fn split_opening(piece: &str) -> Vec<&str> {
    let starts: Vec<usize> = piece.match_indices('(').map(|(at, _)| at).collect();
    let mut bounds = vec![0];
    bounds.extend(starts.into_iter().filter(|&at| at > 0));
    bounds.push(piece.len());
    bounds.windows(2).map(|pair| &piece[pair[0]..pair[1]]).filter(|part| !part.is_empty()).collect()
}

/// The gold trees of a document as an analysis of its running text, features left out.
pub fn gold_analysis(document: &[GoldSentence]) -> (String, Analysis) {
    let running = running_text(document);
    let mut paragraph = 0;
    let sentences = document
        .iter()
        .zip(&running.sentences)
        .enumerate()
        .filter(|(_, (sentence, _))| !sentence.words.is_empty())
        .map(|(at, (sentence, places))| {
            paragraph += usize::from(at > 0 && sentence.new_paragraph);
            let tokens = sentence.words.iter().zip(places).map(|(word, &span)| Token {
                span,
                lemma: word.lemma.as_str().into(),
                upos: word.upos,
                feats: Feats::default(),
                head: word.head.checked_sub(1).map(|head| TokenId(head as u32)),
                deprel: word.deprel,
                joined: word.joined,
            });
            Sentence { span: places[0].join(places[places.len() - 1]), paragraph, tokens: tokens.collect() }
        })
        .collect();
    (running.text, Analysis { sentences, ..Analysis::default() })
}

/// Scores the pronouns of a treebank's documents, with gold trees and with our own.
///
/// Statements are found by the cue lexicon alone, so that a new model of statements leaves the figure as it is.
pub fn evaluate(reader: &Reader, bank: &Treebank) -> [(&'static str, Pronouns); 2] {
    let mut totals = [("gold trees", Pronouns::default()), ("our trees", Pronouns::default())];
    let lexicon = reader.lexicon();
    for document in bank.documents() {
        let (text, gold) = gold_analysis(document);
        let mentions = gold_mentions(document);
        for ((_, total), analysis) in totals.iter_mut().zip([gold, reader.parse(&text)]) {
            let attributions = statements::read(&text, &analysis, &lexicon.cues);
            *total += pronouns(&text, &mentions, &actors::read(&text, &analysis, &attributions, &lexicon.actors, None));
        }
    }
    totals
}

/// Scores the pronouns of one document.
pub fn pronouns(text: &str, gold: &[GoldMention], actors: &Actors) -> Pronouns {
    let mut chains: BTreeMap<&str, Vec<&GoldMention>> = BTreeMap::new();
    for mention in gold {
        chains.entry(&mention.chain).or_default().push(mention);
    }
    let mut figure = Pronouns::default();
    for mention in gold.iter().filter(|mention| is_third_person(mention.span.of(text))) {
        let chain = &chains[mention.chain.as_str()];
        let full = |other: &&&GoldMention| {
            other.span.of(text).split_whitespace().count() > 1 || other.span.of(text).starts_with(char::is_uppercase)
        };
        let agent = chain.iter().any(|other| matches!(other.kind.as_str(), "person" | "organization" | "place"));
        if !agent || !chain.iter().any(|other| full(&other) && !is_third_person(other.span.of(text))) {
            continue;
        }
        figure.gold += 1;
        let Some(antecedent) = antecedent(mention.span, actors) else {
            continue;
        };
        figure.linked += 1;
        figure.right += usize::from(chain.iter().any(|other| alike(other.span, antecedent)));
    }
    figure
}

/// The name or description nearest to a pronoun in our chain, before it if there is one.
fn antecedent(pronoun: ByteSpan, actors: &Actors) -> Option<ByteSpan> {
    let ours = actors.actors.iter().find(|actor| actor.mentions.contains(&(pronoun, MentionKind::Pronoun)))?;
    let full = || ours.mentions.iter().filter(|(_, kind)| *kind != MentionKind::Pronoun).map(|(span, _)| *span);
    full().rfind(|span| span.start < pronoun.start).or_else(|| full().next())
}

/// Whether two spans are of one mention: they begin or end together, or one holds most of the other.
fn alike(a: ByteSpan, b: ByteSpan) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common > 0 && (a.start == b.start || a.end == b.end || common * 2 > a.len().max(b.len()))
}

fn is_third_person(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "he" | "him" | "his" | "she" | "her" | "hers" | "they" | "them" | "their" | "theirs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_that_nest_and_close_together_are_read() {
        let line = |number: usize, form: &str, head: usize, deprel: &str, misc: &str| {
            format!("{number}\t{form}\t_\tPROPN\t_\t_\t{head}\t{deprel}\t_\t{misc}\n")
        };
        let text = format!(
            "# newdoc id = d\n# text = Kelm Holm left\n{}{}{}\n",
            line(1, "Kelm", 2, "compound", "Entity=(1-person-new(2-place-new)"),
            line(2, "Holm", 3, "nsubj", "Entity=1)"),
            line(3, "left", 0, "root", "_"),
        );
        let bank = Treebank::parse(&text).unwrap();
        let mentions = gold_mentions(&bank.sentences);
        let read: Vec<(&str, &str, ByteSpan)> = mentions.iter().map(|m| (m.chain.as_str(), m.kind.as_str(), m.span)).collect();
        assert_eq!(read, [("1", "person", ByteSpan::new(0, 9)), ("2", "place", ByteSpan::new(0, 4))]);
    }
}
