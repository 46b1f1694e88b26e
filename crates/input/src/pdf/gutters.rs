//! Gutters: white space between columns, and the band of rows that it runs through.

use super::columns::{MAX_GAPS, NARROWEST, median};
use super::words::Word;

/// A free stretch from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gap {
    pub x0: f32,
    pub x1: f32,
}

impl Gap {
    pub(super) fn width(self) -> f32 {
        self.x1 - self.x0
    }

    pub(super) fn and(self, other: Gap) -> Gap {
        Gap { x0: self.x0.max(other.x0), x1: self.x1.min(other.x1) }
    }
}

/// A row with what the search for gutters asks of it.
pub(super) struct Row {
    pub words: Vec<usize>,
    /// Free stretches, those at the edges of the region among them.
    pub gaps: Vec<Gap>,
    pub x0: f32,
    pub x1: f32,
    pub top: f32,
    pub bottom: f32,
    pub size: f32,
}

pub(super) fn row(words: &[Word], among: Vec<usize>, left: f32, right: f32) -> Row {
    let mut order = among.clone();
    order.sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
    let mut gaps = Vec::new();
    let mut end = left;
    for &word in &order {
        if words[word].x0 > end {
            gaps.push(Gap { x0: end, x1: words[word].x0 });
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
    let over = |f: fn(&Word) -> f32, pick: fn(f32, f32) -> f32, from: f32| among.iter().fold(from, |sum, &word| pick(sum, f(&words[word])));
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

/// A run of rows with a gutter through all of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    pub first: usize,
    pub last: usize,
    pub gutter: Gap,
}

/// How many lines with words on both sides make a gutter of this width (in ems) believable.
pub(super) fn needed(width: f32) -> usize {
    match width {
        w if w >= 2.0 => 2,
        w if w >= 1.2 => 3,
        w if w >= 0.8 => 4,
        w if w >= 0.5 => 6,
        _ => 9,
    }
}

/// Lines of a row that lie wholly left or right of `x`; the smaller number of the two sides.
pub(super) fn both_sides(words: &[Word], row: &Row, gutter: Gap) -> usize {
    if row.x1 <= gutter.x0 || row.x0 >= gutter.x1 {
        return 0;
    }
    let middle = (gutter.x0 + gutter.x1) / 2.0;
    let lines = |left: bool| {
        let mut heights: Vec<f32> =
            row.words.iter().map(|&word| &words[word]).filter(|word| (word.x0 < middle) == left).map(|word| word.y).collect();
        heights.sort_by(f32::total_cmp);
        heights.dedup_by(|a, b| (*a - *b).abs() < row.size * 0.5);
        heights.len()
    };
    lines(true).min(lines(false))
}

/// The band with the best gutter: many lines, wide.
pub(super) fn best_band(words: &[Word], rows: &[Row], em: f32, left: f32, right: f32) -> Option<Band> {
    let least = NARROWEST * em;
    let mut best: Option<(f32, Band)> = None;
    for first in 0..rows.len() {
        let mut open: Vec<(Gap, usize)> =
            rows[first].gaps.iter().filter(|gap| gap.width() >= least).map(|&gap| (gap, both_sides(words, &rows[first], gap))).collect();
        for (last, row) in rows.iter().enumerate().skip(first) {
            if last > first {
                open = narrowed(words, &open, row, least);
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
                    best = Some((score, Band { first, last, gutter: gap }));
                }
            }
        }
    }
    let (_, band) = best?;
    trim(words, rows, widen(words, rows, band, em), em)
}

/// What a row leaves of open gutters, with the lines counted so far. Both lists run from left to
/// right, so that one pass over them is enough.
fn narrowed(words: &[Word], open: &[(Gap, usize)], row: &Row, least: f32) -> Vec<(Gap, usize)> {
    let mut next = Vec::new();
    let (mut at, mut free) = (0, 0);
    while at < open.len() && free < row.gaps.len() && next.len() < MAX_GAPS {
        let (gap, lines) = open[at];
        let both = gap.and(row.gaps[free]);
        if both.width() >= least {
            next.push((both, lines + both_sides(words, row, both)));
        }
        if gap.x1 < row.gaps[free].x1 {
            at += 1;
        } else {
            free += 1;
        }
    }
    next
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
    let size = median(rows[band.first..=band.last].iter().map(|row| row.size).collect());
    let joins = |row: &Row, gutter: Gap| {
        let own = own(row, gutter)?;
        let both = gutter.and(own);
        if both.width() < NARROWEST * em {
            return None;
        }
        if both_sides(words, row, both) == 0 {
            return Some(both);
        }
        let blanks = median(row.gaps.iter().filter(|gap| gap.x0 > row.x0 && gap.x1 < row.x1).map(|gap| gap.width()).collect());
        let large = row.size > size * 1.15;
        let wide = own.width() >= if large { row.size.max(typical) } else { (typical * 0.6).min(blanks.max(em * 0.25) * 2.0) };
        wide.then_some(both)
    };
    while band.first > 0
        && let Some(gutter) = joins(&rows[band.first - 1], band.gutter)
    {
        band = Band { first: band.first - 1, gutter, ..band };
    }
    while band.last + 1 < rows.len()
        && let Some(gutter) = joins(&rows[band.last + 1], band.gutter)
    {
        band = Band { last: band.last + 1, gutter, ..band };
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
    let leading = median(rows[band.first..=band.last].windows(2).map(|pair| pair[1].bottom - pair[0].bottom).collect()).max(em);
    let one_sided = |row: &Row| both_sides(words, row, band.gutter) == 0;
    let top = (band.first..=band.last).take_while(|&at| one_sided(&rows[at])).count();
    let (mut kept, mut at) = (0, band.first + top);
    // A column that begins higher than its neighbour runs on without a gap and is more than a line or two.
    while at > band.first && rows[at].top - rows[at - 1].bottom < leading * 0.9 && (rows[at].size - rows[at - 1].size).abs() < em * 0.1 {
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

/// Ends a band above a heading across the columns in the middle of it. A heading of the left
/// column has lines of the right one beside it; where it happens to fall between two of them,
/// their distance is one that comes again.
pub(super) fn above_heading(words: &[Word], rows: &[Row], band: Band, em: f32) -> Band {
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
        bottom = if bottom == f32::MAX { end } else { bottom.max(end) };
    }
    let mut widths: Vec<f32> = gaps.iter().map(|gap| gap.0).collect();
    widths.sort_by(|a, b| b.total_cmp(a));
    let usual = widths.get(1).copied().unwrap_or(0.0);
    let heading = (band.first + 1..band.last).find(|&at| {
        let row = &rows[at];
        row.size > em * 1.15
            && row.x1 <= band.gutter.x0
            && gaps.iter().any(|&(gap, from)| from <= row.top && from + gap >= row.bottom && gap > 1.4 * usual)
            && rows[band.first..at].iter().any(both)
            && rows[at + 1..=band.last].iter().any(both)
    });
    heading.map_or(band, |at| Band { last: at - 1, ..band })
}
