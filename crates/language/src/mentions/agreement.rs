//! Names of one document that stand for the same thing have the same type.

use super::finder::Taken;
use super::model::CLASSES;
use crate::analysis::{Sentence, TokenId};
use crate::labels::Upos;
use crate::net::features::hash;
use std::collections::BTreeMap;

/// Names of more words are not compared.
const LONGEST: u32 = 9;

/// Hashes of a name.
#[derive(Clone, Copy)]
struct NameKeys {
    /// Of all its words without article and possessive mark.
    whole: u64,
    /// Of its last word alone.
    last: u64,
    /// Whether it is an abbreviation of the name whose hash stands here: its own look says little.
    short: bool,
}

/// Gives each name the type that all written alike have in the mean, since a report means one thing by a name: spellings of
/// one name count as one ("Sergei", "Sergey"), a single word stands for whoever bears it as the last of several
/// ("Holm" for "Anna Holm"), an abbreviation for the long form in front of its brackets ("the League of Coastal States (LCS)").
pub(super) fn agree(text: &str, sentences: &[Sentence], taken: &mut [Taken]) {
    let mut names: Vec<Option<NameKeys>> = taken.iter().map(|taken| name_keys(text, &sentences[taken.sentence], taken)).collect();
    let long_forms = long_forms(text, sentences, taken, &names);
    for name in names.iter_mut().flatten() {
        if let Some(&whole) = long_forms.get(&name.whole) {
            *name = NameKeys { whole, last: whole, short: true };
        }
    }
    let mut sums: BTreeMap<u64, ([f32; CLASSES], f32)> = BTreeMap::new();
    for (taken, name) in taken.iter().zip(&names) {
        let Some(name) = name.filter(|name| !name.short) else { continue };
        // A full name speaks for its last word too.
        for key in std::iter::once(name.whole).chain((name.whole != name.last).then_some(name.last)) {
            let (sum, count) = sums.entry(key).or_default();
            for (sum, chance) in sum.iter_mut().zip(&taken.chances).skip(1) {
                *sum += chance / (1.0 - taken.chances[0]);
            }
            *count += 1.0;
        }
    }
    for (taken, name) in taken.iter_mut().zip(&names) {
        let Some(name) = name else { continue };
        let Some((sum, count)) = sums.get(&name.whole) else { continue };
        let mention = 1.0 - taken.chances[0];
        for (chance, sum) in taken.chances.iter_mut().zip(sum).skip(1) {
            *chance = mention * sum / count;
        }
    }
}

/// The hashes of a name; none for what is no name.
fn name_keys(text: &str, sentence: &Sentence, taken: &Taken) -> Option<NameKeys> {
    let candidate = &taken.candidate;
    // Abbreviations are often tagged as common nouns.
    let capitals = |form: &str| form.len() > 1 && form.chars().all(char::is_uppercase);
    let named = sentence[candidate.head].upos == Upos::Propn || capitals(sentence.form(candidate.head, text));
    if !named || candidate.last.0 - candidate.first.0 >= LONGEST {
        return None;
    }
    let words = (candidate.first.0..=candidate.last.0).map(TokenId);
    let mut words = words.filter(|&id| !matches!(sentence[id].upos, Upos::Det | Upos::Part | Upos::Punct)).peekable();
    words.peek()?;
    let (mut whole, mut last) = (0, 0);
    for id in words {
        last = hash(0, spelling(sentence.form(id, text)).as_bytes());
        whole = if whole == 0 { last } else { hash(whole, &last.to_le_bytes()) };
    }
    Some(NameKeys { whole, last, short: false })
}

/// A word of a name without what transliterations differ in: small letters, one "i" for "y" and "ei", one
/// letter for two, no Arabic article.
fn spelling(form: &str) -> String {
    let form = form.to_lowercase();
    let form = form.strip_prefix("al-").or_else(|| form.strip_prefix("el-")).unwrap_or(&form);
    let mut plain = String::with_capacity(form.len());
    for letter in form.chars() {
        let letter = if letter == 'y' { 'i' } else { letter };
        if letter == 'i' && plain.ends_with('e') {
            plain.pop();
        }
        if !plain.ends_with(letter) {
            plain.push(letter);
        }
    }
    plain
}

/// Abbreviations in brackets → the names in front of the brackets whose initials they are.
fn long_forms(text: &str, sentences: &[Sentence], taken: &[Taken], names: &[Option<NameKeys>]) -> BTreeMap<u64, u64> {
    let mut found = BTreeMap::new();
    for (at, short) in taken.iter().enumerate() {
        let (first, last) = (short.candidate.first, short.candidate.last);
        let sentence = &sentences[short.sentence];
        let abbreviation = sentence.form(first, text);
        let bracketed = first == last
            && first.0 > 1
            && sentence.form(TokenId(first.0 - 1), text) == "("
            && abbreviation.chars().count() > 1
            && abbreviation.chars().all(char::is_uppercase);
        let Some(short_name) = names[at].filter(|_| bracketed) else { continue };
        // Mentions of one sentence lie together.
        let same = |&(_, other): &(usize, &Taken)| other.sentence == short.sentence;
        let (before, behind) = (taken[..at].iter().enumerate().rev(), taken.iter().enumerate().skip(at + 1));
        let long = before.take_while(same).chain(behind.take_while(same)).find(|(_, other)| {
            let (from, to) = (other.candidate.first, other.candidate.last.0.min(first.0 - 2));
            from < first && initials(text, sentence, from, TokenId(to)) == abbreviation
        });
        if let Some((_, long)) = long {
            found.insert(short_name.whole, name_keys(text, sentence, long).map_or(short_name.whole, |name| name.whole));
        }
    }
    found
}

/// The capital letters that words begin with.
fn initials(text: &str, sentence: &Sentence, first: TokenId, last: TokenId) -> String {
    (first.0..=last.0)
        .filter(|&at| sentence[TokenId(at)].upos != Upos::Det)
        .filter_map(|at| sentence.form(TokenId(at), text).chars().next().filter(|letter| letter.is_uppercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one() {
        for (a, b) in [("Sergei", "Sergey"), ("al-Khatib", "Khatib"), ("Hussein", "Husein"), ("Yuri", "Iuri")] {
            assert_eq!(spelling(a), spelling(b), "{a} {b}");
        }
        assert_ne!(spelling("Karim"), spelling("Kamir"));
    }
}
