use super::*;
use proptest::prelude::*;
use rapporteur_lexicon::Language;
use rapporteur_record::ByteSpan;

/// The tokens with spaces between, those of one orthographic word with `|`.
fn tokens(text: &str) -> String {
    let tokenizer = Tokenizer::new(Language::embedded());
    let mut pieces = Vec::new();
    tokenizer.tokens(text, ByteSpan::new(0, text.len()), &mut pieces, &mut Vec::new());
    let mut shown = String::new();
    for piece in &pieces {
        shown.push_str(piece.span.of(text));
        shown.push(if piece.joined { '|' } else { ' ' });
    }
    shown.trim_end().to_owned()
}

#[test]
fn contractions_come_apart_and_stay_one_orthographic_word() {
    assert_eq!(tokens("We don't, they cannot."), "We do|n't , they can|not .");
    assert_eq!(tokens("I\u{2019}d\u{2019}ve gone"), "I|\u{2019}d|\u{2019}ve gone");
    assert_eq!(tokens("the ministers' plan"), "the ministers|' plan");
    assert_eq!(tokens("Holm\u{2019}s aides' aides"), "Holm|\u{2019}s aides|' aides");
}

#[test]
fn an_abbreviation_keeps_its_stop_and_loses_a_possessive() {
    assert_eq!(tokens("the U.N.'s envoy"), "the U.N.|'s envoy");
    assert_eq!(tokens("Gen. Karim, J. Holm and No. 7"), "Gen. Karim , J. Holm and No. 7");
    assert_eq!(tokens("It said no. They left."), "It said no . They left .");
    assert_eq!(tokens("at 5 p.m. on Dec. 30"), "at 5 p.m. on Dec. 30");
}

#[test]
fn hyphens_are_tokens_but_after_a_prefix() {
    assert_eq!(tokens("a 21-month-old anti-government revolt"), "a 21 - month - old anti-government revolt");
    assert_eq!(tokens("rebel-held Al-Sund; 555-0199"), "rebel - held Al - Sund ; 555-0199");
}

#[test]
fn numbers_keep_their_signs_and_lose_their_units() {
    assert_eq!(tokens("$1,500.50 or 5pm (10%)"), "$ 1,500.50 or 5 pm ( 10 % )");
    assert_eq!(tokens("30/12/12, 10:30, 1980s, '90s"), "30/12/12 , 10:30 , 1980s , '90s");
}

#[test]
fn addresses_are_one_token() {
    assert_eq!(tokens("See http://example.org/a_(b)?c=d&e."), "See http://example.org/a_(b)?c=d&e .");
    assert_eq!(tokens("(press.office@example.org)"), "( press.office@example.org )");
    assert_eq!(tokens("at www.example.org, he said"), "at www.example.org , he said");
}

#[test]
fn quotes_dashes_and_ellipses_are_tokens() {
    assert_eq!(tokens("\u{201c}Well...\u{201d} she said\u{2014}twice."), "\u{201c} Well ... \u{201d} she said \u{2014} twice .");
    assert_eq!(tokens("``No!'' 'Yes,' he said."), "`` No ! '' ' Yes , ' he said .");
    assert_eq!(tokens("and -- then [...] it"), "and -- then [ ... ] it");
    assert_eq!(tokens("So...? No?. Really?! --==--"), "So ... ? No ? . Really ?! --==--");
}

#[test]
fn a_lost_apostrophe_is_seen_from_what_follows() {
    assert_eq!(tokens("(its the plan) of its own"), "( it|s the plan ) of its own");
    assert_eq!(tokens("Its hard to say. Its hard line"), "It|s hard to say . Its hard line");
    assert_eq!(tokens("its, the"), "its , the");
    assert_eq!(tokens("He lets them. Lets go"), "He lets them . Let|s go");
}

#[test]
fn names_of_files_are_one_token() {
    assert_eq!(tokens("the note (kelm-3#2.DOC), of"), "the note ( kelm-3#2.DOC ) , of");
    assert_eq!(tokens("Sent it.Doc came. A .pdf file"), "Sent it.Doc came . A .pdf file");
}

#[test]
fn every_example_of_the_tables_comes_apart_as_stated() {
    for (path, text) in rapporteur_lexicon::language::FILES {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
        let Some(example) = header.iter().position(|&column| column == "example") else {
            continue;
        };
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            if *path == "language/quotation-tails.tsv" {
                assert_eq!(sentences(cells[example]), [cells[example]], "{path}");
                continue;
            }
            let read = tokens(cells[example]);
            let wanted = match *path {
                "language/contractions.tsv" | "language/apostrophes.tsv" => cells[1].to_owned(),
                "language/file-endings.tsv" => cells[example].to_owned(),
                "language/affixes.tsv" => cells[example].to_owned(),
                "language/units.tsv" => format!("7 {}", cells[0]),
                _ => cells[0].to_owned(),
            };
            assert!(format!(" {read} ").contains(&format!(" {wanted} ")), "{path}: `{wanted}` is not in `{read}`");
        }
    }
}

#[test]
fn paragraphs_are_apart_by_empty_lines() {
    let text = "\n  One\ntwo \n \t\nthree\n";
    let found: Vec<&str> = paragraphs(text).into_iter().map(|span| span.of(text)).collect();
    assert_eq!(found, ["One\ntwo", "three"]);
}

#[test]
fn a_word_without_end_is_cut_and_reported() {
    let text = "a".repeat(5_000);
    let mut pieces = Vec::new();
    let mut diagnostics = Vec::new();
    let tokenizer = Tokenizer::new(Language::embedded());
    tokenizer.tokens(&text, ByteSpan::new(0, text.len()), &mut pieces, &mut diagnostics);
    assert_eq!(pieces.len(), 5);
    assert_eq!(diagnostics.len(), 1, "one message for one word");
    assert_eq!(diagnostics[0].span, Some(ByteSpan::new(0, 5_000)));
}

#[test]
fn a_rule_of_signs_across_the_page_is_one_token() {
    for sign in [",", "\"", "'", "(", "\u{201c}", "%"] {
        let text = format!("{} left", sign.repeat(500));
        let mut pieces = Vec::new();
        Tokenizer::new(Language::embedded()).tokens(&text, ByteSpan::new(0, text.len()), &mut pieces, &mut Vec::new());
        assert_eq!(pieces.len(), 2, "{sign}");
    }
    let mut pieces = Vec::new();
    Tokenizer::new(Language::embedded()).tokens("a ((( b", ByteSpan::new(0, 7), &mut pieces, &mut Vec::new());
    assert_eq!(pieces.len(), 5, "a few of them are a sign each");
}

proptest! {
    #[test]
    fn tokens_cover_all_but_white_space_in_order(text in "[a-zI'\u{2019}.,:/@\\-\"0-9$%()! \u{e9}\u{4e2d}_&*+]{0,80}") {
        let tokenizer = Tokenizer::new(Language::embedded());
        let mut pieces = Vec::new();
        tokenizer.tokens(&text, ByteSpan::new(0, text.len()), &mut pieces, &mut Vec::new());
        let mut at = 0;
        for piece in &pieces {
            prop_assert!(piece.span.start >= at && !piece.span.is_empty());
            prop_assert!(text[at..piece.span.start].chars().all(char::is_whitespace));
            at = piece.span.end;
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
        prop_assert!(pieces.last().is_none_or(|last| !last.joined));
    }

    #[test]
    fn any_text_is_tokenized(text in "\\PC{0,60}") {
        tokens(&text);
    }
}

/// The sentences, by the model of the repository.
fn sentences(text: &str) -> Vec<String> {
    let bytes: &'static [u8] = include_bytes!("../../../../models/segment.rpt");
    let container = crate::Container::parse_as(sentences::KIND, sentences::VERSION, bytes).unwrap();
    let splitter = Splitter::from_container(&container).unwrap();
    let tokenizer = Tokenizer::new(Language::embedded());
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        let mut pieces = Vec::new();
        tokenizer.tokens(text, paragraph, &mut pieces, &mut Vec::new());
        let ranges = splitter.sentences(text, &pieces, tokenizer.language(), &mut Vec::new());
        assert_eq!(ranges.iter().map(|range| range.len()).sum::<usize>(), pieces.len());
        for range in ranges {
            let span = pieces[range.start].span.join(pieces[range.end - 1].span);
            found.push(span.of(text).to_owned());
        }
    }
    found
}

#[test]
fn titles_and_states_do_not_end_sentences() {
    let found = sentences("Gen. Karim met U.S. President Holm in Kelm. They spoke for an hour. He left at 5 p.m. on Monday.");
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].ends_with("in Kelm."));
}

#[test]
fn a_closing_quotation_mark_stays_with_its_sentence() {
    let found = sentences("\u{201c}We will not leave. We will stay here.\u{201d} He walked out of the hall.");
    let wanted = ["\u{201c}We will not leave.", "We will stay here.\u{201d}", "He walked out of the hall."];
    assert_eq!(found, wanted);
}

#[test]
fn who_said_it_stays_with_the_quotation() {
    for text in [
        "\u{201c}Will it end?\u{201d} he asked.",
        "\"Will it end?\" asked Belmar on Monday.",
        "\"Go home!\" President Belmar shouted angrily.",
        "\"It will end,\" Dask said.",
    ] {
        assert_eq!(sentences(text), [text]);
    }
    assert_eq!(sentences("\"Will it end?\" Belmar said he would not answer that today.").len(), 2);
}

#[test]
fn a_sentence_never_goes_past_its_paragraph_or_a_heading() {
    assert_eq!(sentences("Talks in Kelm fail\n\nThe envoy left").len(), 2);
    let text = "Rebels leave the northern valley\nThe rebels left the valley on Monday after a week of talks with\nthe government, officials said.";
    assert_eq!(sentences(text).len(), 2);
}

#[test]
fn a_sentence_without_end_is_cut_and_reported() {
    let text = "and so on ".repeat(1_000);
    let found = sentences(&text);
    assert_eq!(found.len(), 3);
}

#[test]
fn a_sentence_is_cut_though_a_contraction_stands_at_the_limit() {
    // The thousandth word is the first half of a contraction: the cut comes after its second half.
    let text = format!("x {}", "don't ".repeat(2_000));
    let found = sentences(&text);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|sentence| sentence.ends_with("don't") || sentence == "x"), "no word is torn apart");
}
