//! What may fill a part of a pattern: words by their meaning, numbers, years, clock times.

use super::tokens::{Form, Gap, Token, meaning};
use jiff::civil::Date;
use rapporteur_lexicon::calendar::{Meaning, NumberWord, Slot, Words};

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// In tenths, so that "two and a half" is 25.
    Tenths(u32),
    /// "a few".
    Vague,
}

/// What fills a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    Word(Meaning),
    Day(i8),
    Year(i16),
    Number(Number),
    /// Hour and minute.
    Time(i8, i8),
    /// A date in figures: what it may be by the order of its numbers, none where no calendar has it.
    Written(Option<Date>, Option<Date>),
    /// The first three figures of a decade.
    Decade(i16),
    Quarter(i8),
}

/// A filled part, and how many tokens it takes.
pub(super) type Filling = (usize, Part);

/// All that may fill `slot` from the token at `at`. `out` is emptied first.
pub(super) fn fillings(slot: Slot, tokens: &[Token], at: usize, words: &Words, out: &mut Vec<Filling>) {
    out.clear();
    let Some(token) = tokens.get(at) else { return };
    match slot {
        Slot::Day => out.extend(day(tokens, at, words).map(|(length, day)| (length, Part::Day(day)))),
        Slot::Year => out.extend(year(tokens, at, words).map(|(length, year)| (length, Part::Year(year)))),
        Slot::Number => out.extend(number(tokens, at, words).map(|(length, number)| (length, Part::Number(number)))),
        Slot::Clock => out.extend(clock(tokens, at).map(|(length, hour, minute)| (length, Part::Time(hour, minute)))),
        Slot::Oclock => out.extend(hour(tokens, at, words).map(|hour| (1, Part::Time(hour, 0)))),
        Slot::WrittenHour => out.extend(written_hour(tokens, at)),
        Slot::Written => out.extend(written(tokens, at).map(|(day, other)| (5, Part::Written(day, other)))),
        Slot::Decade => out.extend(decade(tokens, at, words)),
        Slot::Quarter => out.extend(quarter(tokens, at).map(|quarter| (2, Part::Quarter(quarter)))),
        Slot::Ordinal => {
            out.extend(by_word(slot, token, words));
            out.extend(suffixed(tokens, at).map(|number| (2, Part::Word(Meaning::Ordinal(number)))));
            out.extend(phrases(slot, tokens, at, words));
        }
        _ => {
            out.extend(by_word(slot, token, words));
            out.extend(phrases(slot, tokens, at, words));
        }
    }
}

/// Names of months and weekdays are written with a capital.
fn needs_capital(slot: Slot) -> bool {
    matches!(slot, Slot::Month | Slot::Weekday | Slot::Weekdays | Slot::Holiday)
}

fn by_word(slot: Slot, token: &Token, words: &Words) -> Option<Filling> {
    if needs_capital(slot) && !token.is_capital() {
        return None;
    }
    meaning(token, words, |meaning| (meaning.slot() == Some(slot)).then_some((1, Part::Word(meaning))))
}

fn phrases<'a>(slot: Slot, tokens: &'a [Token], at: usize, words: &'a Words) -> impl Iterator<Item = Filling> + 'a {
    let known = tokens[at].word.map_or(&[][..], |word| words.phrases(word));
    known.iter().filter_map(move |(rest, meaning)| {
        let fits = meaning.slot() == Some(slot)
            && (tokens[at].is_capital() || !needs_capital(slot))
            && rest
                .iter()
                .enumerate()
                .all(|(step, word)| tokens.get(at + 1 + step).is_some_and(|token| token.word == Some(*word) && token.gap != Gap::Break));
        fits.then_some((1 + rest.len(), Part::Word(*meaning)))
    })
}

/// "3rd", "21st": figures with their ending.
fn suffixed(tokens: &[Token], at: usize) -> Option<i8> {
    let (value, count) = tokens[at].figures()?;
    let ending = tokens.get(at + 1).filter(|token| token.gap == Gap::None)?;
    let ok = count <= 2 && ending.span.len() == 2 && matches!(ending.form, Form::Small) && ending.word.is_none();
    (ok && (1..=MISPRINTED_DAY).contains(&value)).then_some(value as i8)
}

/// Up to here a number beside a month is a day misprinted ("32 December"); larger ones are years
/// or count something.
const MISPRINTED_DAY: u32 = 39;

/// 8, 8th, eighth.
fn day(tokens: &[Token], at: usize, words: &Words) -> Option<(usize, i8)> {
    if let Some(number) = suffixed(tokens, at) {
        return Some((2, number));
    }
    if let Some((value, count)) = tokens[at].figures() {
        return (count <= 2 && (1..=MISPRINTED_DAY).contains(&value)).then_some((1, value as i8));
    }
    if let Some((length, Part::Word(Meaning::Ordinal(number)))) = phrases(Slot::Ordinal, tokens, at, words).next() {
        return Some((length, number));
    }
    let ordinal = meaning(&tokens[at], words, |meaning| match meaning {
        Meaning::Ordinal(number) if number > 0 => Some(number),
        _ => None,
    })?;
    Some((1, ordinal))
}

/// 2011, '98, nineteen ninety-six, two thousand one.
fn year(tokens: &[Token], at: usize, words: &Words) -> Option<(usize, i16)> {
    let token = &tokens[at];
    if let Some((value, count)) = token.figures() {
        let is_year = match count {
            4 => (1000..2200).contains(&value) || (1..=9999).contains(&value) && follows_date(tokens, at, words),
            // "12 March 98", and nothing that is counted.
            2 => follows_date(tokens, at, words) && !is_counting(tokens, at),
            _ => false,
        };
        let year = if count == 2 { short_year(value as i16) } else { value as i16 };
        return is_year.then_some((1, year));
    }
    if token.is_sign(b'\'') && !follows_quote(tokens, at) {
        let (value, count) = tokens.get(at + 1).filter(|next| next.gap == Gap::None)?.figures()?;
        return (count == 2).then(|| (2, short_year(value as i16)));
    }
    let small_behind = |at: usize| word_below_hundred(tokens, at, words).filter(|_| tokens[at].gap != Gap::Break);
    let (length, first) = word_below_hundred(tokens, at, words)?;
    if (18..=20).contains(&first) {
        let (more, second) = small_behind(at + length).filter(|(_, second)| *second >= 10)?;
        return Some((length + more, (first * 100 + second) as i16));
    }
    // "two thousand" and on.
    let thousand = next_number_word(tokens.get(at + length), words);
    if first == 2 && thousand == Some(NumberWord::Scale(1000)) {
        let rest = small_behind(at + length + 1);
        return Some(match rest {
            Some((more, value)) => (length + 1 + more, 2000 + value as i16),
            None => (length + 1, 2000),
        });
    }
    None
}

/// Whether the token stands where only a year can: "12 March 98", "March 5, 2350", "the year 3000".
fn follows_date(tokens: &[Token], at: usize, words: &Words) -> bool {
    let is_month = |at: usize| meaning(&tokens[at], words, |meaning| matches!(meaning, Meaning::Month(_)).then_some(())).is_some();
    let is_day = |at: usize| tokens[at].figures().is_some_and(|(value, count)| count <= 2 && (1..=31).contains(&value));
    let (four, joined) = (tokens[at].figures().is_some_and(|(_, count)| count == 4), tokens[at].gap != Gap::Break);
    match at {
        _ if !joined => false,
        2.. if is_month(at - 1) && is_day(at - 2) => true,
        3.. if four && tokens[at - 1].is_sign(b',') && is_day(at - 2) && is_month(at - 3) => true,
        1.. => four && tokens[at - 1].word.is_some() && tokens[at - 1].word == words.id(b"year"),
        0 => false,
    }
}

/// Whether the figures stand before what they count or belong to a larger number.
fn is_counting(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| match next.form {
        Form::Small | Form::Capital | Form::Figures { .. } => next.gap != Gap::Break,
        Form::Sign(sign) => next.gap == Gap::None && matches!(sign, b'%' | b':' | b'-' | b'/'),
    })
}

/// Whether the apostrophe is the second half of a quotation mark (''60 Minutes'').
fn follows_quote(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at].gap == Gap::None && tokens[at - 1].is_sign(b'\'')
}

/// The year that two figures name: the turn lies forty years from the end of the century.
fn short_year(two: i16) -> i16 {
    if two < 60 { 2000 + two } else { 1900 + two }
}

/// The number word behind another word, in the same paragraph.
fn next_number_word(token: Option<&Token>, words: &Words) -> Option<NumberWord> {
    token.filter(|token| token.gap != Gap::Break).and_then(|token| number_word(token, words))
}

fn number_word(token: &Token, words: &Words) -> Option<NumberWord> {
    meaning(token, words, |meaning| match meaning {
        Meaning::Number(word) => Some(word),
        _ => None,
    })
}

/// One to ninety-nine in words.
fn word_below_hundred(tokens: &[Token], at: usize, words: &Words) -> Option<(usize, u32)> {
    match number_word(tokens.get(at)?, words)? {
        NumberWord::Unit(value) => Some((1, value)),
        NumberWord::Ten(ten) => match next_number_word(tokens.get(at + 1), words) {
            Some(NumberWord::Unit(value)) if (1..10).contains(&value) => Some((2, ten + value)),
            _ => Some((1, ten)),
        },
        _ => None,
    }
}

/// No number of units has more words; without an end, "zero zero zero …" would be read again from
/// each of its words.
const LONGEST_NUMBER: usize = 12;

/// A number in figures or words: 1,500; 2 1/2; twenty-four; two and a half; several.
fn number(tokens: &[Token], at: usize, words: &Words) -> Option<(usize, Number)> {
    let token = &tokens[at];
    if let Form::Figures { value, tenths, .. } = token.form {
        let value = value.checked_mul(10)?;
        let sign = |at: usize, sign: u8| tokens.get(at).is_some_and(|token| token.is_sign(sign));
        let figure = |at: usize| tokens.get(at).and_then(Token::figures).map(|(value, _)| value);
        if tenths.is_none() && figure(at + 1) == Some(1) && sign(at + 2, b'/') && figure(at + 3) == Some(2) {
            return Some((4, Number::Tenths(value + 5)));
        }
        if let Some(scale @ (100 | 1000)) = next_number_word(tokens.get(at + 1), words).and_then(|word| match word {
            NumberWord::Scale(scale) => Some(scale),
            _ => None,
        }) {
            return Some((2, Number::Tenths(value.checked_mul(scale)?)));
        }
        return Some((1, Number::Tenths(value + u32::from(tenths.unwrap_or(0)))));
    }
    let mut length = 0;
    let mut total = 0_u32;
    let mut group = 0_u32;
    while length < LONGEST_NUMBER
        && let Some(token) = tokens.get(at + length).filter(|token| length == 0 || token.gap != Gap::Break)
        && let Some(word) = number_word(token, words)
    {
        match word {
            NumberWord::Unit(value) | NumberWord::Ten(value)
                if group.is_multiple_of(100) || group.is_multiple_of(10) && value < 10 && group % 100 >= 20 =>
            {
                group += value;
            }
            NumberWord::Exact(value) if length == 0 => {
                let of = usize::from(tokens.get(at + 1).is_some_and(|next| is_of(next, words)));
                return Some((1 + of, Number::Tenths(value * 10)));
            }
            NumberWord::Scale(scale) if scale <= 100 => group = group.max(1).checked_mul(scale)?,
            NumberWord::Scale(scale) => {
                total = total.checked_add(group.max(1).checked_mul(scale)?)?;
                group = 0;
            }
            NumberWord::Vague if length == 0 => return Some((1, Number::Vague)),
            _ => break,
        }
        length += 1;
    }
    if length == 0 {
        // "a hundred".
        let article = token.word.is_some() && words.id(b"a") == token.word;
        let (more, number) = match next_number_word(tokens.get(at + 1), words) {
            Some(NumberWord::Scale(_)) if article => number(tokens, at + 1, words)?,
            _ => return None,
        };
        return Some((1 + more, number));
    }
    let mut tenths = total.checked_add(group)?.checked_mul(10)?;
    let is = |step: usize, word: &[u8]| tokens.get(at + step).is_some_and(|token| token.word.is_some() && token.word == words.id(word));
    if is(length, b"and") && is(length + 1, b"a") && is(length + 2, b"half") {
        tenths += 5;
        length += 3;
    }
    Some((length, Number::Tenths(tenths)))
}

fn is_of(token: &Token, words: &Words) -> bool {
    token.word.is_some() && token.word == words.id(b"of")
}

/// 7:15.
fn clock(tokens: &[Token], at: usize) -> Option<(usize, i8, i8)> {
    let (hour, count) = tokens[at].figures()?;
    let joined = |token: &&Token| token.gap == Gap::None;
    tokens.get(at + 1).filter(joined).filter(|token| token.is_sign(b':'))?;
    let (minute, figures) = tokens.get(at + 2).filter(joined)?.figures()?;
    (count <= 2 && figures == 2 && hour <= 24 && minute < 60).then_some((3, hour as i8, minute as i8))
}

/// A full hour: 10, ten.
fn hour(tokens: &[Token], at: usize, words: &Words) -> Option<i8> {
    let value = match tokens[at].figures() {
        Some((value, count)) if count <= 2 => value,
        Some(_) => return None,
        None => match number_word(&tokens[at], words)? {
            NumberWord::Unit(value) => value,
            _ => return None,
        },
    };
    (1..=12).contains(&value).then_some(value as i8)
}

/// 0800, with a time zone or "hours" behind it.
fn written_hour(tokens: &[Token], at: usize) -> Option<Filling> {
    let (value, count) = tokens[at].figures()?;
    let (hour, minute) = ((value / 100) as i8, (value % 100) as i8);
    (count == 4 && value < 2400 && minute < 60).then_some((1, Part::Time(hour, minute)))
}

/// 2012-03-08, 08/03/2012: month first, then day first where that is another day. Figures in the form of a date with four
/// figures for the year that are none (2012-02-30) are a date misprinted; other figures are none.
fn written(tokens: &[Token], at: usize) -> Option<(Option<Date>, Option<Date>)> {
    let (first, first_count) = tokens[at].figures()?;
    let sign = tokens.get(at + 1).filter(|token| token.gap == Gap::None)?;
    let same = tokens.get(at + 3)?;
    if same.form != sign.form || same.gap != Gap::None {
        return None;
    }
    let joined = |token: &&Token| token.gap == Gap::None;
    let (second, second_count) = tokens.get(at + 2).filter(joined)?.figures()?;
    let (third, third_count) = tokens.get(at + 4).filter(joined)?.figures()?;
    let date =
        |year: u32, month: u32, day: u32| Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if second_count > 2 {
        return None;
    }
    match (sign.form, first_count, third_count) {
        (Form::Sign(b'-' | b'/'), 4, 1..=2) => Some((date(first, second, third), None)),
        (Form::Sign(b'-' | b'/'), 1..=2, 2 | 4) => {
            let year = if third_count == 4 { third } else { short_year(third as i16) as u32 };
            match (date(year, first, second), date(year, second, first)) {
                (None, None) if third_count == 2 => None,
                (one, other) if one == other => Some((one, None)),
                (one, other) => Some((one.or(other), one.and(other))),
            }
        }
        _ => None,
    }
}

/// 1990s, 90s, '90s, nineties.
fn decade(tokens: &[Token], at: usize, words: &Words) -> Option<Filling> {
    if let Some(decade) = meaning(&tokens[at], words, |meaning| match meaning {
        Meaning::Decade(first) => Some(190 + first / 10),
        _ => None,
    }) {
        return Some((1, Part::Decade(decade)));
    }
    let quote = usize::from(tokens[at].is_sign(b'\''));
    if quote == 1 && follows_quote(tokens, at) {
        return None;
    }
    let (value, count) = tokens.get(at + quote)?.figures()?;
    let next = tokens.get(at + quote + 1).filter(|token| token.gap == Gap::None)?;
    let plural = (next.form == Form::Small && next.span.len() == 1 || next.is_sign(b'\'') && next.span.len() > 1)
        && (next.word.is_none() || next.is_sign(b'\'') || next.word == words.id(b"s"));
    let decade = match count {
        4 if quote == 0 && value % 10 == 0 && (1000..2100).contains(&value) => value / 10,
        2 if value % 10 == 0 => 190 + value / 10,
        _ => return None,
    };
    plural.then_some((quote + 2, Part::Decade(decade as i16)))
}

/// Q3.
fn quarter(tokens: &[Token], at: usize) -> Option<i8> {
    let (value, count) = tokens.get(at + 1).filter(|token| token.gap == Gap::None)?.figures()?;
    (tokens[at].is_capital() && tokens[at].span.len() == 1 && count == 1 && (1..=4).contains(&value)).then_some(value as i8)
}
