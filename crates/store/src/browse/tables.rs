//! Findings of one sort as columns.

use super::catalogue::ReportEntry;
use super::people::Postings;
use crate::findings::Hashed;

/// Stands for nobody, nowhere, no outlet.
pub const NONE: u32 = u32::MAX;

/// A statement, an event or a report, as numbers.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    /// Its id in the store.
    pub id: i64,
    /// Its report, as a number of the catalogue.
    pub report: u32,
    /// Its day as YYYYMMDD; that of publication where its own is unknown; 0 where both are.
    pub day: u32,
    /// Its place in the order of days, the newest first.
    pub rank: u32,
    /// The same for copies of it in one story.
    pub group: u32,
    /// Where those who do it, then those to whom it is done, begin in [`Table::who`].
    pub(super) who: u32,
    /// Its place.
    pub place: u32,
    pub(super) by: u8,
    pub(super) to: u8,
    pub(super) of: u8,
    /// Minutes after midnight of its day, [`Finding::NO_HOUR`] where the hour is not known.
    pub minute: u16,
    /// Its act or type, see [`Table::kinds`].
    pub kind: u8,
    /// Its certainty or status, see [`Table::states`].
    pub state: u8,
}

impl Finding {
    /// Stands for an hour that is not known.
    pub const NO_HOUR: u16 = u16::MAX;
    pub(super) const EMPTY: Self = Self {
        id: 0,
        report: 0,
        day: 0,
        rank: 0,
        group: 0,
        who: 0,
        place: NONE,
        by: 0,
        to: 0,
        of: 0,
        minute: Self::NO_HOUR,
        kind: 0,
        state: 0,
    };
}

/// Somebody with the party for whom he speaks or acts in that report.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// The actor.
    pub actor: u32,
    /// His party, [`NONE`] where none is known.
    pub party: u32,
}

/// What somebody has to do with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    By,
    To,
    Of,
}

/// Findings of one sort, in order of story, then report, then id.
#[derive(Debug, Default)]
pub struct Table {
    /// The findings.
    pub findings: Vec<Finding>,
    /// Acts or types by number.
    pub kinds: Vec<String>,
    /// Certainties or statuses by number.
    pub states: Vec<String>,
    /// How many printings each group has: reports with it.
    pub copies: Vec<u32>,
    /// Findings by who has part in them, and by the party for which one speaks or acts.
    pub(super) people: Postings,
    pub(super) parties: Postings,
    who: Vec<Who>,
    /// Numbers of findings in order of id.
    by_id: Vec<u32>,
    /// Where the findings of each report begin, and where all end.
    starts: Vec<u32>,
    /// What is alike in the same words, until groups are made.
    same: Vec<i64>,
}

impl Table {
    pub(super) fn new<'w>(kinds: impl Iterator<Item = &'w str>, states: impl Iterator<Item = &'w str>) -> Self {
        Self { kinds: kinds.map(str::to_owned).collect(), states: states.map(str::to_owned).collect(), ..Self::default() }
    }

    /// Those who say or do it.
    pub fn by(&self, finding: &Finding) -> &[Who] {
        let from = finding.who as usize;
        &self.who[from..from + usize::from(finding.by)]
    }

    /// Those to whom it is said or done.
    pub fn to(&self, finding: &Finding) -> &[Who] {
        let from = finding.who as usize + usize::from(finding.by);
        &self.who[from..from + usize::from(finding.to)]
    }

    /// Those whom it names: of a statement, in what is said.
    pub fn of(&self, finding: &Finding) -> &[Who] {
        let from = finding.who as usize + usize::from(finding.by) + usize::from(finding.to);
        &self.who[from..from + usize::from(finding.of)]
    }

    /// The numbers of the findings of a report.
    pub(super) fn of_report(&self, report: u32) -> std::ops::Range<u32> {
        match self.starts.get(report as usize..report as usize + 2) {
            Some(&[from, to]) => from..to,
            _ => 0..0,
        }
    }

    /// Where the finding with this id stands.
    pub fn at(&self, id: i64) -> Option<u32> {
        let found = self.by_id.binary_search_by_key(&id, |&at| self.findings[at as usize].id);
        found.ok().map(|at| self.by_id[at])
    }

    pub(super) fn kind(&mut self, word: &str) -> u8 {
        number(&mut self.kinds, word)
    }

    pub(super) fn state(&mut self, word: &str) -> u8 {
        number(&mut self.states, word)
    }

    /// Takes in a finding, with a number that is the same for the same words.
    pub(super) fn push(&mut self, finding: Finding, same: i64) {
        self.findings.push(finding);
        self.same.push(same);
    }

    /// Puts findings in order, joins those who do them, groups copies and ranks days. `who` is in order of id.
    pub(super) fn close(
        &mut self,
        who: &mut Vec<(i64, Part, Who)>,
        actors: usize,
        reports: &[ReportEntry],
        party: impl Fn(u32, u32) -> Option<u32>,
    ) {
        let mut order: Vec<u32> = (0..self.findings.len() as u32).collect();
        order.sort_unstable_by_key(|&at| (self.findings[at as usize].report, self.findings[at as usize].id));
        self.same = order.iter().map(|&at| self.same[at as usize]).collect();
        self.findings = order.iter().map(|&at| self.findings[at as usize]).collect();
        self.by_id = (0..self.findings.len() as u32).collect();
        self.by_id.sort_unstable_by_key(|&at| self.findings[at as usize].id);

        self.who.reserve_exact(who.len());
        let mut next = who.drain(..).peekable();
        for &at in &self.by_id {
            let finding = &mut self.findings[at as usize];
            finding.who = self.who.len() as u32;
            while next.next_if(|(id, ..)| *id < finding.id).is_some() {}
            while let Some((_, part, mut one)) = next.next_if(|(id, ..)| *id == finding.id) {
                // More than 255 speakers of one statement are a list of signatures: the first stand for them.
                let count = match part {
                    Part::By => &mut finding.by,
                    Part::To => &mut finding.to,
                    Part::Of => &mut finding.of,
                };
                if *count < u8::MAX {
                    *count += 1;
                    one.party = party(finding.report, one.actor).unwrap_or(NONE);
                    self.who.push(one);
                }
            }
        }
        let begin = |report: u32| self.findings.partition_point(|finding| finding.report < report) as u32;
        self.starts = (0..=reports.len() as u32).map(begin).collect();
        self.group(reports);
        self.rank();
        let count = self.findings.len() as u32;
        let all = |at: u32| {
            let finding = &self.findings[at as usize];
            self.by(finding).iter().chain(self.to(finding)).chain(self.of(finding)).map(|who| who.actor)
        };
        let parties = |at: u32| self.by(&self.findings[at as usize]).iter().map(|who| who.party);
        let found = (Postings::new(actors, count, all), Postings::new(actors, count, parties));
        (self.people, self.parties) = found;
    }

    fn group(&mut self, reports: &[ReportEntry]) {
        let mut groups: Hashed<(i64, u32), u32> = Hashed::default();
        let (mut here, mut last, mut last_story): (Hashed<i64, u32>, u32, u32) = (Hashed::default(), NONE, NONE);
        for (finding, same) in self.findings.iter_mut().zip(std::mem::take(&mut self.same)) {
            if finding.report != last {
                here.clear();
                last = finding.report;
            }
            // The same words twice in one report are two findings: the first is a copy of the first elsewhere.
            let nth = here.entry(same).and_modify(|nth| *nth += 1).or_insert(0);
            let story = reports[finding.report as usize].story_at;
            if story != last_story {
                groups.clear();
                last_story = story;
            }
            let next = self.copies.len() as u32;
            finding.group = *groups.entry((same, *nth)).or_insert(next);
            if finding.group == next {
                self.copies.push(0);
            }
            self.copies[finding.group as usize] += 1;
        }
    }

    fn rank(&mut self) {
        let mut order: Vec<u32> = (0..self.findings.len() as u32).collect();
        order.sort_unstable_by_key(|&at| {
            let finding = &self.findings[at as usize];
            (std::cmp::Reverse(finding.day), finding.id)
        });
        for (rank, at) in (0..).zip(order) {
            self.findings[at as usize].rank = rank;
        }
    }
}

fn number(words: &mut Vec<String>, word: &str) -> u8 {
    if let Some(at) = words.iter().position(|known| known == word) {
        return at as u8;
    }
    if words.len() < usize::from(u8::MAX) {
        words.push(word.to_owned());
    }
    (words.len() - 1) as u8
}
