//! Stands without a word of attitude: judgements, sides, preconditions, deeds, "so did".

use super::complements::complements;
use super::content::{Governs, Matter, governs, is_addressed};
use super::moods::{Mood, mood_of};
use super::negation::is_negated;
use super::refer::Reference;
use super::stands::{Finder, HIGH};
use super::who::Who;
use super::{At, Raw, issue};
use crate::events::clause::{self, lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::Effect;
use rapporteur_record::{EventStatus, PositionBasis, Stance};

impl<'a> Finder<'_, 'a> {
    /// A judgement: "sanctions are illegal", "the plan is a trap", "that was a lie".
    pub(super) fn judged(&mut self, tree: &Tree<'a>, token: TokenId, all: &[Governs<'_>]) {
        let scene = self.scene;
        // "a dangerous way": the adjective judges, whatever the noun.
        let quality = tree.children(token).filter(|&kid| tree.upos(token) == Upos::Noun && tree.deprel(kid) == Deprel::Amod);
        let quality: Vec<Governs<'_>> = quality.flat_map(|kid| governs(scene, tree, kid)).filter(|one| is_judgement(one.effect)).collect();
        let all = if quality.is_empty() { all } else { &quality[..] };
        if is_negated(tree, token) && matches!(tree.lemma(token), "true" | "accurate" | "correct") {
            return self.untrue(tree, token);
        }
        if !all.iter().any(|one| is_judgement(one.effect)) {
            return;
        }
        // "a reply is on the way" judges nothing.
        if tree.upos(token) == Upos::Noun && !preposition(tree, token).is_empty() {
            return;
        }
        // "is unacceptable to Belmar": to whom it is so.
        let whose = tree.children(token).find(|&kid| {
            matches!(tree.lemma(token), "acceptable" | "unacceptable" | "enough" | "insufficient" | "intolerable")
                && matches!(tree.deprel(kid), Deprel::Obl | Deprel::Nmod)
                && tree.marker(kid).is_some_and(|mark| tree.is(mark, "to") || tree.is(mark, "for"))
                && scene.is_actor(tree, kid)
        });
        let who = match whose {
            Some(whose) => self.who_of(tree, token, whose),
            None => self.speaker(tree, token),
        };
        let Some(who) = who else { return };
        let negated = is_negated(tree, token);
        // "that is enough" may mean that it must stop.
        if tree.lemma(token) == "enough" && !negated && mood_of(tree, token) == Mood::Plain {
            return;
        }
        let supposed = supposed(tree, token);
        for (id, place) in complements(scene, tree, token) {
            let place = if place == "pred" || tree.upos(token) == Upos::Noun && place == "subj" { "pred" } else { place };
            let Some(one) = all.iter().find(|one| is_judgement(one.effect) && (one.takes(place) || place == "pred" && one.takes("subj")))
            else {
                continue;
            };
            if scene.is_actor(tree, id) && issue::class_at(scene, tree, id).is_none() {
                continue;
            }
            let stance = match (one.effect, negated) {
                (Effect::Good, false) => Stance::Support,
                (Effect::Bad, false) | (Effect::Good, true) => Stance::Reject,
                (Effect::Bad, true) => Stance::Support,
                (_, false) => Stance::Deny,
                (_, true) => Stance::Assert,
            };
            // "it would be an outrage if they went": that they go.
            let (id, hanging) = match supposed.filter(|_| one.effect == Effect::Bad && tree.is(id, "it")) {
                Some(clause) => (clause, Vec::new()),
                None => (id, self.hanging(tree, token)),
            };
            for matter in self.interpret(tree, id) {
                self.emit(tree, token, &who, stance, &matter, &hanging, mood_of(tree, token));
            }
        }
    }

    /// "that was simply not true".
    fn untrue(&mut self, tree: &Tree<'a>, token: TokenId) {
        let Some(who) = self.speaker(tree, token) else { return };
        let subject = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::Csubj);
        for matter in subject.map(|subject| self.interpret_claim(tree, subject)).unwrap_or_default() {
            // The negation is of its truth.
            let matter = Matter { sign: matter.pole, ..matter };
            self.emit(tree, token, &who, Stance::Deny, &matter, &[], Mood::Plain);
        }
    }

    /// "called the levy a mistake", "dismissed the pledge as a gimmick".
    pub(super) fn called(&mut self, tree: &Tree<'a>, token: TokenId) {
        let scene = self.scene;
        if governs(scene, tree, token).iter().any(|one| matches!(one.effect, Effect::Support | Effect::Reject | Effect::Accept)) {
            return;
        }
        // "called the offer an insult" with the offer taken for what it is called.
        let taken = || tree.child(token, Deprel::Xcomp).filter(|&kid| super::complements::called_what(tree, kid).is_some());
        let Some(object) = clause::clause(tree, &scene.lexicon.ontology, token).objects.first().copied().or_else(taken) else { return };
        // "They call that slander" with the pronoun taken for an article.
        let that = tree.children(object).find(|&kid| kid.0 == token.0 + 1 && ["that", "this"].iter().any(|word| tree.is(kid, word)));
        let judgement =
            tree.children(token).filter(|&kid| matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Obl | Deprel::Advcl | Deprel::Ccomp));
        let behind = super::complements::quality_behind(tree, object).filter(|_| scene.lexicon.issues.is_judging(tree.lemma(token)));
        let effect = judgement
            .chain(behind)
            .chain(super::complements::called_what(tree, object))
            .chain(that.map(|_| object))
            // "calls the plan a coup": two objects.
            .chain(tree.children(token).filter(|&kid| kid > object && tree.deprel(kid) == Deprel::Obj))
            .flat_map(|kid| governs(scene, tree, kid).into_iter().map(move |one| (kid, one.effect)))
            .find(|(_, effect)| matches!(effect, Effect::Good | Effect::Bad | Effect::Deny));
        let Some((word, effect)) = effect else { return };
        let Some(who) = self.who(tree, token) else { return };
        let negated = is_negated(tree, token) ^ is_negated(tree, word);
        let stance = match effect {
            Effect::Deny if negated => return,
            Effect::Deny => Stance::Deny,
            _ if (effect == Effect::Good) ^ negated => Stance::Support,
            _ => Stance::Reject,
        };
        let object = that.filter(|_| word == object).unwrap_or(object);
        let matters = if effect == Effect::Deny { self.interpret_claim(tree, object) } else { self.interpret(tree, object) };
        for matter in matters {
            self.emit(tree, token, &who, stance, &matter, &[], Mood::Plain);
        }
    }

    /// "is against the dam", "are behind the teachers".
    pub(super) fn side(&mut self, tree: &Tree<'a>, token: TokenId) {
        let word =
            if matches!(tree.upos(token), Upos::Adp | Upos::Adv | Upos::Sconj) { tree.form(token) } else { preposition(tree, token) };
        // "is against selling": a gerund has a mark.
        let gerund = word.is_empty() && tree.upos(token) == Upos::Verb && tree.form(token).ends_with("ing");
        let word = if gerund { tree.marker(token).map_or("", |mark| tree.form(mark)) } else { word };
        let favour = super::complements::is_favour(tree, token);
        if lemma(tree, token) == "question" && tree.children(token).any(|kid| tree.is(kid, "out")) {
            return self.out_of_question(tree, token);
        }
        let stance = match word.to_lowercase().as_str() {
            "against" => Stance::Reject,
            "for" | "behind" => Stance::Support,
            "after" => Stance::Demand,
            "in" if favour => Stance::Support,
            _ => return,
        };
        // "is not for sale" takes no side.
        let bare = tree.upos(token) == Upos::Noun
            && !tree.children(token).any(|kid| {
                kid < token && tree.deprel(kid) != Deprel::Case && !matches!(tree.deprel(kid), Deprel::Cop | Deprel::Advmod | Deprel::Nsubj)
            });
        if word.eq_ignore_ascii_case("for")
            && bare
            && issue::class_at(self.scene, tree, token).is_none()
            && tree.token(token).feats.is("Number", "Sing")
        {
            return;
        }
        let Some(subject) = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject()) else { return };
        if !self.scene.is_actor(tree, subject) && tree.upos(subject) != Upos::Pron {
            return;
        }
        let Some(who) = self.who_of(tree, token, subject) else { return };
        let negated = tree
            .children(token)
            .any(|kid| tree.deprel(kid) == Deprel::Advmod && ["not", "n't", "never", "longer"].iter().any(|word| tree.is(kid, word)));
        let stance = match (stance, negated) {
            (Stance::Reject, true) => Stance::Support,
            (Stance::Support | Stance::Demand, true) => Stance::Reject,
            (stance, _) => stance,
        };
        let matters = if favour {
            self.favoured(tree, token)
        } else if matches!(tree.upos(token), Upos::Adp | Upos::Adv | Upos::Sconj) {
            vec![self.unsaid(tree, token)]
        } else if tree.upos(token) == Upos::Pron && !["it", "that", "this"].iter().any(|pronoun| tree.is(token, pronoun))
            || self.scene.is_actor(tree, token) && tree.upos(token) == Upos::Noun
        {
            return;
        } else {
            // The copula's negation is the stand's, not the issue's.
            let mut matters = self.interpret(tree, token);
            if negated {
                matters.iter_mut().for_each(|matter| matter.sign = -matter.sign);
            }
            matters
        };
        let hanging = self.hanging(tree, token);
        for matter in matters {
            self.emit(tree, token, &who, stance, &matter, &hanging, Mood::Plain);
        }
    }

    /// What one is in favour of; what was spoken of before where nothing is said.
    pub(super) fn favoured(&mut self, tree: &Tree<'a>, favour: TokenId) -> Vec<Matter> {
        match tree.children(favour).find(|&kid| preposition(tree, kid) == "of") {
            Some(of) => self.interpret(tree, of),
            None => vec![self.unsaid(tree, favour)],
        }
    }

    /// What was spoken of before, where a word leaves it out: "is in favour".
    pub(super) fn unsaid(&mut self, tree: &Tree<'a>, token: TokenId) -> Matter {
        let topic = self.refer(tree, token, Reference::Silent);
        Matter { topic, sign: 1, pole: 1, claim: false, way: vec![token], future: false }
    }

    /// "there was no question of a truce until they left": it is refused; "there is no truth in the report": it is denied.
    pub(super) fn naught(&mut self, tree: &Tree<'a>, token: TokenId, denies: bool) {
        let no = tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Det && tree.is(kid, "no"));
        let of = tree.children(token).find(|&kid| {
            let phrase = matches!(preposition(tree, kid), "of" | "for" | "in" | "to");
            kid > token && (phrase || matches!(tree.deprel(kid), Deprel::Acl | Deprel::Ccomp))
        });
        let (Some(of), Some(verb)) = (of.filter(|_| no), tree.head(token)) else { return };
        if tree.lemma(verb) != "be" || mood_of(tree, verb) != Mood::Plain {
            return;
        }
        let Some(who) = self.speaker(tree, token) else { return };
        let hanging = self.hanging(tree, verb);
        let (matters, stance) =
            if denies { (self.interpret_claim(tree, of), Stance::Deny) } else { (self.interpret(tree, of), Stance::Reject) };
        for matter in matters {
            self.emit(tree, token, &who, stance, &matter, &hanging, Mood::Will);
        }
    }

    /// "has nothing against a recount".
    pub(super) fn nothing_against(&mut self, tree: &Tree<'a>, nothing: TokenId) {
        let Some(against) = against_nothing(tree, nothing) else { return };
        let Some(verb) = tree.head(nothing) else { return };
        let who = match tree.lemma(verb) {
            "have" => self.who(tree, verb),
            "be" => self.speaker(tree, nothing),
            _ => None,
        };
        let Some(who) = who else { return };
        let hanging = self.hanging(tree, verb);
        for matter in self.interpret(tree, against) {
            self.emit(tree, nothing, &who, Stance::Support, &matter, &hanging, mood_of(tree, verb));
        }
    }

    /// "gave the rulers two weeks to free him", "has until Friday to leave": who sets a term demands it.
    pub(super) fn term(&mut self, tree: &Tree<'a>, token: TokenId) {
        let span = |id: TokenId| {
            self.scene.is_time(tree, id) || matches!(lemma(tree, id), "hour" | "day" | "week" | "month" | "year" | "deadline" | "ultimatum")
        };
        let objects = clause::clause(tree, &self.scene.lexicon.ontology, token).objects;
        let until = |kid: TokenId| match tree.deprel(kid) {
            Deprel::Obl => preposition(tree, kid) == "until" && span(kid),
            Deprel::OblUnmarked => span(kid),
            _ => false,
        };
        if is_negated(tree, token) || !(objects.iter().any(|&id| span(id)) || tree.children(token).any(until)) {
            return;
        }
        let infinitive = |&kid: &TokenId| {
            matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Advcl | Deprel::Acl)
                && kid > token
                && super::complements::is_infinitive(tree, kid)
        };
        let inside = objects.iter().flat_map(|&id| tree.children(id));
        let Some(to) = tree.children(token).chain(inside).find(infinitive) else { return };
        if !objects
            .iter()
            .chain(&tree.children(token).filter(|&kid| tree.deprel(kid) == Deprel::Iobj).collect::<Vec<_>>())
            .any(|&id| self.scene.is_actor(tree, id) && !span(id))
        {
            return;
        }
        let Some(who) = self.who(tree, token) else { return };
        // "or face a blockade" is what comes otherwise.
        let or = |id: TokenId| tree.deprel(id) == Deprel::Conj && tree.children(id).any(|kid| tree.is(kid, "or"));
        let other = tree.children(to).find(|&kid| or(kid));
        for matter in self.interpret(tree, to) {
            if other.is_some_and(|other| matter.way.contains(&other) || tree.is_under(self.topics[matter.topic].at.token, other)) {
                continue;
            }
            self.emit(tree, token, &who, Stance::Demand, &matter, &[], Mood::Plain);
        }
    }

    /// "urged Karim to reconsider": the contrary of where he stands. Says whether that is known.
    pub(super) fn reconsidered(&mut self, tree: &Tree<'a>, token: TokenId, verb: TokenId, found: &[(TokenId, &str)], who: &Who) -> bool {
        if !governs(self.scene, tree, verb).iter().any(|one| one.effect == Effect::Neutral) {
            return false;
        }
        let asked = found.iter().filter(|(id, place)| *place != "subj" && *id < verb).flat_map(|&(id, _)| self.scene.named(tree, id));
        let asked: Vec<usize> = asked.collect();
        let theirs = |raw: &&Raw| raw.holders.iter().any(|&one| asked.iter().any(|&other| self.scene.same_side(one, other)));
        let firm = |raw: &&Raw| !raw.bare && matches!(raw.stance, Stance::Reject | Stance::Support | Stance::AcceptIf);
        // What is to be thought over is a refusal, where there is one.
        let refused = |raw: &&Raw| raw.stance != Stance::Support;
        let near = || self.raws.iter().rev().filter(firm).filter(theirs);
        let Some(before) = near().find(refused).or_else(|| near().next()).cloned() else { return false };
        let sign = if before.stance == Stance::Support { -before.sign } else { before.sign };
        let (statement, event, told_by, score) = (who.statement, who.event, who.told_by, who.score);
        let words = Some((tree.token(verb).span, before.words.is_some_and(|(_, opposite)| opposite)));
        let at = At { sentence: tree.at, token };
        let (holders, stance) = (who.holders.clone(), Stance::Demand);
        self.raws.push(Raw { holders, stance, sign, words, condition: None, statement, event, told_by, at, score, bare: false, ..before });
        true
    }

    /// What somebody stopped, suspended or closed: he is against it.
    pub(super) fn undone(&mut self, tree: &Tree<'a>, token: TokenId) {
        let scene = self.scene;
        let at = At { sentence: tree.at, token };
        if scene.statement(at).is_some()
            || tree.deprel(token) == Deprel::AclRelcl
            || mood_of(tree, token) != Mood::Plain
            || !super::moods::is_told(tree, token)
            || is_negated(tree, token)
        {
            return;
        }
        let ends = governs(scene, tree, token).iter().any(|one| matches!(one.effect, Effect::End | Effect::Cut) && one.takes("obj"));
        let clause = clause::clause(tree, &scene.lexicon.ontology, token);
        // What is ended may have come to its end.
        let over = matches!(tree.lemma(token), "end" | "conclude" | "complete" | "finish" | "lose" | "miss");
        if !ends || over || clause.passive || !clause.subjects.iter().any(|&id| scene.is_actor(tree, id)) {
            return;
        }
        let Some(who) = self.who(tree, token) else { return };
        for &object in &clause.objects {
            if issue::class_at(scene, tree, object).is_none() && !scene.lexicon.issues.is_measure(lemma(tree, object)) {
                continue;
            }
            for matter in self.interpret(tree, object) {
                self.emit(tree, token, &who, Stance::Reject, &matter, &[], Mood::Plain);
            }
        }
    }

    /// "an agreement is out of the question".
    fn out_of_question(&mut self, tree: &Tree<'a>, token: TokenId) {
        let Some(who) = self.speaker(tree, token) else { return };
        let subject = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::Csubj);
        let stance = if is_negated(tree, token) { Stance::Support } else { Stance::Reject };
        for matter in subject.map(|subject| self.interpret(tree, subject)).unwrap_or_default() {
            let hanging = self.hanging(tree, token);
            self.emit(tree, token, &who, stance, &matter, &hanging, Mood::Plain);
        }
    }

    /// "The Greens made an end to the pipeline a precondition for joining", "his departure is a precondition for talks".
    pub(super) fn precondition(&mut self, tree: &Tree<'a>, token: TokenId) {
        let then = tree.children(token).find(|&kid| {
            matches!(tree.deprel(kid), Deprel::Nmod | Deprel::Acl | Deprel::Obl | Deprel::Advcl)
                && tree.marker(kid).is_some_and(|mark| ["for", "of", "to"].iter().any(|word| tree.is(mark, word)))
        });
        // "has set two conditions for talks: …" with the phrase hung on the verb.
        let verb = tree.head(token).filter(|_| tree.deprel(token) == Deprel::Obj);
        let beside = verb.and_then(|verb| tree.children(verb).find(|&kid| kid > token && preposition(tree, kid) == "for"));
        let told = super::complements::listed(tree, token);
        let Some(then) = then.or(beside.filter(|_| !told.is_empty())) else { return self.own_condition(tree, token, &told) };
        if let Some(verb) = verb.filter(|_| !told.is_empty()) {
            let Some(who) = self.who(tree, verb) else { return };
            let hangs = self.interpret(tree, then);
            let required: Vec<Matter> = told.into_iter().flat_map(|id| self.interpret(tree, id)).collect();
            return self.link_all(tree, token, &who, &hangs, &required, false);
        }
        // "the price of bread", "the key to the door" hang nothing on anything.
        let figure = matches!(lemma(tree, token), "price" | "key");
        let again = self.scene.lexicon.issues.is_precondition(lemma(tree, then));
        if figure && (again || !super::content::is_doing(self.scene, tree, then)) {
            return;
        }
        if tree.marker(token).is_some_and(|mark| tree.is(mark, "as")) {
            return self.as_precondition(tree, token, then);
        }
        let subject = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject());
        let is = tree.head(token).filter(|&head| {
            head > token && tree.deprel(token).is_nominal_subject() && tree.children(head).any(|kid| tree.deprel(kid) == Deprel::Cop)
        });
        // "That, he said, is the condition for talks."
        let first = tree.ids().find(|&id| !tree.is_mark(id)).filter(|&id| tree.is(id, "that") || tree.is(id, "this"));
        if let (None, Some(first), Some(_)) = (subject, first, tree.child(token, Deprel::Cop))
            && let Some(who) = self.speaker(tree, token)
        {
            let topic = self.refer(tree, first, Reference::Pronoun);
            let required = Matter { topic, sign: 1, pole: 1, claim: false, way: vec![token], future: false };
            for hangs in self.interpret(tree, then) {
                self.link(tree, token, &who, (&hangs, hangs.sign), (&required, 1));
            }
            return;
        }
        let (what, who) = match (subject, tree.head(token)) {
            (Some(subject), _) => (Some(subject), self.speaker(tree, token)),
            // "its condition for talks is an amnesty".
            (None, Some(_)) if is.is_some() => (is, self.who(tree, token).or_else(|| self.speaker(tree, token))),
            (None, Some(head)) => {
                // "made an end to the pipeline a precondition": it may hang on a noun of what is made one.
                let mut verb = head;
                for _ in 0..HIGH {
                    match tree.head(verb) {
                        Some(up) if tree.upos(verb) != Upos::Verb => verb = up,
                        _ => break,
                    }
                }
                if tree.upos(verb) != Upos::Verb
                    || verb != head && !matches!(tree.lemma(verb), "make" | "call" | "name" | "consider" | "declare" | "see")
                {
                    return;
                }
                let object = clause::clause(tree, &self.scene.lexicon.ontology, verb).objects.into_iter().find(|&id| id != token);
                (object, self.who(tree, verb))
            }
            _ => (None, None),
        };
        let (Some(what), Some(who)) = (what, who) else { return };
        if is_negated(tree, token) {
            return;
        }
        let (first, second) = (self.interpret(tree, what), self.interpret(tree, then));
        for required in &first {
            for hangs in &second {
                self.link(tree, token, &who, (hangs, hangs.sign), (required, required.sign));
            }
        }
    }

    /// "Its one condition is that they leave", "His price: an amnesty": what it is for was said just before.
    fn own_condition(&mut self, tree: &Tree<'a>, token: TokenId, told: &[TokenId]) {
        if told.is_empty() || tree.child(token, Deprel::NmodPoss).is_none() || is_negated(tree, token) {
            return;
        }
        let Some(who) = self.who(tree, token) else { return };
        let Some(before) = self.said_before(tree, &who) else { return };
        let matter = Matter { topic: before.topic, sign: before.sign, pole: 1, claim: false, way: Vec::new(), future: false };
        let required: Vec<Matter> = told.iter().flat_map(|&id| self.interpret(tree, id)).collect();
        self.link_all(tree, token, &who, &[matter], &required, false);
    }

    /// "asks for a pay rise as a precondition for mediation", "the guild's demand for an inquiry as a precondition for a return to work": what is demanded.
    fn as_precondition(&mut self, tree: &Tree<'a>, token: TokenId, then: TokenId) {
        let scene = self.scene;
        let mut at = token;
        for _ in 0..HIGH {
            let Some(head) = tree.head(at) else { return };
            at = head;
            let effects = governs(scene, tree, at);
            let Some(one) = effects.iter().find(|one| matches!(one.effect, Effect::Demand | Effect::Want | Effect::Propose)) else {
                continue;
            };
            let Some(who) = self.who(tree, at) else { return };
            let what: Vec<TokenId> = complements(scene, tree, at)
                .into_iter()
                .filter(|&(id, place)| one.takes(place) && id != token && !is_addressed(scene, tree, id, place))
                .map(|(id, _)| id)
                .collect();
            let required: Vec<Matter> = what.into_iter().flat_map(|id| self.interpret(tree, id)).collect();
            for hangs in self.interpret(tree, then) {
                for required in &required {
                    self.link(tree, token, &who, (&hangs, hangs.sign), (required, required.sign));
                }
            }
            return;
        }
    }

    /// "would not say whether the union did", "declined to comment": who is asked takes no side.
    pub(super) fn silent(&mut self, tree: &Tree<'a>, token: TokenId) {
        let declined =
            tree.deprel(token) == Deprel::Xcomp && tree.head(token).is_some_and(|head| matches!(tree.lemma(head), "decline" | "refuse"));
        // "did not say whether": what was open is told.
        let open = || tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Ccomp && super::complements::is_open(tree, kid));
        let evades = is_negated(tree, token) && (matches!(mood_of(tree, token), Mood::Will | Mood::Would) || open());
        // "has yet to say whether".
        let yet =
            tree.deprel(token) == Deprel::Xcomp && tree.head(token).is_some_and(|head| super::moods::is_still_to(tree, head)) && open();
        if !declined && !evades && !yet {
            return;
        }
        let Some(who) = self.who(tree, token) else { return };
        let asked = tree.children(token).find(|&kid| {
            tree.deprel(kid) == Deprel::Ccomp && tree.children(kid).any(|mark| tree.is(mark, "whether") || tree.is(mark, "if"))
        });
        // "whether it would agree to that": what it might agree to.
        let stands = asked.is_some_and(|asked| governs(self.scene, tree, asked).iter().any(|one| one.effect.is_stand()));
        let read = |asked| if stands { self.interpret(tree, asked) } else { self.interpret_claim(tree, asked) };
        let mut matters = asked.map(read).unwrap_or_default();
        matters.retain(|matter| stands || self.topics[matter.topic].stems.len() > 1);
        if matters.is_empty() {
            matters.push(self.unsaid(tree, token));
        }
        for matter in matters {
            self.emit(tree, token, &who, Stance::Neutral, &matter, &[], Mood::Plain);
        }
    }

    /// What somebody did that is a stand: a class of issues that says so, told as happened.
    pub(super) fn deed(&mut self, tree: &Tree<'a>, token: TokenId) {
        let scene = self.scene;
        let at = At { sentence: tree.at, token };
        if scene.statement(at).is_some() {
            return;
        }
        let Some(found) = issue::class_at(scene, tree, token) else { return };
        let class = scene.lexicon.issues.class(found.word.class);
        // That people met shows no side.
        if !class.deed || class.several && class.label.contains('{') {
            return;
        }
        let Some(event) = scene.event(at) else { return };
        let draft = &scene.events[event];
        if !matches!(draft.status, EventStatus::Happened | EventStatus::Ongoing) || draft.sources.is_empty() {
            return;
        }
        let (topic, sign) = self.topic_at(tree, token, false);
        let holders = draft.sources.clone();
        for holder in holders {
            self.raws.push(Raw {
                holders: vec![holder],
                stance: Stance::Support,
                topic,
                sign,
                words: Some((self.topics[topic].span, sign < 0)),
                condition: None,
                basis: PositionBasis::Deed,
                told_by: None,
                statement: None,
                event: Some(event),
                at,
                score: 50,
                bare: true,
                past: false,
            });
        }
    }
}

/// What stands behind "nothing against".
pub(super) fn against_nothing(tree: &Tree<'_>, nothing: TokenId) -> Option<TokenId> {
    let beside = tree.children(nothing).chain(tree.head(nothing).into_iter().flat_map(|head| tree.children(head)));
    beside.filter(|&kid| kid > nothing && tree.is(nothing, "nothing")).find(|&kid| preposition(tree, kid) == "against")
}

fn is_judgement(effect: Effect) -> bool {
    matches!(effect, Effect::Good | Effect::Bad | Effect::Deny)
}

/// What is supposed by an "if" or "were" where "it" is judged: "it would be wrong if they went".
fn supposed(tree: &Tree<'_>, judgement: TokenId) -> Option<TokenId> {
    let it = |kid: TokenId| matches!(tree.deprel(kid), Deprel::Expl | Deprel::Nsubj) && tree.is(kid, "it");
    if !tree.children(judgement).any(it) {
        return None;
    }
    tree.children(judgement).find(|&kid| tree.deprel(kid) == Deprel::Advcl && tree.marker(kid).is_some_and(|mark| tree.is(mark, "if")))
}
