//! Candidates → features: hashes of what the word, its phrase and its place in the tree show.

use super::candidates::{Candidate, Extent, Phrases};
use super::words::{CLUSTERS, Word, fact};
use crate::analysis::TokenId;
use crate::labels::{Deprel, Upos};

/// Rows of the table of weights, a power of two.
pub(crate) const BUCKETS: usize = 1 << 17;

/// One sentence as features are taken from it.
pub(crate) struct View<'a> {
    pub phrases: &'a Phrases<'a>,
    pub words: &'a [Word],
    /// What the document tells of each word, by its place in the sentence.
    pub evidence: &'a [u8],
    /// How the sentence is written: mixed, capitals only, title case, no capitals.
    pub style: u32,
}

/// Collects the hashes of features.
pub(crate) struct Rows {
    pub rows: Vec<u32>,
}

fn mix(template: u32, value: u64) -> u32 {
    let mut mixed = (value ^ u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^= mixed >> 32;
    mixed = mixed.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (mixed >> 32) as u32
}

/// The row of a feature's hash.
pub(crate) fn row(hash: u32) -> usize {
    (hash >> (32 - BUCKETS.trailing_zeros())) as usize
}

fn pair(a: u64, b: u64) -> u64 {
    a.rotate_left(23) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(b >> 7)
}

impl Rows {
    fn add(&mut self, template: u32, value: u64) {
        self.rows.push(mix(template, value));
    }
}

fn small(value: impl Into<u64>) -> u64 {
    value.into().wrapping_add(1).wrapping_mul(0xa076_1d64_78bd_642f)
}

impl View<'_> {
    fn word(&self, id: TokenId) -> &Word {
        &self.words[id.index()]
    }

    fn upos(&self, id: TokenId) -> u64 {
        small(self.phrases.sentence[id].upos as u8)
    }

    fn deprel(&self, id: TokenId) -> u64 {
        small(self.phrases.sentence[id].deprel as u8)
    }

    fn at(&self, place: usize) -> Option<(TokenId, &Word)> {
        self.words.get(place).map(|word| (TokenId(place as u32), word))
    }

    /// Features that all spans of a head share.
    pub fn head(&self, head: TokenId, out: &mut Rows) {
        let sentence = self.phrases.sentence;
        let token = &sentence[head];
        let word = self.word(head);
        let deprel = self.deprel(head);
        let upos = self.upos(head);
        let sense = small(word.sense);
        out.add(0, 0);
        out.add(1, pair(word.lemma, upos));
        out.add(2, word.form);
        out.add(3, pair(word.suffixes[0], upos));
        out.add(4, pair(word.suffixes[1], upos));
        for kind in 0..CLUSTERS {
            out.add(5 + kind as u32, word.clusters[kind]);
        }
        out.add(8, pair(word.shape, upos));
        out.add(9, pair(upos, deprel));
        out.add(10, pair(upos, token.feats.as_str().len() as u64 ^ crate::net::features::hash(3, token.feats.as_str().as_bytes())));
        out.add(11, sense);
        out.add(12, pair(sense, deprel));
        bits(word.senses, |class| out.add(13, small(class)));
        out.add(14, small(word.class));
        out.add(15, pair(small(self.style), pair(upos, deprel)));
        out.add(16, pair(word.lemma, deprel));
        out.add(17, pair(word.clusters[1], deprel));
        self.governor(head, out);
        self.below(head, out);
        self.neighbours(head, out);
        if matches!(token.upos, Upos::Propn | Upos::X) || word.known != 0 {
            self.name(head, out);
        }
    }

    /// The word above, and the preposition between.
    fn governor(&self, head: TokenId, out: &mut Rows) {
        let sentence = self.phrases.sentence;
        let word = self.word(head);
        let deprel = self.deprel(head);
        let case = self.phrases.children(head).find(|&child| child < head && sentence[child].deprel == Deprel::Case);
        let case = case.map_or(0, |case| self.word(case).form);
        out.add(20, case);
        out.add(21, pair(case, small(word.sense)));
        out.add(22, pair(case, word.clusters[1]));
        out.add(23, pair(case, small(word.known)));
        let Some(above) = sentence[head].head else { return };
        let governor = self.word(above);
        out.add(24, pair(deprel, governor.lemma));
        out.add(25, pair(deprel, governor.clusters[1]));
        out.add(26, pair(deprel, self.upos(above)));
        out.add(27, pair(case, governor.lemma));
        out.add(28, pair(case, pair(small(governor.sense), deprel)));
        out.add(29, pair(deprel, pair(small(governor.class), small(governor.known & (fact::ROLE | fact::GROUP | fact::BODY)))));
        out.add(30, pair(word.clusters[1], pair(deprel, governor.clusters[0])));
        if matches!(sentence[head].deprel, Deprel::Conj | Deprel::Appos | Deprel::Compound | Deprel::Flat) {
            out.add(31, pair(deprel, pair(small(word.sense), small(governor.sense))));
            out.add(32, pair(deprel, pair(small(word.known), small(governor.known))));
        }
    }

    /// What hangs on the head.
    fn below(&self, head: TokenId, out: &mut Rows) {
        let sentence = self.phrases.sentence;
        let word = self.word(head);
        let (mut determiner, mut possessor, mut number, mut count) = (0, 0_u64, 0_u64, 0_u64);
        for child in self.phrases.children(head) {
            let below = self.word(child);
            match sentence[child].deprel {
                Deprel::Det => determiner = below.form,
                Deprel::NmodPoss => {
                    possessor = 1 + u64::from(sentence[child].upos == Upos::Pron);
                    out.add(41, pair(small(below.known), small(word.class)));
                }
                Deprel::Nummod => number = 1,
                Deprel::Amod => {
                    out.add(42, below.lemma);
                    out.add(43, pair(below.lemma, small(word.sense)));
                    out.add(44, small(below.known));
                }
                Deprel::Compound => {
                    out.add(45, below.lemma);
                    out.add(46, pair(below.clusters[1], small(word.sense)));
                }
                Deprel::Nmod if child > head => {
                    let case = self.phrases.children(child).find(|&mark| sentence[mark].deprel == Deprel::Case);
                    let case = case.map_or(0, |case| self.word(case).form);
                    out.add(47, pair(case, small(below.sense)));
                    out.add(48, pair(case, small(word.sense)));
                    out.add(49, pair(below.lemma, word.lemma));
                }
                Deprel::Appos | Deprel::Conj => {
                    out.add(50, pair(self.deprel(child), pair(small(below.sense), small(below.class))));
                    out.add(51, pair(self.deprel(child), small(below.known)));
                    out.add(52, pair(self.deprel(child), below.clusters[1]));
                }
                Deprel::Cop => out.add(53, small(word.sense)),
                Deprel::Nsubj => out.add(54, pair(small(below.sense), self.upos(child))),
                Deprel::AclRelcl => {
                    if let Some(who) = self.phrases.children(child).find(|&who| sentence[who].upos == Upos::Pron) {
                        out.add(55, self.word(who).form);
                    }
                }
                _ => {}
            }
            if sentence[child].deprel != Deprel::Punct {
                count += 1;
            }
        }
        out.add(56, pair(determiner, small(word.sense)));
        out.add(57, pair(determiner, self.upos(head)));
        out.add(58, pair(small(possessor), small(word.sense)));
        out.add(59, pair(small(number), small(word.sense)));
        out.add(60, pair(small(count.min(4)), pair(self.upos(head), self.deprel(head))));
        out.add(61, pair(determiner, pair(self.deprel(head), pair(small(possessor), small(number)))));
        // A predicate noun tells of its subject.
        if let Some(above) = sentence[head].head
            && sentence[head].deprel == Deprel::Nsubj
            && self.phrases.children(above).any(|child| sentence[child].deprel == Deprel::Cop)
        {
            out.add(62, pair(small(self.word(above).sense), small(self.word(above).class)));
            out.add(63, self.word(above).lemma);
        }
    }

    fn neighbours(&self, head: TokenId, out: &mut Rows) {
        let at = head.index();
        let before = at.checked_sub(1).and_then(|at| self.at(at));
        let after = self.at(at + 1);
        out.add(70, before.map_or(1, |(_, word)| word.form));
        out.add(71, after.map_or(1, |(_, word)| word.form));
        out.add(72, before.map_or(1, |(_, word)| word.clusters[1]));
        out.add(73, after.map_or(1, |(_, word)| word.clusters[1]));
        out.add(74, pair(before.map_or(1, |(id, _)| self.upos(id)), after.map_or(1, |(id, _)| self.upos(id))));
    }

    /// The words of a name, and what tables and document tell of them.
    fn name(&self, head: TokenId, out: &mut Rows) {
        let sentence = self.phrases.sentence;
        let part = |id: TokenId| matches!(sentence[id].deprel, Deprel::Flat | Deprel::Compound | Deprel::NmodDesc | Deprel::Amod);
        let (mut known, mut evidence, mut count) = (self.word(head).known, self.evidence[head.index()], 1_u64);
        let (mut first, mut last) = (head, head);
        for child in self.phrases.children(head).filter(|&child| part(child)) {
            let word = self.word(child);
            out.add(80, pair(word.form, u64::from(child < head)));
            out.add(81, pair(word.clusters[1], u64::from(child < head)));
            out.add(82, pair(word.suffixes[0], u64::from(child < head)));
            (first, last) = (first.min(child), last.max(child));
            known |= word.known;
            evidence |= self.evidence[child.index()];
            count += 1;
        }
        bits(known, |bit| out.add(83, small(bit)));
        bits(known, |bit| out.add(84, pair(small(bit), self.deprel(head))));
        bits(self.word(head).known, |bit| out.add(85, small(bit)));
        bits(self.word(first).known, |bit| out.add(86, pair(small(bit), small(count.min(4)))));
        bits(self.word(last).known, |bit| out.add(87, pair(small(bit), small(count.min(4)))));
        out.add(88, small(evidence));
        out.add(89, pair(small(self.evidence[head.index()]), self.deprel(head)));
        out.add(90, pair(small(count.min(5)), small(self.style)));
        out.add(91, self.word(last).form);
        out.add(92, pair(self.word(last).shape, self.deprel(head)));
        out.add(93, pair(self.word(first).clusters[1], self.word(last).clusters[1]));
        out.add(94, pair(small(known), small(evidence)));
    }

    /// Features of no mention on this head; where conjuncts hang on it also of no group.
    pub fn none(&self, head: TokenId, group: bool, out: &mut Rows) {
        out.add(140, small(group));
        out.add(141, pair(small(group), pair(self.upos(head), self.deprel(head))));
        out.add(142, pair(small(group), self.word(head).lemma));
        out.add(143, pair(small(group), small(self.word(head).sense)));
    }

    /// Features of one span of the head.
    pub fn span(&self, candidate: &Candidate, out: &mut Rows) {
        let sentence = self.phrases.sentence;
        let head = candidate.head;
        let extent = small(candidate.extent as u8);
        let (deprel, upos) = (self.deprel(head), self.upos(head));
        let mut left_out = 0_u64;
        let (mut conjunct, mut clause) = (0, 0);
        for child in self.phrases.children(head).filter(|&child| child > head) {
            let kind = match sentence[child].deprel {
                Deprel::Acl | Deprel::AclRelcl => 0,
                Deprel::Nmod => 1,
                Deprel::NmodUnmarked => 2,
                Deprel::Conj => 3,
                Deprel::Appos => 4,
                Deprel::Parataxis | Deprel::Dep | Deprel::List => 5,
                Deprel::Obl | Deprel::Advmod | Deprel::Advcl => 6,
                _ => continue,
            };
            left_out |= 1 << kind;
            if kind == 3 {
                conjunct = pair(self.upos(child), small(self.word(child).sense));
            } else if kind == 0 {
                clause = pair(self.deprel(child), self.word(child).form);
            }
        }
        let length = u64::from((candidate.last.0 - candidate.first.0).min(12));
        out.add(100, extent);
        out.add(101, pair(extent, deprel));
        out.add(102, pair(extent, upos));
        out.add(103, pair(extent, small(left_out)));
        out.add(104, pair(extent, pair(small(left_out), deprel)));
        out.add(105, pair(extent, small(length)));
        out.add(106, pair(extent, pair(upos, deprel)));
        out.add(107, pair(extent, self.word(head).lemma));
        out.add(108, pair(extent, self.word(candidate.first).form));
        let before = candidate.first.index().checked_sub(1).and_then(|at| self.at(at));
        let after = self.at(candidate.last.index() + 1);
        out.add(109, pair(extent, self.word(candidate.last).form));
        out.add(110, pair(extent, before.map_or(1, |(_, word)| word.form)));
        out.add(111, pair(extent, after.map_or(1, |(_, word)| word.form)));
        out.add(112, pair(extent, pair(self.upos(candidate.first), small(length.min(3)))));
        out.add(113, pair(extent, pair(self.upos(candidate.last), small(left_out))));
        if candidate.extent >= Extent::Group {
            out.add(114, pair(conjunct, pair(upos, small(self.word(head).sense))));
            out.add(115, pair(conjunct, deprel));
        } else if clause != 0 {
            out.add(116, pair(extent, clause));
        }
        out.add(117, pair(extent, pair(small(self.word(head).sense), small(left_out))));
        let edge = |at: Option<(TokenId, &Word)>| at.map_or(1, |(id, word)| pair(self.upos(id), word.shape));
        out.add(124, pair(extent, edge(before)));
        out.add(125, pair(extent, edge(after)));
        out.add(126, pair(edge(before), pair(self.upos(candidate.first), self.word(candidate.first).shape)));
        out.add(127, pair(edge(after), pair(self.upos(candidate.last), self.word(candidate.last).shape)));
        let (own, end) = (self.word(head), self.word(candidate.last));
        out.add(131, pair(extent, pair(small(own.sense), small(end.sense))));
        out.add(132, pair(extent, pair(small(own.known), small(end.known))));
        out.add(133, pair(extent, pair(own.clusters[0], end.clusters[0])));
        if length < 6 {
            let words = &self.words[candidate.first.index()..=candidate.last.index()];
            out.add(128, words.iter().fold(7, |all, word| pair(all, word.form)));
            out.add(129, words.iter().fold(7, |all, word| pair(all, word.shape)));
            out.add(130, words.iter().fold(7, |all, word| pair(all, small(word.known))));
        }
        let inside = self.inside(head, candidate.last);
        out.add(118, pair(extent, small(inside)));
        bits(inside, |bit| out.add(119, pair(extent, small(bit))));
        out.add(120, pair(extent, pair(self.upos(candidate.last), self.deprel(candidate.last))));
        if let Some((id, word)) = after {
            out.add(121, pair(extent, pair(self.upos(id), self.deprel(id))));
            out.add(122, pair(pair(small(inside), self.upos(id)), pair(upos, deprel)));
            let next = self.at(id.index() + 1);
            out.add(123, pair(extent, pair(word.form, next.map_or(1, |(id, _)| self.upos(id)))));
        }
    }
}

impl View<'_> {
    /// What stands between the head and the end of a span, as bits.
    fn inside(&self, head: TokenId, last: TokenId) -> u64 {
        let sentence = self.phrases.sentence;
        // Long phrases differ no more than those of forty words.
        (head.0 + 1..=last.0).take(40).fold(0, |bits, at| {
            let token = &sentence[TokenId(at)];
            let bit = match token.deprel {
                Deprel::AclRelcl => 0,
                Deprel::Acl => 1,
                Deprel::Conj => 2,
                Deprel::Appos => 3,
                Deprel::Parataxis | Deprel::Dep | Deprel::List => 4,
                Deprel::Obl | Deprel::OblUnmarked => 5,
                Deprel::Advcl | Deprel::AdvclRelcl => 6,
                Deprel::Nmod => 7,
                Deprel::Punct => 8,
                Deprel::NmodUnmarked => 9,
                Deprel::Advmod => 10,
                _ => return bits,
            };
            bits | 1 << bit
        })
    }
}

/// Calls `each` with the number of every bit that is set.
fn bits(set: impl Into<u64>, mut each: impl FnMut(u64)) {
    let mut set = set.into();
    while set != 0 {
        each(u64::from(set.trailing_zeros()));
        set &= set - 1;
    }
}
