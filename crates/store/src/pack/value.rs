//! JSON values as numbers for the [coder](super::coder) and strings apart.
//!
//! Every value is told in the context of its place ("the starts of mentions of actors"), so that what is usual there takes
//! few bits. Places in the text are told from the last one; names such as `s12` by their number; dates from the last one;
//! strings that return in one place by their number there. What tells and what hears is one code, so that both learn the same.

use super::coder::{Coder, Model};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// Strings of one place that are remembered.
const REMEMBERED: usize = 64;
/// Values in values.
const DEEPEST: usize = 64;
/// Values of all: what has more was not written by us.
const MOST: usize = 1 << 26;

/// What sort of value comes.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
enum Sort {
    Null,
    False,
    True,
    Whole,
    Hundredths,
    Fraction,
    Bits,
    Known,
    New,
    NextName,
    Name,
    Date,
    List,
    Object,
}

const SORTS: [Sort; 14] = [
    Sort::Null,
    Sort::False,
    Sort::True,
    Sort::Whole,
    Sort::Hundredths,
    Sort::Fraction,
    Sort::Bits,
    Sort::Known,
    Sort::New,
    Sort::NextName,
    Sort::Name,
    Sort::Date,
    Sort::List,
    Sort::Object,
];

/// What was met in one place.
#[derive(Clone, Default)]
struct Place {
    last: u32,
    /// The number of the last name.
    name: u64,
    /// The usual strings, then those of this value.
    strings: Vec<String>,
    usual: usize,
    /// In how many values a string was met that is not usual, while the sample is learned.
    met: BTreeMap<String, usize>,
    shapes: Vec<Vec<String>>,
}

/// What is remembered from value to value: it is the same on both sides.
#[derive(Clone, Default)]
pub(super) struct Memory {
    model: Model,
    places: BTreeMap<u32, Place>,
}

impl Memory {
    /// Forgets what belongs to one value only, but counts strings for [`Memory::usual`].
    pub fn end(&mut self, count: bool) {
        for place in self.places.values_mut() {
            for string in place.strings.drain(place.usual..).filter(|_| count) {
                *place.met.entry(string).or_default() += 1;
            }
            (place.last, place.name) = (0, 0);
        }
    }

    /// Knows the strings of each place that so many values had there, and the shapes of objects; has learned nothing else.
    pub fn usual(self, least: usize) -> Self {
        let places = self.places.into_iter().map(|(at, place)| {
            let strings: Vec<String> = place.met.into_iter().filter(|(_, values)| *values >= least).map(|(string, _)| string).collect();
            (at, Place { usual: strings.len(), strings, shapes: place.shapes, ..Place::default() })
        });
        Self { model: Model::default(), places: places.collect() }
    }
}

/// One value on its way, in either direction.
pub(super) struct Walk<'m, C> {
    pub coder: C,
    memory: &'m mut Memory,
    /// Where the last place in the text began.
    at: i64,
    /// The first place within the object that is open.
    first: Option<i64>,
    date: i64,
    depth: usize,
    count: usize,
    strings: Strings<'m>,
}

/// The strings of a value: those told so far, or those still to be heard.
pub(super) enum Strings<'m> {
    Told(Vec<u8>),
    Heard(&'m [u8]),
}

/// Why a value cannot be heard.
#[derive(Debug)]
pub(super) struct Damage;

fn under(place: u32, name: &str) -> u32 {
    let hash = name.bytes().fold(place ^ 0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash ^ hash >> 15
}

impl<'m, C: Coder> Walk<'m, C> {
    pub fn new(coder: C, memory: &'m mut Memory, strings: Strings<'m>) -> Self {
        Self { coder, memory, at: 0, first: None, date: 0, depth: 0, count: 0, strings }
    }

    /// The strings that were told.
    pub fn told(self) -> (C, Vec<u8>) {
        let strings = if let Strings::Told(strings) = self.strings { strings } else { Vec::new() };
        (self.coder, strings)
    }

    /// Tells `value`, or hears one: what is given then is nothing.
    pub fn value(&mut self, place: u32, value: Option<&Value>) -> Result<Value, Damage> {
        (self.depth, self.count) = (self.depth + 1, self.count + 1);
        if self.depth > DEEPEST || self.count > MOST {
            return Err(Damage);
        }
        let last = self.memory.places.entry(place).or_default().last;
        let sort = value.map_or(Sort::Null, |value| self.sort(place, value));
        let sort = self.memory.model.choice(&mut self.coder, place ^ last.wrapping_mul(0x9E37), 4, sort as u32);
        let sort = *SORTS.get(sort as usize).ok_or(Damage)?;
        self.of(place).last = sort as u32 + 1;
        let found = match sort {
            Sort::Null => Value::Null,
            Sort::False => Value::Bool(false),
            Sort::True => Value::Bool(true),
            Sort::Whole => self.signed(place, value.and_then(Value::as_i64)).into(),
            Sort::Hundredths => self.decimal(place, 100.0, value)?,
            Sort::Fraction => self.decimal(place, 100_000.0, value)?,
            Sort::Bits => {
                let bits = value.and_then(Value::as_f64).map_or(0, f64::to_bits);
                let (high, low) = (self.number(place ^ 1, bits >> 32), self.number(place ^ 2, bits & 0xFFFF_FFFF));
                Number::from_f64(f64::from_bits(high << 32 | low)).map(Value::Number).ok_or(Damage)?
            }
            Sort::Known => {
                let known = value.and_then(|value| self.of(place).strings.iter().position(|known| Some(known.as_str()) == value.as_str()));
                let at = self.number(place ^ 3, known.unwrap_or(0) as u64);
                Value::String(self.of(place).strings.get(at as usize).ok_or(Damage)?.clone())
            }
            Sort::New => {
                let string = self.string(place, value.and_then(Value::as_str))?;
                let known = &mut self.of(place).strings;
                if known.len() < REMEMBERED {
                    known.push(string.clone());
                }
                Value::String(string)
            }
            Sort::NextName | Sort::Name => self.name(place, sort, value)?,
            Sort::Date => {
                let told = value.and_then(Value::as_str).and_then(date).map(|date| date - self.date);
                let after = self.signed(place ^ 7, told);
                self.date = self.date.checked_add(after).ok_or(Damage)?;
                Value::String(date_in_words(self.date).ok_or(Damage)?)
            }
            Sort::List => {
                let list = value.and_then(Value::as_array);
                let length = self.number(place ^ 8, list.map_or(0, |list| list.len() as u64));
                let within = under(place, "[");
                let mut found = Vec::new();
                for at in 0..usize::try_from(length).map_err(|_| Damage)? {
                    found.push(self.value(within, list.and_then(|list| list.get(at)))?);
                }
                Value::Array(found)
            }
            Sort::Object => self.object(place, value.and_then(Value::as_object))?,
        };
        self.depth -= 1;
        Ok(found)
    }

    fn of(&mut self, place: u32) -> &mut Place {
        self.memory.places.entry(place).or_default()
    }

    fn number(&mut self, context: u32, number: u64) -> u64 {
        self.memory.model.number(&mut self.coder, context, number)
    }

    fn signed(&mut self, context: u32, number: Option<i64>) -> i64 {
        self.memory.model.signed(&mut self.coder, context, number.unwrap_or(0))
    }

    fn sort(&mut self, place: u32, value: &Value) -> Sort {
        match value {
            Value::Null => Sort::Null,
            Value::Bool(truth) => [Sort::False, Sort::True][usize::from(*truth)],
            Value::Number(number) if number.is_i64() => Sort::Whole,
            Value::Number(number) => {
                let number = number.as_f64().unwrap_or(0.0);
                let fits = |scale: f64| scaled(number, scale).is_some();
                if fits(100.0) {
                    Sort::Hundredths
                } else if fits(100_000.0) {
                    Sort::Fraction
                } else {
                    Sort::Bits
                }
            }
            Value::String(string) => {
                let place = self.of(place);
                match (name(string), date(string)) {
                    (Some((_, number)), _) => [Sort::Name, Sort::NextName][usize::from(number == place.name + 1)],
                    (_, Some(_)) => Sort::Date,
                    _ if place.strings.contains(string) => Sort::Known,
                    _ => Sort::New,
                }
            }
            Value::Array(_) => Sort::List,
            Value::Object(_) => Sort::Object,
        }
    }

    fn decimal(&mut self, place: u32, scale: f64, value: Option<&Value>) -> Result<Value, Damage> {
        let told = value.and_then(Value::as_f64).and_then(|number| scaled(number, scale));
        let heard = self.signed(place ^ 4, told);
        Number::from_f64(heard as f64 / scale).map(Value::Number).ok_or(Damage)
    }

    /// `s12`: a letter and a number from 1.
    fn name(&mut self, place: u32, sort: Sort, value: Option<&Value>) -> Result<Value, Damage> {
        let told = value.and_then(Value::as_str).and_then(name);
        let letter = self.memory.model.choice(&mut self.coder, place ^ 5, 8, told.map_or(0, |(letter, _)| letter as u32)) as u8 as char;
        let before = self.of(place).name;
        let number = match sort {
            Sort::NextName => before.checked_add(1).ok_or(Damage)?,
            _ => self.number(place ^ 6, told.map_or(0, |(_, number)| number)),
        };
        self.of(place).name = number;
        Ok(Value::String(format!("{letter}{number}")))
    }

    fn string(&mut self, place: u32, string: Option<&str>) -> Result<String, Damage> {
        let length = self.number(place ^ 9, string.map_or(0, |string| string.len() as u64));
        match &mut self.strings {
            Strings::Told(told) => {
                let string = string.unwrap_or_default();
                told.extend(string.as_bytes());
                Ok(string.to_owned())
            }
            Strings::Heard(rest) => {
                let (string, after) = rest.split_at_checked(usize::try_from(length).map_err(|_| Damage)?).ok_or(Damage)?;
                *rest = after;
                String::from_utf8(string.to_vec()).map_err(|_| Damage)
            }
        }
    }

    fn object(&mut self, place: u32, members: Option<&Map<String, Value>>) -> Result<Value, Damage> {
        let names = self.shape(place, members)?;
        let outer = self.first.take();
        let span = ["start", "end"].map(|name| names.iter().any(|known| known == name)) == [true, true];
        let mut found = Map::new();
        if span {
            self.span(place, members, &mut found)?;
        }
        for name in names {
            if !found.contains_key(&name) {
                let value = self.value(under(place, &name), members.and_then(|members| members.get(&name)))?;
                found.insert(name, value);
            }
        }
        // What comes after an object is as a rule near to where it begins.
        if let Some(first) = self.first {
            self.at = first;
        }
        self.first = outer.or(self.first);
        Ok(Value::Object(found))
    }

    /// The names of an object's members, in order.
    fn shape(&mut self, place: u32, members: Option<&Map<String, Value>>) -> Result<Vec<String>, Damage> {
        let mut names: Vec<String> = members.map(|members| members.keys().cloned().collect()).unwrap_or_default();
        names.sort_unstable();
        let shapes = &self.of(place).shapes;
        let known = shapes.iter().position(|known| *known == names);
        let (count, told) = (shapes.len(), if members.is_some() { known.unwrap_or(shapes.len()) } else { 0 });
        let at = self.number(place ^ 10, told as u64) as usize;
        if at < count {
            return Ok(self.of(place).shapes[at].clone());
        }
        let length = self.number(place ^ 11, names.len() as u64);
        let mut found = Vec::new();
        for at in 0..usize::try_from(length).map_err(|_| Damage)? {
            found.push(self.string(place ^ 12, names.get(at).map(String::as_str))?);
            self.count += 1;
            if self.count > MOST {
                return Err(Damage);
            }
        }
        self.of(place).shapes.push(found.clone());
        Ok(found)
    }

    /// `start` and `end` of an object, if both are whole numbers: how far after the last place, and how long.
    fn span(&mut self, place: u32, members: Option<&Map<String, Value>>, found: &mut Map<String, Value>) -> Result<(), Damage> {
        let end = |name: &str| members.and_then(|members| members.get(name)).and_then(Value::as_i64);
        let ends =
            end("start").zip(end("end")).and_then(|(start, end)| Some((start, start.checked_sub(self.at)?, end.checked_sub(start)?)));
        let is_span = self.memory.model.choice(&mut self.coder, place ^ 13, 1, u32::from(ends.is_some()));
        if is_span == 0 {
            return Ok(());
        }
        let after = self.signed(place ^ 14, ends.map(|(_, after, _)| after));
        let length = self.signed(place ^ 15, ends.map(|(.., length)| length));
        let start = self.at.checked_add(after).ok_or(Damage)?;
        found.insert("start".to_owned(), start.into());
        found.insert("end".to_owned(), start.checked_add(length).ok_or(Damage)?.into());
        self.at = start;
        self.first = self.first.or(Some(start));
        Ok(())
    }
}

/// A fraction as a whole number of parts, if it is one to the last bit.
fn scaled(number: f64, scale: f64) -> Option<i64> {
    let parts = (number * scale).round();
    (parts.abs() < 1e12 && (parts as i64 as f64 / scale).to_bits() == number.to_bits()).then_some(parts as i64)
}

/// The letter and the number of a name such as `s12`, if these tell all of it.
fn name(string: &str) -> Option<(char, u64)> {
    let letter = string.chars().next().filter(char::is_ascii_lowercase)?;
    let digits = string.get(1..)?;
    let plain = digits.len() < 10 && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    Some((letter, digits.parse().ok().filter(|_| plain)?))
}

/// A day as a number, if it is written as ISO 8601 has it.
fn date(string: &str) -> Option<i64> {
    let bytes = string.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    let part = |from: usize, to: usize| string.get(from..to).and_then(|part| part.parse::<i64>().ok());
    let (year, month, day) = (part(0, 4).filter(|_| shape)?, part(5, 7)?, part(8, 10)?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| (year * 12 + month - 1) * 31 + day - 1)
}

fn date_in_words(date: i64) -> Option<String> {
    let (month, day) = (date.div_euclid(31), date.rem_euclid(31) + 1);
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}
