//! Which units of a page are the article: Readability's opinion, bettered by rules for news.
//!
//! Readability finds the part of the page that holds the article and errs on the side of too
//! much. The rules here look at each unit it keeps, and at those between them: what the elements
//! around say they hold, what the words are, how much of them are links, what stands next to them.

use super::outline::{Element, Outline, Unit};
use rapporteur_lexicon::{ElementKind, News, news::LineKind};
use rapporteur_record::BlockKind;
use std::collections::BTreeSet;

/// An element that holds more than this share of the article, in per cent, is its container,
/// whatever its name says.
const CONTAINER: usize = 30;

/// What is known of a page when its units are judged.
pub(crate) struct Judge<'a> {
    outline: &'a Outline,
    news: &'a News,
    /// For each element, what it holds by its name or nature.
    kinds: Vec<Option<ElementKind>>,
    /// Titles that metadata give, as keys.
    titles: Vec<String>,
}

/// For each unit, what it is; `None` for what is left out of the text.
pub(crate) fn judge(outline: &Outline, kept: &[bool], titles: &[String], news: &News) -> Vec<Option<BlockKind>> {
    let judge = Judge { outline, news, kinds: kinds(outline, kept), titles: titles.iter().map(|title| key(title)).collect() };
    let mut kinds: Vec<Option<BlockKind>> = (0..outline.units.len()).map(|at| kept[at].then(|| judge.unit(at))).collect();
    judge.fill(&mut kinds);
    judge.related(&mut kinds);
    judge.edges(&mut kinds);
    judge.headings(&mut kinds);
    judge.head(&mut kinds);
    kinds
}

/// What looks like running text, for pages on which Readability finds nothing or that are too
/// large for it.
pub(crate) fn by_form(outline: &Outline) -> Vec<bool> {
    let long = |unit: &Unit| unit.linked * 2 < unit.letters && words(&unit.text) >= 12;
    let hidden = |unit: &Unit| outline.elements[unit.inner].hidden;
    outline.units.iter().map(|unit| long(unit) && !hidden(unit)).collect()
}

/// What each element holds, where that is plain and it is no container of the article.
fn kinds(outline: &Outline, kept: &[bool]) -> Vec<Option<ElementKind>> {
    let mut letters = vec![0usize; outline.elements.len()];
    for (unit, _) in outline.units.iter().zip(kept).filter(|(_, kept)| **kept) {
        letters[unit.element] += unit.letters;
    }
    for at in (1..letters.len()).rev() {
        letters[outline.elements[at].parent] += letters[at];
    }
    let all = letters[0].max(1);
    outline
        .elements
        .iter()
        .zip(&letters)
        .map(|(element, letters)| if letters * 100 > all * CONTAINER { None } else { kind(element) })
        .collect()
}

fn kind(element: &Element) -> Option<ElementKind> {
    if element.hidden {
        return Some(ElementKind::Furniture);
    }
    match element.name.as_str() {
        "figure" | "figcaption" => return Some(ElementKind::Caption),
        "nav" | "footer" | "aside" | "form" | "menu" => return Some(ElementKind::Furniture),
        "time" => return Some(ElementKind::Date),
        _ => {}
    }
    match element.itemprop.as_str() {
        "author" => return Some(ElementKind::Byline),
        "datepublished" | "datemodified" | "datecreated" => return Some(ElementKind::Date),
        "caption" => return Some(ElementKind::Caption),
        _ => {}
    }
    element.held
}

impl Judge<'_> {
    /// What a unit that Readability keeps is, by itself.
    fn unit(&self, at: usize) -> BlockKind {
        let unit = &self.outline.units[at];
        match self.element(at) {
            Some(ElementKind::Caption) => return BlockKind::Caption,
            Some(ElementKind::Furniture | ElementKind::Hidden) => return BlockKind::Furniture,
            Some(ElementKind::Byline) => return BlockKind::Byline,
            Some(ElementKind::Date) => return BlockKind::DateLine,
            Some(ElementKind::Embed) => return BlockKind::Body,
            // Only the first piece of running text decides whether this stands above the report.
            Some(ElementKind::Deck) | None => {}
        }
        match self.news.line(&unit.text) {
            Some(LineKind::Caption) => return BlockKind::Caption,
            Some(LineKind::Furniture | LineKind::Related) => return BlockKind::Furniture,
            None => {}
        }
        if crate::frame::is_date_line(&unit.text, self.news) {
            return BlockKind::DateLine;
        }
        if self.is_heading(unit) && !(unit.linked * 10 >= unit.letters * 8 && self.in_list(at)) {
            return BlockKind::Heading;
        }
        if unit.linked * 10 >= unit.letters * 8 && !self.in_running_text(at) {
            return BlockKind::Furniture;
        }
        BlockKind::Body
    }

    /// What the elements around a unit say that they hold, the innermost first.
    fn element(&self, at: usize) -> Option<ElementKind> {
        self.outline.around(self.outline.units[at].inner).find_map(|(at, _)| self.kinds[at])
    }

    fn is_heading(&self, unit: &Unit) -> bool {
        self.outline.around(unit.inner).take(4).any(|(_, element)| matches!(element.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
    }

    /// Whether a unit of links stands in a list or quotation with words that are none.
    fn in_running_text(&self, at: usize) -> bool {
        let unit = &self.outline.units[at];
        self.outline
            .around(unit.element)
            .find(|(_, element)| matches!(element.name.as_str(), "ul" | "ol" | "blockquote" | "table" | "dl"))
            .is_some_and(|(_, element)| element.linked * 2 < element.letters)
    }

    /// Paragraphs that Readability dropped between two that it kept, beside which they stand.
    fn fill(&self, kinds: &mut [Option<BlockKind>]) {
        let is_body = |kind: Option<BlockKind>| kind == Some(BlockKind::Body);
        let (Some(first), Some(last)) = (kinds.iter().position(|kind| is_body(*kind)), kinds.iter().rposition(|kind| is_body(*kind))) else {
            return;
        };
        let parents: BTreeSet<usize> = (first..=last).filter(|&at| is_body(kinds[at])).map(|at| self.parent(at)).collect();
        for (at, kind) in kinds.iter_mut().enumerate().take(last).skip(first) {
            // A list or quotation stands beside the paragraphs, its items one level deeper.
            let near = self.outline.around(self.outline.units[at].element).take(4).any(|(_, element)| parents.contains(&element.parent));
            if kind.is_none() && near {
                let unit = &self.outline.units[at];
                let embed = self.element(at) == Some(ElementKind::Embed);
                if embed || parents.contains(&self.parent(at)) && (unit.linked * 3 < unit.letters || self.is_heading(unit)) {
                    *kind = Some(self.unit(at));
                }
            }
        }
    }

    fn parent(&self, at: usize) -> usize {
        self.outline.elements[self.outline.units[at].element].parent
    }

    /// Whether a unit is running text: a sentence of some length, not a list of links.
    fn prose(&self, at: usize) -> bool {
        let unit = &self.outline.units[at];
        let words = words(&unit.text);
        let text = unit.text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
        let ends = text.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', '؟', '।']);
        // Names in a sentence may all be links; a list of links has no full stop.
        let most = if ends && words >= 8 { 90 } else { 50 };
        unit.linked * 100 < unit.letters * most && (words >= 12 || ends && words >= 6)
    }

    /// What follows a heading such as "Related" or "Don't miss", as long as it is links.
    fn related(&self, kinds: &mut [Option<BlockKind>]) {
        let mut open = false;
        for (at, kind) in kinds.iter_mut().enumerate() {
            let unit = &self.outline.units[at];
            if self.news.line(&unit.text) == Some(LineKind::Related) {
                open = true;
            } else if open && matches!(kind, Some(BlockKind::Body | BlockKind::Heading)) {
                if unit.linked * 2 >= unit.letters {
                    *kind = Some(BlockKind::Furniture);
                } else {
                    open = false;
                }
            }
        }
    }

    /// Short pieces before the first and after the last running text are not the article, unless
    /// they are paragraphs beside it.
    fn edges(&self, kinds: &mut [Option<BlockKind>]) {
        let body = |at: usize| kinds[at] == Some(BlockKind::Body) && self.prose(at);
        let deck = |at: usize| self.element(at) == Some(ElementKind::Deck);
        let first = (0..kinds.len()).find(|&at| body(at) && !deck(at));
        let last = (0..kinds.len()).rev().find(|&at| body(at));
        let (Some(first), Some(last)) = (first, last) else { return };
        for (at, kind) in kinds.iter_mut().enumerate() {
            let nearest = if at < first { first } else { last };
            if (at < first || at > last) && matches!(kind, Some(BlockKind::Body | BlockKind::Heading)) {
                let unit = &self.outline.units[at];
                let beside = self.outline.elements[unit.element].name == "p" && self.parent(at) == self.parent(nearest);
                let plain = *kind == Some(BlockKind::Body) && unit.linked * 2 < unit.letters && !deck(at);
                if !(plain && (beside || self.in_list(at))) {
                    *kind = Some(BlockKind::Furniture);
                }
            } else if *kind == Some(BlockKind::Body) && deck(at) && !self.prose(at) {
                *kind = Some(BlockKind::Heading);
            }
        }
    }

    fn in_list(&self, at: usize) -> bool {
        self.outline
            .around(self.outline.units[at].element)
            .any(|(_, element)| matches!(element.name.as_str(), "li" | "tr" | "blockquote" | "pre" | "dd"))
    }

    /// A heading under which nothing of the article stands heads something else.
    fn headings(&self, kinds: &mut [Option<BlockKind>]) {
        let mut body = false;
        for at in (0..kinds.len()).rev() {
            match kinds[at] {
                Some(BlockKind::Body) => body = true,
                Some(BlockKind::Heading) if !body => kinds[at] = Some(BlockKind::Furniture),
                Some(BlockKind::Heading) => {}
                Some(BlockKind::Furniture) | None if self.is_heading(&self.outline.units[at]) => {}
                _ => {}
            }
        }
    }
}

impl Judge<'_> {
    /// The title, and the lines with names and dates between it and the report, wherever on the
    /// page they stand.
    fn head(&self, kinds: &mut [Option<BlockKind>]) {
        let Some(first) = kinds.iter().position(|kind| *kind == Some(BlockKind::Body)) else { return };
        let is_title = |at: &usize| {
            let unit = &self.outline.units[*at];
            let key = key(&unit.text);
            let h1 = self.outline.around(unit.inner).take(4).any(|(_, element)| element.name == "h1");
            key.len() >= 8 && unit.text.len() < 500 && self.titles.iter().any(|title| *title == key || h1 && title.contains(&key))
                || h1 && self.titles.is_empty() && words(&unit.text) >= 3
        };
        // The last one above the report: those before may be the names of tabs and menus.
        let title = (0..first).rev().find(is_title).or_else(|| (first..(first + 3).min(kinds.len())).find(is_title));
        let Some(title) = title else { return };
        for (at, kind) in kinds.iter_mut().enumerate() {
            if at != title && is_title(&at) && matches!(kind, Some(BlockKind::Body | BlockKind::Heading)) {
                *kind = Some(BlockKind::Furniture);
            }
        }
        kinds[title] = Some(BlockKind::Title);
        for (at, kind) in kinds.iter_mut().enumerate().take(first.min(title + 40)).skip(title + 1) {
            let unit = &self.outline.units[at];
            if unit.text.len() > 200 || self.outline.elements[unit.inner].hidden {
                continue;
            }
            match self.element(at) {
                Some(ElementKind::Byline) if words(&unit.text) >= 2 => *kind = Some(BlockKind::Byline),
                Some(ElementKind::Date) if unit.text.contains(|c: char| c.is_ascii_digit()) => *kind = Some(BlockKind::DateLine),
                None | Some(ElementKind::Byline | ElementKind::Date) if crate::frame::is_date_line(&unit.text, self.news) => {
                    *kind = Some(BlockKind::DateLine);
                }
                _ => {}
            }
        }
    }
}

/// Words of a text; where words are not apart, every two letters count as one.
fn words(text: &str) -> usize {
    let apart = text.split_whitespace().count();
    let joined = text.chars().filter(|&c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')).count();
    if joined * 2 > text.chars().count() { joined / 2 } else { apart }
}

/// A title as it is compared: letters and digits only, small.
pub(crate) fn key(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
