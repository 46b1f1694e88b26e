//! What the program is made of: its crates with licences and checksums, as CycloneDX and as a list with the licences' texts.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate that is built into the program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The SPDX expression that it states.
    pub licence: String,
    /// Where its source is told to be.
    pub repository: Option<String>,
    /// SHA-256 of the package, as Cargo.lock has it; none for our own.
    pub checksum: Option<String>,
    /// The folder of its source.
    pub folder: PathBuf,
    /// The ids of the crates that it uses, by their place in the list.
    pub uses: Vec<String>,
}

impl Part {
    /// The package URL (<https://github.com/package-url/purl-spec>).
    pub fn purl(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }
}

/// Every crate that is linked into `package` or builds it, for the machines that the program is built for; tests' own are left out.
///
/// # Panics
/// When cargo cannot say what the workspace at `root` is made of.
pub fn parts(root: &Path, package: &str) -> Vec<Part> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> = list(&metadata["packages"]).into_iter().map(|one| (text(&one["id"]), one)).collect();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"]).into_iter().map(|one| (text(&one["id"]), one)).collect();
    let used = |id: &str| -> Vec<String> {
        let deps = list(&nodes[id]["deps"]).into_iter();
        let built = deps.filter(|dep| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].as_str() != Some("dev")));
        built.map(|dep| text(&dep["pkg"])).collect()
    };
    let first = packages.iter().find(|(_, one)| one["name"] == package).map(|(id, _)| id.clone()).expect("the package is in the workspace");
    let (mut open, mut seen) = (vec![first.clone()], BTreeSet::from([first]));
    while let Some(id) = open.pop() {
        for next in used(&id) {
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    let checksums = checksums(&std::fs::read_to_string(root.join("Cargo.lock")).expect("the workspace has a Cargo.lock"));
    let purl = |id: &str| format!("pkg:cargo/{}@{}", text(&packages[id]["name"]), text(&packages[id]["version"]));
    let mut found: Vec<Part> = seen
        .iter()
        .map(|id| {
            let one = &packages[id];
            let (name, version) = (text(&one["name"]), text(&one["version"]));
            let mut uses: Vec<String> = used(id).iter().map(|id| purl(id)).collect();
            uses.sort();
            uses.dedup();
            Part {
                licence: one["license"].as_str().unwrap_or("none stated").replace('/', " OR "),
                repository: one["repository"].as_str().map(str::to_owned),
                checksum: checksums.get(&(name.clone(), version.clone())).cloned(),
                folder: Path::new(&text(&one["manifest_path"])).parent().map(Path::to_owned).unwrap_or_default(),
                name,
                version,
                uses,
            }
        })
        .collect();
    found.sort();
    found
}

/// The checksums of a Cargo.lock, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let packages = lock.split("[[package]]").skip(1);
    packages.filter_map(|package| Some(((field(package, "name")?, field(package, "version")?), field(package, "checksum")?))).collect()
}

/// The bill of materials in CycloneDX 1.5 (<https://cyclonedx.org/docs/1.5/json/>). No clock and no serial number: the same crates give the same bytes.
pub fn cyclonedx(parts: &[Part], package: &str) -> Value {
    let is_whole = |part: &&Part| part.name == package;
    let component = |part: &Part| {
        let mut found = json!({
            "type": if part.name == package { "application" } else { "library" },
            "bom-ref": part.purl(),
            "name": part.name,
            "version": part.version,
            "licenses": [{ "expression": part.licence }],
            "purl": part.purl(),
        });
        if let Some(checksum) = &part.checksum {
            found["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        if let Some(repository) = &part.repository {
            found["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
        }
        found
    };
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": parts.iter().find(is_whole).map(component) },
        "components": parts.iter().filter(|part| !is_whole(part)).map(component).collect::<Vec<_>>(),
        "dependencies": parts.iter().map(|part| json!({ "ref": part.purl(), "dependsOn": part.uses })).collect::<Vec<_>>(),
    })
}

/// The list of licences: what is built in beside the crates (NOTICE), the crates with what they state, and the texts that
/// lie in their packages, each once with those who use it.
pub fn licences(parts: &[Part], notice: &str) -> String {
    let mut page = format!("{}\n\nCrates that are built in, with the licence that each states\n\n", notice.trim_end());
    for part in parts {
        page.push_str(&format!("{} {}: {}\n", part.name, part.version, part.licence));
    }
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for part in parts {
        let Ok(entries) = std::fs::read_dir(&part.folder) else { continue };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| is_licence(path)) {
            if let Ok(text) = std::fs::read_to_string(&path) {
                let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned();
                texts.entry(text).or_default().insert(format!("{} {}", part.name, part.version));
            }
        }
    }
    page.push_str("\nTheir licences' texts\n");
    for (text, users) in texts {
        page.push_str(&format!("\n{}\n{}\n\n{text}\n", "─".repeat(80), users.into_iter().collect::<Vec<_>>().join(", ")));
    }
    page
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_uppercase()).unwrap_or_default();
    path.is_file() && ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"].iter().any(|start| name.starts_with(start))
}
