//! When two spellings are one name: "Sergei" and "Sergey", "al-Amin" and "Amin".

/// A name's word as it is compared: small plain letters, article in front gone, one letter for a sound.
///
/// *Limits*: made for names that English papers transliterate from Russian and Arabic; it says
/// that names may be one, not that they are.
pub(super) fn key(word: &str) -> String {
    let word = plain(word);
    let word = ["al-", "el-", "ad-", "as-", "ash-", "an-", "ar-", "at-", "az-"]
        .iter()
        .find_map(|article| word.strip_prefix(article))
        .unwrap_or(&word);
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.chars().count() < 4 {
        return letters;
    }
    let mut key = letters;
    let mut present = letters_of(&key);
    for (from, to) in [
        ("kh", "h"),
        ("x", "ks"),
        ("ck", "k"),
        ("q", "k"),
        ("dzh", "j"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("w", "v"),
        ("ph", "f"),
        ("iy", "i"),
        ("yi", "i"),
        ("ij", "i"),
        ("ei", "i"),
        ("ey", "i"),
        ("ej", "i"),
        ("ai", "i"),
        ("ay", "i"),
        ("y", "i"),
        ("ie", "i"),
        ("io", "o"),
    ] {
        // Most names have none of these: that all letters of a rule occur is seen at once.
        if letters_of(from) & !present == 0 && key.contains(from) {
            key = key.replace(from, to);
            present = letters_of(&key);
        }
    }
    let mut last = None;
    key.retain(|c| last.replace(c) != Some(c));
    key
}

/// The last five bits of the bytes that occur, as a set: no letter is missed, some may be taken for others.
fn letters_of(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte & 31))
}

/// A word in small letters without accents, with plain hyphens and apostrophes.
pub(super) fn plain(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ď' | 'đ' => 'd',
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
            'ğ' | 'ģ' => 'g',
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
            'ł' | 'ľ' => 'l',
            'ñ' | 'ń' | 'ň' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
            'ř' => 'r',
            'ś' | 'ş' | 'š' | 'ș' => 's',
            'ţ' | 'ť' | 'ț' => 't',
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
            'ý' | 'ÿ' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            '’' | 'ʼ' | '`' => '\'',
            '‑' | '–' => '-',
            other => other,
        })
        .collect()
}

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
    fn spellings_of_one_name_agree_and_other_names_do_not() {
        for (a, b) in [
            ("Sergei", "Sergey"),
            ("al-Amin", "Amin"),
            ("Yusuf", "Yousuf"),
            ("Dmitry", "Dmitri"),
            ("Yanukovich", "Yanukovych"),
            ("Müller", "Muller"),
        ] {
            assert_eq!(key(a), key(b), "{a} and {b}");
        }
        for (a, b) in [("Karim", "Karimov"), ("Holm", "Hulm"), ("Lee", "Li"), ("Belmar", "Belman")] {
            assert_ne!(key(a), key(b), "{a} and {b}");
        }
        assert!(given_agree("Mouaz", "Moaz") && given_agree("Mohammed", "Muhammad") && !given_agree("Hassan", "Hussein"));
        assert!(given_agree("J.", "John") && given_agree("Alex", "Alexander") && !given_agree("Irina", "Ilan"));
    }
}
