//! The licences of all that is built in: only those that ask for no more than a notice.

mod bill;

use rapporteur_tests::root;
use serde_json::Value;
use std::process::Command;

/// Licences that may be built in. MPL-2.0 asks that changes to its files be published: four
/// crates below the HTML parser are used unchanged, and NOTICE names them.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // Data: it asks that its text goes with the data, and NOTICE says where it is.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether one of the alternatives is made of allowed licences only.
fn allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    // `A AND (B OR C)` is read as `A AND B OR C`: any named licence that is not allowed and has no
    // allowed alternative beside it fails.
    words.split(" AND ").all(|part| part.split(" OR ").any(|name| ALLOWED.contains(&name.trim())))
}

#[test]
fn every_dependency_has_a_licence_that_may_ship() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    assert!(packages.len() > 20, "the list of packages is too short to be all");
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none stated");
        assert!(allowed(licence), "{} {} has the licence {licence}", package["name"], package["version"]);
    }
}

#[test]
fn a_licence_that_may_not_ship_is_noticed() {
    assert!(allowed("MIT OR Apache-2.0") && allowed("MIT/Apache-2.0") && allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!allowed("GPL-3.0") && !allowed("MIT AND LGPL-2.1") && !allowed("none stated"));
}

#[test]
fn the_bill_of_materials_lists_what_is_built_in_and_nothing_else() {
    let parts = bill::parts(&root(), "rapporteur-cli");
    let named = |name: &str| parts.iter().find(|part| part.name == name);
    for name in ["rapporteur", "rapporteur-reading", "clap", "rusqlite", "libsqlite3-sys", "serde_derive"] {
        assert!(named(name).is_some(), "{name} is built in");
    }
    for name in ["proptest", "divan", "rapporteur-tests"] {
        assert!(named(name).is_none(), "{name} is for tests alone");
    }
    for part in &parts {
        assert!(allowed(&part.licence), "{} has the licence {}", part.name, part.licence);
        assert_eq!(part.checksum.is_none(), part.name.starts_with("rapporteur"), "{} has a checksum", part.name);
    }
    let bom = bill::cyclonedx(&parts, "rapporteur-cli");
    let refs: Vec<&str> = bom["dependencies"].as_array().expect("a list").iter().filter_map(|one| one["ref"].as_str()).collect();
    assert_eq!(bom["components"].as_array().map(Vec::len), Some(parts.len() - 1));
    for used in parts.iter().flat_map(|part| &part.uses) {
        assert!(refs.contains(&used.as_str()), "{used} is listed");
    }
    let list = bill::licences(&parts, "Rapporteur");
    assert!(list.contains("Permission is hereby granted, free of charge") && list.contains("Apache License"), "the texts are there");
    assert!(list.contains("zstd-sys"), "crates are named beside their texts");
}
