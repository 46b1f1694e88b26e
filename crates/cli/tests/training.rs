//! Training as a user runs it: progress, another name of a model, a stop at any time.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const EPOCHS: &str = "5";

/// `rapporteur train MODEL` on the small treebank of examples/.
fn train(model: &str, out: &Path, checkpoint: Option<&Path>) -> Command {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(root).args(["train", model, "--train", "examples/treebank.conllu", "--dev", "examples/treebank.conllu"]);
    command.args(["--epochs", EPOCHS, "--out"]).arg(out).stdout(Stdio::null()).stderr(Stdio::piped());
    if let Some(path) = checkpoint {
        command.arg("--checkpoint").arg(path);
    }
    command
}

#[test]
fn a_run_that_is_killed_twice_ends_with_the_bytes_of_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let whole = train("parser", &at("whole.rpt"), None).output().unwrap();
    let progress = String::from_utf8(whole.stderr).unwrap();
    assert!(whole.status.success(), "{progress}");
    assert_eq!(progress.matches("LAS").count(), 5, "the dev figure after each epoch:\n{progress}");

    // Once between two epochs and once in the midst of one, whenever the line comes through.
    for epoch in ["epoch 2/5", "epoch 4/5"] {
        let mut child = train("parser", &at("stopped.rpt"), Some(&at("checkpoint"))).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line.starts_with(epoch)), "`{epoch}` is printed");
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!at("stopped.rpt").exists(), "a run that was stopped writes no model");
    }
    assert!(at("checkpoint").exists());
    let rest = train("tagger", &at("stopped.rpt"), Some(&at("checkpoint"))).output().unwrap();
    let progress = String::from_utf8(rest.stderr).unwrap();
    assert!(rest.status.success(), "{progress}");
    assert!(!progress.contains("epoch 1/5"), "it goes on where it was:\n{progress}");
    assert!(std::fs::read(at("whole.rpt")).unwrap() == std::fs::read(at("stopped.rpt")).unwrap(), "the models have the same bytes");
}

#[test]
fn a_checkpoint_that_is_damaged_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let checkpoint = folder.path().join("checkpoint");
    std::fs::write(&checkpoint, b"RAPPMODL and no more").unwrap();
    let output = train("parser", &folder.path().join("out.rpt"), Some(&checkpoint)).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("checkpoint") && message.contains("truncated"), "{message}");
}
