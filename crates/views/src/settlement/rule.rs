//! What a decision rule makes of the positions: whether a motion passes, and who blocks it.

use super::board::Board;
use super::changes::{Change, Changes, MOST_TRIES, hitting_sets};
use super::doubt::{Doubt, doubts};
use super::stand::{Pole, Stand, pole};
use rapporteur_lexicon::actors::Known;
use rapporteur_lexicon::{ActorTable, Rule, Rules, Seat, Veto, Whole};
use rapporteur_record::ConditionKind;
use serde::Serialize;
use std::collections::BTreeSet;

/// Why a rule cannot be applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// No rule has that key.
    #[error("there is no rule `{key}`\n  help: rules are {known}")]
    Unknown {
        /// As asked for.
        key: String,
        /// All keys.
        known: String,
    },
    /// The rule is known, but not for that day.
    #[error(
        "the rule `{key}` was not in force on {on}, or how it was then is not known\n  help: give another day with --on; lexicon/rules/rules.tsv says from when on each rule holds"
    )]
    Day {
        /// As asked for.
        key: String,
        /// The day.
        on: String,
    },
    /// No day is given, and no position has one.
    #[error("on which day is the vote? No position has a date\n  help: give it with --on YYYY-MM-DD")]
    NoDay,
}

/// How a member would vote by what it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// For it.
    For,
    /// Against it.
    Against,
    /// It takes no side.
    Abstains,
    /// For it if something else is done.
    Conditional,
    /// Those who speak for it take both sides.
    Divided,
    /// It said nothing that was read.
    Unknown,
}

/// A member with its vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ballot {
    /// The member.
    pub member: String,
    /// Whether its seat is a permanent one.
    pub permanent: bool,
    /// Its vote.
    pub vote: Vote,
    /// The positions that say so, by their place among all.
    pub stands: Vec<usize>,
    /// What makes it doubtful.
    pub doubts: Vec<Doubt>,
    /// Thousands of people, where the rule counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u64>,
}

/// What comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It passes however the unknown votes fall.
    Passes,
    /// It fails however they fall.
    Fails,
    /// It hangs on votes that are not known.
    Undecided,
}

/// What a rule makes of an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The key of the rule.
    pub rule: String,
    /// In words.
    pub name: String,
    /// Where the rule stands.
    pub source: String,
    /// The day.
    pub on: String,
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// What comes out.
    pub outcome: Outcome,
    /// Votes for it: those that are sure, and those that could be at most.
    pub votes: (usize, usize),
    /// Seats.
    pub seats: usize,
    /// What it needs, in words.
    pub needs: String,
    /// Whose vote keeps it from passing: those with a veto, or where there is no veto all that are not for it.
    pub blocked_by: Vec<String>,
    /// The members whose vote is known in some way, and those that are known not to have spoken.
    pub ballots: Vec<Ballot>,
    /// Seats of which it is not known who holds them.
    pub unnamed: usize,
    /// What to know about it.
    pub notes: Vec<String>,
    /// The smallest changes of votes that would let it pass, the votes that are not known falling well.
    pub changes: Changes,
}

/// Which words name which state.
#[derive(Clone, Copy, Debug)]
pub struct Names<'t> {
    /// The tables of actors.
    pub actors: &'t ActorTable,
}

impl Names<'_> {
    /// The state that a name means: its own name or another of it, its seat of government, its people with or without the word
    /// government: "Britain", "the Kremlin", "the Russian government".
    pub fn state(&self, name: &str) -> Option<&str> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let words = match words.as_slice() {
            [article, rest @ ..] if article.eq_ignore_ascii_case("the") && !rest.is_empty() && self.actors.known(&words).is_none() => rest,
            all => all,
        };
        let (count, known) = self.actors.known(words)?;
        let whole = count == words.len();
        let government = words.len() == count + 1 && ["government", "Government"].contains(&words[count]);
        match known {
            Known::Country(at) if whole || government => Some(&self.actors.country(at).name),
            Known::Capital(at) | Known::Metonym(at) if whole => Some(&self.actors.country(at).name),
            Known::Demonym(at) if whole || government => Some(&self.actors.country(at).name),
            _ => None,
        }
    }
}

/// A seat with all names of who holds it.
struct Member {
    name: String,
    aliases: Vec<String>,
    permanent: bool,
    people: Option<u64>,
}

/// What is to be decided, how, and when.
#[derive(Clone, Copy, Debug)]
pub struct Motion<'m> {
    /// The key of the rule.
    pub rule: &'m str,
    /// The day (`YYYY-MM-DD`); the latest of any position where none is given.
    pub on: Option<&'m str>,
    /// The key of the issue.
    pub issue: &'m str,
    /// Who decides, instead of the members of the body; empty: the members of the body.
    pub members: &'m [String],
    /// The changes of votes that a set has at most.
    pub most_changes: usize,
}

/// Applies a rule to an issue.
///
/// # Errors
/// When there is no such rule on that day.
pub fn verdict(board: &Board<'_>, names: Names<'_>, rules: &Rules, motion: &Motion<'_>) -> Result<Verdict, RuleError> {
    let (key, issue) = (motion.rule, motion.issue);
    if !rules.keys().contains(&key) {
        return Err(RuleError::Unknown { key: key.to_owned(), known: rules.keys().join(", ") });
    }
    let on = motion.on.or(board.latest).ok_or(RuleError::NoDay)?.get(..10).ok_or(RuleError::NoDay)?;
    let rule = rules.rule(key, on).ok_or_else(|| RuleError::Day { key: key.to_owned(), on: on.to_owned() })?;
    let Seated { members, seats, notes } = seated(board, names, rules, rule, on, motion);
    let ballots: Vec<Ballot> = members.iter().map(|member| ballot(board, names, issue, member)).collect();
    let count = Count { rule, ballots: &ballots, unnamed: seats.saturating_sub(ballots.len()), seats };
    let (worst, best) = (count.passes(&BTreeSet::new(), false), count.passes(&BTreeSet::new(), true));
    let outcome = match (worst, best) {
        (true, _) => Outcome::Passes,
        (false, false) => Outcome::Fails,
        (false, true) => Outcome::Undecided,
    };
    let obstruction = count.conflict(&BTreeSet::new()).unwrap_or_default();
    let vetoes = count.vetoes();
    let blocked_by = if vetoes.is_empty() { obstruction.iter().map(|change| change.party().to_owned()).collect() } else { vetoes };
    let (sets, complete) = hitting_sets(&|gone| count.conflict(gone), motion.most_changes, MOST_TRIES);
    let changes = Changes {
        issue: issue.to_owned(),
        label: board.label(issue).to_owned(),
        blocked: outcome == Outcome::Fails,
        obstruction,
        sets,
        most: motion.most_changes,
        complete,
    };
    let sure = ballots.iter().filter(|ballot| ballot.vote == Vote::For).count();
    Ok(Verdict {
        rule: key.to_owned(),
        name: rule.name.clone(),
        source: rule.source.clone(),
        on: on.to_owned(),
        issue: issue.to_owned(),
        label: board.label(issue).to_owned(),
        outcome,
        votes: (sure, sure + count.open() + count.unnamed),
        seats,
        needs: needs(rule, seats),
        blocked_by,
        unnamed: count.unnamed,
        notes,
        changes,
        ballots,
    })
}

/// Who sits, how many seats there are, and what to know about it.
struct Seated {
    members: Vec<Member>,
    seats: usize,
    notes: Vec<String>,
}

fn seated(board: &Board<'_>, names: Names<'_>, rules: &Rules, rule: &Rule, on: &str, motion: &Motion<'_>) -> Seated {
    let plain = |name: &str| Member { name: name.to_owned(), aliases: Vec::new(), permanent: false, people: None };
    let spoke = || board.issue(motion.issue).into_iter().flat_map(|issue| &issue.cells).map(|cell| cell.party);
    let sitting = rules.members(&rule.body, on);
    let mut notes = Vec::new();
    let members: Vec<Member> = if !motion.members.is_empty() {
        let named: BTreeSet<&str> = motion.members.iter().map(|name| names.state(name).unwrap_or(name)).collect();
        let permanent = |name: &str| sitting.iter().any(|seat| seat.permanent && seat.state == name);
        named.into_iter().map(|name| Member { permanent: permanent(name), ..plain(name) }).collect()
    } else if rule.body == "parties" {
        spoke().map(plain).collect()
    } else if rule.body == "unga" {
        let states: BTreeSet<&str> = spoke().filter_map(|party| names.state(party)).filter(|state| !rules.outside(state, on)).collect();
        states.into_iter().map(plain).collect()
    } else {
        let people = |seat: &Seat| seat.people.map(|(people, _)| people);
        let member =
            |seat: &&Seat| Member { aliases: seat.aliases.clone(), permanent: seat.permanent, people: people(seat), ..plain(&seat.state) };
        sitting.iter().map(member).collect()
    };
    let fixed = if rule.body == "unga" { rules.assembly(on) } else { rule.size };
    let seats = fixed.map_or(members.len(), |size| (size as usize).max(members.len()));
    if members.len() < seats && rule.body != "unga" {
        let missing = seats - members.len();
        notes.push(format!("who holds {missing} of the {seats} seats on {on} is not known; --members names all who sit"));
    }
    if rule.population.is_some()
        && let Some((_, year)) = sitting.iter().find_map(|seat| seat.people)
    {
        notes.push(format!("people are counted as of {year}"));
    }
    Seated { members, seats, notes }
}

/// How a member would vote by the positions of all who speak for it.
fn ballot(board: &Board<'_>, names: Names<'_>, issue: &str, member: &Member) -> Ballot {
    let is_it = |party: &str| {
        let bare = party.strip_prefix("the ").unwrap_or(party);
        bare == member.name || member.aliases.iter().any(|alias| alias == bare) || names.state(party) == Some(&member.name)
    };
    let cells: Vec<_> = board.issue(issue).into_iter().flat_map(|issue| &issue.cells).filter(|cell| is_it(cell.party)).collect();
    let now: Vec<usize> = cells.iter().flat_map(|cell| cell.now()).filter(|&at| !board.stands[at].refuses_link()).collect();
    let waits = |stand: &Stand| stand.condition.as_ref().is_some_and(|condition| condition.kind == ConditionKind::Requires);
    let stands = || now.iter().map(|&at| &board.stands[at]);
    let (yes, no) = (stands().any(|stand| pole(stand.stance) == Pole::For), stands().any(|stand| pole(stand.stance) == Pole::Against));
    let vote = match (yes, no) {
        _ if now.is_empty() => Vote::Unknown,
        (true, true) if stands().any(waits) => Vote::Conditional,
        (true, true) => Vote::Divided,
        (true, false) if stands().any(|stand| pole(stand.stance) == Pole::For && !waits(stand)) => Vote::For,
        (true, false) => Vote::Conditional,
        (false, true) if stands().all(waits) => Vote::Conditional,
        (false, true) => Vote::Against,
        (false, false) => Vote::Abstains,
    };
    let doubts = if now.is_empty() { Vec::new() } else { doubts(board, &now) };
    Ballot { member: member.name.clone(), permanent: member.permanent, vote, stands: now, doubts, people: member.people }
}

/// Votes to be counted under a rule.
struct Count<'c> {
    rule: &'c Rule,
    ballots: &'c [Ballot],
    unnamed: usize,
    seats: usize,
}

impl Count<'_> {
    fn may_veto(&self, ballot: &Ballot) -> bool {
        match self.rule.veto {
            Veto::None => false,
            Veto::Permanent => ballot.permanent,
            Veto::All => true,
        }
    }

    /// Votes that may fall either way.
    fn open(&self) -> usize {
        self.ballots.iter().filter(|ballot| is_open(ballot.vote)).count()
    }

    /// Who ends it with a vote against.
    fn vetoes(&self) -> Vec<String> {
        let stands = |ballot: &&Ballot| ballot.vote == Vote::Against && self.may_veto(ballot);
        self.ballots.iter().filter(stands).map(|ballot| ballot.member.clone()).collect()
    }

    /// Whether it passes when those who `moved` vote for it and all votes that are not known fall well, or badly.
    fn passes(&self, moved: &BTreeSet<Change>, well: bool) -> bool {
        let is_for = |ballot: &&Ballot| ballot.vote == Vote::For || moved.contains(&vote_of(ballot)) || (well && is_open(ballot.vote));
        let is_against = |ballot: &&Ballot| !is_for(ballot) && (ballot.vote == Vote::Against || is_open(ballot.vote));
        if self.ballots.iter().filter(is_against).any(|ballot| self.may_veto(ballot))
            || (!well && self.unnamed > 0 && self.rule.veto == Veto::All)
        {
            return false;
        }
        let hidden = |counts: bool| if counts { self.unnamed } else { 0 };
        let yes = self.ballots.iter().filter(is_for).count() + hidden(well);
        let no = self.ballots.iter().filter(is_against).count() + hidden(!well);
        let without = self.seats.saturating_sub(yes);
        if self.rule.blocking.is_some_and(|blocking| without < blocking as usize) {
            return true;
        }
        let enough = self.rule.needed.is_none_or(|needed| yes >= needed as usize);
        let shared = self.rule.share.is_none_or(|(share, whole)| {
            let whole = match whole {
                Whole::Members => self.seats,
                Whole::Voting => yes + no,
            };
            share.reached(yes as u64, whole as u64)
        });
        let peopled = self.rule.population.is_none_or(|share| {
            let of = |ballots: &mut dyn Iterator<Item = &Ballot>| ballots.filter_map(|ballot| ballot.people).sum::<u64>();
            share.reached(of(&mut self.ballots.iter().filter(is_for)), of(&mut self.ballots.iter()))
        });
        enough && shared && peopled
    }

    /// Members of whom one has to move; none where it passes if all that is open falls well.
    fn conflict(&self, moved: &BTreeSet<Change>) -> Option<Vec<Change>> {
        if self.passes(moved, true) {
            return None;
        }
        let still = |ballot: &&Ballot| matches!(ballot.vote, Vote::Against | Vote::Abstains) && !moved.contains(&vote_of(ballot));
        let veto = self.ballots.iter().filter(still).find(|ballot| ballot.vote == Vote::Against && self.may_veto(ballot));
        Some(match veto {
            Some(ballot) => vec![vote_of(ballot)],
            None => self.ballots.iter().filter(still).map(vote_of).collect(),
        })
    }
}

fn is_open(vote: Vote) -> bool {
    matches!(vote, Vote::Conditional | Vote::Divided | Vote::Unknown)
}

fn vote_of(ballot: &Ballot) -> Change {
    Change::Vote { party: ballot.member.clone() }
}

/// What a rule needs, in words.
fn needs(rule: &Rule, seats: usize) -> String {
    let mut parts = Vec::new();
    if let Some(needed) = rule.needed {
        parts.push(format!("{needed} of {seats} votes"));
    }
    if let Some((share, whole)) = rule.share {
        let whole = match whole {
            Whole::Members => format!("{seats} members"),
            Whole::Voting => "those voting for or against".to_owned(),
        };
        parts.push(format!("{} {}/{} of {whole}", if share.more { "more than" } else { "at least" }, share.numerator, share.denominator));
    }
    if let Some(share) = rule.population {
        parts.push(format!("states with {}/{} of the people", share.numerator, share.denominator));
    }
    if let Some(blocking) = rule.blocking {
        parts.push(format!("a minority of fewer than {blocking} cannot block"));
    }
    match rule.veto {
        Veto::None => {}
        Veto::Permanent => parts.push("no permanent member against".to_owned()),
        Veto::All => parts.push("nobody against".to_owned()),
    }
    parts.join(", ")
}
