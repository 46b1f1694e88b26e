//! English text → [`Analysis`]: sentences, tokens, tags, lemmas and dependency trees in Universal
//! Dependencies.
//!
//! A pipeline that is useful alone; it knows no news. It opens no file and starts no thread:
//! models come in as bytes.

mod analysis;
mod ascending;
mod conllu;
mod container;
pub mod coref;
mod feats;
mod kept;
mod labels;
pub mod lemma;
mod mend;
pub mod mentions;
pub mod net;
mod pipeline;
pub mod segment;
pub mod spelling;
pub mod sums;
mod tables;

pub use analysis::{Analysis, Sentence, Token, TokenId};
pub use ascending::Ascending;
pub use conllu::{conllu, conllu_sentences};
pub use container::{Container, ContainerWriter, ModelError};
pub use labels::{Deprel, Feats, Upos};
pub use pipeline::{COREF_FILE, MODEL_FILES, Models, Segmentation, analyse, segmentation, trees, trees_with_vectors};
pub use segment::paragraphs;
pub use tables::Tables;
