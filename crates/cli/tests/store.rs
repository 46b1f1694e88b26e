//! A store through the real program: made, stopped at any moment, asked, checked.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rapporteur")).args(args).env_remove("RUST_BACKTRACE").output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder of reports that differ, and a path for a store beside it.
fn reports(folder: &Path, count: usize) -> (PathBuf, String) {
    let reports = folder.join("reports");
    std::fs::create_dir(&reports).unwrap();
    for at in 0..count {
        // Words that differ from report to report: what is alike but for a number is a copy.
        let words = ["lamps", "captains", "piers", "ropes", "sailors", "winds", "crates", "bells", "masts", "nets", "buoys", "tides"];
        let cargo: Vec<String> =
            (1..40).map(|place| format!("{}{}", words[(at + place * 5) % 12], (at + 3) * (place + 7) * (at + place) % 9973)).collect();
        let text = format!(
            "Ferry {at} stays in port\n\n2031-05-{:02}\n\nVarosian Harbour Minister Irina Dask said on Monday that ferry {at} would not sail.\n\n\
             It carries {}.\n",
            at % 28 + 1,
            cargo.join(" and ")
        );
        std::fs::write(reports.join(format!("{at:03}.txt")), text).unwrap();
    }
    (reports, folder.join("s.db").display().to_string())
}

fn count(store: &str, table: &str) -> String {
    stdout(&run(&["sql", "--store", store, "--format", "csv", &format!("select count(*) as n from {table}")]))
        .lines()
        .nth(1)
        .unwrap()
        .to_owned()
}

#[test]
fn reports_are_ingested_once_asked_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, store) = reports(folder.path(), 12);
    let reports = reports.display().to_string();
    for (new, known) in [("12 new", "0 there before"), ("0 new", "12 there before")] {
        let output = run(&["ingest", "--store", &store, &reports]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stderr(&output).contains(new) && stderr(&output).contains(known), "{}", stderr(&output));
    }
    assert_eq!((count(&store, "reports"), count(&store, "stories")), ("12".to_owned(), "12".to_owned()));
    let table = stdout(&run(&[
        "statements",
        "--store",
        &store,
        "--by",
        "dask",
        "--since",
        "2031-05-05",
        "--until",
        "2031-05-06",
        "--format",
        "jsonl",
    ]));
    let rows: Vec<serde_json::Value> = table.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["speaker"].as_str().unwrap().contains("Dask")), "{table}");
    let output = run(&["check", "--store", &store]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn a_question_that_cannot_be_answered_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, store) = reports(folder.path(), 1);
    let output = run(&["sql", "--store", &store, "select 1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no store"), "{}", stderr(&output));
    run(&["ingest", "--store", &store, &reports.display().to_string()]);
    for (args, said) in [
        (vec!["sql", "--store", &store, "delete from reports"], "would change the store"),
        (vec!["sql", "--store", &store, "select colour from reports"], "no such column"),
        (vec!["statements", "--store", &store, "--since", "soon"], "`soon` is no day"),
        (vec!["statements", "--store", &store, "--count-by", "mood"], "cannot count by `mood`"),
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(said), "{args:?}: {}", stderr(&output));
    }
    assert_eq!(count(&store, "reports"), "1");
}

#[test]
fn an_input_that_fails_is_named_and_the_rest_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, store) = reports(folder.path(), 3);
    std::fs::write(reports.join("broken.pdf"), b"%PDF-1.7 broken").unwrap();
    std::fs::write(reports.join("empty.txt"), b"").unwrap();
    // Into the very folder, twice: the store is no report.
    drop(store);
    let store = reports.join("s.db").display().to_string();
    assert_eq!(run(&["ingest", "--store", &store, &reports.display().to_string()]).status.code(), Some(1));
    let output = run(&["ingest", "--store", &store, &reports.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!stderr(&output).contains("s.db\n"), "{}", stderr(&output));
    assert!(stderr(&output).contains("broken.pdf") && stderr(&output).contains("empty.txt"), "{}", stderr(&output));
    assert_eq!(count(&store, "reports"), "3");
}

#[test]
fn killed_at_any_moment_it_loses_nothing_and_counts_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, store) = reports(folder.path(), 300);
    let reports = reports.display().to_string();
    let mut partly = 0;
    for round in 0..12_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .args(["ingest", "--quiet", "--store", &store, &reports])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // SIGKILL: nothing of the program runs any more.
        std::thread::sleep(Duration::from_millis(40 + round * 97 % 400));
        child.kill().unwrap();
        child.wait().unwrap();
        if Path::new(&store).exists() && run(&["sql", "--store", &store, "select 1"]).status.success() {
            let check = run(&["check", "--quiet", "--store", &store]);
            assert!(check.status.success(), "after {round}: {}", stdout(&check));
            partly += usize::from(count(&store, "reports") != "300");
        }
    }
    println!("{partly} of 12 runs were stopped with a part stored");
    assert!(run(&["ingest", "--quiet", "--store", &store, &reports]).status.success());
    let whole = folder.path().join("whole.db").display().to_string();
    assert!(run(&["ingest", "--quiet", "--store", &whole, &reports]).status.success());
    assert_eq!(count(&store, "reports"), "300");
    for table in ["stories", "statements", "events", "actors", "shingles", "statement_actors", "timexes", "quantities"] {
        assert_eq!(count(&store, table), count(&whole, table), "{table}");
    }
    assert!(run(&["check", "--quiet", "--store", &store]).status.success());
}

/// The cells of a CSV answer without quotes in it, below the header.
fn cells(store: &str, sql: &str) -> Vec<String> {
    let answer = stdout(&run(&["sql", "--store", store, "--format", "csv", sql]));
    answer.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn people_correct_findings_and_reading_anew_keeps_what_they_said() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, store) = reports(folder.path(), 4);
    assert!(run(&["ingest", "--quiet", "--store", &store, &reports.display().to_string()]).status.success());
    let correct = |args: &[&str]| {
        let output = run(&[&["correct", args[0], "--store", &store], &args[1..]].concat());
        (output.status.code(), format!("{}{}", stdout(&output), stderr(&output)))
    };
    let before = cells(&store, "select id, act, speaker from statements_flat order by id");
    let (code, said) =
        correct(&["change", "--who", "ik", "--note", "a trial", "statement", "1", "act=deny", "speaker=Tomas Karim [person]"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("correction 1") && said.contains("correction 2"), "{said}");
    assert_eq!(correct(&["reject", "--who", "mq", "statement", "2/s1"]).0, Some(0));
    assert_eq!(
        cells(&store, "select act || '|' || speaker || '|' || verdict from statements_flat where id = 1"),
        ["deny|Tomas Karim|changed"]
    );
    let answer = stdout(&run(&["statements", "--store", &store, "--as-read", "--act", "deny", "--format", "csv"]));
    assert_eq!(answer.lines().count(), 1, "{answer}");
    for (args, said) in [
        (vec!["change", "--who", "ik", "statement", "1", "act"], "changes nothing"),
        (vec!["change", "--who", "ik", "opinion", "1", "act=deny"], "is one of statement, event"),
        (vec!["change", "--who", "ik", "statement", "9999", "act=deny"], "there is no statement `9999`"),
        (vec!["undo", "--who", "ik", "99"], "there is no correction 99"),
    ] {
        let (code, found) = correct(&args);
        assert_eq!(code, Some(2), "{args:?}");
        assert!(found.contains(said), "{args:?}: {found}");
    }
    // Reading anew with the same models gives the same, and corrections hold.
    let output = run(&["reread", "--store", &store]);
    assert!(stderr(&output).contains("0 of 4 reports read anew"), "{}", stderr(&output));
    let output = run(&["reread", "--store", &store, "--all"]);
    assert!(output.status.success() && stderr(&output).contains("4 of 4 reports read anew"), "{}", stderr(&output));
    assert_eq!(
        cells(&store, "select act || '|' || speaker || '|' || verdict from statements_flat where id = 1"),
        ["deny|Tomas Karim|changed"]
    );
    assert_eq!(cells(&store, "select count(*) from corrections where finding is not null"), ["3"]);
    assert!(run(&["check", "--quiet", "--store", &store]).status.success());
    let actors = stdout(&run(&["actors", "--store", &store, "--by", "dask", "--format", "csv"]));
    assert!(actors.lines().nth(1).is_some_and(|row| row.contains("Irina Dask,person")), "{actors}");
    let shown = stdout(&run(&["actors", "show", "--store", &store, "Irina Dask", "--format", "csv"]));
    assert!(shown.contains("Irina Dask"), "{shown}");
    // Out, away, and in again.
    let (_, exported) = correct(&["export"]);
    assert_eq!(exported.lines().count(), 3, "{exported}");
    let file = folder.path().join("corrections.jsonl");
    std::fs::write(&file, &exported).unwrap();
    for number in ["1", "2", "3"] {
        assert_eq!(correct(&["undo", "--who", "ik", number]).0, Some(0));
    }
    assert_eq!(cells(&store, "select id, act, speaker from statements_flat order by id"), before);
    let (code, said) = correct(&["import", &file.display().to_string()]);
    assert!(code == Some(0) && said.contains("3 added"), "{said}");
    assert_eq!(cells(&store, "select act || '|' || speaker from statements_flat where id = 1"), ["deny|Tomas Karim"]);
    assert!(correct(&["list"]).1.contains("a trial"));
    assert!(run(&["check", "--quiet", "--store", &store]).status.success());
}

#[test]
fn records_that_were_read_elsewhere_are_stored_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports.jsonl");
    let fields = ["--text-field", "text", "--date-field", "date"];
    let read = run(&[&["read", "--format", "jsonl", examples][..], &fields].concat());
    assert!(read.status.success());
    let lines = String::from_utf8(read.stdout).unwrap();
    std::fs::write(at("records.jsonl"), &lines).unwrap();
    // As a column of a table, as clusters write it.
    let rows = lines.lines().enumerate().map(|(at, line)| serde_json::json!({"id": at.to_string(), "record": line}).to_string());
    std::fs::write(at("rows.jsonl"), rows.collect::<Vec<_>>().join("\n")).unwrap();
    let direct = run(&[&["ingest", "--quiet", "--store", &at("direct.db"), examples][..], &fields].concat());
    assert!(direct.status.success());
    let ask = |store: &str| {
        let sql = "select report, local, speaker, content, same, address from statements_flat order by 1, 2";
        String::from_utf8(run(&["sql", "--store", &at(store), "--format", "csv", sql]).stdout).unwrap()
    };
    assert!(ask("direct.db").lines().count() > 3);
    // And as a Parquet table, which our own program writes too.
    let values: Vec<String> = lines.lines().take(2).map(|line| format!("('{}')", line.replace('\'', "''"))).collect();
    let sql = format!("select column1 as record from (values {})", values.join(", "));
    let output = run(&["sql", "--store", &at("direct.db"), "--format", "parquet", "--output", &at("records.parquet"), &sql]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = run(&["ingest", "--records", "--store", &at("parquet.db"), &at("records.parquet")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(ask("direct.db").starts_with(ask("parquet.db").trim_end()));
    // Texts that our program wrote as a table are read like any others.
    let sql = "select text, substr(published, 1, 10) as date, address as id from reports";
    run(&["sql", "--store", &at("direct.db"), "--format", "parquet", "--output", &at("texts.parquet"), sql]);
    let output = run(&["ingest", "--quiet", "--store", &at("texts.db"), &at("texts.parquet")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(ask("texts.db").lines().count(), ask("direct.db").lines().count());
    for (input, store) in [("records.jsonl", "lines.db"), ("rows.jsonl", "rows.db")] {
        let output = run(&["ingest", "--records", "--store", &at(store), &at(input)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(ask(store), ask("direct.db"), "{input}");
        let again = run(&["ingest", "--records", "--store", &at(store), &at(input)]);
        assert!(String::from_utf8_lossy(&again.stderr).contains("0 new, 0 copies"), "{}", String::from_utf8_lossy(&again.stderr));
    }
    std::fs::write(at("wrong.jsonl"), "{\"record\": \"{}\"}\n{\"record\": \"no\"}\n").unwrap();
    let output = run(&["ingest", "--records", "--store", &at("wrong.db"), &at("wrong.jsonl")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("this is no record"));
}
