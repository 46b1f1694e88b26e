//! How a statement was read: its cue, the chain of words that led to its speaker, its day.

use crate::actors::LinkRule;
use crate::assemble::{Findings, Names};
use rapporteur_lexicon::Cues;
use rapporteur_record::{ByteSpan, Offsets, SaidOnBasis, Span};

/// The longest chain that is followed.
const STEPS: usize = 12;

/// How one statement was read. Spans count code points of the report's text, as in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The statement's id in the record.
    pub id: String,
    /// The words of its source, cue and content.
    pub source: Option<Span>,
    /// See `source`.
    pub cue: Option<Span>,
    /// See `source`.
    pub content: Vec<Span>,
    /// The dictionary form of the cue's main word.
    pub lemma: Option<String>,
    /// The act that the lexicon gives to this cue; `None` where no row has it and the model found it.
    pub listed: Option<String>,
    /// The statement whose speaker this one goes on with.
    pub continues: Option<String>,
    /// The statements that report this one, the innermost first.
    pub within: Vec<String>,
    /// Each speaker with the chain that led to him.
    pub speakers: Vec<SpeakerWhy>,
    /// The day, how it is known, and by which words.
    pub said_on: Option<(String, SaidOnBasis, Span)>,
}

/// How a speaker was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerWhy {
    /// His id in the record.
    pub id: String,
    /// His name.
    pub name: String,
    /// His CAMEO code.
    pub code: Option<String>,
    /// From the words of the source to those that name him.
    pub steps: Vec<Step>,
}

/// One link of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The words.
    pub words: Span,
    /// Why they mean the actor.
    pub rule: LinkRule,
}

/// How the statement with this id was read.
pub(crate) fn why(findings: &Findings<'_>, cues: &Cues, id: &str) -> Option<Why> {
    let names = Names::new(findings);
    let at = names.statements_in_order.iter().copied().find(|at| names.statement_ids[at] == id)?;
    let found = &findings.attributions[at];
    let offsets = Offsets::new(&findings.document.text);
    let span = |span: Option<ByteSpan>| span.map(|span| offsets.span(span));
    let lemma = found.cue_head.map(|head| findings.analysis.sentences[head.sentence][head.token].lemma.to_string());
    let listed = lemma.as_deref().and_then(|lemma| {
        let row = cues.verb(lemma).or_else(|| cues.noun(lemma)).or_else(|| cues.adjective(lemma)).or_else(|| cues.adverb(lemma));
        row.map(|row| row.act.as_str().to_owned())
    });
    let within = std::iter::successors(found.within, |&outer| findings.attributions[outer].within).take(STEPS);
    let speakers = found.source.map(|source| findings.actors.at(source)).unwrap_or_default();
    Some(Why {
        id: id.to_owned(),
        source: span(found.source),
        cue: span(found.cue),
        content: found.content.iter().map(|&content| offsets.span(content)).collect(),
        lemma,
        listed,
        continues: found.continues.and_then(|at| names.statement_ids.get(&at).cloned()),
        within: within.filter_map(|at| names.statement_ids.get(&at).cloned()).collect(),
        speakers: speakers.iter().map(|&actor| speaker(findings, &names, &offsets, found.source, actor)).collect(),
        said_on: findings.said_on[at].as_ref().map(|said| (said.day.clone(), said.basis, offsets.span(said.words))),
    })
}

fn speaker(findings: &Findings<'_>, names: &Names, offsets: &Offsets<'_>, source: Option<ByteSpan>, actor: usize) -> SpeakerWhy {
    let draft = &findings.actors.actors[actor];
    let own: Vec<_> = findings.actors.links.iter().filter(|link| link.actor == actor).collect();
    // The mention in the source, or where its words hold none the one that holds them.
    let mut at = source.and_then(|source| own.iter().find(|link| source.overlaps(link.words)).copied());
    let mut steps: Vec<Step> = Vec::new();
    while let Some(link) = at.filter(|_| steps.len() < STEPS) {
        steps.push(Step { words: offsets.span(link.words), rule: link.rule });
        let seen = |words: ByteSpan| steps.iter().any(|step| step.words == offsets.span(words));
        at = link.by.filter(|&by| !seen(by)).and_then(|by| own.iter().find(|other| other.words == by || by.contains(other.words)).copied());
    }
    SpeakerWhy { id: names.actor_ids[&actor].clone(), name: draft.name.clone(), code: draft.code.clone(), steps }
}
