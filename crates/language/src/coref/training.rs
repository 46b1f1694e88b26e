//! What a trainer of [`super::CorefModel`] needs: the features of every choice, in order.

use super::decode::{Chooser, walk};
use super::facts::{self, Class, Facts};
use super::features::{Candidate, SIZE, View};
use super::groups::Groups;
use super::model::{CorefModel, Ranker, Sort};
use super::quotes::Quotes;
use crate::analysis::Analysis;
use crate::mentions::Mention;
use crate::tables::Tables;

/// Number of weights.
pub const FEATURES: usize = SIZE;

/// A choice to be made: the features of a new chain, and of each candidate.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The mention.
    pub mention: usize,
    /// Features of a new chain.
    pub alone: Vec<u32>,
    /// Earlier mentions that may be meant, the nearest first, each with its features.
    pub candidates: Vec<(usize, Vec<u32>)>,
}

/// The mentions of a report made ready.
pub struct Lesson<'a> {
    analysis: &'a Analysis,
    facts: Vec<Facts>,
}

impl<'a> Lesson<'a> {
    /// Looks at all mentions.
    pub fn new(text: &str, analysis: &'a Analysis, mentions: &[Mention], tables: &Tables) -> Self {
        let quotes = Quotes::find(text, analysis, &[]);
        Self { analysis, facts: facts::gather(text, analysis, mentions, tables, &quotes) }
    }

    /// Whether a mention is "he", "she", "it", "they" or a case of them.
    pub fn is_third_person(&self, mention: usize) -> bool {
        self.facts[mention].class.is_third_person()
    }

    /// Whether a mention is a pronoun.
    pub fn is_pronoun(&self, mention: usize) -> bool {
        self.facts[mention].class <= Class::OtherPronoun
    }

    /// The links that a model makes: mention, antecedent, sort of mention, share of the weight.
    pub fn links(&self, model: &CorefModel) -> Vec<(usize, usize, Sort, f32)> {
        struct Recorder<'m> {
            ranker: Ranker<'m>,
            found: Vec<(usize, usize, Sort, f32)>,
        }
        impl Chooser for Recorder<'_> {
            fn choose(
                &mut self,
                view: &View<'_>,
                mention: usize,
                best: u8,
                candidates: &[Candidate],
                groups: &Groups,
            ) -> Option<(usize, f32)> {
                let (place, share) = self.ranker.share(view, mention, best, candidates, groups)?;
                self.found.push((mention, candidates[place].mention as usize, Sort::of(view.facts[mention].class), share));
                Some((place, share))
            }
        }
        let mut recorder = Recorder { ranker: Ranker::new(model), found: Vec::new() };
        walk(&View::new(&self.analysis.sentences, &self.facts), &mut recorder);
        recorder.found
    }

    /// Goes through all choices; `choose` answers each with the place of a candidate or `None`, and
    /// what it chose is what later choices see.
    pub fn walk(&self, choose: &mut dyn FnMut(&Choice) -> Option<usize>) {
        struct Teacher<'f> {
            choice: Choice,
            spare: Vec<Vec<u32>>,
            choose: &'f mut dyn FnMut(&Choice) -> Option<usize>,
        }
        impl Chooser for Teacher<'_> {
            fn choose(
                &mut self,
                view: &View<'_>,
                mention: usize,
                best: u8,
                candidates: &[Candidate],
                groups: &Groups,
            ) -> Option<(usize, f32)> {
                self.spare.extend(self.choice.candidates.drain(..).map(|(_, list)| list));
                self.choice.mention = mention;
                self.choice.alone.clear();
                view.alone(mention, best, &mut self.choice.alone);
                for candidate in candidates {
                    let mut list = self.spare.pop().unwrap_or_default();
                    list.clear();
                    view.pair(mention, candidate, groups, &mut list);
                    self.choice.candidates.push((candidate.mention as usize, list));
                }
                (self.choose)(&self.choice).map(|place| (place, 1.0))
            }
        }
        let view = View::new(&self.analysis.sentences, &self.facts);
        walk(&view, &mut Teacher { choice: Choice::default(), spare: Vec::new(), choose });
    }
}
