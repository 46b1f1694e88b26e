use super::*;
use crate::testing::{analysis, span};
use rapporteur_lexicon::Lexicon;

/// The events of sentences written as trees.
fn events(trees: &str) -> (String, Vec<EventDraft>) {
    let (text, analysis) = analysis(trees);
    let actors = Actors::default();
    let told = Told {
        attributions: &[],
        said_on: &[],
        timexes: &[],
        actors: &actors,
        places: &Places::default(),
        dateline: None,
        published: Some("2031-05-06"),
    };
    let events = read(&text, &analysis, told, &Lexicon::embedded(), &|_| false).events;
    (text, events)
}

#[test]
fn a_passive_without_agent_has_a_target_and_no_source() {
    let (text, events) = events(
        "Two two NUM 2 nummod
         journalists journalist NOUN 4 nsubj:pass Number=Plur
         were be AUX 4 aux:pass Mood=Ind|Tense=Past|VerbForm=Fin
         arrested arrest VERB 0 root Tense=Past|VerbForm=Part|Voice=Pass
         . . PUNCT 4 punct",
    );
    let [event] = &events[..] else { panic!("{events:?}") };
    assert_eq!((event.cameo.as_str(), event.status), ("173", EventStatus::Happened));
    assert_eq!(event.evidence, [span(&text, "arrested")]);
    assert!(event.sources.is_empty() && event.targets.len() == 1);
    assert_eq!(event.date, Some(("2031-05-06".to_owned(), DateBasis::Published)));
}

#[test]
fn a_threat_and_what_is_threatened_are_one_event_whose_condition_is_kept() {
    let (text, events) = events(
        "Rebels rebel NOUN 2 nsubj Number=Plur
         threatened threaten VERB 0 root Mood=Ind|Tense=Past|VerbForm=Fin
         to to PART 4 mark
         kill kill VERB 2 xcomp VerbForm=Inf
         hostages hostage NOUN 4 obj Number=Plur
         unless unless SCONJ 8 mark
         troops troop NOUN 8 nsubj Number=Plur
         withdrew withdraw VERB 2 advcl Mood=Ind|Tense=Past|VerbForm=Fin
         . . PUNCT 2 punct",
    );
    let threat = events.iter().find(|event| event.cameo == "138").unwrap_or_else(|| panic!("{events:?}"));
    assert_eq!(threat.status, EventStatus::Happened);
    assert_eq!(threat.condition, Some(span(&text, "unless troops withdrew")));
    assert!(!events.iter().any(|event| event.cameo.starts_with("19")), "the killing is only threatened: {events:?}");
    let withdrawal = events.iter().find(|event| event.cameo != "138");
    assert!(withdrawal.is_none_or(|event| event.status == EventStatus::Possible), "{events:?}");
}

#[test]
fn what_is_negated_is_never_told_as_happened() {
    let (_, events) = events(
        "Police police NOUN 4 nsubj Number=Plur
         did do AUX 4 aux Mood=Ind|Tense=Past|VerbForm=Fin
         not not PART 4 advmod
         arrest arrest VERB 0 root VerbForm=Inf
         students student NOUN 4 obj Number=Plur
         . . PUNCT 4 punct",
    );
    assert_eq!(events.iter().map(|event| event.status).collect::<Vec<_>>(), [EventStatus::Negated]);
    assert!(events[0].date.is_none(), "what did not happen has no day");
}

#[test]
fn a_storm_does_no_politics() {
    let (_, events) = events(
        "A a DET 2 det
         storm storm NOUN 3 nsubj Number=Sing
         killed kill VERB 0 root Mood=Ind|Tense=Past|VerbForm=Fin
         villagers villager NOUN 3 obj Number=Plur
         . . PUNCT 3 punct",
    );
    assert_eq!(events, []);
}
