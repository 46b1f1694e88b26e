//! The real program: streams, exit codes, each output format, help whose examples run.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(args).current_dir(root()).env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
    command
}

fn run(args: &[&str]) -> Output {
    program(args).output().expect("the program starts")
}

fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = program(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // The program may stop reading early, which is its right.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const REPORT: &[u8] = b"Talks stall in Kelm\n\nMay 6, 2031\n\nVarosian Foreign Minister Irina Dask said on Monday that \
talks with the rebels had failed. \"We will not wait,\" she said.\n";

#[test]
fn a_report_on_standard_input_gives_a_record() {
    let output = run_with(&["read", "--format", "json", "-"], REPORT);
    assert!(output.status.success(), "{}", stderr(&output));
    let record: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(record["schema"], "rapporteur/1");
    assert_eq!(record["doc"]["uri"], "-");
    assert_eq!(record["doc"]["published"], "2031-05-06");
    assert!(record["statements"].as_array().unwrap().len() >= 2, "{record:#}");
}

#[test]
fn the_date_of_the_user_wins() {
    let output = run_with(&["read", "--format", "json", "--date", "2031-05-09", "-"], REPORT);
    let record: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(record["doc"]["published"], "2031-05-09");
    assert_eq!(record["doc"]["published_basis"], "given");
    let output = run_with(&["read", "--date", "soon", "-"], REPORT);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`soon` is not a date"));
}

#[test]
fn many_reports_come_out_one_a_line_in_order() {
    let rows =
        b"{\"id\":\"b\",\"text\":\"She said yes.\",\"date\":null}\n{\"id\":\"a\",\"text\":\"He said no.\",\"date\":\"2031-01-02\"}\n";
    let output = run_with(&["read", "--format", "jsonl", "--text-field", "text", "--date-field", "date", "--id-field", "id", "-"], rows);
    let records: Vec<serde_json::Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let keys: Vec<&str> = records.iter().map(|record| record["doc"]["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["b", "a"]);
    assert_eq!(records[0]["text"], "She said yes.");
    assert_eq!(records[1]["doc"]["published"], "2031-01-02");
}

#[test]
fn a_bad_input_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("1-empty.txt", b"");
    write("2-picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0");
    write("3-broken.pdf", b"%PDF-1.7\nthis is no document");
    write("4-good.txt", REPORT);
    let output = run(&["read", "--format", "jsonl", folder.path().to_str().unwrap(), "no-such-file.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output).lines().count(), 1, "the good one was read");
    let messages = stderr(&output);
    for (code, name) in [
        ("input/empty", "1-empty.txt"),
        ("input/not-text", "2-picture.txt"),
        ("input/pdf-broken", "3-broken.pdf"),
        ("input/unreadable", "no-such-file.txt"),
    ] {
        assert_eq!(messages.matches(code).count(), 1, "{code} once in\n{messages}");
        assert!(messages.contains(name), "{name} is named in\n{messages}");
    }
    assert!(!messages.contains("panicked"));
}

#[test]
fn a_folder_without_reports_and_a_pattern_without_files_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_str().unwrap(), "examples/*.nothing"] {
        let output = run(&["read", path]);
        assert_eq!(output.status.code(), Some(1), "{path}");
        assert!(stderr(&output).contains("input/no-reports"), "{}", stderr(&output));
    }
}

#[test]
fn a_line_of_fifty_megabytes_ends_in_one_message() {
    let output = run_with(&["read", "--format", "jsonl", "--max-bytes", "8000000", "-"], &vec![b'a'; 50_000_000]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    assert!(stderr(&output).lines().filter(|line| line.starts_with("error") || line.starts_with("warning")).count() >= 1);
}

#[test]
fn what_goes_to_a_file_is_what_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.jsonl");
    let piped = run(&["read", "--format", "jsonl", "examples/talks.txt"]);
    let written = run(&["read", "--format", "jsonl", "--output", path.to_str().unwrap(), "examples/talks.txt"]);
    assert!(written.status.success() && written.stdout.is_empty());
    assert_eq!(std::fs::read(&path).unwrap(), piped.stdout);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no partial file is left");
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    assert!(!stdout(&run(&["read", "examples/talks.txt"])).contains('\x1b'));
    assert!(stdout(&run(&["read", "--color", "always", "examples/talks.txt"])).contains('\x1b'));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program(&["read", "--format", "jsonl", "examples"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)));
    assert!(!stderr(&output).contains("roken pipe"), "{}", stderr(&output));
}

#[test]
fn why_shows_cue_speaker_chain_and_day() {
    let output = run_with(&["read", "--why", "s2", "-"], REPORT);
    assert!(output.status.success(), "{}", stderr(&output));
    let page = stdout(&output);
    for words in ["s2  ", "row of lexicon/cues", "Irina Dask (a", "“she”: a pronoun", "“Foreign Minister Irina Dask”", "said on"] {
        let page = page.replace("Varosian Foreign", "Foreign");
        assert!(page.contains(words), "`{words}` is not in\n{page}");
    }
    let output = run_with(&["read", "--why", "s99", "-"], REPORT);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no statement `s99`"), "{}", stderr(&output));
}

#[test]
fn tables_of_the_users_are_laid_over_ours_and_their_faults_are_named() {
    let output = run_with(&["read", "--format", "json", "--lexicon", "tests/overlay", "-"], REPORT);
    let record: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let codes: Vec<&str> = record["actors"].as_array().unwrap().iter().filter_map(|actor| actor["code"].as_str()).collect();
    assert!(codes.contains(&"VARGOV"), "{codes:?}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("actors")).unwrap();
    std::fs::write(folder.path().join("actors/countries.tsv"), "name\tcode\talias\tdemonym\tcapital\tmetonym\nVarosia\n").unwrap();
    let output = run(&["lexicon", "check", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("actors/countries.tsv:2:1"), "{}", stdout(&output));
}

#[test]
fn parse_prints_conllu_and_trees() {
    let output = run_with(&["parse", "--format", "conllu", "-"], b"The minister didn't come.\n");
    let conllu = stdout(&output);
    assert!(conllu.contains("# text = The minister didn't come."), "{conllu}");
    assert!(conllu.contains("3-4\tdidn't\t_"), "{conllu}");
    assert!(conllu.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).all(|line| line.split('\t').count() == 10));
    let tree = stdout(&run_with(&["parse", "--format", "tree", "-"], b"The minister came.\n"));
    let lines: Vec<&str> = tree.lines().collect();
    assert_eq!(lines[..3], ["1  The minister came.", "  ╭─╼ The     DET   det   the", "╭─┶ minister  NOUN  nsubj"], "{tree}");
    let coloured = stdout(&run_with(&["parse", "--color", "always", "--format", "tree", "-"], b"The minister came.\n"));
    assert!(!tree.contains('\x1b') && coloured.contains("\x1b[36mNOUN"), "{coloured}");
}

#[test]
fn parse_prints_json_whose_spans_count_letters() {
    let text = "Café owners didn't pay. He left.\n";
    let output = run_with(&["parse", "--format", "json", "-"], text.as_bytes());
    let printed = stdout(&output);
    assert_eq!(printed.lines().count(), 1, "one object a text, in one line: {printed}");
    let parse: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((parse["uri"].as_str(), parse["text"].as_str()), (Some("-"), Some(text)));
    let letters: Vec<char> = text.chars().collect();
    let sentences = parse["sentences"].as_array().unwrap();
    assert_eq!(sentences.len(), 2);
    for token in sentences.iter().flat_map(|sentence| sentence["tokens"].as_array().unwrap()) {
        let place = |key: &str| token[key].as_u64().unwrap() as usize;
        let words: String = letters[place("start")..place("end")].iter().collect();
        assert_eq!(token["form"], words);
    }
    let did = &sentences[0]["tokens"][2];
    assert_eq!((did["form"].as_str(), did["joined"].as_bool()), (Some("did"), Some(true)));
    let he = &sentences[1]["tokens"][0];
    assert_eq!((he["id"].as_u64(), he["head"].as_u64(), he["deprel"].as_str()), (Some(1), Some(2), Some("nsubj")));
    assert_eq!((he["lemma"].as_str(), he["upos"].as_str(), he["feats"]["Person"].as_str()), (Some("he"), Some("PRON"), Some("3")));
    assert_eq!(sentences[1]["tokens"][1]["head"], 0);
    let he = parse["mentions"].as_array().unwrap().iter().find(|mention| mention["sentence"] == 1).unwrap();
    let (start, end) = (he["start"].as_u64().unwrap() as usize, he["end"].as_u64().unwrap() as usize);
    assert_eq!(
        (letters[start..end].iter().collect::<String>().as_str(), he["type"].as_str(), he["head"].as_u64()),
        ("He", Some("person"), Some(1))
    );
    assert!(he["chain"].is_u64() && he["score"].is_f64());
}

#[test]
fn parse_says_which_mentions_mean_the_same_and_how_surely() {
    let text = "Irina Dask met Anton Belmar. She told him that the talks had failed.\n";
    let parse: serde_json::Value = serde_json::from_str(&stdout(&run_with(&["parse", "--format", "json", "-"], text.as_bytes()))).unwrap();
    let mentions = parse["mentions"].as_array().unwrap();
    let at = |words: &str| {
        let place = |mention: &serde_json::Value, key: &str| mention[key].as_u64().unwrap() as usize;
        mentions.iter().position(|mention| &text[place(mention, "start")..place(mention, "end")] == words).unwrap()
    };
    let (dask, she) = (at("Irina Dask"), at("She"));
    assert_eq!(mentions[she]["chain"], mentions[dask]["chain"]);
    assert_eq!(mentions[she]["link"]["mention"], dask);
    let score = mentions[she]["link"]["score"].as_f64().unwrap();
    assert!(score > 0.5 && score < 1.0, "{score}");
    assert!(mentions[dask]["link"].is_null());
}

#[test]
fn many_texts_give_an_object_each() {
    let printed = stdout(&run(&["parse", "--format", "json", "examples/reports.jsonl"]));
    let uris: Vec<String> =
        printed.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["uri"].as_str().unwrap().to_owned()).collect();
    assert_eq!(uris.len(), 4);
    assert!(uris[1].ends_with("#2"), "{uris:?}");
}

#[test]
fn code_prints_what_petrarch_would_in_both_forms() {
    let rows =
        "{\"id\": 7, \"text\": \"Varosia attacked Telmark at the dam.\", \"date\": \"2031-05-06\"}\n\n{\"id\": \"b\", \"text\": \"\"}\n";
    let output = run_with(&["code", "--petrarch", "tests/petrarch", "-"], rows.as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    let first = r#"{"id":7,"events":[{"source_code":"VAR","cameo":"190","target_code":"TLM"}]}"#;
    assert_eq!(stdout(&output), format!("{first}\n{{\"id\":\"b\",\"events\":[]}}\n"));
    let output = run_with(&["code", "--petrarch", "tests/petrarch", "--format", "tsv", "-"], rows.as_bytes());
    assert_eq!(stdout(&output), "20310506\tVAR\tTLM\t190\tWATER,1\t7_1\n");
}

#[test]
fn code_names_lines_that_are_no_stories_and_goes_on() {
    let rows = "nonsense\n{\"id\": 1, \"text\": \"Varosia attacked Telmark.\", \"date\": \"6 May\"}\n";
    let output = run_with(&["code", "--petrarch", "tests/petrarch", "-", "/no/such/file.jsonl"], rows.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("\"cameo\":\"190\""), "{}", stdout(&output));
    let told = stderr(&output);
    for word in ["-:1:1", "`6 May` is no date", "-:2:1", "/no/such/file.jsonl"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let output = run_with(&["code", "--petrarch", "examples", "-"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("examples holds no verbs"), "{}", stderr(&output));
}

#[test]
fn dictionaries_with_faults_are_named_by_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("my.verbs.txt"), "--- HELP [070] ---\nHELP\n- * [071]\n- * &NONE [072]\n").unwrap();
    std::fs::write(folder.path().join("my.actors.txt"), b"VAROSIA [VAR]\nTELM\xe9RK [TLM\n").unwrap();
    let output = run(&["lexicon", "check", "--petrarch", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let told = stdout(&output);
    for word in ["my.verbs.txt:3:1", "match every sentence", "my.verbs.txt:4:1", "&NONE", "my.actors.txt:2:1", "damaged", "4 lines"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn explain_knows_labels_and_diagnostics() {
    assert!(stdout(&run(&["explain", "nsubj"])).contains("Subject"));
    assert!(stdout(&run(&["explain", "date/repaired"])).contains("completed"));
    let output = run(&["explain", "nonsense"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_evaluation_without_corpora_says_what_it_skipped() {
    let output = run(&["eval", "--data", "/no/such/folder", "language", "statements", "time", "pages"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output).matches("skipped").count(), 4, "{}", stderr(&output));
}

/// The commands below "Examples:" in a help text.
fn examples(help: &str) -> Vec<String> {
    let after = help.split("Examples:").nth(1).unwrap_or_default();
    after.lines().map(str::trim).filter(|line| line.starts_with("rapporteur ")).map(str::to_owned).collect()
}

/// Every command, in an order in which the examples of the later find what those of the earlier made.
const COMMANDS: [&str; 30] = [
    "",
    "read",
    "ingest",
    "follow",
    "statements",
    "events",
    "quotes",
    "actors",
    "stories",
    "timeline",
    "network",
    "compare",
    "positions",
    "codebook",
    "sql",
    "correct",
    "reread",
    "check",
    "export",
    "import",
    "serve",
    "settle",
    "parse",
    "code",
    "eval",
    "train",
    "explain",
    "lexicon",
    "completions",
    "man",
];

#[test]
fn every_help_ends_with_examples_that_run() {
    // The store of the examples may be one that an earlier program made.
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("/tmp/talks.db{end}"));
    }
    for command in COMMANDS {
        let args: Vec<&str> = [command, "--help"].into_iter().filter(|arg| !arg.is_empty()).collect();
        // So wide that no example is broken over two lines.
        let help = stdout(&program(&args).env("COLUMNS", "400").output().unwrap());
        let examples = examples(&help);
        assert!(!examples.is_empty(), "`{command} --help` has examples:\n{help}");
        for example in examples {
            // An evaluation of everything takes minutes; without corpora it takes none.
            let example = if command == "eval" {
                format!("{example} --data /no/such/folder").replacen("--data ../shared/data ", "", 1)
            } else if command == "follow" || command == "serve" {
                // One connects to other machines, crates/cli/tests/inputs.rs follows a feed of this one; the other goes on until it is ended.
                format!("{example} --help")
            } else {
                example
            };
            if example.contains("../shared") && !root().join("../shared").exists() {
                println!("skipped: `{example}` needs ../shared");
                continue;
            }
            let shell = example.replacen("rapporteur", env!("CARGO_BIN_EXE_rapporteur"), 1);
            let output = Command::new("sh").args(["-c", &shell]).current_dir(root()).output().unwrap();
            assert!(output.status.success(), "`{example}` fails:\n{}", stderr(&output));
        }
    }
}

#[test]
fn the_reference_of_the_command_line_is_what_help_prints() {
    let mut page = String::from("# The command line\n\nMade from `--help`; `RAPPORTEUR_UPDATE=1 cargo test` writes it anew.\n");
    for command in COMMANDS {
        let args: Vec<&str> = [command, "--help"].into_iter().filter(|arg| !arg.is_empty()).collect();
        let help = stdout(&program(&args).env("COLUMNS", "100").output().unwrap());
        page.push_str(&format!("\n## rapporteur {command}\n\n```\n{}\n```\n", help.trim_end()).replace("rapporteur \n", "rapporteur\n"));
    }
    let path = root().join("docs/cli.md");
    if std::env::var_os("RAPPORTEUR_UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/cli.md is out of date; RAPPORTEUR_UPDATE=1 cargo test writes it anew");
}

#[test]
fn the_example_of_the_readme_is_what_the_program_prints() {
    let text = std::fs::read_to_string(root().join("examples/item.txt")).unwrap();
    let view = stdout(&program(&["read", "examples/item.txt"]).env("COLUMNS", "100").output().unwrap());
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- example -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let wrapped: String = text.trim_end().split(' ').fold(String::new(), |mut lines, word| {
        let line = lines.rsplit('\n').next().unwrap_or_default().chars().count();
        lines.push_str(if lines.is_empty() {
            ""
        } else if line + word.chars().count() > 110 {
            "\n"
        } else {
            " "
        });
        lines + word
    });
    let quoted: String = wrapped.lines().map(|line| format!("> {line}\n")).collect();
    let page = format!("{before}<!-- example -->\n{quoted}\n```\n{view}```\n<!-- end -->{after}");
    if std::env::var_os("RAPPORTEUR_UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
        return;
    }
    assert!(readme == page, "README.md's example is out of date; RAPPORTEUR_UPDATE=1 cargo test writes it anew");
}
