//! Writes what the program is made of: a bill of materials (CycloneDX) and the list of licences with their texts.
//!
//! ```text
//! cargo run --release -p rapporteur-tests --example sbom -- --out target/package
//! ```
#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "bill/mod.rs"]
mod bill;

use rapporteur_tests::root;
use std::path::PathBuf;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let out = match args.as_slice() {
        [] => PathBuf::from("target/package"),
        [name, folder] if name == "--out" => PathBuf::from(folder),
        _ => panic!("the only option is --out DIR"),
    };
    std::fs::create_dir_all(&out).unwrap();
    let parts = bill::parts(&root(), "rapporteur-cli");
    let sbom = serde_json::to_string_pretty(&bill::cyclonedx(&parts, "rapporteur-cli")).unwrap();
    std::fs::write(out.join("rapporteur.cdx.json"), sbom + "\n").unwrap();
    let notice = std::fs::read_to_string(root().join("NOTICE")).unwrap();
    std::fs::write(out.join("LICENCES.txt"), bill::licences(&parts, &notice)).unwrap();
    eprintln!("{} crates: {}/rapporteur.cdx.json, LICENCES.txt", parts.len(), out.display());
}
