//! The day on which each statement was made.

use crate::actors::Actors;
use crate::statements::Attribution;
use crate::timex::TimeExpression;
use jiff::civil::Date;
use rapporteur_language::{Analysis, Deprel, TokenId};
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

/// So many days before its report a day may lie that what a paragraph tells has for its own.
const RECENT: i32 = 14;

/// What the days of statements are read from.
pub(crate) struct Scene<'a> {
    pub text: &'a str,
    pub analysis: &'a Analysis,
    pub attributions: &'a [Attribution],
    /// In order and disjoint.
    pub timexes: &'a [TimeExpression],
    pub actors: &'a Actors,
    /// The day of the report.
    pub published: Option<Date>,
}

/// The day of each attribution, in the same order.
///
/// A time expression that hangs on the cue states it, or one that stands in the same sentence and in nothing that is said. Otherwise a
/// statement at the top level takes the day of the last statement of the same speakers in its paragraph, else the last day on which its
/// paragraph tells that something happened, else the day of the last statement of the same speakers anywhere: a report tells what somebody
/// said on one occasion in several sentences and names the day once.
pub(crate) fn said_on(scene: &Scene<'_>) -> Vec<SaidOn> {
    let Scene { text, attributions, actors, .. } = *scene;
    let said = Reported::new(scene);
    let mut days: Vec<SaidOn> = Vec::with_capacity(attributions.len());
    let mut speakers: Vec<Vec<usize>> = Vec::with_capacity(attributions.len());
    for (number, attribution) in attributions.iter().enumerate() {
        let timexes = around(attribution, scene.timexes);
        let near = || {
            let dates = |timex: &&TimeExpression| {
                hangs_on(attribution, timex)
                    || is_beside(attribution, timex, text)
                    || is_of_source(scene.analysis, attribution, timex, text)
            };
            timexes.iter().filter(|timex| is_day(timex)).filter(dates)
        };
        let stated = near().next().and_then(|timex| {
            let hour = near().filter(|other| other.from == timex.from).find_map(|other| other.hour());
            day_of(timex).map(|day| Said { day: day.to_string(), hour, basis: SaidOnBasis::Stated, words: timex.span })
        });
        let stated = stated
            .or_else(|| said.set(number).or_else(|| said.beside(number)).and_then(|timex| stated_by(scene, timex, SaidOnBasis::Stated)));
        let who = attribution.source.map(|source| actors.at(source)).unwrap_or_default();
        let paragraph = said.paragraph(number);
        // What somebody is told to have said on another day does not date what he says here.
        let are_among = |at: usize| !who.is_empty() && who.iter().all(|one| speakers[at].contains(one));
        let before = || (0..speakers.len()).rev().find(|&at| are_among(at) && attributions[at].within.is_none());
        let other_time = attribution.within.is_some() || !attribution.circumstances.is_empty() && mentions_time(attribution, timexes);
        let story = || {
            let before = before();
            let told = || Some(Said { basis: SaidOnBasis::Narrative, ..days[before?].clone()? });
            let is_near = before.is_some_and(|at| paragraph.is_some() && said.paragraph(at) == paragraph);
            let happened = || said.happened(number).and_then(|timex| stated_by(scene, timex, SaidOnBasis::Narrative));
            if is_near { told().or_else(happened) } else { happened().or_else(told) }
        };
        days.push(stated.or_else(|| if other_time { None } else { story() }));
        speakers.push(who);
    }
    days
}

/// `None` for a day behind the report's: what is printed was said before.
fn stated_by(scene: &Scene<'_>, timex: &TimeExpression, basis: SaidOnBasis) -> SaidOn {
    let day = day_of(timex).filter(|&day| scene.published.is_none_or(|published| day <= published))?;
    Some(Said { day: day.to_string(), hour: timex.hour(), basis, words: timex.span })
}

/// The day that an expression names: at midnight it ends.
fn day_of(timex: &TimeExpression) -> Option<Date> {
    let day = timex.from?;
    if timex.value.ends_with("T24:00") { day.yesterday().ok() } else { Some(day) }
}

/// Some spans, asked many times whether one of them holds another.
struct Cover {
    spans: Vec<ByteSpan>,
    /// For each, how far it and those before it reach.
    ends: Vec<usize>,
}

impl Cover {
    fn new(mut spans: Vec<ByteSpan>) -> Self {
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        let mut reach = 0;
        let ends = spans.iter().map(|span| {
            reach = reach.max(span.end);
            reach
        });
        let ends = ends.collect();
        Self { spans, ends }
    }

    fn holds(&self, span: ByteSpan) -> bool {
        let begun = self.spans.partition_point(|other| other.start <= span.start);
        begun.checked_sub(1).is_some_and(|last| self.ends[last] >= span.end)
    }
}

/// The days that are told by the reporter, each with the sentence in which it stands.
struct Reported<'a> {
    scene: &'a Scene<'a>,
    /// In order: the expression, its sentence, and whether it tells when some statement was made.
    days: Vec<(&'a TimeExpression, usize, bool)>,
}

impl<'a> Reported<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        let said = Cover::new(scene.attributions.iter().flat_map(|one| one.content.iter().copied()).collect());
        let quoted = |at: usize| said.holds(ByteSpan::new(at, at + 1));
        let mut dates: Vec<ByteSpan> = Vec::new();
        for one in scene.attributions {
            dates.extend(
                around(one, scene.timexes)
                    .iter()
                    .filter(|timex| hangs_on(one, timex) || is_beside(one, timex, scene.text))
                    .map(|timex| timex.span),
            );
            dates.extend(one.medium.iter().chain(&one.occasion));
        }
        let dates = Cover::new(dates);
        let dated = |timex: &TimeExpression| dates.holds(timex.span);
        let days = scene.timexes.iter().filter(|timex| is_day(timex) && !quoted(timex.span.start)).filter_map(|timex| {
            let sentence = sentence_of(scene.analysis, timex.span.start)?;
            plain(scene.text, scene.analysis, sentence, timex).then(|| (timex, sentence, dated(timex)))
        });
        Self { scene, days: days.collect() }
    }

    fn sentence(&self, number: usize) -> Option<usize> {
        let one = &self.scene.attributions[number];
        one.cue_head.map(|word| word.sentence).or_else(|| sentence_of(self.scene.analysis, one.content.first()?.start))
    }

    fn paragraph(&self, number: usize) -> Option<usize> {
        Some(self.scene.analysis.sentences[self.sentence(number)?].paragraph)
    }

    /// The day in the words of medium, occasion or cue: "in a statement issued on Tuesday", "at a rally in Sund on Saturday".
    fn set(&self, number: usize) -> Option<&'a TimeExpression> {
        let one = &self.scene.attributions[number];
        let words = || [one.cue, one.medium, one.occasion].into_iter().flatten();
        // "in remarks published Thursday" is cut before its day.
        let next = |span: ByteSpan, timex: &TimeExpression| self.scene.text.get(span.end..timex.span.start).is_some_and(|gap| gap == " ");
        let inside = |timex: &&TimeExpression| {
            words().any(|span| span.contains(timex.span)) || one.medium.iter().chain(&one.occasion).any(|&span| next(span, timex))
        };
        let (start, end) = (words().map(|span| span.start).min()?, words().map(|span| span.end).max()?);
        let held = |timex: &TimeExpression| one.content.iter().any(|piece| piece.overlaps(timex.span));
        let from = self.scene.timexes.partition_point(|timex| timex.span.end < start);
        let reach = self.scene.timexes[from..].iter().take_while(|timex| timex.span.start <= end + GAP);
        reach.filter(|timex| is_day(timex) && !held(timex)).find(inside)
    }

    /// The day that the reporter names elsewhere in the sentence of the cue: "Speaking on Friday, Dask accused …", "On Tuesday, Orlan met Dask and told
    /// her …", "… in an address in Kelm on Friday".
    fn beside(&self, number: usize) -> Option<&'a TimeExpression> {
        let one = &self.scene.attributions[number];
        let (cue, word) = (one.cue?, one.cue_head?);
        if one.within.is_some() {
            return None;
        }
        let front = one.source.map_or(cue.start, |source| source.start.min(cue.start));
        let from = self.days.partition_point(|day| day.1 < word.sentence);
        let here = || self.days[from..].iter().take_while(|day| day.1 == word.sentence).filter(|day| !day.2).map(|day| day.0);
        here().filter(|timex| timex.span.end <= front).last().or_else(|| here().find(|timex| timex.span.start >= cue.end))
    }

    /// The last day, before the statement and in its paragraph, on which something happened.
    fn happened(&self, number: usize) -> Option<&'a TimeExpression> {
        let one = &self.scene.attributions[number];
        let (word, paragraph) = (one.cue_head?, self.paragraph(number)?);
        let sentences = &self.scene.analysis.sentences;
        let token = &sentences[word.sentence].tokens[word.token.index()];
        let past = token.feats.is("Tense", "Past") && token.feats.is("VerbForm", "Fin");
        let before = self.days.partition_point(|day| day.1 < word.sentence);
        let last = self.days[..before].last().filter(|day| sentences[day.1].paragraph == paragraph)?;
        let recent = match (last.0.from, self.scene.published) {
            (Some(day), Some(published)) => published.since(day).is_ok_and(|length| (0..=RECENT).contains(&length.get_days())),
            _ => false,
        };
        (past && recent && !last.2).then_some(last.0)
    }
}

fn sentence_of(analysis: &Analysis, at: usize) -> Option<usize> {
    let found = analysis.sentences.partition_point(|sentence| sentence.span.end <= at);
    analysis.sentences.get(found).filter(|sentence| sentence.span.start <= at).map(|_| found)
}

/// Whether the expression tells when what its sentence tells happened, not when something beside it did: "who came on Monday", "Tuesday's raid", but
/// "during Tuesday's session".
fn plain(text: &str, analysis: &Analysis, sentence: usize, timex: &TimeExpression) -> bool {
    let sentence = &analysis.sentences[sentence];
    let Some(word) = sentence.tokens_in(timex.span).last() else { return false };
    let deprel = |id: TokenId| sentence.tokens[id.index()].deprel;
    let mut above = sentence.ancestors(word);
    let form = |id: TokenId| sentence.form(id, text);
    let session = |id: TokenId| {
        let held = sentence.tokens[id.index()].head.filter(|&head| deprel(head) == Deprel::Obl && deprel(id) == Deprel::NmodPoss);
        let cases = |noun: TokenId| {
            sentence.ids().filter(move |&kid| sentence.tokens[kid.index()].head == Some(noun) && deprel(kid) == Deprel::Case)
        };
        held.is_some_and(|noun| cases(noun).any(|case| matches!(form(case), "at" | "during" | "in" | "At" | "During" | "In")))
    };
    let beside = |id: TokenId| {
        matches!(deprel(id), Deprel::Acl | Deprel::AclRelcl | Deprel::NmodPoss | Deprel::Compound | Deprel::Appos) && !session(id)
    };
    !above.any(beside)
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
    // "a day earlier" is a length of time that leads to a day.
    matches!(timex.kind, TimexType::Date | TimexType::Time | TimexType::Duration) && timex.from.is_some() && timex.from == timex.to
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
        let clause = before.contains(" who ") || before.contains(" which ");
        let cue = attribution.cue.map_or(source.end, |cue| cue.start);
        source.contains(timex.span) && (before.contains(',') || clause) || timex.span.start >= source.end && timex.span.end <= cue && clause
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

/// Whether the expression dates what speaks ("a letter on Monday by the union"), or stands in front of who does and was taken for a part of the
/// name ("This Friday Minister Orlan said").
fn is_of_source(analysis: &Analysis, attribution: &Attribution, timex: &TimeExpression, text: &str) -> bool {
    let Some(source) = attribution.source.filter(|source| source.contains(timex.span)) else { return false };
    let Some(sentence) = sentence_of(analysis, timex.span.start).map(|at| &analysis.sentences[at]) else { return false };
    let own = text.get(timex.span.end..).is_some_and(|rest| rest.starts_with(['\'', '’']));
    if source.start == timex.span.start && source.start == sentence.span.start {
        return source.end > timex.span.end && !own;
    }
    let inside = |id: TokenId, span: ByteSpan| span.contains(sentence.tokens[id.index()].span);
    let Some(word) = sentence.tokens_in(timex.span).last() else { return false };
    let above = sentence.ancestors(word).find(|&id| !inside(id, timex.span));
    let is_top = |id: TokenId| inside(id, source) && sentence.tokens[id.index()].head.is_none_or(|head| !inside(head, source));
    let top = std::iter::once(word).chain(sentence.ancestors(word)).take_while(|&id| inside(id, timex.span)).last();
    let hangs = top.is_some_and(|top| matches!(sentence.tokens[top.index()].deprel, Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Obl));
    hangs && !own && above.is_some_and(is_top)
}

/// Whether some time expression hangs on the cue: then it, not the story, says when.
fn mentions_time(attribution: &Attribution, timexes: &[TimeExpression]) -> bool {
    timexes.iter().any(|timex| hangs_on(attribution, timex))
}
