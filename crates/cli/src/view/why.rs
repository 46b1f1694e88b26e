//! How a statement was read, as a page.

use rapporteur_reading::{SpeakerWhy, Why};
use rapporteur_record::{SaidOnBasis, Span};
use std::fmt::Write;

/// The page; `text` is the report's.
pub fn why(why: &Why, text: &str) -> String {
    let words = |span: Span| format!("“{}”", span.of(text).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "));
    let mut out = String::new();
    let content: Vec<String> = why.content.iter().map(|&span| words(span)).collect();
    let _ = writeln!(out, "{}  {}", why.id, content.join(" … "));
    let _ = writeln!(out, "  cue       {}", cue(why, &words));
    let _ = writeln!(out, "  source    {}", source(why, &words));
    for speaker in &why.speakers {
        let _ = writeln!(out, "  speaker   {}", heading(speaker));
        for step in &speaker.steps {
            let _ = writeln!(out, "            {}: {}", words(step.words), step.rule.meaning());
        }
    }
    if why.speakers.is_empty() {
        let _ = writeln!(out, "  speaker   nobody: no actor is meant, or none that is known");
    }
    let day = match &why.said_on {
        Some((day, SaidOnBasis::Stated, span)) => format!("{day}, stated by {}", words(*span)),
        Some((day, SaidOnBasis::Narrative, span)) => format!("{day}, the day of what is told here: {}", words(*span)),
        None => "unknown: no expression of time says so".to_owned(),
    };
    let _ = writeln!(out, "  said on   {day}");
    if !why.within.is_empty() {
        let _ = writeln!(out, "  told in   {}", why.within.join(", which is told in "));
    }
    out
}

fn cue(why: &Why, words: &dyn Fn(Span) -> String) -> String {
    let Some(span) = why.cue else {
        return "none: a quotation without a word of saying".to_owned();
    };
    let lemma = why.lemma.as_deref().unwrap_or_default();
    match &why.listed {
        Some(act) => format!("{}: “{lemma}” is a row of lexicon/cues with the act `{act}`", words(span)),
        None => format!("{}: “{lemma}” has no row of its own in lexicon/cues", words(span)),
    }
}

fn source(why: &Why, words: &dyn Fn(Span) -> String) -> String {
    match (why.source, &why.continues) {
        (Some(span), Some(before)) => format!("{}: it goes on with the speaker of {before}", words(span)),
        (Some(span), None) => words(span),
        (None, _) => "none is named".to_owned(),
    }
}

fn heading(speaker: &SpeakerWhy) -> String {
    let code = speaker.code.as_ref().map(|code| format!(" [{code}]")).unwrap_or_default();
    format!("{} ({}){code}", speaker.name, speaker.id)
}
