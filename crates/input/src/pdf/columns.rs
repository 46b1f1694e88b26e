//! The words of a page → regions in reading order: columns, and what runs across them.
//!
//! A cut by white space (the recursive XY-cut of Nagy and Seth, 1984) with one change: a gutter
//! needs to run through a *band* of the page only, so that titles, pictures and tables that span
//! the columns stand above, between and below bands. A gutter is white space that the lines of a
//! band leave free at the same place; the narrower it is, the more lines must agree, since in
//! justified text three or four blanks stand above each other by chance.

use super::gutters::{Gap, Row, above_heading, best_band, both_sides, needed, row};
use super::words::Word;

/// A part of a page that is read from top to bottom.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// Its words, as indexes.
    pub words: Vec<usize>,
    /// It is a table: each row is read across.
    pub table: bool,
}

/// The narrowest gutter, in ems of the text.
pub(super) const NARROWEST: f32 = 0.3;
/// More rows or columns than a page of print has: such a page is read straight down.
const MAX_ROWS: usize = 160;
/// Free stretches of a row that are looked at.
pub(super) const MAX_GAPS: usize = 24;
/// Cuts inside cuts.
const MAX_DEPTH: usize = 24;

/// The regions of a page in the order in which they are read.
pub(super) fn regions(words: &[Word]) -> Vec<Region> {
    let mut regions = Vec::new();
    cut(words, (0..words.len()).collect(), 0, &mut regions);
    regions
}

/// Words that share height, from the top down: rows that some white space parts all across.
pub(super) fn rows(words: &[Word]) -> Vec<Vec<usize>> {
    rows_of(words, (0..words.len()).collect())
}

fn rows_of(words: &[Word], mut among: Vec<usize>) -> Vec<Vec<usize>> {
    among.sort_by(|&a, &b| words[a].top().total_cmp(&words[b].top()).then(words[a].x0.total_cmp(&words[b].x0)));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut bottom = f32::MIN;
    for word in among {
        match rows.last_mut() {
            Some(row) if words[word].top() < bottom => row.push(word),
            _ => rows.push(vec![word]),
        }
        bottom = bottom.max(words[word].bottom());
    }
    rows
}

/// The median, 0 of nothing.
pub(super) fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn cut(words: &[Word], among: Vec<usize>, depth: usize, regions: &mut Vec<Region>) {
    if among.is_empty() {
        return;
    }
    let parts = rows_of(words, among);
    if depth >= MAX_DEPTH || !(2..=MAX_ROWS).contains(&parts.len()) {
        regions.push(Region { words: parts.into_iter().flatten().collect(), table: false });
        return;
    }
    let left = parts.iter().flatten().fold(f32::MAX, |x, &word| x.min(words[word].x0));
    let right = parts.iter().flatten().fold(f32::MIN, |x, &word| x.max(words[word].x1));
    let rows: Vec<Row> = parts.into_iter().map(|part| row(words, part, left, right)).collect();
    let em = median(rows.iter().flat_map(|row| row.words.iter().map(|&word| words[word].size)).collect());
    let Some(band) = best_band(words, &rows, em, left, right) else {
        regions.push(Region { words: rows.into_iter().flat_map(|row| row.words).collect(), table: false });
        return;
    };
    let band = above_heading(words, &rows, band, em);
    let inside = &rows[band.first..=band.last];
    if let Some((first, last)) = table_inside(words, inside, band.gutter, em, left, right) {
        let (first, last) = (band.first + first, band.first + last);
        let mut rows = rows;
        let below: Vec<usize> = rows.drain(last + 1..).flat_map(|row| row.words).collect();
        let table: Vec<usize> = rows.drain(first..).flat_map(|row| row.words).collect();
        let above: Vec<usize> = rows.into_iter().flat_map(|row| row.words).collect();
        cut(words, above, depth + 1, regions);
        regions.push(Region { words: table, table: true });
        cut(words, below, depth + 1, regions);
        return;
    }
    let columns = columns(words, &rows[band.first..=band.last], band.gutter, em, left, right);
    let mut rows = rows;
    let below: Vec<usize> = rows.drain(band.last + 1..).flat_map(|row| row.words).collect();
    let inside: Vec<usize> = rows.drain(band.first..).flat_map(|row| row.words).collect();
    let above: Vec<usize> = rows.into_iter().flat_map(|row| row.words).collect();
    cut(words, above, depth + 1, regions);
    if is_prose(words, &columns) {
        for column in columns {
            cut(words, column, depth + 1, regions);
        }
    } else {
        regions.push(Region { words: inside, table: true });
    }
    cut(words, below, depth + 1, regions);
}

/// The words of a band, column by column, cut at every gutter that runs through all of it.
fn columns(words: &[Word], rows: &[Row], gutter: Gap, em: f32, left: f32, right: f32) -> Vec<Vec<usize>> {
    let mut common = vec![Gap { x0: left, x1: right }];
    for row in rows {
        let mut next = Vec::new();
        for gap in &common {
            for free in &row.gaps {
                let both = gap.and(*free);
                if both.width() >= NARROWEST * em && next.len() < MAX_GAPS {
                    next.push(both);
                }
            }
        }
        common = next;
    }
    let mut cuts: Vec<f32> = common
        .into_iter()
        .filter(|gap| gap.x0 > left && gap.x1 < right)
        .filter(|&gap| rows.iter().map(|row| both_sides(words, row, gap)).sum::<usize>() >= needed(gap.width() / em))
        .map(|gap| (gap.x0 + gap.x1) / 2.0)
        .collect();
    if cuts.is_empty() {
        cuts.push((gutter.x0 + gutter.x1) / 2.0);
    }
    cuts.sort_by(f32::total_cmp);
    let mut columns = vec![Vec::new(); cuts.len() + 1];
    for row in rows {
        for &word in &row.words {
            let place = cuts.iter().take_while(|&&x| words[word].x0 >= x).count();
            columns[place].push(word);
        }
    }
    columns.retain(|column| !column.is_empty());
    columns
}

/// Rows of a band that are a table across its columns: at least two, of more and shorter cells
/// than the band has columns. The blanks of a table may well lie over the gutter.
fn table_inside(words: &[Word], rows: &[Row], gutter: Gap, em: f32, left: f32, right: f32) -> Option<(usize, usize)> {
    let cells = columns(words, rows, gutter, em, left, right).len();
    let is_table = |row: &Row| {
        let mut order = row.words.clone();
        order.sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
        let (mut found, mut length, mut end) = (1, 0, f32::MAX);
        for word in order {
            if words[word].x0 - end > 1.4 * em {
                found += 1;
                length = 0;
            }
            length += 1;
            end = words[word].x1;
            if length > 5 {
                return false;
            }
        }
        found > cells.max(2)
    };
    let mut first = 0;
    while first < rows.len() {
        let length = rows[first..].iter().take_while(|row| is_table(row)).count();
        if length >= 2 && length < rows.len() {
            return Some((first, first + length - 1));
        }
        first += length.max(1);
    }
    None
}

/// Whether columns hold running text, which is read down; else they are a table, read across.
fn is_prose(words: &[Word], columns: &[Vec<usize>]) -> bool {
    let mut prose = 0;
    for column in columns {
        let rows = rows_of(words, column.clone());
        let left = column.iter().fold(f32::MAX, |x, &word| x.min(words[word].x0));
        let right = column.iter().fold(f32::MIN, |x, &word| x.max(words[word].x1));
        let letters: usize = column.iter().map(|&word| words[word].text.chars().count() + 1).sum();
        let filled = rows.iter().filter(|row| {
            let end = row.iter().fold(f32::MIN, |x, &word| x.max(words[word].x1));
            let start = row.iter().fold(f32::MAX, |x, &word| x.min(words[word].x0));
            end - start > 0.7 * (right - left)
        });
        let text = letters as f32 / rows.len().max(1) as f32;
        if rows.len() >= 3 && text >= 15.0 && filled.count() * 2 >= rows.len() {
            prose += 1;
        }
    }
    prose * 2 >= columns.len() && prose > 0 && (columns.len() > 2 || prose == 2 || columns.iter().all(|column| column.len() > 12))
}
