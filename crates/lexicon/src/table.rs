//! One TSV file of knowledge: `#` lines on top, a header row, then rows.

/// What is wrong with a knowledge file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}\n  --> {file}:{line}:{column}{}", help.as_ref().map(|h| format!("\n  help: {h}")).unwrap_or_default())]
#[non_exhaustive]
pub struct Error {
    /// What was seen.
    pub message: String,
    /// The file, as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column of the table, from 1.
    pub column: usize,
    /// What to do.
    pub help: Option<String>,
}

/// A knowledge file with its columns.
#[derive(Clone, Debug)]
pub struct Table<'t> {
    file: String,
    columns: Vec<&'t str>,
    rows: Vec<(usize, Vec<&'t str>)>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a, 't> {
    table: &'a Table<'t>,
    line: usize,
    cells: &'a [&'t str],
}

impl<'t> Table<'t> {
    /// Reads `text`, whose header must name exactly `columns`, in that order.
    ///
    /// Lines that begin with `#` and empty lines are skipped. Cells are trimmed; an empty cell is
    /// a value. A cell that is wrapped in quotation marks by a spreadsheet is not unwrapped.
    ///
    /// # Errors
    /// When the header differs or a row has another number of cells.
    pub fn parse(file: &str, text: &'t str, columns: &[&str]) -> Result<Self, Error> {
        let mut lines = text
            .trim_start_matches('\u{feff}')
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line))
            .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let error = |line, column, message: String, help: Option<String>| Error { message, file: file.to_owned(), line, column, help };
        let wanted = columns.join(", ");
        let Some((line, header)) = lines.next() else {
            return Err(error(1, 1, "the file has no header row".into(), Some(format!("its columns are {wanted}"))));
        };
        let header: Vec<&str> = header.split('\t').map(str::trim).collect();
        if header != columns {
            let column = header.iter().zip(columns).take_while(|(a, b)| a == b).count() + 1;
            return Err(error(
                line,
                column,
                format!("the header is `{}`", header.join(", ")),
                Some(format!("the columns are {wanted}, apart by tabs")),
            ));
        }
        let mut rows = Vec::new();
        for (line, row) in lines {
            let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
            if cells.len() != columns.len() {
                return Err(error(
                    line,
                    cells.len().min(columns.len()),
                    format!("the row has {} cells, not {}", cells.len(), columns.len()),
                    Some("cells are apart by single tabs; leave an unused one empty".into()),
                ));
            }
            rows.push((line, cells));
        }
        Ok(Self { file: file.to_owned(), columns: header, rows })
    }

    /// Its rows, top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_, 't>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl<'t> Row<'_, 't> {
    /// The cell of the column `name`.
    ///
    /// # Panics
    /// When the table has no such column: its reader named the columns.
    pub fn get(&self, name: &str) -> &'t str {
        self.cells[self.column(name)]
    }

    /// The cell's parts, apart by `|`; none for an empty cell.
    pub fn list(&self, name: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.get(name).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// An error about the cell of the column `name`.
    pub fn error(&self, name: &str, message: impl Into<String>) -> Error {
        Error { message: message.into(), file: self.table.file.clone(), line: self.line, column: self.column(name) + 1, help: None }
    }

    fn column(&self, name: &str) -> usize {
        self.table.columns.iter().position(|&column| column == name).expect("a reader asks for its own columns")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_under_their_columns() {
        let table = Table::parse("a.tsv", "# origin: ours\nword\tforms\nsay\tsays | said\n", &["word", "forms"]).unwrap();
        let row = table.rows().next().unwrap();
        assert_eq!(row.get("word"), "say");
        assert_eq!(row.list("forms").collect::<Vec<_>>(), ["says", "said"]);
        assert_eq!(row.error("forms", "no").to_string(), "no\n  --> a.tsv:3:2");
    }

    #[test]
    fn a_row_with_too_few_cells_is_an_error_with_its_place() {
        let error = Table::parse("a.tsv", "word\tforms\nsay\n", &["word", "forms"]).unwrap_err();
        assert_eq!((error.line, error.column), (2, 1));
        let error = Table::parse("a.tsv", "word\tform\n", &["word", "forms"]).unwrap_err();
        assert_eq!((error.line, error.column), (1, 2));
    }
}
