//! The dateline at the head of a report: "MOSCOW (AP) —", "GENEVA, Jan. 22 (Xinhua) --".
//!
//! *Form*: place, date and agency, each of which may lack, then a dash, a colon or (after an
//! agency) a full stop. A place alone must be in capitals; a place in small letters needs a date
//! or an agency beside it. What begins a report and has another form is its first sentence.

use rapporteur_lexicon::{DateName, News};
use rapporteur_record::ByteSpan;

/// The longest dateline, in bytes.
const LONGEST: usize = 140;

/// A dateline with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// All of it, the dash included.
    pub span: ByteSpan,
    /// The date in it.
    pub date: Option<ByteSpan>,
    /// The agency: its words, and its full name or its short form where that is not known.
    pub agency: Option<(ByteSpan, String)>,
}

/// The dateline at the beginning of `paragraph`, which stands at byte `base` of the text.
///
/// `speakers` says that other paragraphs begin with a word in capitals and a colon too, so that
/// here it names who speaks in a transcript.
pub(crate) fn dateline(paragraph: &str, base: usize, speakers: bool, news: &News) -> Option<Dateline> {
    let mut limit = paragraph.len().min(LONGEST);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &paragraph[..limit];
    let mut stopped = None;
    for (from, to, mark) in separators(head) {
        let after = paragraph[to..].trim_start();
        let opens = after.chars().next().is_none_or(|c| !c.is_lowercase());
        if !opens {
            continue;
        }
        let Some(parts) = parts(&head[..from], base, news) else {
            continue;
        };
        let strong = parts.agency.is_some() || parts.date.is_some();
        let fits = match mark {
            Mark::Dash if parts.surmised => parts.capitals || parts.date.is_some(),
            _ if parts.surmised => false,
            Mark::Dash => strong || parts.capitals,
            Mark::Colon => parts.agency.is_some() || parts.capitals && parts.words <= 3 && !speakers,
            Mark::Stop => parts.agency.is_some(),
            Mark::None => parts.agency.is_some() && parts.capitals,
        };
        if !fits || parts.words == 0 && parts.agency.is_none() {
            continue;
        }
        let dated = parts.date.is_some();
        let found = Dateline { span: ByteSpan::new(base, base + to), date: parts.date, agency: parts.agency };
        // Behind the stop after an agency a date may come, and then the dash.
        match (mark, &stopped) {
            (Mark::Stop, None) => stopped = Some(found),
            (Mark::Stop, Some(_)) => {}
            (_, None) => return Some(found),
            (_, Some(_)) if dated => return Some(found),
            _ => return stopped,
        }
    }
    stopped
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Dash,
    Colon,
    Stop,
    None,
}

/// Where a dateline could end: before the mark, after it, and what mark it is.
fn separators(head: &str) -> Vec<(usize, usize, Mark)> {
    let mut found = Vec::new();
    let bytes = head.as_bytes();
    let mut depth = 0usize;
    let mut skip = 0;
    for (at, c) in head.char_indices() {
        if at < skip {
            continue;
        }
        let next = at + c.len_utf8();
        let blank_before = at > 0 && bytes[at - 1].is_ascii_whitespace();
        let blank_after = bytes.get(next).is_none_or(u8::is_ascii_whitespace);
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                // "KELM (CPA) The ministers met": no mark at all.
                if head[next..].starts_with(' ') && head[next..].trim_start().starts_with(|c: char| c.is_uppercase() || "\"“'".contains(c))
                {
                    found.push((next, next, Mark::None));
                }
            }
            '\n' => break,
            _ if depth > 0 => {}
            '—' | '–' | '―' | '−' => found.push((at, next, Mark::Dash)),
            '-' if head[next..].starts_with('-') => {
                let mut end = next;
                while head[end..].starts_with('-') {
                    end += 1;
                }
                skip = end;
                found.push((at, end, Mark::Dash));
            }
            '_' if blank_before && blank_after => found.push((at, next, Mark::Dash)),
            '-' if blank_after && (blank_before || head[..at].ends_with(')')) => found.push((at, next, Mark::Dash)),
            ':' if blank_after => found.push((at, next, Mark::Colon)),
            '.' | ',' if blank_after && head[..at].trim_end().ends_with([')', '/']) => found.push((at, next, Mark::Stop)),
            _ => {}
        }
        if found.len() >= 6 {
            break;
        }
    }
    found
}

struct Parts {
    date: Option<ByteSpan>,
    agency: Option<(ByteSpan, String)>,
    /// Whether only its place says that this is an agency.
    surmised: bool,
    /// Whether the place stands in capitals.
    capitals: bool,
    /// Words of the place.
    words: usize,
}

/// The parts of `head`, or `None` where it holds anything that a dateline does not.
fn parts(head: &str, base: usize, news: &News) -> Option<Parts> {
    let mut rest = head.trim_end();
    let mut agency = None;
    let mut surmised = false;
    let mut date: Option<ByteSpan> = None;
    // The date behind the agency: "KELM (CPA), May 6, 2031".
    if let Some(close) = rest.rfind(')').filter(|close| close + 1 < rest.len()) {
        let tail = &rest[close + 1..];
        let words = tail.trim_matches([' ', ',', '.']);
        if !words.is_empty() {
            let from = base + close + 1 + tail.find(words).unwrap_or(0);
            let dated = |group: &str| date_words(group.trim(), news) == Some((0, group.trim().trim_end_matches(',').len()));
            if !words.split(',').all(dated) {
                return None;
            }
            date = Some(ByteSpan::new(from, from + words.len()));
            rest = &rest[..=close];
        }
    }
    // The agency in brackets or between strokes, at the end.
    for (open, close) in [('(', ')'), ('/', '/'), ('[', ']')] {
        let end = rest.trim_end_matches(['.', ',', ' ']);
        if let Some(inner) = end.strip_suffix(close)
            && let Some(at) = inner.rfind(open)
        {
            let name = &inner[at + open.len_utf8()..];
            let full = match agency_name(name.trim(), news) {
                Some(full) => full,
                // One that no table knows: "(Harbour Dispatch)".
                None => {
                    place_words(name.trim())?;
                    surmised = true;
                    name.trim().to_owned()
                }
            };
            agency = Some((ByteSpan::new(base + at + open.len_utf8(), base + inner.len()), full));
            rest = inner[..at].trim_end();
            break;
        }
    }
    if agency.is_none()
        && let Some(known) = news.agency(rest.trim())
        && rest.trim() == rest
    {
        let span = ByteSpan::new(base, base + rest.len());
        return Some(Parts { date, agency: Some((span, known.to_owned())), surmised, capitals: false, words: 0 });
    }
    let mut capitals = true;
    let mut words = 0;
    let mut groups = 0;
    let mut at = 0;
    for group in rest.split_inclusive([',', ';']) {
        let start = at;
        at += group.len();
        let group = group.trim_end_matches([',', ';']);
        let trimmed = group.trim_matches(|c: char| c.is_whitespace() || c == '.' && !group.trim().contains(' '));
        let trimmed = if trimmed.is_empty() { group.trim() } else { trimmed };
        if trimmed.is_empty() {
            continue;
        }
        let place = start + group.find(trimmed).unwrap_or(0);
        if let Some((from, to)) = date_words(trimmed, news) {
            let span = ByteSpan::new(base + place + from, base + place + to);
            date = Some(date.map_or(span, |date| date.join(span)));
            // Words before the date in the same group are the place: "KABUL Dec 30".
            let before = trimmed[..from].trim();
            if !before.is_empty() {
                words += place_words(before)?;
                capitals &= is_capitals(before);
                groups += 1;
            }
            if !trimmed[to..].trim_matches(|c: char| c.is_whitespace() || ".,".contains(c)).is_empty() {
                return None;
            }
            continue;
        }
        if date.is_some_and(|date| date.start < base + rest.len()) || groups >= 3 {
            return None;
        }
        words += place_words(trimmed)?;
        // Only the city stands in capitals: "KABUL, Afghanistan".
        capitals &= groups > 0 || is_capitals(trimmed);
        groups += 1;
    }
    let first = rest.split([' ', ',']).next().unwrap_or(rest);
    if words > 9 || news.label(first.trim_matches(|c: char| !c.is_alphanumeric())) {
        return None;
    }
    Some(Parts { date, agency, surmised, capitals: capitals && words > 0, words })
}

/// The agency in brackets: a known one, two of them, or letters in capitals.
fn agency_name(name: &str, news: &News) -> Option<String> {
    if let Some(known) = news.agency(name) {
        return Some(known.to_owned());
    }
    if news.agency_by_form(name) {
        return Some(name.to_owned());
    }
    if let Some(first) = name.split(['/', '&']).next().filter(|first| first.len() < name.len())
        && let Some(known) = news.agency(first)
    {
        return Some(known.to_owned());
    }
    let letters = name.chars().count();
    let capitals = (2..=8).contains(&letters) && name.chars().all(|c| c.is_uppercase() || c == '-');
    capitals.then(|| name.to_owned())
}

/// Counts the words of a place, `None` where they are no place: every word begins with a capital
/// letter, particles apart.
fn place_words(words: &str) -> Option<usize> {
    let small = ["of", "the", "de", "la", "el", "al", "and", "sur", "am", "an", "upon", "near", "in", "on", "del", "da", "do", "les", "le"];
    let mut count = 0;
    for word in words.split([' ', '/']).filter(|word| !word.is_empty()) {
        count += 1;
        let letters = word.chars().all(|c| c.is_alphabetic() || "'’.-‘ʼ`".contains(c));
        let name = word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
            || word.split(['-', '\'', '’']).nth(1).is_some_and(|rest| rest.chars().next().is_some_and(char::is_uppercase));
        if !letters || !(name || small.contains(&word)) {
            return None;
        }
    }
    (1..=5).contains(&count).then_some(count)
}

fn is_capitals(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && words.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase())
}

/// The bytes of the date in a group of words ("Jan. 22", "30 December 2012", "2012", "Sunday").
fn date_words(group: &str, news: &News) -> Option<(usize, usize)> {
    let mut found: Option<(usize, usize)> = None;
    let mut at = 0;
    for word in group.split(' ') {
        let start = at;
        at += word.len() + 1;
        let bare = word.trim_matches(['.', ',']);
        if bare.is_empty() {
            continue;
        }
        let number = bare.chars().all(|c| c.is_numeric() || "/.-".contains(c)) && bare.chars().any(char::is_numeric)
            || ["st", "nd", "rd", "th"]
                .iter()
                .any(|end| bare.strip_suffix(end).is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit())));
        let name = matches!(news.dates.name(bare), Some(DateName::Month(_) | DateName::Weekday(_)));
        if number || name {
            let end = start + word.trim_end_matches([',']).len();
            found = Some(found.map_or((start, end), |(from, _)| (from, end)));
        } else if found.is_some() {
            return None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(paragraph: &str) -> Option<(String, Option<String>, Option<String>)> {
        dateline(paragraph, 0, false, &News::embedded()).map(|dateline| {
            (
                dateline.span.of(paragraph).to_owned(),
                dateline.date.map(|date| date.of(paragraph).to_owned()),
                dateline.agency.map(|(_, name)| name),
            )
        })
    }

    #[test]
    fn datelines_of_every_form_are_found() {
        let ap = Some("The Associated Press".to_owned());
        for (paragraph, dateline, date, agency) in [
            ("MOSCOW (AP) — The talks", "MOSCOW (AP) —", None, ap.clone()),
            ("GENEVA, Jan. 22 (Xinhua) -- The talks", "GENEVA, Jan. 22 (Xinhua) --", Some("Jan. 22"), Some("Xinhua".into())),
            ("KELM, Varosia (CPA) - The talks", "KELM, Varosia (CPA) -", None, Some("CPA".into())),
            ("WASHINGTON — The talks", "WASHINGTON —", None, None),
            ("CHARLOTTE - Nearly a week", "CHARLOTTE -", None, None),
            ("(Reuters) - The talks", "(Reuters) -", None, Some("Reuters".into())),
            (
                "HEMPSTEAD, N.Y., Sept. 26 (UPI) — The",
                "HEMPSTEAD, N.Y., Sept. 26 (UPI) —",
                Some("Sept. 26"),
                Some("United Press International".into()),
            ),
            ("MOSCOW, December 30. /TASS/. The talks", "MOSCOW, December 30. /TASS/.", Some("December 30."), Some("TASS".into())),
            ("Kelm, 30 December 2012 (CPA) – The talks", "Kelm, 30 December 2012 (CPA) –", Some("30 December 2012"), Some("CPA".into())),
            ("SUND: The talks", "SUND:", None, None),
            (
                "UNITED NATIONS, Dec 30, 2012 (AFP) - The talks",
                "UNITED NATIONS, Dec 30, 2012 (AFP) -",
                Some("Dec 30, 2012"),
                Some("Agence France-Presse".into()),
            ),
            ("AFP - The talks", "AFP -", None, Some("Agence France-Presse".into())),
            ("KELM (CPA) The talks", "KELM (CPA)", None, Some("CPA".into())),
            (
                "PORT ANNEKE, Nov. 14, 2030 (Harbour Dispatch) — The talks",
                "PORT ANNEKE, Nov. 14, 2030 (Harbour Dispatch) —",
                Some("Nov. 14, 2030"),
                Some("Harbour Dispatch".into()),
            ),
            (
                "KELM, Varosia (Lighthouse News Agency), May 6, 2031 - The talks",
                "KELM, Varosia (Lighthouse News Agency), May 6, 2031 -",
                Some("May 6, 2031"),
                Some("Lighthouse News Agency".into()),
            ),
            ("SUND, Telmark (AP) _ The talks", "SUND, Telmark (AP) _", None, ap),
        ] {
            let wanted = (dateline.to_owned(), date.map(str::to_owned), agency);
            assert_eq!(read(paragraph), Some(wanted), "{paragraph}");
        }
    }

    #[test]
    fn first_sentences_are_no_datelines() {
        for paragraph in [
            "Varosia - a country of two million - voted on Sunday.",
            "The minister (left) said the talks would go on.",
            "EXCLUSIVE: The talks will go on.",
            "Talks — the first in a year — opened on Monday.",
            "NATO - the alliance of the north - met on Monday.",
            "Prime Minister Greta Holm: The talks go on.",
            "The Northern Front (NF) Party said so.",
            "Karim (Harbour List) — the oldest member — spoke first.",
            "Karim (Harbour List), who spoke first - for an hour - said so.",
        ] {
            assert_eq!(read(paragraph), None, "{paragraph}");
        }
        assert!(dateline("BELMAR: And that is why.", 0, true, &News::embedded()).is_none());
    }
}
