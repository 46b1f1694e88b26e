//! What the trained model sees of a candidate: hashed features, no text.
//!
//! *Source*: feature hashing, Weinberger et al., ICML 2009.

use super::candidates::{Argument, Candidate, Link};
use super::clusters::prefix;
use super::grove::Tree;
use super::judge::Roles;
use super::tagger::{CONTENT, CUE, NONE, SOURCE};
use super::weigh::{Considered, Proposed};
use super::words::{Quoted, Words, hash};
use rapporteur_language::{TokenId, Upos};
use rapporteur_lexicon::CueClass;

/// Number of weights of each linear function.
pub(super) const SIZE: usize = 1 << 18;

/// Mixes the parts of one feature to an index below [`SIZE`].
struct Hasher(Vec<u32>);

impl Hasher {
    #[inline(always)]
    fn add<const PARTS: usize>(&mut self, template: u64, parts: [u64; PARTS]) {
        let mut state = template.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
        for part in parts {
            state = (state ^ part).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
            state ^= state >> 32;
        }
        self.0.push((state as usize & (SIZE - 1)) as u32);
    }
}

fn link(link: Link) -> u64 {
    match link {
        Link::Below(deprel) => deprel as u64,
        Link::Shared(deprel) => 256 + deprel as u64,
        Link::Above(deprel) => 512 + deprel as u64,
    }
}

/// The class of the cue as a number.
pub(super) fn class(candidate: &Candidate<'_>) -> u64 {
    match candidate.class {
        CueClass::Verb => 1,
        CueClass::Noun => 2,
        CueClass::Adjective => 3,
        CueClass::Phrase => 4,
        CueClass::Preposition => 5,
        CueClass::Adverb => 6,
    }
}

/// A candidate with what its features are made of, worked out once.
pub(super) struct View<'a, 't> {
    text: &'t str,
    tree: &'a Tree<'t>,
    candidate: &'a Candidate<'a>,
    words: &'a Words,
    /// What the lexicon's frames say.
    by_rule: Option<&'a Roles>,
    lemma: u64,
    phrase: u64,
    act: u64,
    signature: u64,
}

impl<'a, 't> View<'a, 't> {
    pub fn new(text: &'t str, tree: &'a Tree<'t>, proposed: &'a Proposed<'a>, words: &'a Words) -> Self {
        let candidate = &proposed.candidate;
        let mut signature = u64::from(candidate.passive);
        for argument in &candidate.arguments {
            if let Link::Below(deprel) = argument.link {
                signature |= 1 << (deprel as u64 % 61 + 1);
            }
        }
        Self {
            text,
            tree,
            candidate,
            words,
            by_rule: proposed.by_rule.as_ref(),
            lemma: words.lemmas[candidate.head.index()],
            phrase: candidate.word.map_or(0, |id| words.lemmas[id.index()]),
            act: candidate.row.map_or(99, |row| row.act as u64),
            signature,
        }
    }

    fn marker(&self, argument: &Argument) -> u64 {
        argument.marker.map_or(0, |id| self.words.forms[id.index()])
    }

    fn quoted(&self, id: TokenId) -> bool {
        self.words.quoted[id.index()] != Quoted::No
    }

    /// Features of the candidate with its roles, for whether it is an attribution.
    pub fn attribution(&self, roles: &Roles) -> Vec<u32> {
        let (tree, candidate) = (self.tree, self.candidate);
        let mut out = Hasher(Vec::with_capacity(128));
        let class = class(candidate);
        let lemma = self.lemma ^ self.phrase.rotate_left(7);
        let passive = u64::from(candidate.passive);
        let ruled = u64::from(self.by_rule.is_some()) * 2 + u64::from(self.by_rule == Some(roles));
        let mut content = passive;
        for &at in &roles.content {
            let argument = &candidate.arguments[at];
            content = content.wrapping_mul(0x100_0193) ^ link(argument.link) ^ self.marker(argument).rotate_left(20);
        }
        let source = roles.source.map_or(999, |at| link(candidate.arguments[at].link));
        let head = candidate.head;
        let deprel = tree.deprel(head) as u64;
        let feats = hash(tree.token(head).feats.as_str());
        let governor = tree.head(head).map_or(0, |id| self.words.lemmas[id.index()]);
        let quoted = u64::from(self.quoted(head));
        out.add(40, [lemma]);
        out.add(41, [lemma, content]);
        out.add(42, [class, content, self.act]);
        out.add(43, [class, content]);
        out.add(44, [ruled, class]);
        out.add(45, [ruled, self.act, passive]);
        out.add(46, [lemma, source]);
        out.add(47, [source, content]);
        out.add(48, [deprel, class, quoted]);
        out.add(49, [deprel, governor, class]);
        out.add(50, [feats, deprel, class]);
        out.add(51, [lemma, feats]);
        out.add(52, [lemma, quoted]);
        out.add(53, [self.act, source, passive]);
        out.add(54, [lemma, ruled, passive]);
        out.add(55, [self.signature, class]);
        out.add(56, [lemma, self.signature]);
        out.add(57, [lemma, deprel]);
        if let Some(at) = roles.source {
            let head = candidate.arguments[at].head;
            let name = self.words.lemmas[head.index()];
            let upos = tree.upos(head) as u64;
            out.add(60, [upos, class, content]);
            out.add(61, [name, class]);
            out.add(62, [name, self.act]);
            out.add(63, [upos, self.act, ruled]);
            out.add(64, [upos, lemma]);
        }
        let mut size = 0;
        for &at in &roles.content {
            let argument = &candidate.arguments[at];
            let ids = argument.tokens(tree);
            size += ids.len();
            let name = self.words.lemmas[argument.head.index()];
            out.add(65, [name, link(argument.link), class]);
            out.add(66, [name, lemma]);
            out.add(67, [name, self.act, self.marker(argument)]);
            out.add(68, [tree.upos(argument.head) as u64, link(argument.link), self.act]);
            out.add(69, [tree.upos(argument.head) as u64, lemma]);
            let marks = ids.iter().any(|&id| self.quoted(id));
            out.add(70, [u64::from(marks), link(argument.link), quoted]);
            out.add(71, [u64::from(marks), lemma]);
        }
        let bucket = u64::from((size as u32).min(4096).next_power_of_two().trailing_zeros());
        out.add(72, [bucket, content]);
        out.add(73, [bucket, lemma]);
        for kid in tree.children(head) {
            use rapporteur_language::Deprel::{Advmod, Aux, AuxPass, Cop, Mark};
            if matches!(tree.deprel(kid), Aux | AuxPass | Advmod | Mark | Cop) {
                let name = self.words.forms[kid.index()];
                out.add(74, [name, class, tree.deprel(kid) as u64]);
                out.add(75, [name, lemma]);
                out.add(76, [name, self.act]);
            }
        }
        let neighbour = |offset: i64| self.words.form_beside(head, offset);
        out.add(77, [neighbour(1), lemma]);
        out.add(78, [neighbour(1), class, self.act]);
        out.add(79, [neighbour(-1), class, self.act]);
        out.add(80, [neighbour(-1), lemma]);
        // A verb under another cue's content is inside that statement.
        let mut under = 0;
        for id in tree.ancestors_of(head).skip(1).take(8) {
            under = under * 2 + u64::from(tree.upos(id) == Upos::Verb);
        }
        out.add(81, [under, class]);
        let end = self.text[tree.token(head).span.end..].chars().next().map_or(0, |c| c as u64);
        out.add(82, [end, class, content]);
        let path = self.words.paths[candidate.word.unwrap_or(head).index()];
        let (near, far, all) = (prefix(path, 10), prefix(path, 6), u64::from(path));
        out.add(83, [all, class]);
        out.add(84, [all, content]);
        out.add(85, [near, content, deprel]);
        out.add(86, [far, content, class]);
        out.add(87, [all, source]);
        out.add(88, [near, deprel, feats]);
        out.add(89, [all, ruled, passive]);
        let governor = tree.head(head).map_or(1, |id| u64::from(self.words.paths[id.index()]));
        out.add(90, [governor, deprel, class]);
        if let Some(at) = roles.source {
            let name = self.words.paths[candidate.arguments[at].head.index()];
            out.add(91, [u64::from(name), class]);
            out.add(92, [prefix(name, 10), self.act, passive]);
            out.add(93, [prefix(name, 8), near]);
        }
        for &at in &roles.content {
            let argument = &candidate.arguments[at];
            let name = self.words.paths[argument.head.index()];
            out.add(94, [u64::from(name), link(argument.link), class]);
            out.add(95, [prefix(name, 8), near, link(argument.link)]);
            out.add(96, [prefix(name, 10), lemma]);
        }
        out.0
    }

    /// Features of the labels and of the other candidates.
    pub fn labelled(&self, one: &Considered<'_, '_>, all: &[Considered<'_, '_>], into: &mut Vec<u32>) {
        let (tree, candidate, words) = (self.tree, self.candidate, self.words);
        let mut out = Hasher(std::mem::take(into));
        let class = class(candidate);
        let lemma = self.lemma ^ self.phrase.rotate_left(7);
        let passive = u64::from(candidate.passive);
        let rough = bucket(one.rough);
        // The order of the labels without repetitions: source, cue, content.
        let (mut shape, mut last, mut pieces) = (1_u64, NONE, 0);
        let (mut content_size, mut quoted_size, mut source_size) = (0_u32, 0_u32, 0_u32);
        let (mut first_content, mut source_word) = (None, None);
        for (at, &label) in one.labels.iter().enumerate() {
            if words.marks[at] {
                continue;
            }
            if label != NONE && label != last && pieces < 8 {
                shape = shape * 4 + u64::from(label);
                pieces += 1;
            }
            last = label;
            match label {
                CONTENT => {
                    content_size += 1;
                    quoted_size += u32::from(words.quoted[at] != Quoted::No);
                    first_content = first_content.or(Some(at));
                }
                SOURCE => {
                    source_size += 1;
                    source_word = Some(at);
                }
                _ => {}
            }
        }
        let size = u64::from((content_size + 1).ilog2());
        let share = match (quoted_size, content_size) {
            (0, _) => 0,
            (quoted, all) if quoted == all => 2,
            _ => 1,
        };
        let source = one.tagged.source.map_or(0, |(first, last)| {
            let head = (first.0..=last.0).map(TokenId).find(|&id| tree.head(id).is_none_or(|head| head < first || head > last));
            head.map_or(1, |head| 2 + tree.upos(head) as u64)
        });
        let opens = first_content.map_or(0, |at| words.forms[at]);
        let opens_upos = first_content.map_or(99, |at| tree.upos(TokenId(at as u32)) as u64);
        let speaker = source_word.map_or(0, |at| words.lemmas[at]);
        let cue_last = words.forms[one.tagged.cue.1.index()];
        let cue_size = u64::from(one.tagged.cue.1.0 - one.tagged.cue.0.0).min(6);
        let cue_marks = one.labels.iter().filter(|&&label| label == CUE).count() as u64;
        out.add(100, [rough]);
        out.add(101, [rough, class, shape]);
        out.add(102, [shape, class, passive]);
        out.add(103, [shape, lemma]);
        out.add(104, [shape, self.act]);
        out.add(105, [size, share, class]);
        out.add(106, [size, shape]);
        out.add(107, [source, class, shape]);
        out.add(108, [source, self.act]);
        out.add(109, [opens, class]);
        out.add(110, [opens, lemma]);
        out.add(111, [opens_upos, shape, class]);
        out.add(112, [speaker]);
        out.add(113, [speaker, class, passive]);
        out.add(114, [cue_last, class]);
        out.add(115, [cue_last, lemma]);
        out.add(116, [cue_size, class, cue_marks.min(7)]);
        out.add(117, [share, lemma]);
        out.add(118, [share, source, self.act]);
        out.add(119, [u64::from((source_size + 1).ilog2()), class]);
        // The nearest candidate above, and how this one hangs below it.
        let mut below = candidate.head;
        let mut above = None;
        for id in tree.ancestors_of(candidate.head).skip(1).take(12) {
            above = all.iter().find(|other| other.proposed.candidate.head == id);
            if above.is_some() {
                break;
            }
            below = id;
        }
        let how = tree.deprel(below) as u64;
        let (above_rough, above_act, inside) = above.map_or((0, 0, 9), |other| {
            let act = other.proposed.candidate.row.map_or(99, |row| row.act as u64);
            (bucket(other.rough), act, u64::from(other.labels[candidate.head.index()]))
        });
        let most = |inside: bool| {
            all.iter()
                .filter(|other| other.proposed.candidate.head != candidate.head)
                .filter(|other| (one.labels[other.proposed.candidate.head.index()] == CONTENT) == inside)
                .map(|other| bucket(other.rough))
                .max()
                .unwrap_or(0)
        };
        let covers = all
            .iter()
            .filter(|other| other.proposed.candidate.head != candidate.head && other.labels[candidate.head.index()] == CONTENT)
            .map(|other| bucket(other.rough))
            .max()
            .unwrap_or(0);
        let (within, beside) = (most(true), most(false));
        out.add(120, [above_rough, inside, how]);
        out.add(121, [above_rough, inside, rough]);
        out.add(122, [above_act, how, class]);
        out.add(123, [within, class]);
        out.add(124, [within, rough]);
        out.add(125, [beside, rough]);
        out.add(126, [beside, class, how]);
        out.add(127, [covers, rough]);
        out.add(128, [covers, class, how]);
        let asks = u64::from(self.text[tree.sentence.span.start..tree.sentence.span.end].ends_with('?'));
        let path = words.paths[candidate.word.unwrap_or(candidate.head).index()];
        out.add(131, [u64::from(path), shape]);
        out.add(132, [prefix(path, 10), shape, source]);
        out.add(133, [prefix(path, 8), opens, shape]);
        out.add(134, [prefix(path, 10), size, share]);
        let speaker_path = source_word.map_or(1, |at| words.paths[at]);
        out.add(135, [u64::from(speaker_path), class, passive]);
        out.add(136, [prefix(speaker_path, 8), prefix(path, 8), class]);
        out.add(137, [u64::from(words.paths[one.tagged.cue.1.index()]), cue_size, class]);
        out.add(129, [asks, class, u64::from(self.quoted(candidate.head))]);
        out.add(130, [u64::from(tree.at == 0), class]);
        *into = out.0;
    }
}

/// A score in steps, from 1.
fn bucket(score: f32) -> u64 {
    ((score * 1.5).clamp(-6.0, 6.0) + 7.0) as u64
}
