//! The day on which each statement was made.

use crate::actors::Actors;
use crate::statements::Attribution;
use crate::timex::TimeExpression;
use rapporteur_record::{ByteSpan, SaidOnBasis, TimexType};

/// When a statement was made.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// The day: ISO date.
    pub day: String,
    /// The hour of that day, "15:00", where it is told.
    pub hour: Option<String>,
    /// How the day is known.
    pub basis: SaidOnBasis,
    /// The words that say so.
    pub words: ByteSpan,
}

/// Bytes between an expression and the cue or source that it stands beside: room for a comma and a short preposition, not for another word.
const GAP: usize = 4;

/// None where nobody tells it.
pub(crate) type SaidOn = Option<Said>;

/// The day of each attribution, in the same order.
///
/// A time expression that hangs on the cue states it. Otherwise a statement at the top level
/// takes the day of the last statement of the same speakers at the top level: a report tells what somebody
/// said on one occasion in several sentences and names the day once.
pub(crate) fn said_on(text: &str, attributions: &[Attribution], timexes: &[TimeExpression], actors: &Actors) -> Vec<SaidOn> {
    let mut days: Vec<SaidOn> = Vec::with_capacity(attributions.len());
    let mut speakers: Vec<Vec<usize>> = Vec::with_capacity(attributions.len());
    for attribution in attributions {
        let timexes = around(attribution, timexes);
        let near = || {
            timexes.iter().filter(|timex| is_day(timex)).filter(|timex| hangs_on(attribution, timex) || is_beside(attribution, timex, text))
        };
        let stated = near().next().and_then(|timex| {
            let hour = near().filter(|other| other.from == timex.from).find_map(|other| other.hour());
            timex.from.map(|day| Said { day: day.to_string(), hour, basis: SaidOnBasis::Stated, words: timex.span })
        });
        let who = attribution.source.map(|source| actors.at(source)).unwrap_or_default();
        let told = || {
            // What somebody is told to have said on another day does not date what he says here.
            let at = (0..speakers.len()).rev().find(|&at| !who.is_empty() && speakers[at] == who && attributions[at].within.is_none())?;
            Some(Said { basis: SaidOnBasis::Narrative, ..days[at].clone()? })
        };
        let other_time = attribution.within.is_some() || !attribution.circumstances.is_empty() && mentions_time(attribution, timexes);
        days.push(stated.or_else(|| if other_time { None } else { told() }));
        speakers.push(who);
    }
    days
}

/// The time expressions that may hang on what introduces a statement, or stand beside it: in a long report few of all.
fn around<'t>(attribution: &Attribution, timexes: &'t [TimeExpression]) -> &'t [TimeExpression] {
    let words = || [attribution.cue, attribution.source].into_iter().flatten().chain(attribution.circumstances.iter().copied());
    let (Some(start), Some(end)) = (words().map(|words| words.start).min(), words().map(|words| words.end).max()) else { return &[] };
    // They are in order and disjoint.
    let first = timexes.partition_point(|timex| timex.span.end + GAP < start);
    let after = timexes.partition_point(|timex| timex.span.start <= end + GAP);
    timexes.get(first..after).unwrap_or_default()
}

fn is_day(timex: &TimeExpression) -> bool {
    matches!(timex.kind, TimexType::Date | TimexType::Time) && timex.from.is_some() && timex.from == timex.to
}

fn hangs_on(attribution: &Attribution, timex: &TimeExpression) -> bool {
    // "at 6 p.m. on Monday" is one expression of two phrases.
    let holds = |place: usize| attribution.circumstances.iter().any(|words| words.start <= place && place < words.end);
    holds(timex.span.start) && timex.span.end.checked_sub(1).is_some_and(holds)
}

/// Whether the expression touches cue or source ("said Saturday that", "On Friday, the envoy
/// said"): the tree often hangs it on a word of the content.
fn is_beside(attribution: &Attribution, timex: &TimeExpression, text: &str) -> bool {
    if attribution.content.iter().any(|content| content.overlaps(timex.span)) {
        return false;
    }
    // "Dask, who came on Monday, said": the day is that of her coming.
    let told_of = |source: ByteSpan| {
        let before = text.get(source.start..timex.span.start).unwrap_or_default();
        source.contains(timex.span) && (before.contains(',') || before.contains(" who "))
    };
    if attribution.source.is_some_and(told_of) {
        return false;
    }
    let near = |from: usize, to: usize| {
        from <= to && to - from <= GAP && !text.get(from..to).is_none_or(|gap| gap.contains(['.', '!', '?', '"', '”', '\n']))
    };
    [attribution.cue, attribution.source]
        .into_iter()
        .flatten()
        .any(|words| near(words.end, timex.span.start) || near(timex.span.end, words.start))
}

/// Whether some time expression hangs on the cue: then it, not the story, says when.
fn mentions_time(attribution: &Attribution, timexes: &[TimeExpression]) -> bool {
    timexes.iter().any(|timex| hangs_on(attribution, timex))
}
