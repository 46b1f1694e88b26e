//! Which words may name a place: names of the tables and of the gazetteer, the longest first, and
//! names that their company makes a place ("the village of Kelm", "Kelm Province").

use super::gazetteer::Gazetteer;
use rapporteur_language::{Sentence, Token, TokenId, Upos};
use rapporteur_lexicon::actors::{CapitalKind, Known};
use rapporteur_lexicon::places::{PlaceName, PlaceRow, TypeSide};
use rapporteur_lexicon::{ActorTable, Places, place_key};
use rapporteur_record::{ByteSpan, PlaceKind};
use std::ops::Range;

/// Words of a name at most.
const LONGEST: usize = 7;
/// Readings of a name that are weighed.
const READINGS: usize = 16;

/// Where a reading comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A row of the tables.
    Row(usize),
    /// A place of the gazetteer.
    Place(u32),
}

/// A place that a name may stand for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub origin: Origin,
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<[u8; 2]>,
    /// A number for [`Gazetteer::region`].
    pub region: Option<u16>,
    pub point: (f64, f64),
    /// How well known: the binary logarithm of its people in eighths, or what stands for it.
    pub weight: u8,
    /// Whether it is called by another than its first name.
    pub alias: bool,
    /// Whether it is its country's seat of government.
    pub capital: bool,
}

/// Words that may name a place.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The sentence, `None` in the dateline.
    pub sentence: Option<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    pub span: ByteSpan,
    pub key: String,
    pub readings: Vec<Reading>,
    /// Whether the words are an adjective or name a people.
    pub demonym: bool,
    /// Whether it is a short form such as "Ala.".
    pub short: bool,
    /// What the words beside it say that it is.
    pub hint: Option<PlaceKind>,
}

/// The knowledge that names are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub places: &'a Places,
    pub actors: &'a ActorTable,
    pub gazetteer: &'a Gazetteer,
}

/// A name that was looked up.
#[derive(Default)]
struct Match {
    /// Words that it has.
    count: usize,
    key: String,
    readings: Vec<Reading>,
    demonym: bool,
    short: bool,
}

/// The candidates of a sentence, in order, without overlaps.
pub(super) fn in_sentence(text: &str, at: usize, sentence: &Sentence, tables: Tables<'_>) -> Vec<Candidate> {
    let words: Vec<ByteSpan> = sentence.tokens.iter().map(|token| token.span).collect();
    let mut found: Vec<Candidate> = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let token = &sentence.tokens[from];
        if !may_begin(text, token) || is_time(token.span.of(text), tables) {
            from += 1;
            continue;
        }
        let behind = found.last().is_some_and(|last| {
            let between = ByteSpan::new(last.span.end, token.span.start).of(text);
            between.trim_end() == ","
        });
        let closed = is_closed(token.upos) && !printed_large(token.span.of(text));
        let named = look_up(text, &words[from..], behind, tables).filter(|named| !closed || named.count > 1);
        // "Gulf of Kelm", "Republic of Varosia": the first word is no name by itself.
        let lower = token.span.of(text).to_lowercase();
        let sort = tables.places.type_word(&lower, TypeSide::Of).or_else(|| tables.places.type_word(&lower, TypeSide::Before));
        let named = named.filter(|named| named.count > 1 || sort.is_none() && tables.places.type_word(&lower, TypeSide::After).is_none());
        let whole = sort.filter(|_| named.is_none()).and_then(|sort| of_kind(text, at, sentence, from, sort, tables));
        let candidate = match named {
            None if whole.is_some() => whole,
            Some(named) => Some(extend(text, at, sentence, from, named, tables.places)),
            None => unknown(text, at, sentence, from, tables),
        };
        from = candidate.as_ref().map_or(from + 1, |candidate| candidate.tokens.end);
        found.extend(candidate);
    }
    found
}

/// The places that a dateline ("KELM, Varosia (AP) —") begins with.
pub(super) fn in_dateline(text: &str, dateline: ByteSpan, tables: Tables<'_>) -> Vec<Candidate> {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '.');
    let mut words: Vec<ByteSpan> = Vec::new();
    for (at, c) in dateline.of(text).char_indices().take(120) {
        let at = dateline.start + at;
        match words.last_mut() {
            Some(last) if letters(c) && last.end == at => last.end = at + c.len_utf8(),
            _ if !c.is_whitespace() => words.push(ByteSpan::new(at, at + c.len_utf8())),
            _ => {}
        }
    }
    let mut found: Vec<Candidate> = Vec::new();
    let mut from = 0;
    while from < words.len() && found.len() < 3 {
        let word = words[from].of(text);
        if word == "(" || word.chars().any(|c| c.is_ascii_digit()) || is_time(word, tables) {
            break;
        }
        match look_up(text, &words[from..], !found.is_empty(), tables).filter(|_| word.starts_with(char::is_uppercase)) {
            Some(named) if !named.demonym => {
                let tokens = from..from + named.count;
                let span = words[from].join(words[tokens.end - 1]);
                from = tokens.end;
                let Match { key, readings, demonym, short, .. } = named;
                found.push(Candidate { sentence: None, tokens, span, key, readings, demonym, short, hint: None });
            }
            _ => from += 1,
        }
    }
    found
}

fn is_closed(upos: Upos) -> bool {
    use Upos::{Adp, Aux, Cconj, Det, Intj, Part, Pron, Punct, Sconj};
    matches!(upos, Det | Pron | Adp | Aux | Cconj | Sconj | Part | Intj | Punct)
}

/// "March", "Sunday": towns of that name are left to longer names.
fn is_time(word: &str, tables: Tables<'_>) -> bool {
    tables.actors.capital(word).is_some_and(CapitalKind::is_time)
}

/// "US", "U.S.": capitals throughout, which no small word has.
fn printed_large(form: &str) -> bool {
    form.len() > 1 && form.chars().all(|c| c.is_uppercase() || c == '.')
}

fn may_begin(text: &str, token: &Token) -> bool {
    let form = token.span.of(text);
    form.starts_with(char::is_uppercase) && form != "I" && token.upos != Upos::Punct
}

/// The longest name of the tables or the gazetteer that the words begin with.
fn look_up(text: &str, words: &[ByteSpan], behind_comma: bool, tables: Tables<'_>) -> Option<Match> {
    let mut best: Option<Match> = short_form(text, words, behind_comma, tables);
    let mut key = String::new();
    for (at, word) in words.iter().take(LONGEST).enumerate() {
        let form = word.of(text);
        let part = place_key(form);
        if part.is_empty() {
            // A hyphen joins, other marks end a name.
            if at > 0 && matches!(form, "-" | "‑" | "–" | "'" | "’") && words[at - 1].end == word.start {
                continue;
            }
            break;
        }
        if at > 0 {
            let between = ByteSpan::new(words[at - 1].end, word.start).of(text);
            if between.len() > 1 || between.contains('\n') {
                break;
            }
            key.push(' ');
        }
        key += &part;
        let named = tables.gazetteer.find(&key);
        let rows = tables.places.named(&key);
        let last_is_large = form.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
        if last_is_large && (!rows.is_empty() || !named.first.is_empty() || !named.other.is_empty()) {
            let (readings, demonym) = readings(rows, &named, &key, tables);
            best = Some(Match { count: at + 1, key: key.clone(), readings, demonym, short: false });
        }
        if !named.goes_on && !tables.places.goes_on(&key) {
            break;
        }
    }
    state(text, words, best.as_ref().map_or(0, |best| best.count), tables).or(best)
}

/// A state or its people, by the table of actors, where it is at least as long as what was found.
fn state(text: &str, words: &[ByteSpan], count: usize, tables: Tables<'_>) -> Option<Match> {
    let texts: Vec<&str> = words.iter().take(LONGEST).map(|word| word.of(text)).collect();
    let (long, known) = tables.actors.known(&texts)?;
    let (state, demonym) = match known {
        Known::Country(state) => (state, false),
        Known::Demonym(state) => (state, true),
        _ => return None,
    };
    if long < count {
        return None;
    }
    let row = tables.places.state(&tables.actors.country(state).name)?;
    let key = place_key(ByteSpan::new(words[0].start, words[long - 1].end).of(text));
    let mut readings = vec![of_row(row, tables.places.row(row), false)];
    // "US" is no town of that name.
    let printed = ByteSpan::new(words[0].start, words[long - 1].end).of(text);
    let letters = key.len() < 5 && printed_large(printed);
    if !demonym && !letters {
        let named = tables.gazetteer.find(&key);
        let (others, _) = self::readings(tables.places.named(&key), &named, &key, tables);
        readings.extend(others.into_iter().filter(|other| other.origin != Origin::Row(row) && !other.alias).take(READINGS - 1));
    }
    Some(Match { count: long, key, readings, demonym, short: false })
}

/// What a short form stands for.
fn short_form(text: &str, words: &[ByteSpan], behind_comma: bool, tables: Tables<'_>) -> Option<Match> {
    let read = |count: usize| {
        let last = words.get(count - 1)?;
        let mut printed = ByteSpan::new(words[0].start, last.end).of(text);
        let dotted = text.get(words[0].start..last.end + 1).filter(|_| text[last.end..].starts_with('.'));
        if tables.places.short_form(printed).is_none() {
            printed = dotted?;
        }
        let form = tables.places.short_form(printed).filter(|form| behind_comma || !form.after_comma)?;
        let key = place_key(&form.name);
        let (mut readings, _) = readings(tables.places.named(&key), &tables.gazetteer.find(&key), &key, tables);
        readings.retain(|reading| reading.country.is_some_and(|country| country == form.country.as_bytes()));
        let region = readings.iter().any(|reading| reading.kind == PlaceKind::Region);
        readings.retain(|reading| !region || reading.kind == PlaceKind::Region);
        readings.truncate(1);
        (!readings.is_empty()).then_some(Match { count, key, readings, demonym: false, short: true })
    };
    read(2).or_else(|| read(1))
}

/// What a name stands for, the best known first, and whether it is only an adjective or a people.
fn readings(rows: &[(usize, PlaceName)], named: &super::gazetteer::Named, key: &str, tables: Tables<'_>) -> (Vec<Reading>, bool) {
    let mut all: Vec<Reading> = rows.iter().map(|&(at, _)| of_row(at, tables.places.row(at), false)).collect();
    let demonym = !rows.is_empty() && rows.iter().all(|&(_, how)| how == PlaceName::Demonym);
    if demonym {
        return (all, true);
    }
    for (place, alias) in named.first.clone().map(|place| (place, false)).chain(named.other.iter().map(|&place| (place, true))) {
        let facts = tables.gazetteer.facts(place);
        let country = tables.gazetteer.region(facts.region).0.as_bytes().first_chunk().copied();
        // A row that places a region better, or says that its owner is disputed, wins.
        let close = |row: &Reading| (row.point.0 - facts.point.0).abs() < 4.0 && (row.point.1 - facts.point.1).abs() < 6.0;
        let same = |row: &Reading| {
            let land = matches!(row.kind, PlaceKind::Area | PlaceKind::Region | PlaceKind::Island) && close(row);
            matches!(row.origin, Origin::Row(_)) && (row.kind == facts.kind && row.country == country || land)
        };
        if facts.kind != PlaceKind::City && all.iter().any(same) {
            continue;
        }
        let state = country.and_then(|country| tables.places.state(std::str::from_utf8(&country).unwrap_or_default()));
        let seat = state.and_then(|state| tables.places.row(state).capital.as_deref());
        let capital = facts.kind == PlaceKind::City && seat.is_some_and(|seat| place_key(seat) == key);
        all.push(Reading {
            origin: Origin::Place(place),
            kind: facts.kind,
            country,
            region: Some(facts.region),
            point: facts.point,
            weight: facts.people,
            alias,
            capital,
        });
    }
    all.sort_by_key(|reading| (std::cmp::Reverse(reading.weight), reading.alias, reading.origin));
    all.truncate(READINGS);
    (all, false)
}

fn of_row(at: usize, row: &PlaceRow, alias: bool) -> Reading {
    use PlaceKind::{Area, Camp, City, Continent, Country, Region, Sea, Site};
    let weight = match row.kind {
        Continent => 220,
        Country => 200,
        Area | Sea => 176,
        Region => 180,
        City => 128,
        Site | Camp => 120,
        _ => 144,
    };
    let country = row.country.as_deref().and_then(|code| code.as_bytes().first_chunk().copied());
    Reading { origin: Origin::Row(at), kind: row.kind, country, region: None, point: row.point, weight, alias, capital: false }
}

/// A name with the words beside it that say what it is.
fn extend(text: &str, at: usize, sentence: &Sentence, from: usize, named: Match, places: &Places) -> Candidate {
    let tokens = &sentence.tokens;
    let mut range = from..from + named.count;
    let Match { mut key, mut readings, demonym, short, .. } = named;
    let mut hint = None;
    let next = tokens.get(range.end).map(|token| token.span.of(text));
    if let Some(next) = next.filter(|_| !demonym && !short)
        && let Some(kind) = places.type_word(&next.to_lowercase(), TypeSide::After)
    {
        hint = Some(kind);
        // "Kelm Province": one name; what is no province is not meant. "Kelm Province Council" is none of a place.
        let goes_on = tokens.get(range.end + 1).is_some_and(|token| token.span.of(text).starts_with(char::is_uppercase));
        if next.starts_with(char::is_uppercase) && kind != PlaceKind::City && !goes_on && !all_large(text, tokens) {
            readings.retain(|reading| alike(reading.kind, kind));
            key = format!("{key} {}", place_key(next));
            range.end += 1;
        }
    }
    if hint.is_none() {
        hint = before(text, tokens, from, places);
    }
    let mut span = tokens[range.start].span.join(tokens[range.end - 1].span);
    // The full stop of a sentence is not the name's: "Kelm." but "U.S."
    let printed = span.of(text);
    if !short && printed.ends_with('.') && printed.matches('.').count() == 1 && printed.len() > 4 {
        span.end -= 1;
    }
    Candidate { sentence: Some(at), tokens: range, span, key, readings, demonym, short, hint }
}

/// "Gulf of Kelm": a name behind the word that says what it is; what lies there otherwise is not meant.
fn of_kind(text: &str, at: usize, sentence: &Sentence, from: usize, sort: PlaceKind, tables: Tables<'_>) -> Option<Candidate> {
    let tokens = &sentence.tokens;
    let form = |at: usize| tokens.get(at).map_or("", |token| token.span.of(text));
    if form(from + 1) != "of" || !form(from + 2).starts_with(char::is_uppercase) {
        return None;
    }
    let words: Vec<ByteSpan> = tokens[from + 2..].iter().map(|token| token.span).collect();
    let named = look_up(text, &words, false, tables).filter(|named| !named.demonym);
    let count = named.as_ref().map_or(1, |named| named.count);
    let mut readings = named.map(|named| named.readings).unwrap_or_default();
    readings.retain(|reading| alike(reading.kind, sort));
    let end = from + 2 + count;
    let span = tokens[from].span.join(tokens[end - 1].span);
    let key = place_key(span.of(text));
    Some(Candidate { sentence: Some(at), tokens: from..end, span, key, readings, demonym: false, short: false, hint: Some(sort) })
}

/// Whether a place of one kind may be called one of the other.
fn alike(kind: PlaceKind, said: PlaceKind) -> bool {
    use PlaceKind::{Area, District, Region};
    kind == said || matches!((kind, said), (Region, District) | (District, Region) | (Area, Region))
}

/// Whether the words are a line in capitals.
fn all_large(text: &str, tokens: &[Token]) -> bool {
    tokens.iter().all(|token| token.span.of(text).chars().all(|c| !c.is_lowercase()))
}

/// What the words in front of a name say that it is: "the town of Kelm", "the town Kelm".
fn before(text: &str, tokens: &[Token], from: usize, places: &Places) -> Option<PlaceKind> {
    let form = |back: usize| from.checked_sub(back).map_or("", |at| tokens[at].span.of(text));
    if form(1) == "of" {
        let of = form(2).to_lowercase();
        let one = of.strip_suffix('s').unwrap_or(&of);
        return places.type_word(&of, TypeSide::Of).or_else(|| places.type_word(one, TypeSide::Of));
    }
    let noun = if matches!(form(1), "called" | "named") { form(2) } else { form(1) };
    places.type_word(noun, TypeSide::Of)
}

/// A name that nobody knows where something says that it is a place.
fn unknown(text: &str, at: usize, sentence: &Sentence, from: usize, tables: Tables<'_>) -> Option<Candidate> {
    let tokens = &sentence.tokens;
    let name =
        |at: usize| tokens.get(at).is_some_and(|token| token.upos == Upos::Propn && token.span.of(text).starts_with(char::is_uppercase));
    if !name(from) || from > 0 && name(from - 1) {
        return None;
    }
    let mut end = from + 1;
    while end - from < LONGEST {
        let joined = tokens.get(end).is_some_and(|token| token.span.of(text) == "-" && tokens[end - 1].span.end == token.span.start);
        if name(end) {
            end += 1;
        } else if joined && name(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    let lower = |at: usize| tokens.get(at).map(|token| token.span.of(text).to_lowercase()).unwrap_or_default();
    let first = lower(from);
    let inside = tables.places.type_word(&lower(end - 1), TypeSide::After).filter(|_| end - from > 1);
    let inside = inside.or_else(|| tables.places.type_word(&first, TypeSide::Before).filter(|_| end - from > 1));
    let hint =
        inside.or_else(|| tables.places.type_word(&lower(end), TypeSide::After)).or_else(|| before(text, tokens, from, tables.places));
    let case = tokens[from..end].iter().find_map(|token| token.head.filter(|head| head.index() < from || head.index() >= end));
    let top = (from..end).find(|&at| tokens[at].head == case).unwrap_or(from);
    let marked = sentence.children(TokenId(top as u32)).any(|child| {
        let child = &sentence[child];
        child.upos == Upos::Adp
            && matches!(&*child.lemma, "in" | "at" | "near" | "from" | "to" | "outside" | "around" | "toward" | "towards" | "into")
    });
    if hint.is_none() && !marked {
        return None;
    }
    let span = tokens[from].span.join(tokens[end - 1].span);
    Some(Candidate {
        sentence: Some(at),
        tokens: from..end,
        span,
        key: place_key(span.of(text)),
        readings: Vec::new(),
        demonym: false,
        short: false,
        hint,
    })
}
