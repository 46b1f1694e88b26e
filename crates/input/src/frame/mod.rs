//! What of a text is the report, and what frames it: masthead, title, agency, byline, dateline,
//! date lines, captions, navigation.
//!
//! A text is cut into units (paragraphs, and lines where a break was meant). The report's own
//! paragraphs are known by their form, sentences in the main script; the first and the last of
//! them bound it. What stands before is told apart by what each line is (a date, a name, an
//! address, an agency), and by place: the title is the line that shares most with the report.
//! In doubt a paragraph stays in the report: losing one is worse than keeping a line too much.

pub(crate) mod dateline;
mod dates;
mod head;
mod lines;
mod origin;
mod unit;

#[cfg(test)]
mod tests;

use dates::DateInLine;
use rapporteur_lexicon::{DateLabel, News, news::LineKind};
use rapporteur_record::{Block, BlockKind, ByteSpan, DateClue, DateSource, Document, Words};
use std::collections::BTreeMap;
use unit::{Script, Unit, units};

/// What the steps share.
struct Frame<'d> {
    text: &'d str,
    news: &'d News,
    units: Vec<Unit>,
    /// The script of the report's paragraphs.
    script: Option<Script>,
    /// First and last paragraph of the report, as indexes of units.
    report: Option<(usize, usize)>,
    /// Dates printed in lines of their own, with the label beside each.
    dates: Vec<DateInLine>,
    /// The agency, by how plainly it is named: the smallest number is the best.
    agency: Option<(u8, Words)>,
    byline: Option<Words>,
}

/// Says what each block of `document` is and fills in title, agency, byline, dateline,
/// publisher, languages and date clues, as far as they are still open.
///
/// Blocks of a kind other than `Body` are left as they are; `Body` blocks may be split. Fields
/// that metadata filled stay.
pub(crate) fn frame(document: &mut Document, news: &News) {
    let text = std::mem::take(&mut document.text);
    let alone = |line: &str| {
        lines::table_row(line)
            || lines::address_line(line)
            || dates::date_line(line, 0, &news.dates).is_some_and(|date| date.sure)
            || lines::byline(line, 0, news).is_some()
            || lines::agency_line(line, news).is_some()
            || news.line(line).is_some()
    };
    let units = units(&text, &document.blocks, alone);
    let mut frame = Frame { text: &text, news, units, script: None, report: None, dates: Vec::new(), agency: None, byline: None };
    frame.bound();
    frame.lines();
    let title = frame.head(document);
    frame.tail();
    frame.middle();
    let found = frame.dateline();

    if document.title.is_none() {
        document.title = title.map(|span| Words { text: one_line(span.of(&text)), span: Some(span) });
    } else if let (Some(known), Some(span)) = (&mut document.title, title) {
        known.span = known.span.or(Some(span));
    }
    if let Some(found) = &found {
        let words = Words { text: one_line(found.span.of(&text)), span: Some(found.span) };
        document.dateline = document.dateline.take().or(Some(words));
    }
    document.agency = document.agency.take().or_else(|| frame.agency_of(found.as_ref()));
    document.byline = document.byline.take().or_else(|| frame.byline.clone());
    document.publisher = document.publisher.take().or_else(|| frame.publisher(document.agency.as_ref()));
    let mut clues = std::mem::take(&mut document.date_clues);
    frame.clues(found.as_ref(), &document.uri, &mut clues);
    document.date_clues = clues;
    document.blocks = frame.units.iter().map(|unit| Block { span: unit.span, kind: unit.kind }).collect();
    document.text = text;
    crate::language::detect(document);
}

/// Whether a line holds a date, with a label or time beside it, and nothing else.
pub(crate) fn is_date_line(line: &str, news: &News) -> bool {
    line.len() <= 200 && dates::date_line(line, 0, &news.dates).is_some_and(|date| date.sure)
}

/// `words` with one blank for each run of white space.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Frame<'_> {
    fn words(&self, at: usize) -> &str {
        self.units[at].span.of(self.text)
    }

    /// Finds the script of the report, its first and its last paragraph.
    fn bound(&mut self) {
        // A paragraph behind a dateline with an agency or a date is the report's, whatever capitals it
        // is full of.
        for at in 0..self.units.len() {
            let unit = self.units[at];
            if unit.kind == BlockKind::Body && !unit.prose && unit.words >= 9 && (unit.ends || unit.words >= 16) {
                let found = dateline::dateline(unit.span.of(self.text), unit.span.start, true, self.news);
                self.units[at].prose = found.is_some_and(|found| found.agency.is_some() || found.date.is_some());
            }
        }
        let mut letters: BTreeMap<Script, usize> = BTreeMap::new();
        let open = |unit: &&Unit| unit.kind == BlockKind::Body;
        let prose = self.units.iter().filter(open).filter(|unit| unit.prose).count();
        for unit in self.units.iter().filter(open).filter(|unit| unit.prose || prose == 0) {
            if let Some(script) = unit.script {
                *letters.entry(script).or_default() += unit.letters;
            }
        }
        self.script = letters.iter().max_by_key(|(script, count)| (**count, std::cmp::Reverse(**script))).map(|(s, _)| *s);
        let report: Vec<usize> = (0..self.units.len()).filter(|&at| self.is_report(at)).collect();
        self.report = report.first().zip(report.last()).map(|(&first, &last)| (first, last));
        if self.report.is_none() {
            // A short item without a full sentence: the longest piece is the report.
            let longest = (0..self.units.len())
                .filter(|&at| self.units[at].kind == BlockKind::Body && self.units[at].script == self.script)
                .filter(|&at| self.plain(at))
                .max_by_key(|&at| (self.units[at].words, std::cmp::Reverse(at)));
            self.report = longest.map(|at| (at, at));
        }
    }

    /// Whether a unit is a paragraph of the report by its form.
    fn is_report(&self, at: usize) -> bool {
        let unit = &self.units[at];
        unit.kind == BlockKind::Body && unit.prose && unit.script == self.script && self.plain(at)
    }

    /// Whether a unit is no line of another kind by its own form.
    fn plain(&self, at: usize) -> bool {
        let line = self.words(at);
        !lines::table_row(line) && !lines::address_line(line) && self.news.line(line).is_none()
    }

    /// Names the lines that show by their own form what they are: addresses, tables, dates,
    /// bylines, agencies, furniture. Dates and bylines are looked for outside the report only,
    /// unless a label makes them plain.
    fn lines(&mut self) {
        let (first, last) = self.report.unwrap_or((self.units.len(), 0));
        for at in 0..self.units.len() {
            if self.units[at].settled || self.units[at].span.len() > 2000 {
                continue;
            }
            let inside = at >= first && at <= last;
            if inside && self.units[at].prose && self.plain(at) {
                continue;
            }
            let kind = self.line_kind(at, inside);
            if let Some(kind) = kind {
                self.units[at].kind = kind;
                self.units[at].settled = true;
            }
        }
    }

    fn line_kind(&mut self, at: usize, inside: bool) -> Option<BlockKind> {
        let span = self.units[at].span;
        let line = span.of(self.text);
        let before = self.report.is_none_or(|(first, _)| at < first);
        if let Some(kind) = self.news.line(line) {
            self.credit(span);
            return Some(match kind {
                LineKind::Caption => BlockKind::Caption,
                LineKind::Furniture | LineKind::Related => BlockKind::Furniture,
            });
        }
        if lines::table_row(line) || lines::address_line(line) {
            return Some(if before { BlockKind::Masthead } else { BlockKind::Furniture });
        }
        if !inside
            && line.contains(['|', '•', '·'])
            && let Some(kind) = self.parts_of_line(at)
        {
            return Some(kind);
        }
        if let Some(date) = dates::date_line(line, span.start, &self.news.dates)
            && (!inside || date.label.is_some_and(|label| label != DateLabel::Plain))
            && (before || date.sure)
        {
            self.dates.push(date);
            return Some(BlockKind::DateLine);
        }
        if inside {
            return None;
        }
        // A caption's "By Ana Ruiz" far below the report is no byline of it, but a line of its own.
        if let Some(byline) = lines::byline(line, span.start, self.news) {
            if let Some((span, name)) = byline.agency.clone() {
                self.name_agency(2, name, span);
            }
            let only_agency = byline.agency.as_ref().is_some_and(|(span, _)| *span == byline.names);
            if !only_agency && self.byline.is_none() {
                let text = one_line(byline.names.of(self.text));
                self.byline = Some(Words { text, span: Some(byline.names) });
            }
            return Some(if only_agency { BlockKind::Agency } else { BlockKind::Byline });
        }
        if let Some(name) = lines::agency_line(line, self.news) {
            self.name_agency(1, name, span);
            return Some(BlockKind::Agency);
        }
        self.parts_of_line(at)
    }

    /// A line of several parts with strokes or dots between them: "By Ana Ruiz | 30 December 2012".
    fn parts_of_line(&mut self, at: usize) -> Option<BlockKind> {
        let span = self.units[at].span;
        let line = span.of(self.text);
        if line.len() > 300 || !line.contains(['|', '•', '·', '—', '–']) && !line.contains(" - ") {
            return None;
        }
        let mut kind = None;
        let mut others = 0;
        for part in parts(line) {
            let trimmed = ByteSpan::new(span.start + part.start, span.start + part.end).trim(self.text);
            let words = trimmed.of(self.text);
            if let Some(date) = dates::date_line(words, trimmed.start, &self.news.dates) {
                self.dates.push(date);
                kind = kind.or(Some(BlockKind::DateLine));
            } else if let Some(byline) = lines::byline(words, trimmed.start, self.news) {
                let text = one_line(byline.names.of(self.text));
                self.byline = self.byline.take().or(Some(Words { text, span: Some(byline.names) }));
                kind = Some(BlockKind::Byline);
            } else if let Some(name) = lines::agency_line(words, self.news) {
                self.name_agency(1, name, trimmed);
                kind = kind.or(Some(BlockKind::Agency));
            } else {
                others += words.split_whitespace().count();
            }
        }
        if others > 6 { None } else { kind }
    }

    /// Takes the agency from a copyright or source line, if nothing names it more plainly.
    fn credit(&mut self, span: ByteSpan) {
        let line = span.of(self.text);
        let small = line.to_lowercase();
        if !["copyright", "©", "(c)", "source", "via"].iter().any(|word| small.contains(word)) {
            return;
        }
        // Runs of words in capitals are tried, the longest first.
        let words: Vec<ByteSpan> = word_spans(line).into_iter().map(|w| ByteSpan::new(span.start + w.start, span.start + w.end)).collect();
        for length in (1..=6usize.min(words.len())).rev() {
            for run in words.windows(length).take(60) {
                let name = run[0].join(run[length - 1]).of(self.text);
                if let Some(full) =
                    self.news.agency(name).map(str::to_owned).or_else(|| self.news.agency_by_form(name).then(|| name.to_owned()))
                {
                    self.name_agency(4, full, run[0].join(run[length - 1]));
                    return;
                }
            }
        }
    }

    fn name_agency(&mut self, rank: u8, name: String, span: ByteSpan) {
        if self.agency.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.agency = Some((rank, Words { text: name, span: Some(span) }));
        }
    }

    /// Everything after the report's last paragraph that was not recognised is furniture when it
    /// is short or of another script, or stands under a heading of related links.
    fn tail(&mut self) {
        let Some((first, last)) = self.report else {
            return;
        };
        let mut related = false;
        for at in first..self.units.len() {
            let line = self.words(at);
            if line.len() < 200 && self.news.line(line) == Some(LineKind::Related) {
                // Only links may follow: a paragraph of the report after it ends the list.
                related = true;
                continue;
            }
            if self.is_report(at) && !related {
                continue;
            }
            if self.is_report(at) && at <= last {
                related = false;
                continue;
            }
            if self.units[at].settled || self.units[at].kind != BlockKind::Body {
                continue;
            }
            if related || at > last && !self.goes_on(at) {
                self.units[at].kind = BlockKind::Furniture;
                self.units[at].settled = true;
            }
        }
    }

    /// Whether a short unit after the last long paragraph still belongs to the report: it ends as
    /// a sentence, is in the report's script, and nothing but the report stands between.
    fn goes_on(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let near = at > 0 && matches!(self.units[at - 1].kind, BlockKind::Body | BlockKind::Heading | BlockKind::Caption);
        near && unit.ends && unit.script == self.script && unit.words >= 2
    }

    /// Short lines between paragraphs that are no sentences are headings.
    fn middle(&mut self) {
        let Some((first, last)) = self.report else {
            return;
        };
        for at in first + 1..last {
            let unit = self.units[at];
            let words = self.words(at);
            let heading = !unit.settled
                && unit.kind == BlockKind::Body
                && !unit.ends
                && (1..=10).contains(&unit.words)
                && unit.script == self.script
                && words.chars().next().is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
                && self.units[at + 1].prose
                && !words.ends_with([',', '—', '-']);
            if heading {
                self.units[at].kind = BlockKind::Heading;
            }
        }
    }

    /// Reads the dateline at the head of the report's first paragraph, or of its second where the
    /// first is a summary.
    fn dateline(&mut self) -> Option<dateline::Dateline> {
        let (first, _) = self.report?;
        let body: Vec<usize> = (first..self.units.len()).filter(|&at| self.units[at].kind == BlockKind::Body).take(3).collect();
        let speakers = (first..self.units.len()).filter(|&at| names_speaker(self.words(at))).take(2).count() > 1;
        // A dateline may stand on a line of its own above the first paragraph.
        let above = (0..first).rev().take(3).filter(|&at| !self.units[at].settled || self.units[at].kind == BlockKind::DateLine);
        for at in above {
            let span = self.units[at].span;
            if let Some(found) = dateline::dateline(span.of(self.text), span.start, true, self.news)
                && self.text[found.span.end..span.end].trim().is_empty()
                && (found.agency.is_some() || found.date.is_some())
            {
                self.units[at].kind = BlockKind::DateLine;
                self.units[at].settled = true;
                self.dates.retain(|date| !span.contains(date.span));
                return Some(found);
            }
        }
        for (count, at) in body.into_iter().enumerate() {
            let span = self.units[at].span;
            if let Some(found) = dateline::dateline(span.of(self.text), span.start, speakers || count > 0, self.news)
                && (count == 0 || found.agency.is_some() || found.date.is_some())
            {
                return Some(found);
            }
        }
        None
    }

    /// The clues to the date: the dateline's, the printed lines' (publication before others,
    /// updates last), the addresses', each in order of appearance after those already known.
    fn clues(&self, dateline: Option<&dateline::Dateline>, uri: &str, clues: &mut Vec<DateClue>) {
        let known: Vec<ByteSpan> = clues.iter().filter_map(|clue| clue.span).collect();
        let mut add = |source, span: ByteSpan| {
            if !known.iter().any(|other| other.overlaps(span)) {
                clues.push(DateClue { source, raw: span.of(self.text).to_owned(), span: Some(span) });
            }
        };
        if let Some(span) = dateline.and_then(|dateline| dateline.date) {
            add(DateSource::Dateline, span);
        }
        let rank = |date: &&DateInLine| match date.label {
            Some(DateLabel::Published) => 0,
            Some(DateLabel::Updated) => 2,
            _ => 1,
        };
        let mut dates: Vec<&DateInLine> = self.dates.iter().collect();
        dates.sort_by_key(|date| (rank(date), date.span));
        for date in dates {
            // The label stays with an update, so that it is not taken for publication.
            let span = match date.label {
                Some(DateLabel::Updated) => ByteSpan::new(date.line.start, date.span.end),
                _ => date.span,
            };
            add(DateSource::Printed, span);
        }
        for (raw, span) in self.addresses(uri) {
            clues.push(DateClue { source: DateSource::Address, raw, span });
        }
        clues.sort_by_key(|clue| clue.source);
    }
}

/// The parts of a line between strokes, dots and dashes that stand alone.
fn parts(line: &str) -> Vec<ByteSpan> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in line.char_indices() {
        let alone = c == '-' && line[..at].ends_with(' ') && line[at + 1..].starts_with(' ');
        if alone || "|•·—–".contains(c) {
            parts.push(ByteSpan::new(start, at));
            start = at + c.len_utf8();
        }
    }
    parts.push(ByteSpan::new(start, line.len()));
    parts
}

/// The words of a line without the marks around them.
fn word_spans(line: &str) -> Vec<ByteSpan> {
    let mut at = 0;
    let mut spans = Vec::new();
    for word in line.split_inclusive(char::is_whitespace) {
        let edge = |c: char| !c.is_alphanumeric() && c != '\'';
        let start = at + (word.len() - word.trim_start_matches(edge).len());
        let end = at + word.trim_end_matches(edge).len();
        at += word.len();
        if start < end {
            spans.push(ByteSpan::new(start, end));
        }
    }
    spans
}

/// Whether a paragraph begins with a name in capitals and a colon, as in a transcript.
fn names_speaker(paragraph: &str) -> bool {
    let Some((head, _)) = paragraph.char_indices().take(40).find(|(_, c)| *c == ':').map(|(at, _)| paragraph.split_at(at)) else {
        return false;
    };
    let letters = head.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && head.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}
