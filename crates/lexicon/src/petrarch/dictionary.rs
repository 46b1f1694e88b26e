//! A folder of dictionaries: which file is what, and all of them together.

use super::{
    ActorRecord, Agent, Cameo, Discard, Issue, Style, VerbFile, broken, read_actors, read_agents, read_discards, read_issues, read_verbs,
};
use crate::Error;

/// What a file of dictionaries holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Names with codes.
    Actors,
    /// Offices and groups.
    Agents,
    /// Verbs with patterns.
    Verbs,
    /// What is not coded.
    Discards,
    /// What sentences are about.
    Issues,
}

/// Longer files are refused; the largest known has 1.5 MB.
const LONGEST_FILE: usize = 64 << 20;

impl Kind {
    /// What a file is by its name, as the three programs name theirs; `None` where it is none of these.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let name = name.strip_suffix(".txt")?;
        let has = |word: &str| name.contains(word);
        // "verbpatterns", "verbs_2_02", and the plain "CAMEO.2.0".
        if has("actor") {
            Some(Kind::Actors)
        } else if has("agent") {
            Some(Kind::Agents)
        } else if has("discard") {
            Some(Kind::Discards)
        } else if has("issue") {
            Some(Kind::Issues)
        } else if has("verb") || name.starts_with("cameo") {
            Some(Kind::Verbs)
        } else {
            None
        }
    }
}

/// A file: its name and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// As messages name it.
    pub name: String,
    /// What it holds, UTF-8 or nearly so.
    pub bytes: Vec<u8>,
}

/// All dictionaries of a folder.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// Of all actor files, in order of their names.
    pub actors: Vec<ActorRecord>,
    /// Of all agent files.
    pub agents: Vec<Agent>,
    /// Of the verb file that is used: one with phrases wins over one with flat words.
    pub verbs: VerbFile,
    /// Of all discard files.
    pub discards: Vec<Discard>,
    /// Of all issue files.
    pub issues: Vec<Issue>,
    /// What cannot be used, by file and line.
    pub broken: Vec<Error>,
    /// The kinds that were read, with the names of their files, in order.
    pub files: Vec<(Kind, String)>,
}

impl Dictionary {
    /// Reads the files of a folder in order of name; those that are no dictionary are passed over.
    pub fn read(files: &[File]) -> Self {
        let mut found = Self::default();
        let mut verbs: Vec<(String, VerbFile)> = Vec::new();
        let mut files: Vec<&File> = files.iter().collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        for file in files {
            let Some(kind) = Kind::of(short(&file.name)) else { continue };
            found.files.push((kind, file.name.clone()));
            let Some(text) = found.text(file) else { continue };
            match kind {
                Kind::Actors => {
                    let mut read = read_actors(&file.name, &text);
                    found.actors.append(&mut read.entries);
                    found.broken.append(&mut read.broken);
                }
                Kind::Agents => {
                    let mut read = read_agents(&file.name, &text);
                    found.agents.append(&mut read.entries);
                    found.broken.append(&mut read.broken);
                }
                Kind::Discards => {
                    let mut read = read_discards(&file.name, &text);
                    found.discards.append(&mut read.entries);
                    found.broken.append(&mut read.broken);
                }
                Kind::Issues => {
                    let mut read = read_issues(&file.name, &text);
                    found.issues.append(&mut read.entries);
                    found.broken.append(&mut read.broken);
                }
                Kind::Verbs => {
                    let mut read = read_verbs(&file.name, &text);
                    Cameo::embedded().refuse(&mut read, &file.name);
                    found.broken.append(&mut read.broken);
                    verbs.push((file.name.clone(), read));
                }
            }
        }
        let best = verbs.iter().position(|(_, file)| file.style == Style::Phrases).unwrap_or(0);
        if !verbs.is_empty() {
            found.verbs = verbs.swap_remove(best).1;
        }
        found
    }

    /// The text of a file; damaged letters are named, too large a file is left out.
    fn text(&mut self, file: &File) -> Option<String> {
        if file.bytes.len() > LONGEST_FILE {
            let message = format!("the file has {} bytes and is left out", file.bytes.len());
            self.broken.push(broken(&file.name, 1, message, "split it: every file of the folder is read"));
            return None;
        }
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let odd = |c: char| c == '\u{fffd}' || (c.is_control() && c != '\t');
        for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains(odd)) {
            let shown: String = line.chars().take(40).map(|c| if odd(c) { '?' } else { c }).collect();
            self.broken.push(broken(&file.name, at + 1, format!("`{shown}` holds letters that are damaged"), "write the file in UTF-8"));
        }
        Some(text)
    }

    /// Whether verbs and actors are there, without which nothing can be coded.
    pub fn missing(&self) -> Option<&'static str> {
        let has = |kind: Kind| self.files.iter().any(|(one, _)| *one == kind);
        if !has(Kind::Verbs) {
            Some("verbs (a file such as CAMEO.2.0.txt or My.verbs.txt)")
        } else if !has(Kind::Actors) {
            Some("actors (a file such as My.actors.txt)")
        } else {
            None
        }
    }
}

fn short(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
