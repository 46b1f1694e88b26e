//! Which words of a sentence are source, cue and content of a candidate: a label a word, the best
//! sequence of labels by a linear function of what stands around each word and on the way to the cue.
//!
//! *Source*: the decoding is Viterbi's; the weights are those of an averaged structured perceptron
//! (Collins, EMNLP 2002), features hashed (Weinberger et al., ICML 2009).

use super::candidates::{Candidate, Link, is_clause};
use super::clusters::prefix;
use super::features::class;
use super::grove::Tree;
use super::judge::Roles;
use super::words::{Quoted, Words};
use rapporteur_language::{Deprel, TokenId};
use rapporteur_record::ByteSpan;
use std::ops::Add;

/// Number of labels: none, source, cue, content.
pub const LABELS: usize = 4;
/// No role.
pub const NONE: u8 = 0;
/// Part of the source.
pub const SOURCE: u8 = 1;
/// Part of the cue.
pub const CUE: u8 = 2;
/// Part of the content.
pub const CONTENT: u8 = 3;

/// Slots of weights for a word's own label; each has [`LABELS`] weights.
pub const OWN_SLOTS: usize = 1 << 17;
/// Slots of weights for a pair of labels; each has [`LABELS`]² weights.
pub const MOVE_SLOTS: usize = 1 << 13;
/// Features of a word for its own label.
pub const OWN: usize = 41;
/// Features of a word for its label and the one before.
pub const MOVES: usize = 11;

/// One candidate's sentence as the tagger sees it: [`OWN`] and [`MOVES`] features a word.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// Slots for the words' own labels.
    pub own: Vec<u32>,
    /// Slots for pairs of labels.
    pub moves: Vec<u32>,
    /// The word that carries the cue.
    pub head: usize,
}

impl Sequence {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.own.len() / OWN
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }
}

/// The best labels: `own` has a score for each word and label, `moves` one for each word, label
/// before and label. The head gets [`CUE`].
pub fn best<T: Copy + PartialOrd + Add<Output = T>>(own: &[[T; LABELS]], moves: &[[T; LABELS * LABELS]], head: usize) -> Vec<u8> {
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(own.len());
    let Some(&first) = own.first() else {
        return Vec::new();
    };
    let allowed = |at: usize, label: usize| at != head || label == CUE as usize;
    let mut scores = first;
    let mut alive: [bool; LABELS] = std::array::from_fn(|label| allowed(0, label));
    back.push([0; LABELS]);
    for at in 1..own.len() {
        let mut next = own[at];
        let mut from = [0_u8; LABELS];
        for label in 0..LABELS {
            let mut best: Option<(T, usize)> = None;
            for before in (0..LABELS).filter(|&before| alive[before]) {
                let score = scores[before] + moves[at][before * LABELS + label];
                if best.is_none_or(|(most, _)| score > most) {
                    best = Some((score, before));
                }
            }
            if let Some((score, before)) = best {
                next[label] = next[label] + score;
                from[label] = before as u8;
            }
        }
        alive = std::array::from_fn(|label| allowed(at, label));
        scores = next;
        back.push(from);
    }
    let mut label = (0..LABELS).filter(|&label| alive[label]).fold(None, |best: Option<usize>, label| match best {
        Some(known) if scores[known] >= scores[label] => Some(known),
        _ => Some(label),
    });
    let mut labels = vec![NONE; own.len()];
    for at in (0..own.len()).rev() {
        let Some(here) = label else { break };
        labels[at] = here as u8;
        label = Some(back[at][here] as usize);
    }
    labels
}

/// Mixes the parts of a feature to a slot. The number of parts is known to the compiler, so that many
/// features are mixed at once.
#[inline(always)]
fn slot<const PARTS: usize>(template: u64, parts: [u64; PARTS], slots: usize) -> u32 {
    let mut state = template.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
    for part in parts {
        state = (state ^ part).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        state ^= state >> 32;
    }
    (state as usize & (slots - 1)) as u32
}

/// The slots, of so many, of features with their templates.
macro_rules! slots {
    ($slots:expr; $(($template:literal, $parts:expr)),+ $(,)?) => { [$(slot($template, $parts, $slots)),+] };
}

/// Where a word stands below an argument of the candidate.
#[derive(Clone, Copy)]
struct Place {
    /// The argument, from 1; 0 for none.
    argument: u8,
    /// The relations that lead from the argument's head down to it, those inside a phrase left out.
    path: u64,
    /// The word at which the last of those relations hangs.
    branch: TokenId,
}

/// Relations that join the words of one phrase or the parts of one clause: what is true of the word
/// above is true below.
fn is_tight(deprel: Deprel) -> bool {
    matches!(
        deprel,
        Deprel::Det
            | Deprel::Case
            | Deprel::Mark
            | Deprel::Punct
            | Deprel::Amod
            | Deprel::Nummod
            | Deprel::Compound
            | Deprel::CompoundPrt
            | Deprel::Flat
            | Deprel::Fixed
            | Deprel::NmodPoss
            | Deprel::Aux
            | Deprel::AuxPass
            | Deprel::Cop
            | Deprel::Cc
            | Deprel::CcPreconj
            | Deprel::Goeswith
            | Deprel::Nsubj
            | Deprel::NsubjPass
            | Deprel::Obj
            | Deprel::Iobj
            | Deprel::Expl
            | Deprel::Xcomp
    )
}

fn places(tree: &Tree<'_>, candidate: &Candidate<'_>) -> Vec<Place> {
    let mut found = vec![Place { argument: 0, path: 0, branch: candidate.head }; tree.len()];
    // What stands above is painted first, so that what stands below covers it.
    let order = |link: Link| match link {
        Link::Above(_) => 0,
        Link::Shared(_) => 1,
        Link::Below(_) => 2,
    };
    let mut open: Vec<(TokenId, u64, TokenId)> = Vec::new();
    for layer in 0..3 {
        for (number, argument) in candidate.arguments.iter().enumerate().filter(|(_, argument)| order(argument.link) == layer) {
            open.push((argument.head, 1, argument.head));
            while let Some((id, path, branch)) = open.pop() {
                found[id.index()] = Place { argument: number as u8 + 1, path, branch };
                for kid in tree.children(id).filter(|&kid| Some(kid) != argument.without) {
                    let deprel = tree.deprel(kid);
                    if is_tight(deprel) {
                        open.push((kid, path, branch));
                    } else {
                        let side = u64::from(kid > id);
                        open.push((kid, path.wrapping_mul(0x0100_0000_01B3) ^ (deprel as u64 * 2 + side + 7), kid));
                    }
                }
            }
        }
    }
    found
}

fn link(link: Link) -> u64 {
    match link {
        Link::Below(deprel) => deprel as u64,
        Link::Shared(deprel) => 256 + deprel as u64,
        Link::Above(deprel) => 512 + deprel as u64,
    }
}

/// The labels that spans give the words of a sentence.
pub(super) fn labels(tree: &Tree<'_>, source: Option<ByteSpan>, cue: ByteSpan, content: &[ByteSpan]) -> Vec<u8> {
    tree.ids()
        .map(|id| {
            let span = tree.token(id).span;
            if cue.contains(span) {
                CUE
            } else if source.is_some_and(|source| source.contains(span)) {
                SOURCE
            } else if content.iter().any(|piece| piece.overlaps(span)) {
                CONTENT
            } else {
                NONE
            }
        })
        .collect()
}

/// What the tagger sees of a candidate. `ruled` are the labels by the frames of the lexicon, `roles`
/// the arguments by them; `told` is told the slots of each word as soon as they are known.
pub(super) fn sequence(
    tree: &Tree<'_>,
    words: &Words,
    candidate: &Candidate<'_>,
    roles: Option<&Roles>,
    ruled: &[u8],
    told: impl Fn(&[u32], &[u32]),
) -> Sequence {
    let size = tree.len();
    let places = places(tree, candidate);
    let head = candidate.head;
    let sort = class(candidate) * 2 + u64::from(candidate.passive);
    let lemma = words.lemmas[head.index()] ^ candidate.word.map_or(0, |id| words.lemmas[id.index()].rotate_left(7));
    let cue_path = words.paths[candidate.word.unwrap_or(head).index()];
    let (cue_path, cue_near) = (u64::from(cue_path), prefix(cue_path, 10));
    let act = candidate.row.map_or(99, |row| row.act as u64);
    let mut signature = u64::from(candidate.passive);
    for argument in &candidate.arguments {
        if let Link::Below(deprel) = argument.link {
            signature |= 1 << (deprel as u64 % 61 + 1);
        }
    }
    // What each argument is: its link and marker; its role by rule; head.
    let none = (0_u64, 9_u64, 0_u64, 0_u64);
    let arguments: Vec<(u64, u64, u64, u64)> = std::iter::once(none)
        .chain(candidate.arguments.iter().enumerate().map(|(at, argument)| {
            let marker = argument.marker.map_or(0, |id| words.forms[id.index()]);
            let role = match roles {
                None => 0,
                Some(roles) if roles.source == Some(at) => 1,
                Some(roles) if roles.content.contains(&at) => 2,
                Some(_) => 3,
            };
            let kind = tree.upos(argument.head) as u64 * 2 + u64::from(is_clause(tree, argument.head));
            (link(argument.link) ^ marker.rotate_left(13), role, words.lemmas[argument.head.index()], kind)
        }))
        .collect();
    // Quotations of speech that end before the cue or begin behind it, in this sentence.
    let ends_before =
        words.quoted[..head.index()].contains(&Quoted::Closes) || words.quoted[..head.index()].first() == Some(&Quoted::Speech);
    let begins_after = words.quoted[head.index()..].contains(&Quoted::Opens);
    let around = u64::from(ends_before) * 2 + u64::from(begins_after);
    let mut commas = vec![0_u64; size];
    let mut count = 0;
    for at in (0..head.index()).rev() {
        commas[at] = count;
        count += u64::from(tree.is(TokenId(at as u32), ","));
    }
    count = 0;
    for (at, before) in commas.iter_mut().enumerate().skip(head.index() + 1) {
        count += u64::from(tree.is(TokenId(at as u32), ","));
        *before = count;
    }
    let own_quotation = words.quotation[head.index()];
    let mut found = Sequence { own: Vec::with_capacity(size * OWN), moves: Vec::with_capacity(size * MOVES), head: head.index() };
    let upos = |at: usize| tree.upos(TokenId(at as u32)) as u64;
    let ruled_at = |at: Option<usize>| at.and_then(|at| ruled.get(at)).map_or(8, |&label| u64::from(label));
    for at in 0..size {
        let id = TokenId(at as u32);
        let place = places[at];
        let (how, role, argument_lemma, kind) = arguments[usize::from(place.argument)];
        let form = words.forms[at];
        let path = prefix(words.paths[at], 12);
        let before = if at > 0 { words.forms[at - 1] } else { 1 };
        let after = if at + 1 < size { words.forms[at + 1] } else { 1 };
        let side = match id.cmp(&head) {
            std::cmp::Ordering::Less => 0_u64,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        let distance = i64::from(id.0) - i64::from(head.0);
        let near = distance.clamp(-5, 5) as u64;
        let bucket = side * 64 + u64::from((distance.unsigned_abs() as u32 + 1).ilog2());
        let deprel = tree.deprel(id) as u64;
        let branch = place.branch;
        let branch_deprel = tree.deprel(branch) as u64;
        let edge = words.first[branch.index()] as usize;
        let edge_mark = if edge > 0 { words.forms[edge - 1] } else { 1 };
        let cut = u64::from(edge > 0 && words.marks[edge - 1]) + 2 * u64::from(words.marks[edge]);
        let branch_marker = words.forms[edge];
        let here = u64::from(ruled[at]);
        let (rule_before, rule_after) = (ruled_at(at.checked_sub(1)), ruled_at(Some(at + 1)));
        let quoted = words.quoted[at] as u64 * 2 + u64::from(own_quotation != 0 && words.quotation[at] == own_quotation);
        let comma = commas[at].min(3);
        let (upos_before, upos_here, upos_after) =
            (at.checked_sub(1).map_or(99, upos), upos(at), if at + 1 < size { upos(at + 1) } else { 99 });
        let same_as_before = at > 0 && places[at - 1].argument == place.argument;
        let starts = u64::from(at > 0 && places[at - 1].branch != branch);
        let is_edge = u64::from(edge == at);
        let own: [u32; OWN] = slots![OWN_SLOTS;
            (1, [how, side, sort]),
            (2, [how, lemma]),
            (3, [how, role, sort]),
            (4, [how, place.path, side]),
            (5, [how, place.path, role]),
            (6, [place.path, branch_marker, cut, side]),
            (7, [branch_deprel, branch_marker, role, cut]),
            (8, [branch_deprel, lemma, role]),
            (9, [here, rule_before, rule_after]),
            (10, [here, form]),
            (11, [here, place.path]),
            (12, [here, quoted, side, around]),
            (13, [here, deprel, upos_here]),
            (14, [form, side, quoted]),
            (15, [before, form, side]),
            (16, [form, after, side]),
            (17, [upos_before, upos_here, upos_after, here]),
            (18, [deprel, how]),
            (19, [quoted, role, side, around]),
            (20, [bucket, here]),
            (21, [lemma, form, near]),
            (22, [near, upos_here, act]),
            (23, [act, how, place.path]),
            (24, [act, how, sort]),
            (25, [argument_lemma, how]),
            (26, [kind, how, role]),
            (27, [signature, how]),
            (28, [how, quoted, around, side]),
            (29, [here, comma, side]),
            (30, [edge_mark, branch_deprel, side, here]),
            (31, [near, form, sort]),
            (32, [here, side, before, after]),
            (33, [lemma, near, upos_here]),
            (34, [here, lemma]),
            (35, [comma, how, quoted]),
            (36, [place.path, before, starts, side]),
            (37, [cue_path, how]),
            (38, [cue_near, how, place.path]),
            (39, [path, side, how]),
            (40, [path, here, quoted]),
            (41, [cue_near, near, upos_here]),
        ];
        let moves: [u32; MOVES] = slots![MOVE_SLOTS;
            (101, []),
            (102, [form]),
            (103, [upos_before, upos_here]),
            (104, [deprel, u64::from(same_as_before)]),
            (105, [rule_before, here]),
            (106, [branch_deprel, is_edge, cut, starts]),
            (107, [words.quoted[at] as u64, at.checked_sub(1).map_or(9, |at| words.quoted[at] as u64), around]),
            (108, [before, u64::from(same_as_before)]),
            (109, [near, sort]),
            (110, [before, form]),
            (111, [how, u64::from(same_as_before), side]),
        ];
        told(&own, &moves);
        found.own.extend_from_slice(&own);
        found.moves.extend_from_slice(&moves);
    }
    found
}

/// The source, cue and content that labels mean, as runs of words: a source is the run that holds the subject, else the longest, of two the nearer to the head, the
/// cue the run around the head.
#[derive(Clone, Debug)]
pub(super) struct Tagged {
    pub source: Option<(TokenId, TokenId)>,
    pub cue: (TokenId, TokenId),
    pub content: Vec<(TokenId, TokenId)>,
}

/// Reads labels as runs of words.
pub(super) fn runs(words: &Words, labels: &[u8], head: TokenId, subject: Option<TokenId>) -> Tagged {
    let mut found = Tagged { source: None, cue: (head, head), content: Vec::new() };
    let mut at = 0;
    while at < labels.len() {
        let (start, label) = (at, labels[at]);
        while at < labels.len() && labels[at] == label {
            at += 1;
        }
        let wordy = (start..at).any(|word| !words.marks[word]);
        let run = (TokenId(start as u32), TokenId(at as u32 - 1));
        match label {
            CUE if run.0 <= head && head <= run.1 => found.cue = run,
            SOURCE if wordy => {
                let away = |run: (TokenId, TokenId)| if run.1 < head { head.0 - run.1.0 } else { run.0.0.saturating_sub(head.0) };
                let holds = |run: (TokenId, TokenId)| subject.is_some_and(|subject| run.0 <= subject && subject <= run.1);
                let worth = |run: (TokenId, TokenId)| (holds(run), run.1.0 - run.0.0, std::cmp::Reverse(away(run)));
                // Two runs that only a mark parts are one.
                match found.source {
                    Some(known) if run.0.0 == known.1.0 + 2 && words.marks[known.1.index() + 1] => found.source = Some((known.0, run.1)),
                    Some(known) if worth(known) > worth(run) => {}
                    _ => found.source = Some(run),
                }
            }
            CONTENT if wordy => found.content.push(run),
            _ => {}
        }
    }
    found
}

/// The arguments that have the roles which the labels give most of their words.
pub(super) fn roles(tree: &Tree<'_>, words: &Words, candidate: &Candidate<'_>, labels: &[u8]) -> Roles {
    let mut found = Roles::default();
    let mut best_source = 0;
    for (at, argument) in candidate.arguments.iter().enumerate() {
        let mut counts = [0_usize; LABELS];
        for id in argument.tokens(tree).into_iter().filter(|id| !words.marks[id.index()]) {
            counts[usize::from(labels[id.index()])] += 1;
        }
        let own = labels[argument.head.index()];
        let total: usize = counts.iter().sum();
        if own == CONTENT && 2 * counts[CONTENT as usize] >= total - counts[CUE as usize] {
            found.content.push(at);
        } else if own == SOURCE && counts[SOURCE as usize] > best_source {
            best_source = counts[SOURCE as usize];
            found.source = Some(at);
        }
    }
    found
}
