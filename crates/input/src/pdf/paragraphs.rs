//! The words of a region → lines → paragraphs.

use super::columns::median;
use super::words::{Word, reverse_runs};

/// A printed line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its words in the order of reading.
    pub words: Vec<String>,
    /// Left end, in points.
    pub x0: f32,
    /// Right end, in points.
    pub x1: f32,
    /// Its base line, in points from the top.
    pub y: f32,
    /// The size of most of its letters, in points.
    pub size: f32,
    /// Width of its first word, in points.
    pub first: f32,
}

impl Line {
    /// Letters, blanks included.
    pub(super) fn letters(&self) -> usize {
        self.words.iter().map(|word| word.chars().count() + 1).sum()
    }
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// Its lines, at least one.
    pub lines: Vec<Line>,
    /// The size of its type in points.
    pub size: f32,
    /// Its first line is set in from the edge of the column.
    pub indented: bool,
    /// Its last line leaves no room for another word.
    pub full: bool,
    /// Its last line is set out to the edge as the lines of justified text are but for the last.
    pub set_out: bool,
    /// It is the first, and the last, of its region.
    pub first: bool,
    /// See `first`.
    pub last: bool,
    /// It is a row of a table: cells are parted by tabs.
    pub row: bool,
}

/// The lines of a region, from the top.
pub(super) fn lines(words: &[Word], among: &[usize]) -> Vec<Line> {
    let (among, caps) = drop_caps(words, among);
    let mut order = among;
    order.sort_by(|&a, &b| words[a].y.total_cmp(&words[b].y).then(words[a].x0.total_cmp(&words[b].x0)));
    let mut sets: Vec<(Vec<usize>, f32, f32)> = Vec::new();
    for at in order {
        let word = &words[at];
        let (top, bottom) = (word.y - word.size * 0.7, word.y + word.size * 0.2);
        let home = sets.iter_mut().rev().take(3).find(|(_, y, size)| {
            let shared = (y + size * 0.2).min(bottom) - (y - size * 0.7).max(top);
            (*y - word.y).abs() < 0.15 * size.min(word.size) || shared > 0.5 * size.min(word.size)
        });
        match home {
            Some((set, y, size)) => {
                set.push(at);
                // A raised sign does not carry the line; its largest words do.
                if word.size > *size {
                    (*y, *size) = (word.y, word.size);
                }
            }
            None => sets.push((vec![at], word.y, word.size)),
        }
    }
    sets.sort_by(|a, b| a.1.total_cmp(&b.1));
    sets.into_iter().map(|(set, y, _)| line(words, set, y, &caps)).collect()
}

fn line(words: &[Word], mut set: Vec<usize>, y: f32, caps: &[(usize, usize)]) -> Line {
    set.sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
    let x0 = set.iter().fold(f32::MAX, |x, &at| x.min(words[at].x0));
    let x1 = set.iter().fold(f32::MIN, |x, &at| x.max(words[at].x1));
    let mut sizes: Vec<f32> = set.iter().flat_map(|&at| std::iter::repeat_n(words[at].size, words[at].text.len().min(64))).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(1.0);
    let leftward = set.iter().filter(|&&at| words[at].leftward).count() * 2 > set.len();
    if leftward {
        set.reverse();
        reverse_runs(&mut set, |&at| !words[at].leftward);
    }
    let first = set.first().map_or(0.0, |&at| words[at].x1 - words[at].x0);
    let mut texts: Vec<String> = spaced(words, &set).unwrap_or_else(|| set.iter().map(|&at| words[at].text.clone()).collect());
    for &(cap, target) in caps {
        if set.first() == Some(&target)
            && let Some(first) = texts.first_mut()
        {
            // "A" and "I" are words; other letters begin one.
            let blank = if matches!(words[cap].text.as_str(), "A" | "I") { " " } else { "" };
            *first = format!("{}{blank}{first}", words[cap].text);
        }
    }
    Line { words: texts, x0, x1, y, size, first }
}

/// The words of a line whose letters are all set apart ("N E W S"), `None` for other lines.
fn spaced(words: &[Word], set: &[usize]) -> Option<Vec<String>> {
    let single = set.iter().filter(|&&at| words[at].text.chars().count() == 1).count();
    if set.len() < 5 || single * 10 < set.len() * 8 {
        return None;
    }
    let gaps: Vec<f32> = set.windows(2).map(|pair| words[pair[1]].x0 - words[pair[0]].x1).collect();
    let blank = median(gaps.clone()) * 1.6;
    let mut texts = vec![words[set[0]].text.clone()];
    for (&at, gap) in set[1..].iter().zip(gaps) {
        match texts.last_mut() {
            Some(text) if gap < blank => text.push_str(&words[at].text),
            _ => texts.push(words[at].text.clone()),
        }
    }
    Some(texts)
}

/// Takes large initials out of the words; gives each with the word of the upper line that it begins.
fn drop_caps(words: &[Word], among: &[usize]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let size = median(among.iter().map(|&at| words[at].size).collect());
    let is_cap =
        |at: usize| words[at].size > size * 1.8 && words[at].text.chars().count() <= 2 && words[at].text.chars().any(char::is_alphabetic);
    let mut caps = Vec::new();
    let mut rest: Vec<usize> = among.to_vec();
    for &cap in among.iter().filter(|&&at| is_cap(at)).take(16) {
        let word = &words[cap];
        let beside = |at: usize| {
            let other = &words[at];
            let apart = other.x0 - word.x1;
            apart > -0.2 * size
                && apart < size
                && other.size < word.size * 0.7
                && other.y > word.y - word.size * 0.8
                && other.y < word.y + size * 0.3
        };
        let mut near: Vec<usize> = among.iter().copied().filter(|&at| beside(at)).collect();
        near.sort_by(|&a, &b| words[a].y.total_cmp(&words[b].y).then(words[a].x0.total_cmp(&words[b].x0)));
        if let Some(&target) = near.first() {
            caps.push((cap, target));
            rest.retain(|&at| at != cap);
        }
    }
    (rest, caps)
}

/// What the paragraphs of a document are measured by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Size of the running text in points.
    pub size: f32,
    /// Distance of base lines, in ems.
    pub leading: f32,
}

/// Marks that begin an item of a list.
const BULLETS: &[char] = &['•', '▪', '■', '●', '◦', '‣', '–', '—', '*'];

/// The lines of one region → its paragraphs.
pub(super) fn paragraphs(lines: Vec<Line>, measure: Measure) -> Vec<Paragraph> {
    let edges = Edges::of(&lines, measure);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let begins = match paragraphs.last().and_then(|paragraph| paragraph.lines.last()) {
            None => true,
            Some(before) => edges.begins(before, &line, lines.peek()),
        };
        let indented = line.x0 > edges.left + 0.6 * line.size;
        match paragraphs.last_mut() {
            Some(paragraph) if !begins => paragraph.lines.push(line),
            _ => paragraphs.push(Paragraph {
                size: line.size,
                lines: vec![line],
                indented,
                full: false,
                set_out: false,
                first: paragraphs.is_empty(),
                last: false,
                row: false,
            }),
        }
    }
    if let Some(paragraph) = paragraphs.last_mut() {
        paragraph.last = true;
    }
    for paragraph in &mut paragraphs {
        paragraph.size = median(paragraph.lines.iter().map(|line| line.size).collect());
        if let Some(last) = paragraph.lines.last() {
            let room = edges.right - last.x1;
            paragraph.full = room < 0.2 * (edges.right - edges.left);
            paragraph.set_out = edges.justified && room < 0.25 * last.size;
        }
    }
    paragraphs
}

/// The edges of a column as its lines show them.
struct Edges {
    left: f32,
    right: f32,
    leading: f32,
    /// Size of the document's running text.
    body: f32,
    /// Most lines are set out to the right edge.
    justified: bool,
}

impl Edges {
    fn of(lines: &[Line], measure: Measure) -> Self {
        let mut starts: Vec<f32> = lines.iter().map(|line| line.x0).collect();
        starts.sort_by(f32::total_cmp);
        // The leftmost place where more than a stray line begins.
        let enough = (lines.len() / 7).max(if lines.len() > 3 { 2 } else { 1 });
        let near = 0.3 * measure.size;
        let left = (0..starts.len())
            .find(|&at| starts.get(at + enough - 1).is_some_and(|other| other - starts[at] < near))
            .map_or_else(|| starts.first().copied().unwrap_or(0.0), |at| starts[at]);
        let right = lines.iter().fold(f32::MIN, |x, line| x.max(line.x1));
        let steps: Vec<f32> =
            lines.windows(2).filter(|pair| same_size(&pair[0], &pair[1])).map(|pair| (pair[1].y - pair[0].y) / pair[0].size).collect();
        // A column of its own leading (a double-spaced text) shows it in many lines.
        let own = if steps.len() >= 8 { median(steps) } else { 0.0 };
        let long: Vec<&Line> = lines.iter().filter(|line| line.x1 - left > 0.75 * (right - left)).collect();
        let out = long.iter().filter(|line| right - line.x1 < 0.25 * line.size).count();
        Self {
            left,
            right,
            leading: measure.leading.max(own.min(3.0)),
            body: measure.size,
            justified: long.len() >= 4 && out * 10 >= long.len() * 7,
        }
    }

    /// Whether `line` begins a paragraph after `before`.
    fn begins(&self, before: &Line, line: &Line, next: Option<&Line>) -> bool {
        let size = line.size;
        let step = line.y - before.y;
        if !same_size(before, line) || step > self.leading * 1.3 * size || step < 0.0 {
            return true;
        }
        if line.words.first().is_some_and(|word| word.chars().count() <= 2 && word.starts_with(BULLETS) && line.words.len() > 1)
            && line.x0 <= before.x0 + size
        {
            return true;
        }
        let large = size > self.body * 1.15;
        let centred = ((line.x0 + line.x1) - (before.x0 + before.x1)).abs() < 0.6 * size && (line.x0 - before.x0).abs() > 0.3 * size;
        let set_in = line.x0 - before.x0;
        let from_edge = line.x0 - self.left;
        if !centred && set_in > 0.6 * size && from_edge > 0.6 * size && from_edge < 6.0 * size {
            // A first line is set in and the next one is not; a line that only follows an outdent stays.
            let returns = next.is_none_or(|next| {
                next.x0 < line.x0 - 0.4 * size || !same_size(line, next) || next.y - line.y > self.leading * 1.3 * size || ends(line)
            });
            if returns {
                return true;
            }
        }
        if large || centred {
            return false;
        }
        let room = self.right - before.x1;
        // A line of justified text that is not set out is the last of its paragraph.
        if self.justified && room > 0.5 * size && ends(before) {
            return true;
        }
        let fits = room > line.first + 0.8 * size;
        fits && (ends(before) || room > 0.35 * (self.right - self.left))
    }
}

fn same_size(a: &Line, b: &Line) -> bool {
    (a.size - b.size).abs() <= 0.1 * a.size.max(b.size)
}

/// Whether a line ends as a sentence does.
pub(super) fn ends(line: &Line) -> bool {
    line.words.last().is_some_and(|word| {
        let bare = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
        bare.ends_with(['.', '!', '?', ':', ';', '…']) || bare.is_empty()
    })
}
