//! The record: what Rapporteur writes down about one report. `docs/record.md` is the contract.
//!
//! Field order is the order in print; every collection is in order of first span.

use crate::{Position, Span};
use serde::{Deserialize, Serialize};

/// The value of [`Record::schema`] that this version writes.
pub const SCHEMA: &str = "rapporteur/1";

words! {
    /// How the date of publication is known.
    PublishedBasis {
        /// The user or the input's date field gave it.
        Given = "given",
        /// It stands in the metadata or in print.
        Stated = "stated",
        /// It is printed, but damaged or short, and the text decides what it must be.
        Repaired = "repaired",
        /// It was worked out from other things.
        Inferred = "inferred",
        /// It is not known.
        Unknown = "unknown",
    }
}

words! {
    /// What sort of actor.
    ActorKind {
        /// One human being.
        Person = "person",
        /// A state or its government.
        State = "state",
        /// An organisation.
        Organisation = "organisation",
        /// A group without a formal shape: rebels, experts, "Western nations".
        Group = "group",
        /// A place that acts.
        Place = "place",
    }
}

words! {
    /// How a mention names its actor.
    MentionKind {
        /// A proper name.
        Name = "name",
        /// A description: "the envoy".
        Nominal = "nominal",
        /// A pronoun.
        Pronoun = "pronoun",
    }
}

words! {
    /// Whose words the content is in.
    StatementKind {
        /// All of it stands in quotation marks.
        Direct = "direct",
        /// None of it is quoted.
        Indirect = "indirect",
        /// Part of it is quoted.
        Mixed = "mixed",
    }
}

words! {
    /// What the speaker does in saying it.
    Act {
        /// Says, tells, writes, adds.
        Say = "say",
        /// Claims, alleges, insists on a fact.
        Claim = "claim",
        /// Denies.
        Deny = "deny",
        /// Warns.
        Warn = "warn",
        /// Accuses, blames, criticises.
        Accuse = "accuse",
        /// Promises, pledges, plans.
        Promise = "promise",
        /// Demands, orders.
        Demand = "demand",
        /// Urges, calls for.
        Urge = "urge",
        /// Asks.
        Ask = "ask",
        /// Accepts, agrees, supports.
        Accept = "accept",
        /// Rejects, refuses, opposes.
        Reject = "reject",
        /// Praises, welcomes.
        Praise = "praise",
        /// Threatens.
        Threaten = "threaten",
        /// Hopes, wishes, wants.
        Hope = "hope",
        /// Believes, thinks, knows.
        Believe = "believe",
    }
}

words! {
    /// How far the speaker commits to the content.
    Certainty {
        /// Plainly said to be so.
        Asserted = "asserted",
        /// Said to be possible.
        Possible = "possible",
        /// Said to be so if something else is.
        Conditional = "conditional",
        /// Said to be necessary or due.
        Required = "required",
        /// Said not to be so.
        Negated = "negated",
    }
}

words! {
    /// How the day of a statement is known.
    SaidOnBasis {
        /// A time expression hangs on the cue.
        Stated = "stated",
        /// The same speaker's statement before it has that day, and nothing says otherwise.
        Narrative = "narrative",
    }
}

words! {
    /// How the date of an event is known.
    DateBasis {
        /// A time expression in its clause.
        Clause = "clause",
        /// The statement that tells it, or the sentences before it, have that day.
        Narrative = "narrative",
        /// The dateline has a day.
        Dateline = "dateline",
        /// Nothing but the date of publication.
        Published = "published",
    }
}

words! {
    /// Whether an event happened.
    EventStatus {
        /// It is told as having happened.
        Happened = "happened",
        /// It is going on.
        Ongoing = "ongoing",
        /// It is intended or due.
        Planned = "planned",
        /// Somebody demands or asks that it happen.
        CalledFor = "called-for",
        /// It may happen or may have happened, or hangs on a condition.
        Possible = "possible",
        /// Somebody says that it did not happen, against one who says that it did.
        Denied = "denied",
        /// It did not happen.
        Negated = "negated",
    }
}

words! {
    /// TIMEX3 type (TimeML 1.2.1).
    TimexType {
        /// A day or longer on the calendar.
        Date = "DATE",
        /// A time of day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// A recurring time.
        Set = "SET",
    }
}

words! {
    /// What sort of place.
    PlaceKind {
        /// A continent.
        Continent = "continent",
        /// A state or a territory with a code of its own.
        Country = "country",
        /// A first-level division of a country: province, governorate, state of a federation.
        Region = "region",
        /// A lower division: district, county.
        District = "district",
        /// A city, town or village.
        City = "city",
        /// A part of the world without borders of its own, or a disputed one: "the Sahel", a desert, a front.
        Area = "area",
        /// An island or a group of islands.
        Island = "island",
        /// A mountain, a range, a pass, a valley.
        Mountain = "mountain",
        /// An ocean, a sea, a gulf, a bay.
        Sea = "sea",
        /// A strait or a canal between seas.
        Strait = "strait",
        /// A river or a canal.
        River = "river",
        /// A lake or a reservoir.
        Lake = "lake",
        /// A camp of refugees or displaced people.
        Camp = "camp",
        /// A base, a crossing, an airport, a port, a plant, a square.
        Site = "site",
        /// A place of which the report does not say what it is.
        Place = "place",
    }
}

words! {
    /// What a mention of a place is used for.
    PlaceUse {
        /// The place where something is or happens: "in Kelm".
        Literal = "literal",
        /// Those who govern or represent it: "Kelm said".
        Actor = "actor",
        /// It tells whose or which: "the Kelm talks", "Varosian troops".
        Modifier = "modifier",
    }
}

/// Everything read in one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// What the report is.
    pub doc: Doc,
    /// Its text, as given.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<Span>,
    /// Who acts or speaks in it.
    pub actors: Vec<Actor>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Who stands where on what.
    pub positions: Vec<Position>,
    /// Time expressions.
    pub timexes: Vec<Timex>,
    /// Places.
    pub places: Vec<Place>,
    /// Quantities.
    pub quantities: Vec<Quantity>,
    /// What is doubtful.
    pub diagnostics: Vec<Note>,
    /// What made this record.
    pub made_by: MadeBy,
}

impl Record {
    /// Leaves out events with a lower score; what was the same as one of them points to the first
    /// that stays. Ids are kept.
    pub fn keep_events(&mut self, score: f64) {
        let gone: Vec<String> = self.events.iter().filter(|event| event.score < score).map(|event| event.id.clone()).collect();
        if gone.is_empty() {
            return;
        }
        self.events.retain(|event| event.score >= score);
        let mut first: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
        for event in &mut self.events {
            if let Some(same) = event.same_as.take() {
                event.same_as = if gone.contains(&same) { first.get(&same).cloned() } else { Some(same.clone()) };
                first.entry(same).or_insert_with(|| event.id.clone());
            }
        }
    }
}

/// What the report is: where it came from, whose it is, when it was published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doc {
    /// From the content: [`crate::content_id`].
    pub id: String,
    /// The id that the input gave.
    pub key: Option<String>,
    /// Where it came from.
    pub uri: String,
    /// The title.
    pub title: Option<String>,
    /// Where the title stands.
    pub title_span: Option<Span>,
    /// The agency whose report it is.
    pub agency: Option<String>,
    /// Where the agency is named.
    pub agency_span: Option<Span>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The dateline.
    pub dateline: Option<String>,
    /// The outlet that published or republished it.
    pub publisher: Option<String>,
    /// Language of the body (ISO 639-1).
    pub language: Option<String>,
    /// Every language seen.
    pub languages: Vec<String>,
    /// ISO date or date-time.
    pub published: Option<String>,
    /// How it is known.
    pub published_basis: PublishedBasis,
    /// The words that it was read or worked out from.
    pub published_evidence: Vec<Span>,
    /// The dates that it could be, where the evidence does not decide.
    pub published_candidates: Vec<String>,
    /// The report itself.
    pub body: Vec<Span>,
}

/// One who acts or speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// `a1`, `a2`, … in order of first mention.
    pub id: String,
    /// The fullest name the report gives, without title.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// CAMEO actor and agent code, where one is known as of the date.
    pub code: Option<String>,
    /// Its roles as the report states them.
    pub roles: Vec<Role>,
    /// The actor for whom this one speaks or acts.
    pub party: Option<String>,
    /// The words that mention it.
    pub mentions: Vec<Mention>,
}

/// A role as the report states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// "foreign minister".
    pub title: String,
    /// The actor whose minister, envoy or leader it is.
    pub of: Option<String>,
}

/// The words that mention an actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
}

/// Who said what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// `s1`, `s2`, … in order of first span.
    pub id: String,
    /// The actors who say it.
    pub speakers: Vec<String>,
    /// The actors to whom they say it.
    pub addressees: Vec<String>,
    /// The words that name the speaker.
    pub source: Option<Span>,
    /// The words that mark the saying.
    pub cue: Option<Span>,
    /// What is said, quotation marks included.
    pub content: Vec<Span>,
    /// Whose words the content is in.
    pub kind: StatementKind,
    /// The statement that reports this one.
    pub within: Option<String>,
    /// What the speaker does in saying it.
    pub act: Act,
    /// How far the speaker commits to it.
    pub certainty: Certainty,
    /// "in his blog".
    pub medium: Option<Span>,
    /// "after a meeting with …".
    pub occasion: Option<Span>,
    /// When it was said: ISO date.
    pub said_on: Option<String>,
    /// How that day is known.
    pub said_on_basis: Option<SaidOnBasis>,
    /// The hour of that day, "15:00", where the report tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<String>,
}

/// Who did what to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `e1`, `e2`, … in order of first span.
    pub id: String,
    /// The actors who do it.
    pub source: Vec<String>,
    /// The actors to whom it is done.
    pub target: Vec<String>,
    /// What it is in PLOVER; null for what only CAMEO has (a mere statement, root 01).
    pub plover: Option<Plover>,
    /// CAMEO code, to as many digits as the text decides.
    pub cameo: String,
    /// The day, month or year it happened or is to happen: ISO, null where unknown.
    pub date: Option<String>,
    /// How that date is known.
    pub date_basis: Option<DateBasis>,
    /// The hour of that day, "15:00", where the event's own clause tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The place where it happened, null where unknown.
    pub place: Option<String>,
    /// The words that make it this event.
    pub evidence: Vec<Span>,
    /// Whether it happened.
    pub status: EventStatus,
    /// The words of the condition that it hangs on.
    pub condition: Option<Span>,
    /// How sure the reading is, from 0 to 1 in hundredths.
    pub score: f64,
    /// The statement that tells it, null where the reporter does.
    pub reported_by: Option<String>,
    /// An earlier record of the same happening in this report.
    pub same_as: Option<String>,
}

/// What an event is in PLOVER (2021).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plover {
    /// One of the sixteen types: `CONSULT`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The mode, where the type has modes and the text tells it.
    pub mode: Option<String>,
    /// What it is about: `military`, `refugees`, in alphabetical order.
    pub contexts: Vec<String>,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timex {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: String,
    /// TIMEX3 mod.
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// First day, null where open or none.
    pub from: Option<String>,
    /// Last day, null where open or none.
    pub to: Option<String>,
}

/// A place, with all words that mention it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// `p1`, `p2`, … in order of first mention.
    pub id: String,
    /// The gazetteer's English name; the report's own words for a place that it does not know.
    pub name: String,
    /// What sort.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2 code of the country that it lies in, null where it lies in none, in several,
    /// in one that is disputed, or where that is not known.
    pub country: Option<String>,
    /// The first-level division that it lies in.
    pub region: Option<String>,
    /// Degrees north, null where it is not known.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Its number in GeoNames.
    pub geonameid: Option<u32>,
    /// The words that mention it.
    pub mentions: Vec<PlaceMention>,
}

/// The words that mention a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceMention {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it is used for.
    #[serde(rename = "use")]
    pub usage: PlaceUse,
}

/// How much or how many of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The least that is said, null where only a most is.
    pub low: Option<Amount>,
    /// The most that is said, null where only a least is.
    pub high: Option<Amount>,
    /// Whether it is roughly that.
    pub approximate: bool,
    /// What is counted: a unit, what befell those counted, or the noun; `share` for a fraction.
    pub unit: Option<String>,
    /// ISO 4217, for money.
    pub currency: Option<String>,
    /// The noun phrase that is counted or measured.
    pub about: Option<Span>,
    /// Those to each of whom it goes, by name.
    pub each: Vec<String>,
    /// What it is compared with: 15 in "40, up from 15".
    pub baseline: Option<Amount>,
    /// The statement that gives it; where the reporter does, the event whose clause it stands in; null where there is none.
    pub of: Option<String>,
    /// Whether it hangs on a condition or is only possible.
    pub conditional: bool,
}

/// A number that prints without a fraction where it has none.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Amount(pub f64);

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Every whole number up to here is a double of its own.
        const WHOLE: f64 = 9_007_199_254_740_992.0;
        if self.0.fract() == 0.0 && self.0.abs() < WHOLE {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self)
    }
}

/// A diagnostic in print.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Its kind, such as `date/repaired`.
    pub code: String,
    /// First code point, where it is about words.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
    /// What was seen.
    pub message: String,
}

/// Versions and digests by which a record can be made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// Version of the program.
    pub engine: String,
    /// Digest of the trained models.
    pub models: String,
    /// Digest of the lexicon.
    pub lexicon: String,
}
