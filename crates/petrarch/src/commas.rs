//! PETRARCH leaves out short clauses between commas, so that what stands beside them comes together.

use crate::clause::{Word, is_verbal};
use crate::phrases::Phrases;

/// A clause with fewer words stays.
const SHORTEST: usize = 2;
/// A clause between two commas with more words stays.
const LONGEST: usize = 9;
/// One at the end of the sentence with more words stays.
const LONGEST_AT_END: usize = 8;

/// Marks the words of short clauses between two commas, and of a short one at the end of the sentence. Commas inside a row of phrases
/// part nothing. What stands before the first comma stays.
pub fn cut(words: &mut [Word], phrases: &Phrases) {
    let commas: Vec<usize> =
        (0..words.len()).filter(|&at| words[at].comma && phrases.of_word[at].is_none() && !phrases.in_row(at)).collect();
    for (place, &comma) in commas.iter().enumerate() {
        let end = commas.get(place + 1).copied().unwrap_or(words.len());
        let length = words[comma..end].iter().filter(|word| word.letters).count();
        let longest = if end == words.len() { LONGEST_AT_END } else { LONGEST };
        if !(SHORTEST..=longest).contains(&length) {
            continue;
        }
        // The main clause stays, though it be short: "In May, Varosia attacked Telmark".
        let told = |at: usize| !words[at].cut && is_verbal(&words[at]);
        if (0..comma).chain(end..words.len()).any(told) {
            // The comma that closes the clause parts nothing any more.
            let end = (end + 1).min(words.len());
            words[comma..end].iter_mut().for_each(|word| word.cut = true);
        }
    }
}
