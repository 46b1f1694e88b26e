//! Where the report comes from: agency, publisher, addresses.

use super::{Frame, dateline::Dateline, lines, one_line, word_spans};
use rapporteur_record::{BlockKind, ByteSpan, Words};

impl Frame<'_> {
    /// The agency: the dateline's before all others. A short form that no table knows is replaced
    /// by the full name that the text gives for it, if it does.
    pub(super) fn agency_of(&self, dateline: Option<&Dateline>) -> Option<Words> {
        if let Some((span, name)) = dateline.and_then(|dateline| dateline.agency.clone()) {
            let unknown = self.news.agency(&name).is_none() && !self.news.agency_by_form(&name);
            if unknown {
                if let Some((_, words)) = self.agency.as_ref().filter(|(_, words)| initials(&words.text, &name)) {
                    return Some(words.clone());
                }
                return Some(self.spelled_out(&name).unwrap_or(Words { text: name, span: Some(span) }));
            }
            return Some(Words { text: name, span: Some(span) });
        }
        self.agency.as_ref().map(|(_, words)| words.clone())
    }

    /// The full name whose initials are `short`, in a line outside the report.
    fn spelled_out(&self, short: &str) -> Option<Words> {
        let length = short.chars().count();
        self.units
            .iter()
            .filter(|unit| !matches!(unit.kind, BlockKind::Body | BlockKind::Heading) && unit.span.len() <= 400)
            .flat_map(|unit| {
                let words = word_spans(unit.span.of(self.text));
                (0..words.len().saturating_sub(length - 1))
                    .map(|at| words[at].join(words[at + length - 1]))
                    .map(|span| ByteSpan::new(unit.span.start + span.start, unit.span.start + span.end))
                    .collect::<Vec<_>>()
            })
            .find(|span| initials(span.of(self.text), short))
            .map(|span| Words { text: one_line(span.of(self.text)), span: Some(span) })
    }

    /// The outlet that published the report: a name of the masthead in the report's script, else
    /// any name there, else the holder of the copyright, else the host of an address.
    pub(super) fn publisher(&self, agency: Option<&Words>) -> Option<Words> {
        let masthead = |at: &usize| self.units[*at].kind == BlockKind::Masthead;
        let first = self.report.map_or(self.units.len(), |(first, _)| first);
        let is_agency = |name: &str| agency.is_some_and(|agency| agency.text == name) || self.news.agency(name).is_some();
        let names: Vec<usize> = (0..first)
            .filter(masthead)
            .filter(|&at| {
                let words = self.words(at);
                !lines::table_row(words)
                    && !lines::address_line(words)
                    && words.len() <= 120
                    && (1..=8).contains(&self.units[at].words)
                    && !self.units[at].ends
                    && !is_agency(words)
            })
            .collect();
        let own = names.iter().copied().find(|&at| self.units[at].script == self.script);
        if let Some(at) = own.or(names.first().copied()) {
            let span = self.units[at].span;
            return Some(Words { text: one_line(span.of(self.text)), span: Some(span) });
        }
        self.copyright_holder(&is_agency).or_else(|| self.host())
    }

    /// The name behind "© 2031" or "Copyright 2031".
    fn copyright_holder(&self, is_agency: &dyn Fn(&str) -> bool) -> Option<Words> {
        let unit = self.units.iter().rev().take(40).find(|unit| {
            let line = unit.span.of(self.text).to_lowercase();
            unit.kind == BlockKind::Furniture && line.len() < 300 && (line.contains('©') || line.starts_with("copyright"))
        })?;
        let line = unit.span.of(self.text);
        let words = word_spans(line);
        let start = words.iter().position(|word| {
            let word = word.of(line);
            let skip = word.eq_ignore_ascii_case("copyright")
                || word.eq_ignore_ascii_case("c")
                || word.eq_ignore_ascii_case("by")
                || word.chars().all(|c| !c.is_alphabetic());
            !skip
        })?;
        let mut end = start;
        for at in start..words.len() {
            let word = words[at].of(line);
            let small = ["of", "and", "the", "&"].contains(&word);
            if !small && !word.chars().next().is_some_and(char::is_uppercase) || ["All", "Inc", "Ltd"].contains(&word) {
                break;
            }
            end = at + 1;
            // A full stop or comma ends the name.
            if line[words[at].end..].starts_with(['.', ',', '|', ';']) {
                break;
            }
        }
        if end == start {
            return None;
        }
        let span = words[start].join(words[end - 1]);
        let name = span.of(line);
        let span = ByteSpan::new(unit.span.start + span.start, unit.span.start + span.end);
        (!is_agency(name)).then(|| Words { text: one_line(name), span: Some(span) })
    }

    /// The host of the first address outside the report.
    fn host(&self) -> Option<Words> {
        let spans = self.outside_words();
        let found = spans.into_iter().find_map(|span| {
            let host = lines::host(span.of(self.text))?;
            let at = span.start + span.of(self.text).find(host)?;
            Some(ByteSpan::new(at, at + host.len()))
        })?;
        let name = found.of(self.text).to_lowercase();
        let name = name.strip_prefix("www.").unwrap_or(&name).to_owned();
        Some(Words { text: name, span: Some(found) })
    }

    /// The words of short lines outside the report.
    fn outside_words(&self) -> Vec<ByteSpan> {
        self.units
            .iter()
            .filter(|unit| {
                matches!(unit.kind, BlockKind::Masthead | BlockKind::Furniture | BlockKind::DateLine | BlockKind::Agency)
                    && unit.span.len() <= 600
            })
            .take(200)
            .flat_map(|unit| {
                let mut at = unit.span.start;
                unit.span
                    .of(self.text)
                    .split_inclusive(char::is_whitespace)
                    .map(|word| {
                        at += word.len();
                        ByteSpan::new(at - word.len(), at).trim(self.text)
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// Dates in the paths of addresses: the report's own, and those printed outside the report
    /// where they all give the same date.
    pub(super) fn addresses(&self, uri: &str) -> Vec<(String, Option<ByteSpan>)> {
        if (uri.starts_with("http://") || uri.starts_with("https://"))
            && let Some((from, to)) = date_in_path(uri)
        {
            return vec![(uri[from..to].to_owned(), None)];
        }
        let mut found: Vec<ByteSpan> = Vec::new();
        for span in self.outside_words() {
            let word = span.of(self.text);
            if lines::host(word).is_some()
                && let Some((from, to)) = date_in_path(word)
            {
                found.push(ByteSpan::new(span.start + from, span.start + to));
            }
        }
        let one = found.first().copied().filter(|first| found.iter().all(|other| other.of(self.text) == first.of(self.text)));
        one.map(|span| (span.of(self.text).to_owned(), Some(span))).into_iter().collect()
    }
}

/// Whether the initials of the capitalised words of `name` are `short`.
fn initials(name: &str, short: &str) -> bool {
    let letters: String = name.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    let without_article = name
        .strip_prefix("The ")
        .map(|rest| rest.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect::<String>());
    letters == short || without_article.is_some_and(|letters| letters == short)
}

/// The bytes of `2012/12/30`, `2012-12-30` or `20121230` in the path of an address.
fn date_in_path(address: &str) -> Option<(usize, usize)> {
    let path = address.find("//").map_or(0, |at| at + 2);
    let start = path + address[path..].find('/')?;
    let bytes = address.as_bytes();
    let digits = |from: usize, count: usize| bytes.get(from..from + count).is_some_and(|run| run.iter().all(u8::is_ascii_digit));
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (start..address.len().min(start + 400)).find_map(|at| {
        if digit(at.wrapping_sub(1)) || !digits(at, 4) || !(bytes[at..].starts_with(b"19") || bytes[at..].starts_with(b"20")) {
            return None;
        }
        let separator = bytes.get(at + 4).copied()?;
        if matches!(separator, b'/' | b'-' | b'_')
            && digits(at + 5, 2)
            && bytes.get(at + 7) == Some(&separator)
            && digits(at + 8, 2)
            && !digit(at + 10)
        {
            return Some((at, at + 10));
        }
        (digits(at, 8)
            && !digit(at + 8)
            && matches!(
                &bytes[at + 4..at + 6],
                b"01" | b"02" | b"03" | b"04" | b"05" | b"06" | b"07" | b"08" | b"09" | b"10" | b"11" | b"12"
            ))
        .then_some((at, at + 8))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_addresses_are_found() {
        let find = |address: &str| date_in_path(address).map(|(from, to)| address[from..to].to_owned());
        assert_eq!(find("https://kelm.example/2031/12/30/talks").as_deref(), Some("2031/12/30"));
        assert_eq!(find("https://kelm.example/news-2031-12-30.html").as_deref(), Some("2031-12-30"));
        assert_eq!(find("https://kelm.example/a/20311230-talks").as_deref(), Some("20311230"));
        assert_eq!(find("https://kelm.example/a/1203112301"), None);
    }

    #[test]
    fn a_short_form_fits_its_full_name() {
        assert!(initials("The Coastal Press Agency", "CPA"));
        assert!(initials("Coastal Press Agency", "CPA"));
        assert!(!initials("Coastal Agency", "CPA"));
    }
}
