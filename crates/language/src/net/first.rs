//! The first layer sees each word alone, so its products are worked out once for a word form.

use super::features::{Rows, Stand, Style, Vocabulary};
use super::integer::{ByteMatrix, ByteRows};
use super::layers::{Sizes, add_bytes};
use super::room::claim;
use super::weights::Table;
use crate::kept::{Circumstances, Kept};
use std::collections::BTreeMap;

/// Word forms whose numbers are kept: 5 kB each, 42 MB when all are taken.
const KEPT: usize = 8_192;

impl Circumstances for Stand {
    fn mark(self) -> u64 {
        u64::from(self.first) << 8 | self.style as u64
    }
}

/// From words to the products of the first layer.
#[derive(Clone, Debug)]
pub(super) struct First {
    sizes: Sizes,
    vocabulary: Vocabulary,
    tables: [Table; 4],
    /// What a word brings into the network: its embedding, then the products of the first layer.
    kept: Kept<Stand, Box<[f32]>>,
}

/// Memory for the words of a batch that are not kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    embeddings: Vec<f32>,
    products: Vec<f32>,
    bytes: ByteRows,
}

/// The numbers of the words of a batch.
pub(super) struct Words<'a> {
    width: usize,
    words: Vec<Found<'a>>,
    room: &'a Room,
}

/// Where the numbers of a word are.
#[derive(Clone, Copy)]
enum Found<'a> {
    Kept(&'a [f32]),
    Fresh(usize),
}

impl Words<'_> {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Embedding and products of a word.
    pub(super) fn numbers(&self, at: usize) -> (&[f32], &[f32]) {
        let width = self.width;
        match self.words[at] {
            Found::Kept(numbers) => numbers.split_at(width),
            Found::Fresh(at) => {
                (&self.room.embeddings[at * width..(at + 1) * width], &self.room.products[at * 3 * width..(at + 1) * 3 * width])
            }
        }
    }
}

impl First {
    /// The words and clusters that it knows.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(super) fn new(sizes: Sizes, vocabulary: Vocabulary, tables: [Table; 4]) -> Self {
        Self { sizes, vocabulary, tables, kept: Kept::new(KEPT) }
    }

    /// The numbers of the words of some sentences.
    pub(super) fn words<'a>(&'a self, sentences: &[&[&str]], product: &ByteMatrix, room: &'a mut Room) -> Words<'a> {
        let width = self.sizes.width();
        let mut words = Vec::with_capacity(sentences.iter().map(|words| words.len()).sum());
        let mut fresh: Vec<(&str, Stand)> = Vec::new();
        let mut known: BTreeMap<(&str, Stand), usize> = BTreeMap::new();
        for &sentence in sentences {
            let style = Style::of(sentence);
            for (at, &form) in sentence.iter().enumerate() {
                let stand = Stand { first: at == 0, style };
                words.push(self.kept.find(form, stand).map_or_else(
                    || {
                        Found::Fresh(*known.entry((form, stand)).or_insert_with(|| {
                            fresh.push((form, stand));
                            fresh.len() - 1
                        }))
                    },
                    |numbers| Found::Kept(numbers),
                ));
            }
        }
        room.embeddings.clear();
        room.embeddings.resize(fresh.len() * width, 0.0);
        for (&(form, stand), embedding) in fresh.iter().zip(room.embeddings.chunks_exact_mut(width)) {
            self.embed(&self.vocabulary.row(form, stand), embedding);
        }
        room.bytes.fill(&room.embeddings, width);
        let products = claim(&mut room.products, fresh.len() * 3 * width);
        product.multiply(&room.bytes, products);
        let numbers = room.embeddings.chunks_exact(width).zip(products.chunks_exact(3 * width));
        for ((form, stand), (embedding, product)) in fresh.into_iter().zip(numbers) {
            self.kept.keep(form, stand, || [embedding, product].concat().into());
        }
        Words { width, words, room }
    }

    /// The embedding of a word, into zeros.
    fn embed(&self, rows: &Rows, embedding: &mut [f32]) {
        let [words, clusters, affixes, shapes] = &self.tables;
        let (word, embedding) = embedding.split_at_mut(self.sizes.word);
        let (cluster, embedding) = embedding.split_at_mut(self.sizes.cluster);
        let (affix, shape) = embedding.split_at_mut(self.sizes.affix);
        let add = |table: &Table, rows: &[u32], to: &mut [f32]| {
            for &row in rows {
                let (bytes, scale) = table.row(row);
                add_bytes(bytes, scale, to);
            }
        };
        add(words, &[rows.word], word);
        add(clusters, &rows.clusters, cluster);
        add(affixes, &rows.affixes, affix);
        add(shapes, &rows.shapes, shape);
    }
}
