//! The page as a flat list of text units: what a browser would set as one paragraph, heading,
//! list item or table row, each with the elements around it.

use dom_query::{Document as Page, NodeRef};
use rapporteur_lexicon::{ElementKind, Furniture};
use std::collections::BTreeMap;

/// An element of the page, with its ancestors by index.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Index of the parent; the root is its own.
    pub parent: usize,
    /// Name in small letters.
    pub name: String,
    /// What it holds, by the names in `class`, `id` and their like, and the number of the name
    /// that says so.
    pub held: Option<(ElementKind, usize)>,
    /// Whether it is not shown.
    pub hidden: bool,
    /// Characters of text inside it, and of those in links; filled in at the end.
    pub letters: usize,
    /// See `letters`.
    pub linked: usize,
    /// The value of `itemprop`, in small letters.
    pub itemprop: String,
    /// `datetime` of a `<time>`, `content` of a microdata element.
    pub value: Option<String>,
}

impl Element {
    /// Whether its value is a date of publication.
    pub(crate) fn held_date(&self) -> bool {
        self.name == "time" && self.itemprop != "datemodified" || matches!(self.itemprop.as_str(), "datepublished" | "datecreated")
    }
}

/// One unit of text.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Its words, white space as a browser shows it.
    pub text: String,
    /// Letters in links.
    pub linked: usize,
    /// All characters but white space.
    pub letters: usize,
    /// Letters in `<b>`, `<strong>`, `<em>`, `<i>`.
    pub marked: usize,
    /// The innermost block element around it.
    pub element: usize,
    /// The innermost element of any kind around all of it.
    pub inner: usize,
    /// The text nodes that it was made of, as numbers in [`Outline::texts`].
    pub nodes: Vec<usize>,
}

/// A page laid flat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// Elements in order of their start.
    pub elements: Vec<Element>,
    /// Units in order.
    pub units: Vec<Unit>,
    /// How many text nodes there are.
    pub texts: usize,
}

/// Elements whose text a reader does not see, or sees as a control.
const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "video", "audio", "canvas", "svg", "math", "select",
    "option", "button", "textarea", "input", "dialog", "map", "datalist", "meter", "progress",
];

/// Elements that stand inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "picture", "source", "td", "th", "amp-img",
];

/// Begins every text node in the copy that Readability works on, so that what it keeps is known.
const MARK: char = '\u{f0000}';

/// The mark of the text node `number`: three private characters.
fn mark(number: usize) -> [char; 3] {
    let digit = |value: usize| char::from_u32(MARK as u32 + 1 + u32::try_from(value % 4096).unwrap_or(0)).unwrap_or(MARK);
    [MARK, digit(number / 4096), digit(number)]
}

/// Numbers of the text nodes whose marks stand in `text`.
pub(crate) fn marked(text: &str, count: usize) -> Vec<bool> {
    let mut kept = vec![false; count];
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c == MARK {
            let mut digit = || rest.next().and_then(|c| (c as u32).checked_sub(MARK as u32 + 1)).map(|value| value as usize);
            if let (Some(high), Some(low)) = (digit(), digit())
                && let Some(kept) = kept.get_mut(high * 4096 + low)
            {
                *kept = true;
            }
        }
    }
    kept
}

struct Walk<'f> {
    furniture: &'f Furniture,
    /// What names say that were met before.
    known: BTreeMap<String, Option<(ElementKind, usize)>>,
    outline: Outline,
    open: Option<Unit>,
    /// Whether a blank is due before the next word.
    blank: bool,
    /// Line breaks seen since the last word.
    breaks: usize,
    /// How many `<pre>` are open.
    preserved: usize,
    links: usize,
    strong: usize,
    /// Marks put into text nodes, when asked for.
    marking: bool,
}

/// Lays `page` flat. With `marking`, each text node gets a mark in the page itself.
pub(crate) fn outline(page: &Page, marking: bool, furniture: &Furniture) -> Outline {
    let mut walk = Walk {
        furniture,
        known: BTreeMap::new(),
        outline: Outline::default(),
        open: None,
        blank: false,
        breaks: 0,
        preserved: 0,
        links: 0,
        strong: 0,
        marking,
    };
    let root = page.root();
    walk.outline.elements.push(Element {
        parent: 0,
        name: String::new(),
        held: None,
        hidden: false,
        letters: 0,
        linked: 0,
        itemprop: String::new(),
        value: None,
    });
    // An explicit stack: a page may nest deeper than ours reaches.
    let mut path: Vec<usize> = vec![0];
    let mut node = root.first_child();
    let mut parents: Vec<NodeRef<'_>> = Vec::new();
    while let Some(here) = node {
        let mut down = None;
        if here.is_text() {
            walk.text(&here, *path.last().unwrap_or(&0));
        } else if here.is_element() && walk.enter(&here, &mut path) {
            down = here.first_child();
            if down.is_none() {
                walk.leave(&mut path);
            }
        }
        node = match down {
            Some(child) => {
                parents.push(here);
                Some(child)
            }
            None => here.next_sibling(),
        };
        while node.is_none() {
            let Some(parent) = parents.pop() else { break };
            walk.leave(&mut path);
            node = parent.next_sibling();
        }
    }
    walk.close();
    walk.outline.count();
    walk.outline
}

impl Walk<'_> {
    /// Begins an element; false when its inside is not looked at.
    fn enter(&mut self, node: &NodeRef<'_>, path: &mut Vec<usize>) -> bool {
        let Some(name) = node.node_name() else { return false };
        let name = name.as_ref();
        if SKIPPED.contains(&name) {
            return false;
        }
        match name {
            "br" => {
                self.breaks += 1;
                if self.preserved > 0 {
                    self.push_raw("\n");
                } else if self.breaks == 2 {
                    self.close();
                }
                return false;
            }
            "hr" => {
                self.close();
                return false;
            }
            "img" | "wbr" | "source" => return false,
            _ => {}
        }
        let attr = |key: &str| node.attr(key).map(|value| value.to_string()).unwrap_or_default();
        let mut names = String::new();
        for key in ["class", "id", "role", "data-component", "data-module", "data-testid", "data-type", "aria-label"] {
            let value = attr(key);
            // No element of a real page has longer names.
            if value.len() <= 2000 {
                names.push_str(&value);
                names.push(' ');
            }
        }
        let held = names.split_whitespace().find_map(|name| match self.known.get(name) {
            Some(held) => *held,
            None => {
                let held = self.furniture.element(name).map(|kind| (kind, self.known.len()));
                self.known.insert(name.to_owned(), held);
                held
            }
        });
        if INLINE.contains(&name) && held.is_some_and(|(kind, _)| kind == ElementKind::Hidden) {
            return false;
        }
        let style = attr("style").to_lowercase().replace(' ', "");
        let parent = *path.last().unwrap_or(&0);
        let hidden = self.outline.elements[parent].hidden
            || node.has_attr("hidden")
            || style.contains("display:none")
            || style.contains("visibility:hidden")
            || (attr("aria-hidden") == "true" && name != "span");
        let value = match name {
            "time" => Some(attr("datetime")),
            _ if node.has_attr("itemprop") => Some(attr("content")),
            _ => None,
        };
        let element = Element {
            parent,
            name: name.to_owned(),
            held,
            hidden,
            letters: 0,
            linked: 0,
            itemprop: attr("itemprop").to_lowercase(),
            value: value.filter(|value| !value.is_empty()),
        };
        let cell = matches!(name, "td" | "th");
        if cell && self.open.as_ref().is_some_and(|unit| !unit.text.is_empty()) {
            // Cells of a row stay in one line, apart by a tab.
            self.push_raw("\t");
        }
        if !INLINE.contains(&name) {
            self.close();
        }
        self.outline.elements.push(element);
        path.push(self.outline.elements.len() - 1);
        self.links += usize::from(name == "a");
        self.strong += usize::from(matches!(name, "b" | "strong" | "em" | "i"));
        self.preserved += usize::from(matches!(name, "pre" | "listing" | "xmp"));
        true
    }

    fn leave(&mut self, path: &mut Vec<usize>) {
        let Some(at) = path.pop() else { return };
        let name = self.outline.elements[at].name.as_str();
        self.links -= usize::from(name == "a").min(self.links);
        self.strong -= usize::from(matches!(name, "b" | "strong" | "em" | "i")).min(self.strong);
        self.preserved -= usize::from(matches!(name, "pre" | "listing" | "xmp")).min(self.preserved);
        if !INLINE.contains(&name) {
            self.close();
        }
    }

    fn push_raw(&mut self, text: &str) {
        if let Some(unit) = &mut self.open {
            unit.text.push_str(text);
            self.blank = false;
        }
    }

    fn text(&mut self, node: &NodeRef<'_>, element: usize) {
        let text = node.text();
        if text.chars().all(is_space) {
            if self.preserved > 0 {
                self.push_raw(&text);
            } else {
                self.blank |= self.open.is_some();
            }
            return;
        }
        let number = self.outline.texts;
        self.outline.texts += 1;
        if self.marking && number < 4096 * 4096 {
            let marked: String = mark(number).into_iter().chain(text.chars().filter(|&c| !is_mark(c))).collect();
            set_text(node, &marked);
        }
        let block = self.block(element);
        let unit = self.open.get_or_insert_with(|| Unit {
            text: String::new(),
            linked: 0,
            letters: 0,
            marked: 0,
            element: block,
            inner: element,
            nodes: Vec::new(),
        });
        unit.nodes.push(number);
        if unit.inner != element {
            unit.inner = block;
        }
        if self.preserved > 0 {
            unit.text.extend(text.chars().filter(|&c| !is_mark(c)));
        } else {
            if self.breaks == 1 && !unit.text.is_empty() {
                unit.text.push('\n');
                self.blank = false;
            }
            for c in text.chars().filter(|&c| !is_mark(c)) {
                if is_space(c) {
                    self.blank = true;
                } else {
                    if self.blank && !unit.text.is_empty() && !unit.text.ends_with(['\n', '\t']) {
                        unit.text.push(' ');
                    }
                    self.blank = false;
                    unit.text.push(c);
                }
            }
        }
        self.breaks = 0;
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        unit.letters += letters;
        unit.linked += if self.links > 0 { letters } else { 0 };
        unit.marked += if self.strong > 0 { letters } else { 0 };
    }

    /// The innermost element around `element`, itself included, that is no part of a line.
    fn block(&self, mut element: usize) -> usize {
        while element > 0 && INLINE.contains(&self.outline.elements[element].name.as_str()) {
            element = self.outline.elements[element].parent;
        }
        element
    }

    fn close(&mut self) {
        self.blank = false;
        self.breaks = 0;
        if let Some(mut unit) = self.open.take() {
            let end = unit.text.trim_end().len();
            unit.text.truncate(end);
            let lead = unit.text.len() - unit.text.trim_start_matches(['\n', '\t', ' ', '\r']).len();
            unit.text.drain(..lead);
            if !unit.text.is_empty() {
                self.outline.units.push(unit);
            }
        }
    }
}

impl Outline {
    /// The element at `at` and those around it, from the inside out.
    pub(crate) fn around(&self, at: usize) -> impl Iterator<Item = (usize, &Element)> {
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let here = next?;
            let element = &self.elements[here];
            next = (here != 0).then_some(element.parent);
            Some((here, element))
        })
    }

    /// What it costs to look at the text of every element: letters times depth.
    pub(crate) fn cost(&self) -> usize {
        self.elements.iter().map(|element| element.letters).fold(0, usize::saturating_add)
    }

    /// Adds up letters, from the inside out: parents stand before their children.
    fn count(&mut self) {
        for unit in &self.units {
            let element = &mut self.elements[unit.element];
            element.letters += unit.letters;
            element.linked += unit.linked;
        }
        for at in (1..self.elements.len()).rev() {
            let (parent, letters, linked) = (self.elements[at].parent, self.elements[at].letters, self.elements[at].linked);
            self.elements[parent].letters += letters;
            self.elements[parent].linked += linked;
        }
    }
}

/// White space that a browser folds; a no-break space stays.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

fn is_mark(c: char) -> bool {
    (MARK..='\u{f1001}').contains(&c)
}

fn set_text(node: &NodeRef<'_>, text: &str) {
    node.update(|inner| {
        if let dom_query::NodeData::Text { contents } = &mut inner.data {
            *contents = text.into();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, wanted: &[&str]) {
        let outline = outline(&Page::from(html), false, &Furniture::embedded());
        assert_eq!(outline.units.iter().map(|unit| unit.text.as_str()).collect::<Vec<_>>(), wanted, "{html}");
    }

    #[test]
    fn units_are_what_a_browser_sets_as_paragraphs() {
        check("<p>One\n two <b>three</b>.<p>Four", &["One two three.", "Four"]);
        check("<div>One<br>two<br> <br>three<div>four</div>five</div>", &["One\ntwo", "three", "four", "five"]);
        check("<table><tr><td>a<td>b<tr><td>c<td><p>d", &["a\tb", "c", "d"]);
        check("<pre>  a\n   b</pre>", &["a\n   b"]);
        check("<p>a<script>b</script>c<p><img alt=x>", &["ac"]);
        check("<span>a</span> <span>b</span><span>c</span>", &["a bc"]);
        check("<ul><li>a<li>b</ul>", &["a", "b"]);
        check("<p>&nbsp;a&nbsp;b</p>", &["\u{a0}a\u{a0}b"]);
    }

    #[test]
    fn marks_tell_which_text_nodes_were_kept() {
        let page = Page::from("<p>one</p><p>two</p><p>three</p>");
        let outline = outline(&page, true, &Furniture::embedded());
        page.select("p:nth-child(2)").remove();
        assert_eq!(marked(&page.html(), outline.texts), [true, false, true]);
        assert_eq!(outline.units[1].text, "two");
    }
}
