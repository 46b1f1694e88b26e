//! Which languages a text is in: by script first, by letter triples where a script has several.

use rapporteur_record::{BlockKind, Document};
use whatlang::{Detector, Lang, Script};

/// The longest piece that is looked at: a paragraph of any length is told by its beginning.
const LONGEST: usize = 600;

/// Shorter pieces of Latin or Cyrillic letters are not told apart by triples (in letters).
const SHORTEST: usize = 24;

/// So few Latin letters (of one block) bring in no language that the body is not in.
const FEW: usize = 60;

/// A language as ISO 639-1 and how sure that is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Guess {
    /// ISO 639-1.
    pub code: &'static str,
    /// From 0 to 1.
    pub confidence: f64,
    /// How many letters stand behind it.
    pub letters: usize,
}

/// The language of one piece of text, `None` where there are too few letters or nothing decides.
pub(crate) fn of(text: &str) -> Option<Guess> {
    let end = text
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|&at| at < LONGEST)
        .last()
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let text = &text[..end];
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let info = Detector::new().detect(text)?;
    let several = matches!(info.script(), Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Hebrew);
    if several && letters < SHORTEST && info.script() != Script::Arabic {
        return None;
    }
    let code = if info.script() == Script::Arabic { arabic(text, info.lang()) } else { two_letters(info.lang())? };
    let confidence = if several && info.script() != Script::Arabic { info.confidence() } else { 1.0 };
    Some(Guess { code, confidence, letters })
}

/// Arabic, Persian and Urdu share a script; their own letters tell them apart better than triples
/// do in a masthead of five words.
fn arabic(text: &str, by_triples: Lang) -> &'static str {
    let (mut urdu, mut persian, mut arabic, mut pashto, mut kurdish) = (0, 0, 0, 0, 0);
    for c in text.chars() {
        match c {
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' => urdu += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => persian += 1,
            'ة' | 'ى' | 'ي' | 'ك' | 'أ' | 'إ' => arabic += 1,
            'ښ' | 'ړ' | 'ږ' | 'ۍ' | 'ې' | 'ځ' | 'څ' | 'ټ' | 'ډ' | 'ڼ' => pashto += 1,
            'ڵ' | 'ڕ' | 'ێ' | 'ۆ' | 'ە' => kurdish += 1,
            _ => {}
        }
    }
    if pashto > 0 && pashto >= urdu {
        "ps"
    } else if kurdish > 1 && kurdish >= persian {
        "ku"
    } else if urdu > 0 && urdu * 3 >= persian {
        "ur"
    } else if persian > arabic {
        "fa"
    } else if arabic > 0 {
        "ar"
    } else {
        match by_triples {
            Lang::Pes => "fa",
            Lang::Urd => "ur",
            _ => "ar",
        }
    }
}

fn two_letters(lang: Lang) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "no"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    let code = lang.code();
    CODES.binary_search_by_key(&code, |pair| pair.0).ok().map(|at| CODES[at].1)
}

/// Fills in the language of the body and the languages of the whole text.
///
/// What the carrier says (`<html lang>`) stands unless the body's letters clearly say otherwise.
pub(crate) fn detect(document: &mut Document) {
    let mut body = String::new();
    for block in &document.blocks {
        if matches!(block.kind, BlockKind::Body | BlockKind::Heading) && body.len() < LONGEST {
            let words = block.span.of(&document.text);
            let end = words.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&at| at <= LONGEST).last().unwrap_or(0);
            body.push_str(&words[..end]);
            body.push('\n');
        }
    }
    // A line or two in Latin letters fit many languages: a doubtful guess is none.
    let letters = body.chars().filter(|c| c.is_alphabetic()).count();
    let main = match letters {
        200.. if is_english(&body) => Some(Guess { code: "en", confidence: 1.0, letters }),
        _ => of(&body).filter(|guess| guess.letters > 200 || guess.confidence > 0.9),
    };
    match (&document.language, main) {
        (None, Some(guess)) => document.language = Some(guess.code.to_owned()),
        (Some(said), Some(guess)) if said != guess.code && guess.confidence > 0.9 && guess.letters > 100 => {
            document.language = Some(guess.code.to_owned());
        }
        _ => {}
    }
    let mut seen: Vec<String> = Vec::new();
    for block in &document.blocks {
        let words = block.span.of(&document.text);
        let reading = matches!(block.kind, BlockKind::Body | BlockKind::Heading);
        if reading
            && let Some(code) = &document.language
            && needs_no_triples(words, code)
        {
            if !seen.contains(code) {
                seen.push(code.clone());
            }
            continue;
        }
        // Triples of a name or an address in Latin letters fit any language: so few letters do not
        // bring in one that the body is not in.
        let latin = words.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c < '\u{250}');
        let guess = of(words).filter(|guess| !latin || guess.letters >= FEW || document.language.as_deref() == Some(guess.code));
        // A short piece in the script of the body is taken to be in the body's language.
        let code = match guess {
            Some(guess) if guess.confidence > 0.8 || guess.letters > 200 => Some(guess.code.to_owned()),
            _ if reading => document.language.clone(),
            _ => None,
        };
        if let Some(code) = code
            && !seen.contains(&code)
        {
            seen.push(code);
        }
    }
    if let Some(code) = &document.language
        && !seen.contains(code)
    {
        seen.push(code.clone());
    }
    document.languages = seen;
}

/// Whether a paragraph of a report in `language` is in that language without a closer look: for
/// what is in Latin letters and short, where a guess would not count, and for what is surely English.
fn needs_no_triples(words: &str, language: &str) -> bool {
    let mut letters = words.chars().filter(|c| c.is_alphabetic());
    let latin = letters.next().is_some_and(|c| c < '\u{250}');
    latin && letters.nth(FEW - 2).is_none() || language == "en" && is_english(words)
}

/// Whether words are surely English, which is seen much sooner than which of all languages they are
/// in: one in ten at least, and two, are small words that no other language spells so, or one in nine with words that are rare in
/// others; or there is one of these, with words that some others have too, none many of them, they make a quarter, and no letter
/// has an accent, as where a quotation goes on in another language.
fn is_english(words: &str) -> bool {
    const SMALL: [u64; 24] = packed([
        "and", "been", "but", "from", "has", "his", "its", "said", "that", "the", "their", "there", "they", "this", "were", "what", "when",
        "which", "who", "with", "would", "you", "your", "could",
    ]);
    const RARE: [u64; 30] = packed([
        "about", "after", "against", "because", "before", "being", "between", "during", "each", "every", "how", "into", "many", "only",
        "other", "our", "people", "she", "should", "since", "them", "those", "though", "through", "until", "where", "whether", "while",
        "why", "years",
    ]);
    const SHARED: [u64; 20] = packed([
        "an", "are", "as", "at", "be", "by", "for", "had", "have", "he", "in", "is", "it", "not", "of", "to", "was", "we", "will", "or",
    ]);
    let (mut all, mut small, mut rare, mut shared) = (0, 0, 0, 0);
    for word in words.split_ascii_whitespace().take(100) {
        all += 1;
        if word.len() <= 8 {
            let word = pack(word);
            small += usize::from(SMALL.contains(&word));
            rare += usize::from(RARE.contains(&word));
            shared += usize::from(SHARED.contains(&word));
        }
    }
    let plain = words.chars().all(|c| c.is_ascii() || !c.is_alphabetic());
    let enough = |count: usize, share: usize| count >= 2 && count * share >= all;
    enough(small, 10) || enough(small + rare, 9) || small + rare > 0 && enough(small + rare + shared, 4) && plain
}

/// A word of up to eight bytes, small letters for capitals, as a number that is compared at once.
const fn pack(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let (mut packed, mut at) = (0, 0);
    while at < bytes.len() {
        packed = packed << 8 | bytes[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    packed
}

const fn packed<const COUNT: usize>(words: [&str; COUNT]) -> [u64; COUNT] {
    let (mut all, mut at) = ([0; COUNT], 0);
    while at < COUNT {
        assert!(words[at].len() <= 8, "it is packed into eight bytes");
        all[at] = pack(words[at]);
        at += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_record::{Block, ByteSpan};

    fn code(text: &str) -> Option<&'static str> {
        of(text).map(|guess| guess.code)
    }

    #[test]
    fn languages_are_told_by_script_and_by_triples() {
        let cases = [
            ("Rebels left the town of Kelm on Monday, the foreign ministry said.", "en"),
            ("Der Minister sagte am Montag, die Rebellen hätten die Stadt verlassen.", "de"),
            ("Le ministre a déclaré lundi que les rebelles avaient quitté la ville.", "fr"),
            ("Министр заявил в понедельник, что повстанцы покинули город.", "ru"),
            ("پیام روز نخست", "fa"),
            ("قال الوزير إن المتمردين غادروا المدينة", "ar"),
            ("وزیر نے پیر کو کہا کہ باغی شہر سے نکل گئے ہیں", "ur"),
            ("部长周一表示，叛军已离开该镇。", "zh"),
        ];
        for (text, wanted) in cases {
            assert_eq!(code(text), Some(wanted), "{text}");
        }
        assert_eq!(code("Kelm"), None);
        assert_eq!(code("12/30"), None);
    }

    #[test]
    fn what_is_surely_english_needs_no_triples() {
        assert!(is_english("The envoy said that the rebels had left the town and that they would return."));
        assert!(is_english("The envoy of Varosia was to go to Telmark in a month."));
        let goes_on =
            "Karim said that he is to go: mañana será otro día para la paz en Varosia, y nadie tendrá miedo de la lluvia ni del frío.";
        assert!(!is_english(goes_on), "most of it is Spanish");
        assert!(!is_english("Wie \"The Kelm Herald\" meldet, was an der Grenze in der Nacht so war, will Dask in einem Monat sagen."));
        assert!(!is_english("Of Dask in Kelm is, was in het nieuws van \"The Kelm Herald\" niet te lezen, zei een man uit Belmar."));
        assert!(!is_english("Der Minister sagte am Montag, die Rebellen hätten die Stadt verlassen."));
        assert!(!is_english("« The show must go on » a déclaré le ministre lundi, avant de quitter la ville avec sa famille pour Kelm"));
        assert!(!is_english("Kelm"));
        assert!(needs_no_triples("Le ministre a quitté la ville.", "en"));
        assert!(!needs_no_triples("Le ministre a déclaré lundi que les rebelles avaient quitté la ville de Kelm.", "en"));
        assert!(!needs_no_triples("پیام روز نخست", "en"));
    }

    #[test]
    fn the_bodys_language_and_all_languages_are_kept_apart() {
        let masthead = "پیام روز نخست";
        let body = "Rebels left the town of Kelm on Monday, the foreign ministry said in a statement.";
        let text = format!("{masthead}\n\n{body}");
        let at = masthead.len();
        let mut document = Document {
            blocks: vec![
                Block { span: ByteSpan::new(0, at), kind: BlockKind::Masthead },
                Block { span: ByteSpan::new(at + 2, text.len()), kind: BlockKind::Body },
            ],
            text,
            ..Document::default()
        };
        detect(&mut document);
        assert_eq!(document.language.as_deref(), Some("en"));
        assert_eq!(document.languages, ["fa", "en"]);
    }
}
