//! Which forms are one actor, by name and role.
//!
//! - States, organisations and groups with a name: the same name is the same actor, unless the countries of their codes
//!   differ or, without codes, their parties do.
//! - Persons: a full name is the same person in all reports, unless the countries of the codes differ and no role is
//!   shared. A name with fewer given names or with initials joins the one fuller name that it fits.
//! - A bare surname joins a person of that surname only where a role, a party or the country of the code says so, and
//!   only one person fits: people of one surname stay apart.
//! - Descriptions ("rebels") are one where name, kind, party and country are; those of an international body are of that body alone.

use crate::shingles::mix;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How a report presents somebody. What it does not give is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shape {
    pub name: String,
    pub kind: String,
    /// Whether a name is among the mentions.
    pub named: bool,
    pub code: String,
    pub party: String,
    /// Apart by "; ".
    pub roles: String,
}

impl Shape {
    /// Only forms of one block can be one actor: the surname of a person, the name of others.
    pub fn block(&self) -> String {
        let name = folded(&self.name);
        if !self.named {
            return format!("~{}|{name}|{}|{}", self.kind, folded(&self.party), self.country().unwrap_or(&self.code));
        }
        if self.kind == "person" {
            return format!(":{}", parts(&self.name).pop().unwrap_or(name));
        }
        format!("={name}")
    }

    /// A number that no other shape has: its letters, each part ended by a mark that none holds, mixed.
    pub fn key(&self) -> i64 {
        let parts = [&self.name, &self.kind, &self.code, &self.party, &self.roles];
        let letters = parts.iter().flat_map(|part| part.bytes().map(u64::from).chain([256]));
        letters.fold(u64::from(self.named) + 1, |sum, letter| mix(sum.rotate_left(7) ^ letter)) as i64
    }

    /// The state of the code; none for international bodies and where there is no code.
    fn country(&self) -> Option<&str> {
        let state = self.code.get(..3)?;
        (!matches!(state, "IGO" | "NGO" | "IMG" | "MNC" | "INT")).then_some(state)
    }
}

/// Small letters without marks, words apart by one blank, without "the" in front.
pub(crate) fn folded(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|&c| !is_combining_mark(c) && !matches!(c, '\'' | '’' | '`' | '.'))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = if words.len() > 1 && words[0] == "the" { &words[1..] } else { &words[..] };
    words.join(" ")
}

/// The words of a person's name. The article of Arabic names does not count: "al-Dask" is also "Dask".
fn parts(name: &str) -> Vec<String> {
    let folded = folded(name);
    let words: Vec<&str> = folded.split(' ').filter(|word| !matches!(*word, "al" | "el")).collect();
    if words.is_empty() { vec![folded] } else { words.into_iter().map(str::to_owned).collect() }
}

/// Whether a name could be a shorter or abbreviated form of a fuller one: the surname is the same, and each given name
/// stands in the fuller one in that order, whole or as its initial.
fn fits(shorter: &[String], fuller: &[String]) -> bool {
    let (Some((last, given)), Some((full_last, full_given))) = (shorter.split_last(), fuller.split_last()) else { return false };
    if last != full_last {
        return false;
    }
    let mut rest = full_given.iter();
    given.iter().all(|part| rest.any(|full| full == part || (part.chars().count() == 1 && full.starts_with(part.as_str()))))
}

/// Whether one of two names could be a shorter form of the other.
fn near(one: &[String], other: &[String]) -> bool {
    fits(one, other) || fits(other, one)
}

/// A form with what is compared, worked out once.
struct Item<'s> {
    shape: &'s Shape,
    block: String,
    name: Vec<String>,
    party: String,
    roles: BTreeSet<String>,
    country: Option<&'s str>,
}

impl<'s> Item<'s> {
    fn of(shape: &'s Shape) -> Self {
        Self {
            shape,
            block: shape.block(),
            name: parts(&shape.name),
            party: folded(&shape.party),
            roles: shape.roles.split("; ").filter(|role| !role.is_empty()).map(folded).collect(),
            country: shape.country(),
        }
    }

    /// The order in which forms find their actor: the fullest name first, with code before without.
    fn rank(&self) -> (&str, Reverse<usize>, bool, bool, &Shape) {
        let words = self.name.iter().filter(|part| part.chars().count() > 1).count();
        (&self.block, Reverse(words), self.shape.code.is_empty(), self.party.is_empty(), self.shape)
    }

    /// Whether nothing says that two forms of fitting names are different actors.
    fn agrees(&self, other: &Self) -> bool {
        let countries = self.country.zip(other.country).map(|(one, other)| one == other);
        if self.shape.kind == "person" {
            return countries != Some(false) || !self.roles.is_disjoint(&other.roles);
        }
        countries.unwrap_or_else(|| {
            let coded = !self.shape.code.is_empty() && !other.shape.code.is_empty();
            coded || self.party.is_empty() || other.party.is_empty() || self.party == other.party
        })
    }

    /// Whether something beside the name says that they are one actor.
    fn proves(&self, other: &Self) -> bool {
        let party = !self.party.is_empty() && self.party == other.party;
        let country = self.country.is_some() && self.country == other.country;
        party || country || !self.roles.is_disjoint(&other.roles)
    }

    fn same_ties(&self, other: &Self) -> bool {
        self.country == other.country && self.party == other.party && self.roles == other.roles
    }
}

/// A group number for each form, alike for forms that are one actor. Forms of different blocks are never.
pub(crate) fn groups(forms: &[&Shape]) -> Vec<usize> {
    let items: Vec<Item<'_>> = forms.iter().map(|form| Item::of(form)).collect();
    let mut order: Vec<usize> = (0..forms.len()).collect();
    order.sort_by(|&one, &other| items[one].rank().cmp(&items[other].rank()));
    let mut found: Vec<usize> = vec![usize::MAX; forms.len()];
    let mut clusters: Vec<Vec<&Item<'_>>> = Vec::new();
    let (mut block, mut first) = ("", 0);
    for at in order {
        let item = &items[at];
        if item.block != block {
            (block, first) = (&item.block, clusters.len());
        }
        let place = home(item, &clusters[first..]).map(|place| first + place).unwrap_or_else(|| {
            clusters.push(Vec::new());
            clusters.len() - 1
        });
        clusters[place].push(item);
        found[at] = place;
    }
    found
}

/// The cluster of a block that a form joins.
fn home(form: &Item<'_>, clusters: &[Vec<&Item<'_>>]) -> Option<usize> {
    if !form.shape.named {
        // The block says it all.
        return (!clusters.is_empty()).then_some(0);
    }
    let person = form.shape.kind == "person";
    let bare = person && form.name.len() == 1;
    let any = |at: usize, test: &dyn Fn(&Item<'_>) -> bool| clusters[at].iter().any(|one| test(one));
    // Names are compared first: of the many clusters of a common surname that leaves few.
    let agrees = |at: usize| clusters[at].iter().all(|one| form.agrees(one));
    let exact: Vec<usize> = (0..clusters.len()).filter(|&at| any(at, &|one| !person || one.name == form.name) && agrees(at)).collect();
    let close: Vec<usize> = if exact.is_empty() || bare {
        (0..clusters.len())
            .filter(|&at| clusters[at].iter().all(|one| near(&form.name, &one.name)) && any(at, &|one| one.name.len() > 1) && agrees(at))
            .collect()
    } else {
        exact
    };
    let proven: Vec<usize> = close.iter().copied().filter(|&at| any(at, &|one| form.proves(one))).collect();
    match (close.as_slice(), proven.as_slice()) {
        (_, [only]) => Some(*only),
        ([only], _) if !bare => Some(*only),
        // The same surname with the same ties is at least alike.
        _ if bare => (0..clusters.len()).find(|&at| clusters[at].iter().all(|one| one.name == form.name && form.same_ties(one))),
        _ => None,
    }
}

/// How an actor of these forms is shown: as the tables of actors name it (those have a code), else by the fullest name;
/// of the kind that most of its forms have.
pub(crate) fn shown(forms: &[&Shape]) -> Shape {
    const KINDS: [&str; 5] = ["person", "state", "organisation", "group", "place"];
    let count = |kind: &str| forms.iter().filter(|form| form.kind == kind).count();
    let kind = KINDS.iter().copied().max_by_key(|kind| (count(kind), Reverse(KINDS.iter().position(|known| known == kind))));
    let best = forms.iter().min_by_key(|form| {
        let words = parts(&form.name).iter().filter(|part| part.chars().count() > 1).count();
        let small = form.name.starts_with(char::is_lowercase);
        let length = form.name.chars().count();
        (!form.named, form.code.is_empty(), Reverse(words), form.named == small, Reverse(length), form.name.clone())
    });
    let mut shown = best.map(|form| (*form).clone()).unwrap_or_default();
    shown.kind = kind.unwrap_or("person").to_owned();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, code: &str, party: &str, roles: &str) -> Shape {
        let text = str::to_owned;
        Shape { name: text(name), kind: text("person"), named: true, code: text(code), party: text(party), roles: text(roles) }
    }

    fn body(name: &str, kind: &str, code: &str, party: &str) -> Shape {
        Shape { kind: kind.to_owned(), ..person(name, code, party, "") }
    }

    /// Names of those that are one, in brackets, whatever the order.
    fn check(forms: &[Shape], expected: &[&[usize]]) {
        let mut order: Vec<usize> = (0..forms.len()).collect();
        for turn in 0..forms.len().max(1) {
            order.rotate_left(1);
            if turn % 2 == 1 {
                order.reverse();
            }
            let shapes: Vec<&Shape> = order.iter().map(|&at| &forms[at]).collect();
            let groups = groups(&shapes);
            let mut found: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
            for (place, &group) in groups.iter().enumerate() {
                found.entry(group).or_default().push(order[place]);
            }
            let mut found: Vec<Vec<usize>> = found.into_values().collect();
            found.iter_mut().for_each(|list| list.sort_unstable());
            found.sort();
            assert_eq!(found, expected, "in the order {order:?}: {forms:#?}");
        }
    }

    #[test]
    fn people_of_one_surname_are_kept_apart() {
        let forms = [
            person("Irina Dask", "", "Varosia", "foreign minister"),
            person("Tomas Dask", "", "Telmark", "envoy"),
            person("Dask", "", "", ""),
            person("Dask", "", "Varosia", ""),
            person("Dask", "", "", "envoy"),
        ];
        check(&forms, &[&[0, 3], &[1, 4], &[2]]);
    }

    #[test]
    fn a_full_name_is_one_person_in_all_offices_and_spellings() {
        let forms = [
            person("Ilan Moreau", "IGOUNO", "League", "envoy"),
            person("Ilan Moréau", "", "Telmark", "prime minister"),
            person("Ilan K. Moreau", "", "", ""),
            person("I. Moreau", "", "", ""),
            person("Ivo Holm", "", "", ""),
        ];
        check(&forms, &[&[0, 1, 2, 3], &[4]]);
        check(&[person("Bashar al-Dask", "", "", "president"), person("Bashar Dask", "", "", "")], &[&[0, 1]]);
    }

    #[test]
    fn an_initial_that_fits_two_joins_neither() {
        check(&[person("Irina Holm", "", "", ""), person("Ivo Holm", "", "", ""), person("I. Holm", "", "", "")], &[&[0], &[1], &[2]]);
    }

    #[test]
    fn two_middle_initials_are_two_people() {
        let forms = [person("Jon A. Holm", "", "", ""), person("Jon B. Holm", "", "", ""), person("Jon Holm", "", "", "")];
        check(&forms, &[&[0], &[1], &[2]]);
    }

    #[test]
    fn two_states_ministries_of_one_name_are_two() {
        let forms = [
            body("Ministry of Defence", "organisation", "RUSMIL", ""),
            body("Ministry of Defence", "organisation", "SYRMIL", ""),
            body("the Ministry of Defence", "organisation", "RUSMIL", "Russia"),
            body("Ministry of Defence", "organisation", "", ""),
        ];
        check(&forms, &[&[0, 2], &[1], &[3]]);
        check(&[body("Varosia", "state", "", ""), body("Varosia", "organisation", "", "")], &[&[0, 1]]);
        check(&[body("Council", "organisation", "", "Varosia"), body("Council", "organisation", "", "Telmark")], &[&[0], &[1]]);
    }

    #[test]
    fn descriptions_are_one_where_their_party_is() {
        let group = |name: &str, party: &str| Shape { named: false, ..body(name, "group", "", party) };
        check(&[group("Rebels", "Northern Front"), group("rebels", "Northern Front"), group("rebels", "")], &[&[0, 1], &[2]]);
        let coded = |code: &str| Shape { named: false, ..body("people", "group", code, "") };
        check(&[coded(""), coded("IGOUNO"), coded("")], &[&[0, 2], &[1]]);
        assert_eq!(shown(&[&group("Rebels", ""), &group("rebels", "")]).name, "rebels");
    }
}
