//! Quotations from the characters: which marks open, which close, what is left open.
//!
//! Marks are paired inside a paragraph. A quotation that a paragraph leaves open goes on in the
//! next one if that begins with an opening mark, as print repeats it; else it ends with its
//! paragraph. A single mark that could be an apostrophe is one.

use rapporteur_record::ByteSpan;

/// A quotation: from its first opening mark to its closing mark, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Marks included; several paragraphs where the opening mark is repeated.
    pub span: ByteSpan,
    /// The words inside.
    pub inner: ByteSpan,
    /// Whether a closing mark stands.
    pub closed: bool,
}

/// What a mark can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// The family of a mark: only marks of one family pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `"`, `“`, `”`, `„`, two apostrophes, two backticks.
    Double,
    /// `«`, `»`.
    Angle,
    /// `'`, `‘`, `’`.
    Single,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: ByteSpan,
    side: Side,
    family: Family,
    /// Whether the mark is drawn straight.
    straight: bool,
}

/// The outermost quotations of the text, in order. `paragraphs` are in order and disjoint.
pub(super) fn quotations(text: &str, paragraphs: &[ByteSpan]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut open_straight = false;
    for paragraph in lines(text, paragraphs) {
        let marks = marks(text, paragraph);
        // The last one is still open and this paragraph begins with a mark: it goes on.
        if let (Some(last), Some(first)) = (found.last_mut().filter(|last| !last.closed), marks.first())
            && first.span.start == paragraph.start
            && first.side != Side::Closes
            && first.straight == open_straight
            && text[last.span.end..paragraph.start].trim().is_empty()
        {
            let start = *last;
            let rest = pair(text, paragraph, &marks);
            let mut rest = rest.into_iter();
            if let Some(first) = rest.next() {
                *last = Quotation { span: start.span.join(first.span), inner: start.inner.join(first.inner), closed: first.closed };
            }
            found.extend(rest);
        } else {
            found.extend(pair(text, paragraph, &marks));
        }
        if let Some(last) = found.last().filter(|last| !last.closed && last.span.end <= paragraph.end) {
            let opens = last.span.start.max(paragraph.start);
            open_straight = marks.iter().find(|mark| mark.span.start >= opens).is_some_and(|mark| mark.straight);
        }
    }
    found
}

/// The quotations inside a quotation: "He told me, ‘We stay.’"
pub(super) fn inside(text: &str, quotation: &Quotation) -> Vec<Quotation> {
    pair(text, quotation.inner, &marks(text, quotation.inner))
}

/// Whether words stand between quotation marks of their own.
pub(super) fn is_marked(words: &str) -> bool {
    let opens = |c| matches!(c, '"' | '“' | '„' | '«' | '\'' | '‘');
    let closes = |c| matches!(c, '"' | '”' | '“' | '»' | '\'' | '’');
    words.starts_with(opens) && words.ends_with(closes) && words.chars().count() > 2
}

/// The paragraphs, broken where a line ends a sentence and the next begins with a mark: some
/// sources end paragraphs with a single line break.
fn lines(text: &str, paragraphs: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    for &paragraph in paragraphs {
        let mut start = paragraph.start;
        for (at, _) in paragraph.of(text).match_indices('\n') {
            let at = paragraph.start + at;
            let before = text[start..at].trim_end();
            let after = text[at..paragraph.end].trim_start();
            let ends = before.ends_with(['.', '!', '?', '"', '”', '…', ':']);
            if ends && after.starts_with(['"', '“', '”', '‘', '«', '―', '—']) {
                found.push(ByteSpan::new(start, start + before.len()));
                start = paragraph.end - after.len();
            }
        }
        found.push(ByteSpan::new(start, paragraph.end));
    }
    found
}

/// Pairs the marks of one paragraph, outermost quotations only.
fn pair(text: &str, paragraph: ByteSpan, marks: &[Mark]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<Mark> = None;
    // Marks of another drawing inside the open quotation, themselves opened and not yet closed.
    let mut inner = 0_usize;
    let last_close = [Family::Double, Family::Angle, Family::Single]
        .map(|family| marks.iter().rposition(|mark| mark.family == family && mark.side != Side::Opens));
    // How many more marks of the drawing open, and close, from each on.
    let mut to_come = vec![(0_i32, 0_i32); marks.len() + 1];
    for (at, mark) in marks.iter().enumerate().rev() {
        let (opens, closes) = to_come[at + 1];
        let curly = mark.family == Family::Double && !mark.straight;
        to_come[at] = (opens + i32::from(curly && mark.side == Side::Opens), closes + i32::from(curly && mark.side == Side::Closes));
    }
    let mut depth = 0_usize;
    for (at, &mark) in marks.iter().enumerate() {
        match open {
            None if mark.side != Side::Closes => {
                let will_close = last_close[mark.family as usize].is_some_and(|last| last > at);
                inner = 0;
                depth = 0;
                // A single mark without a partner is an apostrophe; a double one inside a
                // sentence that nothing closes is a slip.
                let introduces = text[paragraph.start..mark.span.start].trim_end();
                let runs_on = mark.family == Family::Double && (introduces.is_empty() || introduces.ends_with([':', ',', '.', '!', '?']));
                if will_close || runs_on {
                    open = Some(mark);
                }
            }
            Some(first) if mark.family == first.family && mark.straight != first.straight && mark.side == Side::Opens => {
                inner += 1;
            }
            Some(first) if mark.family == first.family && mark.straight != first.straight && inner > 0 => inner -= 1,
            // A second opening mark nests if enough closing ones are left for both.
            Some(first) if mark.family == first.family && !mark.straight && mark.side == Side::Opens => {
                let (opens, closes) = to_come[at + 1];
                depth += usize::from(closes >= opens + 2);
            }
            Some(first) if mark.family == first.family && !mark.straight && depth > 0 => depth -= 1,
            // "'It's the rebels' turn to move,' he said": another mark closes what this one would.
            Some(first) if first.family == Family::Single && mark.family == Family::Single && may_be_possessive(text, mark) => {
                let next = marks[at + 1..].iter().find(|later| later.family == Family::Single);
                if next.is_none_or(|later| later.side != Side::Closes) {
                    found.push(closed(first, mark));
                    open = None;
                }
            }
            Some(first) if mark.family == first.family && mark.side != Side::Opens => {
                found.push(closed(first, mark));
                open = None;
            }
            _ => {}
        }
    }
    if let Some(first) = open {
        let end = paragraph.start + text[paragraph.start..paragraph.end].trim_end().len();
        if first.span.end < end {
            found.push(Quotation { span: ByteSpan::new(first.span.start, end), inner: ByteSpan::new(first.span.end, end), closed: false });
        }
    }
    found
}

fn closed(first: Mark, last: Mark) -> Quotation {
    Quotation { span: first.span.join(last.span), inner: ByteSpan::new(first.span.end, last.span.start), closed: true }
}

/// Whether a single mark may be a plural's: "the rebels' turn".
fn may_be_possessive(text: &str, mark: Mark) -> bool {
    let goes_on = text[mark.span.end..].strip_prefix(' ').is_some_and(|after| after.starts_with(char::is_alphabetic));
    mark.side == Side::Closes && goes_on && text[..mark.span.start].ends_with('s')
}

/// The marks of one paragraph that can open or close a quotation.
fn marks(text: &str, paragraph: ByteSpan) -> Vec<Mark> {
    let words = paragraph.of(text);
    let mut found = Vec::new();
    let mut chars = words.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, mark)) = chars.next() {
        let mut length = mark.len_utf8();
        let doubled = (mark == '\'' || mark == '`' || mark == '’' || mark == '‘') && chars.peek().is_some_and(|&(_, next)| next == mark);
        let family = match mark {
            '"' | '“' | '”' | '„' | '‟' => Some(Family::Double),
            _ if doubled => {
                chars.next();
                length *= 2;
                Some(Family::Double)
            }
            '«' | '»' => Some(Family::Angle),
            '\'' | '‘' | '’' => Some(Family::Single),
            _ => None,
        };
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        if let Some(family) = family {
            let span = ByteSpan::new(paragraph.start + at, paragraph.start + at + length);
            if let Some(side) = side(mark, family, before, after, at == 0) {
                found.push(Mark { span, side, family, straight: matches!(mark, '"' | '\'' | '`') });
            }
        }
        before = mark;
    }
    found
}

/// Which side the mark is on by its shape and its neighbours; `None` for an apostrophe.
///
/// `first`: nothing stands before it in its paragraph.
fn side(mark: char, family: Family, before: char, after: char, first: bool) -> Option<Side> {
    let free_before = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '―' | '-' | '/' | '"' | '“' | '\'' | '‘');
    let free_after = after.is_whitespace()
        || matches!(after, ')' | ']' | '—' | '–' | '―' | '…' | '.' | ',' | ';' | ':' | '!' | '?' | '"' | '”' | '\'' | '’' | '-');
    match (mark, family) {
        // Some print it at both ends, German print at the end.
        ('“', _) if !free_before && free_after => Some(Side::Closes),
        ('“' | '„' | '‟' | '«' | '`', _) => Some(Side::Opens),
        ('»', _) => Some(Side::Closes),
        // At the start of a paragraph there is nothing to close.
        ('”', _) if first => Some(Side::Either),
        ('”', _) if free_before && !free_after => Some(Side::Either),
        ('”', _) => Some(Side::Closes),
        (_, Family::Single) => {
            // "'90s" and "rock 'n' roll" are no quotations, nor is a possessive.
            match (mark, free_before, free_after) {
                ('‘', true, false) => Some(Side::Opens),
                ('\'' | '’', false, true) => Some(Side::Closes),
                ('\'', true, false) if !after.is_ascii_digit() => Some(Side::Opens),
                _ => None,
            }
        }
        _ => Some(match (free_before, free_after) {
            (true, false) => Side::Opens,
            (false, true) => Side::Closes,
            _ => Side::Either,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            paragraphs.push(ByteSpan::new(at, at + part.len()));
            at += part.len() + 2;
        }
        let found: Vec<&str> = quotations(text, &paragraphs).iter().map(|q| q.span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn straight_and_curly_marks_pair() {
        check("\"We go,\" she said. \"Now.\"", &["\"We go,\"", "\"Now.\""]);
        check("“We go,” she said, “and now.”", &["“We go,”", "“and now.”"]);
        check("''We go,'' she said.", &["''We go,''"]);
        check("« Nous allons », dit-elle", &["« Nous allons »"]);
        check("„Wir gehen“, sagte sie.", &["„Wir gehen“"]);
        check("“We go,“ she said. “Now.“", &["“We go,“", "“Now.“"]);
        check("” … we go,” she said.", &["” … we go,”"]);
    }

    #[test]
    fn an_apostrophe_is_no_quotation() {
        check("The rebels' aims don't fit the '90s.", &[]);
        check("It's the minister's view.", &[]);
    }

    #[test]
    fn single_marks_quote_when_they_pair() {
        check("She called it 'a gift' to Telmark.", &["'a gift'"]);
        check("'It's the rebels' turn to move,' he said. 'They had weeks.'", &["'It's the rebels' turn to move,'", "'They had weeks.'"]);
        check("It was 'a gift of the rebels' to Telmark.", &["'a gift of the rebels'"]);
        check("“He said ‘no’ to me,” she said.", &["“He said ‘no’ to me,”"]);
    }

    #[test]
    fn a_quotation_goes_on_when_the_next_paragraph_repeats_the_mark() {
        check("She said: “First.\n\n“Second.” Then she left.", &["“First.\n\n“Second.”"]);
        check("\"First.\n\n\"Second,\" she said.", &["\"First.\n\n\"Second,\""]);
    }

    #[test]
    fn a_quotation_inside_a_quotation_belongs_to_it() {
        check("“He said “no” to me,” she said. “Twice.”", &["“He said “no” to me,”", "“Twice.”"]);
        check("“He left.”― Irina Dask", &["“He left.”"]);
    }

    #[test]
    fn a_line_break_ends_a_paragraph_where_a_quotation_begins() {
        check("“We go,” she said. “It was late.\n“The road was shut.”", &["“We go,”", "“It was late.\n“The road was shut.”"]);
        check("\"It was late. She left.\n\n“We go,” she said. “Now.”", &["\"It was late. She left.", "“We go,”", "“Now.”"]);
        check("He said: \"I asked: “Why?” and left.\"", &["\"I asked: “Why?” and left.\""]);
    }

    #[test]
    fn a_mark_without_partner_inside_a_sentence_is_a_slip() {
        check("A board 5\" wide fell on him.", &[]);
        check("They wanted \"more.\n\nThen they left.", &[]);
        check("He said, \"more.\n\nThen they left.", &["\"more."]);
    }
}
