//! Tests of whatever needs more than one crate; they lie beside this folder.

pub mod press;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Compares `found` with the snapshot at `path` (from the root). With `RAPPORTEUR_UPDATE=1` in
/// the environment it writes the snapshot instead: snapshots change only by that command.
///
/// # Panics
/// When the two differ, with the first line that does.
pub fn assert_snapshot(path: &str, found: &str) {
    let file = root().join(path);
    if std::env::var_os("RAPPORTEUR_UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().expect("a snapshot lies in a folder")).expect("the folder can be made");
        std::fs::write(&file, found).expect("the snapshot can be written");
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    if expected == found {
        return;
    }
    let differ = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
    let at = differ.unwrap_or(expected.lines().count().min(found.lines().count()));
    panic!(
        "{path}:{} differs\n  expected: {}\n  found:    {}\nRAPPORTEUR_UPDATE=1 cargo test writes it anew",
        at + 1,
        expected.lines().nth(at).unwrap_or("(end)"),
        found.lines().nth(at).unwrap_or("(end)"),
    );
}
