//! TimeML: the text with its time expressions and events marked in place.
//!
//! *Source*: TimeML 1.2.1. Written are DCT, TIMEX3, EVENT (class REPORTING for cues, OCCURRENCE for events) and
//! MAKEINSTANCE with polarity and modality; no links between times and events. Marks never overlap: where an event's
//! words reach into a time expression or another event, the first mark stays. The words of all elements below TEXT
//! together are the report's text; a character that XML 1.0 forbids stands as U+FFFD.

use super::Addressed;
use crate::export::error::Error;
use crate::export::rows::day;
use crate::xml::Xml;
use rapporteur_record::{EventStatus, Offsets, Record, Span};
use std::io::Write;

/// Something that is marked in the text.
struct Mark {
    span: Span,
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
}

/// Writes one report.
///
/// # Errors
/// When it cannot be written.
pub fn write(report: &Addressed, out: &mut dyn Write) -> Result<(), Error> {
    let record = &report.record;
    let mut xml = Xml::plain(out)?;
    xml.start("TimeML", &[])?;
    xml.element("DOCID", &[], &report.address)?;
    if let Some(published) = record.doc.published.as_deref() {
        let value = day(published).unwrap_or(published);
        xml.start("DCT", &[])?;
        let attributes =
            [("tid", "t0"), ("type", "DATE"), ("value", value), ("temporalFunction", "false"), ("functionInDocument", "CREATION_TIME")];
        xml.element("TIMEX3", &attributes, value)?;
        xml.end("DCT")?;
    }
    xml.element("TITLE", &[], record.doc.title.as_deref().unwrap_or_default())?;
    xml.start("TEXT", &[])?;
    let marks = marks(record);
    let offsets = Offsets::new(&record.text);
    let (mut at, mut events) = (0, Vec::new());
    for mark in &marks {
        let Some(bytes) = offsets.bytes(mark.span) else { continue };
        xml.text(&record.text[at..bytes.start])?;
        let attributes: Vec<(&str, &str)> = mark.attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        xml.element(mark.name, &attributes, bytes.of(&record.text))?;
        at = bytes.end;
        if mark.name == "EVENT" {
            events.push(mark);
        }
    }
    xml.text(&record.text[at..])?;
    xml.end("TEXT")?;
    for (number, mark) in events.into_iter().enumerate() {
        let id = &mark.attributes[0].1;
        instance(&mut xml, record, number + 1, id)?;
    }
    xml.end("TimeML")?;
    Ok(out.write_all(b"\n")?)
}

fn instance(xml: &mut Xml<'_>, record: &Record, number: usize, id: &str) -> Result<(), Error> {
    let event = record.events.iter().find(|event| event.id == id);
    let status = event.map(|event| event.status);
    let polarity = if matches!(status, Some(EventStatus::Denied | EventStatus::Negated)) { "NEG" } else { "POS" };
    let instance = format!("ei{number}");
    let mut attributes =
        vec![("eiid", instance.as_str()), ("eventID", id), ("pos", "OTHER"), ("tense", "NONE"), ("aspect", "NONE"), ("polarity", polarity)];
    if let Some(EventStatus::Possible | EventStatus::Planned | EventStatus::CalledFor) = status {
        attributes.push(("modality", status.map_or("", EventStatus::as_str)));
    }
    Ok(xml.empty("MAKEINSTANCE", &attributes)?)
}

/// What is marked, in order and disjoint: time expressions before cues before events.
fn marks(record: &Record) -> Vec<Mark> {
    let times = record.timexes.iter().enumerate().map(|(at, timex)| {
        let mut attributes =
            vec![("tid", format!("t{}", at + 1)), ("type", timex.kind.as_str().to_owned()), ("value", timex.value.clone())];
        attributes.extend(timex.modifier.iter().map(|modifier| ("mod", modifier.clone())));
        Mark { span: Span { start: timex.start, end: timex.end }, name: "TIMEX3", attributes }
    });
    let event = |id: &str, class: &str, span: Span| Mark {
        span,
        name: "EVENT",
        attributes: vec![("eid", id.to_owned()), ("class", class.to_owned())],
    };
    let cues = record.statements.iter().filter_map(|statement| Some(event(&statement.id, "REPORTING", statement.cue?)));
    let events = record.events.iter().filter_map(|one| Some(event(&one.id, "OCCURRENCE", *one.evidence.first()?)));
    let mut found: Vec<Mark> = Vec::new();
    for mark in times.chain(cues).chain(events) {
        let next = found.partition_point(|other| other.span.start < mark.span.start);
        let clear = next.checked_sub(1).is_none_or(|before| found[before].span.end <= mark.span.start)
            && found.get(next).is_none_or(|after| mark.span.end <= after.span.start);
        if clear && mark.span.start < mark.span.end {
            found.insert(next, mark);
        }
    }
    found
}
