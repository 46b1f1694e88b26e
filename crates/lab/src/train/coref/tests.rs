use super::*;
use crate::coref::gold_analysis;
use crate::treebank::Treebank;
use rapporteur_language::mentions::{EntityType, Mention, MentionForm};
use rapporteur_language::{Analysis, Upos};
use std::fs;

/// A report in which everyone is named twice.
fn document() -> Document {
    let sentence = |name: &str, chain: usize| {
        format!(
            "# text = {name} left\n\
             1\t{name}\t{name}\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tEntity=({chain}-person-new)\n\
             2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n\n"
        )
    };
    let text: String = [("Dask", 1), ("Holm", 2), ("Dask", 1), ("Holm", 2)].map(|(name, chain)| sentence(name, chain)).concat();
    let bank = Treebank::parse(&text).unwrap();
    Document::predicted(&bank.sentences, |_| {
        let (_, analysis) = gold_analysis(&bank.sentences);
        let name = |sentence: usize| {
            let id = analysis.sentences[sentence].ids().find(|&id| analysis.sentences[sentence][id].upos == Upos::Propn).unwrap();
            Mention { sentence, first: id, last: id, head: id, form: MentionForm::Name, kind: EntityType::Person, score: 1.0 }
        };
        let mentions = (0..analysis.sentences.len()).map(name).collect();
        Analysis { mentions, ..analysis.clone() }
    })
}

fn settings() -> Settings {
    Settings { epochs: 3, runs: 2, ..Settings::default() }
}

#[test]
fn names_learn_to_mean_the_same() {
    let document = document();
    assert_eq!(document.chains, [Some(0), Some(1), Some(0), Some(1)]);
    let tables = Tables::embedded();
    let mut heard = Vec::new();
    let model = train(&[&document], &[&document], &tables, settings(), None, &mut |progress| {
        heard.push((progress.run, progress.epoch));
    })
    .unwrap();
    assert_eq!(heard, [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]);
    assert_eq!(evaluate(&[&document], &model, &tables).all.conll(), 1.0);
}

#[test]
fn a_training_that_was_stopped_ends_as_one_that_was_not_and_knows_its_data() {
    let document = document();
    let tables = Tables::embedded();
    let folder = std::env::temp_dir().join(format!("rapporteur-coref-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("checkpoint");
    let run = |settings: Settings, path: Option<&Path>| train(&[&document], &[], &tables, settings, path, &mut |_| {});
    let whole = run(settings(), None).unwrap();
    let mut state = State::new(fingerprint(&[&document], settings()));
    let lessons = lessons(&[&document], &tables);
    for _ in 0..3 {
        state.pass(&lessons, settings());
    }
    state.next_run();
    state.pass(&lessons, settings());
    checkpoint::save(&path, &state).unwrap();
    let resumed = run(settings(), Some(&path)).unwrap();
    let other = run(Settings { rate: 0.5, ..settings() }, Some(&path));
    fs::remove_dir_all(&folder).unwrap();
    assert!(whole.to_bytes() == resumed.to_bytes());
    assert!(other.is_err_and(|error| error.to_string().contains("other data")));
}
