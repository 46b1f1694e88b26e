//! Events as PETRARCH codes them, from running text, with small dictionaries of our own in both styles.
#![allow(clippy::unwrap_used)]

use rapporteur::Reader;
use rapporteur_lexicon::petrarch::{Day, Dictionary, File, Style};
use rapporteur_petrarch::{Coded, Coder};
use std::path::Path;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::embedded().unwrap());
static PHRASES: LazyLock<Coder> = LazyLock::new(|| Coder::new(&dictionary("petrarch", Style::Phrases)));
static WORDS: LazyLock<Coder> = LazyLock::new(|| Coder::new(&dictionary("petrarch-flat", Style::Words)));

fn dictionary(folder: &str, style: Style) -> Dictionary {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        files.push(File { name: path.file_name().unwrap().to_string_lossy().into_owned(), bytes: std::fs::read(&path).unwrap() });
    }
    let dictionary = Dictionary::read(&files);
    assert_eq!((dictionary.broken.as_slice(), dictionary.verbs.style), ([].as_slice(), style));
    dictionary
}

fn code(coder: &Coder, text: &str, day: &str) -> Coded {
    coder.code(text, &READER.parse(text), Day::parse(day).map(|(day, _)| day))
}

fn check(coder: &Coder, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let coded = code(coder, text, "20310506");
        let events: Vec<String> = coded.events.iter().map(|event| format!("{} {} {}", event.source, event.code, event.target)).collect();
        assert_eq!(events, *expected, "{text}");
        for event in &coded.events {
            assert!(text.get(event.verb.start..event.verb.end).is_some_and(|verb| !verb.contains(' ')), "{text}");
        }
    }
}

#[test]
fn actors_take_their_code_from_names_agents_and_the_day() {
    check(
        &WORDS,
        &[
            ("Varosia attacked Telmark on Monday.", &["VAR 223 TLM"]),
            ("Varosian soldiers attacked the Telmarkian police.", &["VARMIL 223 TLMCOP"]),
            ("Soldiers from Varosia attacked Telmark.", &["VARMIL 223 TLM"]),
            ("The Ministry of Tides attacked Telmark.", &["VARGOVTID 223 TLM"]),
            ("Varosia state-run radio attacked Telmark.", &["VARMED 223 TLM"]),
            ("Soldiers attacked Telmark.", &["---MIL 223 TLM"]),
            ("A Varosian charity attacked Telmark.", &["NGOVAR 223 TLM"]),
            ("The river twins attacked Telmark.", &["KLM 223 TLM", "BLM 223 TLM"]),
            ("An army-backed group in Kelm attacked Telmark.", &["KLM 223 TLM"]),
            ("Irina Moreau attacked Telmark.", &["VARGOV 223 TLM"]),
            // Dask is known, but has no code.
            ("Dask attacked Telmark.", &[]),
        ],
    );
    let later = code(&WORDS, "Irina Moreau attacked Telmark.", "20350101");
    assert_eq!(later.events[0].source, "VARELI");
}

#[test]
fn joined_actors_make_an_event_each() {
    check(
        &WORDS,
        &[
            ("Varosia, Kelm and Belmar attacked Telmark.", &["VAR 223 TLM", "KLM 223 TLM", "BLM 223 TLM"]),
            ("Varosia attacked Telmark and Kelm.", &["VAR 223 TLM", "VAR 223 KLM"]),
            ("Ministers from Varosia, Kelm and Belmar attacked Telmark.", &["VARGOV 223 TLM", "KLMGOV 223 TLM", "BLMGOV 223 TLM"]),
        ],
    );
}

#[test]
fn flat_patterns_are_matched_in_text_order_the_most_demanding_first() {
    check(
        &WORDS,
        &[
            ("Varosia attacked Telmark at sea.", &["VAR 224 TLM"]),
            ("Varosia attacked Telmark at the open sea.", &["VAR 223 TLM"]),
            ("Varosia did not attack Telmark.", &["VAR 050 TLM"]),
            ("Varosia held talks with Telmark.", &["VAR 031 TLM", "TLM 032 VAR"]),
            ("Varosia and Telmark held talks.", &["VAR 030 TLM", "TLM 030 VAR"]),
            ("Varosia held a vote on Telmark.", &[]),
            ("Varosia warned its guests about Telmark.", &["VAR 162 TLM"]),
            ("Varosia received grain from Telmark.", &["TLM 071 VAR"]),
            ("Varosia has broken off relations with Telmark.", &["VAR 172 TLM"]),
            ("Varosia broke a treaty with Telmark.", &["VAR 173 TLM"]),
        ],
    );
}

#[test]
fn passives_turn_round_and_a_coded_verb_hides_what_it_governs() {
    check(
        &WORDS,
        &[
            ("Varosia was attacked by Telmark.", &["TLM 223 VAR"]),
            ("Varosia said that Telmark attacked Kelm.", &["VAR 023 TLM"]),
            ("Varosia attacked Telmark, which shelled Kelm.", &["VAR 223 TLM"]),
        ],
    );
}

#[test]
fn short_clauses_between_commas_are_left_out_but_never_the_main_one() {
    check(
        &WORDS,
        &[
            ("Varosia, after a quarrel with Kelm, attacked Telmark.", &["VAR 223 TLM"]),
            ("Varosia attacked Telmark, a Belmar official said.", &["VAR 223 TLM"]),
            ("In Kelm, Varosia attacked Telmark.", &["VAR 223 TLM"]),
        ],
    );
}

#[test]
fn patterns_of_phrases_need_heads_and_prepositions() {
    check(
        &PHRASES,
        &[
            ("Varosia held talks with the League of Coastal States.", &["VAR 046 IGOLCS", "IGOLCS 046 VAR"]),
            ("Varosia and Telmark held negotiations.", &["VAR 046 TLM", "TLM 046 VAR"]),
            ("Varosia held a feast after talks with Telmark.", &[]),
            ("Varosia sent troops to Telmark.", &["VAR 072 TLM"]),
            ("The president of Varosia visited Telmark.", &["VARGOV 042 TLM", "TLM 043 VARGOV"]),
        ],
    );
}

#[test]
fn a_governed_act_and_the_verb_above_it_are_one_event() {
    check(
        &PHRASES,
        &[
            ("Varosia said that Telmark attacked Belmar.", &["VAR 112 TLM"]),
            ("Varosia said it helped Belmar.", &["VAR 070 BLM"]),
            ("Varosia wants to help Belmar.", &["VAR 033 BLM"]),
            ("Varosia wants to attack Belmar.", &["VAR 138 BLM"]),
            ("Varosia did not help Belmar.", &["VAR 120 BLM"]),
            // A block whose patterns refuse has verbs that refuse, though none has a code.
            ("Varosia refused to help Belmar.", &["VAR 120 BLM"]),
            ("Varosia urged Telmark to help Belmar.", &["VAR 023 TLM"]),
            // What did not happen is nothing.
            ("Varosia never attacked Belmar.", &[]),
            ("Neither Varosia nor Telmark attacked Belmar.", &[]),
            ("Varosia denied that it attacked Belmar.", &[]),
            ("Varosia said the weather was fine.", &[]),
        ],
    );
}

#[test]
fn events_with_one_known_actor_are_written_on_demand() {
    let text = "Varosia attacked the harbour.";
    assert_eq!(code(&WORDS, text, "20310506").events, []);
    let coded = code(&WORDS.clone().with_one_actor(), text, "20310506");
    assert_eq!((coded.events[0].source.as_str(), coded.events[0].target.as_str()), ("VAR", "---"));
}

#[test]
fn discards_drop_a_sentence_or_the_whole_story_and_issues_are_counted() {
    let text = "Varosia attacked Telmark in the football match. Varosia attacked Belmar at a dam by the drinking-water works.";
    let coded = code(&PHRASES, text, "20310506");
    assert_eq!((coded.events.len(), coded.discarded), (1, false));
    assert_eq!((coded.events[0].sentence, coded.issues(1)), (1, [("WATER".to_owned(), 2)].as_slice()));
    assert!(coded.issues(0).is_empty());
    let coded = code(&PHRASES, "Varosia attacked Telmark. It was the World Chess Cup.", "20310506");
    assert_eq!((coded.events.len(), coded.discarded), (0, true));
    let coded = code(&PHRASES, "Varosia attacked Telmark at the dam in a water polo match.", "20310506");
    assert_eq!((coded.events.len(), coded.issues(0).len()), (1, 0));
}

#[test]
fn long_and_odd_texts_are_coded_without_fault() {
    for unit in ["Varosia and ", "attacked ", "Telmark, ", "said that Varosia ", "- ", "'s ", "( ", "by "] {
        let text = unit.repeat(1_500);
        for coder in [&*WORDS, &*PHRASES] {
            code(coder, &text, "20310506");
        }
    }
}
