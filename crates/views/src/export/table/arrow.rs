//! Arrow's IPC file (also known as Feather 2), without Arrow: its messages are few and our columns flat.
//!
//! *Source*: the Arrow columnar format, "Serialization and Interprocess Communication (IPC)", metadata version 5.
//! *Limits*: no dictionaries, no compression: Parquet is the compact form.

use super::flatbuffer::{Builder, Place, Value};
use super::parquet::{number, text, whole};
use super::{Column, RowSource, Type, batch, days_since_1970, microseconds_since_1970};
use crate::export::error::Error;
use rapporteur_store::Cell;
use std::io::Write;

const MAGIC: &[u8] = b"ARROW1";
/// MetadataVersion V5.
const VERSION: Value = Value::Short(4);
/// What follows the length of a message.
const CONTINUES: [u8; 4] = [0xff; 4];

/// Where a message stands in the file, how long its head and its body are.
struct Block {
    offset: i64,
    head: i64,
    body: i64,
}

pub fn write(columns: &[Column], rows: &mut RowSource<'_>, out: &mut dyn Write) -> Result<u64, Error> {
    out.write_all(MAGIC)?;
    out.write_all(&[0; 2])?;
    let mut at = 8;
    let mut builder = Builder::default();
    let schema = schema(&mut builder, columns);
    at += write_message(message(builder, 1, schema, 0), &[], out)?.0;
    let (mut blocks, mut count) = (Vec::new(), 0);
    while let Some(batch) = batch(rows)? {
        let (builder, header, body) = record_batch(columns, &batch);
        let (head, whole) = write_message(message(builder, 3, header, body.len() as i64), &body, out)?;
        blocks.push(Block { offset: at, head, body: whole });
        at += head + whole;
        count += batch.len() as u64;
    }
    out.write_all(&CONTINUES)?;
    out.write_all(&[0; 4])?;
    let footer = footer(columns, &blocks);
    out.write_all(&footer)?;
    out.write_all(&(footer.len() as i32).to_le_bytes())?;
    out.write_all(MAGIC)?;
    Ok(count)
}

/// Writes a message with its body; gives the length of both.
fn write_message(message: Vec<u8>, body: &[u8], out: &mut dyn Write) -> Result<(i64, i64), Error> {
    out.write_all(&CONTINUES)?;
    out.write_all(&(message.len() as i32).to_le_bytes())?;
    out.write_all(&message)?;
    out.write_all(body)?;
    Ok((message.len() as i64 + 8, body.len() as i64))
}

fn message(mut builder: Builder, kind: u8, header: Place, body: i64) -> Vec<u8> {
    let root = builder.table(&[(3, Value::Long(body)), (2, Value::At(header)), (0, VERSION), (1, Value::Byte(kind))]);
    builder.finish(root)
}

fn schema(builder: &mut Builder, columns: &[Column]) -> Place {
    let fields: Vec<Place> = columns.iter().map(|column| field(builder, column)).collect();
    let fields = builder.places(&fields);
    // Little-endian.
    builder.table(&[(1, Value::At(fields)), (0, Value::Short(0))])
}

fn field(builder: &mut Builder, column: &Column) -> Place {
    let (number, kind) = match column.kind {
        Type::Integer => (2, builder.table(&[(0, Value::Int(64)), (1, Value::Byte(1))])),
        Type::Number => (3, builder.table(&[(0, Value::Short(2))])),
        Type::Text => (5, builder.table(&[])),
        Type::Date => (8, builder.table(&[(0, Value::Short(0))])),
        Type::Timestamp => {
            let zone = builder.string("UTC");
            (10, builder.table(&[(1, Value::At(zone)), (0, Value::Short(2))]))
        }
        Type::Boolean => (6, builder.table(&[])),
    };
    let (key, about) = (builder.string("about"), builder.string(&column.about));
    let pair = builder.table(&[(0, Value::At(key)), (1, Value::At(about))]);
    let (pairs, children, name) = (builder.places(&[pair]), builder.places(&[]), builder.string(&column.name));
    builder.table(&[
        (0, Value::At(name)),
        (3, Value::At(kind)),
        (5, Value::At(children)),
        (6, Value::At(pairs)),
        (1, Value::Byte(1)),
        (2, Value::Byte(number)),
    ])
}

fn footer(columns: &[Column], blocks: &[Block]) -> Vec<u8> {
    let mut builder = Builder::default();
    let schema = schema(&mut builder, columns);
    let values: Vec<i64> = blocks.iter().flat_map(|block| [block.offset, block.head, block.body]).collect();
    let batches = builder.longs(blocks.len(), &values);
    let dictionaries = builder.longs(0, &[]);
    let root = builder.table(&[(1, Value::At(schema)), (2, Value::At(dictionaries)), (3, Value::At(batches)), (0, VERSION)]);
    builder.finish(root)
}

/// The body of a batch, and where its buffers lie in it.
#[derive(Default)]
struct Body {
    bytes: Vec<u8>,
    buffers: Vec<i64>,
}

impl Body {
    /// Adds a buffer, at a multiple of 64 bytes as the format recommends.
    fn add(&mut self, bytes: &[u8]) {
        self.buffers.extend([self.bytes.len() as i64, bytes.len() as i64]);
        self.bytes.extend(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(64), 0);
    }

    /// A bit for each row, the first one lowest.
    fn bits(&mut self, bits: impl Iterator<Item = bool>) {
        let mut bytes: Vec<u8> = Vec::new();
        for (at, bit) in bits.enumerate() {
            if at % 8 == 0 {
                bytes.push(0);
            }
            if let Some(last) = bytes.last_mut() {
                *last |= u8::from(bit) << (at % 8);
            }
        }
        self.add(&bytes);
    }
}

fn record_batch(columns: &[Column], rows: &[Vec<Cell>]) -> (Builder, Place, Vec<u8>) {
    let (mut body, mut nodes) = (Body::default(), Vec::new());
    for (at, column) in columns.iter().enumerate() {
        let cells = || rows.iter().map(move |row| &row[at]);
        let nulls = match column.kind {
            Type::Integer => fixed(&mut body, cells().map(|cell| whole(cell).map(i64::to_le_bytes))),
            Type::Number => fixed(&mut body, cells().map(|cell| number(cell).map(f64::to_le_bytes))),
            Type::Date => fixed(&mut body, cells().map(|cell| text(cell).and_then(days_since_1970).map(i32::to_le_bytes))),
            Type::Timestamp => fixed(&mut body, cells().map(|cell| text(cell).and_then(microseconds_since_1970).map(i64::to_le_bytes))),
            Type::Boolean => {
                let nulls = present(&mut body, cells().map(|cell| whole(cell).is_some()));
                body.bits(cells().map(|cell| whole(cell).is_some_and(|number| number != 0)));
                nulls
            }
            Type::Text => {
                let nulls = present(&mut body, cells().map(|cell| text(cell).is_some()));
                let (mut ends, mut words) = (vec![0; 4], Vec::new());
                for cell in cells() {
                    words.extend(text(cell).unwrap_or_default().as_bytes());
                    // A batch is far below the two gigabytes that these offsets reach.
                    ends.extend((words.len() as i32).to_le_bytes());
                }
                body.add(&ends);
                body.add(&words);
                nulls
            }
        };
        nodes.extend([rows.len() as i64, nulls]);
    }
    let mut builder = Builder::default();
    let (nodes, buffers) = (builder.longs(columns.len(), &nodes), builder.longs(body.buffers.len() / 2, &body.buffers));
    let header = builder.table(&[(0, Value::Long(rows.len() as i64)), (1, Value::At(nodes)), (2, Value::At(buffers))]);
    (builder, header, body.bytes)
}

/// Which rows have a value; gives the number of those without.
fn present(body: &mut Body, rows: impl Iterator<Item = bool> + Clone) -> i64 {
    body.bits(rows.clone());
    rows.filter(|has| !has).count() as i64
}

fn fixed<const N: usize>(body: &mut Body, values: impl Iterator<Item = Option<[u8; N]>> + Clone) -> i64 {
    let nulls = present(body, values.clone().map(|value| value.is_some()));
    let bytes: Vec<u8> = values.flat_map(|value| value.unwrap_or([0; N])).collect();
    body.add(&bytes);
    nulls
}
