//! Properties over trees and dictionaries of all kinds; what is coded in running text is tested in `tests/petrarch.rs`.

use crate::Coder;
use proptest::prelude::*;
use rapporteur_language::{Analysis, Deprel, Sentence, Token, TokenId, Upos};
use rapporteur_lexicon::petrarch::{Day, Dictionary, File};
use rapporteur_record::ByteSpan;

/// Words that the dictionaries below have, and some that none has.
const WORDS: [&str; 16] =
    ["Varosia", "Telmark", "police", "attacked", "said", "held", "talks", "with", "by", "and", ",", "-", "the", "not", "who", "."];

/// A text of words with any tags and any tree.
fn parsed() -> impl Strategy<Value = (String, Analysis)> {
    let word = (0..WORDS.len(), 0..Upos::ALL.len(), 0..Deprel::ALL.len(), any::<u32>());
    prop::collection::vec(word, 1..40).prop_map(|words| {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for (at, (word, upos, deprel, head)) in words.into_iter().enumerate() {
            let start = text.len();
            text.push_str(WORDS[word]);
            tokens.push(Token {
                span: ByteSpan::new(start, text.len()),
                lemma: WORDS[word].to_lowercase().into(),
                upos: Upos::ALL[upos],
                feats: Default::default(),
                // Heads before their dependents: a tree.
                head: (at > 0).then(|| TokenId(head % at as u32)),
                deprel: Deprel::ALL[deprel],
                joined: false,
            });
            text.push(' ');
        }
        let sentence = Sentence { span: ByteSpan::new(0, text.len()), paragraph: 0, tokens };
        (text, Analysis { sentences: vec![sentence], ..Analysis::default() })
    })
}

/// A line of a verb file, sound or not.
fn line() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "*",
        "$",
        "+",
        "%",
        "^",
        "_",
        "&SET",
        "&RING",
        "TALKS",
        "(WITH)",
        "(WITH +)",
        "{THE TALKS}",
        "(",
        "}",
        " ",
        "[070]",
        "[042:043]",
        "[---]",
    ]);
    let pattern = prop::collection::vec(part, 0..7).prop_map(|parts| format!("- {} [190]", parts.join(" ")));
    let other = prop::sample::select(vec![
        "--- HOLD [---] ---",
        "--- ATTACK [190] ---",
        "ATTACK",
        "HOLD {HELD}",
        "&SET",
        "+TALKS",
        "&RING",
        "+&RING",
        "~ a (b . ATTACK) SAY = a b 112",
        "SAY {SAID} [010]",
        "~ a (a b Q) SAY = a b Q",
    ])
    .prop_map(str::to_owned);
    prop_oneof![pattern, other]
}

fn dictionary(verbs: String) -> Dictionary {
    let file = |name: &str, text: String| File { name: name.into(), bytes: text.into_bytes() };
    Dictionary::read(&[
        file("a.verbs.txt", verbs),
        file("a.actors.txt", "VAROSIA [VAR]\nTELMARK [TLM/KLM]\nPOLICE_AND_TALKS [PAT]\n".into()),
        file("a.agents.txt", "POLICE {} [~COP]\n".into()),
    ])
}

proptest! {
    #[test]
    fn any_tree_is_coded_with_any_patterns((text, analysis) in parsed(), lines in prop::collection::vec(line(), 0..25)) {
        let day = Day::new(2031, 5, 6);
        let coder = Coder::new(&dictionary(lines.join("\n")));
        let coded = coder.code(&text, &analysis, day);
        prop_assert_eq!(&coded, &coder.code(&text, &analysis, day));
        for event in &coded.events {
            prop_assert!(event.source != "---" && event.target != "---" && event.source != event.target);
            prop_assert!(text.get(event.verb.start..event.verb.end).is_some());
        }
    }

    #[test]
    fn any_bytes_are_read_as_dictionaries(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[-A-Z&+*$%^~{}()\\[\\]<>!#:;,._ \n\t0-9é\u{300}]{0,300}") {
        for name in ["x.actors.txt", "x.agents.txt", "x.verbs.txt", "x.discards.txt", "x.issues.txt"] {
            for bytes in [bytes.clone(), text.clone().into_bytes()] {
                Coder::new(&Dictionary::read(&[File { name: name.into(), bytes }]));
            }
        }
    }
}
