//! Rows of a table: CSV and TSV with a header row.

use super::{FIELDS, Reports, Row, Taken, choose, named, no_text};
use crate::{Options, encoding, source};
use csv::{ByteRecord, ReaderBuilder};
use rapporteur_lexicon::{Field, Furniture, News};
use rapporteur_record::{Code, Diagnostic, Document};
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// How the cells of a table are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The byte between cells.
    pub delimiter: u8,
}

const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

impl Dialect {
    /// The dialect of a table that begins with `text`, or `None` when it is no table.
    ///
    /// A table has a header row of short names, one of them known as a text's or named by the
    /// user; or, without such a name, several rows of as many cells with two known names in the header.
    pub(crate) fn of(text: &str, whole: bool, options: &Options, furniture: &Furniture) -> Option<Self> {
        let line = text.lines().next()?;
        if line.len() > 4096 {
            return None;
        }
        DELIMITERS.into_iter().map(|delimiter| Self { delimiter }).find(|dialect| {
            let names = dialect.cells(line);
            let plain = names.iter().all(|name| name.len() <= 64 && name.split_whitespace().count() <= 4);
            if names.len() < 2 || !plain {
                return false;
            }
            let user = FIELDS.iter().any(|&field| named(options, field).is_some_and(|wanted| names.iter().any(|name| name == wanted)));
            let known = |field| names.iter().any(|name| furniture.field(name).is_some_and(|(found, _)| found == field));
            let count = FIELDS.iter().filter(|&&field| known(field)).count();
            user || (known(Field::Text) && (count > 1 || dialect.delimiter == b'\t' || names.len() == 2))
                && dialect.is_regular(text, names.len(), whole, 1)
                || count >= 2 && dialect.is_regular(text, names.len(), whole, 3)
        })
    }

    fn reader<R: Read>(self, stream: R) -> csv::Reader<R> {
        ReaderBuilder::new().delimiter(self.delimiter).has_headers(false).flexible(true).buffer_capacity(64 << 10).from_reader(stream)
    }

    fn cells(self, line: &str) -> Vec<String> {
        let mut record = ByteRecord::new();
        let read = self.reader(line.as_bytes()).read_byte_record(&mut record);
        let cells = if read.is_ok() { &record } else { &ByteRecord::new() };
        cells.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
    }

    /// Whether most of the first rows have as many cells as the header, and at least `least` do.
    fn is_regular(self, text: &str, width: usize, whole: bool, least: usize) -> bool {
        let mut reader = self.reader(text.as_bytes());
        let (mut same, mut all) = (0usize, 0usize);
        let mut record = ByteRecord::new();
        let _ = reader.read_byte_record(&mut record);
        while all < 20 && reader.read_byte_record(&mut record).unwrap_or(false) {
            // The last record of a sample may be cut.
            if !whole && reader.is_done() {
                break;
            }
            all += 1;
            same += usize::from(record.len() == width);
        }
        // One long first row may fill the whole sample; and a table may have no row yet.
        (same >= least && same * 2 > all) || (all == 0 && (!whole || least == 1))
    }
}

/// Lets so many bytes through for each row.
struct Metered<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let most = out.len().min(left);
        let got = self.inner.read(&mut out[..most])?;
        self.left.set(left - got);
        Ok(got)
    }
}

/// The reports of a table.
pub(crate) fn read<'a>(
    uri: &str,
    stream: Box<dyn Read + 'a>,
    dialect: Dialect,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
    // One buffer may be read beyond the row.
    let most = options.max_bytes.saturating_add(128 << 10);
    let left = Rc::new(Cell::new(most));
    let mut reader = dialect.reader(Metered { inner: stream, left: Rc::clone(&left) });
    let mut columns: Option<Columns> = None;
    let rows = std::iter::from_fn(move || {
        let mut record = ByteRecord::new();
        loop {
            left.set(most);
            let line = usize::try_from(reader.position().line()).ok();
            let taken = |row, last| Some(Taken { line, row, last });
            match reader.read_byte_record(&mut record) {
                Ok(false) => return None,
                Err(error) => {
                    let diagnostic = match error.into_kind() {
                        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                            source::too_large("the row", options).help("a quotation mark that is not closed runs to the end of the file")
                        }
                        csv::ErrorKind::Io(error) => source::unreadable(&error),
                        _ => Diagnostic::new(Code::InputBadRow, "the row cannot be read"),
                    };
                    return taken(Err(diagnostic), true);
                }
                Ok(true) if record.iter().all(|cell| cell.trim_ascii().is_empty()) => continue,
                Ok(true) => {}
            }
            let Some(columns) = &columns else {
                columns = Some(Columns::of(&record, options, &news.furniture));
                continue;
            };
            return taken(columns.row(&record, options), false);
        }
    });
    Reports::new(uri, rows, options, news)
}

/// Which column holds what.
struct Columns {
    names: Vec<String>,
    places: Vec<(Field, Option<usize>)>,
}

impl Columns {
    fn of(header: &ByteRecord, options: &Options, furniture: &Furniture) -> Self {
        let names: Vec<String> =
            header.iter().map(|cell| encoding::decode_row(cell, options).text.trim().trim_start_matches('\u{feff}').to_owned()).collect();
        let places = FIELDS
            .into_iter()
            .map(|field| {
                let name = choose(names.iter().map(String::as_str), field, options, furniture);
                (field, name.and_then(|name| names.iter().position(|other| other == name)))
            })
            .collect();
        Self { names, places }
    }

    fn row(&self, record: &ByteRecord, options: &Options) -> Result<(Row, Vec<Diagnostic>), Diagnostic> {
        let mut row = Row::default();
        let mut diagnostics = Vec::new();
        for &(field, place) in &self.places {
            let Some(place) = place else { continue };
            let decoded = record.get(place).map(|cell| encoding::decode_row(cell, options));
            if let Some(decoded) = decoded {
                if field == Field::Text {
                    diagnostics = decoded.diagnostics;
                }
                row.set(field, Some(decoded.text));
            }
        }
        if row.text.is_some() {
            return Ok((row, diagnostics));
        }
        let known = self.places.iter().any(|&(field, place)| field == Field::Text && place.is_some());
        if known {
            return Err(Diagnostic::new(Code::InputBadRow, format!("the row has {} cells and none for the text", record.len())));
        }
        Err(no_text(self.names.iter().map(String::as_str), options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, delimiter: u8, wanted: &[&str]) {
        let options = Options::default();
        let news = News::embedded();
        let found: Vec<String> = read("t", Box::new(input.as_bytes()), Dialect { delimiter }, &options, &news)
            .map(|report| {
                report.map_or_else(|d| d.code.to_string(), |d| format!("{} {} {}", d.uri, d.key.as_deref().unwrap_or("-"), d.text))
            })
            .collect();
        assert_eq!(found, wanted, "{input}");
    }

    #[test]
    fn cells_keep_their_line_ends_and_quotation_marks() {
        check(
            "id,text\n1,\"He said \"\"no\"\",\r\nand left.\"\n2,Nobody came.\n",
            b',',
            &["t#1 1 He said \"no\",\r\nand left.", "t#2 2 Nobody came."],
        );
        check("id\tbody\nx\tOne; two, three\n\ny\tfour\n", b'\t', &["t#1 x One; two, three", "t#2 y four"]);
    }

    #[test]
    fn a_row_without_its_text_is_named_and_the_next_is_read() {
        check("id,text\n1\n2,Nobody came.\n", b',', &["input/bad-row", "t#2 2 Nobody came."]);
        check("id,date\n1,2\n2,3\n", b',', &["input/no-text-field"]);
        check("id,text\n", b',', &["input/empty"]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_needs_no_more_than_the_limit() {
        let options = Options { max_bytes: 1 << 20, ..Options::default() };
        let news = News::embedded();
        let stream = Box::new(b"id,text\n1,\"open".chain(io::repeat(b'x')));
        let found: Vec<_> = read("t", stream, Dialect { delimiter: b',' }, &options, &news).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].as_ref().unwrap_err().code, Code::InputTooLarge);
    }
}
