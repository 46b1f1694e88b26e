//! Names in capitals, as the dictionaries have them, written as English reports print them.

/// Small words inside names of persons.
const PARTICLES: [&str; 18] =
    ["bin", "ibn", "bint", "van", "der", "den", "von", "zu", "de", "da", "di", "do", "dos", "das", "la", "y", "e", "ould"];
/// Articles that hang on the next word.
const ARTICLES: [&str; 6] = ["al", "el", "ul", "ur", "ud", "as"];
/// Small words inside names of organisations.
const SMALL: [&str; 16] = ["of", "the", "and", "for", "in", "on", "against", "to", "de", "la", "del", "des", "du", "et", "y", "e"];

/// Abbreviations inside names of organisations.
const ABBREVIATIONS: [&str; 4] = ["EU", "UK", "UN", "US"];

/// A person's name: "AHMED_AL_KHATIB" is "Ahmed al-Khatib".
pub(super) fn person(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut parts = name.split('_').filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let small = part.to_lowercase();
        if !words.is_empty() && ARTICLES.contains(&small.as_str()) && parts.peek().is_some() {
            let next = parts.next().unwrap_or_default();
            words.push(format!("{small}-{}", word(next)));
        } else if !words.is_empty() && PARTICLES.contains(&small.as_str()) {
            words.push(small);
        } else {
            words.push(word(part));
        }
    }
    words.join(" ")
}

/// An organisation's name: "ARMY_OF_THE_NORTH" is "Army of the North".
pub(super) fn organisation(name: &str) -> String {
    let words = name.split('_').filter(|part| !part.is_empty()).enumerate().map(|(at, part)| {
        let small = part.to_lowercase();
        if at > 0 && SMALL.contains(&small.as_str()) { small } else { word(part) }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// One word: initials and Roman numbers stay, parts at hyphens and apostrophes get their capitals.
fn word(part: &str) -> String {
    if ABBREVIATIONS.contains(&part) {
        return part.to_owned();
    }
    let roman = part.len() < 5 && part.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    if roman || part.trim_end_matches('.').contains('.') || part.chars().count() == 1 {
        return part.to_owned();
    }
    let pieces: Vec<String> = part
        .split('-')
        .enumerate()
        .map(|(at, piece)| {
            let small = piece.to_lowercase();
            let article = at == 0 && ARTICLES.contains(&small.as_str()) && part.contains('-');
            if article { small } else { capital(&small) }
        })
        .collect();
    pieces.join("-")
}

/// A word in small letters with its capital: "mcdonald" is "McDonald", "o'hara" is "O'Hara".
fn capital(small: &str) -> String {
    if let Some(rest) = small.strip_prefix("mc").filter(|rest| rest.len() > 2) {
        return format!("Mc{}", capital(rest));
    }
    if let Some((first, rest)) = small.split_once('\'').filter(|(first, rest)| first.len() == 1 && rest.len() > 1) {
        return format!("{}'{}", first.to_uppercase(), capital(rest));
    }
    let mut letters = small.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
