//! Actors found by their names, and findings by their actors.

use super::catalogue::ActorEntry;
use super::tables::NONE;
use std::collections::HashMap;

/// Names of actors in small letters.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// All names, each ended by a line end.
    text: String,
    /// Where the name of each actor ends.
    ends: Vec<u32>,
    /// The actors that have a word in their name, ascending.
    words: HashMap<Box<str>, Vec<u32>>,
    /// The first actor of the same name.
    pub same: Vec<u32>,
    /// Actors, those with most findings first.
    pub by_findings: Vec<u32>,
}

impl NameIndex {
    pub fn new(actors: &[ActorEntry]) -> Self {
        let mut index = Self { same: actors.iter().map(|actor| actor.same_name).collect(), ..Self::default() };
        for (at, actor) in (0..).zip(actors) {
            let name = actor.name.to_lowercase().replace('\n', " ");
            for word in name.split_whitespace() {
                let known = index.words.entry(word.into()).or_default();
                if known.last() != Some(&at) {
                    known.push(at);
                }
            }
            index.text.push_str(&name);
            index.ends.push(index.text.len() as u32);
            index.text.push('\n');
        }
        index.by_findings = (0..actors.len() as u32).collect();
        index.by_findings.sort_by_key(|&at| std::cmp::Reverse(actors[at as usize].statements + actors[at as usize].events));
        index
    }

    /// Actors of whom each of these words (in small letters) is a word of the name, ascending.
    pub fn with_words(&self, words: &[String]) -> Vec<u32> {
        let mut lists: Vec<&Vec<u32>> = Vec::new();
        for word in words {
            let Some(list) = self.words.get(word.as_str()) else { return Vec::new() };
            lists.push(list);
        }
        lists.sort_by_key(|list| list.len());
        let Some((first, others)) = lists.split_first() else { return Vec::new() };
        first.iter().copied().filter(|at| others.iter().all(|list| list.binary_search(at).is_ok())).collect()
    }

    /// Actors whose names hold these parts (in small letters), ascending.
    pub fn containing(&self, parts: &[String]) -> Vec<u32> {
        let Some(longest) = parts.iter().max_by_key(|part| part.len()) else { return (0..self.ends.len() as u32).collect() };
        let mut found: Vec<u32> = Vec::new();
        for (place, _) in self.text.match_indices(longest.as_str()) {
            let at = self.ends.partition_point(|&end| (end as usize) < place) as u32;
            if found.last() != Some(&at) && parts.iter().all(|part| self.name(at).contains(part.as_str())) {
                found.push(at);
            }
        }
        found
    }

    fn name(&self, at: u32) -> &str {
        let at = at as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize + 1);
        &self.text[start..self.ends[at] as usize]
    }
}

/// The findings in which each actor has a part.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Where those of each actor begin.
    starts: Vec<u32>,
    findings: Vec<u32>,
}

impl Postings {
    /// Of so many actors and findings; `actors` gives those of a finding, of which [`NONE`] does not count.
    pub fn new<A: Iterator<Item = u32>>(actors: usize, findings: u32, of: impl Fn(u32) -> A) -> Self {
        let mut starts = vec![0_u32; actors + 1];
        let each = |visit: &mut dyn FnMut(u32, usize)| {
            let mut last = vec![NONE; actors];
            for finding in 0..findings {
                for actor in of(finding).filter(|&actor| actor != NONE).map(|actor| actor as usize) {
                    // One may have two parts in a finding.
                    if last[actor] != finding {
                        last[actor] = finding;
                        visit(finding, actor);
                    }
                }
            }
        };
        each(&mut |_, actor| starts[actor + 1] += 1);
        for at in 0..actors {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut all = vec![0; starts.last().map_or(0, |&end| end as usize)];
        each(&mut |finding, actor| {
            all[next[actor] as usize] = finding;
            next[actor] += 1;
        });
        Self { starts, findings: all }
    }

    /// Those of one actor, in order.
    pub fn of(&self, actor: u32) -> &[u32] {
        match self.starts.get(actor as usize..actor as usize + 2) {
            Some(&[from, to]) => &self.findings[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Those of several, in order, each once.
    pub fn of_any(&self, actors: &[u32]) -> Vec<u32> {
        let mut found: Vec<u32> = actors.iter().flat_map(|&actor| self.of(actor)).copied().collect();
        if actors.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_words_and_by_parts() {
        let actor = |(at, name): (u32, &&str)| ActorEntry {
            id: i64::from(at),
            name: (*name).to_owned(),
            kind: "person".to_owned(),
            statements: at,
            events: 0,
            same_name: at,
        };
        let actors: Vec<ActorEntry> = (0..).zip(&["Irina Dask", "Ivo Holm", "Dask Guards", "Öle Dasker"]).map(actor).collect();
        let index = NameIndex::new(&actors);
        let words = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<String>>();
        assert_eq!(index.with_words(&words("dask")), [0, 2]);
        assert_eq!(index.with_words(&words("dask irina")), [0]);
        assert_eq!(index.with_words(&words("nobody")), [0; 0]);
        assert_eq!(index.containing(&words("dask")), [0, 2, 3]);
        assert_eq!(index.containing(&words("ö sk")), [3]);
        assert_eq!(index.containing(&[]), [0, 1, 2, 3]);
        assert_eq!(index.by_findings, [3, 2, 1, 0]);
    }

    #[test]
    fn findings_are_found_by_their_actors() {
        let of = [vec![0, 2], vec![], vec![2, NONE, 2], vec![1, 0]];
        let postings = Postings::new(3, 4, |finding| of[finding as usize].iter().copied());
        assert_eq!([0, 1, 2, 9].map(|actor| postings.of(actor).to_vec()), [vec![0, 3], vec![3], vec![0, 2], vec![]]);
        assert_eq!(postings.of_any(&[2, 0]), [0, 2, 3]);
    }
}
