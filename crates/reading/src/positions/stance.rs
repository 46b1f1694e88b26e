//! Where somebody stands by what a word does and how it stands there.

use super::content::Matter;
use super::moods::Mood;
use rapporteur_lexicon::issues::Effect;
use rapporteur_record::Stance;

/// How a word of attitude stands there.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub negated: bool,
    /// It is given up: "dropped its demand".
    pub ended: bool,
    pub mood: Mood,
    /// What is wanted is the holder's own doing.
    pub own: bool,
    /// The word is a noun for what is given to others: a promise.
    pub given: bool,
    /// It asks to one's own table.
    pub invites: bool,
}

/// Where somebody stands by the word, towards what it governs; none where it tells of no stand.
pub(super) fn stance(effect: Effect, manner: Manner, matter: &Matter) -> Option<Stance> {
    let Manner { negated, ended, mood, own, given, invites } = manner;
    let base = match effect {
        Effect::Support | Effect::Accept | Effect::Promise => Stance::Support,
        Effect::Reject => Stance::Reject,
        Effect::Propose => Stance::Support,
        // To invite to one's own table is to be for it.
        Effect::Demand if invites => Stance::Support,
        Effect::Demand => Stance::Demand,
        Effect::Want if own => Stance::Support,
        Effect::Want => Stance::Demand,
        Effect::Neutral => Stance::Neutral,
        Effect::Claim | Effect::Accuse => Stance::Assert,
        Effect::Deny => Stance::Deny,
        _ => return None,
    };
    let stance = match (base, negated ^ ended) {
        (Stance::Demand, true) if ended => Stance::Neutral,
        (Stance::Demand, true) if effect == Effect::Want => Stance::Reject,
        (Stance::Support, true) if effect == Effect::Promise && !given => Stance::Reject,
        (Stance::Support, true) if effect == Effect::Promise => Stance::Neutral,
        (Stance::Demand | Stance::Assert | Stance::Neutral, true) => return None,
        (Stance::Support, true) => Stance::Reject,
        (Stance::Reject, true) => {
            // "has no objection to it" is content with it, "does not oppose it" leaves it open.
            if ended || given { Stance::Support } else { Stance::Neutral }
        }
        (Stance::Deny, true) => Stance::Assert,
        (stance, _) => stance,
    };
    // What is denied of what is to come is refused; a claim that is rejected is denied.
    Some(match stance {
        Stance::Deny if matter.future => Stance::Reject,
        Stance::Reject if matter.claim => Stance::Deny,
        Stance::Support if matter.claim => Stance::Assert,
        Stance::Demand if matter.claim => Stance::Assert,
        Stance::Support if mood == Mood::May && effect == Effect::Neutral => Stance::Neutral,
        stance => stance,
    })
}
