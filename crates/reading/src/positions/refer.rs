//! What "it", "the idea" and "the demand" stand for, and which issues of a report are one.

use super::scene::Scene;
use super::{Raw, Topic, issue};
use crate::events::clause::lemma;
use rapporteur_lexicon::issues::Refers;
use rapporteur_record::Stance;
use std::collections::BTreeMap;

/// How a topic refers to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// "it", "this".
    Pronoun,
    /// "the idea", "the demand".
    Noun(Refers),
    /// Nothing is said: "has refused".
    Silent,
}

/// How many sentences back something may have been said that is meant.
const BACK: usize = 3;
/// As `BACK`, where a noun says that somebody wants it: "the offer".
const BACK_FOR_WISH: usize = 6;

/// Gives each referring topic the one that it stands for, drops stands on what stays unknown, and makes one what is one issue.
pub(super) fn resolve(scene: &Scene<'_>, raws: &mut Vec<Raw>, topics: &mut [Topic]) {
    let mut stands_for: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..raws.len() {
        let Some(reference) = topics[raws[at].topic].refers else { continue };
        let instead = topics[raws[at].topic].instead;
        if let Some((topic, sign)) = antecedent(scene, raws, topics, at, reference).or(instead) {
            // Who abstains is shown by what was voted on.
            if raws[at].statement.is_none() && raws[at].event.is_none() {
                let shown = raws[..at].iter().rev().find(|raw| raw.topic == topic).map(|raw| (raw.statement, raw.event));
                (raws[at].statement, raws[at].event) = shown.unwrap_or_default();
                // And by the word for it, which no statement or event holds.
                let word = scene.trees[raws[at].at.sentence].token(raws[at].at.token).span;
                raws[at].words = raws[at].words.or(Some((word, false)));
            }
            stands_for.insert(raws[at].topic, topic);
            // "a request to put it off": the noun names what was asked, whichever pole that is.
            if matches!(reference, Reference::Noun(_)) {
                raws[at].words = raws[at].words.map(|(words, opposite)| (words, opposite ^ (sign < 0)));
            }
            raws[at].topic = topic;
            raws[at].sign *= sign;
            if matches!(raws[at].stance, Stance::Deny) && !matches!(sought(raws, topic, at), Some(Stance::Assert | Stance::Deny)) {
                // A denial of what somebody wants refuses it.
                raws[at].stance = Stance::Reject;
            } else if raws[at].stance == Stance::Reject && matches!(sought(raws, topic, at), Some(Stance::Assert | Stance::Deny)) {
                raws[at].stance = Stance::Deny;
            }
        } else if !topics[raws[at].topic].key.is_empty() {
            topics[raws[at].topic].refers = None;
        }
    }
    for raw in raws.iter_mut() {
        if let Some((topic, _)) = &mut raw.condition
            && let Some(&known) = stands_for.get(topic)
        {
            *topic = known;
        }
    }
    raws.retain(|raw| topics[raw.topic].refers.is_none() && raw.condition.is_none_or(|(topic, _)| topics[topic].refers.is_none()));
    unite(scene, raws, topics);
    // Marks and symbols alone name no issue.
    let named = |topic: usize| !topics[topic].key.is_empty();
    raws.retain(|raw| named(raw.topic) && raw.condition.is_none_or(|(topic, _)| named(topic)));
}

fn sought(raws: &[Raw], topic: usize, before: usize) -> Option<Stance> {
    raws[..before].iter().rev().find(|raw| raw.topic == topic).map(|raw| raw.stance)
}

/// What is meant: what was said last by another, near enough, and of the sort that the words ask for.
fn antecedent(scene: &Scene<'_>, raws: &[Raw], topics: &[Topic], at: usize, reference: Reference) -> Option<(usize, i8)> {
    let raw = &raws[at];
    let own = |other: &Raw| other.holders.iter().any(|holder| raw.holders.iter().any(|own| scene.same_side(*holder, *own)));
    let fits = |other: &&Raw| {
        topics[other.topic].refers.is_none()
            && other.at != raw.at
            && raw.at.sentence - other.at.sentence <= if reference == Reference::Noun(Refers::Want) { BACK_FOR_WISH } else { BACK }
            && match reference {
                Reference::Noun(Refers::Claim) => matches!(other.stance, Stance::Assert | Stance::Deny),
                Reference::Noun(Refers::Want) => matches!(other.stance, Stance::Demand | Stance::Support | Stance::AcceptIf) && !other.bare,
                _ if raw.stance == Stance::Deny => matches!(other.stance, Stance::Assert | Stance::Deny) || !other.bare,
                // "contested this": a claim, where it was made just before.
                // "this is a trick" judges what somebody wants, not what he told.
                Reference::Pronoun if other.bare => {
                    let at = topics[raw.topic].at;
                    raw.at.sentence - other.at.sentence <= 1 && !scene.trees[at.sentence].deprel(at.token).is_nominal_subject()
                }
                // What is refused without a word for it is a doing, no claim.
                Reference::Silent => !other.bare && !matches!(other.stance, Stance::Assert | Stance::Deny),
                _ => !other.bare,
            }
    };
    let near: Vec<&Raw> = raws[..at].iter().rev().filter(fits).collect();
    // "the demand" is what somebody demanded, "the offer" what he would do.
    let place = topics[raw.topic].at;
    let asked = match reference {
        Reference::Noun(Refers::Want) => scene.lexicon.issues.is_asked(lemma(&scene.trees[place.sentence], place.token)),
        _ => None,
    };
    let meant = |other: &&&Raw| asked == Some(other.stance == Stance::Demand) && !own(other);
    let meant = near.iter().find(meant);
    // "called the deal a trick and said he would vote for it if …": what the same sentence named last.
    let same = near.iter().find(|other| reference == Reference::Pronoun && other.at.sentence == raw.at.sentence && other.at < raw.at);
    let found =
        same.or(meant).or_else(|| near.iter().find(|other| !own(other))).or(near.first().filter(|_| reference != Reference::Silent))?;
    let sign = match reference {
        // What is rejected is what the other wants.
        Reference::Noun(Refers::Want) | Reference::Silent | Reference::Pronoun => match found.stance {
            Stance::Reject if reference != Reference::Pronoun => found.sign,
            _ => found.sign,
        },
        Reference::Noun(_) => found.sign,
    };
    Some((found.topic, sign))
}

/// Gives issues that are one the key of the fullest.
fn unite(scene: &Scene<'_>, raws: &[Raw], topics: &mut [Topic]) {
    let mut used: Vec<usize> = Vec::new();
    for raw in raws {
        for topic in std::iter::once(raw.topic).chain(raw.condition.map(|(topic, _)| topic)) {
            if !used.contains(&topic) {
                used.push(topic);
            }
        }
    }
    used.sort_by_key(|&topic| topics[topic].at);
    own(scene, &used, topics);
    fill(scene, &used, raws, topics);
    join(scene, &used, topics);
}

/// "The call for his dismissal", where the report speaks of one other man's: his, not the teller's. A pronoun inside what somebody tells is taken
/// for the teller too readily, and whose going is at issue is named elsewhere.
fn own(scene: &Scene<'_>, used: &[usize], topics: &mut [Topic]) {
    let told: Vec<bool> = used
        .iter()
        .map(|&at| {
            let topic = &topics[at];
            let [arg] = &topic.args[..] else { return false };
            let teller = scene.statement(topic.at).map(|statement| scene.speakers(statement)).unwrap_or_default();
            topic.class.is_some() && teller.iter().any(|&teller| scene.actor_key(teller) == *arg) && issue::is_by_pronoun(scene, topic)
        })
        .collect();
    for (place, &at) in used.iter().enumerate().filter(|(place, _)| told[*place]) {
        let mut others: Vec<&Vec<String>> = used
            .iter()
            .enumerate()
            .filter(|&(other, &topic)| {
                other != place && !told[other] && topics[topic].class == topics[at].class && topics[topic].args.len() == 1
            })
            .map(|(_, &topic)| &topics[topic].args)
            .collect();
        others.sort();
        others.dedup();
        if let [only] = others[..]
            && *only != topics[at].args
        {
            topics[at].args = only.clone();
            issue::name(scene, &mut topics[at]);
        }
    }
}

/// "Talks" are the talks with the rebels where the report has no others.
fn fill(scene: &Scene<'_>, used: &[usize], raws: &[Raw], topics: &mut [Topic]) {
    // What hangs on another thing is not that thing: "the release of the wounded, provided that the pilots are released".
    let links: Vec<(usize, usize)> = raws.iter().filter_map(|raw| raw.condition.map(|(on, _)| (raw.topic, on))).collect();
    let linked = |one: usize, other: usize| links.contains(&(one, other)) || links.contains(&(other, one));
    let mut fullest: BTreeMap<String, Vec<(usize, Vec<String>)>> = BTreeMap::new();
    for &at in used {
        let list = fullest.entry(topics[at].predicate.clone()).or_default();
        if topics[at].class.is_some() {
            list.push((at, topics[at].args.clone()));
        }
    }
    for &at in used {
        if topics[at].class.is_none() {
            continue;
        }
        let args = topics[at].args.clone();
        let Some(list) = fullest.get(&topics[at].predicate) else { continue };
        let fits = |other: &Vec<String>| other.len() > args.len() && args.iter().all(|arg| other.contains(arg));
        let fuller: Vec<&Vec<String>> =
            list.iter().filter(|(topic, other)| fits(other) && !linked(at, *topic)).map(|(_, other)| other).collect();
        if let Some(longest) = fuller.iter().max_by_key(|other| other.len())
            && fuller.iter().all(|other| other.iter().all(|arg| longest.contains(arg)))
        {
            topics[at].args = (*longest).clone();
            issue::name(scene, &mut topics[at]);
        }
    }
}

/// Issues without a class are one where their words are: most of the shorter one's stand in the other, or a definite noun is taken up.
fn join(scene: &Scene<'_>, used: &[usize], topics: &mut [Topic]) {
    for (place, &at) in used.iter().enumerate() {
        if topics[at].class.is_some() {
            continue;
        }
        let mut best: Option<(usize, usize, usize)> = None;
        for &other in &used[..place] {
            if topics[other].key == topics[at].key {
                best = None;
                break;
            }
            let common = topics[at].stems.iter().filter(|stem| topics[other].stems.contains(stem)).count();
            let shorter = topics[at].stems.len().min(topics[other].stems.len());
            // Half of the words, and not a name alone.
            let taken = || heads_match(scene, &topics[at], &topics[other]);
            if common > 0
                && 2 * common > shorter
                && (common > 1 || shorter == 1 && taken())
                && best.is_none_or(|(known, ..)| common > known)
            {
                best = Some((common, other, shorter));
            }
        }
        if let Some((_, other, _)) = best {
            let from = topics[other].clone();
            let to = &mut topics[at];
            to.key = from.key;
            to.label = from.label;
            to.predicate = from.predicate;
            to.args = from.args;
            to.class = from.class;
        }
    }
}

/// Whether the one word of a topic is what another is about: its head, its predicate or one of its arguments, not a word beside them.
fn heads_match(scene: &Scene<'_>, one: &Topic, other: &Topic) -> bool {
    let head = |topic: &Topic| lemma(&scene.trees[topic.at.sentence], topic.at.token).to_lowercase();
    let about = |topic: &Topic, word: &str| {
        let slug = super::scene::slug(word);
        head(topic) == word || topic.predicate == slug || topic.args.contains(&slug)
    };
    match (&one.stems[..], &other.stems[..]) {
        ([word], _) => about(other, word),
        (_, [word]) => about(one, word),
        _ => false,
    }
}
