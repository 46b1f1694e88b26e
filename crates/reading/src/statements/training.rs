//! What the trainer in the lab sees: the candidates of a text with their features and places.

use super::clusters::Clusters;
use super::grove::{self, LONGEST, Tree};
use super::marks;
use super::model::StatementModel;
use super::spans::{self, Page};
use super::words::Words;
use super::{judge, weigh};
use rapporteur_language::Analysis;
use rapporteur_lexicon::Cues;
use rapporteur_record::ByteSpan;

pub use super::tagger::{CONTENT, CUE, LABELS, MOVE_SLOTS, MOVES, NONE, OWN, OWN_SLOTS, SOURCE, Sequence, best};

/// Number of weights of a linear function over candidates: features are below it.
pub const FEATURES: usize = super::features::SIZE;

/// One candidate.
#[derive(Clone, Debug)]
pub struct Example {
    /// The word that carries the cue.
    pub head: ByteSpan,
    /// How many words stand above it in the tree.
    pub depth: usize,
    /// Features of the rough weighing.
    pub rough: Vec<u32>,
    /// The words of its sentence and what the tagger sees, where asked for.
    pub sequence: Option<(Vec<ByteSpan>, Sequence)>,
    /// What a model makes of it, if it passes that model's rough weighing.
    pub labelled: Option<Labelled>,
}

/// A candidate with a model's labels.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// Features of the last weighing.
    pub features: Vec<u32>,
    /// The words of the source.
    pub source: Option<ByteSpan>,
    /// The content.
    pub content: Vec<ByteSpan>,
}

/// Every candidate of the text that a model may weigh. `wanted` says for the word that carries the cue
/// whether the words around it are to be learned from; with a `model` candidates come with its labels.
pub fn examples(
    text: &str,
    analysis: &Analysis,
    cues: &Cues,
    clusters: &Clusters,
    model: Option<&StatementModel>,
    wanted: &dyn Fn(ByteSpan) -> bool,
) -> Vec<Example> {
    let quotations = marks::quotations(text, &grove::paragraphs(analysis));
    let spoken: Vec<bool> = quotations.iter().map(|quotation| judge::is_speech(text, quotation)).collect();
    let page = Page { text, quotations: &quotations, cues };
    let mut found = Vec::new();
    for at in 0..analysis.sentences.len() {
        if analysis.sentences[at].tokens.len() > LONGEST {
            continue;
        }
        let tree = Tree::new(text, analysis, at);
        let words = Words::new(&tree, &quotations, &spoken, clusters);
        let all = weigh::proposed(page, &tree);
        let base = found.len();
        for proposed in &all {
            let head = tree.token(proposed.candidate.head).span;
            let sequence = wanted(head).then(|| {
                let words_of = tree.ids().map(|id| tree.token(id).span).collect();
                (words_of, weigh::sequence(page, &tree, &words, proposed, |_, _| ()))
            });
            found.push(Example {
                head,
                depth: tree.ancestors_of(proposed.candidate.head).count(),
                rough: weigh::rough_features(&tree, page, &words, proposed),
                sequence,
                labelled: None,
            });
        }
        let Some(model) = model else { continue };
        let considered = weigh::consider(page, &tree, &words, &all, model);
        for (number, one) in considered.iter().enumerate() {
            let draft = spans::tagged(page, &tree, &one.tagged);
            found[base + one.place].labelled = Some(Labelled {
                features: weigh::features(page, &tree, &words, &considered, number),
                source: draft.source,
                content: draft.content,
            });
        }
    }
    found
}
