//! Words with what stands around them.

use super::Subject;
use crate::{Cell, Error, Store, Table};
use rapporteur_record::{ByteSpan, Offsets, Span};
use std::time::{Duration, Instant};

/// Characters that are shown before the words and after them at most.
const AROUND: usize = 240;

impl Store {
    /// The same rows with a column `context`: the words of each in their paragraph, between » and «.
    pub(crate) fn with_context(&mut self, subject: Subject, mut answer: Table, limit: Duration) -> Result<Table, Error> {
        let end = Instant::now() + limit;
        let (table, words) = match subject {
            Subject::Statements | Subject::Quotes => ("statements", "content"),
            Subject::Events => ("events", "evidence"),
            Subject::Positions => ("positions", "words"),
            Subject::Actors | Subject::Stories => return Ok(answer),
        };
        let place = |name: &str| answer.columns.iter().position(|column| column == name);
        let (Some(id), Some(words)) = (place("id"), place(words)) else { return Ok(answer) };
        let sql = format!("SELECT f.report, f.\"start\", f.\"end\" FROM {table} f WHERE f.id = ?1");
        let mut look = self.connection.prepare_cached(&sql)?;
        let mut text = self.connection.prepare_cached("SELECT text FROM reports WHERE id = ?1")?;
        let mut last: (i64, String) = (0, String::new());
        for row in &mut answer.rows {
            if Instant::now() > end {
                return Err(Error::Query(format!("the words took longer than {} s\n  help: narrow the question", limit.as_secs())));
            }
            let (Cell::Integer(number), Cell::Text(words)) = (&row[id], &row[words]) else {
                row.push(Cell::Null);
                continue;
            };
            let (report, from, to): (i64, i64, i64) = look.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            if last.0 != report {
                last = (report, text.query_row([report], |row| row.get(0))?);
            }
            let span = Span { start: usize::try_from(from).unwrap_or(0), end: usize::try_from(to).unwrap_or(0) };
            row.push(around(&last.1, span, words).map_or(Cell::Null, Cell::Text));
        }
        answer.columns.push("context".to_owned());
        Ok(answer)
    }
}

/// Words that stand in a stretch of a text, in their paragraph. Pieces that are apart there are apart by " … " in
/// `words`; what stands between them is shown with them.
pub(crate) fn around(text: &str, within: Span, words: &str) -> Option<String> {
    let window = Offsets::new(text).bytes(within)?;
    Some(shown(text, exactly(text, window, words).unwrap_or(window)))
}

/// Where the words stand.
fn exactly(text: &str, window: ByteSpan, words: &str) -> Option<ByteSpan> {
    let mut pieces = words.split(" … ");
    let start = window.start + window.of(text).find(pieces.next()?)?;
    let mut end = start + words.split(" … ").next()?.len();
    for piece in pieces {
        end += text.get(end..window.end)?.find(piece)? + piece.len();
    }
    Some(ByteSpan::new(start, end))
}

fn shown(text: &str, words: ByteSpan) -> String {
    let paragraph = text[..words.start].rfind("\n\n").map_or(0, |at| at + 2);
    let last = text[words.end..].find("\n\n").map_or(text.len(), |at| words.end + at);
    let from = text[paragraph..words.start].char_indices().rev().take(AROUND).last().map_or(words.start, |(at, _)| paragraph + at);
    let to = text[words.end..last].char_indices().nth(AROUND).map_or(last, |(at, _)| words.end + at);
    let cut = |whole: bool| if whole { "" } else { "…" };
    let whole =
        format!("{}{}»{}«{}{}", cut(from == paragraph), &text[from..words.start], words.of(text), &text[words.end..to], cut(to == last));
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_their_paragraph() {
        let text = "Another day.\n\nKarim said talks had failed. He\nleft.\n\nNo more.";
        assert_eq!(
            around(text, Span { start: 14, end: 41 }, "talks had failed").as_deref(),
            Some("Karim said »talks had failed«. He left.")
        );
        assert_eq!(around(text, Span { start: 14, end: 41 }, "Karim … failed").as_deref(), Some("»Karim said talks had failed«. He left."));
        let long = "word ".repeat(200);
        let found = around(&format!("{long}here {long}"), Span { start: 1000, end: 1004 }, "here").unwrap();
        assert!(found.starts_with('…') && found.ends_with('…') && found.contains("»here«") && found.chars().count() < 520, "{found}");
    }
}
