//! The columns of every exported table, once: name, type, where the store has it, and what it is.
//!
//! Exports, the data package's field descriptions, its codebook and the table of docs/export.md are all made
//! from here. A name that the store's `…_flat` views have means the same here.

use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Words.
    Text,
    /// A day, YYYY-MM-DD.
    Date,
    /// A moment in UTC, YYYY-MM-DDThh:mm:ssZ.
    Timestamp,
    /// Yes or no.
    Boolean,
}

impl Type {
    /// Its name in Frictionless' Table Schema, and in the documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Text => "string",
            Self::Date => "date",
            Self::Timestamp => "datetime",
            Self::Boolean => "boolean",
        }
    }
}

/// A column of a table that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: Type,
    /// What it says, in words; empty for a column that a question made.
    pub about: Cow<'static, str>,
}

/// A table that can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableName {
    /// The reports, with or without their text.
    Reports,
    /// Reports that are copies of each other.
    Stories,
    /// Who acts or speaks.
    Actors,
    /// Who said what.
    Statements,
    /// Who did what to whom.
    Events,
    /// Who stands where.
    Positions,
}

impl TableName {
    /// All of them, those first to which others refer.
    pub const ALL: [Self; 6] = [Self::Reports, Self::Stories, Self::Actors, Self::Statements, Self::Events, Self::Positions];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Stories => "stories",
            Self::Actors => "actors",
            Self::Statements => "statements",
            Self::Events => "events",
            Self::Positions => "positions",
        }
    }

    /// What a row is.
    pub fn about(self) -> &'static str {
        match self {
            Self::Reports => "A row is a report, or a version of one.",
            Self::Stories => "A row is a story: the reports that are copies of each other.",
            Self::Actors => "A row is one who acts or speaks, in all reports.",
            Self::Statements => "A row is a statement: who said what, with the words.",
            Self::Events => "A row is an event: who did what to whom, with the words.",
            Self::Positions => "A row is a position: where an actor stands on an issue, with the words that show it.",
        }
    }

    /// Where its rows come from; `v.id` is their key.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::Reports => "reports v",
            Self::Stories => "stories v",
            Self::Actors => "actors v",
            Self::Statements => "statements_flat v",
            Self::Events => "events_flat v",
            Self::Positions => "positions_flat v",
        }
    }

    pub(crate) fn documented(self) -> &'static [Documented] {
        match self {
            Self::Reports => REPORTS,
            Self::Stories => STORIES,
            Self::Actors => ACTORS,
            Self::Statements => STATEMENTS,
            Self::Events => EVENTS,
            Self::Positions => POSITIONS,
        }
    }

    /// Its columns.
    pub fn columns(self) -> Vec<Column> {
        self.documented().iter().map(Documented::column).collect()
    }

    /// The columns that name a row of another table: column, table.
    pub fn references(self) -> &'static [(&'static str, TableName)] {
        match self {
            Self::Reports => &[("story", Self::Stories)],
            Self::Statements | Self::Events | Self::Positions => &[("report", Self::Reports), ("story", Self::Stories)],
            Self::Stories | Self::Actors => &[],
        }
    }
}

/// A column with the expression that gives it.
pub(crate) struct Documented {
    pub name: &'static str,
    pub kind: Type,
    pub sql: &'static str,
    about: &'static str,
}

impl Documented {
    fn column(&self) -> Column {
        Column { name: Cow::Borrowed(self.name), kind: self.kind, about: Cow::Borrowed(self.about) }
    }
}

/// The type that a column has wherever it is named so: the tables agree on it.
pub fn type_of(name: &str) -> Option<Type> {
    TableName::ALL.iter().flat_map(|table| table.documented()).find(|column| column.name == name).map(|column| column.kind)
}

const fn column(name: &'static str, kind: Type, sql: &'static str, about: &'static str) -> Documented {
    Documented { name, kind, sql, about }
}

const ID: Documented = column("id", Type::Integer, "v.id", "The row's number in the store.");
const STORY: Documented = column("story", Type::Integer, "v.story", "The story that the report belongs to: its number in `stories`.");
const REPORT: Documented = column("report", Type::Integer, "v.report", "The report: its number in `reports`.");
const ADDRESS: Documented =
    column("address", Type::Text, "v.address", "Where the report came from: a file or an address on the web, with the id of its row.");
const OUTLET: Documented = column("outlet", Type::Text, "v.outlet", "The outlet that published or republished the report.");
const TITLE: Documented = column("title", Type::Text, "v.title", "The report's title.");
const PUBLISHED: Documented = column(
    "published",
    Type::Date,
    "v.published",
    "The day of publication; empty where it is unknown, or only its month or year is known.",
);
const PUBLISHED_AT: Documented = column(
    "published_at",
    Type::Timestamp,
    "v.published",
    "The moment of publication in UTC; empty where the report gives no time of day with its offset.",
);
const START: Documented = column(
    "start",
    Type::Integer,
    "v.\"start\"",
    "Where the evidence begins: Unicode code points before it in the report's text (`reports.text`).",
);
const END: Documented = column("end", Type::Integer, "v.\"end\"", "Where the evidence ends: one past its last code point.");
const SAME: Documented = column(
    "same",
    Type::Text,
    "v.same",
    "Alike for the same words in the copies of one story: count different pairs of `story` and `same` to count each once.",
);

const LOCAL: Documented = column("local", Type::Text, "v.local", "Its id in the record of the report.");
const VERDICT: Documented = column(
    "verdict",
    Type::Text,
    "v.verdict",
    "What a person said of it: confirmed or changed (the row then holds the changed values); empty where nobody said anything.",
);

const REPORTS: &[Documented] = &[
    ID,
    STORY,
    column(
        "doc",
        Type::Text,
        "v.doc",
        "From the content: the first 16 bytes of BLAKE3 of the text, in hexadecimal; alike for the same text.",
    ),
    ADDRESS,
    column("version", Type::Integer, "v.version", "1, 2, … of the texts that one address had."),
    column("current", Type::Boolean, "v.current", "Whether it is the last version. Findings are given of last versions only."),
    TITLE,
    OUTLET,
    column("agency", Type::Text, "v.agency", "The agency whose report it is."),
    column("byline", Type::Text, "v.byline", "Who wrote it, as printed."),
    column("dateline", Type::Text, "v.dateline", "The dateline, as printed."),
    column("language", Type::Text, "v.language", "Language of the body (ISO 639-1)."),
    PUBLISHED,
    PUBLISHED_AT,
    column(
        "published_basis",
        Type::Text,
        "v.published_basis",
        "How the day of publication is known: given, stated, repaired, inferred, unknown.",
    ),
    column("words", Type::Integer, "v.words", "Words of the body."),
    column("text", Type::Text, "v.text", "The text as given, in which `start` and `end` count."),
];

const STORIES: &[Documented] = &[
    ID,
    TITLE,
    column("first_published", Type::Date, "v.first_published", "The day on which its earliest report was published."),
    column("reports", Type::Integer, "v.reports", "Its reports: copies and versions together."),
    column("outlets", Type::Integer, "v.outlets", "Different outlets that carry it; unnamed ones count as one."),
    column("earliest", Type::Integer, "v.earliest", "The report that was published first: its number in `reports`."),
    column("fullest", Type::Integer, "v.fullest", "The report with the most words."),
    column(
        "address",
        Type::Text,
        "(SELECT r.address FROM reports r WHERE r.id = coalesce(v.earliest, v.id))",
        "Where the report came from: a file or an address on the web, with the id of its row.",
    ),
];

const ACTORS: &[Documented] = &[
    ID,
    column("name", Type::Text, "v.name", "The name of the tables of actors, else the fullest that a report gives, without title."),
    column(
        "also",
        Type::Text,
        "(SELECT group_concat(name, '; ') FROM (SELECT DISTINCT f.name FROM actor_forms f WHERE f.actor = v.id AND f.name <> v.name ORDER BY f.name))",
        "Other names that reports give; apart by \"; \".",
    ),
    column("kind", Type::Text, "v.kind", "What sort of actor: person, state, organisation, group, place."),
    column(
        "code",
        Type::Text,
        "(SELECT max(x.code) FROM report_actors x WHERE x.actor = v.id)",
        "CAMEO code of actor and role; of several over time the last in the alphabet. `events` has the code as of each report.",
    ),
    column(
        "reports",
        Type::Integer,
        "(SELECT count(DISTINCT x.report) FROM report_actors x WHERE x.actor = v.id)",
        "Reports that name the actor.",
    ),
    column(
        "stories",
        Type::Integer,
        "(SELECT count(DISTINCT r.story) FROM report_actors x JOIN reports r ON r.id = x.report WHERE x.actor = v.id)",
        "Different stories among these.",
    ),
    column(
        "mentions",
        Type::Integer,
        "(SELECT sum(x.mentions) FROM report_actors x WHERE x.actor = v.id)",
        "Words that mention the actor: names, descriptions, pronouns.",
    ),
    column(
        "statements",
        Type::Integer,
        "(SELECT count(*) FROM statement_actors x WHERE x.actor = v.id AND x.role = 'speaker')",
        "Statements of which the actor is a speaker.",
    ),
    column(
        "address",
        Type::Text,
        "(SELECT r.address FROM report_actors x JOIN reports r ON r.id = x.report WHERE x.actor = v.id ORDER BY r.id LIMIT 1)",
        "Where the report came from: a file or an address on the web, with the id of its row.",
    ),
];

const STATEMENTS: &[Documented] = &[
    ID,
    STORY,
    REPORT,
    ADDRESS,
    OUTLET,
    TITLE,
    PUBLISHED,
    PUBLISHED_AT,
    column("speaker", Type::Text, "v.speaker", "Who said it, by name; several apart by \"; \"."),
    column("party", Type::Text, "v.party", "The actor for whom the holder or first speaker speaks."),
    column("addressee", Type::Text, "v.addressee", "To whom it was said; several apart by \"; \"."),
    column("act", Type::Text, "v.act", "What the speaker does in saying it: say, claim, deny, warn, accuse, promise, demand, …"),
    column(
        "certainty",
        Type::Text,
        "v.certainty",
        "How far the speaker commits to it: asserted, possible, conditional, required, negated.",
    ),
    column("kind", Type::Text, "v.kind", "Whose words the content is in: direct, indirect, mixed."),
    column("said_on", Type::Date, "v.said_on", "The day on which it was said; empty where the report does not tell."),
    column("source", Type::Text, "v.source", "The words that name the speaker."),
    column("cue", Type::Text, "v.cue", "The words that mark the saying."),
    column("content", Type::Text, "v.content", "The words of what is said; \" … \" between pieces."),
    column("medium", Type::Text, "v.medium", "The words that tell where it was said: \"in his blog\"."),
    column("occasion", Type::Text, "v.occasion", "The words that tell on what occasion: \"after a meeting with …\"."),
    column("about", Type::Text, "v.about", "The actors that the content names; several apart by \"; \"."),
    column("within", Type::Integer, "v.within", "The statement that reports this one: its number here; empty at the top."),
    START,
    END,
    SAME,
    LOCAL,
    VERDICT,
];

const EVENTS: &[Documented] = &[
    ID,
    STORY,
    REPORT,
    ADDRESS,
    OUTLET,
    TITLE,
    PUBLISHED,
    PUBLISHED_AT,
    column("source", Type::Text, "v.source", "Who does it, by name; several apart by \"; \"."),
    column("source_code", Type::Text, "v.source_code", "CAMEO code of the first who does it, as of the report's date."),
    column("type", Type::Text, "v.type", "PLOVER type; empty for what only CAMEO has (a mere statement)."),
    column("mode", Type::Text, "v.mode", "PLOVER mode, where the type has modes and the text tells it."),
    column("contexts", Type::Text, "v.contexts", "PLOVER contexts, apart by \"; \"."),
    column("cameo", Type::Text, "v.cameo", "CAMEO code, to as many digits as the text decides."),
    column("target", Type::Text, "v.target", "To whom it is done; several apart by \"; \"."),
    column("target_code", Type::Text, "v.target_code", "CAMEO code of the first of these."),
    column("status", Type::Text, "v.status", "Whether it happened: happened, ongoing, planned, called-for, possible, denied, negated."),
    column(
        "date",
        Type::Text,
        "v.date",
        "When it happened or is to happen, as far as that is known: day, month, year or week in ISO 8601.",
    ),
    column("date_day", Type::Date, "v.date", "The same where it is a day."),
    column("date_basis", Type::Text, "v.date_basis", "How it is known: clause, narrative, dateline, published."),
    column("place", Type::Text, "v.place", "Where it happened."),
    column("country", Type::Text, "v.country", "The country of that place (ISO 3166-1 alpha-2)."),
    column("lat", Type::Number, "v.lat", "Degrees north of that place."),
    column("lon", Type::Number, "v.lon", "Degrees east of that place."),
    column("condition", Type::Text, "v.condition", "The words of the condition that it hangs on."),
    column("score", Type::Number, "v.score", "How sure the reading is, from 0 to 1."),
    column(
        "reported_by",
        Type::Text,
        "v.reported_by",
        "The statement in which it is told, by its id in the report; empty where the reporter tells it.",
    ),
    column("evidence", Type::Text, "v.evidence", "The words that make it this event; \" … \" between pieces."),
    START,
    END,
    SAME,
    LOCAL,
    VERDICT,
];

const POSITIONS: &[Documented] = &[
    ID,
    STORY,
    REPORT,
    ADDRESS,
    OUTLET,
    TITLE,
    PUBLISHED,
    PUBLISHED_AT,
    column("holder", Type::Text, "v.holder", "Whose position it is."),
    column("party", Type::Text, "v.party", "The actor for whom the holder or first speaker speaks."),
    column("issue", Type::Text, "v.issue", "The issue in a normal form that different wordings reach: leave(karim)."),
    column("label", Type::Text, "v.label", "The issue in words."),
    column("codebook", Type::Text, "v.codebook", "The key of the user's codebook under which it falls."),
    column("stance", Type::Text, "v.stance", "Where the holder stands: support, reject, demand, accept-if, assert, deny, neutral."),
    column("condition", Type::Text, "v.condition", "The issue that it makes a precondition of, or is conditional on, in its normal form."),
    column("condition_kind", Type::Text, "v.condition_kind", "Which of the two: precondition-for or requires."),
    column("basis", Type::Text, "v.basis", "What it rests on: own words, a deed, or only reported by another."),
    column("told_by", Type::Text, "v.told_by", "Who tells it, where it is only reported."),
    column(
        "as_of",
        Type::Text,
        "v.as_of",
        "When the latest of what shows it was said or done, as far as that is known: day, month or year.",
    ),
    column("as_of_day", Type::Date, "v.as_of", "The same where it is a day."),
    column("score", Type::Number, "v.score", "How sure the reading is, from 0 to 1."),
    column("evidence", Type::Text, "v.evidence", "The statements and events that show it, by their ids in the report (`local`)."),
    column("words", Type::Text, "v.words", "What these say; \" … \" between pieces."),
    START,
    END,
    SAME,
    LOCAL,
    VERDICT,
];

/// The tables and columns as Markdown, for docs/export.md and the codebook of a data package.
pub fn described() -> String {
    let mut page = String::new();
    for table in TableName::ALL {
        page.push_str(&format!("### {}\n\n{}\n\n| column | type | what |\n| --- | --- | --- |\n", table.as_str(), table.about()));
        for column in table.columns() {
            page.push_str(&format!("| `{}` | {} | {} |\n", column.name, column.kind.as_str(), column.about));
        }
        page.push('\n');
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_described_and_means_the_same_in_every_table() {
        let mut known: Vec<Column> = Vec::new();
        for table in TableName::ALL {
            let columns = table.columns();
            for column in &columns {
                assert!(
                    column.about.len() > 10 && column.about.ends_with(['.', '…']),
                    "{}.{} is not described",
                    table.as_str(),
                    column.name
                );
                assert_eq!(columns.iter().filter(|other| other.name == column.name).count(), 1, "{} stands twice", column.name);
                // `words` is a number in one table and text in another, as in the store; of all others the name decides the type.
                if let Some(other) = known.iter().find(|other| other.name == column.name && column.name != "words") {
                    assert_eq!(other.kind, column.kind, "{}.{}", table.as_str(), column.name);
                }
            }
            for (reference, _) in table.references() {
                assert!(columns.iter().any(|column| column.name == *reference));
            }
            known.extend(columns);
        }
    }

    #[test]
    fn the_manual_has_the_columns_as_they_are() {
        const BEGIN: &str = "<!-- columns: made by RAPPORTEUR_UPDATE=1 cargo test -p rapporteur-views -->\n";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/export.md");
        let page = std::fs::read_to_string(&path).unwrap();
        let (before, now) = page.split_once(BEGIN).expect("docs/export.md ends with the columns");
        if std::env::var_os("RAPPORTEUR_UPDATE").is_some() {
            std::fs::write(&path, format!("{before}{BEGIN}{}", described())).unwrap();
        } else {
            assert_eq!(now, described(), "run RAPPORTEUR_UPDATE=1 cargo test -p rapporteur-views");
        }
    }
}
