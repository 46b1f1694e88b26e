//! The steps of reading, in order.

use crate::assemble::{Findings, assemble};
use crate::places::training::Spots;
use crate::places::{Gazetteer, PlaceKnowledge, Places};
use crate::statements::{Attribution, StatementModel};
use crate::told::told_by_somebody;
use crate::why::{Why, why};
use crate::{actors, events, places, positions, published, quantities, said_on, statements, surroundings, timex};
use jiff::civil::Date;
use rapporteur_language::{Analysis, Models, segmentation, trees};
use rapporteur_lexicon::Lexicon;
use rapporteur_record::{BlockKind, ByteSpan, Code, Diagnostic, Document, MadeBy, Record, Warned};

/// What reading needs beside the report: loaded once, shared by all threads.
#[derive(Clone, Copy)]
pub struct Resources<'a> {
    /// The knowledge files.
    pub lexicon: &'a Lexicon,
    /// The models of the pipeline from text to trees.
    pub models: &'a Models,
    /// The model that weighs what may be a statement; without it the cue lexicon decides.
    pub statements: Option<&'a StatementModel>,
    /// The gazetteer and the model that weighs places; without them none are read.
    pub places: Option<&'a PlaceKnowledge>,
    /// What to write into the record about all of these.
    pub made_by: &'a MadeBy,
}

/// Bytes of a report that are read at once. Time and memory of reading grow faster than the report: chains of reference run through all of
/// it. A long report has some twenty thousand bytes, a book a million.
const LONGEST: usize = 2_000_000;

/// Reads one report.
///
/// Total: every document gives a record; what is doubtful is in the diagnostics, which the record
/// repeats. A body that is not English gets its metadata and no findings.
pub fn read(document: &Document, resources: Resources<'_>) -> Warned<Record> {
    let (findings, diagnostics) = find(document, resources);
    let value = assemble(&findings, &diagnostics, &resources.lexicon.ontology, resources.made_by);
    Warned { value, diagnostics }
}

/// How the statement with an id of the record was read; `None` where there is no such statement.
pub fn explain(document: &Document, resources: Resources<'_>, id: &str) -> Option<Why> {
    let (findings, _) = find(document, resources);
    why(&findings, &resources.lexicon.cues, id)
}

/// All findings in one report, and what was doubtful.
fn find<'a>(document: &'a Document, resources: Resources<'_>) -> (Findings<'a>, Vec<Diagnostic>) {
    let Resources { lexicon, models, statements: model, .. } = resources;
    let text = document.text.as_str();
    let mut diagnostics = document.diagnostics.clone();
    let mut published = published::published(document, &lexicon.calendar);
    diagnostics.append(&mut published.diagnostics);
    let english = document.language.as_deref().is_none_or(|language| language == "en");
    let mut analysis = Analysis::default();
    if english {
        // Mentions and chains are left out: actors are read from trees and statements.
        let segmentation = segmentation(text, &within(text, paragraphs(document), &mut diagnostics), models, &mut diagnostics);
        analysis.sentences = trees(text, &segmentation, models);
    } else {
        let language = document.language.as_deref().unwrap_or_default();
        let message = format!("the body is in the language `{language}`, which is not read");
        diagnostics.push(Diagnostic::new(Code::LanguageNotRead, message).help("only English reports are read so far"));
    }
    let day = published.date.as_deref().and_then(|date| date.get(..10)?.parse::<Date>().ok());
    let Warned { value: timexes, diagnostics: mut doubts } = timex::read(text, &analysis, day, &lexicon.calendar);
    diagnostics.append(&mut doubts);
    let quantities = quantities::read(text, &analysis, &timexes, &lexicon.quantities);
    let mut attributions = without_headlines(statements::read_with(text, &analysis, &lexicon.cues, model), document);
    surroundings::complete(text, &analysis, &lexicon.cues, &lexicon.actors, &mut attributions);
    let mut actors = actors::read(text, &analysis, &attributions, &lexicon.actors, day);
    let attributions = told_by_somebody(attributions, &actors, &analysis, &lexicon.cues);
    let saying =
        said_on::Scene { text, analysis: &analysis, attributions: &attributions, timexes: &timexes, actors: &actors, published: day };
    let said_on = said_on::said_on(&saying);
    let places = match resources.places {
        Some(knowledge) => places::read(document, &analysis, &actors, lexicon, knowledge),
        None => Places::default(),
    };
    let dateline = document.dateline.as_ref().and_then(|dateline| dateline.span);
    let telling = events::Told {
        attributions: &attributions,
        said_on: &said_on,
        timexes: &timexes,
        actors: &actors,
        places: &places,
        dateline,
        published: published.date.as_deref(),
    };
    let mut events = events::read(text, &analysis, telling, lexicon, &|words| is_headline(document, words));
    actors.actors.append(&mut events.added);
    // The same with the actors that only events have.
    let told = events::Told {
        attributions: &attributions,
        said_on: &said_on,
        timexes: &timexes,
        actors: &actors,
        places: &places,
        dateline,
        published: published.date.as_deref(),
    };
    let (positions, mut added) = positions::read(text, &analysis, told, &events.events, lexicon, &|words| is_headline(document, words));
    actors.actors.append(&mut added);
    (
        Findings {
            document,
            published,
            analysis,
            timexes,
            quantities,
            attributions,
            said_on,
            actors,
            events: events.events,
            positions,
            places,
        },
        diagnostics,
    )
}

/// The issue that a phrase or clause of its own names.
pub fn issue(words: &str, resources: Resources<'_>) -> Option<positions::NamedIssue> {
    let Resources { lexicon, models, .. } = resources;
    // As a report would have it: the words are tagged best behind a verb that governs them as they are, clause, infinitive or noun.
    let words = words.trim().trim_end_matches('.').trim_start_matches("that ");
    let parsed = |before: &str| {
        let text = format!("They {before}{words}.");
        let segmentation = segmentation(&text, &[ByteSpan::new(0, text.len())], models, &mut Vec::new());
        let analysis = Analysis { sentences: trees(&text, &segmentation, models), ..Analysis::default() };
        let start = "They ".len() + before.len();
        (analysis, ByteSpan::new(start, start + words.len()), text)
    };
    let (mut analysis, mut span, mut text) = parsed("demanded that ");
    if !positions::has_clause(&analysis) {
        (analysis, span, text) = parsed("demanded ");
        if positions::begins_with_verb(&analysis, &text) {
            (analysis, span, text) = parsed("wanted to ");
        }
    }
    let actors = actors::read(&text, &analysis, &[], &lexicon.actors, None);
    let places = Places::default();
    let told =
        events::Told { attributions: &[], said_on: &[], timexes: &[], actors: &actors, places: &places, dateline: None, published: None };
    positions::issue_of(&text, span, &analysis, told, lexicon)
}

/// What a trainer of places learns from: the words of a report that may name one.
pub fn spots(document: &Document, resources: Resources<'_>, gazetteer: &Gazetteer) -> Spots {
    let (findings, _) = find(document, Resources { places: None, ..resources });
    places::training::spots(document, &findings.analysis, &findings.actors, resources.lexicon, gazetteer)
}

/// What is parsed: the title and the paragraphs of the report, without a dateline.
fn paragraphs(document: &Document) -> Vec<ByteSpan> {
    let dateline = document.dateline.as_ref().and_then(|dateline| dateline.span);
    document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading | BlockKind::Body))
        .flat_map(|block| match dateline.filter(|&dateline| block.span.contains(dateline)) {
            Some(dateline) => vec![ByteSpan::new(block.span.start, dateline.start), ByteSpan::new(dateline.end, block.span.end)],
            None => vec![block.span],
        })
        .map(|span| span.trim(&document.text))
        .filter(|span| !span.is_empty())
        .collect()
}

/// The paragraphs, or their beginning, that lie in what is read at once.
fn within(text: &str, mut paragraphs: Vec<ByteSpan>, diagnostics: &mut Vec<Diagnostic>) -> Vec<ByteSpan> {
    if text.len() > LONGEST {
        // A word is not cut; where there are none, a letter is not.
        let limit = text.floor_char_boundary(LONGEST);
        let limit = text[..limit].rfind(char::is_whitespace).filter(|&blank| limit - blank < 10_000).unwrap_or(limit);
        paragraphs.retain(|span| span.start < limit);
        if let Some(last) = paragraphs.last_mut() {
            last.end = last.end.min(limit);
        }
        let message = format!("the report has {} MB of text, of which the first {} are read", text.len() / 1_000_000, LONGEST / 1_000_000);
        diagnostics.push(Diagnostic::new(Code::ReadingCut, message).at(ByteSpan::new(limit, text.len())).help("split it into its reports"));
    }
    paragraphs
}

/// The attributions that are kept, each with the places of those it stands in and goes on with.
pub(crate) fn retain(attributions: Vec<Attribution>, keep: &[bool]) -> Vec<Attribution> {
    let mut places = Vec::with_capacity(keep.len());
    let mut next = 0;
    for &kept in keep {
        places.push(kept.then_some(next));
        next += usize::from(kept);
    }
    let outward: Vec<Option<usize>> = attributions.iter().map(|found| found.within).collect();
    let place = |old: usize| {
        let around = std::iter::successors(Some(old), |&at| outward[at]).take(outward.len());
        around.into_iter().find_map(|at| places[at])
    };
    let kept = attributions.into_iter().zip(keep).filter(|(_, kept)| **kept);
    kept.map(|(mut found, _)| {
        found.within = found.within.and_then(place);
        found.continues = found.continues.and_then(|at| places[at]);
        found
    })
    .collect()
}

/// A headline repeats what the report tells: its statements are left out. Who is named in it still
/// counts as a mention.
fn without_headlines(attributions: Vec<Attribution>, document: &Document) -> Vec<Attribution> {
    let keep: Vec<bool> = attributions.iter().map(|found| !found.content.iter().any(|&content| is_headline(document, content))).collect();
    retain(attributions, &keep)
}

fn is_headline(document: &Document, words: ByteSpan) -> bool {
    // Blocks are in order and disjoint.
    let after = document.blocks.partition_point(|block| block.span.start <= words.start);
    let inside = after.checked_sub(1).map(|at| &document.blocks[at]).filter(|block| block.span.contains(words));
    inside.is_some_and(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading))
}

/// Whether `words` are a day in ISO form, as `--date` takes it.
pub fn is_iso_date(words: &str) -> bool {
    words.len() >= 10 && words.get(..10).is_some_and(|day| day.parse::<Date>().is_ok()) && words.get(10..).is_some_and(is_time)
}

/// Nothing, or a time after `T` or a blank.
fn is_time(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['T', ' ']) && rest[1..].chars().all(|c| c.is_ascii_digit() || ":+-Z.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_beyond_what_is_read_at_once_is_cut_between_words_and_says_so() {
        let text = format!("{}ferry tolls", "toll ".repeat(LONGEST / 5 - 1));
        let whole = ByteSpan::new(0, text.len());
        let mut doubts = Vec::new();
        let read = within(&text, vec![ByteSpan::new(0, 9), ByteSpan::new(10, text.len())], &mut doubts);
        assert_eq!(read[0], ByteSpan::new(0, 9));
        assert!(text[read[1].end..].starts_with(" ferry") || text[read[1].end..].starts_with(" tolls"), "{:?}", read[1]);
        assert_eq!(doubts.iter().map(|doubt| doubt.code).collect::<Vec<_>>(), [Code::ReadingCut]);
        assert_eq!(within(&text, vec![whole], &mut Vec::new())[0].start, 0);
        assert_eq!(within("A short one.", vec![ByteSpan::new(0, 12)], &mut doubts), [ByteSpan::new(0, 12)]);
        assert_eq!(doubts.len(), 1);
    }

    #[test]
    fn only_whole_days_that_exist_are_dates() {
        for (words, is) in
            [("2031-05-06", true), ("2031-05-06T10:00:00Z", true), ("2031-02-30", false), ("soon", false), ("06/05/2031", false)]
        {
            assert_eq!(is_iso_date(words), is, "{words}");
        }
    }
}
