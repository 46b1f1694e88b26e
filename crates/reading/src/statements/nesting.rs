//! Which attribution stands inside which, and the order of all.

use super::marks::Quotation;
use super::{Attribution, WordAt, company, spans};
use rapporteur_record::{ByteSpan, StatementKind};
use std::collections::{BTreeMap, BTreeSet};

/// Sorts the attributions by first span, drops doubles and says for each which one reports it:
/// the one with the shortest content that holds its cue (or, without one, its content); `cited` says it of those whose words another repeats.
pub(super) fn order(
    text: &str,
    found: Vec<Attribution>,
    quotations: &[Quotation],
    clausal: &BTreeSet<WordAt>,
    inward: &BTreeSet<WordAt>,
    unknown: &BTreeSet<WordAt>,
    cited: &BTreeMap<WordAt, WordAt>,
) -> Vec<Attribution> {
    let count = found.len();
    let mut places: Vec<usize> = (0..count).collect();
    let extent = |found: &Attribution| {
        let spans = || found.content.iter().chain(&found.source).chain(&found.cue);
        (
            spans().map(|span| span.start).min().unwrap_or(0),
            found.content.first().map_or(0, |span| span.start),
            std::cmp::Reverse(spans().map(|span| span.end).max().unwrap_or(0)),
        )
    };
    places.sort_by_key(|&at| (extent(&found[at]), at));
    let mut new_place = vec![None; count];
    let mut sorted: Vec<Attribution> = Vec::with_capacity(count);
    // Those that say the same begin alike: only they are compared.
    let mut alike: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for &at in &places {
        let places = alike.entry(found[at].content.first().map(|piece| piece.start)).or_default();
        let same = places.iter().rev().copied().find(|&known| is_same(text, &sorted[known], &found[at]));
        if let Some(same) = same {
            new_place[at] = Some(same);
            // "declined to say" is more than its "to say".
            if found[at].cue.map(|cue| cue.len()) > sorted[same].cue.map(|cue| cue.len()) {
                sorted[same] = found[at].clone();
            }
            continue;
        }
        new_place[at] = Some(sorted.len());
        places.push(sorted.len());
        sorted.push(found[at].clone());
    }
    end_inside(text, &mut sorted, quotations);
    for attribution in &mut sorted {
        attribution.continues = attribution.continues.and_then(|at| new_place[at]);
        attribution.kind = company::kind(text, &attribution.content, quotations);
    }
    // Inside somebody's words only what itself tells something or takes a stand is a statement: neither a cue that
    // nobody carries ("a plan that was approved") nor one for a mood or a thing ("knows the road").
    let around = reporters(&sorted);
    let keep: Vec<bool> = sorted
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let quoted = one.kind != StatementKind::Indirect && one.cue_head.is_none_or(|cue| !unknown.contains(&cue));
            let tells = quoted || one.cue_head.is_some_and(|cue| clausal.contains(&cue));
            // "he was told that …": who is spoken to stands for who speaks.
            let carried = one.source.is_some() || !one.addressees.is_empty();
            let told = carried && tells;
            let alone = one.cue_head.is_none_or(|cue| !inward.contains(&cue));
            one.cue.is_none() || if around[at].is_some() { told } else { alone }
        })
        .collect();
    let mut kept_place = vec![None; sorted.len()];
    let mut next = 0;
    for (at, &kept) in keep.iter().enumerate() {
        if kept {
            kept_place[at] = Some(next);
            next += 1;
        }
    }
    let mut at = 0;
    sorted.retain(|_| {
        at += 1;
        keep[at - 1]
    });
    for attribution in &mut sorted {
        attribution.continues = attribution.continues.and_then(|at| kept_place[at]);
    }
    let host = |one: &Attribution| {
        let host = cited.get(&one.cue_head?)?;
        sorted.iter().position(|other| other.cue_head == Some(*host))
    };
    let around = reporters(&sorted);
    let within: Vec<Option<usize>> = sorted.iter().zip(around).map(|(one, around)| host(one).or(around)).collect();
    for (attribution, within) in sorted.iter_mut().zip(within) {
        attribution.within = within;
    }
    sorted
}

/// Whether two say the same by the same words, or one by the infinitive that the other's words end with.
fn is_same(text: &str, one: &Attribution, other: &Attribution) -> bool {
    let ends = |long: ByteSpan, short: ByteSpan| long.contains(short) && long.end == short.end && short.of(text).starts_with("to ");
    let alike = |(one, other): (ByteSpan, ByteSpan)| one == other || ends(one, other) || ends(other, one);
    one.content == other.content && one.cue.zip(other.cue).is_some_and(alike)
}

/// For each attribution the one whose content holds it most closely. Only a longer content can report, so no two report each other.
fn reporters(sorted: &[Attribution]) -> Vec<Option<usize>> {
    let sizes: Vec<usize> = sorted.iter().map(|one| one.content.iter().map(|span| span.len()).sum()).collect();
    holders(sorted, &sizes, |inner, outer| (sizes[outer], inner) > (sizes[inner], outer))
}

/// For each attribution the one with the least content that holds its cue (or, without one, its content), of those that `may`.
fn holders(sorted: &[Attribution], sizes: &[usize], may: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let all = || sorted.iter().enumerate();
    let mut pieces: Vec<(ByteSpan, usize)> = all().flat_map(|(at, one)| one.content.iter().map(move |&piece| (piece, at))).collect();
    pieces.sort_unstable_by_key(|&(piece, at)| (piece.start, at));
    let mut keys: Vec<(ByteSpan, usize)> =
        all().filter_map(|(at, one)| Some((one.cue.or_else(|| one.content.first().copied())?, at))).collect();
    keys.sort_unstable_by_key(|&(key, at)| (key.start, at));
    let mut found = vec![None; sorted.len()];
    // The pieces that have begun and may not have ended: few, however long the report.
    let (mut open, mut next): (Vec<(ByteSpan, usize)>, usize) = (Vec::new(), 0);
    for (key, inner) in keys {
        while let Some(&piece) = pieces.get(next).filter(|(piece, _)| piece.start <= key.start) {
            open.push(piece);
            next += 1;
        }
        open.retain(|(piece, _)| piece.end > key.start);
        let around = open.iter().filter(|(piece, outer)| *outer != inner && piece.contains(key) && may(inner, *outer));
        found[inner] = around.map(|&(_, outer)| outer).min_by_key(|&outer| (sizes[outer], outer));
    }
    found
}

/// What is told inside what another says ends with it: "noted that she offered to go, but the council declined". Of what somebody says of
/// his own belief ("said he believes the law is weak, which would …") a clause about it is his too.
fn end_inside(text: &str, sorted: &mut [Attribution], quotations: &[Quotation]) {
    let sizes: Vec<usize> = sorted.iter().map(|one| one.content.iter().map(|span| span.len()).sum()).collect();
    let holds = |at: usize, words: ByteSpan| sorted[at].content.iter().any(|piece| piece.contains(words));
    let near = |one: &Attribution| one.cue_head.map(|cue| cue.sentence);
    let outside = |inner: usize, outer: usize| {
        let (inward, outward) = (&sorted[inner], &sorted[outer]);
        let named = inward.source.is_some_and(|source| holds(outer, source));
        named && near(inward).is_some() && near(inward) == near(outward) && !outward.cue.is_some_and(|cue| holds(inner, cue))
    };
    let around = holders(sorted, &sizes, outside);
    let ends: Vec<Option<usize>> = around
        .iter()
        .enumerate()
        .map(|(at, outer)| {
            let (cue, outer) = (sorted[at].cue?, (*outer)?);
            sorted[outer].content.iter().find(|piece| piece.contains(cue)).map(|piece| piece.end)
        })
        .collect();
    for (one, end) in sorted.iter_mut().zip(ends) {
        let own = one.source.is_some_and(|source| ["he", "she", "it", "they"].contains(&source.of(text)));
        let (Some(end), [piece]) = (end, one.content.as_mut_slice()) else { continue };
        let rest = || &text[piece.end..end.max(piece.end)];
        if own && [", which ", ", where "].iter().any(|begin| rest().starts_with(begin)) {
            piece.end = end;
        }
        let kept = spans::trim(text, ByteSpan::new(piece.start, end.max(piece.start)), quotations);
        if piece.end > end && kept.of(text).split_whitespace().count() > 2 {
            *piece = kept;
        }
    }
}
