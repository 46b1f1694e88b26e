//! Web and mail addresses: one token each.

use super::chunk::{Chunk, is_apostrophe};
use rapporteur_lexicon::Language;

/// Where a web or mail address begins in the chunk, if it has one.
pub(super) fn address_start(text: &str, chunk: &Chunk<'_>) -> Option<usize> {
    let words = &text[chunk.place(0)..chunk.end];
    if !words.contains([':', '@', '.']) {
        return None;
    }
    let bytes = words.as_bytes();
    let place = |at: usize| chunk.chars.partition_point(|&(place, _)| place < chunk.place(0) + at);
    if let Some(at) = words.find("://") {
        let scheme = words[..at].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        return (scheme > 0).then(|| place(at - scheme));
    }
    for start in ["www.", "WWW.", "Www."] {
        if let Some(at) = words.find(start)
            && !words[..at].ends_with(|c: char| c.is_alphanumeric())
        {
            return Some(place(at));
        }
    }
    if let Some(at) = words.find("mailto:").filter(|_| words.contains('@')) {
        return Some(place(at));
    }
    if let Some(at) = words.find('@') {
        let local = bytes[..at].iter().rev().take_while(|b| b.is_ascii_alphanumeric() || b"._%+-=&'".contains(b)).count();
        let host = words[at + 1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
        if local > 0 && host > 0 {
            let start = at - local + words[at - local..at].bytes().take_while(|b| !b.is_ascii_alphanumeric()).count();
            return (start < at).then(|| place(start));
        }
    }
    // A site by its name with a path: "example.org/page". Without a path it is a word anyway.
    let slash = words.find('/')?;
    let host = words[..slash].bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
    let name = &words[slash - host..slash];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_host = name.contains('.') && ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_lowercase());
    is_host.then(|| place(slash - host))
}

/// The end of the address that begins at `i`: signs that close a sentence or bracket stay out.
pub(super) fn address_end(chunk: &Chunk<'_>, i: usize) -> usize {
    let mut end = chunk.run(i, |c| !matches!(c, '<' | '>' | '"' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' | '|'));
    while end > i + 1 {
        let last = chunk.chars[end - 1].1;
        let open = || chunk.chars[i..end].iter().any(|&(_, c)| c == '(');
        let closes = match last {
            ')' => !open(),
            '.' | ',' | ';' | ':' | '!' | '?' | ']' | '}' | '*' => true,
            _ => is_apostrophe(last),
        };
        if !closes {
            break;
        }
        end -= 1;
    }
    end
}

/// From where to where the chunk is the name of a file: "draft-2.pdf" but for the signs around it.
/// `lower` is room for the ending in small letters.
pub(super) fn file_name(text: &str, chunk: &Chunk<'_>, language: &Language, lower: &mut String) -> Option<(usize, usize)> {
    let words = &text[chunk.place(0)..chunk.end];
    let rest = &words[..words.rfind('.')?];
    let ending: &str = &words[rest.len() + 1..];
    let ending = ending.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    if ending.is_empty() || ending.len() > 5 {
        return None;
    }
    lower.clear();
    lower.extend(ending.chars().map(|c| c.to_ascii_lowercase()));
    if !language.is_file_ending(lower) {
        return None;
    }
    let end = chunk.chars.partition_point(|&(place, _)| place < chunk.place(0) + rest.len() + 1 + ending.len());
    let of_name = |&&(_, c): &&(usize, char)| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '#' | '%' | '~');
    let length = chunk.chars[..end].iter().rev().take_while(of_name).count();
    (length > ending.len() + 1).then_some((end - length, end))
}
