//! Who acts and speaks: the names, descriptions and pronouns of a report, chained into actors.
//!
//! The steps, a file each: [`words`](self) (orthographic words with what the tables know of them),
//! names, roles and groups, the names of one actor, pronouns and descriptions, codes.

use crate::statements::Attribution;
use rapporteur_language::Analysis;
use rapporteur_lexicon::ActorTable;
use rapporteur_record::{ActorKind, ByteSpan, MentionKind};

/// One who acts, speaks or is described, as the report shows him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorDraft {
    /// The fullest name without title; a state's short name; for what has no name the describing
    /// words without article.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// CAMEO actor and agent code.
    pub code: Option<String>,
    /// Roles as stated, each with the actor (an index into [`Actors::actors`]) whose minister,
    /// envoy or leader it is.
    pub roles: Vec<(String, Option<usize>)>,
    /// The actor (an index into [`Actors::actors`]) for whom this one speaks.
    pub party: Option<usize>,
    /// The words that mention it, in order.
    pub mentions: Vec<(ByteSpan, MentionKind)>,
}

/// The actors of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actors {
    /// In order of first mention.
    pub actors: Vec<ActorDraft>,
    /// Whom the words of a span name: for each source and addressee of a statement.
    named: Vec<(ByteSpan, Vec<usize>)>,
}

impl Actors {
    /// Who the words of `span` are, as indices into [`Actors::actors`]; two for "A and B".
    pub fn at(&self, span: ByteSpan) -> Vec<usize> {
        self.named.iter().find(|(words, _)| *words == span).map(|(_, actors)| actors.clone()).unwrap_or_default()
    }
}

/// Who acts and speaks in `text`.
pub fn read(text: &str, analysis: &Analysis, attributions: &[Attribution], table: &ActorTable) -> Actors {
    let _ = (text, analysis, attributions, table);
    Actors::default()
}
