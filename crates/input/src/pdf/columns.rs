//! The words of a page → regions in reading order: columns, and what runs across them.
//!
//! A cut by white space (the recursive XY-cut of Nagy and Seth, 1984) with one change: a gutter
//! needs to run through a *band* of the page only, so that titles, pictures and tables that span
//! the columns stand above, between and below bands. A gutter is white space that the lines of a
//! band leave free at the same place; the narrower it is, the more lines must agree, since in
//! justified text three or four blanks stand above each other by chance.

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
const NARROWEST: f32 = 0.3;
/// More rows or columns than a page of print has: such a page is read straight down.
const MAX_ROWS: usize = 300;
/// Free stretches of a row that are looked at.
const MAX_GAPS: usize = 60;
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
    among.sort_by(|&a, &b| {
        words[a]
            .top()
            .total_cmp(&words[b].top())
            .then(words[a].x0.total_cmp(&words[b].x0))
    });
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

/// A free stretch from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Gap {
    x0: f32,
    x1: f32,
}

impl Gap {
    fn width(self) -> f32 {
        self.x1 - self.x0
    }

    fn and(self, other: Gap) -> Gap {
        Gap {
            x0: self.x0.max(other.x0),
            x1: self.x1.min(other.x1),
        }
    }
}

/// A row with what the search for gutters asks of it.
struct Row {
    words: Vec<usize>,
    /// Free stretches, those at the edges of the region among them.
    gaps: Vec<Gap>,
    x0: f32,
    x1: f32,
    top: f32,
    bottom: f32,
    size: f32,
}

fn row(words: &[Word], among: Vec<usize>, left: f32, right: f32) -> Row {
    let mut order = among.clone();
    order.sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
    let mut gaps = Vec::new();
    let mut end = left;
    for &word in &order {
        if words[word].x0 > end {
            gaps.push(Gap {
                x0: end,
                x1: words[word].x0,
            });
        }
        end = end.max(words[word].x1);
    }
    if right > end {
        gaps.push(Gap { x0: end, x1: right });
    }
    if gaps.len() > MAX_GAPS {
        gaps.sort_by(|a, b| b.width().total_cmp(&a.width()));
        gaps.truncate(MAX_GAPS);
        gaps.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    let over = |f: fn(&Word) -> f32, pick: fn(f32, f32) -> f32, from: f32| {
        among
            .iter()
            .fold(from, |sum, &word| pick(sum, f(&words[word])))
    };
    Row {
        gaps,
        x0: over(|word| word.x0, f32::min, f32::MAX),
        x1: over(|word| word.x1, f32::max, f32::MIN),
        top: over(Word::top, f32::min, f32::MAX),
        bottom: over(Word::bottom, f32::max, f32::MIN),
        size: median(among.iter().map(|&word| words[word].size).collect()),
        words: among,
    }
}

/// The median, 0 of nothing.
pub(super) fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// A run of rows with a gutter through all of them.
#[derive(Clone, Copy, Debug)]
struct Band {
    first: usize,
    last: usize,
    gutter: Gap,
}

fn cut(words: &[Word], among: Vec<usize>, depth: usize, regions: &mut Vec<Region>) {
    if among.is_empty() {
        return;
    }
    let parts = rows_of(words, among);
    if depth >= MAX_DEPTH || !(2..=MAX_ROWS).contains(&parts.len()) {
        regions.push(Region {
            words: parts.into_iter().flatten().collect(),
            table: false,
        });
        return;
    }
    let left = parts
        .iter()
        .flatten()
        .fold(f32::MAX, |x, &word| x.min(words[word].x0));
    let right = parts
        .iter()
        .flatten()
        .fold(f32::MIN, |x, &word| x.max(words[word].x1));
    let rows: Vec<Row> = parts
        .into_iter()
        .map(|part| row(words, part, left, right))
        .collect();
    let em = median(
        rows.iter()
            .flat_map(|row| row.words.iter().map(|&word| words[word].size))
            .collect(),
    );
    let Some(band) = best_band(words, &rows, em, left, right) else {
        regions.push(Region {
            words: rows.into_iter().flat_map(|row| row.words).collect(),
            table: false,
        });
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
        regions.push(Region {
            words: table,
            table: true,
        });
        cut(words, below, depth + 1, regions);
        return;
    }
    let columns = columns(
        words,
        &rows[band.first..=band.last],
        band.gutter,
        em,
        left,
        right,
    );
    let mut rows = rows;
    let below: Vec<usize> = rows
        .drain(band.last + 1..)
        .flat_map(|row| row.words)
        .collect();
    let inside: Vec<usize> = rows.drain(band.first..).flat_map(|row| row.words).collect();
    let above: Vec<usize> = rows.into_iter().flat_map(|row| row.words).collect();
    cut(words, above, depth + 1, regions);
    if is_prose(words, &columns) {
        for column in columns {
            cut(words, column, depth + 1, regions);
        }
    } else {
        regions.push(Region {
            words: inside,
            table: true,
        });
    }
    cut(words, below, depth + 1, regions);
}

/// How many lines with words on both sides make a gutter of this width (in ems) believable.
fn needed(width: f32) -> usize {
    match width {
        w if w >= 2.0 => 2,
        w if w >= 1.2 => 3,
        w if w >= 0.8 => 4,
        w if w >= 0.5 => 6,
        _ => 9,
    }
}

/// Lines of a row that lie wholly left or right of `x`; the smaller number of the two sides.
fn both_sides(words: &[Word], row: &Row, gutter: Gap) -> usize {
    if row.x1 <= gutter.x0 || row.x0 >= gutter.x1 {
        return 0;
    }
    let middle = (gutter.x0 + gutter.x1) / 2.0;
    let lines = |left: bool| {
        let mut heights: Vec<f32> = row
            .words
            .iter()
            .map(|&word| &words[word])
            .filter(|word| (word.x0 < middle) == left)
            .map(|word| word.y)
            .collect();
        heights.sort_by(f32::total_cmp);
        heights.dedup_by(|a, b| (*a - *b).abs() < row.size * 0.5);
        heights.len()
    };
    lines(true).min(lines(false))
}

/// The band with the best gutter: many lines, wide.
fn best_band(words: &[Word], rows: &[Row], em: f32, left: f32, right: f32) -> Option<Band> {
    let least = NARROWEST * em;
    let mut best: Option<(f32, Band)> = None;
    for first in 0..rows.len() {
        let mut open: Vec<(Gap, usize)> = rows[first]
            .gaps
            .iter()
            .filter(|gap| gap.width() >= least)
            .map(|&gap| (gap, both_sides(words, &rows[first], gap)))
            .collect();
        for last in first..rows.len() {
            if last > first {
                let row = &rows[last];
                let mut next: Vec<(Gap, usize)> = Vec::new();
                for &(gap, lines) in &open {
                    for &free in &row.gaps {
                        let both = gap.and(free);
                        if both.width() >= least && next.len() < MAX_GAPS {
                            next.push((both, lines + both_sides(words, row, both)));
                        }
                    }
                }
                open = next;
            }
            if open.is_empty() {
                break;
            }
            for &(gap, lines) in &open {
                let width = gap.width() / em;
                let inside = gap.x0 > left && gap.x1 < right;
                if !inside || lines < needed(width) {
                    continue;
                }
                let score = lines as f32 * (0.5 + width.min(2.0) / 2.0);
                if best.as_ref().is_none_or(|(most, _)| score > *most) {
                    best = Some((
                        score,
                        Band {
                            first,
                            last,
                            gutter: gap,
                        },
                    ));
                }
            }
        }
    }
    let (_, band) = best?;
    trim(words, rows, widen(words, rows, band, em), em)
}

/// Takes in rows above and below that leave the gutter free, if less wide, and look like rows of
/// the same columns.
fn widen(words: &[Word], rows: &[Row], mut band: Band, em: f32) -> Band {
    let typical = median(
        rows[band.first..=band.last]
            .iter()
            .filter(|row| both_sides(words, row, band.gutter) > 0)
            .filter_map(|row| own(row, band.gutter))
            .map(Gap::width)
            .collect(),
    );
    let size = median(
        rows[band.first..=band.last]
            .iter()
            .map(|row| row.size)
            .collect(),
    );
    let joins = |row: &Row, gutter: Gap| {
        let own = own(row, gutter)?;
        let both = gutter.and(own);
        if both.width() < NARROWEST * em {
            return None;
        }
        if both_sides(words, row, both) == 0 {
            return Some(both);
        }
        let blanks = median(
            row.gaps
                .iter()
                .filter(|gap| gap.x0 > row.x0 && gap.x1 < row.x1)
                .map(|gap| gap.width())
                .collect(),
        );
        let large = row.size > size * 1.15;
        let wide = own.width()
            >= if large {
                row.size.max(typical)
            } else {
                (typical * 0.6).min(blanks.max(em * 0.25) * 2.0)
            };
        wide.then_some(both)
    };
    while band.first > 0
        && let Some(gutter) = joins(&rows[band.first - 1], band.gutter)
    {
        band = Band {
            first: band.first - 1,
            gutter,
            ..band
        };
    }
    while band.last + 1 < rows.len()
        && let Some(gutter) = joins(&rows[band.last + 1], band.gutter)
    {
        band = Band {
            last: band.last + 1,
            gutter,
            ..band
        };
    }
    band
}

/// The free stretch of a row that holds most of the gutter.
fn own(row: &Row, gutter: Gap) -> Option<Gap> {
    row.gaps
        .iter()
        .copied()
        .filter(|gap| gap.and(gutter).width() > 0.0)
        .max_by(|a, b| a.and(gutter).width().total_cmp(&b.and(gutter).width()))
}

/// Leaves out rows at both ends that have words on one side only and stand apart: a byline above
/// the left column, a page number under it.
fn trim(words: &[Word], rows: &[Row], mut band: Band, em: f32) -> Option<Band> {
    let leading = median(
        rows[band.first..=band.last]
            .windows(2)
            .map(|pair| pair[1].bottom - pair[0].bottom)
            .collect(),
    )
    .max(em);
    let one_sided = |row: &Row| both_sides(words, row, band.gutter) == 0;
    let top = (band.first..=band.last)
        .take_while(|&at| one_sided(&rows[at]))
        .count();
    let (mut kept, mut at) = (0, band.first + top);
    // A column that begins higher than its neighbour runs on without a gap and is more than a line or two.
    while at > band.first
        && rows[at].top - rows[at - 1].bottom < leading * 0.9
        && (rows[at].size - rows[at - 1].size).abs() < em * 0.1
    {
        kept += 1;
        at -= 1;
    }
    band.first += if kept >= 3 { top - kept } else { top };
    let mut last = band.first;
    for at in band.first..=band.last {
        let gap = rows[at].top - rows[last].bottom;
        if !one_sided(&rows[at]) || gap < leading * 1.3 {
            last = at;
        } else {
            break;
        }
    }
    // What follows a wide gap may be two-sided again: then the band goes on.
    let resumes = (last..=band.last).rev().find(|&at| !one_sided(&rows[at]));
    band.last = resumes.map_or(last, |at| at.max(last));
    (band.first <= band.last).then_some(band)
}

/// The words of a band, column by column, cut at every gutter that runs through all of it.
fn columns(
    words: &[Word],
    rows: &[Row],
    gutter: Gap,
    em: f32,
    left: f32,
    right: f32,
) -> Vec<Vec<usize>> {
    let mut common = vec![Gap {
        x0: left,
        x1: right,
    }];
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
        .filter(|&gap| {
            rows.iter()
                .map(|row| both_sides(words, row, gap))
                .sum::<usize>()
                >= needed(gap.width() / em)
        })
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

/// Ends a band above a heading across the columns in the middle of it. A heading of the left
/// column has lines of the right one beside it; where it happens to fall between two of them,
/// their distance is one that comes again.
fn above_heading(words: &[Word], rows: &[Row], band: Band, em: f32) -> Band {
    let both = |row: &Row| both_sides(words, row, band.gutter) > 0;
    let mut edges: Vec<(f32, f32)> = rows[band.first..=band.last]
        .iter()
        .flat_map(|row| row.words.iter().map(|&word| &words[word]))
        .filter(|word| word.x0 >= band.gutter.x1)
        .map(|word| (word.top(), word.bottom()))
        .collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut gaps: Vec<(f32, f32)> = Vec::new();
    let mut bottom = f32::MAX;
    for (top, end) in edges {
        if top > bottom {
            gaps.push((top - bottom, bottom));
        }
        bottom = if bottom == f32::MAX {
            end
        } else {
            bottom.max(end)
        };
    }
    let mut widths: Vec<f32> = gaps.iter().map(|gap| gap.0).collect();
    widths.sort_by(|a, b| b.total_cmp(a));
    let usual = widths.get(1).copied().unwrap_or(0.0);
    let heading = (band.first + 1..band.last).find(|&at| {
        let row = &rows[at];
        row.size > em * 1.15
            && row.x1 <= band.gutter.x0
            && gaps.iter().any(|&(gap, from)| {
                from <= row.top && from + gap >= row.bottom && gap > 1.4 * usual
            })
            && rows[band.first..at].iter().any(both)
            && rows[at + 1..=band.last].iter().any(both)
    });
    heading.map_or(band, |at| Band {
        last: at - 1,
        ..band
    })
}

/// Rows of a band that are a table across its columns: at least two, of more and shorter cells
/// than the band has columns. The blanks of a table may well lie over the gutter.
fn table_inside(
    words: &[Word],
    rows: &[Row],
    gutter: Gap,
    em: f32,
    left: f32,
    right: f32,
) -> Option<(usize, usize)> {
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
        let left = column
            .iter()
            .fold(f32::MAX, |x, &word| x.min(words[word].x0));
        let right = column
            .iter()
            .fold(f32::MIN, |x, &word| x.max(words[word].x1));
        let letters: usize = column
            .iter()
            .map(|&word| words[word].text.chars().count() + 1)
            .sum();
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
    prose * 2 >= columns.len()
        && prose > 0
        && (columns.len() > 2 || prose == 2 || columns.iter().all(|column| column.len() > 12))
}
