//! Parquet by its low-level interface, a column at a time: the tables are flat, and the Arrow way would be four
//! times the build.

use super::{Column, RowSource, Type, batch, days_since_1970, microseconds_since_1970};
use crate::export::error::Error;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type as Schema;
use rapporteur_store::Cell;
use std::io::Write;
use std::sync::Arc;

pub fn write(columns: &[Column], rows: &mut RowSource<'_>, out: &mut dyn Write) -> Result<u64, Error> {
    let fields = columns.iter().map(|column| field(column).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
    let schema = Arc::new(Schema::group_type_builder("schema").with_fields(fields).build()?);
    // What the columns mean travels with them, as pandas and DuckDB show it.
    let about = columns.iter().map(|column| KeyValue::new(format!("about.{}", column.name), column.about.to_string())).collect();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("rapporteur ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(about))
        .build();
    // The writer wants a place that may go to another thread: each batch goes through memory.
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut count = 0;
    while let Some(batch) = batch(rows)? {
        let mut group = writer.next_row_group()?;
        for (at, column) in columns.iter().enumerate() {
            write_column(&mut group, column.kind, batch.iter().map(|row| &row[at]))?;
        }
        group.close()?;
        out.write_all(&std::mem::take(writer.inner_mut()))?;
        count += batch.len() as u64;
    }
    out.write_all(&writer.into_inner()?)?;
    Ok(count)
}

fn field(column: &Column) -> Result<Schema, Error> {
    let (physical, logical) = match column.kind {
        Type::Integer => (Physical::INT64, None),
        Type::Number => (Physical::DOUBLE, None),
        Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Date => (Physical::INT32, Some(LogicalType::Date)),
        Type::Timestamp => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        Type::Boolean => (Physical::BOOLEAN, None),
    };
    let builder = Schema::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    Ok(builder.with_logical_type(logical).build()?)
}

fn write_column<'c>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    kind: Type,
    cells: impl Iterator<Item = &'c Cell>,
) -> Result<(), Error> {
    match kind {
        Type::Integer => write_values::<Int64Type>(group, cells, whole),
        Type::Number => write_values::<DoubleType>(group, cells, number),
        Type::Text => write_values::<ByteArrayType>(group, cells, |cell| text(cell).map(|text| ByteArray::from(text.as_bytes().to_vec()))),
        Type::Date => write_values::<Int32Type>(group, cells, |cell| text(cell).and_then(days_since_1970)),
        Type::Timestamp => write_values::<Int64Type>(group, cells, |cell| text(cell).and_then(microseconds_since_1970)),
        Type::Boolean => write_values::<BoolType>(group, cells, |cell| whole(cell).map(|number| number != 0)),
    }
}

/// The values that are there, and for each row whether it has one.
fn write_values<'c, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    cells: impl Iterator<Item = &'c Cell>,
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<(), Error> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        let found = value(cell);
        levels.push(i16::from(found.is_some()));
        values.extend(found);
    }
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

pub(super) fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

pub(super) fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        _ => None,
    }
}

pub(super) fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Real(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::export::table::tests::written;
    use crate::export::table::{TableFormat, TableOptions};
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn what_is_written_is_read_back_with_its_types() {
        let bytes: parquet::data_type::ByteArray = written(TableFormat::Parquet, TableOptions::default()).into();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        std::fs::write(&path, bytes.data()).unwrap();
        let reader = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
        let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[0].contains("said_on: 2031-05-06") && rows[0].contains("current: true"), "{}", rows[0]);
        assert!(rows[1].contains("score: null") && rows[1].contains("said_on: null"), "{}", rows[1]);
        assert!(rows[2].contains("id: -3") && rows[2].contains("said_on: 1969-12-31"), "{}", rows[2]);
        let about = reader.metadata().file_metadata().key_value_metadata().unwrap();
        assert!(about.iter().any(|pair| pair.key == "about.score" && pair.value.as_deref() == Some("What it is, in words.")));
    }
}
