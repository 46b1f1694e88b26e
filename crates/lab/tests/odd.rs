//! Odd and broken reports, read by the whole pipeline: what is said stays with the one who says it, and
//! nothing is made up.

use rapporteur::Reader;
use rapporteur_reading::statements::{StatementModel, read_with};

/// `source | cue | content + content` of each statement.
fn read(text: &str) -> Vec<String> {
    let reader = Reader::embedded().expect("the embedded models are sound");
    let weights: &[u8] = include_bytes!("../../../models/statements.rpt");
    let model = StatementModel::from_bytes(weights).expect("the embedded model is sound");
    let found = read_with(text, &reader.parse(text), &reader.lexicon().cues, Some(&model));
    let words = |span: Option<rapporteur_record::ByteSpan>| span.map_or("-", |span| span.of(text));
    found
        .iter()
        .map(|one| {
            let content: Vec<&str> = one.content.iter().map(|span| span.of(text)).collect();
            format!("{} | {} | {}", words(one.source), words(one.cue), content.join(" + "))
        })
        .collect()
}

fn has(text: &str, expected: &str) {
    let found = read(text);
    assert!(found.iter().any(|line| line == expected), "{expected:?} is not in {found:#?}");
}

#[test]
fn quotation_marks_of_every_style_are_the_same() {
    for (open, close) in [("\"", "\""), ("“", "”"), ("''", "''"), ("``", "''"), ("«", "»")] {
        let text = format!("{open}The border is open and nobody will be turned away,{close} Karim said on Friday.");
        has(&text, &format!("Karim | said | {open}The border is open and nobody will be turned away,{close}"));
    }
}

#[test]
fn marks_without_a_partner_and_marks_inside_marks_break_nothing() {
    for text in [
        "“““ ”” \" ' ‘ « »",
        "\"",
        "Karim said \"the border is open. Then he left.",
        "Karim said the border is open.\" Then he left.",
        "“He said ‘she said “no” to me’ and left,” Holm told reporters.",
        "‘‘‘Karim’s’ men’ said’ ‘that.",
    ] {
        for line in read(text) {
            assert!(!line.ends_with("| "), "{text}: {line}");
        }
    }
    has(
        "“He said ‘no’ to me and then he left the room,” Holm told reporters.",
        "Holm | told | “He said ‘no’ to me and then he left the room,”",
    );
}

#[test]
fn a_quotation_of_two_paragraphs_is_one_statement() {
    has(
        "“We will not leave the valley,” Karim said.\n\n“The army has no business here and it knows that very well.”",
        "Karim | said | “We will not leave the valley,” + “The army has no business here and it knows that very well.”",
    );
}

#[test]
fn a_quotation_goes_on_behind_its_speaker() {
    has(
        "“The talks have failed,” Moreau said. “And this country has to find a new way to heal.”",
        "Moreau | said | “The talks have failed,” + “And this country has to find a new way to heal.”",
    );
}

#[test]
fn a_transcript_gives_each_turn_to_its_speaker() {
    has("MOREAU: We have seen the map and we reject it.", "MOREAU | : | We have seen the map and we reject it.");
}

#[test]
fn capitals_are_read_too() {
    let found = read("KARIM SAID THAT THE BORDER WAS OPEN.");
    assert!(found.iter().any(|line| line.contains("SAID") && line.contains("THE BORDER WAS OPEN")), "{found:#?}");
}

#[test]
fn lists_and_headlines_without_verbs_say_nothing() {
    for text in ["Bread, 3 crowns\nMilk, 2 crowns\nSalt, 1 crown", "Border closed", "War in Varosia: day 41", ""] {
        assert!(read(text).is_empty(), "{text}: {:#?}", read(text));
    }
}

#[test]
fn a_statement_inside_a_statement_is_kept() {
    let found = read("Karim said that Moreau has repeatedly said that he will not resign.");
    assert!(found.iter().any(|line| line.starts_with("Karim | said | that Moreau")), "{found:#?}");
    assert!(found.iter().any(|line| line == "Moreau | has repeatedly said | that he will not resign"), "{found:#?}");
    let found = read("Belmar rejected the opposition's claim that the army had fired first.");
    assert!(found.iter().any(|line| line.contains("| claim |")), "{found:#?}");
}
