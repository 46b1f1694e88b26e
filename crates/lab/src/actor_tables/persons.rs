//! Persons with dated offices.

use super::casing;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::RoleClass;
use rapporteur_lexicon::petrarch::{ActorRecord, DatedCode, Day};
use std::collections::BTreeSet;

/// Agents of conflicts and diplomacy: government, armed forces, opposition, insurgents, services,
/// parliament, police, courts.
const AGENTS: [&str; 9] = ["GOV", "MIL", "OPP", "REB", "INS", "SPY", "LEG", "COP", "JUD"];
/// What a government's third group must be, where there is one: ministers of health and trade are left out.
const KEPT: [&str; 6] = ["MIL", "SPY", "LEG", "COP", "JUD", "GOV"];
/// The year in which the dictionaries were last true; a later date is of another century.
const LAST: u32 = 2014;
const FIRST: u32 = 1990;

/// One row in the making.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    name: String,
    code: String,
    from: Option<Day>,
    to: Option<Day>,
    aliases: BTreeSet<String>,
}

/// The table's text.
pub(super) fn table(records: &[&ActorRecord], known: &ActorTable) -> String {
    let mut rows: Vec<Row> = records.iter().flat_map(|record| rows(record, known)).collect();
    rows.sort();
    rows.dedup();
    let mut text = super::top("Who held which office when", "name\talias\toffice\tof\tcode\tfrom\tto\tsource");
    for row in joined(rows) {
        let aliases: Vec<&str> = row.aliases.iter().map(String::as_str).collect();
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let of = of(&row.code, known);
        text +=
            &format!("{}\t{}\t\t{of}\t{}\t{}\t{}\tpetrarch {LAST}\n", row.name, aliases.join("|"), row.code, day(row.from), day(row.to));
    }
    text
}

/// The rows of a record, none where it is no person's.
fn rows(record: &ActorRecord, known: &ActorTable) -> Vec<Row> {
    let mut names = record.names.iter().filter(|name| is_person(name, known)).map(|name| casing::person(name));
    let Some(name) = names.next().filter(|_| is_person(&record.names[0], known)) else {
        return Vec::new();
    };
    let aliases: BTreeSet<String> = names.filter(|alias| *alias != name).collect();
    let row = |dated: &DatedCode| {
        let code = office_code(&dated.code)?;
        let (from, to) = in_time(dated)?;
        Some(Row { name: name.clone(), code, from, to, aliases: aliases.clone() })
    };
    record.codes.iter().filter(|code| code.is_dated()).filter_map(row).collect()
}

/// Whether a name can be a person's: two to six words of letters, none of them an office.
fn is_person(name: &str, known: &ActorTable) -> bool {
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let office = |word: &&&str| {
        known.role_word(word).is_some_and(|role| !matches!(role.class, RoleClass::Person | RoleClass::Kin))
            || known.role_word(&format!("{word}.")).is_some()
    };
    let country = (1..=words.len()).any(|count| {
        let written: Vec<String> = words[..count].iter().map(|word| casing::organisation(word)).collect();
        known.known(&written.iter().map(String::as_str).collect::<Vec<_>>()).is_some_and(|(found, _)| found == words.len())
    });
    (2..=6).contains(&words.len())
        && words.iter().all(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'')))
        && words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2)
        && !words.iter().any(|word| office(&word))
        && !country
}

/// The code as it is kept: state and at most two agents; an organisation's whole.
fn office_code(code: &str) -> Option<String> {
    if !code.is_ascii() || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    if code.starts_with("IGO") {
        return Some(code.to_owned());
    }
    let (agent, third) = (code.get(3..6)?, code.get(6..9));
    (AGENTS.contains(&agent) && third.is_none_or(|third| KEPT.contains(&third))).then(|| code.get(..9).unwrap_or(code).to_owned())
}

/// The time of a code as far as it is since 1990; none before.
fn in_time(dated: &DatedCode) -> Option<(Option<Day>, Option<Day>)> {
    let (mut from, mut to) = (dated.from, dated.to);
    // Two-digit years cannot say 1900 to 1930: what begins after the dictionaries were made, or ends
    // before it begins, began a century earlier.
    if from.is_some_and(|day| day.year() > LAST) || from.zip(to).is_some_and(|(from, to)| from > to) {
        from = from.map(|day| day.years_before(100));
    }
    if to.is_some_and(|day| day.year() > LAST + 1) {
        to = to.map(|day| day.years_before(100));
    }
    let recent = to.is_none_or(|day| day.year() >= FIRST);
    let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
    // An end that is open for half a century was forgotten.
    let forgotten = to.is_none() && from.is_some_and(|day| day.year() + 50 < LAST);
    (recent && ordered && !forgotten).then_some((from, to))
}

/// Rows of one person and code whose times overlap or touch, made one.
fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(last) = out.last_mut()
            && last.name == row.name
            && last.code == row.code
            && last.to.zip(row.from).is_none_or(|(to, from)| from <= to || next_month(to) >= from)
        {
            last.to = last.to.zip(row.to).map(|(a, b)| a.max(b));
            last.aliases.extend(row.aliases);
            continue;
        }
        out.push(row);
    }
    out
}

/// About a month after a day: offices listed by months end on the last and begin on the first day.
fn next_month(day: Day) -> Day {
    let text = day.to_string();
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(1);
    let (year, month, date) = (number(0..4), number(5..7), number(8..10));
    let next = if month == 12 { Day::new(year + 1, 1, date) } else { Day::new(year, month + 1, date) };
    next.unwrap_or(day)
}

/// The state or organisation of a code, by its name in our tables.
fn of(code: &str, known: &ActorTable) -> String {
    let found = if code.starts_with("IGO") {
        (6..=code.len()).rev().step_by(3).find_map(|end| known.organisation_of(code.get(..end)?))
    } else {
        code.get(..3).and_then(|state| known.country_of(state))
    };
    found.unwrap_or_default().to_owned()
}
