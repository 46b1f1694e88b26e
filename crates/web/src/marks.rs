//! The text of a report with its findings marked: marks lie in one another as statements do, and where two cross,
//! the inner one is closed and opened again.

use crate::words::escape;
use rapporteur_record::{Offsets, Span};
use std::collections::HashSet;
use std::fmt::Write;

/// Words that belong to a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where they stand.
    pub span: Span,
    /// The layer's class.
    pub layer: &'static str,
    /// The finding's id; its first words carry it.
    pub id: String,
    /// What a screen reader says of it; `None` where the mark has no sign of its own.
    pub label: Option<String>,
    /// The sign.
    pub sign: &'static str,
    /// Marks of one place: the smaller lies outside.
    pub depth: u8,
    /// Whether its words are a link themselves: for small marks that have nothing in them.
    pub is_link: bool,
}

/// The text as paragraphs of HTML. `body` says where the report itself stands: the rest is set apart.
pub fn marked(text: &str, body: &[Span], marks: &[Mark]) -> String {
    let offsets = Offsets::new(text);
    let mut open = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        if let Some(bytes) = offsets.bytes(mark.span).filter(|bytes| !bytes.is_empty()) {
            open.push(Piece { start: bytes.start, end: bytes.end, mark: at });
        }
    }
    open.sort_by_key(|piece| (piece.start, std::cmp::Reverse(piece.end), marks[piece.mark].depth, piece.mark));
    let body: Vec<(usize, usize)> = body.iter().filter_map(|&span| offsets.bytes(span)).map(|bytes| (bytes.start, bytes.end)).collect();
    let mut writer = Writer { marks, out: String::with_capacity(text.len() * 3), stack: Vec::new(), given: HashSet::new() };
    let mut next = open.into_iter().peekable();
    for (start, end) in paragraphs(text) {
        let inside = body.is_empty() || body.iter().any(|&(from, to)| start < to && end > from);
        let class = match (inside, is_wrapped(&text[start..end])) {
            (true, false) => "",
            (true, true) => " class=\"flows\"",
            (false, false) => " class=\"aside\"",
            (false, true) => " class=\"aside flows\"",
        };
        let _ = write!(writer.out, "<p dir=\"auto\"{class}>");
        let carried: Vec<Piece> = std::mem::take(&mut writer.stack).into_iter().filter(|piece| piece.end > start).collect();
        carried.into_iter().for_each(|piece| writer.open(piece));
        let mut at = start;
        loop {
            let opens = next.peek().map_or(usize::MAX, |piece| piece.start);
            let closes = writer.stack.iter().map(|piece| piece.end).min().unwrap_or(usize::MAX);
            let to = opens.min(closes).clamp(at, end);
            escape(&text[at..to], &mut writer.out);
            at = to;
            if closes <= at && closes <= opens {
                writer.close(at);
            } else if opens <= at && opens < end {
                let piece = next.next().expect("one was seen");
                // What began in the gap before this paragraph begins with it.
                if piece.end > at {
                    writer.open(piece);
                }
            } else {
                break;
            }
        }
        for piece in writer.stack.iter().rev() {
            writer.out.push_str(marks[piece.mark].end_tag());
        }
        writer.out.push_str("</p>\n");
    }
    writer.out
}

/// Whether the lines of a paragraph end where a column or a screen ended, and not because something ends there.
fn is_wrapped(paragraph: &str) -> bool {
    let lines: Vec<usize> = paragraph.trim_end().lines().map(|line| line.chars().count()).collect();
    lines.split_last().is_some_and(|(_, before)| !before.is_empty() && before.iter().all(|&length| length >= 55))
}

impl Mark {
    fn end_tag(&self) -> &'static str {
        if self.is_link { "</a>" } else { "</span>" }
    }
}

#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    mark: usize,
}

struct Writer<'t> {
    marks: &'t [Mark],
    out: String,
    stack: Vec<Piece>,
    /// Ids that stand somewhere already.
    given: HashSet<&'t str>,
}

impl Writer<'_> {
    fn open(&mut self, piece: Piece) {
        let marks = self.marks;
        let mark = &marks[piece.mark];
        let is_first = self.given.insert(&mark.id);
        let _ = match mark.is_link {
            true => write!(self.out, "<a class=\"m {}\" tabindex=\"-1\" href=\"#{}-card\"", mark.layer, mark.id),
            false => write!(self.out, "<span class=\"m {}\" data-card=\"{}-card\"", mark.layer, mark.id),
        };
        if is_first {
            let _ = write!(self.out, " id=\"{}\"", mark.id);
        }
        self.out.push('>');
        if let Some(label) = mark.label.as_ref().filter(|_| is_first) {
            let _ = write!(self.out, "<a class=\"k\" href=\"#{}-card\" aria-label=\"", mark.id);
            escape(label, &mut self.out);
            let _ = write!(self.out, "\">{}</a>", mark.sign);
        }
        self.stack.push(piece);
    }

    /// Closes what ends here; what lies in it and goes on is opened again.
    fn close(&mut self, at: usize) {
        let Some(lowest) = self.stack.iter().position(|piece| piece.end <= at) else { return };
        let above = self.stack.split_off(lowest);
        for piece in above.iter().rev() {
            self.out.push_str(self.marks[piece.mark].end_tag());
        }
        for piece in above.into_iter().filter(|piece| piece.end > at) {
            self.open(piece);
        }
    }
}

/// Paragraphs: stretches between empty lines.
fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let (mut found, mut start, mut at, mut empty) = (Vec::new(), None, 0, true);
    for line in text.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        if blank && !empty {
            found.extend(start.take().map(|start| (start, at)));
        } else if !blank && empty {
            start = Some(at);
        }
        empty = blank;
        at += line.len();
    }
    found.extend(start.map(|start| (start, at)));
    let text_of = |(start, end): (usize, usize)| (start, start + text[start..end].trim_end().len());
    found.into_iter().map(text_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(usize, usize, &str, &'static str, u8)], expected: &str) {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|&(start, end, id, layer, depth)| Mark {
                span: Span { start, end },
                layer,
                id: id.to_owned(),
                label: None,
                sign: "",
                depth,
                is_link: false,
            })
            .collect();
        let html = marked(text, &[], &marks).replace(" dir=\"auto\"", "").replace(" class=\"flows\"", "").replace('\n', "");
        let plain = regex_free(&html);
        assert_eq!(plain, expected);
    }

    /// Spans in brackets: easier to read than tags.
    fn regex_free(html: &str) -> String {
        let mut out = String::new();
        let mut rest = html;
        while let Some(at) = rest.find("<span") {
            out += &rest[..at];
            let end = at + rest[at..].find('>').unwrap();
            let tag = &rest[at..=end];
            let card = tag.split("data-card=\"").nth(1).unwrap().split("-card").next().unwrap();
            out += &format!("[{}{} ", card, if tag.contains(" id=") { "!" } else { "" });
            rest = &rest[end + 1..];
        }
        (out + rest).replace("</span>", "]")
    }

    #[test]
    fn marks_lie_in_one_another() {
        check("He said she said no.", &[(0, 19, "s1", "st", 0), (8, 19, "s2", "st", 1)], "<p>[s1! He said [s2! she said no]].</p>");
    }

    #[test]
    fn marks_that_cross_are_closed_and_opened_again() {
        check("one two three", &[(0, 7, "s1", "st", 0), (4, 13, "e1", "ev", 2)], "<p>[s1! one [e1! two]][e1  three]</p>");
    }

    #[test]
    fn a_mark_goes_on_in_the_next_paragraph_and_ends_there() {
        check("“one\n\ntwo” three", &[(0, 10, "s1", "st", 0)], "<p>[s1! “one]</p><p>[s1 two”] three</p>");
    }

    #[test]
    fn a_mark_that_is_only_a_gap_is_no_mark() {
        check("one\n\n\n\ntwo", &[(3, 6, "s1", "st", 0)], "<p>one</p><p>two</p>");
    }

    #[test]
    fn of_two_pieces_of_one_finding_the_first_carries_its_id() {
        check("a b c", &[(0, 1, "s1", "st", 0), (4, 5, "s1", "st", 0)], "<p>[s1! a] b [s1 c]</p>");
    }

    #[test]
    fn lines_that_end_with_the_column_flow_and_others_stay() {
        let column = "The envoy of the League said on Monday that the talks about the harbour\nwould go on for another day.";
        assert!(is_wrapped(column) && !is_wrapped("SUND\nNov. 30, 2031") && !is_wrapped("One line.") && !is_wrapped(""));
    }

    #[test]
    fn text_is_never_markup_and_offsets_count_code_points() {
        check("é<b> x", &[(1, 4, "t1", "ti", 3)], "<p>é[t1! &lt;b&gt;] x</p>");
        check("", &[(0, 4, "t1", "ti", 3)], "");
    }
}
