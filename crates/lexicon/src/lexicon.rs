//! All knowledge together.

use crate::{ActorTable, Calendar, Cues, News};
use crate::{actors, calendar, cues, furniture, hyphens, language, news, nouns, printed};
use rapporteur_record::content_id;

/// Every knowledge file that reading uses, typed.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// Who may act: states, organisations, offices, given names.
    pub actors: ActorTable,
    /// Months, weekdays, and how dates are said.
    pub calendar: Calendar,
    /// What marks a statement.
    pub cues: Cues,
    /// What frames a report: agencies, bylines, furniture of pages, printed dates.
    pub news: News,
}

impl Lexicon {
    /// The files that are part of the program.
    pub fn embedded() -> Self {
        Self { actors: ActorTable::embedded(), calendar: Calendar::embedded(), cues: Cues::embedded(), news: News::embedded() }
    }

    /// The first 16 bytes of BLAKE3 over all files with their names, in hexadecimal.
    pub fn digest(&self) -> String {
        let all: String = files().iter().map(|(name, text)| format!("{name}\n{}\n{text}\n", text.len())).collect();
        content_id(&all)
    }
}

/// Every knowledge file that is part of the program: its path below `lexicon/`, and its text.
pub fn files() -> Vec<(&'static str, &'static str)> {
    let parts: [&[(&str, &str)]; 9] = [
        actors::FILES,
        calendar::FILES,
        cues::FILES,
        furniture::FILES,
        hyphens::FILES,
        language::FILES,
        news::FILES,
        nouns::FILES,
        printed::FILES,
    ];
    let mut files: Vec<_> = parts.concat();
    files.sort_unstable();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_embedded_files_can_be_used_and_have_a_digest() {
        assert_eq!(Lexicon::embedded().digest().len(), 32);
        assert!(files().len() > 20);
    }
}
