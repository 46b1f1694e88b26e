//! Which of the statements inside others are somebody's: what a speaker thinks and wants himself his own statement tells already.

use crate::actors::Actors;
use crate::read::retain;
use crate::statements::{Attribution, WordAt};
use rapporteur_language::{Analysis, Deprel, Token, Upos};
use rapporteur_lexicon::{Cues, Frame, lower};
use rapporteur_record::{Act, Certainty, StatementKind};

/// What is told inside a statement is somebody's: neither "the decision proves that …" nor, of the one who speaks anyway, "I think that …" and
/// "said that she supported the plan", nor what he says while he says so ("I must tell you that …"), repeats ("repeated his claim that …") or where
/// his own side stands ("said Telmark would oppose it", but "said Telmark believes that …" tells what it believes). What he said once is told, and
/// what he is said to believe or to plan ("said she doubted that …"). Nobody believes what he "should understand", nor says what he would say if …
/// or is asked to say.
pub(crate) fn told_by_somebody(attributions: Vec<Attribution>, actors: &Actors, analysis: &Analysis, cues: &Cues) -> Vec<Attribution> {
    let page = Page { analysis, cues };
    let who: Vec<Vec<usize>> = attributions.iter().map(|found| found.source.map(|source| actors.at(source)).unwrap_or_default()).collect();
    let keep: Vec<bool> = attributions
        .iter()
        .zip(&who)
        .map(|(found, speakers)| {
            let Some(outer) = found.within.filter(|_| found.kind == StatementKind::Indirect && found.source.is_some()) else { return true };
            let around = &attributions[outer];
            let stands = found.stance && found.certainty != Certainty::Negated;
            let says = matches!(found.act, Act::Say | Act::Claim) && page.is_now(found);
            let side = |&speaker: &usize| actors.actors[speaker].party.is_some_and(|party| *speakers == [party]);
            let first = page.is_first_person(found);
            let tells_it = if first {
                stands || says || found.act == Act::Believe
            } else {
                stands && found.act != Act::Promise
                    || found.stance && found.act == Act::Hope
                    || says && found.certainty != Certainty::Negated
                    || found.act == Act::Believe && found.stance
                    || page.is_repeated(found, around)
            };
            let own = *speakers == who[outer] && tells_it
                || stands && found.act != Act::Believe && page.is_now(found) && !who[outer].is_empty() && who[outer].iter().all(side);
            let nobody = speakers.is_empty() && (found.stance || !page.is_person(found) && !page.asks(found));
            let unsaid = found.act == Act::Believe && page.is_asked(found) || page.is_supposed(found, around) || page.is_requested(found);
            !(nobody || own || unsaid)
        })
        .collect();
    retain(attributions, &keep)
}

#[derive(Clone, Copy)]
struct Page<'a> {
    analysis: &'a Analysis,
    cues: &'a Cues,
}

impl<'a> Page<'a> {
    fn tokens(self, at: WordAt) -> &'a [Token] {
        &self.analysis.sentences[at.sentence].tokens
    }

    fn token(self, at: WordAt) -> &'a Token {
        &self.tokens(at)[at.token.index()]
    }

    /// The words that hang on one.
    fn below(self, at: WordAt) -> impl Iterator<Item = &'a Token> {
        self.tokens(at).iter().filter(move |token| token.head == Some(at.token))
    }

    /// Whether it is said as the outer one is: "I must tell you". What one "will tell" is another saying.
    fn is_now(self, found: &Attribution) -> bool {
        found.cue_head.is_some_and(|cue| {
            let feats = &self.token(cue).feats;
            let later = self.below(cue).any(|token| token.deprel == Deprel::Aux && lower(&token.lemma) == "will");
            !later && (feats.is("Tense", "Pres") || feats.is("VerbForm", "Inf"))
        })
    }

    fn is_asked(self, found: &Attribution) -> bool {
        let asks = |token: &Token| token.deprel == Deprel::Aux && self.cues.modal(&lower(&token.lemma)) == Some(Certainty::Required);
        found.cue_head.is_some_and(|cue| self.below(cue).any(asks))
    }

    /// Whether "I", "we" or "our side" says it.
    fn is_first_person(self, found: &Attribution) -> bool {
        found.source_head.is_some_and(|head| {
            let first = |token: &Token| token.feats.is("Person", "1");
            first(self.token(head)) || self.below(head).any(|token| token.deprel == Deprel::NmodPoss && first(token))
        })
    }

    /// Whether a pronoun for persons says it, of whom no more may be known.
    fn is_person(self, found: &Attribution) -> bool {
        let person = |token: &Token| token.upos == Upos::Pron && ["he", "she", "they"].contains(&&*lower(&token.lemma));
        found.source_head.is_some_and(|head| person(self.token(head)))
    }

    /// "told her to leave": a thing says this to nobody, so whoever does is a person, known or not.
    fn asks(self, found: &Attribution) -> bool {
        let aloud = |cue| {
            let row = self.cues.verb(&lower(&self.token(cue).lemma));
            row.is_some_and(|row| row.takes(&Frame::WhomTo) && row.takes(&Frame::Quote))
        };
        let named = found.source_head.is_some_and(|head| self.token(head).upos != Upos::Pron);
        named && matches!(found.act, Act::Demand | Act::Urge | Act::Ask) && found.cue_head.is_some_and(aloud)
    }

    /// "repeated his claim that …": the noun is the object of the verb by which he says it again; "recalled the promise she made" tells of another time.
    fn is_repeated(self, found: &Attribution, around: &Attribution) -> bool {
        let (Some(cue), Some(outer)) = (found.cue_head, around.cue_head) else { return false };
        let noun = self.token(cue);
        let held = found.source_head.is_some_and(|head| {
            let holder = self.token(head);
            holder.deprel == Deprel::NmodPoss && holder.head == Some(cue.token)
        });
        held && cue.sentence == outer.sentence && noun.upos == Upos::Noun && noun.deprel == Deprel::Obj && noun.head == Some(outer.token)
    }

    /// "asked the council to demand that …": it has not demanded it.
    fn is_requested(self, found: &Attribution) -> bool {
        let Some(cue) = found.cue_head else { return false };
        let Some(above) = self.token(cue).head.filter(|_| self.token(cue).deprel == Deprel::Xcomp) else { return false };
        let row = self.cues.verb(&lower(&self.token(WordAt { token: above, ..cue }).lemma));
        let wished = row.is_some_and(|row| matches!(row.act, Act::Ask | Act::Urge | Act::Demand | Act::Hope | Act::Promise));
        wished && self.below(cue).any(|token| token.deprel == Deprel::Mark && &*lower(&token.lemma) == "to")
    }

    /// Whether it stands in a condition of what is said around it: "if they say so, they lie".
    fn is_supposed(self, found: &Attribution, around: &Attribution) -> bool {
        let Some(cue) = found.cue_head else { return false };
        let said = |token: &Token| around.content.iter().any(|piece| piece.contains(token.span));
        let supposes = |token: &Token| {
            matches!(token.deprel, Deprel::Mark | Deprel::Advmod) && self.cues.modal(&lower(&token.lemma)) == Some(Certainty::Conditional)
        };
        // "asked whether they wanted an envoy", "did not say whether she had agreed": nobody says that he takes this stand.
        let open = |token: &Token| token.deprel == Deprel::Mark && (&*lower(&token.lemma) == "whether" || supposes(token));
        if found.stance && self.token(cue).deprel == Deprel::Ccomp && self.below(cue).any(open) {
            return true;
        }
        let path = std::iter::successors(Some(cue), |&at| self.token(at).head.map(|token| WordAt { token, ..at }));
        let clauses = path.take_while(|&at| said(self.token(at))).filter(|&at| self.token(at).deprel == Deprel::Advcl);
        clauses.take(CLAUSES).any(|at| self.below(at).any(|token| said(token) && supposes(token)))
    }
}

/// How many clauses around a statement are looked at.
const CLAUSES: usize = 8;
