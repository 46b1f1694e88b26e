//! Reports about invented people, read.

use super::{ActorDraft, Actors, LinkRule, read};
use crate::statements::{Attribution, WordAt};
use crate::testing::{analysis, span};
use rapporteur_language::{Analysis, Deprel, Upos};
use rapporteur_lexicon::ActorTable;
use rapporteur_record::{Act, ActorKind, ByteSpan, Certainty, StatementKind};

/// Sentences by hand: each word as `form/UPOS/head/deprel` with heads counted from 1.
fn trees(sentences: &[&str]) -> (String, Analysis) {
    let lines: Vec<String> = sentences
        .iter()
        .map(|sentence| {
            let words: Vec<String> = sentence
                .split_whitespace()
                .map(|word| {
                    let mut cells: Vec<&str> = word.rsplitn(4, '/').collect();
                    cells.reverse();
                    format!("{} {} {} {} {}", cells[0], cells[0].to_lowercase(), cells[1], cells[2], cells[3])
                })
                .collect();
            words.join("\n")
        })
        .collect();
    analysis(&lines.join("\n\n"))
}

/// An attribution for each verb of saying whose subject stands in the tree; what depends on it is
/// its content.
fn said(text: &str, analysis: &Analysis) -> Vec<Attribution> {
    let mut all = Vec::new();
    for (at, sentence) in analysis.sentences.iter().enumerate() {
        for id in sentence.ids() {
            let verb = matches!(sentence.form(id, text), "said" | "says" | "warned" | "added" | "insisted" | "hinted" | "denied");
            let Some(subject) = sentence.child(id, Deprel::Nsubj).filter(|_| verb) else {
                continue;
            };
            let phrase = sentence.subtree(subject);
            let content = sentence.child(id, Deprel::Ccomp).map(|top| {
                let inside = sentence.subtree(top);
                sentence[inside[0]].span.join(sentence[inside[inside.len() - 1]].span)
            });
            all.push(Attribution {
                source: Some(sentence[phrase[0]].span.join(sentence[phrase[phrase.len() - 1]].span)),
                source_head: Some(WordAt { sentence: at, token: subject }),
                cue: Some(sentence[id].span),
                cue_head: Some(WordAt { sentence: at, token: id }),
                content: content.into_iter().collect(),
                kind: StatementKind::Indirect,
                act: Act::Say,
                certainty: Certainty::Asserted,
                stance: false,
                within: None,
                addressees: Vec::new(),
                medium: None,
                occasion: None,
                circumstances: Vec::new(),
                continues: None,
            });
        }
    }
    all
}

fn actors(sentences: &[&str]) -> (String, Actors, Vec<Attribution>) {
    let (text, analysis) = trees(sentences);
    let attributions = said(&text, &analysis);
    let actors = read(&text, &analysis, &attributions, &ActorTable::embedded(), None);
    (text, actors, attributions)
}

/// The names of the speakers of each statement.
fn speakers(sentences: &[&str]) -> Vec<String> {
    let (_, actors, attributions) = actors(sentences);
    attributions
        .iter()
        .map(|found| actors.at(found.source.unwrap()).iter().map(|&at| actors.actors[at].name.clone()).collect::<Vec<_>>().join(" + "))
        .collect()
}

fn actor<'a>(actors: &'a Actors, name: &str) -> &'a ActorDraft {
    actors.actors.iter().find(|actor| actor.name == name).unwrap_or_else(|| panic!("{name} in {:#?}", actors.actors))
}

fn role(actors: &Actors, name: &str) -> Vec<(String, Option<String>)> {
    actor(actors, name).roles.iter().map(|(title, of)| (title.clone(), of.map(|of| actors.actors[of].name.clone()))).collect()
}

const DASK_SAID: &str = "Irina/PROPN/9/nsubj Dask/PROPN/1/flat ,/PUNCT/5/punct the/DET/6/det foreign/ADJ/6/amod minister/NOUN/1/appos of/ADP/8/case Russia/PROPN/6/nmod said/VERB/0/root so/ADV/9/advmod ./PUNCT/9/punct";

#[test]
fn an_apposition_says_what_a_person_is_and_for_whom_he_speaks() {
    let (_, actors, _) = actors(&[DASK_SAID]);
    assert_eq!(role(&actors, "Irina Dask"), [("foreign minister".into(), Some("Russia".into()))]);
    let dask = actor(&actors, "Irina Dask");
    assert_eq!((dask.kind, dask.code.as_deref()), (ActorKind::Person, Some("RUSGOV")));
    assert_eq!(dask.party.map(|party| actors.actors[party].name.as_str()), Some("Russia"));
}

#[test]
fn a_surname_a_title_and_a_pronoun_lead_to_the_full_name() {
    let found = speakers(&[
        DASK_SAID,
        "Dask/PROPN/2/nsubj said/VERB/0/root so/ADV/2/advmod ./PUNCT/2/punct",
        "She/PRON/2/nsubj added/VERB/0/root more/ADJ/2/obj ./PUNCT/2/punct",
        "The/DET/2/det minister/NOUN/3/nsubj warned/VERB/0/root them/PRON/3/obj ./PUNCT/3/punct",
    ]);
    assert_eq!(found, ["Irina Dask", "Irina Dask", "Irina Dask", "Irina Dask"]);
}

#[test]
fn a_pronoun_of_the_other_gender_is_somebody_else_or_nobody() {
    let found = speakers(&[DASK_SAID, "He/PRON/2/nsubj added/VERB/0/root more/ADJ/2/obj ./PUNCT/2/punct"]);
    assert_eq!(found, ["Irina Dask", ""]);
}

#[test]
fn a_description_before_the_name_is_the_next_sentences_speaker() {
    let (_, actors, attributions) = actors(&[
        "Russia/PROPN/4/nmod:poss 's/PART/1/case foreign/ADJ/4/amod minister/NOUN/5/nsubj said/VERB/0/root so/ADV/5/advmod ./PUNCT/5/punct",
        "After/ADP/3/case a/DET/3/det meeting/NOUN/18/obl with/ADP/5/case Ilan/PROPN/3/nmod Moreau/PROPN/5/flat ,/PUNCT/11/punct the/DET/9/det League/PROPN/11/nmod:poss 's/PART/9/case envoy/NOUN/5/appos ,/PUNCT/3/punct Sergey/PROPN/16/nsubj Ivanov/PROPN/13/flat also/ADV/16/advmod said/VERB/0/root more/ADJ/16/obj ./PUNCT/16/punct".replace("18/obl", "16/obl").as_str(),
    ]);
    let who: Vec<&str> = attributions.iter().map(|found| actors.actors[actors.at(found.source.unwrap())[0]].name.as_str()).collect();
    assert_eq!(who, ["Sergey Ivanov", "Sergey Ivanov"]);
    assert_eq!(role(&actors, "Sergey Ivanov"), [("foreign minister".into(), Some("Russia".into()))]);
    assert_eq!(role(&actors, "Ilan Moreau"), [("envoy".into(), Some("League".into()))]);
}

#[test]
fn two_who_speak_together_are_two_and_neither_official_means_them() {
    let found = speakers(&[
        DASK_SAID,
        "Both/CCONJ/2/cc:preconj Dask/PROPN/5/nsubj and/CCONJ/4/cc Moreau/PROPN/2/conj insisted/VERB/0/root ./PUNCT/5/punct",
        "Neither/DET/2/det official/NOUN/3/nsubj hinted/VERB/0/root ./PUNCT/3/punct",
        "Ilan/PROPN/3/nsubj Moreau/PROPN/1/flat said/VERB/0/root so/ADV/3/advmod ./PUNCT/3/punct",
    ]);
    assert_eq!(found, ["Irina Dask", "Irina Dask + Ilan Moreau", "Irina Dask + Ilan Moreau", "Ilan Moreau"]);
}

#[test]
fn a_leader_in_small_letters_before_the_name_leads_the_body_named() {
    let (_, actors, _) = actors(&[
        "On/ADP/2/case Friday/PROPN/7/obl ,/PUNCT/7/punct coalition/NOUN/5/compound leader/NOUN/6/compound Yusuf/PROPN/8/nsubj Karim/PROPN/6/flat said/VERB/0/root so/ADV/8/advmod ./PUNCT/8/punct".replace("7/obl", "8/obl").as_str(),
        "The/DET/3/det coalition/NOUN/3/compound leader/NOUN/4/nsubj warned/VERB/0/root them/PRON/4/obj ./PUNCT/4/punct",
    ]);
    assert_eq!(role(&actors, "Yusuf Karim"), [("leader".into(), Some("coalition".into()))]);
    assert_eq!(actor(&actors, "Yusuf Karim").mentions.len(), 2);
}

#[test]
fn a_capital_that_speaks_is_its_state_and_one_that_is_visited_is_not() {
    let found = speakers(&["Moscow/PROPN/2/nsubj said/VERB/0/root so/ADV/2/advmod ./PUNCT/2/punct"]);
    assert_eq!(found, ["Russia"]);
    let (_, actors, _) = actors(&["Dask/PROPN/2/nsubj arrived/VERB/0/root in/ADP/4/case Moscow/PROPN/2/obl ./PUNCT/2/punct"]);
    assert!(actors.actors.iter().all(|actor| actor.name != "Russia"), "{actors:#?}");
}

#[test]
fn the_opposition_is_the_one_named_before() {
    let found = speakers(&[
        "The/DET/3/det Syrian/ADJ/3/amod opposition/NOUN/4/nsubj said/VERB/0/root so/ADV/4/advmod ./PUNCT/4/punct",
        "The/DET/2/det opposition/NOUN/3/nsubj warned/VERB/0/root them/PRON/3/obj ./PUNCT/3/punct",
        "The/DET/3/det Syrian/ADJ/3/amod government/NOUN/4/nsubj denied/VERB/0/root it/PRON/4/obj ./PUNCT/4/punct",
    ]);
    assert_eq!(found, ["Syrian opposition", "Syrian opposition", "Syria"]);
}

#[test]
fn a_source_without_a_name_is_an_actor_of_its_own() {
    let found = speakers(&[
        "A/DET/2/det spokesman/NOUN/3/nsubj said/VERB/0/root so/ADV/3/advmod ./PUNCT/3/punct",
        "Police/NOUN/2/nsubj said/VERB/0/root so/ADV/2/advmod ./PUNCT/2/punct",
        "Analysts/NOUN/2/nsubj said/VERB/0/root so/ADV/2/advmod ./PUNCT/2/punct",
    ]);
    assert_eq!(found, ["spokesman", "Police", "Analysts"]);
}

#[test]
fn an_expert_belongs_to_his_institute_and_speaks_for_himself() {
    let (_, actors, _) = actors(&[
        "Georg/PROPN/16/nsubj Holm/PROPN/1/flat ,/PUNCT/6/punct a/DET/6/det leading/VERB/6/amod expert/NOUN/1/appos with/ADP/9/case the/DET/9/det Institute/PROPN/6/nmod for/ADP/12/case World/PROPN/12/compound Economy/PROPN/9/nmod and/CCONJ/14/cc Relations/PROPN/12/conj ,/PUNCT/6/punct said/VERB/0/root so/ADV/16/advmod ./PUNCT/16/punct",
    ]);
    assert_eq!(role(&actors, "Georg Holm"), [("leading expert".into(), Some("Institute for World Economy and Relations".into()))]);
    assert_eq!(actor(&actors, "Georg Holm").party, None);
}

#[test]
fn a_pronoun_in_told_words_is_the_teller_and_in_quoted_ones_is_not() {
    let (text, actors, _) = actors(&[
        "Anton/PROPN/3/nsubj Belmar/PROPN/1/flat met/VERB/0/root Yusuf/PROPN/3/obj Karim/PROPN/4/flat ./PUNCT/3/punct",
        "Karim/PROPN/2/nsubj said/VERB/0/root he/PRON/5/nsubj would/AUX/5/aux stay/VERB/2/ccomp ./PUNCT/2/punct",
    ]);
    let he = actors.at(span(&text, "he would").clamp_end(2));
    assert_eq!(actors.actors[he[0]].name, "Yusuf Karim");
}

#[test]
fn a_name_with_a_prime_minister_is_a_state_and_its_people_belong_to_it() {
    let (_, actors, _) = actors(&[
        "Telmark/PROPN/4/nmod:poss 's/PART/1/case prime/ADJ/4/amod minister/NOUN/5/nsubj said/VERB/0/root so/ADV/5/advmod ./PUNCT/5/punct",
        "The/DET/3/det Telmarkian/ADJ/3/amod army/NOUN/4/nsubj denied/VERB/0/root it/PRON/4/obj ./PUNCT/4/punct",
    ]);
    assert_eq!(actor(&actors, "Telmark").kind, ActorKind::State);
    let army = actor(&actors, "Telmarkian army");
    assert_eq!(army.party.map(|party| actors.actors[party].name.as_str()), Some("Telmark"));
}

#[test]
fn a_president_of_whom_another_tells_is_the_one_with_that_title() {
    let (_, actors, _) = actors(&[
        "The/DET/2/det envoy/NOUN/3/nsubj said/VERB/0/root that/SCONJ/8/mark Telmark/PROPN/7/nmod:poss 's/PART/5/case president/NOUN/8/nsubj agreed/VERB/3/ccomp ./PUNCT/3/punct",
        "Ilan/PROPN/3/nsubj Moreau/PROPN/1/flat said/VERB/0/root President/PROPN/7/nsubj Anton/PROPN/4/flat Belmar/PROPN/4/flat agreed/VERB/3/ccomp ./PUNCT/3/punct",
    ]);
    assert_eq!(role(&actors, "Anton Belmar"), [("president".into(), Some("Telmark".into()))]);
    assert_eq!(role(&actors, "Ilan Moreau"), [("envoy".into(), None)]);
    assert_eq!(actor(&actors, "Ilan Moreau").mentions.len(), 2);
}

#[test]
fn what_is_no_human_being_speaks_as_nobody_and_a_bystander_as_a_person() {
    let found = speakers(&[
        "Neutrality/NOUN/2/nsubj said/VERB/0/root so/ADV/2/advmod ./PUNCT/2/punct",
        "One/NUM/4/nsubj of/ADP/3/case them/PRON/1/nmod said/VERB/0/root so/ADV/4/advmod ./PUNCT/4/punct",
        "A/DET/2/det bystander/NOUN/3/nsubj said/VERB/0/root so/ADV/3/advmod ./PUNCT/3/punct",
    ]);
    assert_eq!(found, ["", "", "bystander"]);
}

#[test]
fn both_sides_are_not_the_two_persons_named_last() {
    let found = speakers(&[
        "Irina/PROPN/6/nsubj Dask/PROPN/1/flat and/CCONJ/4/cc Yusuf/PROPN/1/conj Karim/PROPN/4/flat said/VERB/0/root so/ADV/6/advmod ./PUNCT/6/punct",
        "Both/DET/2/det sides/NOUN/3/nsubj denied/VERB/0/root it/PRON/3/obj ./PUNCT/3/punct",
    ]);
    assert_eq!(found, ["Irina Dask + Yusuf Karim", "sides"]);
}

#[test]
fn the_article_before_an_official_is_not_his_bodys() {
    let found = speakers(&[
        "The/DET/2/det League/PROPN/7/nsubj of/ADP/5/case Coastal/PROPN/5/compound States/PROPN/2/nmod ever/ADV/7/advmod said/VERB/0/root so/ADV/7/advmod ./PUNCT/7/punct",
        "A/DET/3/det League/PROPN/3/compound official/NOUN/4/nsubj said/VERB/0/root so/ADV/4/advmod ./PUNCT/4/punct",
        "The/DET/2/det League/PROPN/3/nsubj denied/VERB/0/root it/PRON/3/obj ./PUNCT/3/punct",
    ]);
    assert_eq!(found, ["League of Coastal States", "League official", "League of Coastal States"]);
}

#[test]
fn according_to_one_another_answers() {
    let (_, actors, _) = actors(&[
        "According/VERB/4/case to/ADP/1/fixed the/DET/4/det official/NOUN/7/obl ,/PUNCT/4/punct Dask/PROPN/7/nsubj said/VERB/0/root so/ADV/7/advmod ./PUNCT/7/punct",
    ]);
    assert_eq!(role(&actors, "Dask"), []);
}

#[test]
fn the_official_is_who_was_called_so_and_not_the_minister_named_since() {
    let found = speakers(&[
        "A/DET/3/det League/PROPN/3/compound official/NOUN/4/nsubj said/VERB/0/root so/ADV/4/advmod ./PUNCT/4/punct",
        "Foreign/ADJ/2/amod Minister/PROPN/5/nsubj Irina/PROPN/2/flat Dask/PROPN/2/flat denied/VERB/0/root it/PRON/5/obj ./PUNCT/5/punct",
        "The/DET/2/det official/NOUN/3/nsubj insisted/VERB/0/root ./PUNCT/3/punct",
    ]);
    assert_eq!(found, ["League official", "Irina Dask", "League official"]);
}

#[test]
fn after_a_form_of_address_an_office_is_a_name() {
    let found = speakers(&["Mr./PROPN/3/nsubj King/PROPN/1/flat said/VERB/0/root so/ADV/3/advmod ./PUNCT/3/punct"]);
    assert_eq!(found, ["King"]);
}

/// Names of the speakers and codes of the actors of a report of 1 June of a year.
fn on_day(year: i16, sentences: &[&str]) -> (Vec<String>, Actors, String) {
    let (text, analysis) = trees(sentences);
    let attributions = said(&text, &analysis);
    let actors = read(&text, &analysis, &attributions, &ActorTable::embedded(), Some(jiff::civil::date(year, 6, 1)));
    let name = |found: &Attribution| actors.at(found.source.unwrap()).iter().map(|&at| actors.actors[at].name.clone()).collect::<Vec<_>>();
    (attributions.iter().map(|found| name(found).join(" + ")).collect(), actors, text)
}

const MERKEL: [&str; 2] = [
    "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat said/VERB/0/root so/ADV/3/advmod in/ADP/6/case Germany/PROPN/3/obl ./PUNCT/3/punct",
    "The/DET/3/det German/ADJ/3/amod chancellor/NOUN/4/nsubj warned/VERB/0/root them/PRON/4/obj ./PUNCT/4/punct",
];

#[test]
fn an_office_in_the_table_gives_code_and_holder_on_its_days_only() {
    let (speakers, actors, _) = on_day(2015, &MERKEL);
    assert_eq!(speakers, ["Angela Merkel", "Angela Merkel"]);
    assert_eq!(actor(&actors, "Angela Merkel").code.as_deref(), Some("DEUGOV"));
    // The report states no role, and the record pretends none.
    assert_eq!(role(&actors, "Angela Merkel"), []);
    let (speakers, actors, _) = on_day(2023, &MERKEL);
    assert_eq!(speakers, ["Angela Merkel", "German chancellor"]);
    assert_eq!(actor(&actors, "Angela Merkel").code, None);
}

#[test]
fn a_person_of_the_table_whose_state_is_not_named_is_not_recognised() {
    let (_, actors, _) = on_day(2015, &["Angela/PROPN/3/nsubj Merkel/PROPN/1/flat said/VERB/0/root so/ADV/3/advmod ./PUNCT/3/punct"]);
    assert_eq!(actor(&actors, "Angela Merkel").code, None);
}

#[test]
fn who_was_a_minister_is_of_the_elite_and_speaks_for_nobody() {
    let (_, actors, _) = on_day(
        2015,
        &[
            "Former/ADJ/4/amod Russian/ADJ/4/amod foreign/ADJ/4/amod minister/NOUN/7/nsubj Irina/PROPN/4/appos Dask/PROPN/5/flat said/VERB/0/root so/ADV/7/advmod ./PUNCT/7/punct",
        ],
    );
    let dask = actor(&actors, "Irina Dask");
    assert_eq!((dask.code.as_deref(), dask.party), (Some("RUSELI"), None));
}

#[test]
fn rebels_without_a_state_are_those_of_the_state_that_the_report_is_about() {
    let (_, actors, _) = on_day(
        2014,
        &[
            "Syria/PROPN/2/nsubj said/VERB/0/root so/ADV/2/advmod ./PUNCT/2/punct",
            "Damascus/PROPN/2/nsubj warned/VERB/0/root the/DET/4/det rebels/NOUN/2/obj ./PUNCT/2/punct",
            "The/DET/2/det rebels/NOUN/3/nsubj denied/VERB/0/root it/PRON/3/obj ./PUNCT/3/punct",
        ],
    );
    assert_eq!(actor(&actors, "rebels").code.as_deref(), Some("SYRREB"));
}

#[test]
fn each_link_says_its_rule_and_the_words_that_it_leads_to() {
    let (text, actors, _) = actors(&[
        DASK_SAID,
        "She/PRON/2/nsubj added/VERB/0/root more/ADJ/2/obj ./PUNCT/2/punct",
        "Dask/PROPN/2/nsubj warned/VERB/0/root them/PRON/2/obj ./PUNCT/2/punct",
    ]);
    let link = |words: &str, nth: usize| {
        let fitting = actors.links.iter().filter(|link| link.words.of(&text) == words);
        fitting.map(|link| (link.rule, link.by.map(|by| by.of(&text)))).nth(nth).unwrap()
    };
    assert_eq!(link("Irina Dask", 0), (LinkRule::Name, None));
    assert_eq!(link("the foreign minister of Russia", 0), (LinkRule::Grammar, Some("Irina Dask")));
    assert!(matches!(link("She", 0), (LinkRule::Pronoun(_), Some(_))));
    assert_eq!(link("Dask", 0), (LinkRule::ShortName, Some("Irina Dask")));
}

trait ClampEnd {
    fn clamp_end(self, length: usize) -> ByteSpan;
}

impl ClampEnd for ByteSpan {
    fn clamp_end(self, length: usize) -> ByteSpan {
        ByteSpan::new(self.start, self.start + length)
    }
}

#[test]
fn nothing_is_read_from_nothing() {
    let none = read("", &Analysis::default(), &[], &ActorTable::embedded(), None);
    assert_eq!(none, Actors::default());
    assert_eq!(none.at(ByteSpan::new(0, 0)), Vec::<usize>::new());
}

#[test]
fn trees_of_any_shape_give_mentions_inside_the_text() {
    const WORDS: [&str; 24] = [
        "Russia",
        "'s",
        "minister",
        "he",
        "Dask",
        "Irina",
        "and",
        "said",
        "opposition",
        "of",
        "the",
        ",",
        "al-Amin",
        "who",
        "their",
        "both",
        "coalition",
        "leader",
        "Moscow",
        "Council",
        "U.N.",
        "-",
        "I",
        "officials",
    ];
    let table = ActorTable::embedded();
    let mut seed: u64 = 7;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for round in 0..60 {
        // The last round is one very long sentence: time must not grow with its square.
        let length = if round == 59 { 4000 } else { 1 + next(40) };
        let lines: Vec<String> = (1..=length)
            .map(|at| {
                let upos = Upos::ALL[next(Upos::ALL.len())];
                // Heads come before their dependants, so that the tree is one.
                let head = if at == 1 { 0 } else { 1 + next(at - 1) };
                let deprel = if at == 1 { Deprel::Root } else { Deprel::ALL[next(Deprel::ALL.len())] };
                let word = WORDS[next(WORDS.len())];
                format!("{word} {word} {upos} {head} {deprel}")
            })
            .collect();
        let (text, analysis) = analysis(&lines.join("\n"));
        let attributions = said(&text, &analysis);
        let actors = read(&text, &analysis, &attributions, &table, None);
        for (words, _) in actors.actors.iter().flat_map(|actor| &actor.mentions) {
            assert!(!words.of(&text).trim().is_empty());
        }
        for found in &attributions {
            assert!(actors.at(found.source.unwrap()).iter().all(|&at| at < actors.actors.len()));
        }
        assert_eq!(read(&text, &analysis, &attributions, &table, None), actors);
    }
}
