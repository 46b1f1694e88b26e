//! `rapporteur stories`: stories, and how the reports of one hang together.

use crate::args::StoriesArgs;
use crate::commands::ask;
use crate::{ExitStatus, table};
use rapporteur_store::{Cell, Copy, Fate, Store, Subject, Table};

/// Lists stories, or shows one.
pub fn run(args: StoriesArgs) -> anyhow::Result<ExitStatus> {
    let Some(story) = args.story else { return ask::run(Subject::Stories, args.ask) };
    let copies = Store::open_to_read(&args.ask.store)?.lineage(story)?;
    let answer = if args.paragraphs { paragraphs(&copies) } else { lineage(&copies) };
    table::print(&answer, &args.ask.table)?;
    Ok(ExitStatus::Done)
}

fn maybe(words: Option<&str>) -> Cell {
    words.map_or(Cell::Null, |words| Cell::Text(words.to_owned()))
}

fn number(number: usize) -> Cell {
    Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A row a report: which it copies, how much it has from there.
fn lineage(copies: &[Copy]) -> Table {
    let columns = [
        "report",
        "published",
        "outlet",
        "title",
        "words",
        "copies",
        "shared_words",
        "kept",
        "changed",
        "added",
        "dropped",
        "is",
        "address",
    ];
    let rows = copies.iter().map(|copy| {
        let is = match (copy.earliest, copy.fullest) {
            (true, true) => Some("earliest, fullest"),
            (true, false) => Some("earliest"),
            (false, true) => Some("fullest"),
            (false, false) => None,
        };
        vec![
            Cell::Integer(copy.report),
            maybe(copy.published.as_deref()),
            maybe(copy.outlet.as_deref()),
            maybe(copy.title.as_deref()),
            number(copy.words),
            copy.copies.map_or(Cell::Null, Cell::Integer),
            number(copy.shared),
            number(copy.count(Fate::Kept)),
            number(copy.count(Fate::Changed)),
            number(copy.count(Fate::Added)),
            number(copy.count(Fate::Dropped)),
            maybe(is),
            maybe(Some(&copy.address)),
        ]
    });
    Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// A row a paragraph of a copy that is not as in what it copies.
fn paragraphs(copies: &[Copy]) -> Table {
    let columns = ["report", "outlet", "copies", "paragraph", "start", "end", "words", "before"];
    let mut rows = Vec::new();
    for copy in copies {
        for paragraph in copy.paragraphs.iter().filter(|paragraph| paragraph.fate != Fate::Kept) {
            rows.push(vec![
                Cell::Integer(copy.report),
                maybe(copy.outlet.as_deref()),
                copy.copies.map_or(Cell::Null, Cell::Integer),
                maybe(Some(paragraph.fate.as_str())),
                number(paragraph.span.start),
                number(paragraph.span.end),
                maybe(Some(&paragraph.text)),
                maybe(paragraph.before.as_deref()),
            ]);
        }
    }
    Table { columns: columns.map(str::to_owned).to_vec(), rows }
}
