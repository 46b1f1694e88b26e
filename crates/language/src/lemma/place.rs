//! What a capital may mean where a word stands.

use crate::labels::Upos;

/// Where a word stands, as far as its capitals are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// First in its sentence: a capital means nothing.
    First,
    /// In a headline, where nearly every word has a capital.
    Title,
    /// In a sentence that has capitals only.
    Capitals,
    /// Right before a proper noun, not first: "Northern" in "the Northern Front".
    BeforeName,
    /// Anywhere else.
    Inside,
}

impl Place {
    /// Every place.
    pub const ALL: [Place; 5] = [Place::First, Place::Title, Place::Capitals, Place::BeforeName, Place::Inside];

    /// Its name in the model file.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::First => "first",
            Place::Title => "title",
            Place::Capitals => "capitals",
            Place::BeforeName => "before-name",
            Place::Inside => "inside",
        }
    }
}

/// The place of each word of a sentence, given the words with their parts of speech.
pub fn places<'w>(words: impl Iterator<Item = (&'w str, Upos)> + Clone) -> impl Iterator<Item = Place> {
    let style = style(words.clone());
    let following = words.clone().skip(1).map(|(_, upos)| Some(upos)).chain([None]);
    let mut first = true;
    words.zip(following).map(move |((word, _), next)| {
        let begins = first;
        first &= !word.chars().any(char::is_alphanumeric);
        let before_name = next == Some(Upos::Propn) && !begins;
        match style {
            Some(Place::Capitals) => Place::Capitals,
            _ if before_name => Place::BeforeName,
            Some(style) => style,
            None if begins => Place::First,
            None => Place::Inside,
        }
    })
}

/// Whether a sentence of several words is a headline or in capitals.
fn style<'w>(words: impl Iterator<Item = (&'w str, Upos)>) -> Option<Place> {
    let (mut lettered, mut capital, mut all) = (0, 0, 0);
    for (word, _) in words {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        if let Some(first) = letters.next() {
            lettered += 1;
            capital += usize::from(first.is_uppercase());
            all += usize::from(first.is_uppercase() && !letters.any(char::is_lowercase));
        }
    }
    match () {
        () if lettered > 1 && all == lettered => Some(Place::Capitals),
        () if lettered > 1 && capital * 10 >= lettered * 7 => Some(Place::Title),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&'static str> {
        let word = |word| (word, if matches!(word, "Front" | "Kelm" | "KELM") { Upos::Propn } else { Upos::Noun });
        let words: Vec<_> = text.split(' ').map(word).collect();
        places(words.iter().copied()).map(Place::as_str).collect()
    }

    #[test]
    fn a_capital_means_what_its_place_says() {
        assert_eq!(of("\" The Northern Front left today"), ["first", "first", "before-name", "inside", "inside", "inside"]);
        assert_eq!(of("Talks In Kelm"), ["title", "before-name", "title"]);
        assert_eq!(of("TALKS IN KELM"), ["capitals"; 3]);
        assert_eq!(of("Talks"), ["first"]);
    }
}
