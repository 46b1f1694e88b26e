//! From the sections of a model file to a network that is ready to run.

use super::features::Vocabulary;
use super::first::First;
use super::heads::Heads;
use super::integer::ByteMatrix;
use super::layers::Sizes;
use super::room::Spare;
use super::weights::{self, Labels, Table, Tensor};
use super::{Layer, Parser};
use crate::container::{Container, ModelError};
use crate::labels::{Deprel, Feats, Upos};

/// Takes tensors out of a model file one after the other.
struct Source<'a> {
    container: &'a Container,
    tensors: Vec<Tensor>,
}

/// The columns of a matrix before they are laid out: bytes by rows, scales, bias.
#[derive(Clone, Default)]
struct Columns {
    inner: usize,
    bytes: Vec<i8>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Columns {
    /// Only the columns at `places`.
    fn take(&self, places: &[usize]) -> Self {
        let outer = self.scales.len();
        Self {
            inner: self.inner,
            bytes: self.bytes.chunks_exact(outer).flat_map(|row| places.iter().map(|&place| row[place])).collect(),
            scales: places.iter().map(|&place| self.scales[place]).collect(),
            bias: places.iter().map(|&place| self.bias[place]).collect(),
        }
    }

    /// These columns and then those of another matrix of as many rows.
    fn beside(&self, other: &Self) -> Self {
        let rows = self.bytes.chunks_exact(self.scales.len()).zip(other.bytes.chunks_exact(other.scales.len()));
        Self {
            inner: self.inner,
            bytes: rows.flat_map(|(left, right)| left.iter().chain(right).copied()).collect(),
            scales: [&self.scales[..], &other.scales].concat(),
            bias: [&self.bias[..], &other.bias].concat(),
        }
    }

    fn matrix(&self) -> ByteMatrix {
        ByteMatrix::new(self.inner, self.scales.len(), &self.bytes, &self.scales, &self.bias)
    }
}

impl Source<'_> {
    fn tensor(&self, name: &str) -> Result<&Tensor, ModelError> {
        self.tensors.iter().find(|tensor| tensor.name == name).ok_or_else(|| ModelError::MissingSection(name.to_owned()))
    }

    fn plain(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        weights::read(self.container, self.tensor(name)?)
    }

    /// A matrix without bias.
    fn product(&self, name: &str) -> Result<Columns, ModelError> {
        let tensor = self.tensor(name)?;
        let (bytes, scales) = weights::matrix(self.container, tensor)?;
        Ok(Columns { inner: tensor.rows, bytes, bias: vec![0.0; scales.len()], scales })
    }

    /// A matrix and its bias.
    fn linear(&self, name: &str) -> Result<Columns, ModelError> {
        Ok(Columns { bias: self.plain(&format!("{name}.bias"))?, ..self.product(name)? })
    }

    fn table(&self, name: &str) -> Result<Table, ModelError> {
        weights::table(self.container, self.tensor(name)?)
    }

    fn layer(&self, sizes: Sizes, layer: usize) -> Result<Layer, ModelError> {
        let narrow = sizes.narrow_before(layer).map(|_| self.product(&format!("layer{layer}.narrow")));
        Ok(Layer {
            narrow: narrow.transpose()?.map(|columns| columns.matrix()),
            product: self.product(&format!("layer{layer}.product"))?.matrix(),
            bias: self.plain(&format!("layer{layer}.bias"))?,
            peep: self.plain(&format!("layer{layer}.peep"))?,
        })
    }

    fn heads(&self, sizes: Sizes, pairs: &[(Upos, Feats)], deprels: &[Deprel]) -> Result<Heads, ModelError> {
        let feats = self.linear("tag.feats")?;
        let of_upos = |upos: &Upos| {
            let places: Vec<usize> = (0..pairs.len()).filter(|&at| pairs[at].0 == *upos).collect();
            let labels = places.iter().map(|&at| pairs[at].1).collect();
            (!places.is_empty()).then(|| (feats.take(&places).matrix(), labels))
        };
        // The root is what has no head: it is no choice among relations.
        let relations: Vec<usize> = (0..deprels.len()).filter(|&at| deprels[at] != Deprel::Root).collect();
        // The last columns of one matrix of the file.
        let ends = self.linear("tree.in")?;
        let below = 2 * sizes.arc + sizes.relation;
        let (tree_in, relation_head): (Vec<usize>, Vec<usize>) = (0..below + sizes.relation).partition(|&at| at < below);
        let arc = Columns { bias: self.plain("arc.bias")?, ..self.product("arc.product")? };
        Ok(Heads {
            sizes,
            tag_in: self.linear("tag.in")?.matrix(),
            upos: self.linear("tag.upos")?.matrix(),
            feats: Upos::ALL.iter().map(of_upos).collect(),
            tree_in: ends.take(&tree_in).matrix(),
            relation_head: ends.take(&relation_head).matrix(),
            root: self.plain("tree.root")?,
            arc: arc.beside(&self.product("arc.distance")?).matrix(),
            relation_distance: self.plain("relation.distance")?,
            relation: self.linear("relation.out")?.take(&relations).matrix(),
            deprels: relations.into_iter().map(|at| deprels[at]).collect(),
        })
    }
}

impl Parser {
    /// Takes a parser out of a checked model file.
    ///
    /// # Errors
    /// When a section is missing or does not fit the others.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let sizes =
            Sizes::from_numbers(&container.u32s("sizes")?).ok_or_else(|| ModelError::bad_section("sizes", "no network has these"))?;
        let vocabulary = Vocabulary::read(container)?;
        let unknown = |section: &str, line: &str| ModelError::bad_section(section, format!("`{line}` is no label"));
        let mut pairs = Vec::new();
        for line in container.text("feats")?.lines() {
            let pair = line.split_once('\t').and_then(|(upos, feats)| Some((Upos::from_word(upos)?, Feats::from_print(feats)?)));
            pairs.push(pair.ok_or_else(|| unknown("feats", line))?);
        }
        let mut deprels = Vec::new();
        for line in container.text("deprels")?.lines() {
            deprels.push(Deprel::from_word(line).ok_or_else(|| unknown("deprels", line))?);
        }
        if pairs.is_empty() {
            return Err(ModelError::bad_section("feats", "there are none"));
        }
        if deprels.iter().all(|&deprel| deprel == Deprel::Root) {
            return Err(ModelError::bad_section("deprels", "there are none"));
        }
        let labels = Labels { upos: Upos::ALL.len(), feats: pairs.len(), deprels: deprels.len() };
        let tensors = weights::tensors(sizes, &vocabulary, labels);
        let source = Source { container, tensors };
        let tables =
            [source.table("embed.word")?, source.table("embed.cluster")?, source.table("embed.affix")?, source.table("embed.shape")?];
        Ok(Self {
            sizes,
            layers: (0..sizes.layers).map(|layer| source.layer(sizes, layer)).collect::<Result<_, _>>()?,
            first: First::new(sizes, vocabulary, tables),
            heads: source.heads(sizes, &pairs, &deprels)?,
            spare: Spare::default(),
        })
    }
}
