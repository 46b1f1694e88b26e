//! Running heads, running feet and page numbers: lines at the edge of pages that come again.

use super::columns::rows;
use super::enabled::PageWords;
use super::words::Word;
use std::collections::{BTreeMap, BTreeSet};

/// A running head or foot, where it stands first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Running {
    /// The page, from 0.
    pub page: usize,
    /// At the top of the page, else at its foot.
    pub head: bool,
    /// Its words.
    pub text: String,
}

/// Lines looked at from each edge of a page.
const DEPTH: usize = 3;
/// The share of the page's height that may hold heads, and the same for feet.
const MARGIN: f32 = 0.18;

/// One line near the edge of a page.
struct Edge {
    page: usize,
    words: Vec<usize>,
    y: f32,
    size: f32,
    /// Its place from the edge, from 0.
    depth: usize,
    /// Its words without numbers at its ends, digits inside made equal.
    key: String,
    text: String,
    /// How far the next line inward is, in lines.
    apart: f32,
}

/// Takes running heads, feet and page numbers out of the pages; gives each of them once, page
/// numbers excepted.
pub(super) fn take_out(pages: &mut [PageWords]) -> Vec<Running> {
    let mut found = Vec::new();
    take_marked(pages, &mut found);
    for head in [true, false] {
        let edges: Vec<Edge> = pages.iter().enumerate().flat_map(|(page, words)| edges(page, words, head)).collect();
        let mut places: BTreeMap<&str, Vec<(usize, f32)>> = BTreeMap::new();
        for edge in &edges {
            places.entry(&edge.key).or_default().push((edge.page, edge.y));
        }
        let comes_again = |edge: &Edge| {
            !edge.key.is_empty()
                && places[edge.key.as_str()].iter().any(|&(page, y)| page != edge.page && (y - edge.y).abs() < edge.size.max(4.0))
        };
        let mut taken: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
        let mut seen: BTreeSet<String> = found.iter().map(|running: &Running| key(&running.text)).collect();
        // A line is furniture only if all lines between it and the edge are.
        let mut open: Vec<usize> = vec![0; pages.len()];
        for edge in &edges {
            if open[edge.page] != edge.depth {
                continue;
            }
            let number = is_page_number(&edge.text) && edge.apart > 1.4;
            if !number && !comes_again(edge) {
                continue;
            }
            open[edge.page] += 1;
            taken[edge.page].extend(&edge.words);
            if !number && seen.insert(edge.key.clone()) {
                found.push(Running { page: edge.page, head, text: edge.text.clone() });
            }
        }
        for (page, taken) in pages.iter_mut().zip(taken) {
            remove(&mut page.words, &taken);
        }
    }
    found
}

/// Takes out what the file itself marks as furniture.
fn take_marked(pages: &mut [PageWords], found: &mut Vec<Running>) {
    let all: usize = pages.iter().map(|page| page.words.len()).sum();
    let marked: usize = pages.iter().map(|page| page.words.iter().filter(|word| word.artifact).count()).sum();
    // Some programs mark all that they print.
    if marked * 3 > all {
        return;
    }
    let mut seen = BTreeSet::new();
    for (number, page) in pages.iter_mut().enumerate() {
        let (marked, rest): (Vec<Word>, Vec<Word>) = std::mem::take(&mut page.words).into_iter().partition(|word| word.artifact);
        page.words = rest;
        for row in rows(&marked) {
            let text = line(&marked, &row);
            let key = key(&text);
            if !key.is_empty() && seen.insert(key) {
                found.push(Running { page: number, head: marked[row[0]].y < page.height / 2.0, text });
            }
        }
    }
}

fn remove(words: &mut Vec<Word>, taken: &[usize]) {
    let taken: BTreeSet<usize> = taken.iter().copied().collect();
    let mut at = 0;
    words.retain(|_| {
        at += 1;
        !taken.contains(&(at - 1))
    });
}

fn edges(page: usize, words: &PageWords, head: bool) -> Vec<Edge> {
    let mut rows = rows(&words.words);
    if !head {
        rows.reverse();
    }
    let y = |row: &[usize]| row.iter().fold(0.0f32, |y, &word| y.max(words.words[word].y));
    let mut edges = Vec::new();
    for (depth, row) in rows.iter().take(DEPTH).enumerate() {
        let size = row.iter().fold(0.0f32, |size, &word| size.max(words.words[word].size));
        let at = y(row);
        let from_edge = if head { at } else { words.height - at };
        if from_edge > words.height * MARGIN || row.len() > 40 {
            break;
        }
        let text = line(&words.words, row);
        let apart = rows.get(depth + 1).map_or(99.0, |next| (y(next) - at).abs() / size.max(1.0));
        edges.push(Edge { page, words: row.clone(), y: at, size, depth, key: key(&text), text, apart });
    }
    edges
}

fn line(words: &[Word], row: &[usize]) -> String {
    let mut row: Vec<&Word> = row.iter().map(|&word| &words[word]).collect();
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    row.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The words of a line in small letters, with page numbers at its ends away and other numbers made equal.
fn key(text: &str) -> String {
    let is_number = |word: &&str| word.chars().all(|c| !c.is_alphabetic());
    let words: Vec<&str> = text.split(' ').collect();
    let start = words.iter().take_while(|word| is_number(word)).count();
    let end = words.len() - words[start..].iter().rev().take_while(|word| is_number(word)).count();
    words[start..end].join(" ").to_lowercase().chars().map(|c| if c.is_numeric() { '0' } else { c }).collect()
}

/// "7", "- 7 -", "Page 7 of 9", "7/9", "vii".
fn is_page_number(text: &str) -> bool {
    let mut numbers = 0;
    for word in text.split([' ', '/', '-', '–', '—', '|', '.', '(', ')', '[', ']', ':', '·']).filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        if small.len() <= 4 && small.chars().all(|c| c.is_ascii_digit()) || small.len() <= 6 && small.chars().all(|c| "ivxl".contains(c)) {
            numbers += 1;
        } else if !matches!(small.as_str(), "page" | "p" | "pg" | "of" | "seite" | "von" | "sheet") {
            return false;
        }
    }
    matches!(numbers, 1 | 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f32, y: f32) -> Word {
        let x1 = x0 + text.len() as f32 * 5.0;
        Word { text: text.to_owned(), x0, x1, y, size: 10.0, artifact: false, leftward: false }
    }

    fn page(lines: &[(&str, f32)]) -> PageWords {
        let mut words = Vec::new();
        for (text, y) in lines {
            let mut x = 50.0;
            for part in text.split(' ') {
                words.push(word(part, x, *y));
                x += part.len() as f32 * 5.0 + 3.0;
            }
        }
        PageWords { words, aside: Vec::new(), height: 800.0 }
    }

    fn rest(page: &PageWords) -> String {
        page.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn heads_that_come_again_are_given_once_and_page_numbers_never() {
        let mut pages = vec![
            page(&[("The Coastal Wire 1", 40.0), ("Talks open", 90.0), ("in Kelm", 102.0)]),
            page(&[("2 The Coastal Wire", 40.0), ("The envoy", 90.0), ("left", 102.0), ("page 2 of 2", 780.0)]),
        ];
        let found = take_out(&mut pages);
        assert_eq!(found, [Running { page: 0, head: true, text: "The Coastal Wire 1".to_owned() }]);
        assert_eq!(rest(&pages[0]), "Talks open in Kelm");
        assert_eq!(rest(&pages[1]), "The envoy left");
    }

    #[test]
    fn lines_that_are_printed_once_stay() {
        let mut pages = vec![page(&[("Talks open", 60.0), ("in Kelm", 72.0), ("in 2031", 780.0)]), page(&[("The envoy", 60.0)])];
        assert!(take_out(&mut pages).is_empty());
        assert_eq!(rest(&pages[0]), "Talks open in Kelm in 2031");
    }

    #[test]
    fn page_numbers_are_known_by_their_form() {
        for text in ["7", "- 7 -", "Page 7 of 9", "7/9", "xii"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["7 killed", "2031-05-06-07", "Kelm 7", "of"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
