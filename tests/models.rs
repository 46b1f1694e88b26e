//! Model files that are of another version, cut or changed: a clear error for each file and each of its sections, never a
//! panic, and never a model that reads garbage.
#![allow(clippy::unwrap_used)]

use rapporteur_language::{COREF_FILE, Container, ContainerWriter, MODEL_FILES, ModelError, Models};
use rapporteur_reading::places::{Gazetteer, PlaceModel};
use rapporteur_reading::statements::StatementModel;
use rapporteur_tests::root;
use std::borrow::Cow;

const CHECKSUM: usize = 32;

/// Every file of models/ with its name, in order of name.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<_> = std::fs::read_dir(root().join("models")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rpt"));
    paths.sort();
    let file = |path: std::path::PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap());
    paths.into_iter().map(file).collect()
}

/// Loads the file `name` as reading does, with the other files sound.
fn load(name: &str, bytes: Vec<u8>, all: &[(String, Vec<u8>)]) -> Result<(), ModelError> {
    let of_language = |name: &str| MODEL_FILES.contains(&name) || name == COREF_FILE;
    if !of_language(name) {
        return match name {
            "gazetteer.rpt" => Gazetteer::from_bytes(bytes).map(|_| ()),
            "places.rpt" => PlaceModel::from_bytes(bytes).map(|_| ()),
            _ => StatementModel::from_bytes(bytes).map(|_| ()),
        };
    }
    let with: Vec<(&str, Cow<'static, [u8]>)> = all
        .iter()
        .filter(|(other, _)| of_language(other))
        .map(|(other, sound)| (other.as_str(), Cow::Owned(if other == name { bytes.clone() } else { sound.clone() })))
        .collect();
    let error = Models::from_bytes(&with).map(|_| ());
    if let Err(error) = &error {
        assert!(error.to_string().contains(name), "`{error}` does not name {name}");
    }
    error
}

/// The same file with a checksum that fits its bytes.
fn mended(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - CHECKSUM;
    let checksum = blake3::hash(&bytes[..end]);
    bytes[end..].copy_from_slice(checksum.as_bytes());
    bytes
}

/// The directory of a sound file: name, start and length of each section.
fn sections(bytes: &[u8]) -> Vec<(String, usize, usize)> {
    let container = Container::parse(bytes.to_vec()).unwrap();
    let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize;
    container.names().enumerate().map(|(at, name)| (name.to_owned(), number(40 + 40 * at + 24), number(40 + 40 * at + 32))).collect()
}

#[test]
fn every_file_is_sound_and_has_sections() {
    let all = files();
    assert!(all.len() >= 4);
    for (name, bytes) in &all {
        load(name, bytes.clone(), &all).unwrap();
        assert!(!sections(bytes).is_empty(), "{name}");
    }
}

#[test]
fn a_flipped_bit_in_any_section_is_noticed() {
    for (name, bytes) in files() {
        let mut places = vec![9, 13, 29, 33, 50, bytes.len() - 1];
        places.extend(sections(&bytes).into_iter().filter(|(_, _, length)| *length > 0).map(|(_, start, length)| start + length / 2));
        for at in places {
            let mut flipped = bytes.clone();
            flipped[at] ^= 4;
            let error = Container::parse(flipped).expect_err("a flipped bit is an error");
            assert!(!error.to_string().is_empty(), "{name} at {at}");
        }
    }
}

#[test]
fn a_file_that_ends_too_early_is_noticed_wherever_it_ends() {
    for (name, bytes) in files() {
        let mut lengths = vec![0, 1, 8, 39, 40, 71, 72, bytes.len() / 2, bytes.len() - CHECKSUM, bytes.len() - 1];
        lengths.extend(sections(&bytes).into_iter().map(|(_, start, length)| start + length / 2));
        for length in lengths {
            let error = Container::parse(bytes[..length].to_vec()).expect_err("a cut file is an error");
            let known = matches!(error, ModelError::Truncated { .. } | ModelError::NotAModel | ModelError::Damaged);
            assert!(known, "{name} cut to {length}: {error}");
        }
    }
}

#[test]
fn another_version_says_so_and_what_to_do() {
    let all = files();
    for (name, bytes) in &all {
        let mut format = bytes.clone();
        format[8] = 99;
        let error = load(name, format, &all).unwrap_err().to_string();
        assert!(error.contains("format version 99; this program reads version 1"), "{error}");
        let mut model = bytes.clone();
        model[28] = 99;
        let error = load(name, mended(model), &all).unwrap_err().to_string();
        assert!(error.contains("has version 99") && error.contains("train it anew"), "{error}");
        let mut kind = bytes.clone();
        kind[12] = b'z';
        assert!(load(name, mended(kind), &all).unwrap_err().to_string().contains("holds a model of kind"), "{name}");
    }
}

/// The file with one section put in place of another of the same name; none leaves it out.
fn rebuilt(bytes: &[u8], section: &str, content: Option<&[u8]>) -> Vec<u8> {
    let container = Container::parse(bytes.to_vec()).unwrap();
    let mut writer = ContainerWriter::new(container.kind(), container.version());
    for name in container.names() {
        match (name == section, content) {
            (true, Some(content)) => writer.bytes(name, content),
            (true, None) => continue,
            (false, _) => writer.bytes(name, container.bytes(name).unwrap()),
        };
    }
    writer.finish()
}

/// A checksum guards against accidents, not against a program that writes it: what lies behind it is checked too.
#[test]
fn a_section_that_is_missing_short_or_nonsense_behind_a_right_checksum_makes_no_panic() {
    let all = files();
    for (name, bytes) in &all {
        let container = Container::parse(bytes.clone()).unwrap();
        for section in container.names() {
            let content = container.bytes(section).unwrap();
            let error = load(name, rebuilt(bytes, section, None), &all).unwrap_err();
            assert!(error.to_string().contains(section), "{name} without {section}: {error}");
            if !content.is_empty() {
                let half = &content[..content.len() / 2];
                // A list of words or labels may be shorter; then the tables that belong to it do not fit.
                let _ = load(name, rebuilt(bytes, section, Some(half)), &all);
                let nonsense = vec![0xff; content.len()];
                let _ = load(name, rebuilt(bytes, section, Some(&nonsense)), &all);
            }
        }
    }
}
