//! What is known of one mention before any other is looked at, in small numbers and hashes.

use super::names;
use super::quotes::Quotes;
use crate::analysis::{Analysis, Sentence, TokenId};
use crate::labels::{Deprel, Upos};
use crate::mentions::{EntityType, Mention, MentionForm};
use crate::net::features::normal;
use crate::tables::Tables;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::{Gender, Known};

/// Words of a mention that are looked at: a bound on what hostile text can cost.
const WORDS: usize = 60;

/// The form of a mention as the model tells them apart: pronouns by person, descriptions by what
/// determines them, names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    I = 1,
    We,
    You,
    He,
    She,
    It,
    They,
    /// "this", "that".
    This,
    /// "these", "those".
    These,
    /// "everyone", "none", "some".
    Indefinite,
    /// "who".
    Relative,
    /// "each other".
    Reciprocal,
    OtherPronoun,
    Definite,
    IndefiniteNoun,
    Demonstrative,
    /// "their envoy".
    Possessed,
    /// "Varosia's envoy".
    Genitive,
    BareSingular,
    BarePlural,
    Quantified,
    /// Headed by a verb, adjective or number.
    OtherHead,
    Name,
    NameWithArticle,
    NamePossessed,
}

impl Class {
    pub fn is_pronoun(self) -> bool {
        self <= Class::OtherPronoun
    }

    pub fn is_name(self) -> bool {
        self >= Class::Name
    }

    /// "he", "she", "it", "they" and their cases.
    pub fn is_third_person(self) -> bool {
        matches!(self, Class::He | Class::She | Class::It | Class::They)
    }
}

/// How a mention stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Part {
    Subject = 1,
    PassiveSubject,
    Object,
    Oblique,
    Modifier,
    Possessor,
    Apposition,
    Root,
    Inside,
    Clause,
    Loose,
}

/// Bits of [`Facts::number`], [`Facts::gender`] and [`Facts::animacy`]: what it may be.
pub(super) const SINGULAR: u8 = 1;
pub(super) const PLURAL: u8 = 2;
pub(super) const MASCULINE: u8 = 1;
pub(super) const FEMININE: u8 = 2;
pub(super) const NEUTER: u8 = 4;
pub(super) const HUMAN: u8 = 1;
pub(super) const THING: u8 = 2;

/// What a name in the actor table stands for: which state or organisation, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// 2 × the place of a state, 2 × that of an organisation + 1.
    pub id: u32,
    /// Whether it is the adjective, the people, the capital or a building, not the name.
    pub indirect: u8,
}

/// One mention.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub sentence: u32,
    pub paragraph: u32,
    pub first: u32,
    pub last: u32,
    pub head: u32,
    pub class: Class,
    pub reflexive: bool,
    pub kind: EntityType,
    pub part: Part,
    /// Whether it stands beside another in a list.
    pub listed: bool,
    pub deprel: Deprel,
    /// What it may be: see the bits above; all bits where nothing is known.
    pub number: u8,
    pub gender: u8,
    pub animacy: u8,
    /// Hashes: dictionary form and form of the head, dictionary form of the governor, all words.
    pub lemma: u32,
    pub form: u32,
    pub governor: u32,
    pub whole: u32,
    /// The governor's place in the sentence, and the verb's of the clause.
    pub governor_at: Option<u32>,
    pub clause: Option<u32>,
    /// Hashes of the words next to the head that say which one, ascending.
    pub modifiers: Vec<u32>,
    /// Hashes of all nouns, names, adjectives and numbers, ascending.
    pub content: Vec<u32>,
    /// Hashes of the words of the name, in order.
    pub names: Vec<u32>,
    /// Initials of the name and, for a word in capitals, its letters.
    pub initials: u32,
    pub acronym: u32,
    pub entry: Option<Entry>,
    /// A set of bits that two mentions have in common if a word of them agrees.
    pub signature: u64,
    /// The quotation it stands in, from 1; 0 for none; and the mention that speaks there, if known.
    pub quote: u32,
    pub speaker: Option<u32>,
    /// The smallest mention around it.
    pub around: Option<u32>,
    /// The head's dependents: 1 adjective, 2 nominal, 4 clause, 8 apposition, 16 list, 32 copula.
    pub dependents: u8,
    pub previous: u32,
    pub next: u32,
    pub score: u8,
    /// What the head stands for by the table of nouns, from 1; 0 where that is not known.
    pub sense: u8,
    /// How many mentions of the report that are no pronouns have this head, up to 255.
    pub count: u8,
}

/// FNV-1a of bytes in small letters (ASCII), folded to 32 bits; never 0.
pub(super) fn hash(word: &str) -> u32 {
    let mut state = 0xCBF2_9CE4_8422_2325_u64;
    for byte in word.bytes() {
        state = (state ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3);
    }
    ((state ^ (state >> 32)) as u32) | 1
}

fn join(hashes: impl IntoIterator<Item = u32>) -> u32 {
    hashes.into_iter().fold(0x811C_9DC5, |state, word| (state ^ word).wrapping_mul(0x0100_0193).rotate_left(5)) | 1
}

/// The facts of all mentions, in their order.
pub(super) fn gather(text: &str, analysis: &Analysis, mentions: &[Mention], tables: &Tables, quotes: &Quotes) -> Vec<Facts> {
    let mut found: Vec<Facts> = Vec::with_capacity(mentions.len());
    let mut open: Vec<u32> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let sentence = &analysis.sentences[mention.sentence];
        let around = |&outer: &u32| {
            let outer = &found[outer as usize];
            outer.sentence as usize == mention.sentence && outer.last >= mention.last.0
        };
        while open.last().is_some_and(|outer| !around(outer)) {
            open.pop();
        }
        let mut facts = facts(text, sentence, mention, tables);
        facts.around = open.last().copied();
        facts.quote = quotes.of(mention.sentence, mention.head);
        let speaker = quotes.speaker(facts.quote).filter(|&speaker| speaker < mentions.len() && speaker != at);
        facts.speaker = speaker.map(|speaker| speaker as u32);
        found.push(facts);
        open.push(at as u32);
    }
    count(&mut found);
    found
}

/// Counts for each mention how often its head is named in the whole report.
fn count(found: &mut [Facts]) {
    let mut heads: Vec<u32> = found.iter().filter(|facts| !facts.class.is_pronoun()).map(|facts| facts.lemma).collect();
    heads.sort_unstable();
    for facts in found.iter_mut().filter(|facts| !facts.class.is_pronoun()) {
        let times = heads.partition_point(|&head| head <= facts.lemma) - heads.partition_point(|&head| head < facts.lemma);
        facts.count = times.min(255) as u8;
    }
}

fn facts(text: &str, sentence: &Sentence, mention: &Mention, tables: &Tables) -> Facts {
    let table = &tables.actors;
    let head = &sentence[mention.head];
    let ids = || (mention.first.0..=mention.last.0).take(WORDS).map(TokenId);
    let kids = || ids().filter(|&id| sentence[id].head == Some(mention.head));
    let form = |id: TokenId| sentence.form(id, text);
    let class = class(sentence, mention);
    let mut content: Vec<u32> = Vec::new();
    let mut modifiers: Vec<u32> = Vec::new();
    for id in ids() {
        let token = &sentence[id];
        if id != mention.head && matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num) {
            content.push(hash(&token.lemma));
            if token.head == Some(mention.head) && !matches!(token.deprel, Deprel::Appos | Deprel::Conj | Deprel::Parataxis) {
                modifiers.push(hash(&token.lemma));
            }
        }
    }
    content.sort_unstable();
    content.dedup();
    modifiers.sort_unstable();
    modifiers.dedup();
    let name = if class.is_name() { name_words(sentence, mention, text) } else { Vec::new() };
    // A title is no part of the name: "Mr Belmar".
    let titles = name.iter().take_while(|word| table.role_word(word).is_some()).count();
    let bare = if titles < name.len() { &name[titles..] } else { &name[..] };
    let names: Vec<u32> = bare.iter().map(|word| hash(&names::key(word))).collect();
    let entry = entry(&name, form(mention.head), head.upos, table);
    let governor = head.head.map(|id| governor(sentence, id, head.deprel));
    let mut dependents = 0;
    for id in kids() {
        dependents |= match sentence[id].deprel {
            Deprel::Amod | Deprel::Compound => 1,
            Deprel::Nmod => 2,
            Deprel::Acl | Deprel::AclRelcl => 4,
            Deprel::Appos => 8,
            Deprel::Conj => 16,
            _ => 0,
        };
    }
    if class == Class::It && head.head.is_some_and(|id| sentence.child(id, Deprel::Cop).is_some()) {
        dependents |= 32;
    }
    let mut facts = Facts {
        sentence: mention.sentence as u32,
        paragraph: sentence.paragraph as u32,
        first: mention.first.0,
        last: mention.last.0,
        head: mention.head.0,
        class,
        reflexive: head.feats.is("Reflex", "Yes"),
        kind: mention.kind,
        part: part(sentence, mention.head),
        listed: head.deprel == Deprel::Conj || dependents & 16 > 0,
        deprel: head.deprel,
        number: number(sentence, mention, dependents),
        gender: MASCULINE | FEMININE | NEUTER,
        animacy: HUMAN | THING,
        lemma: hash(&head.lemma),
        form: hash(form(mention.head)),
        governor: governor.map_or(0, |id| hash(&sentence[id].lemma)),
        whole: whole(sentence, mention, text),
        governor_at: head.head.map(|id| id.0),
        clause: clause(sentence, mention.head).map(|id| id.0),
        modifiers,
        content,
        initials: if class.is_name() { initials(&capitals(sentence, mention, text)) } else { 0 },
        acronym: acronym(form(mention.head)),
        names,
        entry,
        signature: 0,
        quote: 0,
        speaker: None,
        around: None,
        dependents,
        previous: mention.first.0.checked_sub(1).map_or(0, |at| hash(form(TokenId(at)))),
        next: sentence.tokens.get(mention.last.index() + 1).map_or(0, |token| hash(token.span.of(text))),
        score: (mention.score * 8.0).clamp(0.0, 15.0) as u8,
        sense: if matches!(head.upos, Upos::Noun | Upos::Propn | Upos::Adj) { tables.senses(&normal(&head.lemma)).first } else { 0 },
        count: 0,
    };
    (facts.gender, facts.animacy) = sex(sentence, mention, bare, &name, &facts, table);
    facts.signature = signature(&facts);
    facts
}

fn signature(facts: &Facts) -> u64 {
    if facts.class.is_pronoun() {
        return 0;
    }
    let single =
        [facts.lemma, facts.whole, facts.initials, facts.acronym, facts.entry.map_or(0, |entry| entry.id.wrapping_mul(2_654_435_761) | 1)];
    let words = facts.content.iter().chain(&facts.names).copied();
    single.into_iter().chain(words).filter(|&word| word != 0).fold(0, |bits, word| bits | 1 << (word.wrapping_mul(0x9E37_79B1) >> 26))
}

/// Form, person and determiner, from the features of the words: no list of pronouns is needed.
fn class(sentence: &Sentence, mention: &Mention) -> Class {
    let head = &sentence[mention.head];
    let feats = head.feats;
    if mention.form == MentionForm::Pronoun {
        return match (feats.get("Person"), feats.get("PronType")) {
            (Some("1"), _) if feats.is("Number", "Plur") => Class::We,
            (Some("1"), _) => Class::I,
            (Some("2"), _) => Class::You,
            (Some("3"), _) => match feats.get("Gender") {
                Some("Masc") => Class::He,
                Some("Fem") => Class::She,
                Some(_) => Class::It,
                None => Class::They,
            },
            (_, Some("Dem")) if feats.is("Number", "Plur") => Class::These,
            (_, Some("Dem")) => Class::This,
            (_, Some("Ind" | "Tot" | "Neg")) => Class::Indefinite,
            (_, Some("Int" | "Rel")) => Class::Relative,
            (_, Some("Rcp")) => Class::Reciprocal,
            _ => Class::OtherPronoun,
        };
    }
    let mut found = None;
    for id in (mention.first.0..=mention.last.0).take(WORDS).map(TokenId).filter(|&id| sentence[id].head == Some(mention.head)) {
        let token = &sentence[id];
        let own = match (token.deprel, token.feats.get("PronType")) {
            (Deprel::NmodPoss, Some("Prs")) => Class::Possessed,
            (Deprel::NmodPoss, _) => Class::Genitive,
            (Deprel::Det, Some("Art")) if token.feats.is("Definite", "Def") => Class::Definite,
            (Deprel::Det, Some("Art")) => Class::IndefiniteNoun,
            (Deprel::Det, Some("Dem")) => Class::Demonstrative,
            (Deprel::Det | Deprel::DetPredet | Deprel::Nummod, _) => Class::Quantified,
            _ => continue,
        };
        found = Some(found.map_or(own, |known: Class| if known == Class::Quantified { own } else { known }));
    }
    if mention.form == MentionForm::Name {
        return match found {
            None | Some(Class::Quantified) => Class::Name,
            Some(Class::Definite) => Class::NameWithArticle,
            Some(_) => Class::NamePossessed,
        };
    }
    match found {
        Some(class) => class,
        None if !matches!(head.upos, Upos::Noun | Upos::Propn) => Class::OtherHead,
        None if feats.is("Number", "Plur") || feats.is("Number", "Ptan") => Class::BarePlural,
        None => Class::BareSingular,
    }
}

fn number(sentence: &Sentence, mention: &Mention, dependents: u8) -> u8 {
    let feats = sentence[mention.head].feats;
    // "Belmar and Dask" are two; "they" may be one.
    let joined = dependents & 16 > 0 && mention.last > mention.head;
    match feats.get("Number") {
        _ if joined => PLURAL,
        Some("Sing") => SINGULAR,
        Some("Plur" | "Ptan") => PLURAL,
        _ => SINGULAR | PLURAL,
    }
}

/// Gender and whether it is human, as far as words tell.
fn sex(sentence: &Sentence, mention: &Mention, bare: &[&str], name: &[&str], facts: &Facts, table: &ActorTable) -> (u8, u8) {
    let told = |gender: Option<Gender>| match gender {
        Some(Gender::Masculine) => MASCULINE,
        Some(Gender::Feminine) => FEMININE,
        None => MASCULINE | FEMININE,
    };
    match facts.class {
        Class::He => return (MASCULINE, HUMAN),
        Class::She => return (FEMININE, HUMAN),
        Class::It => return (NEUTER, THING),
        Class::I | Class::We | Class::You => return (MASCULINE | FEMININE, HUMAN),
        class if class.is_pronoun() => return (MASCULINE | FEMININE | NEUTER, HUMAN | THING),
        _ => {}
    }
    let by_kind = match facts.kind {
        EntityType::Person => (MASCULINE | FEMININE, HUMAN),
        _ => (MASCULINE | FEMININE | NEUTER, HUMAN | THING),
    };
    if facts.number == PLURAL {
        return by_kind;
    }
    if facts.class.is_name() {
        if facts.kind != EntityType::Person && facts.entry.is_some() {
            return (NEUTER, THING);
        }
        let title = name.iter().filter_map(|word| table.role_word(word)).find_map(|role| role.gender);
        let given = bare.first().filter(|_| bare.len() > 1 || facts.kind == EntityType::Person);
        let gender = title.or_else(|| given.and_then(|given| table.given_name(given)).flatten());
        return match gender {
            Some(_) if facts.kind == EntityType::Person => (told(gender), HUMAN),
            _ => by_kind,
        };
    }
    let lemma: &str = &sentence[mention.head].lemma;
    match table.role_word(lemma) {
        Some(role) => (told(role.gender), HUMAN),
        None if matches!(facts.kind, EntityType::Time | EntityType::Event | EntityType::Quantity) => (NEUTER, THING),
        None => by_kind,
    }
}

/// The proper nouns that make up a name, titles included.
fn name_words<'t>(sentence: &Sentence, mention: &Mention, text: &'t str) -> Vec<&'t str> {
    let part = |id: TokenId| {
        sentence.ancestors(id).take(6).take_while(|&at| at != mention.head).all(|at| {
            matches!(
                sentence[at].deprel,
                Deprel::Flat | Deprel::Compound | Deprel::NmodDesc | Deprel::Amod | Deprel::Nummod | Deprel::NmodUnmarked | Deprel::Fixed
            )
        })
    };
    let ids = (mention.first.0..=mention.last.0).take(WORDS).map(TokenId);
    let own = ids.filter(|&id| {
        let named = matches!(sentence[id].upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num) || id == mention.head;
        named && sentence.form(id, text).starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && part(id)
    });
    own.map(|id| sentence.form(id, text)).collect()
}

/// The capitalised words up to the first sign: "League", "Coastal", "States" of "the League of Coastal States (LCS)".
fn capitals<'t>(sentence: &Sentence, mention: &Mention, text: &'t str) -> Vec<&'t str> {
    let ids = (mention.first.0..=mention.last.0).take(WORDS).map(TokenId).take_while(|&id| sentence[id].upos != Upos::Punct);
    let named = ids.filter(|&id| matches!(sentence[id].upos, Upos::Propn | Upos::Noun | Upos::Adj));
    named.map(|id| sentence.form(id, text)).filter(|form| form.starts_with(char::is_uppercase)).collect()
}

fn initials(name: &[&str]) -> u32 {
    let letters: String = name.iter().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    if letters.chars().count() > 1 { hash(&letters) } else { 0 }
}

/// The letters of a word in capitals ("U.N.", "UN").
fn acronym(word: &str) -> u32 {
    let capitals = word.chars().all(|c| c.is_uppercase() || c == '.') && word.chars().filter(|c| c.is_uppercase()).count() > 1;
    if capitals && word.len() <= 16 { hash(&word.chars().filter(|&c| c != '.').collect::<String>()) } else { 0 }
}

fn entry(name: &[&str], head: &str, upos: Upos, table: &ActorTable) -> Option<Entry> {
    let single = [head];
    let words = if name.is_empty() && upos == Upos::Propn { &single[..] } else { name };
    let (count, known) = table.known(words)?;
    if count < words.len() {
        return None;
    }
    Some(match known {
        Known::Country(at) => Entry { id: at as u32 * 2, indirect: 0 },
        Known::Demonym(at) => Entry { id: at as u32 * 2, indirect: 1 },
        Known::Capital(at) => Entry { id: at as u32 * 2, indirect: 2 },
        Known::Metonym(at) => Entry { id: at as u32 * 2, indirect: 3 },
        Known::Organisation(at) => Entry { id: at as u32 * 2 + 1, indirect: 0 },
    })
}

/// All words in small letters, without a determiner in front and a possessive ending behind.
fn whole(sentence: &Sentence, mention: &Mention, text: &str) -> u32 {
    let ids: Vec<TokenId> = (mention.first.0..=mention.last.0).take(WORDS).map(TokenId).collect();
    let own = ids.iter().enumerate().filter(|&(at, &id)| {
        let token = &sentence[id];
        let article = at == 0 && token.deprel == Deprel::Det && ids.len() > 1;
        let ending = at + 1 == ids.len() && token.deprel == Deprel::Case && ids.len() > 1;
        !article && !ending && token.upos != Upos::Punct
    });
    join(own.map(|(_, &id)| hash(sentence.form(id, text))))
}

/// The word that governs a mention: for the predicate of a copula or a listed one, the one above.
fn governor(sentence: &Sentence, id: TokenId, deprel: Deprel) -> TokenId {
    if deprel == Deprel::Conj { sentence[id].head.unwrap_or(id) } else { id }
}

/// The relation of a mention, that of the first of a list for the others.
fn part(sentence: &Sentence, head: TokenId) -> Part {
    let top = sentence.ancestors(head).take(20).find(|&id| sentence[id].deprel != Deprel::Conj).unwrap_or(head);
    match sentence[top].deprel {
        Deprel::Nsubj | Deprel::NsubjOuter => Part::Subject,
        Deprel::NsubjPass | Deprel::OblAgent => Part::PassiveSubject,
        Deprel::Obj | Deprel::Iobj => Part::Object,
        Deprel::Obl | Deprel::OblUnmarked => Part::Oblique,
        Deprel::Nmod | Deprel::NmodUnmarked => Part::Modifier,
        Deprel::NmodPoss => Part::Possessor,
        Deprel::Appos => Part::Apposition,
        Deprel::Root => Part::Root,
        Deprel::Compound | Deprel::Flat | Deprel::Amod | Deprel::NmodDesc | Deprel::Nummod | Deprel::Det => Part::Inside,
        Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj => Part::Clause,
        _ => Part::Loose,
    }
}

/// The predicate of the clause in which a word stands.
fn clause(sentence: &Sentence, head: TokenId) -> Option<TokenId> {
    sentence.ancestors(head).skip(1).take(20).find(|&id| {
        let token = &sentence[id];
        matches!(token.upos, Upos::Verb | Upos::Aux)
            || matches!(
                token.deprel,
                Deprel::Root | Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::AclRelcl | Deprel::Acl | Deprel::Parataxis
            )
    })
}
