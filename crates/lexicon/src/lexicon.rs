//! All knowledge together.

use crate::overlay::Merged;
use crate::{ActorTable, Calendar, Cues, Error, Issues, News, Ontology, Overlay, Places, Quantities};
use crate::{
    actors, calendar, codes, cues, furniture, hyphens, issues, language, news, nouns, offices, ontology, petrarch, places, printed,
    quantities, rules,
};
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
    /// What is at issue, and who stands where.
    pub issues: Issues,
    /// What frames a report: agencies, bylines, furniture of pages, printed dates.
    pub news: News,
    /// Codes and words of events.
    pub ontology: Ontology,
    /// Seas, disputed areas, camps, states as places, and what says that a name is a place.
    pub places: Places,
    /// Numbers, bounds, units, what befell those who are counted.
    pub quantities: Quantities,
    overlays: Vec<Overlay>,
}

/// The subjects whose files a user may lay his own over.
const OPEN: [&str; 7] = ["actors/", "calendar/", "cues/", "issues/", "ontology/", "places/", "quantities/"];

impl Lexicon {
    /// The files that are part of the program.
    pub fn embedded() -> Self {
        Self {
            actors: ActorTable::embedded(),
            calendar: Calendar::embedded(),
            cues: Cues::embedded(),
            issues: Issues::embedded(),
            news: News::embedded(),
            ontology: Ontology::embedded(),
            places: Places::embedded(),
            quantities: Quantities::embedded(),
            overlays: Vec::new(),
        }
    }

    /// The files that are part of the program, with a user's laid over them.
    ///
    /// The key of a row is its first cell: a row of the user's takes the place of all rows that have
    /// its key, and a row that begins with `-` removes them. Files of `actors/`, `calendar/`,
    /// `cues/`, `issues/`, `ontology/`, `places/` and `quantities/` can be laid over.
    ///
    /// # Errors
    /// When a file is none of ours, or a row cannot be used.
    pub fn with_overlays(overlays: Vec<Overlay>) -> Result<Self, Error> {
        let mut lexicon = Self::embedded();
        let all = files();
        let mut merged: Vec<(&str, Merged)> = Vec::new();
        for overlay in &overlays {
            let ours =
                all.iter().find(|(name, _)| *name == overlay.name).filter(|(name, _)| OPEN.iter().any(|open| name.starts_with(open)));
            let Some(&(name, text)) = ours else {
                let names: Vec<&str> =
                    all.iter().map(|(name, _)| *name).filter(|name| OPEN.iter().any(|open| name.starts_with(open))).collect();
                return Err(Error {
                    message: format!("`{}` is no file that can be laid over", overlay.name),
                    file: overlay.path.clone(),
                    line: 1,
                    column: 1,
                    help: Some(format!("these can: {}", names.join(", "))),
                });
            };
            merged.push((name, Merged::new(name, text, overlay)?));
        }
        let texts = |subject: &'static [(&'static str, &'static str)]| -> Vec<(&str, &str)> {
            let text = |&(name, text)| {
                merged.iter().find(|(known, _)| *known == name).map_or((name, text), |(_, merged)| (name, merged.text.as_str()))
            };
            subject.iter().map(text).collect()
        };
        let touched = |subject: &[(&str, &str)]| subject.iter().any(|(name, _)| merged.iter().any(|(known, _)| known == name));
        let locate = |error: Error| match merged.iter().find(|(name, _)| *name == error.file) {
            Some((_, merged)) => merged.locate(error),
            None => error,
        };
        if touched(actors::FILES) {
            lexicon.actors = ActorTable::parse(&texts(actors::FILES)).map_err(locate)?;
        }
        if touched(calendar::FILES) {
            lexicon.calendar = Calendar::parse(&texts(calendar::FILES)).map_err(locate)?;
        }
        if touched(cues::FILES) {
            lexicon.cues = Cues::parse(&texts(cues::FILES)).map_err(locate)?;
        }
        if touched(issues::FILES) {
            lexicon.issues = Issues::parse(&texts(issues::FILES)).map_err(locate)?;
        }
        if touched(ontology::FILES) {
            lexicon.ontology = Ontology::parse(&texts(ontology::FILES)).map_err(locate)?;
        }
        if touched(places::FILES) {
            lexicon.places = Places::parse(&texts(places::FILES)).map_err(locate)?;
        }
        if touched(quantities::FILES) {
            lexicon.quantities = Quantities::parse(&texts(quantities::FILES)).map_err(locate)?;
        }
        if touched(offices::FILES) {
            lexicon.actors.set_offices(&texts(offices::FILES)).map_err(locate)?;
        }
        lexicon.overlays = overlays;
        Ok(lexicon)
    }

    /// The first 16 bytes of BLAKE3 over all files with their names, in hexadecimal.
    pub fn digest(&self) -> String {
        let ours = files();
        let theirs = self.overlays.iter().map(|overlay| (overlay.name.as_str(), overlay.text.as_str()));
        let all: String = ours.iter().copied().chain(theirs).map(|(name, text)| format!("{name}\n{}\n{text}\n", text.len())).collect();
        content_id(&all)
    }
}

/// Every knowledge file that is part of the program: its path below `lexicon/`, and its text.
pub fn files() -> Vec<(&'static str, &'static str)> {
    let parts: [&[(&str, &str)]; 17] = [
        actors::FILES,
        calendar::FILES,
        codes::FILES,
        cues::FILES,
        furniture::FILES,
        hyphens::FILES,
        issues::FILES,
        language::FILES,
        news::FILES,
        nouns::FILES,
        offices::FILES,
        ontology::FILES,
        petrarch::FILES,
        places::FILES,
        printed::FILES,
        quantities::FILES,
        rules::FILES,
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

    fn over(name: &str, text: &str) -> Result<Lexicon, Error> {
        Lexicon::with_overlays(vec![Overlay { name: name.into(), path: format!("mine/{name}"), text: text.into() }])
    }

    #[test]
    fn a_users_rows_are_known_and_those_he_removes_are_not() {
        let text = "name\tcode\talias\tdemonym\tcapital\tmetonym\nVarosia\tVAR\t\tVarosian\tKelm\t\n-Chad\n";
        let lexicon = over("actors/countries.tsv", text).unwrap();
        assert!(lexicon.actors.known(&["Varosian"]).is_some() && lexicon.actors.known(&["Chad"]).is_none());
        assert_ne!(lexicon.digest(), Lexicon::embedded().digest());
        let text = "name\talias\toffice\tof\tcode\tfrom\tto\tsource\nIrina Dask\t\tpresident\tVarosia\tVARGOV\t2030\t\thand 2031\n";
        let lexicon = over("actors/offices.tsv", text).unwrap();
        assert_eq!(lexicon.actors.offices().of_surname("Dask").iter().filter(|holding| holding.name == "Irina Dask").count(), 1);
    }

    #[test]
    fn every_folder_that_is_open_has_files_to_be_laid_over() {
        for open in OPEN {
            assert!(files().iter().any(|(name, _)| name.starts_with(open)), "{open}");
        }
        let text = "words\thow\texample\nby the grace of\tif\tTelmark will talk by the grace of Varosia.\n";
        assert!(over("issues/conditions.tsv", text).unwrap().issues.condition("by the grace of").is_some());
        assert!(over("cues/verbs.tsv", "lemma\tact\tframes\tpolarity\texample\n-say\n").unwrap().cues.verb("say").is_none());
    }

    #[test]
    fn a_users_fault_is_named_in_his_file() {
        let error = over("actors/statehood.tsv", "word\tproof\texample\nking\tmaybe\tking\n").unwrap_err();
        assert_eq!((error.file.as_str(), error.line, error.column), ("mine/actors/statehood.tsv", 2, 2));
        assert!(over("actors/none.tsv", "word\n").unwrap_err().help.is_some_and(|help| help.contains("actors/roles.tsv")));
        assert!(over("news/lines.tsv", "").is_err());
    }
}
