//! Lines that hold a date and little else.

use rapporteur_lexicon::{DateLabel, DateName, PrintedDates};
use rapporteur_record::ByteSpan;

/// A date as printed in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateInLine {
    /// The words of the date, weekday included, label and time left out.
    pub span: ByteSpan,
    /// The words of the line, from its first to its last.
    pub line: ByteSpan,
    /// What stands beside it.
    pub label: Option<DateLabel>,
    /// Whether the line says it by a label, a name of a month or a year: no mere pair of numbers.
    pub sure: bool,
}

/// What one token of a line is for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A number, or what a scanner made of one.
    Number,
    /// Numbers with `/`, `-` or `.` between them.
    Numeric,
    /// A name of a month, or nearly one.
    Month,
    Weekday,
    Label(DateLabel),
    Time,
    /// A word with a capital letter: a place or an outlet.
    Name,
    Other,
}

/// The date of a line that holds a date and little else; `None` for any other line.
///
/// Beside the date may stand a label ("Published:"), a time with its zone, and up to four words
/// in capital letters (a place, an outlet).
pub(super) fn date_line(line: &str, base: usize, dates: &PrintedDates) -> Option<DateInLine> {
    if line.len() > 200 {
        return None;
    }
    let tokens = tokens(line);
    let mut parts = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let (used, part) = read(line, &tokens[at..], dates);
        let span = tokens[at].join(tokens[at + used - 1]);
        parts.push((part, span));
        at += used;
    }
    if parts.iter().any(|(part, _)| *part == Part::Other) {
        return None;
    }
    let count = |wanted: Part| parts.iter().filter(|(part, _)| *part == wanted).count();
    let names = count(Part::Name);
    let has_month = count(Part::Month) > 0;
    let numeric = count(Part::Numeric);
    let label = parts.iter().find_map(|(part, _)| match part {
        Part::Label(label @ (DateLabel::Published | DateLabel::Updated)) => Some(*label),
        _ => None,
    });
    let dated = numeric == 1 && !has_month || count(Part::Month) == 1 && (count(Part::Number) > 0 || numeric == 1);
    if !dated || names > 4 || count(Part::Number) > 4 || count(Part::Weekday) > 1 {
        return None;
    }
    let core = |part: &Part| matches!(part, Part::Number | Part::Numeric | Part::Month | Part::Weekday);
    let first = parts.iter().find(|(part, _)| core(part))?.1;
    let last = parts.iter().rev().find(|(part, _)| core(part))?.1;
    let span = first.join(last);
    // A name inside the date ("5 May Day rallies 2012") makes it something else.
    if parts.iter().any(|(part, at)| *part == Part::Name && span.contains(*at)) {
        return None;
    }
    let full = line[span.start..span.end].chars().filter(|c| c.is_numeric()).count() >= 5;
    let sure = label.is_some() || has_month || full || count(Part::Weekday) > 0;
    if names > 0 && !(sure && full) {
        return None;
    }
    let line = parts.first()?.1.join(parts.last()?.1);
    Some(DateInLine {
        span: ByteSpan::new(base + span.start, base + span.end),
        line: ByteSpan::new(base + line.start, base + line.end),
        label,
        sure,
    })
}

/// Words and numbers of a line; marks between them fall away.
fn tokens(line: &str) -> Vec<ByteSpan> {
    let mut tokens = Vec::new();
    let mut start = None;
    let inner = |c: char| c.is_alphanumeric() || "/.:-'’|\u{200c}年月日".contains(c);
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (inner(c), start) {
            (true, None) if c != '|' => start = Some(at),
            (false, Some(from)) => {
                tokens.push(ByteSpan::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    tokens
        .into_iter()
        .filter_map(|span| {
            let edge = |c: char| "/.:-'’|".contains(c);
            let words = span.of(line);
            let start = span.start + (words.len() - words.trim_start_matches(edge).len());
            let end = span.end - (words.len() - words.trim_end_matches(edge).len());
            (start < end).then(|| ByteSpan::new(start, end))
        })
        .collect()
}

fn read(line: &str, tokens: &[ByteSpan], dates: &PrintedDates) -> (usize, Part) {
    for used in (1..=tokens.len().min(3)).rev() {
        let words = &line[tokens[0].start..tokens[used - 1].end];
        if let Some(label) = dates.label(words) {
            return (used, Part::Label(label));
        }
        if used > 1
            && let Some(name) = dates.name(words)
        {
            return (used, named(name));
        }
    }
    let word = tokens[0].of(line);
    if let Some(name) = dates.name(word) {
        return (1, named(name));
    }
    (1, one(word, dates))
}

fn named(name: DateName) -> Part {
    match name {
        DateName::Month(_) | DateName::SolarMonth(_) => Part::Month,
        DateName::Weekday(_) => Part::Weekday,
    }
}

fn one(word: &str, dates: &PrintedDates) -> Part {
    if is_number(word) {
        return Part::Number;
    }
    if is_time(word) {
        return Part::Time;
    }
    let pieces: Vec<&str> = word.split(['/', '-', '.', '年', '月', '日', '|']).filter(|piece| !piece.is_empty()).collect();
    let months = pieces.iter().filter(|piece| matches!(dates.name(piece), Some(DateName::Month(_)))).count();
    let numbers = pieces.iter().filter(|piece| is_number(piece)).count();
    if pieces.len() >= 2 && pieces.len() <= 3 && numbers + months == pieces.len() && months <= 1 && numbers >= 1 {
        return Part::Numeric;
    }
    // "2012-12-30T14:05:00Z" and its like.
    if word.split(['T', 't']).next().is_some_and(|day| day.len() == 10 && day.split('-').filter(|n| is_number(n)).count() == 3) {
        return Part::Numeric;
    }
    if dates.near(word).is_some() {
        return Part::Month;
    }
    if word.chars().next().is_some_and(char::is_uppercase) {
        return Part::Name;
    }
    Part::Other
}

/// A number of up to four digits, an ordinal, or what a scanner makes of them ("3O", "l2").
fn is_number(word: &str) -> bool {
    let stem = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let length = stem.chars().count();
    (1..=5).contains(&length)
        && stem.chars().any(|c| c.is_numeric() && c.to_digit(36).is_some_and(|d| d < 10) || eastern_digit(c))
        && stem.chars().all(|c| c.is_ascii_digit() || eastern_digit(c) || "OolISBZ|".contains(c))
}

fn eastern_digit(c: char) -> bool {
    matches!(u32::from(c), 0x660..=0x669 | 0x6F0..=0x6F9 | 0x966..=0x96F | 0xFF10..=0xFF19)
}

/// "14:05", "14.05.30", "9:05am", "1405GMT".
fn is_time(word: &str) -> bool {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let pieces: Vec<&str> = stem.split(':').collect();
    pieces.len() >= 2
        && pieces.len() <= 3
        && pieces.iter().all(|piece| (1..=2).contains(&piece.len()) && piece.chars().all(|c| c.is_ascii_digit()))
        || stem.len() < word.len() && (1..=4).contains(&stem.len()) && stem.chars().all(|c| c.is_ascii_digit()) && {
            let end = word[stem.len()..].to_lowercase();
            ["am", "pm", "a.m", "p.m", "a.m.", "p.m.", "gmt", "utc", "h", "hrs"].contains(&end.as_str())
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(line: &str) -> Option<&str> {
        date_line(line, 0, &PrintedDates::embedded()).map(|date| date.span.of(line))
    }

    #[test]
    fn date_lines_are_found_however_damaged() {
        for (line, wanted) in [
            ("12/30/201", "12/30/201"),
            ("3O December", "3O December"),
            ("30/12/12", "30/12/12"),
            ("Sunday 30 December 2012", "Sunday 30 December 2012"),
            ("Published: Dec. 30, 2012", "Dec. 30, 2012"),
            ("Last updated 30 December 2012 14:05 GMT", "30 December 2012"),
            ("Sun, 30 Dec 2012 09:12 a.m. EST", "Sun, 30 Dec 2012"),
            ("30-Dec-2012", "30-Dec-2012"),
            ("2012年12月30日", "2012年12月30日"),
            ("۳۰ دسامبر ۲۰۱۲", "۳۰ دسامبر ۲۰۱۲"),
            ("30 Decmber 2012", "30 Decmber 2012"),
            ("Kelm, 30 December 2012", "30 December 2012"),
            ("2012-12-30T14:05:00Z", "2012-12-30T14:05:00Z"),
            ("December 30th, 2012", "December 30th, 2012"),
        ] {
            assert_eq!(date(line), Some(wanted), "{line}");
        }
    }

    #[test]
    fn titles_and_sentences_are_no_date_lines() {
        for line in [
            "Varosia talks enter day 30",
            "May Day rallies of 2012",
            "The 2012 elections",
            "14:05",
            "2012",
            "On 30 December 2012 the ferry sank.",
            "Kelm votes 30-12 for peace",
            "Section 4",
            "Page 3",
        ] {
            assert_eq!(date(line), None, "{line}");
        }
    }
}
