//! Which units of a page are the article: Readability's opinion, bettered by rules for news.
//!
//! Readability finds the part of the page that holds the article and errs on the side of too
//! much. The rules here look at each unit it keeps, and at those between them: what the elements
//! around say they hold, what the words are, how much of them are links, what stands next to them.

use super::outline::{Element, Outline, Unit};
use rapporteur_lexicon::{ElementKind, News, news::LineKind};
use rapporteur_record::BlockKind;
use std::collections::{BTreeMap, BTreeSet};

/// An element that holds more than this share of the article, in per cent, is its container,
/// whatever its name says.
const CONTAINER: usize = 30;
/// A longer "heading", in words, is a paragraph in large letters.
const LONGEST_HEADING: usize = 25;
/// A name under which, in all its elements together, more than this share stands is how the page
/// builds its paragraphs ("text-widget"), and says nothing.
const BRICK: usize = 50;

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
    let container = |at: usize| letters[at] * 100 > all * CONTAINER;
    let mut bricks: BTreeMap<usize, usize> = BTreeMap::new();
    for (unit, _) in outline.units.iter().zip(kept).filter(|(_, kept)| **kept) {
        let named = outline.around(unit.inner).find_map(|(at, element)| element.held.filter(|_| !container(at)));
        if let Some((_, name)) = named {
            *bricks.entry(name).or_default() += unit.letters;
        }
    }
    let brick = |name: usize| bricks.get(&name).is_some_and(|letters| letters * 100 > all * BRICK);
    let held = |element: &Element| element.held.filter(|(_, name)| !brick(*name)).map(|(kind, _)| kind);
    outline
        .elements
        .iter()
        .enumerate()
        .map(|(at, element)| if container(at) { None } else { by_nature(element).or_else(|| held(element)) })
        .collect()
}

/// What an element holds by what it is, not by its name.
fn by_nature(element: &Element) -> Option<ElementKind> {
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
    None
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
        words(&unit.text) <= LONGEST_HEADING
            && self
                .outline
                .around(unit.inner)
                .take(4)
                .any(|(_, element)| matches!(element.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
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
        let (Some(first), Some(last)) = (kinds.iter().position(|kind| is_body(*kind)), kinds.iter().rposition(|kind| is_body(*kind)))
        else {
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
    let joined = text
        .chars()
        .filter(|&c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
        .count();
    if joined * 2 > text.chars().count() { joined / 2 } else { apart }
}

/// A title as it is compared: letters and digits only, small.
pub(crate) fn key(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::html::document;
    use rapporteur_lexicon::News;

    const FIRST: &str = "Rebels of the Northern Front left the town of Harn on Monday, the foreign ministry in Kelm said in a statement.";
    const SECOND: &str =
        "“We have agreed on every point,” Foreign Minister Irina Dask told reporters, and added that the ferry would sail again in June.";
    const THIRD: &str =
        "Prime Minister Greta Holm of Telmark said that the line had carried 400,000 passengers a year before it was closed in March.";

    /// The body of a page whose article is `inside`.
    fn check(inside: &str, wanted: &[&str]) {
        let page = format!("<html><head><title>Rebels leave Harn</title></head><body><article>{inside}</article></body></html>");
        let document = document("page", &page, &News::embedded()).unwrap();
        let body: Vec<&str> = document.body().map(|span| span.of(&document.text)).collect();
        assert_eq!(body, wanted, "{inside}");
    }

    #[test]
    fn what_elements_say_of_themselves_is_believed() {
        for junk in [
            "<figure><img src=x><figcaption>Soldiers at the quay in Harn wait for the ferry that never came.</figcaption></figure>",
            "<div class='newsletter-box'><p>Get the morning briefing from our harbour desk, every day before seven.</p></div>",
            "<div class='relatedStories'><p>Why nobody in Harn trusts the timetable of the ferry any more.</p></div>",
            "<aside><p>Harn is a town of 12,000 people on the coast of Varosia, known for its lighthouse.</p></aside>",
            "<p><a href=x>Harn counts the cost of a closed harbour</a></p>",
            "<p>Read more: <a href=x>Harn counts the cost</a></p>",
            "<h3>More on this story</h3><ul><li><a href=x>Harn counts the cost</a></li></ul>",
            "<p hidden>This paragraph is for machines only, and no reader of the page will ever see it.</p>",
        ] {
            check(&format!("<p>{FIRST}</p>{junk}<p>{SECOND}</p><p>{THIRD}</p>"), &[FIRST, SECOND, THIRD]);
        }
    }

    #[test]
    fn a_name_that_every_paragraph_bears_says_nothing() {
        let brick = |text: &str| format!("<div class='promo-text'><p>{text}</p></div>");
        check(&[FIRST, SECOND, THIRD].map(brick).concat(), &[FIRST, SECOND, THIRD]);
    }

    #[test]
    fn headings_stay_above_paragraphs_only() {
        check(
            &format!("<p>{FIRST}</p><h2>No word from the rebels</h2><p>{SECOND}</p><p>{THIRD}</p><h2>Other news</h2>"),
            &[FIRST, "No word from the rebels", SECOND, THIRD],
        );
    }

    #[test]
    fn lists_posts_and_short_paragraphs_of_the_report_stay() {
        check(
            &format!(
                "<p>{FIRST}</p><ul><li>The ferry sails again in June</li><li>The prisoners stay</li></ul><p>“No,” he said.</p>
                 <blockquote class='twitter-tweet'><p>Ask us first.</p></blockquote><p>{SECOND}</p><p>{THIRD}</p>"
            ),
            &[FIRST, "The ferry sails again in June", "The prisoners stay", "“No,” he said.", "Ask us first.", SECOND, THIRD],
        );
    }
}
