//! What the sentence model sees around a place where a sentence may end.

use super::chunk::{is_apostrophe, is_closing_bracket, is_opening_bracket, is_quote, is_stop};
use super::tokens::Piece;
use rapporteur_lexicon::Language;
use rapporteur_lexicon::language::AbbreviationKind;

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Look {
    /// Before the first or after the last token.
    None,
    Small,
    Capital,
    Capitals,
    /// One capital letter.
    Letter,
    Mixed,
    Number,
    /// Digits and letters.
    Code,
    /// Stops only.
    Stop,
    OpeningQuote,
    ClosingQuote,
    /// A quotation mark with spaces on both sides or on neither.
    Quote,
    OpeningBracket,
    ClosingBracket,
    Comma,
    Colon,
    Semicolon,
    Dash,
    /// An abbreviation with its stop.
    Abbreviation,
    /// Any other sign.
    Sign,
}

/// A token as the model sees it.
#[derive(Clone, Copy, Debug)]
struct View {
    /// Hash of its small letters; quotation marks of one kind have one.
    form: u32,
    /// Hash of its last three letters.
    ending: u32,
    look: Look,
    /// White space before it: 0 none, 1 spaces, 2 a line break.
    gap: u8,
    /// Kind of abbreviation, 0 for none.
    abbreviation: u8,
    /// Letters, at most 15.
    length: u8,
}

const OUTSIDE: View = View { form: 1, ending: 1, look: Look::None, gap: 0, abbreviation: 0, length: 0 };

/// The tokens of one paragraph with what can be known before any sentence is found.
#[derive(Clone, Debug)]
pub struct Paragraph<'p> {
    text: &'p str,
    language: &'p Language,
    pieces: &'p [Piece],
    views: Vec<View>,
    /// For each token, tokens up to and with the next stop.
    to_stop: Vec<u16>,
    /// Lines that end here though no sentence mark says so: see [`Paragraph::line_ends`].
    breaks: Vec<bool>,
}

/// What was passed since the last sentence ended, and the open quotation.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Tokens of the sentence so far.
    tokens: usize,
    /// Whether a quotation is open, and how many tokens ago it was opened.
    quote: Option<usize>,
    /// Whether the sentence began inside the quotation.
    began_quoted: bool,
    brackets: u8,
    first: u32,
    first_look: u8,
}

impl<'p> Paragraph<'p> {
    /// Looks at the tokens of one paragraph.
    pub fn new(text: &'p str, pieces: &'p [Piece], language: &'p Language) -> Self {
        let mut views = Vec::with_capacity(pieces.len());
        for (at, piece) in pieces.iter().enumerate() {
            let before = at.checked_sub(1).map_or(piece.span.start, |before| pieces[before].span.end);
            let gap = &text[before..piece.span.start];
            let follows = pieces.get(at + 1).is_none_or(|next| next.span.start > piece.span.end);
            let gap = if gap.is_empty() {
                0
            } else if gap.contains(['\n', '\r', '\u{2028}', '\u{85}']) {
                2
            } else {
                1
            };
            views.push(view(piece.span.of(text), gap, at == 0 || gap > 0, follows, language));
        }
        let mut to_stop = vec![0; pieces.len()];
        let mut distance = 0_u16;
        for (at, view) in views.iter().enumerate().rev() {
            distance = if view.look == Look::Stop { 1 } else { distance.saturating_add(u16::from(distance > 0)) };
            to_stop[at] = distance;
        }
        let breaks = line_breaks(text, pieces, &views);
        Self { text, language, pieces, views, to_stop, breaks }
    }

    /// Whether the line break after the token `at` ends a sentence for sure: the line stops short
    /// of the paragraph's width, as a heading or the last line of a paragraph does.
    pub fn line_ends(&self, at: usize) -> bool {
        self.breaks[at]
    }

    fn view(&self, at: usize, offset: isize) -> View {
        at.checked_add_signed(offset).and_then(|at| self.views.get(at)).copied().unwrap_or(OUTSIDE)
    }

    fn small(&self, at: usize) -> String {
        self.pieces[at].span.of(self.text).to_lowercase()
    }

    /// Whether the words from `at` on tell who asked or exclaimed what was quoted before them:
    /// "Belmar asked on Monday". A new sentence would go on otherwise: "Belmar said he would".
    fn tail_begins(&self, at: usize) -> bool {
        let name = |view: View| matches!(view.look, Look::Capital | Look::Capitals | Look::Letter | Look::Mixed | Look::Abbreviation);
        let length = (at..self.views.len()).take(7).take_while(|&at| name(self.views[at])).count();
        let verb = at + length;
        if !(1..=6).contains(&length) || self.view(verb, 0).look != Look::Small || !self.language.is_tail_verb(&self.small(verb)) {
            return false;
        }
        match self.view(verb, 1).look {
            Look::None | Look::Stop => true,
            Look::Comma => !matches!(self.view(verb, 2).look, Look::OpeningQuote | Look::Quote),
            Look::Small => self.language.follows_tail_verb(&self.small(verb + 1)),
            _ => false,
        }
    }
}

impl Progress {
    /// Takes in the token `at`.
    pub fn pass(&mut self, paragraph: &Paragraph<'_>, at: usize) {
        let view = paragraph.views[at];
        if self.tokens == 0 {
            self.first = view.form;
            self.first_look = view.look as u8;
        }
        self.tokens += 1;
        match view.look {
            Look::OpeningQuote => self.quote = Some(0),
            Look::ClosingQuote => self.quote = None,
            Look::Quote if view.form == DOUBLE => self.quote = if self.quote.is_some() { None } else { Some(0) },
            Look::OpeningBracket => self.brackets = self.brackets.saturating_add(1),
            Look::ClosingBracket => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        if let Some(ago) = &mut self.quote {
            *ago += 1;
            // A quotation of this length was never closed.
            if *ago > 300 {
                self.quote = None;
            }
        }
    }

    /// Begins the next sentence.
    pub fn begin(&mut self, _paragraph: &Paragraph<'_>) {
        self.tokens = 0;
        self.brackets = 0;
        self.began_quoted = self.quote.is_some();
    }
}

/// Whether a sentence may end after the token `at`, which is not the last.
pub fn candidate(paragraph: &Paragraph<'_>, at: usize) -> bool {
    use Look::{
        Capital, Capitals, ClosingBracket, ClosingQuote, Colon, Comma, Dash, Letter, Mixed, None, Number, OpeningBracket, OpeningQuote,
        Semicolon, Small, Stop,
    };
    if paragraph.pieces[at].joined {
        return false;
    }
    let (here, next) = (paragraph.views[at], paragraph.view(at, 1));
    if matches!(here.look, OpeningQuote | OpeningBracket) {
        return false;
    }
    if matches!(next.look, None | ClosingQuote | ClosingBracket | Comma | Colon | Semicolon) {
        return false;
    }
    if next.gap == 0 {
        // Without a space only after a stop, or after what closes one.
        let stop = here.look == Stop || matches!(here.look, ClosingQuote | ClosingBracket) && paragraph.view(at, -1).look == Stop;
        return stop && !matches!(next.look, Stop | Dash);
    }
    if next.look == Stop {
        return false;
    }
    // "MR. DASK: We have agreed": in capitals nothing else tells a name from a new sentence.
    let title = here.abbreviation == 1 + AbbreviationKind::Title as u8 && matches!(next.look, Capitals | Letter);
    if title && paragraph.pieces[at].span.of(paragraph.text).chars().nth(1).is_some_and(char::is_uppercase) {
        return false;
    }
    if here.look == ClosingQuote || here.look == Look::Quote && here.gap == 0 {
        // "He called the “short visit” Belmar's best": words that are quoted without a stop of their own end no sentence.
        let quoted = (0..at).rev().map(|at| paragraph.views[at].look).find(|look| !matches!(look, ClosingQuote | Look::Quote));
        if quoted.is_some_and(|look| matches!(look, Small | Capital | Capitals | Letter | Mixed | Number | Comma)) {
            return false;
        }
    }
    if here.look == ClosingQuote {
        // "Will it end?" he asked. "Will it end?" Belmar asked.
        if next.look == Small {
            return false;
        }
        let before = paragraph.view(at, -1);
        let asks = before.look == Stop && before.form != PERIOD;
        return !(asks && paragraph.tail_begins(at + 1));
    }
    // What a colon announces belongs to it: "Holm had one wish: Talks at once."
    if here.look == Colon && next.gap == 1 {
        return false;
    }
    let word = matches!(here.look, Small | Capital | Capitals | Letter | Mixed | Number | Comma);
    !(word && next.look == Small)
}

/// Collects the hashes of the features that hold after the token `at`.
pub fn features(paragraph: &Paragraph<'_>, at: usize, progress: &Progress, hashes: &mut Vec<u32>) {
    hashes.clear();
    let [p3, p2, p1] = [-2, -1, 0].map(|offset| paragraph.view(at, offset));
    let [n1, n2, n3] = [1, 2, 3].map(|offset| paragraph.view(at, offset));
    // The last word before the signs that end here, and those signs.
    let mut word = at;
    let mut signs = 7_u32;
    let mut stop = OUTSIDE.form;
    for _ in 0..4 {
        let view = paragraph.views[word];
        if !matches!(view.look, Look::Stop | Look::ClosingQuote | Look::ClosingBracket | Look::Quote) || word == 0 {
            break;
        }
        signs = mix(signs, view.form);
        if view.look == Look::Stop {
            stop = view.form;
        }
        word -= 1;
    }
    let w = paragraph.views[word];
    let w2 = paragraph.view(word, -1);
    let length = bucket(progress.tokens);
    let left = bucket(paragraph.views.len() - at - 1);
    let to_stop = bucket(usize::from(paragraph.to_stop.get(at + 1).copied().unwrap_or(0)));
    let quote = progress.quote.map_or(0, |ago| 1 + bucket(ago).min(3)) | u32::from(progress.began_quoted) << 3;
    let bracket = u32::from(progress.brackets.min(1));
    let look = |view: View| view.look as u32;
    // The treebanks have no line breaks inside paragraphs: one counts as a space here.
    let gap = u32::from(n1.gap.min(1));
    // The word after an opening quotation mark or bracket says more than the mark.
    let opened = matches!(n1.look, Look::OpeningQuote | Look::OpeningBracket | Look::Quote | Look::Dash);
    let starter = if opened { n2 } else { n1 };
    let after = if opened { n3 } else { n2 };

    let mut add = |name: u32, a: u32, b: u32, c: u32| hashes.push(mix(mix(mix(mix(0x811c_9dc5, name), a), b), c));
    add(1, 0, 0, 0);
    add(2, p1.form, 0, 0);
    add(3, look(p1), look(n1), gap);
    add(4, n1.form, 0, 0);
    add(5, signs, look(n1), 0);
    add(6, p1.form, look(n1), look(n2));
    add(7, look(p1), n1.form, 0);
    add(8, p1.form, n1.form, 0);
    add(9, p2.form, p1.form, 0);
    add(10, look(p2), p1.form, look(n1));
    add(11, n1.form, n2.form, 0);
    add(12, signs, n2.form, 0);
    add(13, signs, n3.form, 0);
    add(14, signs, starter.form, 0);
    add(15, signs, look(starter), look(after));
    add(16, w.form, stop, 0);
    add(17, w.ending, stop, look(starter));
    add(18, look(w), u32::from(w.length), stop);
    add(19, u32::from(w.abbreviation), look(starter), stop);
    add(20, u32::from(p1.abbreviation), starter.form, 0);
    add(21, p1.form, u32::from(p1.abbreviation), look(starter));
    add(22, look(w2), look(w), stop);
    add(23, length, signs, look(starter));
    add(24, length, look(p1), look(n1));
    add(25, length, to_stop, look(p1));
    add(26, to_stop, look(p1), look(n1));
    add(27, quote, signs, look(n1));
    add(28, bracket, signs, look(n1));
    add(29, gap, signs, look(n1));
    add(30, left, look(p1), look(n1));
    add(31, left.min(3), signs, length);
    add(32, progress.first, look(p1), look(n1));
    add(33, u32::from(progress.first_look), length, look(p1));
    add(34, look(p3), look(p2), look(p1));
    add(35, look(n1), look(n2), look(n3));
    add(36, starter.form, after.form, u32::from(stop != OUTSIDE.form));
    add(37, w.form, starter.form, 0);
    add(38, w.form, look(starter), 0);
    add(39, starter.ending, look(starter), look(p1));
    add(40, w2.form, w.form, 0);
}

fn bucket(count: usize) -> u32 {
    match count {
        0..=3 => count as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=20 => 7,
        21..=30 => 8,
        31..=45 => 9,
        46..=70 => 10,
        _ => 11,
    }
}

/// One step of FNV-1a over four bytes at once, with a final stir.
fn mix(hash: u32, value: u32) -> u32 {
    let stirred = (hash ^ value).wrapping_mul(0x0100_0193);
    (stirred ^ (stirred >> 15)).wrapping_mul(0x2c1b_3c6d)
}

fn hash_of(letters: impl Iterator<Item = char>) -> u32 {
    letters.fold(0x811c_9dc5, |hash, c| mix(hash, c as u32))
}

/// The form of a single full stop.
const PERIOD: u32 = 4;
/// The form of all double quotation marks.
const DOUBLE: u32 = 2;
const SINGLE: u32 = 3;

/// How the token `form` looks, with white space before (`opens`) and after it (`closes`).
fn view(form: &str, gap: u8, opens: bool, closes: bool, language: &Language) -> View {
    let mut chars = form.chars();
    let first = chars.next().unwrap_or(' ');
    let one = chars.next().is_none();
    let small = || form.chars().flat_map(char::to_lowercase);
    let letters = form.chars().take(15).count();
    let mut view = View { form: 0, ending: 0, look: Look::Sign, gap, abbreviation: 0, length: letters as u8 };
    if first.is_alphanumeric() {
        view.form = hash_of(small());
        let start = form.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        view.ending = hash_of(form[start..].chars().flat_map(char::to_lowercase));
        view.look = look_of_word(form, first, one);
        if form.ends_with('.') {
            view.look = Look::Abbreviation;
            view.abbreviation = language.abbreviation(form).map_or(20, |known| 1 + known.kind as u8);
        }
        return view;
    }
    let (quote, double) = match form {
        "''" | "``" | "\u{2019}\u{2019}" | "\u{2018}\u{2019}" | "\u{2018}\u{2018}" | ",," => (true, true),
        _ => (one && is_quote(first), !is_apostrophe(first)),
    };
    if quote {
        view.form = if double { DOUBLE } else { SINGLE };
        view.look = match first {
            '\u{201c}' | '\u{201e}' | '\u{ab}' | '\u{2039}' | '\u{2018}' | '`' if form != "\u{2018}\u{2019}" => Look::OpeningQuote,
            '\u{201d}' | '\u{bb}' | '\u{203a}' => Look::ClosingQuote,
            _ if opens && !closes => Look::OpeningQuote,
            _ if closes && !opens => Look::ClosingQuote,
            _ => Look::Quote,
        };
        return view;
    }
    view.look = match first {
        _ if form.chars().all(is_stop) => Look::Stop,
        ',' if one => Look::Comma,
        ':' if one => Look::Colon,
        ';' if one => Look::Semicolon,
        '-' | '\u{2010}'..='\u{2015}' => Look::Dash,
        _ if one && is_opening_bracket(first) => Look::OpeningBracket,
        _ if one && is_closing_bracket(first) => Look::ClosingBracket,
        _ => Look::Sign,
    };
    // Runs of a sign count as one: "!!!" and "!!!!" say the same.
    view.form = if form == "." { PERIOD } else { hash_of(form.chars().take(3)) };
    view.ending = view.form;
    view
}

fn look_of_word(form: &str, first: char, one: bool) -> Look {
    if first.is_numeric() {
        let number = form.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',' | ':' | '/' | '-'));
        return if number { Look::Number } else { Look::Code };
    }
    let mut capitals = 0;
    let mut small = 0;
    for c in form.chars() {
        if c.is_uppercase() {
            capitals += 1;
        } else if c.is_lowercase() {
            small += 1;
        }
    }
    match (first.is_uppercase(), capitals, small) {
        (true, 1, 0) if one => Look::Letter,
        (true, 1, _) => Look::Capital,
        (_, 0, _) => Look::Small,
        (_, _, 0) => Look::Capitals,
        _ => Look::Mixed,
    }
}

/// For each token, whether a line break after it ends a sentence for sure.
///
/// In wrapped text the lines of a paragraph are about equally long and a line break says nothing.
/// A line that ends far from the right margin was ended on purpose.
fn line_breaks(text: &str, pieces: &[Piece], views: &[View]) -> Vec<bool> {
    let mut breaks = vec![false; pieces.len()];
    if views.iter().skip(1).all(|view| view.gap != 2) {
        return breaks;
    }
    let mut start = 0;
    let mut lines = Vec::new();
    for at in 1..=pieces.len() {
        if at == pieces.len() || views[at].gap == 2 {
            lines.push((at - 1, text[pieces[start].span.start..pieces[at - 1].span.end].chars().count()));
            start = at;
        }
    }
    let width = lines.iter().map(|&(_, length)| length).max().unwrap_or(0);
    for (at, pair) in lines.windows(2).enumerate() {
        let (last, length) = pair[0];
        let next = views[last + 1];
        // The first word of the next line would have had room.
        let short = length * 4 < width * 3;
        let fresh = !matches!(next.look, Look::Small | Look::Comma | Look::Stop | Look::ClosingQuote);
        // One or two words before a break may be a link that was set on a line of its own.
        let first = lines.get(at.wrapping_sub(1)).map_or(0, |&(before, _)| before + 1);
        let whole = last - first >= 2 || matches!(views[last].look, Look::Stop | Look::ClosingQuote);
        breaks[last] = short && fresh && whole && !matches!(views[last].look, Look::Comma | Look::Abbreviation);
    }
    breaks
}
