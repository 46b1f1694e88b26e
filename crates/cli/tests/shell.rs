//! Completions and manual pages, by the programs that use them, where these are there.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rapporteur")).args(args).output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a program makes of a script; `None`, and a word about it, where there is no such program.
fn by(program: &str, args: &[&str]) -> Option<Output> {
    match Command::new(program).args(args).output() {
        Ok(output) => Some(output),
        Err(error) => {
            println!("skipped: {program} is not there ({error})");
            None
        }
    }
}

#[test]
fn bash_completes_commands_options_and_values() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("rapporteur.bash");
    std::fs::write(&script, run(&["completions", "bash"]).stdout).unwrap();
    // As bash calls it: the words so far, the place of the one that is written, that word and the one before.
    let complete = |words: &[&str]| {
        let line: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let last = words.len() - 1;
        let call = format!(
            "source {}; COMP_WORDS=({}); COMP_CWORD={last}; _rapporteur rapporteur '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            script.display(),
            line.join(" "),
            words[last],
            words[last - 1],
        );
        let output = by("bash", &["-c", &call])?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(stdout(&output).lines().map(str::to_owned).collect::<Vec<_>>())
    };
    let Some(commands) = complete(&["rapporteur", "st"]) else { return };
    assert_eq!(commands, ["statements", "stories"]);
    assert_eq!(complete(&["rapporteur", "ingest", "--rec"]).unwrap(), ["--records"]);
    let formats = complete(&["rapporteur", "read", "--format", ""]).unwrap();
    assert!(["text", "json", "jsonl"].iter().all(|form| formats.iter().any(|found| found == form)), "{formats:?}");
}

#[test]
fn zsh_and_fish_take_their_completions() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["zsh", "fish"] {
        let script = folder.path().join(shell);
        let page = stdout(&run(&["completions", shell]));
        assert!(page.contains("ingest") && page.contains("completions"), "{shell} knows the commands");
        std::fs::write(&script, page).unwrap();
        if let Some(output) = by(shell, &["-n", script.to_str().unwrap()]) {
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    let refused = run(&["completions", "cmd"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man");
    assert!(run(&["man", "--out", out.to_str().unwrap()]).status.success());
    let main = stdout(&run(&["man"]));
    assert!(main.contains(".TH rapporteur 1"), "{main}");
    let help = stdout(&run(&["--help"]));
    let commands = help.split("Commands:").nth(1).unwrap().split("\nOptions:").next().unwrap();
    // A command stands two blanks in; the rest of a long description stands further in.
    let commands = commands.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).filter(|command| *command != "help").collect();
    assert!(commands.len() > 25, "{commands:?}");
    for command in commands {
        let page = out.join(format!("rapporteur-{command}.1"));
        let text = std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        assert!(text.contains("Examples"), "{} has the examples of --help", page.display());
        typeset(&page);
    }
    typeset(&out.join("rapporteur.1"));
}

/// The page as the typesetter takes it: without a warning.
fn typeset(page: &Path) {
    if let Some(output) = by("groff", &["-man", "-Tutf8", "-ww", "-z", page.to_str().unwrap()]) {
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
