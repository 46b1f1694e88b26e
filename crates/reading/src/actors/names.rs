//! Names in a sentence: runs of capitalised words, cut into titles, states, organisations and
//! persons by what the tables know of them.

use super::words::Line;
use rapporteur_language::Upos;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::{CapitalKind, Ending, Known, Particle, RoleClass, RoleWord};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a name is, as far as its own words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    /// A human being.
    Person,
    /// A state by its own name.
    State(usize),
    /// A state by its capital.
    Capital(usize),
    /// A state by a building of its government.
    Metonym(usize),
    /// A state's adjective, or its people.
    Demonym(usize),
    /// An organisation, with its place in the table.
    Organisation(Option<usize>),
    /// Something with a capital.
    Unknown,
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub kind: NameKind,
    /// The words of the name itself.
    pub words: Range<usize>,
    /// The title with a capital or in small letters right in front of it ("coalition leader"), honorifics among them.
    pub title: Option<Range<usize>>,
}

/// Names that stand with a capital where a capital says something; a first pass gathers them, so
/// that the same word is known at the head of a sentence.
pub(super) type Seen<'t> = BTreeSet<&'t str>;

/// Gathers the capitalised words of a line that does not hide them.
pub(super) fn see<'t>(line: &Line<'t>, table: &ActorTable, seen: &mut Seen<'t>) {
    if line.titled {
        return;
    }
    for (at, word) in line.words.iter().enumerate() {
        if !word.opens && candidate(line, at, table, &Seen::new()) {
            seen.insert(word.text);
        }
    }
}

/// The names of a line, in order.
pub(super) fn find(line: &Line<'_>, table: &ActorTable, seen: &Seen<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < line.words.len() {
        if !candidate(line, at, table, seen) {
            at += 1;
            continue;
        }
        let end = run_end(line, at, table, seen);
        let end = cut(line, at..end, table, &mut names);
        at = end.max(at + 1);
    }
    names
}

/// Whether the word may be part of a name.
fn candidate(line: &Line<'_>, at: usize, table: &ActorTable, seen: &Seen<'_>) -> bool {
    let Some(word) = line.words.get(at) else {
        return false;
    };
    if !word.capital || word.text == "I" || word.text.starts_with("I'") {
        return false;
    }
    // "The London-based group": what only describes is no name, whatever stands before its hyphen.
    if word.text.contains('-') && table.ending(word.text) == Some(Ending::Describing) {
        return false;
    }
    match table.capital(word.text) {
        Some(CapitalKind::Time) => return false,
        // "Kelm TV" is a body, "the Bible" is none.
        Some(CapitalKind::Other) if table.organisation_word(word.text).is_none() => return false,
        Some(CapitalKind::TimeOrSurname) => return is_surname(line, at, table),
        Some(CapitalKind::Adjective | CapitalKind::Other) | None => {}
    }
    let closed = matches!(
        word.upos,
        Upos::Det | Upos::Pron | Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Aux | Upos::Intj | Upos::Part | Upos::Punct
    );
    if closed && (word.opens || line.titled || !matches!(word.upos, Upos::Adp | Upos::Punct)) {
        return !word.opens && table.known(&line.texts(at..line.words.len().min(at + 9))).is_some();
    }
    if !(word.opens || line.titled) {
        return true;
    }
    // A tagger takes a rare name at the head of a sentence for a noun.
    let plain = table.role_word(word.text).is_none() && table.group(&[&word.text.to_lowercase()]).is_none();
    let known = seen.contains(word.text) && (matches!(word.upos, Upos::Propn | Upos::X) || word.upos == Upos::Noun && plain)
        || table.given_name(word.text).is_some()
        || table.known(&line.texts(at..line.words.len().min(at + 9))).is_some();
    if known {
        return true;
    }
    let next = line.words.get(at + 1).is_some_and(|next| next.capital && !line.titled);
    let role = table.role_word(word.text).is_some() || table.group(&[&word.text.to_lowercase()]).is_some();
    let adjective = table.capital(word.text).is_some();
    if role || adjective {
        return next || office_goes_on(line, at, at + 1, table).is_some();
    }
    // A tagger that has only seen the form will call most capitals proper; a headline's it doubts.
    word.upos == Upos::Propn && (!line.titled || next || line.words.len() < 3 || !common(word.text))
        || next && !closed && matches!(word.upos, Upos::X | Upos::Noun | Upos::Adj) && line.words[at + 1].upos == Upos::Propn
}

/// Whether a month's name is here the second part of somebody's: "Theresa May resigned", not "Paris, May 3".
fn is_surname(line: &Line<'_>, at: usize, table: &ActorTable) -> bool {
    let given = at.checked_sub(1).is_some_and(|before| table.given_name(line.words[before].text).is_some());
    given && line.word_text(at + 1).chars().next().is_none_or(|c| !c.is_ascii_digit())
}

/// Whether a word looks like one of common language: long forms of verbs and nouns.
fn common(word: &str) -> bool {
    ["ing", "ed", "tion", "ment", "ly", "ness"].iter().any(|end| word.ends_with(end))
}

/// The word after the last of the run of name words that begins at `at`.
fn run_end(line: &Line<'_>, at: usize, table: &ActorTable, seen: &Seen<'_>) -> usize {
    let mut end = at + 1;
    loop {
        if candidate(line, end, table, seen) {
            end += 1;
            continue;
        }
        // "van der", "bin": at most two particles between two names.
        let inner = |word: usize| matches!(table.particle(line.word_text(word)), Some(Particle::Inner | Particle::Fused));
        let particles = (0..2).take_while(|&more| inner(end + more)).count();
        if particles > 0 && candidate(line, end + particles, table, seen) {
            end += particles + 1;
            continue;
        }
        if let Some(on) = office_goes_on(line, at, end, table).filter(|&on| candidate(line, on, table, seen)) {
            end = on + 1;
            continue;
        }
        // "Washington, D.C." is in the tables; other commas end a name.
        return end;
    }
}

/// The word with which an office goes on behind the small one at `end`: "Secretary of State", or behind one that says where somebody
/// is sent, before the name: "Ambassador to Varosia", "Ambassador to the League".
fn office_goes_on(line: &Line<'_>, start: usize, end: usize, table: &ActorTable) -> Option<usize> {
    match line.word_text(end) {
        "of" => {
            let words = line.texts(start.max(end.saturating_sub(2))..line.words.len().min(end + 2));
            let office = words.len() > 2 && table.role(&words).is_some_and(|(count, _)| count > 2);
            office.then_some(end + 1)
        }
        "to" => {
            let sent =
                table.role_word(line.word_text(end - 1)).is_some_and(|role| matches!(role.class, RoleClass::Office | RoleClass::Envoy));
            let on = behind_to(line, end);
            let to = table.known(&line.texts(line.words.len().min(on)..line.words.len().min(on + 8)));
            (sent && to.is_some_and(|(count, _)| line.words.get(on + count).is_some_and(|word| word.capital))).then_some(on)
        }
        _ => None,
    }
}

/// The first word of the name behind "to" or "to the".
fn behind_to(line: &Line<'_>, to: usize) -> usize {
    to + 1 + usize::from(line.word_text(to + 1) == "the")
}

/// Cuts a run into names; gives the word after the last one that was used.
fn cut(line: &Line<'_>, run: Range<usize>, table: &ActorTable, names: &mut Vec<Name>) -> usize {
    let mut at = run.start;
    let mut end = run.end;
    let mut title: Option<Range<usize>> = None;
    while at < end {
        let rest = line.texts(at..end);
        let known = table.known(&line.texts(at..line.words.len().min(at + 9)));
        let office = title_at(line, at, end, table);
        let body = body_end(line, at..end, table);
        match (known, body) {
            // "Syrian National Coalition", "Russian Foreign Ministry".
            (Some((count, Known::Country(_) | Known::Capital(_) | Known::Demonym(_) | Known::Organisation(_))), Some(stop))
                if stop > at + count =>
            {
                let stop = extended(line, at, stop, table);
                names.push(Name { kind: NameKind::Organisation(None), words: at..stop, title: None });
                at = stop;
                end = end.max(at);
                title = None;
                continue;
            }
            (Some((count, known)), _) if !given_first(table, known, &rest, count) => {
                let kind = match known {
                    Known::Country(place) => NameKind::State(place),
                    Known::Capital(place) => NameKind::Capital(place),
                    Known::Metonym(place) => NameKind::Metonym(place),
                    Known::Demonym(place) => NameKind::Demonym(place),
                    Known::Organisation(place) => NameKind::Organisation(Some(place)),
                };
                names.push(Name { kind, words: at..at + count, title: None });
                at += count;
                end = end.max(at);
                title = None;
                continue;
            }
            _ => {}
        }
        if let Some(stop) = office {
            title = Some(title.map_or(at, |title| title.start)..stop);
            at = stop;
            // "Ambassador to Varosia Irina Dask": the state belongs to her title.
            if line.word_text(at) == "to"
                && behind_to(line, at) < end
                && let Some((count, _)) = table.known(&line.texts(behind_to(line, at)..end))
            {
                let stop = behind_to(line, at) + count;
                title = title.map(|title| title.start..stop);
                at = stop;
            }
            continue;
        }
        if let Some(stop) = body {
            let alone = stop == at + 1;
            let longer = extended(line, at, stop, table);
            let plain = alone && longer == stop && is_plain(line.words[at].text, table) && !is_newspaper(line, at, table);
            if !plain {
                names.push(Name { kind: NameKind::Organisation(None), words: at..longer, title: None });
            }
            at = longer;
            end = end.max(at);
            title = None;
            continue;
        }
        let stop = name_end(line, at, end, table);
        push_name(line, at..stop, title.take(), table, names);
        at = stop;
    }
    // "Mr. King": after a form of address what looks like an office is the name.
    if let Some(title) = title.filter(|title| title.end == at && title.len() > 1) {
        let address =
            table.role_word(line.words[title.start].text).is_some_and(|role| role.class == RoleClass::Honorific && role.is.is_empty());
        if address {
            let name = title.start + 1;
            push_name(line, name..at, Some(title.start..name), table, names);
        }
    }
    at
}

/// Whether a table's state or capital is here a person's given name: "Jordan Holm", "Sofia Karim".
fn given_first(table: &ActorTable, known: Known, rest: &[&str], count: usize) -> bool {
    let place = matches!(known, Known::Country(_) | Known::Capital(_) | Known::Demonym(_));
    place
        && count == 1
        && rest.len() == 2
        && table.given_name(rest[0]).is_some()
        && table.organisation_word(rest[1]).is_none()
        && table.known(&rest[1..]).is_none()
        && table.role_word(rest[1]).is_none()
}

/// Whether a capitalised word is a plain noun with a capital: "Parliament", "the Government".
fn is_plain(word: &str, table: &ActorTable) -> bool {
    let lower = word.to_lowercase();
    table.group(&[&lower]).is_some() || table.role_word(&lower).is_some() || table.organisation_word(word).is_some()
}

/// Whether a word that many newspapers are called by stands alone with its article: "The Herald", "the Times".
fn is_newspaper(line: &Line<'_>, at: usize, table: &ActorTable) -> bool {
    let article = !line.titled && at > 0 && line.words[at - 1].text.eq_ignore_ascii_case("the");
    article && table.body_called("newspaper", &[line.words[at].text.to_owned()]).is_some()
}

/// The end of the title that begins at `at` ("Foreign Minister", "Deputy Prime Minister"), if one does.
fn title_at(line: &Line<'_>, at: usize, end: usize, table: &ActorTable) -> Option<usize> {
    let longest = (1..=4.min(end - at)).rev().find(|&count| {
        let words = line.texts(at..at + count);
        table.role(&words).is_some_and(|(found, _)| found == count)
    });
    // "Senators Anton Belmar and Irina Dask": both have the title.
    let plural = line.words[at].text.strip_suffix('s').filter(|_| at + 1 < end && table.given_name(line.word_text(at + 1)).is_some());
    if longest.is_none() && plural.is_some_and(|one| table.role_word(one).is_some_and(|role| role.class.speaks_for())) {
        return Some(at + 1);
    }
    if let Some(count) = longest {
        // "General Assembly", "King University": what follows decides.
        return table.organisation_word(line.word_text(at + count)).is_none_or(|word| !word.head).then_some(at + count);
    }
    // "Deputy Secretary of State": an office of three words or more that begins a word or two on.
    let on = (1..3).find_map(|skip| {
        let longest = (3..=4.min((end - at).saturating_sub(skip))).rev();
        let count = longest
            .into_iter()
            .find(|&count| table.role(&line.texts(at + skip..at + skip + count)).is_some_and(|(found, _)| found == count))?;
        Some(at + skip + count)
    });
    if on.is_some() && table.given_name(line.words[at].text).is_none() {
        return on;
    }
    // "Deputy Foreign Minister", "Acting President", "Defence Minister": an office at most two words on.
    (1..3).find_map(|skip| {
        let next = at + skip;
        if next >= end || table.given_name(line.words[at].text).is_some() || table.organisation_word(line.word_text(next)).is_some() {
            return None;
        }
        let words = line.texts(at..next + 1);
        let (_, role) = table.role(&words)?;
        matches!(role.class, RoleClass::Office | RoleClass::Envoy | RoleClass::Leader | RoleClass::Spokes | RoleClass::Officer)
            .then_some(next + 1)
    })
}

/// The end of the organisation's name that begins with the run, if the run holds a word for a body.
fn body_end(line: &Line<'_>, run: Range<usize>, table: &ActorTable) -> Option<usize> {
    let head = |&at: &usize| table.organisation_word(line.words[at].text).is_some_and(|word| word.head);
    let last = run.clone().rev().find(head)?;
    // A person's name between the start and the body ("Anton Belmar Foundation") is the body's; a
    // title is not ("President of", "Foreign Minister … Party").
    // Nor is a mere word for people ("Refugee Support Office").
    let people = |at: usize| {
        let class = table.role_word(line.words[at].text).map(|role| role.class);
        matches!(class, Some(RoleClass::Person | RoleClass::Expert | RoleClass::Kin | RoleClass::Informant))
    };
    let titled = (run.start..last).any(|at| title_at(line, at, last, table).is_some() && !is_field(line, at, table) && !people(at));
    (!titled).then_some(last + 1)
}

fn is_field(line: &Line<'_>, at: usize, table: &ActorTable) -> bool {
    table.organisation_word(line.words[at].text).is_some()
}

/// Follows "of", "for" and "and" inside an organisation's name that ends, so far, before `stop`.
fn extended(line: &Line<'_>, start: usize, stop: usize, table: &ActorTable) -> usize {
    let none = Seen::new();
    let mut end = stop;
    let single = stop == start + 1;
    let mut linked = false;
    while end < line.words.len() && end - start < 20 {
        let link = line.word_text(end);
        let mut next = end + 1;
        if linked && link == "and" {
            // "Ministry of Foreign Affairs and Trade": the second half ends in a field or body too.
            let half = run_end_plain(line, next, table, &none);
            let fits = half > next && table.organisation_word(line.words[half - 1].text).is_some();
            let known = table.known(&line.texts(next..half.max(next)));
            if !fits || known.is_some_and(|(count, _)| next + count == half) {
                break;
            }
            end = half;
            continue;
        }
        if !matches!(link, "of" | "for" | "on" | "against") {
            break;
        }
        if line.word_text(next) == "the" {
            next += 1;
        }
        if !candidate(line, next, table, &none) || line.words[next].opens {
            break;
        }
        let half = run_end_plain(line, next, table, &none);
        let state = matches!(table.known(&line.texts(next..half)), Some((_, Known::Country(_) | Known::Capital(_))));
        if state && !(single && link == "of") || title_at(line, next, half, table).is_some() {
            break;
        }
        linked = true;
        end = half;
    }
    end
}

fn run_end_plain(line: &Line<'_>, at: usize, table: &ActorTable, seen: &Seen<'_>) -> usize {
    let mut end = at;
    // "Minister of Justice Anna Karim": a person's name behind the field is no part of it.
    let person = |word: usize| table.given_name(line.words[word].text).is_some() && candidate(line, word + 1, table, seen);
    while candidate(line, end, table, seen) && (end == at || !person(end)) {
        end += 1;
    }
    end
}

/// The end of a person's or unknown name that begins at `at`.
fn name_end(line: &Line<'_>, at: usize, end: usize, table: &ActorTable) -> usize {
    (at + 1..end)
        .find(|&next| {
            let texts = line.texts(next..end);
            let state = matches!(table.known(&texts), Some((_, Known::Demonym(_) | Known::Metonym(_) | Known::Organisation(_))));
            // "Sergei Ivanov Moscow" does not happen; "Holm General" neither: an office ends a name.
            // "The Sund Republican" is a person of that party from there.
            let party = table.capital(texts[0]).is_some() && table.epithet(&texts[0].to_lowercase()).is_some();
            // "Sund Rep. Irina Dask": nor does a name hold a title.
            let title = |role: &RoleWord| role.class == RoleClass::Office || role.class == RoleClass::Honorific && texts[0].ends_with('.');
            state && texts.len() > 1 || party || table.role(&texts[..1]).is_some_and(|(_, role)| title(role))
        })
        .unwrap_or(end)
}

/// Adds a name that no table knows: a person, where something says so.
fn push_name(line: &Line<'_>, words: Range<usize>, title: Option<Range<usize>>, table: &ActorTable, names: &mut Vec<Name>) {
    let words = trimmed(line, words, table);
    if words.is_empty() {
        return;
    }
    let texts = line.texts(words.clone());
    if texts.len() == 1 && table.capital(texts[0]).is_some() {
        return;
    }
    // "the broadcaster VTV" is no person's title and name.
    let letters = texts.len() == 1 && texts[0].chars().count() < 7 && texts[0].chars().all(char::is_uppercase) && !line.titled;
    let title = title.or_else(|| small_title(line, words.start, table).filter(|_| !letters));
    let given = table.given_name(texts[0]).is_some() || texts[0].split('-').next().is_some_and(|first| table.given_name(first).is_some());
    let initial = texts[0].ends_with('.') && texts[0].chars().filter(|c| c.is_alphabetic()).count() <= 2;
    let fused = texts.iter().skip(1).any(|text| !text.starts_with(char::is_uppercase) || text.starts_with("Al-"));
    let person = title.is_some() || (given || initial || fused) && texts.len() > 1;
    let kind = if person {
        NameKind::Person
    } else if texts.iter().any(|text| text.len() > 1 && text.chars().all(|c| c.is_uppercase() || c == '.')) && !line.titled {
        NameKind::Organisation(None)
    } else {
        NameKind::Unknown
    };
    names.push(Name { kind, words, title });
}

/// A name without an adjective of region or faith in front and without a stray mark.
fn trimmed(line: &Line<'_>, words: Range<usize>, table: &ActorTable) -> Range<usize> {
    let letters = |at: &usize| line.words[*at].text.chars().any(char::is_alphabetic);
    let Some(first) = words.clone().find(letters) else {
        return words.start..words.start;
    };
    // "Republican Anton Belmar" is not his name; "West Kelm" is the town's.
    let text = line.words[first].text;
    let adjective = first + 2 < words.end && table.capital(text).is_some();
    let described = adjective && (table.given_name(line.words[first + 1].text).is_some() || table.epithet(&text.to_lowercase()).is_some());
    first + usize::from(described)..words.end
}

/// The role word in small letters right before a name: "coalition leader" gives "leader".
fn small_title(line: &Line<'_>, name: usize, table: &ActorTable) -> Option<Range<usize>> {
    let before = name.checked_sub(1)?;
    let word = &line.words[before];
    if word.capital && !word.opens && !line.titled || !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X) {
        return None;
    }
    let texts = line.texts(before.saturating_sub(3)..name);
    let (count, role) = table.role(&texts)?;
    // "told reporter Holm" is a title, "the man Belmar" hardly; kin is: "his wife Maria".
    (role.class != RoleClass::Honorific || word.capital).then_some(name - count..name)
}
