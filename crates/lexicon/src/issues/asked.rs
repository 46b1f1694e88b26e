//! What the reading of stands and of wordings asks the sets of `sets.tsv`.

use super::{BodySort, Issues};

impl Issues {
    /// Whether a noun names a text or plan that may bring something about: the set `@instrument`.
    pub fn is_instrument(&self, noun: &str) -> bool {
        self.is_in("@instrument", noun)
    }

    /// Whether a noun names a measure that can be taken back: the set `@measure`.
    pub fn is_measure(&self, noun: &str) -> bool {
        self.is_in("@measure", noun)
    }

    /// Whether a noun names what somebody feels, on which nobody takes a stand: the set `@felt`.
    pub fn is_felt(&self, noun: &str) -> bool {
        self.is_in("@felt", noun)
    }

    /// Whether a noun names a text or thing that is spoken of as if it spoke: the set `@text`.
    pub fn is_text(&self, noun: &str) -> bool {
        self.is_in("@text", noun)
    }

    /// Whether "there is no …" with the noun refuses what stands behind it (the set `@naught`), or denies it (`@groundless`): then true.
    #[must_use]
    pub fn naught(&self, noun: &str) -> Option<bool> {
        let denies = self.is_in("@groundless", noun);
        (denies || self.is_in("@naught", noun)).then_some(denies)
    }

    /// Whether a verb tells what comes about by itself, so that "will" foresees and does not announce it: the set `@foreseen`.
    pub fn is_foreseen(&self, verb: &str) -> bool {
        self.is_in("@foreseen", verb)
    }

    /// Whether a verb tells what somebody has in mind, so that to deny it is to refuse what it governs: the set `@meant`.
    pub fn is_meant(&self, verb: &str) -> bool {
        self.is_in("@meant", verb)
    }

    /// Whether a verb tells what befalls somebody, so that "will" foresees it of oneself too: the set `@undergone`.
    pub fn is_undergone(&self, verb: &str) -> bool {
        self.is_in("@undergone", verb)
    }

    /// Whether a verb tells what somebody does about another's words or attitude, so that its object is not his own: the set `@dealt`.
    pub fn is_dealt(&self, verb: &str) -> bool {
        self.is_in("@dealt", verb)
    }

    /// Whether a verb tells what somebody thinks, so that its negation contradicts what he does not think: the set `@thought`.
    pub fn is_thought(&self, verb: &str) -> bool {
        self.is_in("@thought", verb)
    }

    /// Whether a word of a name says that people study and teach there: the set `@learned`.
    pub fn is_learned(&self, word: &str) -> bool {
        self.is_in("@learned", word)
    }

    /// Whether a noun only says how many there are of those behind its "of": the set `@portion`.
    pub fn is_portion(&self, noun: &str) -> bool {
        self.is_in("@portion", noun)
    }

    /// Whether a predicate is what people do every day when they speak, write and go about, no issue unless another objects: the set `@routine`.
    pub fn is_routine(&self, predicate: &str) -> bool {
        self.is_in("@routine", predicate)
    }

    /// Whether "under" with the noun says that nothing is decided yet: the set `@review`.
    pub fn is_review(&self, noun: &str) -> bool {
        self.is_in("@review", noun)
    }

    /// Whether a verb by itself accuses whom it is told of: the set `@wrong`.
    pub fn is_wrong(&self, verb: &str) -> bool {
        self.is_in("@wrong", verb)
    }

    /// Whether a verb tells of a state, so that its negation refuses nothing: the set `@state`.
    pub fn is_state(&self, verb: &str) -> bool {
        self.is_in("@state", verb)
    }

    /// Whether a noun names a body by whose head or member it may be told: "his government", "her party": the set `@own`.
    pub fn is_own_body(&self, noun: &str) -> bool {
        self.is_in("@own", noun)
    }

    /// Whether a noun that refers to what somebody wants says that others are to do it (the set `@asked`), or he himself (`@offered`).
    #[must_use]
    pub fn is_asked(&self, noun: &str) -> Option<bool> {
        let asked = self.is_in("@asked", noun);
        (asked || self.is_in("@offered", noun)).then_some(asked)
    }

    /// Whether a noun in the plural is those who speak for a party, not for themselves: "its officials": the set `@mouthpiece`.
    pub fn is_mouthpiece(&self, noun: &str) -> bool {
        self.is_in("@mouthpiece", noun)
    }

    /// What sort of body a noun describes without naming it: the sets `@company` and `@movement`.
    #[must_use]
    pub fn sort_of_body(&self, noun: &str) -> Option<BodySort> {
        let sorts = [(BodySort::Company, "@company"), (BodySort::Movement, "@movement")];
        sorts.into_iter().find(|(_, set)| self.is_in(set, noun)).map(|(sort, _)| sort)
    }

    /// Whether a word of a name says that its bearer is of a sort: the sets `@company-name` and `@movement-name`.
    #[must_use]
    pub fn is_named_as(&self, sort: BodySort, word: &str) -> bool {
        self.is_in(
            match sort {
                BodySort::Company => "@company-name",
                BodySort::Movement => "@movement-name",
            },
            word,
        )
    }

    /// Whether a noun in the plural may stand for the two who face each other: "both sides": the set `@both`.
    pub fn is_of_both(&self, noun: &str) -> bool {
        self.is_in("@both", noun)
    }

    /// Whether a verb or noun tells what one does against others, so that it is no offer but a threat: the set `@hostile`.
    pub fn is_hostile(&self, word: &str) -> bool {
        self.is_in("@hostile", word)
    }

    /// Whether who leaves what the noun names does it against others: the set `@common`.
    pub fn is_common(&self, noun: &str) -> bool {
        self.is_in("@common", noun)
    }

    /// Whether a verb tells that somebody answers, so that who refuses to takes no side: the set `@answer`.
    pub fn is_answer(&self, verb: &str) -> bool {
        self.is_in("@answer", verb)
    }

    /// Whether a noun says that something hangs on what it is said of: "a precondition for", "the price of": the set `@precondition`.
    pub fn is_precondition(&self, noun: &str) -> bool {
        self.is_in("@precondition", noun)
    }

    /// Whether a verb hangs its object on what stands behind "to": "tied the loan to reforms": the set `@ties`.
    pub fn is_tie(&self, verb: &str) -> bool {
        self.is_in("@ties", verb)
    }

    /// Whether a verb takes up what was spoken of without saying what: "turn-up", "comply": the set `@anaphoric`.
    pub fn is_anaphoric(&self, verb: &str) -> bool {
        self.is_in("@anaphoric", verb)
    }

    /// Whether a verb says that somebody comes to stand elsewhere: "reconsider", "think-again": the set `@rethinks`.
    pub fn is_rethinking(&self, verb: &str) -> bool {
        self.is_in("@rethinks", verb)
    }

    /// Whether a noun is where somebody stands, so that what follows may tell it: "Kesh's position is simple": the set `@standpoint`.
    pub fn is_standpoint(&self, noun: &str) -> bool {
        self.is_in("@standpoint", noun)
    }

    /// Whether a verb calls its object what stands behind it: "found the plan wanting": the set `@judges`.
    pub fn is_judging(&self, verb: &str) -> bool {
        self.is_in("@judges", verb)
    }

    /// Whether a word hangs its subject on what stands behind "on": "depends on": the set `@hinges`.
    pub fn is_hinge(&self, word: &str) -> bool {
        self.is_in("@hinges", word)
    }

    /// Whether a word belongs to the verb before it and hides nothing behind it: the set `@particle`.
    pub fn is_particle(&self, word: &str) -> bool {
        self.is_in("@particle", word)
    }

    /// Whether an "in" behind a verb belongs to it: "take in fewer": the set `@inward`.
    pub fn takes_in(&self, verb: &str) -> bool {
        self.is_in("@inward", verb)
    }

    /// Whether a preposition opens an object that has a person before it: "put Halden under curfew": the set `@behind`.
    pub fn opens_object(&self, preposition: &str) -> bool {
        self.is_in("@behind", preposition)
    }

    /// Whether more and less of what a key names are its poles, as a higher tax and none are: the set `@graded`.
    pub fn is_graded(&self, key: &str) -> bool {
        self.is_in("@graded", key)
    }

    /// Whether a concept of people tells nobody from others where a name stands beside it: the set `@anybody`.
    pub fn is_anybody(&self, concept: &str) -> bool {
        self.is_in("@anybody", concept)
    }

    /// Whether "to" behind the passive of a concept says what for: "a court be set up to try them": the set `@made-for`.
    pub fn is_made_for(&self, concept: &str) -> bool {
        self.is_in("@made-for", concept)
    }

    /// Whether the passive of a concept may have an object: "be given the vote": the set `@second`.
    pub fn has_second_object(&self, concept: &str) -> bool {
        self.is_in("@second", concept)
    }

    /// Whether the object of a concept may be a clause without a verb: "keep the gates open": the set `@small`.
    pub fn is_small_clause(&self, concept: &str) -> bool {
        self.is_in("@small", concept)
    }
}
