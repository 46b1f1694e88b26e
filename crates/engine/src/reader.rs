//! The reader: lexicon and models, loaded once and shared by all threads.

use rapporteur_input::{Options, Row};
use rapporteur_language::{Analysis, Container, ModelError, Models, analyse, paragraphs};
use rapporteur_lexicon::{Lexicon, Overlay};
use rapporteur_reading::Resources;
use rapporteur_reading::places::{self, Gazetteer, PlaceKnowledge, PlaceModel};
use rapporteur_reading::statements::{self, StatementModel};
use rapporteur_record::{Code, Diagnostic, Document, MadeBy, Record, Warned};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a [`Reader`] could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A model file cannot be used.
    #[error("cannot use the models: {0}")]
    Model(#[from] ModelError),
    /// A table that a user lays over ours cannot be used.
    #[error("{0}")]
    Lexicon(#[from] rapporteur_lexicon::Error),
}

/// The file of the model that weighs what may be a statement.
const STATEMENTS: &str = "statements.rpt";
/// The files of names and points, and of the model that weighs them.
const GAZETTEER: &str = "gazetteer.rpt";
const PLACES: &str = "places.rpt";

/// Reads reports. Sharing one between threads is cheap and safe.
pub struct Reader {
    lexicon: Lexicon,
    models: Models,
    statements: StatementModel,
    places: PlaceKnowledge,
    made_by: MadeBy,
}

impl Reader {
    /// A reader with the lexicon and the models that are part of the program.
    ///
    /// # Errors
    /// When a file that was built in cannot be used, which a test excludes.
    pub fn embedded() -> Result<Self, Error> {
        Self::with_lexicon(Lexicon::embedded())
    }

    /// As [`Reader::embedded`], with a user's tables laid over those of the program.
    ///
    /// # Errors
    /// When one of his rows cannot be used.
    pub fn with_overlays(overlays: Vec<Overlay>) -> Result<Self, Error> {
        Self::with_lexicon(Lexicon::with_overlays(overlays)?)
    }

    fn with_lexicon(lexicon: Lexicon) -> Result<Self, Error> {
        let files = crate::models::embedded();
        let models = Models::from_bytes(&files)?;
        let open = |name: &str, kind: &str, version: u32| {
            let (_, bytes) = files.iter().find(|(known, _)| *known == name).ok_or_else(|| ModelError::MissingFile(name.into()))?;
            Container::parse_as(kind, version, bytes.clone()).map_err(|error| error.in_file(name))
        };
        let container = open(STATEMENTS, statements::KIND, statements::VERSION)?;
        let statements = StatementModel::from_container(&container).map_err(|error| error.in_file(STATEMENTS))?;
        let names = open(GAZETTEER, places::gazetteer::KIND, places::gazetteer::VERSION)?;
        let weights = open(PLACES, places::KIND, places::VERSION)?;
        let places = PlaceKnowledge {
            gazetteer: Gazetteer::from_container(&names).map_err(|error| error.in_file(GAZETTEER))?,
            model: PlaceModel::from_container(&weights).map_err(|error| error.in_file(PLACES))?,
        };
        let digests: Vec<String> = [(STATEMENTS, &container), (GAZETTEER, &names), (PLACES, &weights)]
            .iter()
            .map(|(name, container)| format!("{name}:{}", &container.digest()[..16]))
            .collect();
        let made_by = MadeBy {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            models: format!("{} {}", models.digest(), digests.join(" ")),
            lexicon: lexicon.digest(),
        };
        Ok(Self { lexicon, models, statements, places, made_by })
    }

    /// The knowledge that this reader uses.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// What this reader writes into records about itself.
    pub fn made_by(&self) -> &MadeBy {
        &self.made_by
    }

    /// The trained models that this reader uses.
    pub fn models(&self) -> &Models {
        &self.models
    }

    /// Turns one input into its reports, in order: a file with many rows holds many.
    pub fn documents<'a>(
        &'a self,
        uri: &str,
        input: Box<dyn Read + 'a>,
        options: &'a Options,
    ) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
        rapporteur_input::documents(uri, input, options, &self.lexicon.news)
    }

    /// The report that some strings make: what a line of JSONL with them would give.
    ///
    /// # Errors
    /// When there is no text in it that can be read.
    pub fn report(&self, row: Row, uri: impl Into<String>, options: &Options) -> Result<Document, Diagnostic> {
        row.report(uri.into(), options, &self.lexicon.news)
    }

    fn resources(&self) -> Resources<'_> {
        Resources {
            lexicon: &self.lexicon,
            models: &self.models,
            statements: Some(&self.statements),
            places: Some(&self.places),
            made_by: &self.made_by,
        }
    }

    /// Reads one report. It always gives a record: what is doubtful is in the diagnostics.
    ///
    /// # Errors
    /// When reading it failed by a fault of ours, so that the rest of a batch can go on.
    pub fn read(&self, document: &Document) -> Result<Warned<Record>, Diagnostic> {
        // A report that makes us panic must not take the batch with it; nothing is shared that
        // a panic could leave half done.
        catch_unwind(AssertUnwindSafe(|| rapporteur_reading::read(document, self.resources()))).map_err(|_| {
            Diagnostic::new(Code::ReadingFailed, "reading this report failed by a fault in rapporteur")
                .help("please report it, with the text if you may")
        })
    }

    /// How the statement with this id (`s4`) was read: cue, speakers with the chain of words that led
    /// to them, day. `None` where the report has no such statement.
    pub fn explain(&self, document: &Document, id: &str) -> Option<rapporteur_reading::Why> {
        rapporteur_reading::explain(document, self.resources(), id)
    }

    /// The words of a report that may name a place, for a trainer.
    pub fn spots(&self, document: &Document) -> rapporteur_reading::places::training::Spots {
        rapporteur_reading::spots(document, self.resources(), &self.places.gazetteer)
    }

    /// The issue that a phrase or clause names, such as one that stands after "demanded": "the lifting of sanctions on Varosia", "that Karim
    /// step down", "release the prisoners"; `None` where it names none.
    pub fn issue(&self, words: &str) -> Option<rapporteur_reading::positions::NamedIssue> {
        rapporteur_reading::issue(words, self.resources())
    }

    /// Sentences, tokens, tags and trees of running text, in paragraphs apart by empty lines.
    pub fn parse(&self, text: &str) -> Analysis {
        analyse(text, &paragraphs(text), &self.models)
    }
}
