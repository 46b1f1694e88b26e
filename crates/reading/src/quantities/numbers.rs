//! Words and figures → numbers.

use rapporteur_lexicon::Quantities;
use rapporteur_lexicon::quantities::NumberWord;

/// A word of the sentence as numbers need it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In small letters.
    pub lower: String,
    /// Whether nothing stands between it and the word before it.
    pub glued: bool,
}

/// A number in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// The first word, as an index.
    pub first: usize,
    /// One past the last word.
    pub end: usize,
    /// The least that it says.
    pub low: f64,
    /// The most that it says.
    pub high: f64,
    /// Whether it is a fraction of something: "two-thirds of".
    pub share: bool,
    /// Whether it is one word for less than ten: "three".
    pub small: bool,
    /// The factor of its last scale word: "3 million" has a million.
    pub scale: f64,
    /// A unit written as one word with the figures: "US$40", "40%".
    pub unit: Option<String>,
}

impl Number {
    fn exact(first: usize, end: usize, value: f64) -> Self {
        Self { first, end, low: value, high: value, share: false, small: false, scale: 1.0, unit: None }
    }

    /// Whether it stands for one value.
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }
}

/// The number that begins at the word `at`, the longest one.
pub(super) fn number(words: &[Word], at: usize, known: &Quantities) -> Option<Number> {
    let cursor = Cursor { words, known };
    let first = words.get(at)?.lower.as_str();
    if first.bytes().any(|byte| byte.is_ascii_digit()) {
        return cursor.figures(at);
    }
    match first {
        "half" => cursor.half(at, at + 1),
        "a" | "an" => cursor.article(at),
        _ => match known.number(first)? {
            NumberWord::Some(low, high) => cursor.some(at, at + 1, low, high),
            NumberWord::Vague(low, high) => Some(cursor.vague(at, low, high)),
            NumberWord::Small(value) => cursor.words(at, at, value),
            _ => None,
        },
    }
}

struct Cursor<'a> {
    words: &'a [Word],
    known: &'a Quantities,
}

impl Cursor<'_> {
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    fn meaning(&self, at: usize) -> Option<NumberWord> {
        self.known.number(self.lower(at))
    }

    fn scale(&self, at: usize) -> Option<f64> {
        match self.meaning(at)? {
            NumberWord::Scale(value) => Some(value),
            _ => None,
        }
    }

    /// "half a million", "half-million"; `at` is the word after "half".
    fn half(&self, first: usize, at: usize) -> Option<Number> {
        let skip = usize::from(matches!(self.lower(at), "a" | "an" | "-"));
        if let Some(scale) = self.scale(at + skip) {
            return Some(Number { scale, ..Number::exact(first, at + skip + 1, scale / 2.0) });
        }
        (self.lower(at) == "of" || self.lower(at) == "the").then(|| Number { share: true, ..Number::exact(first, at, 0.5) })
    }

    /// What an article begins: "a dozen", "a few hundred", "a half-million", "a third of".
    fn article(&self, first: usize) -> Option<Number> {
        let at = first + 1;
        if self.lower(at) == "half" {
            return self.half(first, at + 1).filter(|number| !number.share);
        }
        match self.meaning(at)? {
            NumberWord::Scale(_) => self.words(first, at, 1.0),
            NumberWord::Some(low, high) => self.some(first, at + 1, low, high),
            NumberWord::Part(part) => self.part(first, at, part),
            _ => None,
        }
    }

    /// "several hundred", "a couple of hundred": the word alone is no number.
    fn some(&self, first: usize, at: usize, low: f64, high: f64) -> Option<Number> {
        let at = at + usize::from(self.lower(at) == "of");
        let scale = self.scale(at)?;
        let high = if low < high { high * scale + scale - 1.0 } else { high * scale };
        Some(Number { high, scale, ..Number::exact(first, at + 1, low * scale) })
    }

    /// "dozens", "tens of thousands".
    fn vague(&self, first: usize, low: f64, high: f64) -> Number {
        if self.lower(first + 1) == "of"
            && let Some(NumberWord::Vague(base, _)) = self.meaning(first + 2)
            && base >= 200.0
        {
            // "Thousands" says two thousand at least; of "tens of thousands" it is one.
            let base = base / 2.0;
            return Number { high: (high + 1.0) * base - 1.0, scale: base, ..Number::exact(first, first + 3, low * base) };
        }
        Number { high, ..Number::exact(first, first + 1, low) }
    }

    /// "a third of", "a quarter of a million"; `at` is the word for the part.
    fn part(&self, first: usize, at: usize, part: f64) -> Option<Number> {
        if self.lower(at + 1) != "of" {
            return None;
        }
        if matches!(self.lower(at + 2), "a" | "an")
            && let Some(scale) = self.scale(at + 3)
        {
            return Some(Number { scale, ..Number::exact(first, at + 4, part * scale) });
        }
        Some(Number { share: true, ..Number::exact(first, at + 1, part) })
    }

    /// Number words from `at` on, of which the first is worth `value` ("a" is one).
    fn words(&self, first: usize, at: usize, value: f64) -> Option<Number> {
        let (mut total, mut current, mut scale) = (0.0, value, 1.0);
        // An article is followed by the scale, a number word stands at `at` itself.
        let mut end = if first == at { at + 1 } else { at };
        loop {
            match self.meaning(end) {
                Some(NumberWord::Small(more)) if current > 0.0 && current % 100.0 == 0.0 || current == 0.0 && total > 0.0 => {
                    current += more;
                    end += 1;
                }
                Some(NumberWord::Small(more)) if is_ten(current % 100.0) && more < 10.0 => {
                    current += more;
                    end += 1;
                }
                Some(NumberWord::Scale(by)) if current > 0.0 => {
                    scale = by;
                    if by >= 1000.0 {
                        total += current * by;
                        current = 0.0;
                    } else {
                        current *= by;
                    }
                    end += 1;
                }
                _ if self.lower(end) == "-" && is_ten(current % 100.0) && self.small(end + 1).is_some_and(|v| v < 10.0) => end += 1,
                _ if self.lower(end) == "and" && self.joins(end, current, total) => end += 1,
                _ if self.lower(end) == "and" && matches!(self.lower(end + 1), "a") && self.lower(end + 2) == "half" && scale == 1.0 => {
                    current += 0.5;
                    end += 3;
                }
                _ => break,
            }
        }
        let value = total + current;
        let one = first == at && end == at + 1;
        if let Some(share) = one.then(|| self.share(first, end, value)).flatten() {
            return Some(share);
        }
        Some(Number { small: one && value < 10.0, scale, ..Number::exact(first, end, value) })
    }

    fn small(&self, at: usize) -> Option<f64> {
        match self.meaning(at)? {
            NumberWord::Small(value) => Some(value),
            _ => None,
        }
    }

    /// Whether "and" goes on with the number: "two hundred and ten".
    fn joins(&self, at: usize, current: f64, total: f64) -> bool {
        let round = current >= 100.0 && current % 100.0 == 0.0 || current == 0.0 && total > 0.0;
        round && self.small(at + 1).is_some() && self.scale(at + 2).is_none()
    }

    /// "two-thirds", "one in five", "nine out of ten"; `end` is the word after the first number.
    fn share(&self, first: usize, end: usize, value: f64) -> Option<Number> {
        let hyphen = usize::from(self.lower(end) == "-");
        if let Some(NumberWord::Part(part)) = self.meaning(end + hyphen) {
            let whole = value * part;
            let close = if (whole - 0.6666).abs() < 0.001 { 0.6667 } else { whole };
            return Some(Number { share: true, ..Number::exact(first, end + hyphen + 1, close) });
        }
        let at = match (self.lower(end), self.lower(end + 1)) {
            ("in", "every") => end + 2,
            ("in", _) => end + 1,
            ("out", "of") if self.lower(end + 2) == "every" => end + 3,
            ("out", "of") => end + 2,
            _ => return None,
        };
        let of = self.small(at).or_else(|| figures(self.lower(at)).map(|found| found.0))?;
        (value < of && of <= 1000.0).then(|| Number { share: true, ..Number::exact(first, at + 1, (value / of * 1e4).round() / 1e4) })
    }

    /// Figures with what multiplies them: "3.5 million", "3bn", "US$40", "40%".
    fn figures(&self, at: usize) -> Option<Number> {
        let lower = self.lower(at);
        let start = lower.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = lower.split_at(start);
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        let (value, _) = figures(digits.trim_end_matches(['.', ',']))?;
        let mut number = Number::exact(at, at + 1, value);
        if !before.is_empty() {
            self.known.unit(before).filter(|unit| unit.kind == "money")?;
            number.unit = Some(before.to_owned());
        }
        match self.known.number(behind) {
            _ if behind.is_empty() => {}
            Some(NumberWord::Behind(by)) => number = scaled(number, by),
            _ if self.known.unit(behind).is_some() => number.unit = Some(behind.to_owned()),
            _ => return None,
        }
        if number.scale == 1.0 && number.unit.as_deref().is_none_or(|unit| unit == before) {
            match self.meaning(at + 1) {
                Some(NumberWord::Behind(by)) if self.words[at + 1].glued || by >= 1e6 && self.lower(at + 1).len() > 1 => {
                    number = scaled(number, by);
                    number.end += 1;
                }
                Some(NumberWord::Scale(by)) => {
                    number = scaled(number, by);
                    number.end += 1;
                }
                _ if self.lower(at + 1) == "-" && self.scale(at + 2).is_some() => {
                    number = scaled(number, self.scale(at + 2)?);
                    number.end += 2;
                }
                _ => {}
            }
        }
        if number.end == at + 1
            && number.unit.is_none()
            && let Some(share) = self.share(at, at + 1, value).filter(|share| self.words[share.end - 1].lower != "hundreds")
        {
            return Some(share);
        }
        Some(number)
    }
}

fn scaled(number: Number, by: f64) -> Number {
    Number { low: number.low * by, high: number.high * by, scale: by, ..number }
}

fn is_ten(value: f64) -> bool {
    (20.0..=90.0).contains(&value) && value % 10.0 == 0.0
}

/// The value of figures, and whether separators stand between their thousands; `None` for what is
/// no number ("1.2.3", "1,2").
fn figures(digits: &str) -> Option<(f64, bool)> {
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if rest.contains(['.', ',']) || digits.ends_with('.') {
        return None;
    }
    let mut groups = whole.split(',');
    let head = groups.next().unwrap_or_default();
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != 3 || head.is_empty() || head.len() > 3 {
            return None;
        }
    }
    let plain: String = digits.chars().filter(|&c| c != ',').collect();
    // Longer ones are keys, not counts, and a double could not hold them.
    (plain.len() <= 15).then(|| plain.parse().ok()).flatten().map(|value| (value, grouped))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let spaced = text.replace('-', " - ").replace("bn", " bn");
        spaced.split_whitespace().map(|word| Word { lower: word.to_lowercase(), glued: word == "bn" }).collect()
    }

    fn check(text: &str, low: f64, high: f64) {
        let words = words(text);
        let found = number(&words, 0, &Quantities::embedded()).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.low, found.high, found.end), (low, high, words.len()), "{text}");
    }

    #[test]
    fn words_and_figures_have_their_values() {
        for (text, value) in [
            ("twelve", 12.0),
            ("forty-one", 41.0),
            ("two hundred and ten", 210.0),
            ("three thousand four hundred", 3400.0),
            ("half a million", 500_000.0),
            ("a half-million", 500_000.0),
            ("a dozen", 12.0),
            ("two dozen", 24.0),
            ("a quarter of a million", 250_000.0),
            ("two and a half million", 2_500_000.0),
            ("1,200", 1200.0),
            ("3.5 million", 3_500_000.0),
            ("3bn", 3e9),
            ("a hundred thousand", 100_000.0),
            ("two million three hundred thousand", 2_300_000.0),
        ] {
            check(text, value, value);
        }
    }

    #[test]
    fn vague_words_have_bounds() {
        check("hundreds of thousands", 200_000.0, 999_999.0);
        check("tens of thousands", 20_000.0, 99_999.0);
        check("dozens", 24.0, 99.0);
        check("several hundred", 300.0, 999.0);
        check("a few thousand", 3000.0, 5999.0);
        check("a couple of hundred", 200.0, 200.0);
    }

    #[test]
    fn parts_are_shares() {
        for (text, value) in [("two-thirds", 0.6667), ("one in five", 0.2), ("nine out of ten", 0.9), ("three quarters", 0.75)] {
            let found = number(&words(text), 0, &Quantities::embedded()).unwrap();
            assert!(found.share && found.low == value, "{text} {found:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["1.2.3", "12,34", "a few", "a", "several", "9/11", "2-pm", "1234567890123456789"] {
            let found = number(&words(text), 0, &Quantities::embedded());
            assert!(found.is_none() || text == "2-pm", "{text} {found:?}");
        }
    }
}
