//! Whole texts, framed: one `check` that names each line's kind.

use super::*;
use proptest::prelude::*;

fn framed(text: &str) -> Document {
    let mut document = Document { uri: "a.txt".into(), text: text.to_owned(), ..Document::default() };
    let mut at = 0;
    for paragraph in text.split_inclusive("\n\n") {
        let span = ByteSpan::new(at, at + paragraph.len()).trim(text);
        at += paragraph.len();
        if !span.is_empty() {
            document.blocks.push(Block { span, kind: BlockKind::Body });
        }
    }
    frame(&mut document, &News::embedded());
    document
}

/// The lines of a text as written in a test: the kind, a colon, the line.
fn check(marked: &[(BlockKind, &str)]) -> Document {
    let text = marked.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n\n");
    let document = framed(&text);
    let found: Vec<(BlockKind, &str)> = document.blocks.iter().map(|block| (block.kind, block.span.of(&text))).collect();
    let wanted: Vec<(BlockKind, &str)> = marked.iter().flat_map(|(kind, lines)| lines.lines().map(|line| (*kind, line))).collect();
    assert_eq!(found, wanted);
    document
}

use BlockKind::{Agency, Body, Byline, Caption, DateLine, Furniture, Heading, Masthead, Title};

const LEAD: &str =
    "Ministers of the League of Coastal States failed on Saturday to agree on the blockade of Kelm, and their envoy went home.";
const NEXT: &str = "Telmark's prime minister, Greta Holm, told the meeting that no ship with flour or medicine had been turned back.";
const LAST: &str = "The League has called for new talks before the end of the month.";

#[test]
fn a_report_under_a_foreign_masthead_is_found() {
    let document = check(&[
        (Masthead, "ورق آزاد وروسیا"),
        (Masthead, "VV-VV"),
        (
            Masthead,
            "دریا اگر نباشد ما را چه سود از باد کشتی اگر نماند ما را چه سود از باد ساحل به ساحل بگو راه خانه را با ما بخوان هنوز این ترانه را",
        ),
        (
            Masthead,
            "| www.varosia-free.example | desk@varosia-free.example |\n|--------------------|-------------------|\n| Coastal Languages | زبان های ساحلی |",
        ),
        (Agency, "The Coastal Press Agency"),
        (Title, "League split over Kelm blockade"),
        (DateLine, "11/23/203"),
        (Body, LEAD),
        (Body, NEXT),
        (Body, LAST),
    ]);
    assert_eq!(document.agency.map(|words| words.text).as_deref(), Some("The Coastal Press Agency"));
    assert_eq!(document.title.map(|words| words.text).as_deref(), Some("League split over Kelm blockade"));
    assert_eq!(document.publisher.map(|words| words.text).as_deref(), Some("VV-VV"));
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(document.languages, ["fa", "en"]);
    assert_eq!(document.date_clues.len(), 1);
    assert_eq!(document.date_clues[0].raw, "11/23/203");
}

#[test]
fn an_agency_report_with_byline_dateline_and_tail_is_found() {
    let document = check(&[
        (Title, "Talks on the harbour of Kelm go on"),
        (Byline, "By Ana Ruiz and Tom Hale, Associated Press"),
        (DateLine, "Published: Sunday 30 November 2031"),
        (DateLine, "Last updated 1 December 2031 09:15 GMT"),
        (Caption, "Delegates arrive at the ferry in Sund. (AP Photo/Ana Ruiz)"),
        (Body, "SUND, Telmark (AP) — Varosia's foreign minister said Saturday that the talks would go on."),
        (Body, NEXT),
        (Furniture, "ADVERTISEMENT"),
        (Heading, "A harbour divided"),
        (Body, LAST),
        (Furniture, "(Reporting by Ana Ruiz in Sund; editing by Tom Hale)"),
        (Furniture, "Copyright 2031 The Associated Press. All rights reserved."),
        (Furniture, "Related stories"),
        (Furniture, "Ferry runs aground off Kelm"),
        (Furniture, "What the League of Coastal States wants"),
        (Furniture, "Share this article"),
    ]);
    assert_eq!(document.byline.map(|words| words.text).as_deref(), Some("Ana Ruiz and Tom Hale"));
    assert_eq!(document.agency.map(|words| words.text).as_deref(), Some("The Associated Press"));
    assert_eq!(document.dateline.map(|words| words.text).as_deref(), Some("SUND, Telmark (AP) —"));
    let raw: Vec<&str> = document.date_clues.iter().map(|clue| clue.raw.as_str()).collect();
    assert_eq!(raw, ["Sunday 30 November 2031", "Last updated 1 December 2031"]);
}

#[test]
fn a_head_without_blank_lines_is_cut_into_its_lines() {
    let text = "Harbour talks go on\nBy Ana Ruiz | 30 November 2031\nVarosia's foreign minister said on Saturday that the\ntalks in the harbour of Sund would go on until the\nend of the week, whatever the rebels say of them.\n";
    let document = framed(text);
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Title, Byline, Body]);
    assert_eq!(document.byline.map(|words| words.text).as_deref(), Some("Ana Ruiz"));
    assert_eq!(document.date_clues[0].raw, "30 November 2031");
}

#[test]
fn a_short_item_without_a_head_is_all_body() {
    let document = check(&[(Body, "KELM (CPA) - The ferry to Sund sails again from Monday, the harbour master said.")]);
    assert_eq!(document.agency.map(|words| words.text).as_deref(), Some("CPA"));
    assert!(document.title.is_none());
}

#[test]
fn an_agency_s_short_form_is_spelled_out_from_the_page() {
    let document = check(&[
        (Title, "Ferry to Sund sails again"),
        (Body, "KELM, Nov. 30 (CPA) - The ferry to Sund sails again from Monday, the harbour master said."),
        (Body, LAST),
        (Furniture, "© 2031 Coastal Press Agency. All rights reserved."),
    ]);
    assert_eq!(document.agency.map(|words| words.text).as_deref(), Some("Coastal Press Agency"));
    assert_eq!(document.date_clues[0].source, DateSource::Dateline);
    assert_eq!(document.date_clues[0].raw, "Nov. 30");
}

#[test]
fn short_paragraphs_of_speech_stay_in_the_report() {
    check(&[(Body, LEAD), (Body, "\"We stay,\" he said."), (Body, NEXT), (Body, "\"No.\""), (Body, LAST), (Body, "Nobody answered.")]);
}

#[test]
fn related_links_inside_the_report_do_not_end_it() {
    check(&[(Body, LEAD), (Furniture, "Related stories"), (Furniture, "Ferry runs aground off Kelm"), (Body, NEXT), (Body, LAST)]);
}

#[test]
fn a_report_in_arabic_script_keeps_its_own_body() {
    let document = framed(
        "Kelm Courier\n\nوزیر خارجه وروسیا گفت\n\nوزیر امور خارجه وروسیا روز شنبه گفت که گفتگوها با نماینده اتحادیه کشورهای ساحلی تا پایان هفته ادامه خواهد یافت.\n\nاو افزود که دولت وروسیا آماده گفتگو با همه گروه‌ها است و هیچ پیش شرطی را نمی‌پذیرد.\n\nwww.kelmcourier.example",
    );
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Masthead, Title, Body, Body, Furniture]);
    assert_eq!(document.language.as_deref(), Some("fa"));
}

#[test]
fn a_slogan_that_is_a_sentence_above_the_address_is_masthead() {
    check(&[
        (Masthead, "The Kelm Courier"),
        (Masthead, "The paper that has told the coast the truth since the first ferry sailed."),
        (Masthead, "www.kelmcourier.example | desk@kelmcourier.example"),
        (Title, "Ministers leave Sund without a deal on the blockade"),
        (Body, LEAD),
        (Body, NEXT),
        (Body, LAST),
    ]);
}

#[test]
fn a_first_paragraph_full_of_names_is_no_title() {
    check(&[
        (Title, "Singer Opens the Harbour Feast"),
        (Body, "SUND, Nov. 28 (UPI) — In Her New Song The Ferry, Lena Brandt Sings Of Old Kelm And Of The Harbour Master."),
        (Body, LAST),
    ]);
}

proptest! {
    #[test]
    fn blocks_are_in_order_disjoint_and_lose_no_letter(text in "[A-Za-z0-9 .,|@/:()—\n\u{627}-\u{62F}]{0,400}") {
        let document = framed(&text);
        let mut at = 0;
        for block in &document.blocks {
            prop_assert!(block.span.start >= at);
            prop_assert!(text[at..block.span.start].trim().is_empty());
            prop_assert!(!block.span.is_empty());
            prop_assert_eq!(block.span, block.span.trim(&text));
            at = block.span.end;
        }
        prop_assert!(text[at..].trim().is_empty());
        for words in [&document.title, &document.agency, &document.byline, &document.dateline].into_iter().flatten() {
            if let Some(span) = words.span {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
        }
        for clue in &document.date_clues {
            if let Some(span) = clue.span {
                prop_assert_eq!(span.of(&text), clue.raw.as_str());
            }
        }
    }
}
