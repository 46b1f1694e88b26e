//! Exports through the real program: every format writes, nothing is written over, what cannot be done says why.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rapporteur")).args(args).env_remove("RUST_BACKTRACE").output().expect("the program starts")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const REPORT: &str = "Talks stall in Kelm\n\nMay 6, 2031\n\nVarosian Foreign Minister Irina Dask told the Northern Front on Monday that \
talks had failed. \"We will not wait,\" she said. Russia criticized Ukraine on Sunday.\n";

/// A store with one report.
fn store(folder: &Path) -> String {
    let (report, store) = (folder.join("report.txt"), folder.join("s.db").display().to_string());
    std::fs::write(&report, REPORT).unwrap();
    let output = run(&["ingest", "--quiet", "--store", &store, &report.display().to_string()]);
    assert!(output.status.success(), "{}", stderr(&output));
    store
}

#[test]
fn every_format_is_written_and_never_over_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    for format in [
        "csv",
        "tsv",
        "json",
        "jsonl",
        "markdown",
        "parquet",
        "arrow",
        "graphml",
        "gexf",
        "dna",
        "petrarch",
        "phoenix",
        "gdelt",
        "icews",
        "webannotation",
        "brat",
        "timeml",
        "conllu",
        "datapackage",
    ] {
        let out = folder.path().join(format!("out-{format}"));
        let path = out.display().to_string();
        let output = run(&["export", "--store", &store, "--format", format, "--out", &path]);
        assert!(output.status.success(), "{format}: {}", stderr(&output));
        assert!(out.exists(), "{format}");
        let before: Vec<u8> = std::fs::read(&out).unwrap_or_default();
        let output = run(&["export", "--store", &store, "--format", format, "--out", &path]);
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(stderr(&output).contains("is there already"), "{format}: {}", stderr(&output));
        assert!(run(&["export", "--store", &store, "--format", format, "--out", &path, "--force"]).status.success(), "{format}");
        assert_eq!(std::fs::read(&out).unwrap_or_default(), before, "{format}: the same store gives the same bytes");
    }
    let left: Vec<String> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.ends_with(".part")), "{left:?}");
}

#[test]
fn what_cannot_be_exported_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let missing = folder.path().join("none.db").display().to_string();
    for (args, said) in [
        (vec!["--store", &store, "--format", "xlsx", "--out", "-"], "invalid value 'xlsx'"),
        (vec!["--store", &missing, "--format", "csv", "--out", "-"], "there is no store"),
        (vec!["--store", &store, "--format", "csv", "--out", "/no/such/folder.csv"], "cannot write"),
        (vec!["--store", &store, "--format", "dna", "--out", "-"], "standard output"),
        (vec!["--store", &store, "--format", "brat", "--by", "Dask", "--out", "/tmp/never"], "--by has no meaning for reports"),
        (vec!["--store", &store, "--format", "csv", "--since", "soon", "--out", "-"], "`soon` is no day"),
    ] {
        let output = run(&[vec!["export"], args.clone()].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(said), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn a_database_comes_back_with_its_coders_words_as_corrections() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (database, back, lines) = (path("t.dna"), path("back.db"), path("coded.jsonl"));
    assert!(run(&["export", "--store", &store, "--format", "dna", "--out", &database]).status.success());
    let mut counts = Vec::new();
    for _ in 0..2 {
        let output = run(&["import", "--dna", &database, "--store", &back, "--statements", &lines, "--force"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let answer = run(&["sql", "--store", &back, "--format", "csv", "select count(*) as n from corrections"]);
        counts.push(String::from_utf8(answer.stdout).unwrap());
    }
    assert_eq!(counts[0], counts[1], "the same database twice adds nothing");
    assert_ne!(counts[0], "n\n0\n");
    let coded = std::fs::read_to_string(&lines).unwrap();
    let coded: Vec<serde_json::Value> = coded.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(coded.iter().any(|one| one["variables"]["person"] == "Irina Dask" && one["statement"].is_string()), "{coded:?}");
    assert!(run(&["check", "--quiet", "--store", &back]).status.success());
}
