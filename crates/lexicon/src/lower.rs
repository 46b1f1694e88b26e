//! Words as most tables know them.

use std::borrow::Cow;

/// A word in small letters, itself where it has no others, as most words.
pub fn lower(word: &str) -> Cow<'_, str> {
    let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_small_letters_whatever_their_script() {
        for word in ["talks", "Talks", "É", "été", "ДАСК", "İ", "", "U.N.", "10-day"] {
            assert_eq!(lower(word), word.to_lowercase(), "{word}");
        }
        assert!(matches!(lower("talks"), Cow::Borrowed(_)));
    }
}
