//! Paragraphs: runs of lines without an empty line between them.

use rapporteur_record::ByteSpan;

/// The paragraphs of a text, apart by lines that hold nothing but white space. Each span begins
/// and ends with a character that is no white space.
pub fn paragraphs(text: &str) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    let mut open: Option<ByteSpan> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = ByteSpan::new(start, start + line.len()).trim(text);
        start += line.len();
        if span.is_empty() {
            found.extend(open.take());
        } else {
            open = Some(open.map_or(span, |before| before.join(span)));
        }
    }
    found.extend(open);
    found
}
