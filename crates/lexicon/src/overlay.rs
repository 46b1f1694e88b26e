//! A user's tables laid over ours: rows are replaced, added and removed by key.

use crate::{Error, Table};

/// A file of the user's that changes one of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Which of our files it changes, as a path below `lexicon/`: `actors/roles.tsv`.
    pub name: String,
    /// Where it lies, for messages.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// One of our files with what a user changes in it.
#[derive(Clone, Debug)]
pub(crate) struct Merged {
    /// The table as it is to be read.
    pub text: String,
    /// For each line of `text` the path of its file and its line there.
    origin: Vec<(String, usize)>,
}

impl Merged {
    /// Lays a user's file over ours.
    ///
    /// The key of a row is its first cell. A row of the user's takes the place of all rows with its
    /// key; a row that begins with `-` removes those whose key follows, its other cells are not read.
    ///
    /// # Errors
    /// When the header differs, a row has another number of cells, or there is nothing to remove.
    pub fn new(ours: &str, text: &str, overlay: &Overlay) -> Result<Self, Error> {
        let header = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty()).unwrap_or_default();
        let columns: Vec<&str> = header.split('\t').map(str::trim).collect();
        // Rows that remove may be short: they are filled up, so that the form of the others is checked as everywhere.
        let filled: Vec<String> = overlay.text.lines().map(|line| filled(line, columns.len())).collect();
        let filled = filled.join("\n");
        let theirs = Table::parse(&overlay.path, &filled, &columns)?;
        let mut keys: Vec<&str> = theirs.rows().map(|row| row.get(columns[0])).collect();
        for row in theirs.rows() {
            if let Some(key) = row.get(columns[0]).strip_prefix('-') {
                if !body(text).any(|(_, line)| key_of(line) == key) {
                    return Err(row.error(columns[0], format!("there is no row `{key}` to remove")));
                }
                keys.push(key);
            }
        }
        keys.sort_unstable();
        let mut merged = Self { text: String::with_capacity(text.len() + overlay.text.len()), origin: Vec::new() };
        for (at, line) in text.lines().enumerate() {
            let is_row = !line.starts_with('#') && line != header && !line.trim().is_empty();
            if !is_row || keys.binary_search(&key_of(line)).is_err() {
                merged.push(line, ours, at + 1);
            }
        }
        for (at, line) in body(&filled).filter(|(_, line)| !line.starts_with('-')) {
            merged.push(line, &overlay.path, at);
        }
        Ok(merged)
    }

    fn push(&mut self, line: &str, path: &str, number: usize) {
        self.text.push_str(line);
        self.text.push('\n');
        self.origin.push((path.to_owned(), number));
    }

    /// An error about the merged text, put to the file and line that the row came from.
    pub fn locate(&self, mut error: Error) -> Error {
        if let Some((file, line)) = error.line.checked_sub(1).and_then(|at| self.origin.get(at)) {
            error.file.clone_from(file);
            error.line = *line;
        }
        error
    }
}

fn key_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default().trim()
}

fn filled(line: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(line.split('\t').count());
    if line.starts_with('-') { format!("{line}{}", "\t".repeat(missing)) } else { line.to_owned() }
}

/// The rows below the header, with their lines from 1.
fn body(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()).skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "# origin: ours\nword\tcode\narmy\tMIL\nking\tGOV\nking\tELI\nrebel\tREB\n";

    fn over(text: &str) -> Overlay {
        Overlay { name: "actors/x.tsv".into(), path: "mine/actors/x.tsv".into(), text: text.into() }
    }

    #[test]
    fn rows_are_replaced_added_and_removed_by_their_first_cell() {
        let merged = Merged::new("actors/x.tsv", OURS, &over("# mine\nword\tcode\n-army\nking\tCVL\nhermit\tCVL\n")).unwrap();
        assert_eq!(merged.text, "# origin: ours\nword\tcode\nrebel\tREB\nking\tCVL\nhermit\tCVL\n");
        let error = Table::parse("actors/x.tsv", &merged.text, &["word", "code"]).unwrap().rows().nth(2).unwrap().error("code", "no");
        assert_eq!(merged.locate(error).to_string(), "no\n  --> mine/actors/x.tsv:5:2");
    }

    #[test]
    fn what_cannot_be_laid_over_is_an_error_in_the_users_file() {
        let error = Merged::new("actors/x.tsv", OURS, &over("word\tcode\n-general\n")).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("mine/actors/x.tsv", 2));
        let error = Merged::new("actors/x.tsv", OURS, &over("word\tkind\nking\tx\n")).unwrap_err();
        assert_eq!((error.line, error.column), (1, 2));
        assert!(Merged::new("actors/x.tsv", OURS, &over("word\tcode\nking\n")).is_err());
    }
}
