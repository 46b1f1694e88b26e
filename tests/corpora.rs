//! None of the text of the corpora beside the project may stand in it: their licences don't allow that, or nobody
//! knows what they allow. Looked for are runs of a dozen words, which no two writers choose alike.
#![allow(clippy::unwrap_used)]

use rapporteur_tests::root;
use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Words in a run.
const RUN: usize = 12;

/// Of the corpora, those that are made of prose.
const PROSE: &[&str] =
    &["gold", "data/attribution", "data/wikinews", "data/geo", "data/time", "data/events/plover-dev.jsonl", "data/events/cameo-dev.jsonl"];

/// The runs of words in a text, as numbers. Escapes of JSON count as what stands between words.
fn runs(text: &str) -> Vec<u64> {
    let plain = text.replace("\\n", " ").replace("\\\"", " ");
    let words: Vec<String> = plain.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).map(str::to_lowercase).collect();
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    words.windows(RUN).map(|run| hasher.hash_one(run)).collect()
}

fn texts(folder: &Path, skip: &[&str]) -> Vec<(PathBuf, String)> {
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !entry.file_name().to_str().is_some_and(|name| skip.contains(&name)))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| Some((entry.path().to_owned(), fs::read_to_string(entry.path()).ok()?)))
        .collect()
}

#[test]
fn no_text_of_the_corpora_stands_in_the_project() {
    let shared = root().join("../shared");
    if !shared.join("data").is_dir() {
        eprintln!("skipped: ../shared is not here");
        return;
    }
    // README files tell of the data in words that ours may repeat; programs are no prose.
    let skip = ["README.md", "score.py", "score_cameo.py", "raw.py"];
    let theirs: HashSet<u64> = PROSE.iter().flat_map(|part| texts(&shared.join(part), &skip)).flat_map(|(_, text)| runs(&text)).collect();
    assert!(theirs.len() > 100_000, "the corpora hold {} runs of words: fewer than they should", theirs.len());
    // What is built, fetched or vendored is not ours.
    let found: Vec<String> = texts(&root(), &["target", ".git", "node_modules", "vendor", "corpus", "artifacts"])
        .iter()
        .map(|(path, text)| (path, runs(text).iter().filter(|run| theirs.contains(*run)).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(path, count)| format!("{} ({count} runs of {RUN} words)", path.display()))
        .collect();
    assert!(found.is_empty(), "text of the corpora stands in:\n{}", found.join("\n"));
}

#[test]
fn a_run_is_known_again_whatever_stands_between_its_words() {
    let line = "The envoy of the lake towns told the council on Monday that no boat would leave the harbour.";
    let quoted = format!("{{\"text\": \"{}\"}}", line.replace(' ', "\\n"));
    let known: HashSet<u64> = runs(line).into_iter().collect();
    assert!(!known.is_empty() && runs(&quoted).iter().any(|run| known.contains(run)));
    assert!(
        runs("The envoy of the lake towns told nobody a thing about what the council had heard before.")
            .iter()
            .all(|run| !known.contains(run))
    );
}
