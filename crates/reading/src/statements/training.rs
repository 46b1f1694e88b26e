//! What the trainer in the lab sees: the candidates of a text with their features and places.

use super::candidates::{candidates, is_aspect};
use super::features::View;
use super::grove::{self, LONGEST, Tree};
use super::judge::Roles;
use super::marks;
use super::model::StatementModel;
use rapporteur_language::Analysis;
use rapporteur_lexicon::Cues;
use rapporteur_record::ByteSpan;

/// Number of weights of each linear function: features are below it.
pub const FEATURES: usize = super::features::SIZE;

/// Roles of a candidate's arguments, as indexes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// The source.
    pub source: Option<usize>,
    /// The content.
    pub content: Vec<usize>,
}

/// One argument of a candidate.
#[derive(Clone, Debug)]
pub struct ArgumentExample {
    /// The head word.
    pub head: ByteSpan,
    /// Its words.
    pub words: Vec<ByteSpan>,
    /// Its features.
    pub features: Vec<u32>,
}

/// One candidate.
#[derive(Clone, Debug)]
pub struct Example {
    /// The word that carries the cue.
    pub head: ByteSpan,
    /// How many words stand above it in the tree.
    pub depth: usize,
    /// Its arguments.
    pub arguments: Vec<ArgumentExample>,
    /// The roles that were asked for: given ones, or a model's or the lexicon's.
    pub roles: Option<Labels>,
    /// The features of the candidate with those roles.
    pub features: Vec<u32>,
}

/// Every candidate of the text that a model may weigh. `roles` gives a candidate's roles where
/// gold has them; else the model's, else those of the frames.
pub fn examples(
    text: &str,
    analysis: &Analysis,
    cues: &Cues,
    model: Option<&StatementModel>,
    gold: &dyn Fn(&Example) -> Option<Labels>,
) -> Vec<Example> {
    let quotations = marks::quotations(text, &grove::paragraphs(analysis));
    let mut found = Vec::new();
    for at in 0..analysis.sentences.len() {
        if analysis.sentences[at].tokens.len() > LONGEST {
            continue;
        }
        let tree = Tree::new(text, analysis, at);
        for candidate in candidates(&tree, cues) {
            if is_aspect(&tree, &candidate, cues) {
                continue;
            }
            let view = View::new(text, &tree, &candidate, &quotations);
            let arguments = (0..candidate.arguments.len())
                .map(|at| {
                    let argument = &candidate.arguments[at];
                    ArgumentExample {
                        head: tree.token(argument.head).span,
                        words: argument.tokens(&tree).into_iter().filter(|&id| !tree.is_mark(id)).map(|id| tree.token(id).span).collect(),
                        features: view.role(at),
                    }
                })
                .collect();
            let mut example = Example {
                head: tree.token(candidate.head).span,
                depth: tree.ancestors_of(candidate.head).count(),
                arguments,
                roles: None,
                features: Vec::new(),
            };
            let roles = match (gold(&example), model) {
                (Some(labels), _) if !labels.content.is_empty() => Some(Roles { source: labels.source, content: labels.content }),
                (_, Some(model)) => model.roles(&view, &candidate),
                (_, None) => view.by_shape.clone(),
            };
            if let Some(roles) = roles {
                example.features = view.attribution(&roles);
                example.roles = Some(Labels { source: roles.source, content: roles.content });
            }
            found.push(example);
        }
    }
    found
}
