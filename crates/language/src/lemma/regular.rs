//! Spellings that differ from the usual one in a regular way.

use crate::labels::Upos;

/// Small letters with straight apostrophes, as the tables have them, and the usual spelling where the form
/// differs from it in a regular way.
pub fn fold(form: &str, upos: Upos) -> String {
    let straight = form.chars().map(|c| if matches!(c, '\u{2019}' | '\u{2018}' | '`' | '\u{2bc}') { '\'' } else { c });
    let folded: String = straight.flat_map(char::to_lowercase).collect();
    regular(&folded, upos).unwrap_or(folded)
}

/// The usual spelling of `folded` where it can be told: numbers without their commas ("1,250" is "1250"), words
/// whose letters are drawn out with fewer of them ("sooooo" is "so", "willl" is "will").
fn regular(folded: &str, upos: Upos) -> Option<String> {
    match upos {
        Upos::Num => without_commas(folded),
        // Interjections are drawn out as a rule ("hmmm"), names and signs as they like.
        Upos::Propn | Upos::Intj | Upos::X | Upos::Sym | Upos::Punct => None,
        _ => shortened(folded),
    }
}

/// A whole number whose thousands are set apart.
fn without_commas(number: &str) -> Option<String> {
    let whole = number.split('.').next()?;
    let mut groups = whole.split(',');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().filter(|first| digits(first) && (1..=3).contains(&first.len()))?;
    let rest = &whole[first.len()..];
    (!rest.is_empty() && groups.all(|group| group.len() == 3 && digits(group))).then(|| number.replace(',', ""))
}

/// Three or more equal letters in a row are one; three equal consonants are a slip for two.
fn shortened(word: &str) -> Option<String> {
    let letters = word.as_bytes();
    let runs = || letters.chunk_by(|a, b| a == b);
    if !letters.iter().all(u8::is_ascii_lowercase) || runs().count() < 2 || runs().all(|run| run.len() < 3) {
        return None;
    }
    let mut short = String::with_capacity(word.len());
    for run in runs() {
        let kept = match run.len() {
            0..=2 => run.len(),
            3 if !matches!(run[0], b'a' | b'e' | b'i' | b'o' | b'u' | b'y') => 2,
            _ => 1,
        };
        short.extend(run[..kept].iter().map(|&letter| char::from(letter)));
    }
    Some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_drawn_out_count_once() {
        for (drawn, usual) in [("soooo", "so"), ("reaaaally", "really"), ("neeeverrrr", "never"), ("willl", "will"), ("prettty", "pretty")]
        {
            assert_eq!(regular(drawn, Upos::Adv).as_deref(), Some(usual));
        }
        for (word, upos) in [("hmmm", Upos::Intj), ("ffff", Upos::Noun), ("really", Upos::Adv), ("www.dask.example", Upos::Noun)] {
            assert_eq!(regular(word, upos), None, "{word}");
        }
    }

    #[test]
    fn a_number_has_no_commas() {
        assert_eq!(regular("1,250,000", Upos::Num).as_deref(), Some("1250000"));
        assert_eq!(regular("1,250.5", Upos::Num).as_deref(), Some("1250.5"));
        for other in ["1250", "12,50", "1,2", "x,250", ",250"] {
            assert_eq!(regular(other, Upos::Num), None, "{other}");
        }
    }
}
