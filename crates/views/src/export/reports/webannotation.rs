//! W3C Web Annotations as JSON-LD: one collection, an annotation for every finding.
//!
//! *Source*: Web Annotation Data Model (W3C Recommendation, 2017). A target has a position in Unicode code points,
//! as the model counts, and a quotation with the words around it. A finding in several pieces has several targets.

use super::Addressed;
use super::findings::{Marked, marked};
use crate::export::error::Error;
use rapporteur_record::{Offsets, Span};
use serde_json::{Value, json};
use std::io::Write;

/// Characters before and after a quotation that tell it from the same words elsewhere.
const AROUND: usize = 32;

/// Writes the annotations of reports as one collection; gives their number.
///
/// # Errors
/// When a report cannot be had or the collection cannot be written.
pub fn write(reports: &mut dyn Iterator<Item = Result<Addressed, Error>>, out: &mut dyn Write) -> Result<u64, Error> {
    let mut total = 0_u64;
    out.write_all(
        b"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:rapporteur:annotations\",\"type\":\"AnnotationCollection\",",
    )?;
    out.write_all(b"\"label\":\"What was read in reports\",\"first\":{\"id\":\"urn:rapporteur:annotations:1\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[")?;
    for report in reports {
        let report = report?;
        let offsets = Offsets::new(&report.record.text);
        for finding in marked(&report.record) {
            out.write_all(if total > 0 { b",\n" } else { b"\n" })?;
            serde_json::to_writer(&mut *out, &annotation(&report, &offsets, &finding))?;
            total += 1;
        }
    }
    writeln!(out, "\n]}},\"total\":{total}}}")?;
    Ok(total)
}

fn annotation(report: &Addressed, offsets: &Offsets<'_>, finding: &Marked) -> Value {
    let tag = |value: String| json!({"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": value});
    let bodies: Vec<Value> = [tag(finding.kind.to_owned())]
        .into_iter()
        .chain(finding.tags.iter().map(|(name, value)| tag(format!("{name}: {value}"))))
        .collect();
    let targets: Vec<Value> = finding.spans.iter().filter_map(|span| target(report, offsets, *span)).collect();
    let made_by = &report.record.made_by;
    json!({
        // One text may stand at several addresses: the number of the report tells them apart.
        "id": format!("urn:rapporteur:{}:{}:{}", report.record.doc.id, report.id, finding.id),
        "type": "Annotation",
        "motivation": if matches!(finding.kind, "actor" | "place") { "identifying" } else { "classifying" },
        "generator": {
            "id": format!("urn:rapporteur:{}:{}:{}", made_by.engine, made_by.models, made_by.lexicon),
            "type": "Software",
            "name": format!("Rapporteur {}", made_by.engine),
        },
        "body": bodies,
        "target": targets,
    })
}

fn target(report: &Addressed, offsets: &Offsets<'_>, span: Span) -> Option<Value> {
    let text = &report.record.text;
    let bytes = offsets.bytes(span)?;
    let prefix: Vec<char> = text[..bytes.start].chars().rev().take(AROUND).collect();
    let suffix: String = text[bytes.end..].chars().take(AROUND).collect();
    Some(json!({
        "source": reference(&report.address),
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": bytes.of(text),
                "prefix": prefix.into_iter().rev().collect::<String>(),
                "suffix": suffix,
            },
        ],
    }))
}

/// An address as a reference: what may not stand in one is written by number.
fn reference(address: &str) -> String {
    let mut found = String::new();
    for c in address.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                found.push_str(&format!("%{byte:02X}"));
            }
        } else {
            found.push(c);
        }
    }
    if found.is_empty() { "urn:rapporteur:unknown".to_owned() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_blanks_is_a_reference() {
        assert_eq!(reference("my reports/a|b é.txt#3"), "my%20reports/a%7Cb%20é.txt#3");
    }
}
