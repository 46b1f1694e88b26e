//! The first layer sees each word alone, so its products are worked out once for a word form.

use super::features::{Rows, Stand, Style, Vocabulary, hash};
use super::integer::{ByteMatrix, ByteRows};
use super::layers::{Sizes, add_bytes};
use super::weights::Table;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Word forms whose numbers are kept, a power of two: 5 kB each, 42 MB when all are taken.
const KEPT: usize = 8_192;
/// Places where one word form may be kept.
const WAYS: usize = 2;
/// Longer words (in bytes) are worked out each time they occur.
const LONGEST: usize = 32;

/// What a word brings into the network: its embedding, then the products of the first layer.
#[derive(Clone, Debug)]
struct Kept {
    form: Box<str>,
    stand: Stand,
    numbers: Box<[f32]>,
}

/// From words to the products of the first layer.
///
/// What was worked out is kept until all places are taken, for frequent words come first. What is
/// kept is what would be worked out again, so it changes no result, whoever kept it.
#[derive(Clone, Debug)]
pub(super) struct First {
    sizes: Sizes,
    vocabulary: Vocabulary,
    tables: [Table; 4],
    kept: Vec<OnceLock<Box<Kept>>>,
}

/// The numbers of the words of a batch.
pub(super) struct Words<'a> {
    width: usize,
    words: Vec<Found<'a>>,
    fresh: Vec<f32>,
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
        let numbers = match self.words[at] {
            Found::Kept(numbers) => numbers,
            Found::Fresh(at) => &self.fresh[at * 4 * self.width..(at + 1) * 4 * self.width],
        };
        numbers.split_at(self.width)
    }
}

impl First {
    pub(super) fn new(sizes: Sizes, vocabulary: Vocabulary, tables: [Table; 4]) -> Self {
        Self { sizes, vocabulary, tables, kept: vec![OnceLock::new(); KEPT] }
    }

    /// The numbers of the words of some sentences.
    pub(super) fn words(&self, sentences: &[&[&str]], product: &ByteMatrix) -> Words<'_> {
        let width = self.sizes.width();
        let mut words = Vec::new();
        let mut fresh: Vec<(&str, Stand)> = Vec::new();
        let mut known: HashMap<(&str, Stand), usize> = HashMap::new();
        for &sentence in sentences {
            let style = Style::of(sentence);
            for (at, &form) in sentence.iter().enumerate() {
                let stand = Stand { first: at == 0, style };
                words.push(self.find(form, stand).map_or_else(
                    || {
                        Found::Fresh(*known.entry((form, stand)).or_insert_with(|| {
                            fresh.push((form, stand));
                            fresh.len() - 1
                        }))
                    },
                    Found::Kept,
                ));
            }
        }
        let rows: Vec<Rows> = fresh.iter().map(|&(form, stand)| self.vocabulary.row(form, stand)).collect();
        let embeddings = self.embed(&rows);
        let mut products = vec![0.0; rows.len() * 3 * width];
        product.multiply(&ByteRows::from_numbers(&embeddings, width), &mut products);
        let mut numbers = Vec::with_capacity(rows.len() * 4 * width);
        for (at, (form, stand)) in fresh.into_iter().enumerate() {
            numbers.extend_from_slice(&embeddings[at * width..(at + 1) * width]);
            numbers.extend_from_slice(&products[at * 3 * width..(at + 1) * 3 * width]);
            self.keep(form, stand, &numbers[at * 4 * width..]);
        }
        Words { width, words, fresh: numbers }
    }

    /// The places where a word may be kept.
    fn places(&self, form: &str) -> &[OnceLock<Box<Kept>>] {
        let at = hash(1, form.as_bytes()) as usize % (KEPT / WAYS);
        &self.kept[at * WAYS..(at + 1) * WAYS]
    }

    fn find(&self, form: &str, stand: Stand) -> Option<&[f32]> {
        let same = |kept: &&Box<Kept>| kept.stand == stand && *kept.form == *form;
        if form.len() > LONGEST {
            return None;
        }
        self.places(form).iter().map_while(OnceLock::get).find(same).map(|kept| &*kept.numbers)
    }

    fn keep(&self, form: &str, stand: Stand, numbers: &[f32]) {
        if form.len() > LONGEST {
            return;
        }
        if let Some(place) = self.places(form).iter().find(|place| place.get().is_none()) {
            // Another thread may have been faster; then its word stays.
            let _ = place.set(Box::new(Kept { form: form.into(), stand, numbers: numbers.into() }));
        }
    }

    /// The embeddings of words, side by side.
    fn embed(&self, rows: &[Rows]) -> Vec<f32> {
        let width = self.sizes.width();
        let mut state = vec![0.0; rows.len() * width];
        let [words, clusters, affixes, shapes] = &self.tables;
        for (rows, state) in rows.iter().zip(state.chunks_exact_mut(width)) {
            let (word, state) = state.split_at_mut(self.sizes.word);
            let (cluster, state) = state.split_at_mut(self.sizes.cluster);
            let (affix, shape) = state.split_at_mut(self.sizes.affix);
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
        state
    }
}
