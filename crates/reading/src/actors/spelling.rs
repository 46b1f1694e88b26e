//! When two given names are one: "J." and "John", "Alex" and "Alexander".

pub(super) use rapporteur_language::spelling::{key, plain};

/// Whether two given names, or initials, may be one person's.
pub(super) fn given_agree(a: &str, b: &str) -> bool {
    let initial = |word: &str| word.trim_end_matches('.').chars().count() == 1 || word.ends_with('.') && word.chars().count() <= 3;
    if initial(a) || initial(b) {
        return plain(a).chars().next() == plain(b).chars().next();
    }
    let (a, b) = (key(a), key(b));
    // "Alex" and "Alexander", "Moham…": a short form is the longer one's beginning.
    a == b || a.len() >= 4 && b.starts_with(&a) || b.len() >= 4 && a.starts_with(&b) || vowels_agree(&a, &b)
}

/// Whether two keys differ only in vowels that transliterations confuse: "moaz" and "muaz".
fn vowels_agree(a: &str, b: &str) -> bool {
    let alike = |(a, b): (char, char)| a == b || matches!((a.min(b), a.max(b)), ('o', 'u') | ('e', 'i') | ('a', 'e') | ('e', 'u'));
    a.chars().count() >= 4 && a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_short_forms_and_vowels_agree_with_the_whole_name() {
        assert!(given_agree("J.", "John") && given_agree("Alex", "Alexander") && !given_agree("Irina", "Ilan"));
        assert!(given_agree("Mouaz", "Moaz") && given_agree("Mohammed", "Muhammad") && !given_agree("Hassan", "Hussein"));
    }
}
