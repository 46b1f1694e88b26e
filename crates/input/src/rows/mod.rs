//! Files with many reports: each row is a report whose text is a field's string, as it is.

pub(crate) mod csv;
pub(crate) mod feed;
pub(crate) mod json;
pub(crate) mod jsonfeed;
pub(crate) mod parquet;

use crate::kind::{self, Kind};
use crate::{Options, documents, frame, language, text};
use rapporteur_lexicon::{Field, Furniture, News};
use rapporteur_record::{ByteSpan, Code, DateClue, DateSource, Diagnostic, Document, Words};

/// Rows that fail one after another, with none that can be read, before the rest is given up:
/// a file of a million such rows is one fault, not a million.
const HOPELESS: usize = 100;

/// The strings of one row that make a report: a line of JSONL or CSV, or what a program hands over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The text, which is taken as it is.
    pub text: Option<String>,
    /// The date of publication.
    pub date: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// An id, kept as the report's key.
    pub id: Option<String>,
}

/// An item of a feed: what it says of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What tells it from the other items.
    pub id: Option<String>,
    /// Where the article is, as written: perhaps only the end of an address.
    pub link: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// When it was published, as written.
    pub date: Option<String>,
    /// The outlet: the feed's title, where the item names none.
    pub publisher: Option<String>,
    /// The article or its beginning, without markup.
    pub text: Option<String>,
}

impl Item {
    /// The report that the feed itself gives.
    ///
    /// # Errors
    /// When it has no text.
    pub fn document(self, uri: &str, options: &Options, news: &News) -> Result<Document, Diagnostic> {
        let Item { id, link, title, date, publisher, text } = self;
        let mut document = Row { text, date, url: link, title, publisher, id }.document(uri.to_owned(), Vec::new(), options, news)?;
        language::detect(&mut document);
        Ok(document)
    }
}

impl From<Row> for Item {
    fn from(Row { text, date, url, title, publisher, id }: Row) -> Self {
        Self { id, link: url, title, date, publisher, text }
    }
}

/// The items of a feed in RSS, Atom or JSON Feed.
///
/// # Errors
/// When the bytes are no feed.
pub fn items(bytes: &[u8], options: &Options, news: &News) -> Result<Vec<Item>, Diagnostic> {
    match Kind::of(&bytes[..bytes.len().min(kind::HEAD)], bytes.len() < kind::HEAD, options, &news.furniture) {
        Kind::Feed => Ok(feed::rows(bytes, options, news).0.map(Item::from).collect()),
        Kind::JsonFeed => Ok(jsonfeed::rows(bytes, options, news)?.0.map(Item::from).collect()),
        Kind::Html => Err(Diagnostic::new(Code::InputNotText, "it is a page; its feed has another address")),
        Kind::Empty => Err(Diagnostic::new(Code::InputEmpty, "it is empty")),
        _ => Err(Diagnostic::new(Code::InputNotText, "it is neither RSS, Atom nor JSON Feed")),
    }
}

/// The name that the user gives for a field.
pub(crate) fn named(options: &Options, field: Field) -> Option<&str> {
    let name = match field {
        Field::Text => &options.text_field,
        Field::Date => &options.date_field,
        Field::Url => &options.url_field,
        Field::Title => &options.title_field,
        Field::Publisher => &options.publisher_field,
        Field::Id => &options.id_field,
    };
    name.as_deref()
}

/// Every field there is.
pub(crate) const FIELDS: [Field; 6] = [Field::Text, Field::Date, Field::Url, Field::Title, Field::Publisher, Field::Id];

/// The best of `names` for `field`: the one that the user gives, else the one of lowest rank.
pub(crate) fn choose<'n>(names: impl Iterator<Item = &'n str>, field: Field, options: &Options, furniture: &Furniture) -> Option<&'n str> {
    if let Some(wanted) = named(options, field) {
        return { names }.find(|name| *name == wanted);
    }
    names
        .filter_map(|name| furniture.field(name).filter(|(found, _)| *found == field).map(|(_, rank)| (rank, name)))
        .min()
        .map(|(_, name)| name)
}

impl Row {
    fn set(&mut self, field: Field, value: Option<String>) {
        *match field {
            Field::Text => &mut self.text,
            Field::Date => &mut self.date,
            Field::Url => &mut self.url,
            Field::Title => &mut self.title,
            Field::Publisher => &mut self.publisher,
            Field::Id => &mut self.id,
        } = value.filter(|value| field == Field::Text || !value.trim().is_empty());
    }

    /// The report of this row, as one of a file would be: its text is the string as it is, a blank field is none.
    ///
    /// # Errors
    /// When there is no text in it that can be read.
    pub fn report(self, uri: String, options: &Options, news: &News) -> Result<Document, Diagnostic> {
        let Self { text, date, url, title, publisher, id } = self;
        let mut row = Self::default();
        for (field, value) in FIELDS.into_iter().zip([text, date, url, title, publisher, id]) {
            row.set(field, value);
        }
        let mut document = row.document(uri, Vec::new(), options, news)?;
        language::detect(&mut document);
        Ok(document)
    }

    /// The report of this row, but for its language, which takes most of the time and is left to [`crate::Part::document`].
    fn document(self, uri: String, diagnostics: Vec<Diagnostic>, options: &Options, news: &News) -> Result<Document, Diagnostic> {
        let text = self.text.unwrap_or_default();
        if let Some(diagnostic) = text::refuse(&text) {
            return Err(diagnostic);
        }
        // Their places are places in the row, not in the text taken from it.
        let diagnostics = diagnostics.into_iter().map(|diagnostic| Diagnostic { span: None, ..diagnostic }).collect();
        let mut document = text::document(uri, text, diagnostics);
        document.diagnostics.extend(crate::encoding::control_characters(&document.text));
        document.key = self.id;
        document.title = self.title.map(|title| {
            let title = title.trim().to_owned();
            let first = document.blocks.first().map(|block| block.span);
            let span = first.filter(|span| span.of(&document.text).trim_end_matches('.') == title.trim_end_matches('.'));
            Words { text: title, span }
        });
        document.dateline = dateline(&document, news);
        document.publisher = self.publisher.map(|name| {
            let name = name.trim();
            Words { text: news.agency(name).unwrap_or(name).to_owned(), span: None }
        });
        if let Some(raw) = self.date {
            document.date_clues.push(DateClue { source: DateSource::User, raw: raw.trim().to_owned(), span: None });
        }
        if let Some(raw) = self.url.as_deref().and_then(date_in_address) {
            document.date_clues.push(DateClue { source: DateSource::Address, raw, span: None });
        }
        documents::given_date(&mut document, options);
        Ok(document)
    }
}

/// How many bytes of a text a title has that stands before a dateline in one line.
const TITLE: usize = 250;

/// The dateline at the head of one of the first paragraphs, or behind a title in the first ("Talks fail. KELM (CPA) - The envoy said"). It stays
/// in the text and its body; it is only no part of a sentence.
fn dateline(document: &Document, news: &News) -> Option<Words> {
    let text = document.text.as_str();
    let heads = document.blocks.iter().take(3).map(|block| block.span);
    let first = document.blocks.first().map(|block| block.span).filter(|first| !first.is_empty())?;
    let title = text[first.start..text.floor_char_boundary(first.end.min(first.start + TITLE))].match_indices(['.', '?', '!']);
    let behind = title.map(|(at, _)| ByteSpan::new(first.start + at + 1, first.end)).filter(|rest| rest.of(text).starts_with(' '));
    // A word in capitals and a colon may name who speaks: a colon counts only after an agency.
    let found = |rest: ByteSpan| frame::dateline::dateline(rest.of(text), rest.start, true, news);
    let found = heads.chain(behind.map(|rest| ByteSpan::new(rest.start + 1, rest.end))).find_map(found)?;
    let words = found.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Words { text: words, span: Some(found.span) })
}

/// The date in an address such as `https://news.example/2031/05/06/talks.html`.
pub(crate) fn date_in_address(address: &str) -> Option<String> {
    // Beyond this an address is data.
    let end = address.len().min(2000);
    let parts: Vec<&str> = address.get(..end)?.split(['/', '?', '#', '=', '_']).collect();
    let is = |part: &str, digits: usize, low: u32, high: u32| {
        part.len() == digits && part.parse().is_ok_and(|number: u32| (low..=high).contains(&number))
    };
    let year = |part: &str| is(part, 4, 1980, 2100);
    let month = |part: &str| is(part, 2, 1, 12) || is(part, 1, 1, 9);
    let day = |part: &str| is(part, 2, 1, 31) || is(part, 1, 1, 9);
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    for window in parts.windows(3) {
        let [y, m, d] = window else { continue };
        if year(y) && day(d) {
            if month(m) {
                return Some(format!("{y}-{m:0>2}-{d:0>2}"));
            }
            if let Some(at) = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(m)) {
                return Some(format!("{y}-{:02}-{d:0>2}", at + 1));
            }
        }
    }
    parts.iter().find_map(|part| {
        // "2031-05-06-talks" and "20310506"
        let (y, rest) = part.split_at_checked(4)?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let (m, rest) = rest.split_at_checked(2)?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let (d, rest) = rest.split_at_checked(2)?;
        (year(y) && is(m, 2, 1, 12) && is(d, 2, 1, 31) && !rest.starts_with(|c: char| c.is_ascii_digit())).then(|| format!("{y}-{m}-{d}"))
    })
}

/// Numbers the rows of a file, turns each into a report and gives up where all fail.
pub(crate) struct Reports<'a, I> {
    rows: I,
    uri: String,
    options: &'a Options,
    news: &'a News,
    number: usize,
    failed: usize,
    read: bool,
    done: bool,
}

/// What a file gives for one row.
pub(crate) struct Taken {
    /// Which line it begins on, from 1, where that says more than its number.
    pub line: Option<usize>,
    /// Its strings, or why there are none.
    pub row: Result<(Row, Vec<Diagnostic>), Diagnostic>,
    /// Whether no row can come after it.
    pub last: bool,
}

impl<'a, I: Iterator<Item = Taken>> Reports<'a, I> {
    pub(crate) fn new(uri: &str, rows: I, options: &'a Options, news: &'a News) -> Self {
        Self { rows, uri: uri.to_owned(), options, news, number: 0, failed: 0, read: false, done: false }
    }
}

impl<I: Iterator<Item = Taken>> Iterator for Reports<'_, I> {
    type Item = Result<Document, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let Some(taken) = self.rows.next() else {
            self.done = true;
            let nothing = || Diagnostic::new(Code::InputEmpty, "there is no row after the header");
            return (self.number == 0).then(|| Err(nothing()));
        };
        self.number += 1;
        self.done = taken.last;
        let place = match taken.line {
            Some(line) if line != self.number => format!("row {} (line {line})", self.number),
            _ => format!("row {}", self.number),
        };
        let report = taken
            .row
            .and_then(|(row, diagnostics)| row.document(format!("{}#{}", self.uri, self.number), diagnostics, self.options, self.news));
        match report {
            Ok(document) => {
                self.read = true;
                Some(Ok(document))
            }
            Err(mut diagnostic) => {
                self.failed += 1;
                diagnostic.message = format!("{place}: {}", diagnostic.message);
                if !self.read && (self.failed == HOPELESS || diagnostic.code == Code::InputNoTextField) {
                    self.done = true;
                    if self.failed == HOPELESS {
                        diagnostic.message.push_str("; no row before it could be read, so the rest was left out");
                    }
                }
                Some(Err(diagnostic))
            }
        }
    }
}

/// What is to say when a row has no text.
fn no_text<'n>(names: impl Iterator<Item = &'n str>, options: &Options) -> Diagnostic {
    let names: Vec<&str> = names.take(12).filter(|name| name.len() < 60).collect();
    let names = names.join(", ");
    match &options.text_field {
        Some(name) => {
            Diagnostic::new(Code::InputBadRow, format!("there is no text in the field `{name}`")).help(format!("its fields are {names}"))
        }
        None => {
            Diagnostic::new(Code::InputNoTextField, format!("no field looks like the text among {names}")).help("name it with --text-field")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_addresses_are_found_and_numbers_are_not() {
        let cases = [
            ("https://news.example/2031/05/06/talks.html", Some("2031-05-06")),
            ("https://news.example/world/2031/may/6/talks", Some("2031-05-06")),
            ("https://news.example/2031-05-06-talks", Some("2031-05-06")),
            ("https://news.example/a/20310506/talks", Some("2031-05-06")),
            ("https://news.example/a/2031050612345/talks", None),
            ("https://news.example/a/1206313/talks", None),
            ("https://news.example/2031/13/45", None),
        ];
        for (address, wanted) in cases {
            assert_eq!(date_in_address(address).as_deref(), wanted, "{address}");
        }
    }
}
