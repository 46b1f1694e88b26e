//! Rows as JSON: an object a line, objects one after another, or one array of them.

use super::{FIELDS, Reports, Row, Taken, choose, named, no_text};
use crate::{Options, encoding, source};
use rapporteur_lexicon::{Field, Furniture, News};
use rapporteur_record::{Code, Diagnostic, Document};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};

const BUFFER: usize = 64 << 10;

/// The reports of a file with an object a line. Empty lines are no rows.
pub(crate) fn lines<'a>(
    uri: &str,
    stream: Box<dyn Read + 'a>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
    let mut stream = BufReader::with_capacity(BUFFER, stream);
    let mut line = 0;
    let rows = std::iter::from_fn(move || {
        loop {
            line += 1;
            let piece = match next_line(&mut stream, options.max_bytes) {
                Ok(piece) => piece?,
                Err(error) => return Some(Taken { line: Some(line), row: Err(source::unreadable(&error)), last: true }),
            };
            let row = match piece {
                Piece::Bytes(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                Piece::Bytes(bytes) => row(&bytes, options, &news.furniture),
                Piece::TooLong => Err(source::too_large("the line", options)),
            };
            return Some(Taken { line: Some(line), row, last: false });
        }
    });
    Reports::new(uri, rows, options, news)
}

enum Piece {
    Bytes(Vec<u8>),
    TooLong,
}

/// The next line without its end; of a line that is too long nothing is kept.
fn next_line(stream: &mut impl BufRead, most: usize) -> std::io::Result<Option<Piece>> {
    let mut bytes = Vec::new();
    let mut long = false;
    let mut any = false;
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(match (any, long) {
                (false, _) => None,
                (true, true) => Some(Piece::TooLong),
                (true, false) => Some(Piece::Bytes(bytes)),
            });
        }
        any = true;
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if bytes.len() + part.len() > most {
            long = true;
            bytes = Vec::new();
        } else if !long {
            bytes.extend_from_slice(part);
        }
        let used = end.map_or(buffer.len(), |end| end + 1);
        stream.consume(used);
        if end.is_some() {
            return Ok(Some(if long { Piece::TooLong } else { Piece::Bytes(bytes) }));
        }
    }
}

/// The reports of a file of JSON objects, in an array or one after another.
pub(crate) fn values<'a>(
    uri: &str,
    stream: Box<dyn Read + 'a>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
    let mut objects = Objects { stream: BufReader::with_capacity(BUFFER, stream), line: 1, most: options.max_bytes };
    let mut waiting: VecDeque<(usize, Map<String, Value>)> = VecDeque::new();
    let rows = std::iter::from_fn(move || {
        loop {
            if let Some((line, object)) = waiting.pop_front() {
                let row = from_object(&object, options, &news.furniture).map(|row| (row, Vec::new()));
                return Some(Taken { line: Some(line), row, last: false });
            }
            let (line, found) = objects.next()?;
            let taken = |row, last| Some(Taken { line: Some(line), row, last });
            match found {
                Found::Object(bytes) => {
                    let decoded = encoding::decode_row(&bytes, options);
                    let object = match object(&decoded.text) {
                        Ok(object) => object,
                        Err(diagnostic) => return taken(Err(diagnostic), false),
                    };
                    match from_object(&object, options, &news.furniture) {
                        Ok(row) => return taken(Ok((row, decoded.diagnostics)), false),
                        // A wrapper such as {"articles": [{…}, {…}]}.
                        Err(diagnostic) => match inner(object) {
                            Some(rows) => waiting.extend(rows.into_iter().map(|object| (line, object))),
                            None => return taken(Err(diagnostic), false),
                        },
                    }
                }
                Found::TooLong => return taken(Err(source::too_large("the object", options)), false),
                Found::Unclosed => return taken(Err(bad("the object is not closed before the end")), true),
                Found::Stray => return taken(Err(bad("there is something else between the objects")), false),
                Found::Failed(error) => return taken(Err(source::unreadable(&error)), true),
            }
        }
    });
    Reports::new(uri, rows, options, news)
}

/// The rows inside a wrapper: its one list of objects.
fn inner(object: Map<String, Value>) -> Option<Vec<Map<String, Value>>> {
    object.into_iter().find_map(|(_, value)| match value {
        Value::Array(list) if list.first().is_some_and(Value::is_object) => Some(
            list.into_iter()
                .filter_map(|value| match value {
                    Value::Object(object) => Some(object),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    })
}

fn bad(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InputBadRow, message)
}

struct Objects<R> {
    stream: R,
    line: usize,
    most: usize,
}

enum Found {
    Object(Vec<u8>),
    TooLong,
    Unclosed,
    Stray,
    Failed(std::io::Error),
}

impl<R: BufRead> Objects<R> {
    /// The next object at the top, cut out by its braces, with the line it begins on.
    fn next(&mut self) -> Option<(usize, Found)> {
        let mut bytes: Vec<u8> = Vec::new();
        let (mut depth, mut in_string, mut escaped, mut long, mut stray) = (0usize, false, false, false, false);
        let mut start = self.line;
        loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => return Some((start, Found::Failed(error))),
            };
            if buffer.is_empty() {
                return if depth > 0 {
                    Some((start, Found::Unclosed))
                } else if stray {
                    Some((start, Found::Stray))
                } else {
                    None
                };
            }
            let mut from = if depth > 0 { Some(0) } else { None };
            let mut used = buffer.len();
            let mut closed = false;
            for (at, &byte) in buffer.iter().enumerate() {
                self.line += usize::from(byte == b'\n');
                if depth == 0 {
                    match byte {
                        b'{' if stray => {
                            used = at;
                            closed = true;
                            break;
                        }
                        b'{' => {
                            start = self.line;
                            depth = 1;
                            from = Some(at);
                        }
                        b'[' | b']' | b',' => {}
                        _ if byte.is_ascii_whitespace() => {}
                        _ => stray = true,
                    }
                } else if in_string {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'{' => depth += 1,
                        b'}' => {
                            depth -= 1;
                            if depth == 0 {
                                used = at + 1;
                                closed = true;
                                break;
                            }
                        }
                        _ => {}
                    }
                }
            }
            if let Some(from) = from {
                if bytes.len() + used - from > self.most {
                    long = true;
                    bytes = Vec::new();
                } else if !long {
                    bytes.extend_from_slice(&buffer[from..used]);
                }
            }
            self.stream.consume(used);
            if closed {
                let found = match (stray, long) {
                    (true, _) => Found::Stray,
                    (_, true) => Found::TooLong,
                    _ => Found::Object(bytes),
                };
                return Some((start, found));
            }
        }
    }
}

fn row(bytes: &[u8], options: &Options, furniture: &Furniture) -> Result<(Row, Vec<Diagnostic>), Diagnostic> {
    let decoded = encoding::decode_row(bytes, options);
    let row = from_object(&object(&decoded.text)?, options, furniture)?;
    Ok((row, decoded.diagnostics))
}

fn object(text: &str) -> Result<Map<String, Value>, Diagnostic> {
    match serde_json::from_str(text.trim().trim_start_matches('\u{feff}')) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(bad("this is JSON, but no object with fields")),
        Err(error) => {
            let mut words = error.to_string();
            // serde_json counts lines in the row; the row is one.
            if let Some(at) = words.find(" at line ") {
                words.truncate(at);
            }
            Err(bad(format!("this is no JSON object: {words} (column {})", error.column())))
        }
    }
}

/// The value under `name`: a field of this name, else the fields that dots lead to.
fn value<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| {
        let mut parts = name.split('.');
        let first = object.get(parts.next()?)?;
        parts.try_fold(first, |value, part| match value {
            Value::Object(object) => object.get(part),
            Value::Array(list) => list.get(part.parse::<usize>().ok()?),
            _ => None,
        })
    })
}

/// A value as a string: text as it is; a list of paragraphs apart by empty lines.
fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_string) => {
            let parts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            Some(parts.join("\n\n"))
        }
        Value::Object(object) => ["name", "title", "value", "#text"].iter().find_map(|key| match object.get(*key) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        }),
        _ => None,
    }
}

/// The row of an object.
pub(crate) fn from_object(object: &Map<String, Value>, options: &Options, furniture: &Furniture) -> Result<Row, Diagnostic> {
    let mut row = Row::default();
    for field in FIELDS {
        let given = match named(options, field) {
            Some(name) => value(object, name),
            None => {
                // A guess must hold something: "text": null beside "body": "…" is no text.
                let filled = object.iter().filter(|(_, value)| usable(value, field)).map(|(name, _)| name.as_str());
                choose(filled, field, options, furniture).and_then(|name| object.get(name))
            }
        };
        row.set(field, given.and_then(string));
    }
    if row.text.is_none() && options.text_field.is_none() {
        row.text = longest(object);
    }
    if row.text.is_none() {
        return Err(no_text(object.keys().map(String::as_str), options));
    }
    Ok(row)
}

fn usable(value: &Value, field: Field) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Number(_) => matches!(field, Field::Id | Field::Date),
        Value::Array(list) => field == Field::Text && list.first().is_some_and(Value::is_string),
        Value::Object(_) => field == Field::Publisher,
        _ => false,
    }
}

/// Where no name is known: the longest string, if it is long enough for a report.
fn longest(object: &Map<String, Value>) -> Option<String> {
    const LEAST: usize = 200;
    let text = object.values().filter_map(Value::as_str).max_by_key(|text| text.len())?;
    (text.len() >= LEAST && text.split_whitespace().count() >= LEAST / 10).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, wanted: &[&str]) {
        let options = Options::default();
        let news = News::embedded();
        let read = |found: Vec<Result<Document, Diagnostic>>| -> Vec<String> {
            found.into_iter().map(|report| report.map_or_else(|d| d.code.to_string(), |d| d.text)).collect()
        };
        assert_eq!(read(values("-", Box::new(input.as_bytes()), &options, &news).collect()), wanted, "{input}");
    }

    #[test]
    fn objects_are_cut_out_of_arrays_and_streams() {
        check("[{\"text\": \"a } b\"}, {\"text\": \"c \\\" d\", \"x\": {\"y\": []}}]", &["a } b", "c \" d"]);
        check("{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}", &["a", "b"]);
        check("{\"articles\": [{\"text\": \"a\"}, {\"text\": \"b\"}]}", &["a", "b"]);
        check("[{\"text\": \"a\"}, oops, {\"text\": \"b\"}", &["a", "input/bad-row", "b"]);
        check("[{\"text\": \"a\"}, {\"text\": \"b", &["a", "input/bad-row"]);
        check("[{\"text\": \"a\"}, {\"text\": \"b\" \"c\"}, {\"text\": \"d\"}]", &["a", "input/bad-row", "d"]);
    }

    #[test]
    fn fields_are_guessed_and_named() {
        let object: Map<String, Value> = serde_json::from_str(
            "{\"headline\": \"T\", \"articleBody\": \"B\", \"summary\": \"S\", \"datePublished\": null, \"pubDate\": \"2031-05-06\",
              \"source\": {\"name\": \"The Kelm Courier\"}, \"id\": 7, \"nested\": {\"words\": \"W\"}}",
        )
        .unwrap();
        let furniture = Furniture::embedded();
        let row = from_object(&object, &Options::default(), &furniture).unwrap();
        assert_eq!(row.text.as_deref(), Some("B"));
        assert_eq!(row.date.as_deref(), Some("2031-05-06"));
        assert_eq!(row.publisher.as_deref(), Some("The Kelm Courier"));
        assert_eq!(row.id.as_deref(), Some("7"));
        let options = Options { text_field: Some("nested.words".into()), ..Options::default() };
        assert_eq!(from_object(&object, &options, &furniture).unwrap().text.as_deref(), Some("W"));
        let options = Options { text_field: Some("none".into()), ..Options::default() };
        assert_eq!(from_object(&object, &options, &furniture).unwrap_err().code, Code::InputBadRow);
    }
}
