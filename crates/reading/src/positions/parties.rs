//! Whom words mean that name nobody: "his government", "Karim's party", "both sides".

use super::scene::Scene;
use crate::events::clause::{self, lemma};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::BodySort;
use rapporteur_record::{ActorKind, MentionKind};

/// How many sentences back two names that stand together are looked for.
const BACK: usize = 12;

/// As `BACK`, where a number alone takes them up.
const NEAR: usize = 3;

impl Scene<'_> {
    /// The party that a noun without a name stands for; `speakers` are those in whose words it stands. Nobody where it is its own.
    pub(super) fn party_at(&self, tree: &Tree<'_>, token: TokenId, speakers: &[usize]) -> Vec<usize> {
        if !matches!(tree.upos(token), Upos::Noun | Upos::Propn) {
            return Vec::new();
        }
        let noun = lemma(tree, token).to_lowercase();
        let noun = noun.as_str();
        if self.lexicon.issues.is_own_body(noun)
            && let Some(owner) = tree.child(token, Deprel::NmodPoss)
        {
            let found = self.owner_side(tree, owner, speakers);
            if !found.is_empty() {
                return found;
            }
        }
        if self.lexicon.issues.is_own_body(noun) && is_taken_up(tree, token) {
            let found = self.called(noun);
            if !found.is_empty() {
                return found;
            }
        }
        let plural = tree.token(token).feats.is("Number", "Plur");
        // "its officials repeat", "Mirvalese diplomats said": the party that is named.
        if plural && self.lexicon.issues.is_mouthpiece(noun) {
            let whose = |kid: &TokenId| matches!(tree.deprel(*kid), Deprel::NmodPoss | Deprel::Amod | Deprel::Compound);
            let mut found: Vec<usize> = tree.children(token).filter(whose).flat_map(|kid| self.named(tree, kid)).collect();
            found.retain(|&actor| !self.is_person(actor) && self.has_name(actor));
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(sort) = self.lexicon.issues.sort_of_body(noun).filter(|_| is_taken_up(tree, token)) {
            let found = self.described_as(sort, tree.token(token).span.start);
            if !found.is_empty() {
                return found;
            }
        }
        if plural && self.lexicon.issues.is_of_both(noun) && is_of_two(tree, token) { self.both(tree, token) } else { Vec::new() }
    }

    /// The one body of a sort that was named so far, by its name or by what stands before it: "the company" is Brightwater Terminals, or Halden of
    /// "port operator Halden"; nobody where there are several.
    fn described_as(&self, sort: BodySort, before: usize) -> Vec<usize> {
        let issues = &self.lexicon.issues;
        let called = |span: rapporteur_record::ByteSpan| {
            let name = self.words(span);
            let tells = |word: &str| issues.is_named_as(sort, word) || issues.sort_of_body(word) == Some(sort);
            let names = name.split([' ', '-']).any(|word| tells(&word.to_lowercase()));
            let last = self.ahead(span).trim_end().trim_end_matches(',').rsplit(' ').next().unwrap_or_default().to_lowercase();
            names || issues.sort_of_body(&last) == Some(sort)
        };
        let mut found: Vec<usize> = Vec::new();
        for (actor, draft) in self.told.actors.actors.iter().enumerate() {
            let kind = matches!(draft.kind, ActorKind::Organisation | ActorKind::Group);
            let named = || draft.mentions.iter().any(|(span, kind)| *kind == MentionKind::Name && span.start < before && called(*span));
            if kind && named() {
                found.push(actor);
            }
        }
        if found.len() == 1 { found } else { Vec::new() }
    }

    /// Those of whom a sentence just before told with the same number: "three judges … All three".
    pub(super) fn so_many(&self, tree: &Tree<'_>, number: TokenId) -> Vec<usize> {
        let near = self.trees[..=tree.at].iter().rev().take(NEAR);
        for (back, before) in near.enumerate() {
            let end = if back == 0 { number.index() } else { before.len() };
            let same = |&id: &TokenId| {
                before.deprel(id) == Deprel::Nummod && before.form(id).eq_ignore_ascii_case(tree.form(number)) && !self.is_time(before, id)
            };
            if let Some(head) = before.ids().take(end).filter(same).last().and_then(|id| before.head(id)) {
                return self.actors_at(before, head);
            }
        }
        Vec::new()
    }

    /// The one whose name holds a noun: "the Government" of a text of the Government of Corvane.
    pub(super) fn called(&self, noun: &str) -> Vec<usize> {
        let actors = self.told.actors.actors.iter().enumerate();
        let holds = |name: &str| name.split(' ').count() > 1 && name.split(' ').any(|word| word.eq_ignore_ascii_case(noun));
        let mut found: Vec<usize> = Vec::new();
        for (actor, draft) in actors {
            let named = draft.mentions.iter().any(|(span, kind)| *kind == MentionKind::Name && holds(self.words(*span)));
            if named && !self.is_person(actor) {
                found.push(actor);
            }
        }
        if found.len() == 1 { found } else { Vec::new() }
    }

    /// For whom he stands who has a body: his party, where the report names it, else himself.
    fn owner_side(&self, tree: &Tree<'_>, owner: TokenId, speakers: &[usize]) -> Vec<usize> {
        let pronoun = tree.upos(owner) == Upos::Pron;
        let mut owners = self.named(tree, owner);
        if pronoun && (owners.is_empty() || ["our", "my"].iter().any(|word| tree.is(owner, word))) {
            owners = speakers.to_vec();
        }
        // "Varosia's government" is known by itself.
        if !pronoun {
            owners.retain(|&owner| self.is_person(owner));
        }
        owners.iter().map(|&owner| self.party(owner).filter(|&party| !self.is_person(party)).unwrap_or(owner)).collect()
    }

    /// The two who stood together last, or of whom the report speaks most: "both sides".
    fn both(&self, tree: &Tree<'_>, token: TokenId) -> Vec<usize> {
        let body =
            |tree: &Tree<'_>, id: TokenId| self.named(tree, id).into_iter().find(|&actor| !self.is_person(actor) && self.has_name(actor));
        for (back, tree) in self.trees[..=tree.at].iter().rev().take(BACK).enumerate() {
            let before = if back == 0 { token.index() } else { tree.len() };
            for id in tree.ids().take(before).collect::<Vec<_>>().into_iter().rev() {
                let Some(first) = tree.head(id).filter(|_| tree.deprel(id) == Deprel::Conj) else { continue };
                if let (Some(one), Some(other)) = (body(tree, first), body(tree, id))
                    && one != other
                    && clause::conjuncts(tree, first).len() == 2
                {
                    return vec![one, other];
                }
            }
        }
        // Else those of whom most is told, where no third comes up to them.
        let mut named: Vec<(usize, usize)> = (self.told.actors.actors.iter().enumerate())
            .filter(|&(actor, draft)| matches!(draft.kind, ActorKind::State | ActorKind::Organisation) && self.has_name(actor))
            .map(|(actor, draft)| (draft.mentions.len(), actor))
            .collect();
        named.sort_by_key(|&(count, actor)| (std::cmp::Reverse(count), actor));
        match named[..] {
            [(_, one), (second, other), ref rest @ ..] if second > 1 && rest.first().is_none_or(|(third, _)| *third < second) => {
                vec![one, other]
            }
            _ => Vec::new(),
        }
    }
}

/// Whether a noun stands for one that the reader knows, with nothing beside it that says which.
fn is_taken_up(tree: &Tree<'_>, noun: TokenId) -> bool {
    let the = |kid: TokenId| tree.deprel(kid) == Deprel::Det && tree.is(kid, "the");
    tree.children(noun).any(the)
        && tree.children(noun).all(|kid| {
            !matches!(tree.deprel(kid), Deprel::Nmod | Deprel::NmodPoss | Deprel::Amod | Deprel::Compound | Deprel::Acl | Deprel::Flat)
        })
}

/// Whether words tell of two who are known: "both sides", "the two countries", "the sides", "the neighbours".
fn is_of_two(tree: &Tree<'_>, noun: TokenId) -> bool {
    let mut known = false;
    for kid in tree.children(noun) {
        match tree.deprel(kid) {
            Deprel::Det | Deprel::DetPredet | Deprel::Nummod => known |= ["both", "two"].iter().any(|word| tree.is(kid, word)),
            // "the two countries of the Union", "both opposition parties" are others.
            Deprel::Nmod | Deprel::NmodPoss | Deprel::Amod | Deprel::Compound | Deprel::Acl | Deprel::AclRelcl => return false,
            _ => {}
        }
    }
    let side = matches!(lemma(tree, noun), "side" | "belligerent" | "neighbour" | "neighbor" | "rival" | "adversary");
    known || side && tree.children(noun).any(|kid| tree.deprel(kid) == Deprel::Det && tree.is(kid, "the"))
}
