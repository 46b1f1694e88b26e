//! Which attribution stands inside which, and the order of all.

use super::marks::Quotation;
use super::{Attribution, WordAt, company};
use rapporteur_record::{ByteSpan, StatementKind};
use std::collections::BTreeSet;

/// Sorts the attributions by first span, drops doubles and says for each which one reports it:
/// the one with the shortest content that holds its cue (or, without one, its content).
pub(super) fn order(
    text: &str,
    found: Vec<Attribution>,
    quotations: &[Quotation],
    clausal: &BTreeSet<WordAt>,
    inward: &BTreeSet<WordAt>,
    unknown: &BTreeSet<WordAt>,
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
    for &at in &places {
        let same = sorted.iter().rposition(|known| known.cue == found[at].cue && known.cue.is_some());
        if let Some(same) = same.filter(|&same| sorted[same].content == found[at].content) {
            new_place[at] = Some(same);
            continue;
        }
        new_place[at] = Some(sorted.len());
        sorted.push(found[at].clone());
    }
    for attribution in &mut sorted {
        attribution.continues = attribution.continues.and_then(|at| new_place[at]);
        attribution.kind = company::kind(text, &attribution.content, quotations);
    }
    // Inside somebody's words only what itself tells something or takes a stand is a statement: neither a cue that
    // nobody carries ("a plan that was approved") nor one for a mood or a thing ("knows the road").
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
            // Where it stands is looked for only where that decides.
            one.cue.is_none() || if told == alone || reporter(&sorted, at).is_some() { told } else { alone }
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
    let within: Vec<Option<usize>> = (0..sorted.len()).map(|at| reporter(&sorted, at)).collect();
    for (attribution, within) in sorted.iter_mut().zip(within) {
        attribution.within = within;
    }
    sorted
}

/// The attribution whose content holds the one at `at` most closely.
fn reporter(sorted: &[Attribution], at: usize) -> Option<usize> {
    let inner = &sorted[at];
    let key = inner.cue.or_else(|| inner.content.first().copied())?;
    let size = |attribution: &Attribution| attribution.content.iter().map(|span| span.len()).sum::<usize>();
    let own = size(inner);
    let holds = |outer: &Attribution| outer.content.iter().any(|piece: &ByteSpan| piece.contains(key));
    sorted
        .iter()
        .enumerate()
        // Only a longer content can report: so no two report each other.
        .filter(|&(other, outer)| other != at && holds(outer) && (size(outer), at) > (own, other))
        .min_by_key(|&(other, outer)| (size(outer), other))
        .map(|(other, _)| other)
}
