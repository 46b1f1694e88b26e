//! The project's own rules: who may use whom, how long a file may be, what must be listed.
#![allow(clippy::unwrap_used)]

use rapporteur_tests::root;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let visible = |entry: &walkdir::DirEntry| !matches!(entry.file_name().to_str(), Some("target" | ".git" | "corpus" | "artifacts"));
    WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.is_file() && path.extension().is_some_and(|found| found == extension))
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The table of ARCHITECTURE.md: crate → crates it may use.
fn allowed() -> BTreeMap<String, Vec<String>> {
    let map = read(&root().join("ARCHITECTURE.md"));
    map.lines()
        .filter(|line| line.starts_with("| `rapporteur"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let folder = cells[0].split(['(', ')']).nth(1).expect("a row names the folder in brackets");
            let uses = cells.last().unwrap_or(&"").split(',').map(str::trim).filter(|cell| *cell != "none");
            (folder.to_owned(), uses.map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn a_crate_uses_only_what_the_map_allows() {
    let allowed = allowed();
    for manifest in files("crates", "toml") {
        let folder = manifest.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap().to_owned();
        let uses = allowed.get(&folder).unwrap_or_else(|| panic!("ARCHITECTURE.md does not list crates/{folder}"));
        let text = read(&manifest);
        let section = text.split("[dependencies]").nth(1).unwrap_or_default();
        let section = section.split("\n[").next().unwrap_or_default();
        for line in section.lines().filter(|line| line.starts_with("rapporteur")) {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let used = name.strip_prefix("rapporteur-").unwrap_or("engine");
            assert!(uses.iter().any(|one| one == used), "crates/{folder} uses {used}, which ARCHITECTURE.md does not allow");
        }
    }
}

#[test]
fn only_one_crate_can_connect_to_other_machines() {
    for manifest in files("crates", "toml") {
        let folder = manifest.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap().to_owned();
        let clients = ["ureq", "reqwest", "curl", "isahc", "attohttpc", "minreq"];
        // The reader's server and the client share a crate: what connects there is the feature `client`.
        let client = read(&manifest)
            .lines()
            .any(|line| clients.iter().any(|name| line.starts_with(name)) || line.starts_with("hyper") && line.contains("\"client"));
        assert_eq!(client, folder == "follow", "crates/{folder}");
    }
    let has = |path: &Path, folder: &str| path.components().any(|part| part.as_os_str() == folder);
    // Below `crates/…/src`: a path of the root's own may hold a folder `tests`.
    let below = |path: &Path| path.strip_prefix(root()).map(Path::to_owned).unwrap_or_else(|_| path.to_owned());
    for path in files("crates", "rs").into_iter().filter(|path| has(&below(path), "src") && !has(&below(path), "tests")) {
        assert!(!read(&path).contains(concat!("TcpStream", "::connect")), "{} connects", path.display());
    }
}

#[test]
fn no_source_file_is_too_long() {
    for folder in ["crates", "tests", "fuzz"] {
        for path in files(folder, "rs") {
            let lines = read(&path).lines().count();
            assert!(lines <= 600, "{} has {lines} lines; 600 is the end", path.display());
        }
    }
}

#[test]
fn every_model_is_described() {
    let described = read(&root().join("MODELS.md"));
    for entry in fs::read_dir(root().join("models")).unwrap().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(described.contains(&format!("`{name}`")), "MODELS.md does not name {name}");
    }
}

#[test]
fn models_weigh_little() {
    let bytes: u64 =
        fs::read_dir(root().join("models")).unwrap().filter_map(|entry| entry.ok()?.metadata().ok()).map(|data| data.len()).sum();
    assert!(bytes <= 40 << 20, "the models weigh {bytes} bytes, over 40 MiB");
}

#[test]
fn every_lexicon_file_says_where_it_comes_from() {
    for path in files("lexicon", "tsv") {
        let text = read(&path);
        let top: String = text.lines().take_while(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n").to_lowercase();
        for word in ["origin", "licence"] {
            assert!(top.contains(word), "{} does not say its {word} on top", path.display());
        }
    }
}

#[test]
fn every_lexicon_file_is_built_in() {
    let listed = rapporteur_lexicon::files();
    for path in files("lexicon", "tsv").into_iter().chain(files("lexicon", "toml")) {
        let name = path.strip_prefix(root().join("lexicon")).unwrap().to_string_lossy().into_owned();
        assert!(listed.iter().any(|(file, _)| file.ends_with(&name)), "lexicon/{name} is read by nobody");
    }
}

#[test]
fn the_map_names_every_top_folder() {
    let map = read(&root().join("ARCHITECTURE.md"));
    for entry in fs::read_dir(root()).unwrap().filter_map(Result::ok).filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && name != "target" {
            assert!(map.contains(&format!("{name}/")), "ARCHITECTURE.md does not name {name}/");
        }
    }
}
