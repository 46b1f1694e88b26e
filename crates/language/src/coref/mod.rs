//! Coreference: which mentions of a report mean the same.
//!
//! Every mention, in order, chooses an earlier one that means the same, or begins a chain. The
//! choice is a trained linear function's; chains grow as choices are made, so that a later choice
//! sees what is known of each chain (mention ranking: Denis and Baldridge, IJCAI 2007; Durrett and
//! Klein, EMNLP 2013). Every mention is in a chain; most chains have one.
//!
//! The steps, a file each: facts of each mention, agreement of words, quotations, features, chains
//! as they grow, the walk from mention to mention, the trained function.
//!
//! *Limits*: English. A mention has one antecedent: "they" for two that were named apart is not
//! understood as both. Nothing here lists words: pronouns and determiners are told by the features of
//! their tags, titles, given names and what stands for a state by the lexicon's tables of actors.

mod decode;
mod facts;
mod features;
mod groups;
mod model;
mod names;
mod quotes;
#[cfg(test)]
mod tests;
pub mod training;

pub use model::{Caution, CorefModel, KIND, Likelihood, Sort, VERSION, log_odds};

use crate::analysis::Analysis;
use crate::mentions::Mention;
use crate::tables::Tables;
use features::View;
use quotes::Quotes;
use rapporteur_record::ByteSpan;

/// Quoted words whose speaker is known: "I" in them is that mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The words between the quotation marks.
    pub span: ByteSpan,
    /// The mention that speaks them.
    pub speaker: usize,
}

/// A mention that means the same as another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The mention.
    pub mention: usize,
    /// The one it was linked to: an earlier one, save where a speaker follows his words.
    pub antecedent: usize,
    /// How likely it is right, from 0 to 1: calibrated on documents that the model had not seen. Of links that rules make
    /// (the speaker of quoted words, a state's capital, a pronoun before its name) it is a constant.
    pub score: f32,
}

/// The chains of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chains {
    /// For each mention, its chain; chains are numbered in order of their first mention.
    pub of: Vec<usize>,
    /// The links that made the chains, by mention.
    pub links: Vec<Link>,
}

impl Chains {
    /// How many chains there are, those of one mention counted.
    pub fn count(&self) -> usize {
        self.of.iter().max().map_or(0, |last| last + 1)
    }

    /// The mentions of each chain, in order.
    pub fn lists(&self) -> Vec<Vec<usize>> {
        let mut lists = vec![Vec::new(); self.count()];
        for (mention, &chain) in self.of.iter().enumerate() {
            lists[chain].push(mention);
        }
        lists
    }
}

/// Finds the chains of `mentions`, which come in the order in which they begin.
///
/// `quoted` tells whose words quotations are, where that is known.
///
/// *Limits*: time grows linearly with the mentions up to about 1,500 mentions, and with the square of
/// those that have a word in common within such a stretch.
pub fn resolve(text: &str, analysis: &Analysis, mentions: &[Mention], model: &CorefModel, tables: &Tables, quoted: &[Quoted]) -> Chains {
    let quotes = Quotes::find(text, analysis, quoted);
    let facts = facts::gather(text, analysis, mentions, tables, &quotes);
    let view = View::new(&analysis.sentences, &facts);
    let (groups, found) = decode::walk(&view, &mut model::Ranker::new(model));
    let links = found.into_iter().map(|(mention, antecedent, score)| Link { mention, antecedent, score }).collect();
    Chains { links, of: number(&groups.of) }
}

/// Numbers chains anew in order of their first mention.
fn number(of: &[u32]) -> Vec<usize> {
    let mut places: Vec<Option<usize>> = vec![None; of.len()];
    let mut next = 0;
    let mut fresh = |chain: u32| {
        *places[chain as usize].get_or_insert_with(|| {
            next += 1;
            next - 1
        })
    };
    of.iter().map(|&chain| fresh(chain)).collect()
}
