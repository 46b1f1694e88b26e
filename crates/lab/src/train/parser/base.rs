//! A trained network that another is learned from: its words, labels and embeddings stay.
//!
//! What it has in the same place and size (layers, heads) is where the other begins.

use super::batch::Inventory;
use super::network::Layout;
use crate::treebank::GoldSentence;
use anyhow::{Context, ensure};
use rapporteur_language::net::features::Vocabulary;
use rapporteur_language::net::layers::Sizes;
use rapporteur_language::net::weights::{Kind, Labels, Tensor, read};
use rapporteur_language::net::{KIND, VERSION};
use rapporteur_language::{Container, ContainerWriter, Deprel, Upos};
use std::fs;
use std::path::Path;

/// A model file of a parser, opened.
#[derive(Clone, Debug)]
pub struct Base {
    container: Container,
    /// Sizes of its network.
    pub sizes: Sizes,
    pub(super) vocabulary: Vocabulary,
    pub(super) inventory: Inventory,
}

impl Base {
    /// Opens a model file.
    ///
    /// # Errors
    /// When it cannot be read or is no parser.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::from_bytes(bytes).with_context(|| path.display().to_string())
    }

    pub(super) fn from_bytes(bytes: Vec<u8>) -> anyhow::Result<Self> {
        let container = Container::parse_as(KIND, VERSION, bytes)?;
        let sizes = Sizes::from_numbers(&container.u32s("sizes")?).context("its sizes are those of no network")?;
        let vocabulary = Vocabulary::read(&container)?;
        let pair = |line: &str| {
            let (upos, feats) = line.split_once('\t')?;
            Some((Upos::from_word(upos)?, feats.to_owned()))
        };
        let pairs = container.text("feats")?.lines().map(pair).collect::<Option<Vec<_>>>();
        let deprels = container.text("deprels")?.lines().map(Deprel::from_word).collect::<Option<Vec<_>>>();
        let inventory =
            Inventory { pairs: pairs.context("it has labels that are none")?, deprels: deprels.context("it has labels that are none")? };
        Ok(Self { container, sizes, vocabulary, inventory })
    }

    /// That every label of some sentences is among its labels.
    ///
    /// # Errors
    /// When one is not.
    pub(super) fn check(&self, sentences: &[&GoldSentence]) -> anyhow::Result<()> {
        let Inventory { pairs, deprels } = Inventory::new(sentences);
        let pair = pairs.iter().find(|pair| self.inventory.pairs.binary_search(pair).is_err());
        ensure!(pair.is_none(), "the base knows no {pair:?}, which the corpora have");
        let deprel = deprels.iter().find(|deprel| self.inventory.deprels.binary_search(deprel).is_err());
        ensure!(deprel.is_none(), "the base knows no relation {deprel:?}, which the corpora have");
        Ok(())
    }

    /// Puts its parameters where a network has the same, over what stands there.
    ///
    /// # Errors
    /// When one cannot be read, or its tables of embeddings have another size.
    pub(super) fn put(&self, layout: &Layout, values: &mut [f32]) -> anyhow::Result<()> {
        let labels = Labels { upos: Upos::ALL.len(), feats: self.inventory.pairs.len(), deprels: self.inventory.deprels.len() };
        let own = Layout::new(self.sizes, &self.vocabulary, labels);
        for (index, tensor) in layout.tensors.iter().enumerate() {
            if own.tensors.contains(tensor) {
                values[layout.range(index)].copy_from_slice(&read(&self.container, tensor)?);
            } else {
                ensure!(tensor.kind != Kind::Table, "`{}` of the base has another size", tensor.name);
            }
        }
        Ok(())
    }

    /// Writes a table of embeddings as it stands in the file.
    ///
    /// # Errors
    /// When it has none.
    pub(super) fn copy(&self, to: &mut ContainerWriter, table: &Tensor) -> anyhow::Result<()> {
        let scales = format!("{}.scale", table.name);
        to.bytes(&table.name, self.container.bytes(&table.name)?).f32s(&scales, &self.container.f32s(&scales)?);
        Ok(())
    }
}
