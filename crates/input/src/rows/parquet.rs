//! Rows of a Parquet table: a row is read as the JSON object of its columns would be.
//!
//! Days and times become text (`2031-05-06`, `2031-05-06T10:00:00`). Of a file, only the footer and the pages of the
//! columns that may hold what we need are read. *Limits*: compression by snappy and zstd, or none; a page is at most as
//! large as one report may be.

use super::json::from_object;
use super::{FIELDS, Reports, Taken, named};
use crate::documents::{Part, ReadSeek};
use crate::{Options, source};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::data_type::AsBytes;
use parquet::errors::{ParquetError, Result as Parquet};
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::{Field as Value, Row as Record, reader::RowIter};
use parquet::schema::types::Type;
use rapporteur_lexicon::News;
use rapporteur_record::{Code, Diagnostic, Document};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::io::{self, Cursor, Read, SeekFrom};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, PoisonError};

/// The first bytes of a Parquet file.
pub(crate) const MAGIC: &[u8] = b"PAR1";

/// Rows that are unpacked together.
const BATCH: usize = 32;

/// The reports of a table in a file.
pub(crate) fn read_file<'a>(uri: &str, file: Box<dyn ReadSeek>, options: &'a Options, news: &'a News) -> crate::documents::Reports<'a> {
    Box::new(read(uri, file, options, news).map(|row| row.map(Part::from)))
}

/// The reports of a table in memory.
pub(crate) fn read_bytes<'a>(
    uri: &str,
    bytes: Vec<u8>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
    read(uri, Box::new(Cursor::new(bytes)), options, news)
}

fn read<'a>(
    uri: &str,
    file: Box<dyn ReadSeek>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
    let mut opened = Some(guarded(|| open(file, options, news)));
    let mut rows: Option<(RowIter<'static>, BTreeSet<String>)> = None;
    let taken = move || {
        let last = |diagnostic| Some(Taken { line: None, row: Err(diagnostic), last: true });
        match opened.take() {
            Some(Ok(found)) => rows = Some(found),
            Some(Err(diagnostic)) => return last(diagnostic),
            None => {}
        }
        let (rows, nanoseconds) = rows.as_mut()?;
        match guarded(|| rows.next().transpose()) {
            Ok(row) => {
                let object = object(row?, nanoseconds);
                let row = from_object(&object, options, &news.furniture).map(|row| (row, Vec::new()));
                Some(Taken { line: None, row, last: false })
            }
            Err(diagnostic) => last(diagnostic),
        }
    };
    Reports::new(uri, std::iter::from_fn(taken), options, news)
}

/// What the library gives. It may panic on hostile files; it keeps no state outside the values that are dropped then, for
/// the iteration ends there.
fn guarded<T>(work: impl FnOnce() -> Parquet<T>) -> Result<T, Diagnostic> {
    let broken = |what: &str| Diagnostic::new(Code::ParquetBroken, format!("the table cannot be read: {what}"));
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(ParquetError::External(error))) => match error.downcast::<io::Error>() {
            Ok(error) => Err(source::unreadable(&error)),
            Err(_) => Err(broken("it is damaged")),
        },
        // The library quotes bytes of the file, any number of them.
        Ok(Err(error)) => {
            Err(broken(&error.to_string().chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect::<String>()))
        }
        Err(_) => Err(broken("it is damaged")),
    }
}

fn open(mut file: Box<dyn ReadSeek>, options: &Options, news: &News) -> Parquet<(RowIter<'static>, BTreeSet<String>)> {
    let length = file.seek(SeekFrom::End(0))?;
    let file = Shared { file: Arc::new(Mutex::new(file)), length, largest: options.max_bytes as u64 };
    let reader = SerializedFileReader::new(file)?;
    let schema = reader.metadata().file_metadata().schema();
    let nanoseconds = schema.get_fields().iter().filter(|field| is_nanoseconds(field)).map(|field| field.name().to_owned()).collect();
    let wanted: Vec<_> = schema.get_fields().iter().filter(|field| may_be_needed(field, options, news)).cloned().collect();
    let projection = (!wanted.is_empty() && wanted.len() < schema.get_fields().len())
        .then(|| Type::group_type_builder(schema.name()).with_fields(wanted).build())
        .transpose()?;
    let rows = RowIter::from_file_into(Box::new(reader)).with_batch_size(BATCH);
    let rows = rows.project(projection)?.with_batch_size(BATCH);
    Ok((rows, nanoseconds))
}

/// Columns that the user names, that have a known name, or that hold text, among which the longest may be looked for.
fn may_be_needed(field: &Type, options: &Options, news: &News) -> bool {
    let name = field.name();
    let given = |field| named(options, field).is_some_and(|wanted| wanted == name || wanted.split('.').next() == Some(name));
    let text = || field.is_primitive() && field.get_physical_type() == Physical::BYTE_ARRAY;
    let string = || text() && matches!(field.get_basic_info().converted_type(), ConvertedType::UTF8);
    FIELDS.into_iter().any(given) || news.furniture.field(name).is_some() || string()
}

fn is_nanoseconds(field: &Type) -> bool {
    matches!(
        field.get_basic_info().logical_type_ref(),
        Some(LogicalType::Timestamp(timestamp)) if timestamp.unit == TimeUnit::NANOS
    )
}

/// A row as the object that JSON would have for it.
fn object(row: Record, nanoseconds: &BTreeSet<String>) -> Map<String, Json> {
    row.into_columns()
        .into_iter()
        .map(|(name, value)| {
            let value = match value {
                Value::Long(count) if nanoseconds.contains(&name) => Json::String(moment(count.div_euclid(1_000_000_000))),
                value => json(value),
            };
            (name, value)
        })
        .collect()
}

fn json(value: Value) -> Json {
    match value {
        Value::Str(text) => Json::String(text),
        // Older writers do not say that a column is text.
        Value::Bytes(bytes) => std::str::from_utf8(bytes.as_bytes()).map_or(Json::Null, |text| Json::String(text.to_owned())),
        Value::Date(days) => Json::String(day(days.into())),
        Value::TimestampMillis(count) => Json::String(moment(count.div_euclid(1000))),
        Value::TimestampMicros(count) => Json::String(moment(count.div_euclid(1_000_000))),
        Value::Byte(number) => number.into(),
        Value::Short(number) => number.into(),
        Value::Int(number) => number.into(),
        Value::Long(number) => number.into(),
        Value::UByte(number) => number.into(),
        Value::UShort(number) => number.into(),
        Value::UInt(number) => number.into(),
        Value::ULong(number) => number.into(),
        Value::Group(row) => Json::Object(object(row, &BTreeSet::new())),
        Value::ListInternal(list) => Json::Array(list.elements().iter().cloned().map(json).collect()),
        _ => Json::Null,
    }
}

/// A day as ISO 8601 writes it, from days since 1970-01-01.
///
/// *Source*: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn day(days: i64) -> String {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A moment from seconds since 1970-01-01; a day where it is one to the second.
fn moment(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    if rest == 0 { day(days) } else { format!("{}T{:02}:{:02}:{:02}", day(days), rest / 3600, rest / 60 % 60, rest % 60) }
}

/// A file that several readers share.
struct Shared {
    file: Arc<Mutex<Box<dyn ReadSeek>>>,
    length: u64,
    /// The largest page that may be unpacked.
    largest: u64,
}

impl Length for Shared {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Shared {
    type T = io::BufReader<At>;

    /// The library reads the header of every page from here. A page says how large it will be, and so much memory is
    /// taken before a byte of it is unpacked: what says too much is refused here.
    fn get_read(&self, start: u64) -> Parquet<Self::T> {
        let at = |at| At { file: Arc::clone(&self.file), at };
        let mut head = Vec::new();
        at(start).take(24).read_to_end(&mut head)?;
        if unpacked_size(&head).is_some_and(|size| size > self.largest) {
            return Err(ParquetError::General("a page says that it is larger than a report may be".into()));
        }
        Ok(io::BufReader::with_capacity(16 << 10, at(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Parquet<bytes::Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("the file ends too soon".into()));
        }
        let mut bytes = vec![0; length];
        At { file: Arc::clone(&self.file), at: start }.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// How large a page says that it is unpacked: the second field of its header, each of the first two a Thrift compact i32.
fn unpacked_size(head: &[u8]) -> Option<u64> {
    let rest = head.strip_prefix(&[0x15])?;
    let kind = rest.iter().position(|byte| *byte < 0x80)?;
    let size = rest.get(kind + 1..)?.strip_prefix(&[0x15])?;
    let mut value = 0u64;
    for (place, byte) in size.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f).checked_shl(7 * place as u32)?;
        if byte & 0x80 == 0 {
            // Zigzag: the lowest bit is the sign, and a size below nothing is the library's to refuse.
            return (value & 1 == 0).then_some(value >> 1);
        }
    }
    None
}

/// A place in the file.
struct At {
    file: Arc<Mutex<Box<dyn ReadSeek>>>,
    at: u64,
}

impl Read for At {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let got = file.read(out)?;
        self.at += got as u64;
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    /// A table of two rows, as other programs write them.
    fn table(compression: parquet::basic::Compression) -> Vec<u8> {
        let schema = "message t { optional binary id (UTF8); optional int32 date (DATE); optional binary body (UTF8);
            optional int64 fetched (TIMESTAMP(NANOS,true)); optional double score; }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let texts = |texts: [&'static str; 2]| texts.map(parquet::data_type::ByteArray::from);
        while let Some(mut column) = group.next_column().unwrap() {
            use parquet::column::writer::ColumnWriter::{ByteArrayColumnWriter, DoubleColumnWriter, Int32ColumnWriter, Int64ColumnWriter};
            match column.untyped() {
                ByteArrayColumnWriter(column) => {
                    let id = column.get_descriptor().name() == "id";
                    let values = if id { texts(["a", "b"]) } else { texts(["Rebels left Kelm.", "A ferry sank."]) };
                    column.write_batch(&values, Some(&[1, 1]), None).unwrap();
                }
                Int32ColumnWriter(column) => drop(column.write_batch(&[22_405], Some(&[1, 0]), None).unwrap()),
                Int64ColumnWriter(column) => drop(column.write_batch(&[1, 2], Some(&[1, 1]), None).unwrap()),
                DoubleColumnWriter(column) => drop(column.write_batch(&[0.5, 0.5], Some(&[1, 1]), None).unwrap()),
                _ => unreachable!(),
            }
            column.close().unwrap();
        }
        group.close().unwrap();
        writer.close().unwrap();
        bytes
    }

    fn check(bytes: Vec<u8>, options: &Options, wanted: &[&str]) {
        let news = News::embedded();
        let found: Vec<String> = read_bytes("t", bytes, options, &news)
            .map(|report| {
                report.map_or_else(
                    |diagnostic| diagnostic.code.to_string(),
                    |d| {
                        let date = d.date_clues.first().map_or("-", |clue| &clue.raw);
                        format!("{} {} {date} {}", d.uri, d.key.as_deref().unwrap_or("-"), d.text)
                    },
                )
            })
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn rows_are_reports_whatever_packs_them() {
        use parquet::basic::{Compression, ZstdLevel};
        for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default())] {
            check(table(compression), &Options::default(), &["t#1 a 2031-05-06 Rebels left Kelm.", "t#2 b - A ferry sank."]);
        }
        let options = Options { text_field: Some("id".into()), id_field: Some("fetched".into()), ..Options::default() };
        check(table(Compression::SNAPPY), &options, &["t#1 1970-01-01 2031-05-06 a", "t#2 1970-01-01 - b"]);
    }

    #[test]
    fn a_damaged_table_is_one_fault() {
        let whole = table(parquet::basic::Compression::SNAPPY);
        check(whole[..whole.len() - 9].to_vec(), &Options::default(), &["input/parquet-broken"]);
        for at in (4..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let (options, news) = (Options::default(), News::embedded());
            assert!(read_bytes("t", bytes, &options, &news).count() <= 3);
        }
    }

    #[test]
    fn a_page_that_says_too_much_is_refused() {
        // type: 0, uncompressed size: 2³¹ - 2
        assert_eq!(unpacked_size(&[0x15, 0, 0x15, 0xfc, 0xff, 0xff, 0xff, 0x0f]), Some((1 << 31) - 2));
        let options = Options { max_bytes: 8, ..Options::default() };
        check(table(parquet::basic::Compression::SNAPPY), &options, &["input/parquet-broken"]);
    }

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        assert_eq!([day(0), day(-1), day(22_405), day(11_016)], ["1970-01-01", "1969-12-31", "2031-05-06", "2000-02-29"]);
        assert_eq!(moment(1_936_000_000), "2031-05-08T09:46:40");
    }
}
