//! Hand-written trees, and what must be read in them.

use super::*;
use rapporteur_language::{Deprel, Feats, Sentence, Token, Upos};

/// Builds text and analysis from sentences in a short CoNLL-U: `form lemma UPOS head deprel` a
/// word, apart by `/`; `VERB:Past` is finite; a form that ends in `~` is joined to the next without a space.
fn tree(sentences: &[&str]) -> (String, Analysis) {
    let mut text = String::new();
    let mut analysis = Analysis::default();
    for (paragraph, words) in sentences.iter().enumerate() {
        // A sentence that begins with `+` stands in the same paragraph as the one before.
        let same = words.starts_with('+');
        if !text.is_empty() {
            text.push_str(if same { " " } else { "\n\n" });
        }
        let paragraph = match (same, analysis.sentences.last()) {
            (true, Some(last)) => last.paragraph,
            _ => paragraph,
        };
        let start = text.len();
        let mut tokens = Vec::new();
        let rows: Vec<&str> = words.trim_start_matches('+').split('/').map(str::trim).collect();
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<&str> = row.split_whitespace().collect();
            let form = cells[0].trim_end_matches('~');
            let from = text.len();
            text.push_str(form);
            let head: u32 = cells[3].parse().unwrap();
            tokens.push(Token {
                span: ByteSpan::new(from, text.len()),
                lemma: cells[1].into(),
                upos: Upos::from_word(cells[2].split(':').next().unwrap()).unwrap(),
                feats: Feats::from_print(if cells[2].ends_with(":Past") {
                    "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
                } else {
                    "_"
                })
                .unwrap_or_default(),
                head: head.checked_sub(1).map(TokenId),
                deprel: Deprel::from_word(cells[4]).unwrap(),
                joined: false,
            });
            if !cells[0].ends_with('~') && at + 1 < rows.len() {
                text.push(' ');
            }
        }
        analysis.sentences.push(Sentence { span: ByteSpan::new(start, text.len()), paragraph, tokens });
    }
    (text, analysis)
}

/// What is read, a line each: `source | cue | content + content`, `>` before it for each level of nesting.
fn check(sentences: &[&str], expected: &[&str]) -> (String, Vec<Attribution>) {
    let (text, analysis) = tree(sentences);
    let found = read(&text, &analysis, &Cues::embedded());
    let lines: Vec<String> = found
        .iter()
        .map(|one| {
            let depth = std::iter::successors(one.within, |&at| found[at].within).count();
            let words = |span: Option<ByteSpan>| span.map_or("-", |span| span.of(&text));
            let content: Vec<&str> = one.content.iter().map(|span| span.of(&text)).collect();
            format!("{}{} | {} | {}", ">".repeat(depth), words(one.source), words(one.cue), content.join(" + "))
        })
        .collect();
    assert_eq!(lines, expected, "{text}");
    (text, found)
}

#[test]
fn a_clause_with_that_is_content_without_its_full_stop() {
    check(
        &[
            "Dask Dask PROPN 3 nsubj/also also ADV 3 advmod/said say VERB 0 root/that that SCONJ 8 mark/the the DET 6 det/border border NOUN 8 nsubj/is be AUX 8 cop/open~ open ADJ 3 ccomp/. . PUNCT 3 punct",
        ],
        &["Dask | also said | that the border is open"],
    );
}

#[test]
fn a_quotation_in_two_parts_has_two_contents() {
    check(
        &[
            "“~ “ PUNCT 2 punct/Come come VERB 0 root/here here ADV 2 advmod/now~ now ADV 2 advmod/,~ , PUNCT 2 punct/” ” PUNCT 2 punct/Holm Holm PROPN 8 nsubj/said~ say VERB 2 parataxis/. . PUNCT 2 punct",
            "+“~ “ PUNCT 3 punct/Now now ADV 3 advmod/sit sit VERB 0 root/down~ down ADV 3 advmod/.~ . PUNCT 3 punct/” ” PUNCT 3 punct",
        ],
        &["Holm | said | “Come here now,” + “Now sit down.”"],
    );
}

#[test]
fn object_and_infinitive_are_content_and_the_object_is_addressed() {
    let (text, found) = check(
        &[
            "Karim Karim PROPN 2 nsubj/urged urge VERB 0 root/Kelm Kelm PROPN 2 obj/to to PART 5 mark/wait~ wait VERB 2 xcomp/. . PUNCT 2 punct",
        ],
        &["Karim | urged | Kelm to wait"],
    );
    assert_eq!(found[0].act, Act::Urge);
    assert_eq!(found[0].addressees[0].of(&text), "Kelm");
}

#[test]
fn a_coordinated_verb_shares_its_subject() {
    check(
        &[
            "Karim Karim PROPN 2 nsubj/rejected reject VERB 0 root/the the DET 4 det/offer offer NOUN 2 obj/and and CCONJ 6 cc/vowed vow VERB 2 conj/to to PART 8 mark/fight~ fight VERB 6 xcomp/. . PUNCT 2 punct",
        ],
        &["Karim | rejected | the offer", "Karim | vowed | to fight"],
    );
}

#[test]
fn a_statement_inside_a_statement_is_nested() {
    let (_, found) = check(
        &[
            "Dask Dask PROPN 2 nsubj/said say VERB 0 root/Kelm Kelm PROPN 5 nsubj/still still ADV 5 advmod/believes believe VERB 2 ccomp/that that SCONJ 8 mark/he he PRON 8 nsubj/lied~ lie VERB 5 ccomp/. . PUNCT 2 punct",
        ],
        &["Dask | said | Kelm still believes that he lied", ">Kelm | still believes | that he lied"],
    );
    assert_eq!(found[1].within, Some(0));
}

#[test]
fn a_noun_with_a_holder_and_a_clause_is_a_cue() {
    check(
        &[
            "Dask Dask PROPN 2 nsubj/rejected reject VERB 0 root/the the DET 5 det/opposition opposition NOUN 5 compound/claim claim NOUN 2 obj/that that SCONJ 8 mark/they they PRON 8 nsubj/lied~ lie VERB 5 acl/. . PUNCT 2 punct",
        ],
        &["Dask | rejected | the opposition claim that they lied", ">opposition | claim | that they lied"],
    );
}

#[test]
fn according_to_hangs_the_clause_on_its_source() {
    check(
        &[
            "The the DET 2 det/port port NOUN 3 nsubj/closed~ close VERB 0 root/, , PUNCT 3 punct/according accord ADP 8 case/to to ADP 5 fixed/the the DET 8 det/ministry~ ministry NOUN 3 obl/. . PUNCT 3 punct",
        ],
        &["the ministry | according to | The port closed"],
    );
}

#[test]
fn a_verb_group_keeps_its_negation_and_is_negated() {
    let (_, found) = check(
        &[
            "She she PRON 4 nsubj/did do AUX 4 aux/not not PART 4 advmod/say say VERB 0 root/whether whether SCONJ 7 mark/it it PRON 7 nsubj/fell~ fall VERB 4 ccomp/. . PUNCT 4 punct",
        ],
        &["She | did not say | whether it fell"],
    );
    assert_eq!(found[0].certainty, Certainty::Negated);
}

#[test]
fn a_verb_that_can_only_go_on_with_the_speaker_is_cut_off_what_was_said() {
    check(
        &[
            "Dask Dask PROPN 2 nsubj/hinted hint VERB:Past 0 root/at at ADP 4 case/talks talk NOUN 2 obl/and and CCONJ 6 cc/urged urge VERB:Past 4 conj/Kelm Kelm PROPN 6 obj/to to PART 9 mark/wait~ wait VERB 6 xcomp/. . PUNCT 2 punct",
        ],
        &["Dask | hinted at | talks", "Dask | urged | Kelm to wait"],
    );
}

#[test]
fn the_words_beside_a_quotation_tell_who_says_it_where_the_tree_does_not() {
    check(
        &[
            "“~ “ PUNCT 3 punct/We we PRON 3 nsubj/go~ go VERB 0 root/,~ , PUNCT 3 punct/” ” PUNCT 3 punct/Holm Holm PROPN 7 nsubj/beamed~ beam VERB:Past 3 parataxis/. . PUNCT 3 punct",
        ],
        &["Holm | beamed | “We go,”"],
    );
}

#[test]
fn a_cue_inside_a_quotation_says_nothing_outside_it() {
    check(
        &[
            "“~ “ PUNCT 3 punct/I I PRON 3 nsubj/know know VERB 8 ccomp/that~ that PRON 3 obj/,~ , PUNCT 3 punct/” ” PUNCT 3 punct/she she PRON 8 nsubj/said~ say VERB 0 root/. . PUNCT 8 punct",
        ],
        &["she | said | “I know that,”"],
    );
}

#[test]
fn behind_a_verb_that_begins_its_sentence_stands_who_says_what_follows() {
    check(
        &[
            "Said say VERB 0 root/Holm~ Holm PROPN 1 obj/, , PUNCT 6 punct/“~ “ PUNCT 6 punct/We we PRON 6 nsubj/go go VERB 1 ccomp/home home ADV 6 advmod/now~ now ADV 6 advmod/.~ . PUNCT 6 punct/” ” PUNCT 6 punct",
        ],
        &["Holm | Said | “We go home now.”"],
    );
}

#[test]
fn a_sentence_that_only_says_belongs_to_the_quotation_that_a_full_stop_ends() {
    check(
        &[
            "“~ “ PUNCT 3 punct/We we PRON 3 nsubj/go go VERB 0 root/home home ADV 3 advmod/now~ now ADV 3 advmod/.~ . PUNCT 3 punct/” ” PUNCT 3 punct",
            "+Holm Holm PROPN 2 nsubj/said~ say VERB 0 root/. . PUNCT 2 punct",
        ],
        &["Holm | said | “We go home now.”"],
    );
}
