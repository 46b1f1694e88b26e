//! `rapporteur settle` through the real program: every form, and what cannot be used.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .arg("settle")
        .args(args)
        .current_dir(root())
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap()
}

fn stdout(args: &[&str]) -> String {
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What is said where the run cannot be done: one message with what to do.
fn refused(args: &[&str]) -> String {
    let output = run(args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}: {said}");
    said
}

const POSITIONS: [&str; 2] = ["--positions", "docs/positions.json"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    POSITIONS.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn every_form_is_printed_and_says_the_same_twice() {
    for (format, said) in [
        ("text", "which Varosia refuses"),
        ("json", "\"deadlocks\""),
        ("csv", "incompatible,leave(karim),Karim leaves office,Northern Front,Varosia"),
        ("matrix", "party,The fighting stops,"),
        ("html", "<!DOCTYPE html>"),
        ("markdown", "# What blocks a settlement"),
        ("svg", "<svg "),
    ] {
        let printed = stdout(&with(&["--format", format, "--sensitivity"]));
        assert!(printed.contains(said), "{format}: {printed}");
        assert_eq!(printed, stdout(&with(&["--format", format, "--sensitivity"])), "{format}");
    }
    let csv = stdout(&with(&["--network", "subtract"]));
    assert!(csv.starts_with(",League of Coastal States,Northern Front,Telmark,Varosia\n"), "{csv}");
    assert!(stdout(&with(&["--network", "two-mode", "--nodes", "holders", "--format", "graphml"])).contains("<edge "));
}

#[test]
fn a_vote_is_a_range_where_members_are_silent() {
    let printed = stdout(&with(&["--rule", "unsc", "--on", "2031-05-21", "--issue", "sanction(varosia)"]));
    assert!(
        printed.contains("is undecided (0 to 15 of 15 votes for it; it needs 9 of 15 votes, no permanent member against)"),
        "{printed}"
    );
    let printed = stdout(&with(&["--rule", "unsc", "--on", "2031-05-21", "--issue", "sanction(varosia)", "--members", "Telmark,France"]));
    assert!(printed.contains("0 to 14 of 15"), "Telmark sits without a veto: {printed}");
}

#[test]
fn a_draft_is_analysed_and_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("draft.json").display().to_string();
    stdout(&with(&["--draft-model", &file]));
    assert!(stdout(&["--model", &file, "--routes"]).contains("is the status quo"));
    assert!(refused(&with(&["--draft-model", &file])).contains("is there already"));
}

#[test]
fn reports_are_read_and_those_without_positions_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ferry.txt");
    std::fs::write(&file, "The ferry sails at nine.\n").unwrap();
    assert!(refused(&[file.to_str().unwrap()]).contains("there are no positions"));
    assert!(refused(&["--store", "/no/such/store.db"]).contains("there is no store"));
}

#[test]
fn what_cannot_be_used_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let options: Vec<String> = (0..40).map(|at| format!("\"o{at}\"")).collect();
    let many = write("many.json", &format!("{{\"options\": [{}], \"decision_makers\": []}}", options.join(",")));
    let empty = write("empty.json", "[]");
    let broken = write("broken.json", "[{\"holder\": \"A\", \"issue\": \"x\", \"stance\": \"perhaps\", \"evidence\": []}]");
    for (args, said) in [
        (vec!["--positions", empty.as_str()], "there are no positions"),
        (vec!["--positions", broken.as_str()], "`perhaps` is no stance"),
        (vec!["--positions", "/no/such/file.json"], "cannot read /no/such/file.json"),
        (vec!["--model", many.as_str()], "40 options"),
        (vec!["--model", "docs/conflict.json", "--routes", "--from", "YN"], "`YN` is no state that can be"),
        (vec!["--model", "docs/conflict.json", "--format", "html"], "printed as text or json"),
        (with(&["--rule", "senate", "--issue", "leave(karim)"]), "there is no rule `senate`"),
        (with(&["--rule", "unsc"]), "which issue is to be decided?"),
        (with(&["--issue", "the moon"]), "no position is about `the moon`"),
        (with(&["--on", "soon"]), "`soon` is not a date"),
        (with(&["--on", "1931-01-01"]), "later days than 1931-01-01"),
        (with(&["--rule", "unsc", "--on", "1931-01-01", "--issue", "leave(karim)"]), "later days than 1931-01-01"),
        (with(&["--network", "two-mode", "--normalize", "jaccard"]), "two-mode networks take"),
        (with(&["--format", "graphml"]), "GraphML is a form of networks"),
    ] {
        let message = refused(&args);
        assert!(message.contains(said), "{args:?}: {message}");
        assert_eq!(message.matches("error: ").count(), 1, "{args:?}: {message}");
        assert!(message.contains("help:") || message.contains("No such file"), "{args:?}: {message}");
    }
}

#[test]
fn a_codebook_names_the_issues_of_records_and_of_what_is_settled() {
    let program = env!("CARGO_BIN_EXE_rapporteur");
    let read = Command::new(program)
        .args(["read", "--codebook", "examples/codebook.toml", "--format", "jsonl", "examples/talks.txt"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let record: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    let coded = record["positions"].as_array().unwrap().iter().filter(|position| position["issue"]["codebook"].is_string()).count();
    assert!(coded > 0, "no position falls under an issue of the codebook");

    let shell = format!(
        "'{program}' positions --codebook examples/codebook.toml --format json examples/talks.txt | '{program}' settle --positions - --format json"
    );
    let settled = Command::new("sh").args(["-c", &shell]).current_dir(root()).output().unwrap();
    assert!(settled.status.success(), "{}", String::from_utf8_lossy(&settled.stderr));
    let found: serde_json::Value = serde_json::from_slice(&settled.stdout).unwrap();
    let text = found.to_string();
    let codebook = std::fs::read_to_string(root().join("examples/codebook.toml")).unwrap();
    let keys: Vec<&str> = codebook.lines().filter_map(|line| line.strip_prefix("key = \"")?.strip_suffix('"')).collect();
    assert!(keys.iter().any(|key| text.contains(&format!("\"{key}\""))), "{text}");
}
