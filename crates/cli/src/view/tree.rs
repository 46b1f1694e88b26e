//! Dependency trees for people: a line a word in the order of the text, arcs as lines at the left.
//!
//! Every word with dependents has a vertical line that runs from the first of them (or itself) to
//! the last; its dependents hang on that line. Lines of different words never share a column in the
//! same place, so that trees whose arcs cross can be read too.

use rapporteur_language::{Analysis, Sentence, TokenId};
use std::fmt::Write;
use textwrap::core::display_width;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const CYAN: &str = "\x1b[36m";
const YELLOW: &str = "\x1b[33m";
const RESET: &str = "\x1b[0m";
/// Columns for lines; deeper words share the last.
const DEEPEST: usize = 20;
/// Longer words are shown cut.
const LONGEST_FORM: usize = 32;
/// The text above a tree is no wider than people read with ease.
const WIDEST: usize = 110;

/// The trees of all sentences, each below its text wrapped to `width` columns.
pub fn trees(text: &str, analysis: &Analysis, width: usize) -> String {
    let mut out = String::new();
    for (at, sentence) in analysis.sentences.iter().enumerate() {
        let words = printable(sentence.span.of(text));
        let number = format!("{}  ", at + 1);
        let indent = " ".repeat(number.len());
        let options = textwrap::Options::new(width.clamp(40, WIDEST)).initial_indent(&number).subsequent_indent(&indent);
        for line in textwrap::wrap(&words, options) {
            let _ = writeln!(out, "{DIM}{line}{RESET}");
        }
        draw(&mut out, sentence, text);
        out.push('\n');
    }
    out
}

fn draw(out: &mut String, sentence: &Sentence, text: &str) {
    let mut grid = Grid::new(sentence);
    let root = sentence.root();
    let forms: Vec<String> = sentence.ids().map(|id| shortened(&printable(sentence.form(id, text)))).collect();
    let lines: Vec<String> = sentence.ids().map(|id| grid.line(id)).collect();
    let widths = lines.iter().zip(&forms).map(|(line, form)| display_width(line) + 1 + display_width(form));
    let widest = widths.clone().max().unwrap_or(0);
    let labels = sentence.tokens.iter().map(|token| token.deprel.as_str().len()).max().unwrap_or(0);
    for (((id, line), form), width) in sentence.ids().zip(&lines).zip(&forms).zip(widths) {
        let token = &sentence[id];
        let gap = " ".repeat(widest - width);
        let style = if id == root { BOLD } else { "" };
        let lemma = printable(&token.lemma);
        let label = token.deprel.as_str();
        let lemma =
            if lemma == *form { String::new() } else { format!("{:1$} {DIM}{2}{RESET}", "", labels - label.len(), shortened(&lemma)) };
        let end = if style.is_empty() { "" } else { RESET };
        let _ = writeln!(
            out,
            "{DIM}{line}{RESET} {style}{form}{end}{gap}  {CYAN}{:<5}{RESET} {YELLOW}{label}{RESET}{lemma}",
            token.upos.as_str()
        );
    }
}

/// Words in one line, without what a terminal would obey.
fn printable(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn shortened(form: &str) -> String {
    if form.chars().count() <= LONGEST_FORM {
        return form.to_owned();
    }
    form.chars().take(LONGEST_FORM - 1).chain(['…']).collect()
}

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// Which lines meet in each place: a row a word, a column a depth.
struct Grid {
    cells: Vec<[u8; DEEPEST + 1]>,
    /// The column of each word.
    column: Vec<usize>,
}

impl Grid {
    fn new(sentence: &Sentence) -> Self {
        let count = sentence.tokens.len();
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        for id in sentence.ids() {
            if let Some(head) = sentence[id].head {
                children[head.index()].push(id.index());
            }
        }
        let mut grid = Self { cells: vec![[0; DEEPEST + 1]; count], column: vec![0; count] };
        // Heads first, from the root down: a word stands to the right of its head.
        let mut order = vec![sentence.root().index()];
        let mut at = 0;
        while let Some(&word) = order.get(at) {
            let head = sentence[TokenId(word as u32)].head.map(TokenId::index);
            if let (Some(&first), Some(&last)) = (children[word].first(), children[word].last()) {
                let from = head.map_or(0, |head| grid.column[head] + 1);
                grid.column[word] = grid.free(from, first.min(word), last.max(word));
                grid.rail(grid.column[word], first.min(word), last.max(word));
                order.extend(&children[word]);
            }
            at += 1;
        }
        // Then words without dependents, where no line of another word passes; then the arcs.
        for word in 0..count {
            let head = sentence[TokenId(word as u32)].head.map(TokenId::index);
            if let Some(head) = head.filter(|_| children[word].is_empty()) {
                grid.column[word] = grid.free(grid.column[head] + 1, word, word);
            }
        }
        for word in 0..count {
            if let Some(head) = sentence[TokenId(word as u32)].head {
                grid.across(word, grid.column[head.index()], grid.column[word]);
            }
        }
        grid
    }

    /// The first column from `from` on in which rows `first..=last` are free.
    fn free(&self, from: usize, first: usize, last: usize) -> usize {
        (from..DEEPEST).find(|&column| self.cells[first..=last].iter().all(|row| row[column] == 0)).unwrap_or(DEEPEST)
    }

    fn rail(&mut self, column: usize, first: usize, last: usize) {
        for (row, cells) in self.cells.iter_mut().enumerate().take(last + 1).skip(first) {
            let up = if row > first { UP } else { 0 };
            let down = if row < last { DOWN } else { 0 };
            cells[column] |= up | down;
        }
    }

    fn across(&mut self, row: usize, from: usize, to: usize) {
        for column in from..to {
            self.cells[row][column] |= RIGHT;
            self.cells[row][column + 1] |= LEFT;
        }
    }

    /// The lines before a word.
    fn line(&mut self, id: TokenId) -> String {
        let (row, own) = (id.index(), self.column[id.index()]);
        let last = self.cells[row].iter().rposition(|&cell| cell != 0).unwrap_or(0).max(own);
        self.across(row, own, last);
        let cells = &self.cells[row];
        let mut line = String::new();
        for (column, &cell) in cells[..=last].iter().enumerate() {
            line.push(if column == own { node(cell) } else { crossing(cell) });
            if column < last {
                line.push(if cell & RIGHT != 0 { '─' } else { ' ' });
            }
        }
        line
    }
}

/// How a word hangs together with its dependents: those above, those below.
fn node(cell: u8) -> char {
    match cell & (UP | DOWN) {
        UP => '┶',
        DOWN => '┮',
        0 => '╼',
        _ => '┾',
    }
}

fn crossing(cell: u8) -> char {
    const LEFT_RIGHT: u8 = LEFT | RIGHT;
    match (cell & (UP | DOWN), cell & LEFT_RIGHT) {
        (0, 0) => ' ',
        (0, _) => '─',
        (_, 0) => '│',
        (DOWN, RIGHT) => '╭',
        (UP, RIGHT) => '╰',
        (DOWN, LEFT) => '╮',
        (UP, LEFT) => '╯',
        (DOWN, LEFT_RIGHT) => '┬',
        (UP, LEFT_RIGHT) => '┴',
        (_, RIGHT) => '├',
        (_, LEFT) => '┤',
        _ => '┼',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::{Deprel, Feats, Token, Upos};
    use rapporteur_record::ByteSpan;

    /// A sentence of one-letter words with these heads, 0 for the root.
    fn sentence(heads: &[u32]) -> (String, Sentence) {
        let text: String = (0..heads.len()).map(|at| char::from(b'a' + (at % 26) as u8)).collect();
        let tokens = heads.iter().enumerate().map(|(at, &head)| Token {
            span: ByteSpan::new(at, at + 1),
            lemma: "x".into(),
            upos: Upos::X,
            feats: Feats::default(),
            head: head.checked_sub(1).map(TokenId),
            deprel: Deprel::Dep,
            joined: false,
        });
        let tokens: Vec<Token> = tokens.collect();
        (text.clone(), Sentence { span: ByteSpan::new(0, text.len()), paragraph: 0, tokens })
    }

    fn check(heads: &[u32], expected: &[&str]) {
        let (text, sentence) = sentence(heads);
        let mut grid = Grid::new(&sentence);
        let lines: Vec<String> = sentence.ids().map(|id| format!("{} {}", grid.line(id), sentence.form(id, &text))).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn words_stand_in_the_order_of_the_text_to_the_right_of_their_heads() {
        check(&[2, 3, 0, 3], &["  ╭─╼ a", "╭─┶ b", "┾ c", "╰─╼ d"]);
    }

    #[test]
    fn arcs_that_cross_can_be_told_apart() {
        // b hangs on d, c on a: the two arcs cross.
        check(&[0, 4, 1, 1], &["┮ a", "│ ╭─╼ b", "├─┼─╼ c", "╰─┶ d"]);
    }

    #[test]
    fn a_chain_deeper_than_the_page_is_wide_stays_within_it() {
        let heads: Vec<u32> = (0..200).collect();
        let (text, sentence) = sentence(&heads);
        let mut out = String::new();
        draw(&mut out, &sentence, &text);
        assert_eq!(out.lines().count(), 200);
        let plain = out.lines().map(|line| anstream::adapter::strip_str(line).to_string());
        assert!(plain.map(|line| display_width(&line)).max().unwrap() < 80);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_printed() {
        assert_eq!(printable("a\u{1b}[31m\tb\r\n c"), "a [31m b c");
        assert_eq!(shortened(&"x".repeat(100)).chars().count(), LONGEST_FORM);
    }
}
