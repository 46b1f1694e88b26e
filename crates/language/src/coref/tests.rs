//! Sentences about invented people, tagged by hand.

use super::decode::{Chooser, walk};
use super::facts::{Class, Facts, gather};
use super::features::{Candidate, SIZE, View};
use super::groups::Groups;
use super::names::agreement;
use super::quotes::Quotes;
use super::{Caution, CorefModel, Likelihood, Quoted, Sort, number, resolve};
use crate::analysis::{Analysis, Sentence, Token, TokenId};
use crate::labels::{Deprel, Feats, Upos};
use crate::mentions::{EntityType, Mention, MentionForm};
use crate::tables::Tables;
use rapporteur_record::ByteSpan;

/// Sentences, a line each, of words `form/UPOS/head/deprel/feats`, and mentions (sentence, first,
/// last, head; all from 0).
fn made(lines: &[&str], mentions: &[(usize, u32, u32, u32)]) -> (String, Analysis) {
    let (mut text, mut analysis) = (String::new(), Analysis::default());
    for line in lines {
        let mut tokens = Vec::new();
        for word in line.split(' ') {
            let cells: Vec<&str> = word.split('/').collect();
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(cells[0]);
            tokens.push(Token {
                span: ByteSpan::new(start, text.len()),
                lemma: cells[0].to_lowercase().into(),
                upos: Upos::from_word(cells[1]).unwrap(),
                feats: Feats::from_print(cells.get(4).unwrap_or(&"_")).unwrap(),
                head: cells[2].parse::<u32>().unwrap().checked_sub(1).map(TokenId),
                deprel: Deprel::from_word(cells[3]).unwrap(),
                joined: false,
            });
        }
        let span = tokens[0].span.join(tokens[tokens.len() - 1].span);
        analysis.sentences.push(Sentence { span, paragraph: 0, tokens });
    }
    for &(sentence, first, last, head) in mentions {
        let upos = analysis.sentences[sentence].tokens[head as usize].upos;
        let (form, kind) = match upos {
            Upos::Propn => (MentionForm::Name, EntityType::Person),
            Upos::Pron => (MentionForm::Pronoun, EntityType::Person),
            _ => (MentionForm::Nominal, EntityType::Other),
        };
        let (first, last, head) = (TokenId(first), TokenId(last), TokenId(head));
        analysis.mentions.push(Mention { sentence, first, last, head, form, kind, score: 1.0 });
    }
    (text, analysis)
}

const HE: &str = "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs";
const I: &str = "Case=Nom|Number=Sing|Person=1|PronType=Prs";
const ONE: &str = "Number=Sing";

fn facts(lines: &[&str], mentions: &[(usize, u32, u32, u32)]) -> Vec<Facts> {
    let (text, analysis) = made(lines, mentions);
    gather(&text, &analysis, &analysis.mentions, &Tables::embedded(), &Quotes::find(&text, &analysis, &[]))
}

/// How two names agree: the upper four bits of [`agreement`].
fn names(earlier: &str, later: &str) -> u8 {
    let sentence = |name: &str| {
        let words: Vec<&str> = name.split(' ').collect();
        let count = words.len();
        let word = |(at, word): (usize, &&str)| {
            if at + 1 == count { format!("{word}/PROPN/0/root/{ONE}") } else { format!("{word}/PROPN/{count}/compound/{ONE}") }
        };
        (words.iter().enumerate().map(word).collect::<Vec<_>>().join(" "), count as u32 - 1)
    };
    let ((first, a), (second, b)) = (sentence(earlier), sentence(later));
    let facts = facts(&[&first, &second], &[(0, 0, a, a), (1, 0, b, b)]);
    agreement(&facts[1], &facts[0]) >> 4
}

#[test]
fn names_agree_whole_by_surname_by_initials_and_across_spellings() {
    assert_eq!(names("Sergei Dask", "Sergey Dask"), 4);
    assert_eq!(names("Irina Dask", "Dask"), 5);
    assert_eq!(names("Irina Dask", "Mr Dask"), 5);
    assert_eq!(names("Dask", "Irina Dask"), 8);
    assert_eq!(names("Irina Dask", "Anton Dask"), 12);
    assert_eq!(names("Northern Coast League", "NCL"), 3);
    assert_eq!(names("Irina Dask", "Anton Belmar"), 0);
}

#[test]
fn a_state_agrees_with_its_seat_of_government() {
    assert_eq!(names("Russia", "Russia"), 1);
    assert_eq!(names("Russia", "Moscow"), 2);
    assert_eq!(names("Russia", "Kremlin"), 2);
    assert_eq!(names("Russia", "Paris"), 0);
}

#[test]
fn forms_are_told_by_features_and_determiners() {
    let line = format!(
        "The/DET/2/det/Definite=Def|PronType=Art envoy/NOUN/3/nsubj/{ONE} met/VERB/0/root a/DET/5/det/Definite=Ind|PronType=Art \
         rebel/NOUN/3/obj/{ONE} he/PRON/7/nsubj/{HE} knew/VERB/5/acl:relcl"
    );
    let facts = facts(&[&line], &[(0, 0, 1, 1), (0, 3, 6, 4), (0, 5, 5, 5)]);
    let classes: Vec<Class> = facts.iter().map(|facts| facts.class).collect();
    assert_eq!(classes, [Class::Definite, Class::IndefiniteNoun, Class::He]);
    assert_eq!(facts[2].around, Some(1));
}

/// Takes the nearest candidate always.
struct Eager;

impl Chooser for Eager {
    fn choose(&mut self, _: &View<'_>, _: usize, _: u8, candidates: &[Candidate], _: &Groups) -> Option<(usize, f32)> {
        (!candidates.is_empty()).then_some((0, 0.5))
    }
}

fn eager(text: &str, analysis: &Analysis, quoted: &[Quoted]) -> Vec<usize> {
    let quotes = Quotes::find(text, analysis, quoted);
    let facts = gather(text, analysis, &analysis.mentions, &Tables::embedded(), &quotes);
    number(&walk(&View::new(&analysis.sentences, &facts), &mut Eager).0.of)
}

#[test]
fn first_person_in_a_quotation_is_its_speaker_named_before_or_after() {
    let after =
        format!("\"/PUNCT/3/punct I/PRON/3/nsubj/{I} left/VERB/0/root \"/PUNCT/3/punct said/VERB/3/parataxis Dask/PROPN/5/nsubj/{ONE}");
    let before = format!("Holm/PROPN/2/nsubj/{ONE} said/VERB/0/root :/PUNCT/2/punct \"/PUNCT/6/punct I/PRON/6/nsubj/{I} stay/VERB/2/ccomp");
    let (text, analysis) = made(&[&after, &before], &[(0, 1, 1, 1), (0, 5, 5, 5), (1, 0, 0, 0), (1, 4, 4, 4)]);
    let span = |sentence: usize, token: usize| analysis.sentences[sentence].tokens[token].span;
    let quoted = [Quoted { span: span(0, 1).join(span(0, 2)), speaker: 1 }, Quoted { span: span(1, 4).join(span(1, 5)), speaker: 2 }];
    let model = CorefModel::from_weights(&vec![0.0; SIZE], Caution { most: 1.0, third_person: 1.0 });
    let chains = resolve(&text, &analysis, &analysis.mentions, &model, &Tables::embedded(), &quoted);
    assert_eq!(chains.of, [0, 0, 1, 1]);
    let links: Vec<(usize, usize)> = chains.links.iter().map(|link| (link.mention, link.antecedent)).collect();
    assert_eq!(links, [(0, 1), (3, 2)]);
    // Without the hook a model without knowledge links nothing.
    assert_eq!(resolve(&text, &analysis, &analysis.mentions, &model, &Tables::embedded(), &[]).of, [0, 1, 2, 3]);
}

#[test]
fn who_is_quoted_is_not_he_in_his_own_words() {
    let line = format!("Dask/PROPN/2/nsubj/{ONE} said/VERB/0/root \"/PUNCT/5/punct he/PRON/5/nsubj/{HE} left/VERB/2/ccomp");
    let (text, analysis) = made(&[&line], &[(0, 0, 0, 0), (0, 3, 3, 3)]);
    let words = &analysis.sentences[0].tokens;
    let quoted = [Quoted { span: words[3].span.join(words[4].span), speaker: 0 }];
    assert_eq!(eager(&text, &analysis, &[]), [0, 0]);
    assert_eq!(eager(&text, &analysis, &quoted), [0, 1]);
}

#[test]
fn who_speaks_is_not_he_in_the_same_mouth() {
    let line = format!("I/PRON/2/nsubj/{I} left/VERB/0/root he/PRON/4/nsubj/{HE} stayed/VERB/2/conj");
    let (text, analysis) = made(&[&line], &[(0, 0, 0, 0), (0, 2, 2, 2)]);
    assert_eq!(eager(&text, &analysis, &[]), [0, 1]);
    // "I left," he said: the one inside of the marks, the other outside.
    let line = format!("\"/PUNCT/3/punct I/PRON/3/nsubj/{I} left/VERB/0/root \"/PUNCT/3/punct he/PRON/6/nsubj/{HE} said/VERB/3/parataxis");
    let (text, analysis) = made(&[&line], &[(0, 1, 1, 1), (0, 4, 4, 4)]);
    assert_eq!(eager(&text, &analysis, &[]), [0, 0]);
}

#[test]
fn a_share_of_the_weight_becomes_a_probability_by_the_line_of_its_sort() {
    let likelihood = Likelihood([[1.0, 0.0], [0.5, 0.0], [1.0, 1.0], [0.0, 0.0]]);
    let likely = |sort, share| (likelihood.of(sort, share) * 1000.0).round();
    assert_eq!(likely(Sort::ThirdPerson, 0.8), 800.0);
    assert_eq!(likely(Sort::OtherPronoun, 0.8), 667.0);
    assert_eq!(likely(Sort::Name, 0.8), 916.0);
    assert_eq!(likely(Sort::Description, 0.8), 500.0);
    assert!(likelihood.of(Sort::ThirdPerson, 1.0) <= 1.0);
}

#[test]
fn a_woman_is_no_he_and_a_hook_to_no_mention_is_let_be() {
    let line = format!("Irina/PROPN/2/compound/{ONE} Dask/PROPN/3/nsubj/{ONE} left/VERB/0/root he/PRON/5/nsubj/{HE} stayed/VERB/3/conj");
    let (text, analysis) = made(&[&line], &[(0, 0, 1, 1), (0, 3, 3, 3)]);
    let quoted = [Quoted { span: ByteSpan::new(0, text.len()), speaker: 99 }];
    assert_eq!(eager(&text, &analysis, &quoted), [0, 1]);
}

#[test]
fn a_model_comes_out_of_its_file_as_it_went_in_and_a_short_one_is_an_error() {
    let weights: Vec<f32> = (0..SIZE).map(|at| (at % 7) as f32 - 3.0).collect();
    let likelihood = Likelihood([[1.5, 0.25], [1.0, 0.0], [0.5, -1.0], [2.0, 0.125]]);
    let bytes = CorefModel::from_weights(&weights, Caution { most: 0.25, third_person: -0.5 }).with_likelihood(likelihood).to_bytes();
    let container = crate::Container::parse_as(super::KIND, super::VERSION, bytes.clone()).unwrap();
    assert_eq!(CorefModel::from_container(&container).unwrap().to_bytes(), bytes);
    let short = crate::ContainerWriter::new(super::KIND, super::VERSION).finish();
    let container = crate::Container::parse_as(super::KIND, super::VERSION, short).unwrap();
    assert!(CorefModel::from_container(&container).is_err());
}

#[test]
fn many_equal_names_take_bounded_time() {
    let line = format!("Dask/PROPN/0/root/{ONE}");
    let lines = vec![line.as_str(); 4000];
    let mentions: Vec<(usize, u32, u32, u32)> = (0..4000).map(|at| (at, 0, 0, 0)).collect();
    let (text, analysis) = made(&lines, &mentions);
    assert_eq!(eager(&text, &analysis, &[]).last(), Some(&0));
}
