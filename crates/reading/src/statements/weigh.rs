//! What the trained model makes of one sentence: each candidate is weighed roughly, its words are
//! labelled, and then it is weighed again with its labels and with the other candidates beside it.

use super::candidates::{Candidate, Link, candidates, is_aspect, resumes};
use super::features::View;
use super::grove::Tree;
use super::introduced::introduced;
use super::judge::{self, Roles};
use super::model::StatementModel;
use super::spans::{self, Page};
use super::tagger::{self, Sequence, Tagged};
use super::words::Words;
use rapporteur_language::{Deprel, TokenId};
use rapporteur_lexicon::{CueClass, Frame};
use rapporteur_record::Act;

/// A word that may be a cue, with the roles that the lexicon's frames give its arguments.
pub(super) struct Proposed<'c> {
    pub candidate: Candidate<'c>,
    /// What the frames say; `None` where they know no such cue.
    pub by_rule: Option<Roles>,
    /// The same, or what they would say of any verb.
    pub by_shape: Option<Roles>,
    /// The words of the cue where they are known beforehand.
    pub cue: Option<(TokenId, TokenId)>,
}

/// Every candidate of a sentence.
pub(super) fn proposed<'c>(page: Page<'c>, tree: &Tree<'_>) -> Vec<Proposed<'c>> {
    let mut found: Vec<Proposed<'c>> = introduced(tree, page.cues)
        .into_iter()
        .map(|(candidate, roles, cue)| Proposed { candidate, by_rule: Some(roles.clone()), by_shape: Some(roles), cue: Some(cue) })
        .collect();
    for candidate in candidates(tree, page.cues) {
        // "as Karim put it" has been read with its words.
        let put = found.iter().any(|known| known.candidate.class == CueClass::Preposition && known.candidate.head == candidate.head);
        if put || is_aspect(tree, &candidate, page.cues) {
            continue;
        }
        let by_rule = judge::roles(tree, &candidate, page.cues, false);
        let by_shape = by_rule.clone().or_else(|| judge::roles(tree, &candidate, page.cues, true));
        let cue = by_shape.as_ref().and_then(|roles| spans::with_aspect(tree, &candidate, roles, page.cues));
        found.push(Proposed { candidate, by_rule, by_shape, cue });
    }
    found
}

/// A proposal that passed the rough weighing, with its labels.
pub(super) struct Considered<'p, 'c> {
    pub proposed: &'p Proposed<'c>,
    /// Its place among all proposals of the sentence.
    pub place: usize,
    /// The rough score.
    pub rough: f32,
    pub tagged: Tagged,
    pub labels: Vec<u8>,
    pub roles: Roles,
    /// Whether it counts whatever the model says: a noun that somebody holds and a clause follows, a
    /// participle that goes on with a speaker, or several words that name a source.
    pub held: bool,
}

/// The labels by the frames, and what the tagger sees; `told` is told the slots of each word as soon as they are known.
pub(super) fn sequence(page: Page<'_>, tree: &Tree<'_>, words: &Words, proposed: &Proposed<'_>, told: impl Fn(&[u32], &[u32])) -> Sequence {
    let blank = Roles::default();
    let roles = proposed.by_shape.as_ref();
    let draft = spans::draft(page, tree, &proposed.candidate, roles.unwrap_or(&blank), proposed.cue);
    let ruled = tagger::labels(tree, draft.source, draft.cue_span(tree), &draft.content);
    tagger::sequence(tree, words, &proposed.candidate, roles, &ruled, told)
}

/// The features of the rough weighing.
pub(super) fn rough_features(tree: &Tree<'_>, page: Page<'_>, words: &Words, proposed: &Proposed<'_>) -> Vec<u32> {
    let blank = Roles::default();
    let view = View::new(page.text, tree, proposed, words);
    view.attribution(proposed.by_shape.as_ref().unwrap_or(&blank))
}

/// Weighs every proposal roughly and labels the words of those that pass.
pub(super) fn consider<'p, 'c>(
    page: Page<'_>,
    tree: &Tree<'_>,
    words: &Words,
    all: &'p [Proposed<'c>],
    model: &StatementModel,
) -> Vec<Considered<'p, 'c>> {
    let mut found = Vec::new();
    for (place, proposed) in all.iter().enumerate() {
        let rough = model.rough(&rough_features(tree, page, words, proposed));
        // Corpora mark outermost attributions only, so a model knows little of "his claim that …"; ", adding
        // that …" behind a saying says for sure.
        let clear = match proposed.candidate.class {
            CueClass::Noun => true,
            CueClass::Verb => {
                resumes(tree, proposed.candidate.head, page.cues).is_some()
                    || says_that(tree, proposed)
                    || asks(tree, proposed)
                    || judges(tree, proposed)
                    || is_answered(page, tree, proposed)
            }
            // "in Karim's words"; "per" alone has other uses.
            CueClass::Preposition => proposed.candidate.row.is_some_and(|row| row.lemma.split(' ').count() > 2),
            _ => false,
        };
        let held = clear
            && proposed.by_rule.as_ref().is_some_and(|roles| {
                let tells = proposed.candidate.class == CueClass::Preposition
                    || asks(tree, proposed)
                    || judges(tree, proposed)
                    || is_answered(page, tree, proposed)
                    || judge::tells(tree, &proposed.candidate, roles);
                roles.source.is_some() && tells
            });
        if rough < super::model::ROUGH && !held {
            continue;
        }
        // Weights lie scattered: asked for at once they are there when the last word is done.
        let ask = |own: &[u32], moves: &[u32]| model.fetch(own, moves);
        let labels = model.labels(&sequence(page, tree, words, proposed, ask));
        let subject = proposed.by_shape.as_ref().and_then(|roles| roles.source).map(|at| proposed.candidate.arguments[at].head);
        let tagged = tagger::runs(words, &labels, proposed.candidate.head, subject);
        let roles = tagger::roles(tree, words, &proposed.candidate, &labels);
        found.push(Considered { proposed, place, rough, tagged, labels, roles, held });
    }
    found
}

/// Whether somebody asks another to do something.
fn asks(tree: &Tree<'_>, proposed: &Proposed<'_>) -> bool {
    proposed.by_rule.as_ref().is_some_and(|roles| judge::asks(tree, &proposed.candidate, roles))
}

/// Whether somebody tells in a participle behind what he did what he takes a thing for: "closed the road, calling it unsafe".
fn judges(tree: &Tree<'_>, proposed: &Proposed<'_>) -> bool {
    let Candidate { head, row, .. } = proposed.candidate;
    let takes = row.is_some_and(|row| {
        matches!(row.act, Act::Claim | Act::Accuse | Act::Believe) && [Frame::As, Frame::WhomTo].iter().any(|frame| row.takes(frame))
    });
    let behind = head.0 > 0 && tree.is(TokenId(head.0 - 1), ",") && tree.form(head).ends_with("ing") && tree.deprel(head) == Deprel::Advcl;
    let predicate = |&at: &usize| proposed.candidate.arguments[at].link == Link::Below(Deprel::Xcomp);
    takes && behind && proposed.by_rule.as_ref().is_some_and(|roles| roles.content.len() == 2 && roles.content.iter().any(predicate))
}

/// Whether somebody rejects what a noun sums up that another said: "a charge that Telmark denies", "a claim denied by the palace".
pub(super) fn is_answered(page: Page<'_>, tree: &Tree<'_>, proposed: &Proposed<'_>) -> bool {
    let Candidate { head, row, .. } = proposed.candidate;
    let denies = row.is_some_and(|row| matches!(row.act, Act::Deny | Act::Reject));
    let clause = matches!(tree.deprel(head), Deprel::Acl | Deprel::AclRelcl);
    let noun = tree.head(head).filter(|&noun| denies && clause && tree.deprel(noun) == Deprel::Appos);
    noun.is_some_and(|noun| page.cues.noun(tree.lemma(noun)).is_some_and(|row| row.takes(&Frame::That)))
}

/// Whether a verb of the lexicon has a clause with "that" for its content: rare verbs too say something then.
fn says_that(tree: &Tree<'_>, proposed: &Proposed<'_>) -> bool {
    let that = |at: &usize| proposed.candidate.arguments[*at].marker.is_some_and(|mark| tree.is(mark, "that"));
    proposed.candidate.row.is_some() && proposed.by_rule.as_ref().is_some_and(|roles| roles.content.iter().any(that))
}

/// The features of the last weighing: those of the rough one with the labels' roles, what the labels
/// look like, and the other candidates of the sentence.
pub(super) fn features(page: Page<'_>, tree: &Tree<'_>, words: &Words, all: &[Considered<'_, '_>], at: usize) -> Vec<u32> {
    let one = &all[at];
    let view = View::new(page.text, tree, one.proposed, words);
    let mut found = view.attribution(&one.roles);
    view.labelled(one, all, &mut found);
    found
}
