//! Who stands where on what: positions, from the words of statements and from deeds.
//!
//! The steps, a file each: who and what the words are ([`scene`]); words by which somebody takes a stand ([`stands`]), judgements and deeds
//! ([`judged`]), figures of speech ([`idioms`]), answers and ellipses ([`short`]), what a noun behind a comma takes up ([`taken`]), what is told by the way ([`sides`]), clauses that take one by their mood ([`moods`], [`negation`]); who holds it ([`who`], [`parties`]); what they are about ([`complements`], [`content`]), in a normal
//! form ([`issue`], [`wording`]); how it is written down ([`emit`]); what it hangs on ([`conditions`]), in a clause of its own too ([`sequel`], [`links`]); what
//! "it" and "the idea" stand for, which issues are one ([`refer`], [`pronouns`]); one position for each holder, issue and stance ([`gather`]).
//! Knowledge is in `lexicon/issues/` and `lexicon/cues/`.
//!
//! *Limits*: English; a sentence is read by its tree. A position is somebody's own words or deed, or what another says of him;
//! what follows from it for a third party is not worked out. Warnings and threats are statements, no positions.

mod complements;
mod conditions;
mod content;
mod emit;
mod gather;
mod idioms;
mod issue;
mod judged;
mod label;
mod links;
mod moods;
mod negation;
mod parties;
mod pronouns;
mod refer;
mod scene;
mod sequel;
mod short;
mod sides;
mod stance;
mod stands;
mod taken;
#[cfg(test)]
mod tests;
mod who;
mod wording;

use crate::actors::ActorDraft;
use crate::events::{EventDraft, Told};
use rapporteur_language::{Analysis, Deprel, TokenId, Upos};
use rapporteur_lexicon::Lexicon;
use rapporteur_record::{ByteSpan, ConditionKind, PositionBasis, Stance};
use scene::Scene;

/// A position as it was found; actors, statements and events are indices into their lists.
#[derive(Clone, Debug, PartialEq)]
pub struct PositionDraft {
    /// Who holds it.
    pub holder: usize,
    /// The normal form of the issue.
    pub key: String,
    /// Its positive pole in words.
    pub label: String,
    /// Where the holder stands.
    pub stance: Stance,
    /// The key of the issue that it hangs on or is a condition of.
    pub condition: Option<(String, ConditionKind)>,
    /// What it rests on.
    pub basis: PositionBasis,
    /// Who tells it, where it is only reported.
    pub told_by: Option<usize>,
    /// The statements that show it.
    pub statements: Vec<usize>,
    /// The events that show it.
    pub events: Vec<usize>,
    /// The day of the latest of them.
    pub as_of: Option<String>,
    /// How sure the reading is, in hundredths.
    pub score: u8,
    /// The words that name the issue, in order, and whether they name the opposite pole.
    pub words: Vec<(ByteSpan, bool)>,
}

/// Finds the positions of a text, and the actors that nothing but a position knows: they come after those of `told`.
///  `skip` are its headlines, which repeat what the report tells.
pub fn read(
    text: &str,
    analysis: &Analysis,
    told: Told<'_>,
    events: &[EventDraft],
    lexicon: &Lexicon,
    skip: &dyn Fn(ByteSpan) -> bool,
) -> (Vec<PositionDraft>, Vec<ActorDraft>) {
    let scene = Scene::new(text, analysis, told, events, lexicon);
    let mut found = stands::Finder::new(&scene);
    for at in 0..scene.trees.len() {
        if scene.trees[at].len() <= LONGEST && !skip(scene.trees[at].sentence.span) {
            found.sentence(at);
        }
    }
    let (mut raws, mut topics, mut added) = found.finish();
    refer::resolve(&scene, &mut raws, &mut topics);
    let positions = gather::gather(&scene, &raws, &topics);
    // Who holds nothing in the end is nobody the record needs.
    let known = told.actors.actors.len();
    let last = positions.iter().map(|position| position.holder + 1).max().unwrap_or(0);
    added.truncate(last.saturating_sub(known));
    (positions, added)
}

/// Whether the verb of a sentence governs a clause with a subject of its own.
pub(crate) fn has_clause(analysis: &Analysis) -> bool {
    analysis.sentences.first().is_some_and(|sentence| {
        let root = sentence.root();
        let clause = sentence.children(root).find(|&kid| sentence[kid].deprel == Deprel::Ccomp);
        clause.is_some_and(|clause| {
            let subject = sentence.children(clause).any(|kid| sentence[kid].deprel.is_nominal_subject());
            subject && (sentence[clause].upos == Upos::Verb || sentence.children(clause).any(|kid| sentence[kid].deprel == Deprel::Cop))
        })
    })
}

/// Whether what stands behind the first two words begins with a verb in its plain form.
pub(crate) fn begins_with_verb(analysis: &Analysis, text: &str) -> bool {
    analysis.sentences.first().is_some_and(|sentence| {
        let third = TokenId(2);
        sentence.tokens.len() > 3
            && sentence[third].upos == Upos::Verb
            && sentence.form(third, text).eq_ignore_ascii_case(&sentence[third].lemma)
    })
}

/// The issue that a clause or phrase names, as its key and whether it names the positive pole; none where it names none.
///
/// It serves codebooks and the comparison of wordings: the text is one sentence that was made to hold the `words`, without speaker.
pub fn issue_of(text: &str, words: ByteSpan, analysis: &Analysis, told: Told<'_>, lexicon: &Lexicon) -> Option<NamedIssue> {
    let scene = Scene::new(text, analysis, told, &[], lexicon);
    // Words of several sentences are about what the first of them names that names anything.
    scene.trees.iter().find_map(|tree| {
        let ids: Vec<TokenId> = tree.ids().filter(|id| words.contains(tree.token(*id).span)).collect();
        let at = At { sentence: tree.at, token: *ids.first()? };
        let form = wording::of_words(&scene, tree, &ids)?;
        let (mut topic, pole) = issue::of_form(form, at, words, Vec::new());
        topic.label = words.of(text).to_owned();
        issue::name(&scene, &mut topic);
        Some(NamedIssue { key: topic.key, label: topic.label, positive: pole > 0 })
    })
}

/// An issue as words name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedIssue {
    /// The normal form.
    pub key: String,
    /// The positive pole in words.
    pub label: String,
    /// Whether the words name the positive pole.
    pub positive: bool,
}

/// A longer sentence is not read: no sentence of prose is, and time stays linear.
const LONGEST: usize = 500;

/// The place of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    sentence: usize,
    token: rapporteur_language::TokenId,
}

/// What somebody may stand for or against.
#[derive(Clone, Debug)]
struct Topic {
    /// Its head word.
    at: At,
    /// Its words in order.
    span: ByteSpan,
    /// The class of `lexicon/issues/classes.tsv`.
    class: Option<usize>,
    /// The normal form.
    key: String,
    /// The predicate and the arguments of it.
    predicate: String,
    args: Vec<String>,
    /// The positive pole in words.
    label: String,
    /// Dictionary forms of its words that mean something.
    stems: Vec<String>,
    /// It stands for another one: "it", "the idea".
    refers: Option<refer::Reference>,
    /// What it stands for where nobody took a stand on anything that it may mean, and the pole.
    instead: Option<(usize, i8)>,
}

/// A stand that somebody takes, before it is resolved what it is about.
#[derive(Clone, Debug)]
struct Raw {
    holders: Vec<usize>,
    stance: Stance,
    /// The topic, an index into the list of topics, and whether it is meant as it stands (1) or turned round (-1).
    topic: usize,
    sign: i8,
    /// The words that name the topic here, and whether they name the opposite pole.
    words: Option<(ByteSpan, bool)>,
    /// What it hangs on, or what it is a condition of.
    condition: Option<(usize, ConditionKind)>,
    basis: PositionBasis,
    told_by: Option<usize>,
    statement: Option<usize>,
    event: Option<usize>,
    /// The word that shows it.
    at: At,
    score: u8,
    /// A bare assertion: it counts where somebody contests it.
    bare: bool,
    /// It is told of an earlier time: "had rejected", "used to demand".
    past: bool,
}
