//! Quantities: how much or how many of what, in words and figures, with bounds, units and what
//! befell those who are counted.
//!
//! Numbers are read from the words ([`numbers`]); the tree tells what is counted ([`counted`]) and
//! under which condition and for whom ([`setting`]). Lengths of time are left to [`crate::timex`].

mod counted;
mod numbers;
mod setting;
#[cfg(test)]
mod tests;

use crate::timex::TimeExpression;
use numbers::{Number, Word, number};
use rapporteur_language::{Analysis, Sentence, TokenId, Upos};
use rapporteur_lexicon::quantities::{Effect, Side};
use rapporteur_lexicon::{Quantities, lower};
use rapporteur_record::ByteSpan;

/// A quantity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantity {
    /// Its words, from what bounds the number to the noun that is counted, "each" included.
    pub span: ByteSpan,
    /// The least that it says; `None` where it says only a most.
    pub low: Option<f64>,
    /// The most that it says; `None` where it says only a least.
    pub high: Option<f64>,
    /// Whether it is roughly that ("about 40").
    pub approximate: bool,
    /// What is counted: a unit of measure or money, what befell those counted (`dead`,
    /// `displaced`), or the noun itself; `share` for a fraction of something.
    pub unit: Option<String>,
    /// ISO 4217, for money.
    pub code: Option<String>,
    /// The noun phrase that is counted or measured: "people" of "40 people were killed", "the budget" of
    /// "40% of the budget".
    pub about: Option<ByteSpan>,
    /// Among whom it is given to each: names, in order.
    pub each: Vec<String>,
    /// Whether it hangs on a condition or is only possible ("if 1 million leave").
    pub conditional: bool,
    /// What it is compared with: 15 in "40, up from 15".
    pub baseline: Option<f64>,
}

/// Finds the quantities of a text, in order, without overlaps.
///
/// *Limits*: English. A bare number is a quantity only where the sentence says of what; what is
/// named by its number ("Resolution 40"), ages, scores and time are none; a small number in words
/// counts nothing before nouns of manner ("two sides") or after "the" ("the two men").
pub fn read(text: &str, analysis: &Analysis, timexes: &[TimeExpression], known: &Quantities) -> Vec<Quantity> {
    let mut found = Vec::new();
    for (at, sentence) in analysis.sentences.iter().enumerate() {
        if sentence.tokens.iter().any(|token| may_be_number(token.span.of(text), token.upos, known)) {
            let mut reader = Reader { text, analysis, at, sentence, words: words(text, sentence), timexes, known, found: Vec::new() };
            reader.sentence();
            found.append(&mut reader.found);
        }
    }
    found
}

/// A cheap look that lets most sentences pass by.
fn may_be_number(form: &str, upos: Upos, known: &Quantities) -> bool {
    upos == Upos::Num || form.as_bytes()[0].is_ascii_digit() || form.len() < 12 && form.len() > 3 && known.number(&lower(form)).is_some()
}

fn words(text: &str, sentence: &Sentence) -> Vec<Word> {
    let mut end = usize::MAX;
    sentence
        .tokens
        .iter()
        .map(|token| {
            let glued = token.span.start == end;
            end = token.span.end;
            Word { lower: token.span.of(text).to_lowercase(), glued }
        })
        .collect()
}

struct Reader<'a> {
    text: &'a str,
    analysis: &'a Analysis,
    /// The sentence, as an index.
    at: usize,
    sentence: &'a Sentence,
    words: Vec<Word>,
    timexes: &'a [TimeExpression],
    known: &'a Quantities,
    found: Vec<Quantity>,
}

/// What the words beside a number make of it, and how far they reach.
struct Bounded {
    first: usize,
    end: usize,
    effect: Effect,
}

impl Reader<'_> {
    fn sentence(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            at = match self.number_at(at) {
                Some(number) => self.take(at, number),
                None => at + 1,
            };
        }
    }

    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    /// The number at `at`, behind a sign of money or not, with the range that it begins.
    fn number_at(&self, at: usize) -> Option<Number> {
        let one = |at: usize| {
            if let Some(number) = number(&self.words, at, self.known) {
                return Some(number);
            }
            let sign = self.known.unit(self.lower(at)).filter(|unit| unit.kind == "money")?;
            let bare = self.words.get(at + 1)?;
            let sign_before = self.lower(at).chars().any(|c| !c.is_alphabetic())
                || bare.glued
                || sign.code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(self.lower(at)));
            let number = number(&self.words, at + 1, self.known).filter(|number| sign_before && number.unit.is_none())?;
            Some(Number { first: at, unit: Some(self.lower(at).to_owned()), ..number })
        };
        let low = one(at)?;
        let between = at > 0 && self.lower(at - 1) == "between";
        let joins = match self.lower(low.end) {
            "-" | "–" | "—" => true,
            "to" => !self.is_change(at),
            "or" => low.is_exact(),
            "and" => between,
            _ => false,
        };
        let high = joins.then(|| one(low.end + 1)).flatten().filter(|high| !high.share && !low.share);
        Some(match high {
            Some(high) => range(&low, high).unwrap_or(low),
            None => low,
        })
    }

    /// Whether the number at `at` is where something rose or fell from.
    fn is_change(&self, at: usize) -> bool {
        at > 0 && self.lower(at - 1) == "from" && !(at > 1 && matches!(&*self.sentence.tokens[at - 2].lemma, "range" | "vary"))
    }

    /// Writes down the quantity of `number`, if it is one; gives the word to go on from.
    fn take(&mut self, at: usize, number: Number) -> usize {
        let span = self.span(at, number.end);
        if self.timexes.iter().any(|timex| timex.span.overlaps(span)) || self.is_name(&number) {
            return number.end;
        }
        let Some(counted) = self.counted(&number) else { return number.end };
        let bounded = self.bounded(&number, counted.end);
        let (mut low, mut high) = (Some(number.low), Some(number.high));
        match bounded.effect {
            Effect::Least => high = None,
            Effect::Most => low = None,
            Effect::Exact | Effect::About => {}
        }
        let mut end = bounded.end.max(counted.end);
        let each = matches!(self.lower(end), "each" | "apiece");
        let setting = self.setting(&number, &counted, each);
        end += usize::from(each);
        let baseline_of_last = self.is_baseline(bounded.first);
        let mut span = self.span(bounded.first, end);
        if let Some(last) = self.found.last() {
            // A bound that the last one ends with is its own.
            span.start = span.start.max(last.span.end);
        }
        let mut quantity = Quantity {
            span: span.trim(self.text),
            low,
            high,
            approximate: bounded.effect == Effect::About,
            unit: counted.unit,
            code: counted.code,
            about: counted.about,
            each: setting.each,
            conditional: setting.conditional,
            baseline: None,
        };
        if let Some(last) = self.found.last_mut().filter(|_| baseline_of_last) {
            last.baseline = Some(number.low);
        }
        quantity.baseline = self.risen_from(bounded.first);
        self.found.push(quantity);
        end
    }

    /// Whether the words from `first` on say what the quantity before is compared with: "up from",
    /// "compared with", "from" behind "to".
    fn is_baseline(&self, first: usize) -> bool {
        let before = |back: usize| first.checked_sub(back).map_or("", |at| self.lower(at));
        match (before(2), before(1)) {
            ("up" | "down", "from") | ("compared" | "against", "with" | "to") => true,
            (_, "from") => {
                let governor = |at: usize| self.governing_verb(TokenId(at as u32));
                self.last_number().is_some_and(|last| {
                    last > 0 && self.lower(last - 1) == "to" && governor(last).is_some() && governor(last) == governor(first)
                })
            }
            _ => false,
        }
    }

    /// Where the last quantity's number begins, as an index.
    fn last_number(&self) -> Option<usize> {
        let last = self.found.last()?.span;
        self.sentence.tokens_in(last).next().map(TokenId::index)
    }

    /// "from 10 to 15": the ten, when the last quantity stands behind "from".
    fn risen_from(&self, at: usize) -> Option<f64> {
        let last = self.last_number()?;
        let beside = at >= 1 && self.lower(at - 1) == "to" && last > 0 && self.lower(last - 1) == "from";
        beside.then(|| self.found.last().and_then(|last| last.low)).flatten()
    }

    fn span(&self, first: usize, end: usize) -> ByteSpan {
        let tokens = &self.sentence.tokens;
        tokens[first].span.join(tokens[end.clamp(first + 1, tokens.len()) - 1].span)
    }

    /// Whether the number is part of a name or a key: "Resolution 40", "F-16", "No. 3", "Karim, 47,".
    fn is_name(&self, number: &Number) -> bool {
        let tokens = &self.sentence.tokens;
        let token = &tokens[number.first];
        let before = number.first.checked_sub(1).map(|at| &tokens[at]);
        let after = self.lower(number.end);
        let key = number.first > 0 && matches!(self.lower(number.first - 1), "no." | "nos." | "number" | "#" | "nr" | "no");
        let joined = number.first > 1 && self.words[number.first].glued && self.lower(number.first - 1) == "-" && {
            let stem = self.lower(number.first - 2);
            self.words[number.first - 1].glued && stem.chars().all(char::is_alphabetic) && self.known.number(stem).is_none()
        };
        // A number behind its noun names one of them; a unit or sign of money is no such noun.
        let behind = token.head.is_some_and(|head| {
            let named = &tokens[head.index()];
            head.index() < number.first && number.unit.is_none() && matches!(named.upos, Upos::Noun | Upos::Propn) && {
                use rapporteur_language::Deprel::{Appos, Compound, Dep, Flat, Nmod, Nummod};
                let adjacent = head.index() + 1 == number.first || before.is_some_and(|before| before.upos == Upos::Propn);
                matches!(token.deprel, Nummod | Flat | Compound | Dep | Appos | Nmod)
                    && adjacent
                    && tokens[number.end - 1].upos == Upos::Num
                    && number.end == number.first + 1
            }
        });
        let age = before.is_some_and(|before| before.span.of(self.text) == ",")
            && matches!(after, "," | "." | "")
            && number.first > 1
            && tokens[number.first - 2].upos == Upos::Propn
            && number.end == number.first + 1;
        // "12 Harbour Street": an address.
        let address = token.head.is_some_and(|head| {
            let named = &tokens[head.index()];
            head.index() > number.first && named.upos == Upos::Propn && !named.span.of(self.text).ends_with('s') && number.unit.is_none()
        }) && number.end == number.first + 1;
        let listed = number.first == 0 && matches!(after, "." | ")" | ":");
        key || joined || behind || age || address || listed
    }

    /// The words of bounds before and behind a number whose counted words end at `end`.
    fn bounded(&self, number: &Number, end: usize) -> Bounded {
        let mut bounded = Bounded { first: number.first, end: number.end, effect: Effect::Exact };
        let mut set = |effect: Effect| {
            if bounded.effect == Effect::Exact || bounded.effect == Effect::About {
                bounded.effect = effect;
            }
        };
        let mut first = number.first;
        // "at least some 40", "a total of about 40": two bounds at most.
        for _ in 0..2 {
            let longest = (1..=4).rev().filter(|&length| length <= first).find_map(|length| {
                let words: Vec<&str> = (first - length..first).map(|at| self.lower(at)).collect();
                self.known.bound(&words.join(" "), Side::Before).map(|effect| (length, effect))
            });
            let Some((length, effect)) = longest else { break };
            first -= length;
            set(effect);
        }
        if first > 0 && self.lower(first - 1) == "between" && number.low < number.high {
            first -= 1;
        }
        for start in [number.end, end] {
            let start = start + usize::from(matches!(self.lower(start), "-" | ","));
            let longest = (1..=3).rev().find_map(|length| {
                let words: Vec<&str> = (start..start + length).map(|at| self.lower(at)).collect();
                self.known.bound(&words.join(" "), Side::After).map(|effect| (length, effect))
            });
            if let Some((length, effect)) = longest {
                set(effect);
                bounded.end = start + length;
                break;
            }
        }
        bounded.first = first;
        bounded
    }

    /// The verb that the word hangs on, the nearest one.
    fn governing_verb(&self, at: TokenId) -> Option<TokenId> {
        self.sentence.ancestors(at).skip(1).find(|&up| self.sentence[up].upos == Upos::Verb)
    }
}

/// One number from `low` to `high`; `None` where they make no range.
fn range(low: &Number, high: Number) -> Option<Number> {
    // "2 to 3 million": the million goes for both.
    let by = if low.scale == 1.0 && high.scale > 1.0 && low.low < high.low / high.scale { high.scale } else { 1.0 };
    let unit = match (&low.unit, &high.unit) {
        (None, unit) | (unit, None) => unit.clone(),
        (low, high) if low == high => low.clone(),
        _ => return None,
    };
    (low.low * by < high.high).then_some(Number { first: low.first, low: low.low * by, small: false, unit, ..high })
}
