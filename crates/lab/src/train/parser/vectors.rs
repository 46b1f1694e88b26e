//! Word vectors from raw text: they stand under the embeddings of words, fixed while those learn.
//!
//! *Source*: Dozat and Manning 2017, section 4.2.1: the embedding of a word is the sum of a vector
//! learned elsewhere and one learned here. A word that training never saw still has its vector.

use anyhow::Context;
use rapporteur_language::net::features::normal;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Numbers of the vectors lie within this many times [`SPREAD`]: the commonest words stick out far.
const FARTHEST: f64 = 4.0;
/// The standard deviation of each number over all words; about that of fresh embeddings.
const SPREAD: f64 = 0.2;

/// Vectors of words; row 0 is that of all others, zero.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    rows: BTreeMap<String, u32>,
    values: Vec<f32>,
    width: usize,
}

/// Reads word vectors: a word and its numbers a line, apart by white space, the commonest word
/// first; takes the first `most` that are in the normal form of the network's words.
///
/// # Errors
/// When the file cannot be read, or a line has no numbers or another count of them.
pub fn load_vectors(path: &Path, most: usize) -> anyhow::Result<Vec<(String, Vec<f32>)>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut list: Vec<(String, Vec<f32>)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut cells = line.split_whitespace();
        let Some(word) = cells.next().filter(|&word| normal(word) == word) else {
            continue;
        };
        let numbers: Result<Vec<f32>, _> = cells.map(str::parse).collect();
        let numbers = numbers.with_context(|| format!("{}:{}", path.display(), number + 1))?;
        let width = list.first().map_or(numbers.len(), |(_, first)| first.len());
        anyhow::ensure!(
            width == numbers.len() && width > 0 && numbers.iter().all(|number| number.is_finite()),
            "{}:{}: `{word}` has {} numbers, others have {width}",
            path.display(),
            number + 1,
            numbers.len()
        );
        list.push((word.to_owned(), numbers));
        if list.len() == most {
            break;
        }
    }
    Ok(list)
}

impl Vectors {
    /// Vectors for embeddings of `width` numbers: each number of the list's vectors with the mean
    /// zero and the same spread, zeros beyond them; what `width` has no room for is left out.
    pub fn new(list: &[(String, Vec<f32>)], width: usize) -> Self {
        let used = list.first().map_or(0, |(_, numbers)| numbers.len().min(width));
        let mut values = vec![0.0; (list.len() + 1) * width];
        for place in 0..used {
            let numbers = || list.iter().map(|(_, numbers)| f64::from(numbers[place]));
            let mean = numbers().sum::<f64>() / list.len() as f64;
            let variance = numbers().map(|number| (number - mean) * (number - mean)).sum::<f64>() / list.len() as f64;
            let deviation = libm::sqrt(variance).max(1e-9);
            for (at, number) in numbers().enumerate() {
                let standard = ((number - mean) / deviation).clamp(-FARTHEST, FARTHEST);
                values[(at + 1) * width + place] = (standard * SPREAD) as f32;
            }
        }
        let rows = list.iter().enumerate().map(|(at, (word, _))| (word.clone(), at as u32 + 1)).collect();
        Self { rows, values, width }
    }

    /// The row of a word as [`normal`] gives it; 0 if it has none.
    pub fn row(&self, word: &str) -> u32 {
        self.rows.get(word).copied().unwrap_or(0)
    }

    /// The vector in a row.
    pub fn vector(&self, row: u32) -> &[f32] {
        let at = row as usize * self.width;
        &self.values[at..at + self.width]
    }

    /// The words that have one, in alphabetical order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_drawn_to_one_spread_and_other_words_have_none() {
        let list: Vec<(String, Vec<f32>)> =
            [("envoy", [10.0, 1.0]), ("truce", [30.0, 1.0])].map(|(word, numbers)| (word.to_owned(), numbers.to_vec())).into();
        let vectors = Vectors::new(&list, 3);
        assert_eq!(vectors.vector(vectors.row("envoy")), [-0.2, 0.0, 0.0]);
        assert_eq!(vectors.vector(vectors.row("truce")), [0.2, 0.0, 0.0]);
        assert_eq!(vectors.vector(vectors.row("Kelm")), [0.0; 3]);
    }
}
