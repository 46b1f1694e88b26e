//! Names of one actor brought together: "Irina Dask", "Dask", "Foreign Minister Dask".

use super::describe::Description;
use super::mentions::{Mention, Mentions, What};
use super::names::NameKind;
use super::spelling::{given_agree, key, plain};
use rapporteur_lexicon::actors::{Gender, Known};
use rapporteur_lexicon::{ActorTable, Holding};
use rapporteur_record::ActorKind;
use std::collections::{BTreeMap, BTreeSet};

/// How many actors back a name or description is looked for: a bound on the work that hostile
/// text can make, far above what reports hold.
pub(super) const REACH: usize = 200;

/// One actor in the making.
#[derive(Clone, Debug)]
pub(super) struct Entity<'a> {
    pub kind: ActorKind,
    /// The fullest name, or the descriptive words.
    pub name: String,
    /// The words of the fullest name; none for what only descriptions name.
    pub parts: Vec<String>,
    /// Place in the table's states or organisations.
    pub state: Option<usize>,
    pub organisation: Option<usize>,
    pub gender: Option<Gender>,
    pub plural: bool,
    /// Whether only its words make it a person or an organisation, and nothing else yet.
    pub doubtful: bool,
    /// What is stated of it, with the sentence where.
    pub told: Vec<(usize, Description<'a>)>,
    /// Offices that the table says it held on the day of the report.
    pub held: Vec<Holding<'a>>,
}

impl Entity<'_> {
    pub fn new(kind: ActorKind, name: String) -> Self {
        Entity {
            kind,
            name,
            parts: Vec::new(),
            state: None,
            organisation: None,
            gender: None,
            plural: false,
            doubtful: false,
            told: Vec::new(),
            held: Vec::new(),
        }
    }

    pub fn is_person(&self) -> bool {
        self.kind == ActorKind::Person
    }
}

/// Actors by name; states are added when they act.
pub(super) struct Named<'a> {
    pub entities: Vec<Entity<'a>>,
    /// Mention → the actor that its name names.
    pub of: Vec<Option<usize>>,
    /// Place in the table's states → actor.
    pub states: BTreeMap<usize, usize>,
    /// States in no table, known by their offices.
    pub unlisted: Vec<usize>,
}

/// How many words before a name the noun may stand that it is in apposition to.
const APPOSED: usize = 6;

/// Who of several with one surname is meant by it alone.
///
/// Reports give it to whom they are about, and name his son in full: "Marek" stays Joel Marek when Henrik Marek has been spoken of. Only who
/// was named in full while he spoke goes on by it, from sentence to sentence.
#[derive(Default)]
struct Bearers {
    /// Surname → who is meant by it alone.
    alone: BTreeMap<String, usize>,
    /// Surname → who was last named in full.
    full: BTreeMap<String, Full>,
}

/// A name in full.
struct Full {
    owner: usize,
    /// The sentence where he was last named.
    line: usize,
    /// Whether he said something there.
    spoke: bool,
}

impl Bearers {
    fn of(&self, surname: &str, line: usize) -> Option<usize> {
        let goes_on = |full: &&Full| full.spoke && line <= full.line + 1;
        self.full.get(surname).filter(goes_on).map(|full| full.owner).or_else(|| self.alone.get(surname).copied())
    }

    fn named(&mut self, surname: String, owner: usize, mention: &Mention<'_>) {
        match self.full.get_mut(&surname).filter(|full| full.owner == owner) {
            Some(full) if full.spoke => full.line = full.line.max(mention.line),
            // "Mr. Brandt" and "Mrs. Brandt" say which of two.
            _ if mention.gender.is_some() => {}
            _ => {
                self.alone.insert(surname, owner);
            }
        }
    }
}

/// Brings the names of persons and organisations together.
pub(super) fn group<'a>(mentions: &mut Mentions<'a>, order: &[usize], table: &ActorTable) -> Named<'a> {
    let mut named = Named { entities: Vec::new(), of: vec![None; mentions.all.len()], states: BTreeMap::new(), unlisted: Vec::new() };
    decide_persons(mentions, order);
    let mut surnames: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    // Full names first, so that a surname in the headline finds its owner.
    for &id in order {
        let mention = &mentions.all[id];
        let What::Name(NameKind::Person, parts) = &mention.what else {
            continue;
        };
        if parts.len() < 2 {
            continue;
        }
        let last = key(&parts[parts.len() - 1]);
        let owners = surnames.entry(last).or_default();
        let same = owners
            .iter()
            .copied()
            .find(|&owner| one_person(&named.entities[owner].parts, parts) && gender_agrees(&named.entities[owner], mention, parts, table));
        let owner = same.unwrap_or_else(|| {
            named.entities.push(Entity::new(ActorKind::Person, String::new()));
            owners.push(named.entities.len() - 1);
            named.entities.len() - 1
        });
        take(&mut named.entities[owner], mention, parts, table);
        named.of[id] = Some(owner);
    }
    let mut bearers = Bearers::default();
    let titled = titled(mentions);
    for &id in order {
        if let What::Name(NameKind::Person, parts) = &mentions.all[id].what
            && let Some(owner) = named.of[id]
        {
            let mention = &mentions.all[id];
            // "His brother, the engineer Henrik Marek, said".
            let mut before = (0..mention.tokens.start).rev().take(APPOSED).filter_map(|token| mentions.of(mention.line, token));
            let told = |at: usize| mentions.all[at].source && !matches!(mentions.all[at].what, What::Name(..));
            let spoke = mention.source || before.any(told);
            bearers.full.insert(key(&parts[parts.len() - 1]), Full { owner, line: mention.line, spoke });
        }
        single(&mut named, mentions, id, &mut surnames, &mut bearers, &titled, table);
    }
    organisations(&mut named, mentions, order, table);
    super::states::find(&mut named, mentions, order, table);
    named
}

/// Decides which unknown names of several words are persons': those that speak, or whose last word
/// alone speaks or acts elsewhere.
fn decide_persons(mentions: &mut Mentions<'_>, order: &[usize]) {
    let mut alone: Vec<String> = Vec::new();
    for &id in order {
        let mention = &mentions.all[id];
        if let What::Name(NameKind::Unknown | NameKind::Person, parts) = &mention.what
            && parts.len() == 1
            && (mention.subject || mention.source)
        {
            alone.push(key(&parts[0]));
        }
    }
    alone.sort_unstable();
    for &id in order {
        let mention = &mut mentions.all[id];
        let told = mention.described.iter().any(Description::is_person);
        // "the Clean Power Plan": persons have no article.
        let article = mention.tokens.start < mention.own && !told;
        if let What::Name(kind @ NameKind::Unknown, parts) = &mut mention.what {
            let last = parts.last().map(|last| key(last)).unwrap_or_default();
            if told || parts.len() > 1 && parts.len() < 5 && !article && (mention.source || alone.binary_search(&last).is_ok()) {
                *kind = NameKind::Person;
            }
        }
    }
}

/// The surnames that stand with a title somewhere: "the Belmar government" is called after him whom the report calls "President Belmar" further on.
fn titled(mentions: &Mentions<'_>) -> BTreeSet<String> {
    let surname = |mention: &Mention<'_>| match &mention.what {
        What::Name(NameKind::Person, parts) if parts.len() == 1 => Some(key(&parts[0])),
        _ => None,
    };
    mentions.all.iter().filter_map(surname).collect()
}

/// Whether two full names with the same last word may be one person's.
fn one_person(a: &[String], b: &[String]) -> bool {
    if a.len() < 2 || b.len() < 2 {
        return true;
    }
    // "Joshua Holm" and "Emperor Joshua Abraham Holm": one given name in common is enough where one
    // of the two has several.
    let common = || a[..a.len() - 1].iter().any(|one| b[..b.len() - 1].iter().any(|other| other.len() > 2 && key(one) == key(other)));
    given_agree(&a[0], &b[0]) || a.len().max(b.len()) > 2 && common()
}

fn given_gender(parts: &[String], table: &ActorTable) -> Option<Gender> {
    let first = parts.first().filter(|_| parts.len() > 1)?;
    table.given_name(first).or_else(|| table.given_name(first.split('-').next()?)).flatten()
}

fn gender_agrees(entity: &Entity<'_>, mention: &Mention<'_>, parts: &[String], table: &ActorTable) -> bool {
    let stated = mention.gender.or_else(|| given_gender(parts, table));
    stated.is_none() || entity.gender.is_none() || stated == entity.gender
}

/// Adds what a mention by name tells.
fn take<'a>(entity: &mut Entity<'a>, mention: &Mention<'a>, parts: &[String], table: &ActorTable) {
    if parts.len() > entity.parts.len() || parts.len() == entity.parts.len() && entity.parts[0].ends_with('.') && !parts[0].ends_with('.') {
        entity.parts = parts.to_vec();
        entity.name = parts.join(" ");
    }
    entity.gender = entity.gender.or(mention.gender).or_else(|| given_gender(parts, table));
    entity.told.extend(mention.described.iter().map(|told| (mention.line, told.clone())));
}

/// A name of one word: a person's surname or given name, or something of its own.
fn single<'a>(
    named: &mut Named<'a>,
    mentions: &mut Mentions<'a>,
    id: usize,
    surnames: &mut BTreeMap<String, Vec<usize>>,
    bearers: &mut Bearers,
    titled: &BTreeSet<String>,
    table: &ActorTable,
) {
    let mention = &mentions.all[id];
    let What::Name(kind @ (NameKind::Person | NameKind::Unknown | NameKind::Organisation(None) | NameKind::Capital(_)), parts) =
        &mention.what
    else {
        return;
    };
    // "Paris said" after "Ilan Paris": a capital's name where it acts may be the surname of one who was named in full.
    if matches!(kind, NameKind::Capital(_)) && !(mention.subject || mention.source) {
        return;
    }
    let kind = *kind;
    if parts.len() != 1 {
        return;
    }
    let capital = matches!(kind, NameKind::Capital(_));
    let last = key(&parts[0]);
    let owners = surnames.get(&last).map(Vec::as_slice).unwrap_or_default();
    let agrees = |owner: &usize| mention.gender.is_none_or(|gender| named.entities[*owner].gender.is_none_or(|known| known == gender));
    // "President Karim" is he of the Karims who was called president.
    let called_so = |owner: &&usize| {
        let told = |noun: &str| named.entities[**owner].told.iter().any(|(_, told)| told.noun == noun);
        mention.described.iter().any(|title| title.role.is_some() && told(&title.noun))
    };
    let by_title = owners.iter().filter(called_so).copied().find(agrees);
    let known = bearers.of(&last, mention.line).filter(agrees);
    let owner = by_title.or(known).or_else(|| owners.iter().copied().find(agrees));
    // "Saddam", "Aung San Suu Kyi" → "Suu Kyi": a middle or given name stands for the whole.
    let owner = owner.or_else(|| {
        let holds = |entity: &Entity<'_>| {
            // "Ban" of "Ban Ki-moon": a first name may be short, others may be particles.
            let part = |(at, part): (usize, &String)| key(part) == last && (part.len() > 3 || at == 0 && *part == parts[0]);
            entity.is_person() && entity.parts.len() > 1 && entity.parts.iter().enumerate().any(part)
        };
        let mut fitting = (0..named.entities.len()).rev().take(REACH).filter(|&at| !capital && holds(&named.entities[at]));
        fitting.next().filter(|_| fitting.next().is_none())
    });
    let owner = match owner {
        Some(owner) => owner,
        None if kind == NameKind::Person
            || kind == NameKind::Unknown && titled.contains(&last)
            || kind == NameKind::Unknown && table.given_name(&parts[0]).is_some() && (mention.source || mention.subject) =>
        {
            named.entities.push(Entity::new(ActorKind::Person, String::new()));
            surnames.entry(last.clone()).or_default().push(named.entities.len() - 1);
            named.entities.len() - 1
        }
        None => return,
    };
    let parts = parts.clone();
    take(&mut named.entities[owner], &mentions.all[id], &parts, table);
    named.of[id] = Some(owner);
    let mention = &mentions.all[id];
    bearers.named(last, owner, mention);
    mentions.all[id].what = What::Name(NameKind::Person, parts);
    mentions.all[id].active = true;
}

/// Organisations and what is left of unknown names.
fn organisations<'a>(named: &mut Named<'a>, mentions: &mut Mentions<'a>, order: &[usize], table: &ActorTable) {
    let mut by_place: BTreeMap<usize, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for &id in order {
        let mention = &mentions.all[id];
        let What::Name(kind @ (NameKind::Organisation(_) | NameKind::Unknown), parts) = &mention.what else {
            continue;
        };
        if named.of[id].is_some() {
            continue;
        }
        let name = parts.join(" ");
        let folded = plain(&name);
        let place = if let NameKind::Organisation(place) = kind { *place } else { None };
        let place = place.filter(|&place| !abroad(mentions, place, &name, table));
        let found = place
            .and_then(|place| by_place.get(&place).copied())
            .or_else(|| by_name.get(&folded).copied())
            .or_else(|| longer(&named.entities, parts))
            .or_else(|| paper(&named.entities, parts, table));
        let owner = found.unwrap_or_else(|| {
            let shown = place.map_or(name, |place| table.organisation(place).name.clone());
            let mut entity = Entity::new(ActorKind::Organisation, shown);
            entity.parts = parts.clone();
            entity.organisation = place;
            let initials = parts.len() == 1 && parts[0].chars().all(|c| c.is_uppercase() || c == '.');
            let lone = parts.len() == 1 && table.body_called("newspaper", parts).is_some();
            entity.doubtful = *kind == NameKind::Unknown || place.is_none() && (initials || lone);
            named.entities.push(entity);
            named.entities.len() - 1
        });
        if let Some(place) = place {
            by_place.insert(place, owner);
        }
        by_name.insert(folded, owner);
        let entity = &mut named.entities[owner];
        entity.told.extend(mention.described.iter().map(|told| (mention.line, told.clone())));
        if parts.len() > entity.parts.len() && entity.organisation.is_none() {
            entity.parts = parts.clone();
            entity.name = parts.join(" ");
        }
        named.of[id] = Some(owner);
    }
}

/// Whether a name that a state's body bears at home ("the Senate") is another state's here: the report names others, never that one or what else is its
/// own.
fn abroad(mentions: &Mentions<'_>, place: usize, name: &str, table: &ActorTable) -> bool {
    let body = table.organisation(place);
    let front = body.name.strip_suffix(name).map(str::trim_end);
    let short = front.is_some_and(|front| matches!(table.known(&[front]), Some((_, Known::Country(_)))));
    let Some(home) = body.code.as_deref().and_then(|code| code.get(..3)).filter(|_| short) else { return false };
    let mut others = false;
    for mention in &mentions.all {
        let (code, state) = match &mention.what {
            What::Name(NameKind::State(at) | NameKind::Capital(at) | NameKind::Metonym(at) | NameKind::Demonym(at), _) => {
                (table.country(*at).code.as_deref(), true)
            }
            What::Name(NameKind::Organisation(Some(at)), _) if *at != place => (table.organisation(*at).code.as_deref(), false),
            _ => continue,
        };
        if code.is_some_and(|code| code.starts_with(home)) {
            return false;
        }
        others |= state;
    }
    others
}

/// The newspaper whose whole name was read before: "the Herald" after "the Kelm Herald".
fn paper(entities: &[Entity<'_>], parts: &[String], table: &ActorTable) -> Option<usize> {
    let [word] = parts else { return None };
    table.body_called("newspaper", parts)?;
    let fits = |entity: &Entity<'_>| entity.kind == ActorKind::Organisation && entity.parts.len() > 1 && entity.parts.last() == Some(word);
    (0..entities.len()).rev().take(REACH).find(|&at| fits(&entities[at]))
}

/// The organisation whose longer name begins or ends with these words, or whose initials they are.
fn longer(entities: &[Entity<'_>], parts: &[String]) -> Option<usize> {
    let fits = |entity: &Entity<'_>| {
        if entity.kind != ActorKind::Organisation || entity.parts.is_empty() {
            return false;
        }
        let (long, short) = if entity.parts.len() >= parts.len() { (&entity.parts[..], parts) } else { (parts, &entity.parts[..]) };
        if short.len() > 1 && long.len() > short.len() && (long.starts_with(short) || long.ends_with(short)) {
            return true;
        }
        let letters: String = short.join("").chars().filter(|c| c.is_alphabetic()).collect();
        let initials: String =
            long.iter().filter(|word| word.starts_with(char::is_uppercase)).filter_map(|word| word.chars().next()).collect();
        short.len() == 1 && letters.chars().count() >= 2 && letters == initials
    };
    (0..entities.len()).rev().take(REACH).find(|&at| fits(&entities[at]))
}
