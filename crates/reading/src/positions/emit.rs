//! Stands written down, with what they hang on.

use super::conditions::Condition;
use super::content::Matter;
use super::moods::Mood;
use super::refer::Reference;
use super::stands::Finder;
use super::who::Who;
use super::{At, Raw};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId};
use rapporteur_lexicon::issues::Hangs;
use rapporteur_record::{ByteSpan, ConditionKind, PositionBasis, Stance};

impl<'a> Finder<'_, 'a> {
    /// Writes down that one thing is required for another, from both ends: each with the pole that is meant.
    pub(super) fn link(&mut self, tree: &Tree<'a>, token: TokenId, who: &Who, hangs: (&Matter, i8), on: (&Matter, i8)) {
        if hangs.0.topic == on.0.topic {
            return;
        }
        let requires = Some((on.0.topic, ConditionKind::Requires));
        let first = Raw { sign: hangs.1, condition: requires, ..self.raw(tree, token, who, Stance::AcceptIf, hangs.0) };
        let second = Raw {
            sign: on.1,
            condition: Some((hangs.0.topic, ConditionKind::PreconditionFor)),
            score: first.score.saturating_sub(10),
            ..self.raw(tree, token, who, Stance::Demand, on.0)
        };
        self.raws.extend([first, second]);
    }

    /// A stand without a condition.
    pub(super) fn raw(&self, tree: &Tree<'a>, token: TokenId, who: &Who, stance: Stance, matter: &Matter) -> Raw {
        let basis = match (who.told_by, who.statement) {
            (Some(_), _) => PositionBasis::Reported,
            (None, Some(_)) => PositionBasis::Own,
            (None, None) if who.event.is_none() => PositionBasis::Own,
            (None, None) => PositionBasis::Deed,
        };
        Raw {
            holders: who.holders.clone(),
            stance,
            topic: matter.topic,
            sign: matter.sign,
            words: self.words(tree, matter),
            condition: None,
            basis,
            told_by: who.told_by,
            statement: who.statement,
            event: who.event,
            at: At { sentence: tree.at, token },
            score: who.score,
            bare: who.bare,
            past: is_past(tree, token),
        }
    }

    /// Writes a stand down, with what it hangs on.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn emit(
        &mut self,
        tree: &Tree<'a>,
        token: TokenId,
        who: &Who,
        stance: Stance,
        matter: &Matter,
        hanging: &[Condition],
        mood: Mood,
    ) {
        if stance == Stance::Demand && self.required(tree, token, who, matter, hanging) {
            return;
        }
        self.sequel(tree, token, who, stance, matter);
        let raw = self.raw(tree, token, who, stance, matter);
        // "will not wait" says that something else will be done. Nor is sympathy an issue.
        let predicate = &self.topics[matter.topic].predicate;
        if predicate == "wait" || self.scene.lexicon.issues.is_felt(predicate) {
            return;
        }
        // "will explain its policies" is for it where another is against it.
        let routine = stance == Stance::Support
            && hanging.is_empty()
            && self.topics[matter.topic].class.is_none()
            && self.scene.lexicon.issues.is_routine(predicate);
        let raw = Raw { bare: raw.bare || routine, ..raw };
        let direction = match stance {
            Stance::Support => matter.sign,
            Stance::Reject => -matter.sign,
            Stance::Neutral if !hanging.is_empty() => matter.sign,
            _ => {
                self.raws.push(raw);
                return;
            }
        };
        // Whether the words say that something is not to be.
        let negative = direction * matter.pole < 0;
        let mut hung = false;
        for condition in hanging {
            if matter.way.contains(&condition.head) {
                continue;
            }
            // What will be once the condition is met, and how it is met.
            let (outcome, met) = match condition.hangs {
                Hangs::If | Hangs::Return | Hangs::While if !negative => (direction, 1),
                Hangs::If | Hangs::Return | Hangs::While if negative => (-direction, -1),
                // "there can be no talks while they fight", but not "opposed the raid while others backed it".
                Hangs::During if negative && matches!(mood, Mood::Can | Mood::Will | Mood::Would) => (-direction, -1),
                Hangs::Before if negative || condition.until => (-direction, 1),
                // "would end it, but not before they leave".
                Hangs::Before if condition.only => (direction, 1),
                Hangs::After | Hangs::Only if condition.only => (direction, 1),
                Hangs::When if (condition.only || matches!(mood, Mood::Will | Mood::Would)) && !negative => (direction, 1),
                _ => continue,
            };
            let threat = condition.hangs == Hangs::If && !condition.only && !negative && self.is_threat(tree, matter);
            for on in self.interpret(tree, condition.head) {
                if on.topic == matter.topic {
                    continue;
                }
                hung = true;
                // "will quit if the bill is passed": what would set it off is not wanted.
                if threat {
                    if self.is_done(tree, condition.head) {
                        let refused = Matter { sign: -on.sign, ..on };
                        self.raws.push(self.raw(tree, token, who, Stance::Demand, &refused));
                    }
                    continue;
                }
                let known = self.raws.len();
                self.link(tree, token, who, (matter, outcome), (&on, on.sign * met));
                // "should his life be in danger", "once the harvest is known": what comes about is asked of nobody.
                if matches!(condition.hangs, Hangs::If | Hangs::When) && !condition.only && !self.is_done(tree, condition.head) {
                    self.raws.truncate(known + 1);
                }
            }
        }
        if !hung {
            self.raws.push(raw);
        }
    }

    /// The words that name a topic where a stand is taken on it, from the first that was passed.
    fn words(&self, tree: &Tree<'a>, matter: &Matter) -> Option<(ByteSpan, bool)> {
        let topic = &self.topics[matter.topic];
        // The words of a claim hold its negation, those of a doing do not: "nobody was punished", "will not talk".
        let named = if matter.claim { matter.sign } else { matter.pole };
        // "the offer" names what was spoken of, "it" does not.
        if topic.refers.is_some_and(|refers| !matches!(refers, Reference::Noun(_))) {
            return None;
        }
        let passed = matter.way.iter().map(|&id| tree.token(id).span);
        Some((passed.fold(topic.span, ByteSpan::join), named < 0))
    }
}

/// Whether a word tells of where somebody stood before: "had long rejected", "used to demand", "at first opposed".
fn is_past(tree: &Tree<'_>, token: TokenId) -> bool {
    let used = tree.head(token).filter(|&head| tree.deprel(token) == Deprel::Xcomp && tree.form(head).eq_ignore_ascii_case("used"));
    used.is_some()
        || tree.children(token).any(|kid| match tree.deprel(kid) {
            Deprel::Aux => tree.is(kid, "had"),
            Deprel::Advmod => {
                ["earlier", "previously", "formerly", "initially", "originally", "once"].iter().any(|word| tree.is(kid, word))
            }
            _ => false,
        })
}
