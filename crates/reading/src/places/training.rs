//! What the trainer in the lab sees: the words of a report that may name a place with their
//! features, and the places that each name may stand for.

use super::features::{Evidence, features};
use super::model::{PlaceModel, SENSE_SIZE};
use super::sense::{Group, Report, first_guess, refine};
use super::spot::{Candidate, Tables};
use super::{beside, candidates, groups};
use crate::actors::Actors;
use rapporteur_language::Analysis;
use rapporteur_lexicon::Lexicon;
use rapporteur_record::{ByteSpan, Document};

use super::Gazetteer;

/// Words that may name a place.
#[derive(Clone, Debug)]
pub struct Spotted {
    /// Where they stand.
    pub span: ByteSpan,
    /// Features for the function that weighs mentions; none for what is taken without weighing.
    pub features: Vec<u32>,
    /// Whether they are an adjective or name a people.
    pub demonym: bool,
}

/// A report with its candidates.
#[derive(Clone, Debug)]
pub struct Spots {
    /// In order, without overlaps.
    pub spotted: Vec<Spotted>,
    candidates: Vec<Candidate>,
    text: String,
}

/// Names of a report that were taken for places, with what each may stand for.
#[derive(Clone, Debug)]
pub struct Senses {
    groups: Vec<Group>,
    /// For each group the candidates that bear its name.
    pub members: Vec<Vec<usize>>,
}

/// The candidates of a report.
pub fn spots(document: &Document, analysis: &Analysis, actors: &Actors, lexicon: &Lexicon, gazetteer: &Gazetteer) -> Spots {
    let text = document.text.as_str();
    let tables = Tables { places: &lexicon.places, actors: &lexicon.actors, gazetteer };
    let candidates = candidates(document, analysis, tables);
    let evidence = Evidence::new(text, analysis, actors, &candidates);
    let spotted = candidates
        .iter()
        .enumerate()
        .map(|(at, candidate)| {
            let features = match candidate.sentence {
                Some(sentence) if !candidate.demonym => {
                    features(text, &analysis.sentences[sentence], candidate, beside(text, &candidates, at), &evidence, tables)
                }
                _ => Vec::new(),
            };
            Spotted { span: candidate.span, features, demonym: candidate.demonym }
        })
        .collect();
    Spots { spotted, candidates, text: text.to_owned() }
}

impl Spots {
    /// The names among those candidates that are `kept`.
    pub fn senses(&self, kept: impl Fn(usize) -> bool) -> Senses {
        let places: Vec<usize> = (0..self.candidates.len()).filter(|&at| kept(at)).collect();
        let chosen: Vec<Candidate> = places.iter().map(|&at| self.candidates[at].clone()).collect();
        let groups = groups(&self.text, &chosen);
        let members = groups.iter().map(|group| group.members.iter().map(|&member| places[member]).collect()).collect();
        Senses { groups, members }
    }
}

impl Senses {
    /// Where the places lie that a name may stand for.
    pub fn points(&self, group: usize) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.groups[group].readings.iter().map(|reading| reading.point)
    }

    /// The choice before anything was learned.
    pub fn first_guess(&self) -> Vec<Option<usize>> {
        first_guess(&self.groups)
    }

    /// The choice by one function of a model, beside what was chosen before.
    pub fn refine(&self, picks: &[Option<usize>], model: &PlaceModel, again: bool) -> Vec<Option<usize>> {
        refine(&self.groups, picks, |features| model.fit(again, features))
    }

    /// For each group the features of each place that it may stand for, beside what was chosen before.
    pub fn features(&self, picks: &[Option<usize>]) -> Vec<Vec<[f32; SENSE_SIZE]>> {
        let report = Report::new(&self.groups, picks);
        let of = |at: usize| (0..self.groups[at].readings.len()).map(|reading| report.features(at, reading)).collect();
        (0..self.groups.len()).map(of).collect()
    }
}
