//! Filters as conditions in SQL that an index can answer.
//!
//! A view joins names for every row that is looked at; here each filter first finds the numbers of the rows, through the
//! tables of actors, places and full text, so that only those are looked at.

use super::{Filter, Subject};
use rusqlite::ToSql;

/// Forms with a part of a name, office or party.
const FORMS: &str = "SELECT rowid FROM actor_forms_text WHERE actor_forms_text MATCH ?";
/// Actors of whom a form has a part of a name.
const BY_NAME: &str = "SELECT actor FROM actor_forms WHERE id IN (SELECT rowid FROM actor_forms_text WHERE actor_forms_text MATCH ?)";
/// All forms of these.
const FORMS_BY_NAME: &str = "SELECT id FROM actor_forms WHERE actor IN (SELECT actor FROM actor_forms WHERE id IN
  (SELECT rowid FROM actor_forms_text WHERE actor_forms_text MATCH ?))";
/// The same for parts that are too short for the index.
const BY_SHORT_NAME: &str = "SELECT actor FROM actor_forms WHERE name LIKE ? ESCAPE '\\'";
const FORMS_BY_SHORT_NAME: &str = "SELECT id FROM actor_forms WHERE actor IN (SELECT actor FROM actor_forms WHERE name LIKE ? ESCAPE '\\')";
/// The number of a word.
const WORD: &str = "(SELECT id FROM words WHERE word = ?)";

/// Conditions, in order.
#[derive(Default)]
pub(crate) struct Question {
    pub(super) parts: Vec<Part>,
}

/// One condition on rows.
pub(super) struct Part {
    /// In SQL, over the view of the subject.
    pub condition: String,
    /// The values of its question marks, in order.
    pub values: Vec<String>,
    /// A question for the numbers of all rows that fulfil it, which an index answers alone, with its values; where there is one.
    pub list: Option<(String, Vec<String>)>,
    /// Whether the condition is nothing but that list.
    pub is_list: bool,
    /// Whether it is about days alone.
    pub is_days: bool,
}

impl Question {
    /// The conditions that a filter puts on the rows of a subject.
    pub fn about(subject: Subject, filter: &Filter) -> Self {
        let mut question = Self::default();
        // What the machine read is not in the tables that the conditions look into.
        let read = filter.as_read;
        if subject == Subject::Quotes {
            question.also("kind IN ('direct', 'mixed')", []);
        }
        match subject {
            Subject::Statements | Subject::Quotes => {
                question.who(&filter.by, read, "statement_actor_rows", "statement", "speaker");
                question.who(&filter.to, read, "statement_actor_rows", "statement", "addressee");
                question.mentioned(&filter.about, read);
                question.named_place(&filter.place, "report IN (SELECT report FROM place_rows WHERE entry IN ({}))");
                if let Some(text) = &filter.text {
                    question.listed("SELECT rowid FROM statements_text WHERE statements_text MATCH ?", [full_text(text)]);
                }
                question.word(filter, &filter.act, "act", "statement_rows");
                question.equal(&filter.status, "certainty");
            }
            Subject::Events => {
                question.who(&filter.by, read, "event_actor_rows", "event", "source");
                question.who(&filter.to, read, "event_actor_rows", "event", "target");
                question.done_to(&filter.about, read);
                question.done_at(filter);
                question.text(&filter.text, "report IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?)");
                question.kind_of_event(filter);
                question.equal(&filter.status, "status");
            }
            Subject::Positions => {
                question.holder(filter);
                question.issue(&filter.about, read);
                question.named_place(&filter.place, "report IN (SELECT report FROM place_rows WHERE entry IN ({}))");
                question.text(&filter.text, "report IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?)");
                question.equal(&filter.act, "stance");
                question.equal(&filter.status, "basis");
            }
            Subject::Actors => {
                if let Some(name) = &filter.by {
                    question.names("id", "name", name);
                }
                question.equal(&filter.act, "kind");
            }
            Subject::Stories => {
                question.like(&filter.about, &["title"]);
                question.text(
                    &filter.text,
                    "id IN (SELECT story FROM reports WHERE id IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?))",
                );
                question.outlet(&filter.outlet, "id IN (SELECT story FROM reports WHERE {})");
                question.days(filter, "first_published");
            }
        }
        if let Some((table, own)) = super::findings_table(subject) {
            // Where few rows are taken anyway, looking at these costs less than finding all others of an outlet or a time.
            if read || question.is_narrow(filter) {
                question.outlet(&filter.outlet, "{}");
                question.days(filter, "day");
            } else {
                question.outlet(&filter.outlet, "report IN (SELECT id FROM reports WHERE {})");
                question.own_days(filter, table, own);
            }
        }
        question
    }

    /// Whether a filter names somebody, something or some words: that takes few of all rows.
    pub fn is_narrow(&self, filter: &Filter) -> bool {
        [&filter.by, &filter.to, &filter.about, &filter.place, &filter.text].into_iter().any(Option::is_some)
    }

    /// Whether holders are looked for in the names that a view joins: in those that were read, or by a part of a name too short for the index.
    pub fn looks_into_names(filter: &Filter) -> bool {
        filter.as_read || filter.by.as_ref().is_some_and(|part| part.chars().count() < 3)
    }

    /// Another condition, with its values.
    pub fn also(&mut self, condition: impl Into<String>, values: impl IntoIterator<Item = String>) {
        self.parts.push(Part {
            condition: condition.into(),
            values: values.into_iter().collect(),
            list: None,
            is_list: false,
            is_days: false,
        });
    }

    /// The rows that a list names.
    fn listed(&mut self, list: impl Into<String>, values: impl IntoIterator<Item = String>) {
        let (list, values): (String, Vec<String>) = (list.into(), values.into_iter().collect());
        let condition = format!("id IN ({list})");
        self.parts.push(Part { condition, values: values.clone(), list: Some((list, values)), is_list: true, is_days: false });
    }

    /// The list of the rows that fulfil the last condition, for where it takes few of them.
    fn or_listed(&mut self, list: impl Into<String>, values: impl IntoIterator<Item = String>) {
        if let Some(part) = self.parts.last_mut() {
            part.list = Some((list.into(), values.into_iter().collect()));
        }
    }

    /// The conditions that a filter puts on whole reports: words of the title, outlet, day of publication, full text.
    pub fn of_reports(filter: &Filter) -> Self {
        let mut question = Self::default();
        question.like(&filter.about, &["title"]);
        question.like(&filter.outlet, &["outlet"]);
        question.days(filter, "published");
        question.text(&filter.text, "id IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?)");
        question
    }

    /// The values of the question marks.
    pub fn values(&self) -> Vec<&dyn ToSql> {
        self.parts.iter().flat_map(|part| &part.values).map(|value| value as &dyn ToSql).collect()
    }

    /// All conditions, with WHERE before them if there are any.
    pub fn conditions(&self) -> String {
        let all: Vec<&str> = self.parts.iter().map(|part| part.condition.as_str()).collect();
        if all.is_empty() { String::new() } else { format!("WHERE {}", all.join(" AND ")) }
    }

    /// The actors with a part of a name in `columns` of their forms.
    fn names(&mut self, column: &str, columns: &str, part: &str) {
        if part.chars().count() >= 3 {
            self.also(format!("{column} IN ({BY_NAME})"), [in_columns(columns, part)]);
        } else {
            self.also(format!("{column} IN ({BY_SHORT_NAME})"), [anywhere(part)]);
        }
    }

    /// Rows of which an actor in a role has a part of a name; or, for who speaks or acts, of an office or party, or the
    /// beginning of a code.
    fn who(&mut self, value: &Option<String>, read: bool, table: &str, key: &str, role: &str) {
        let Some(value) = value else { return };
        let acts = matches!(role, "speaker" | "source");
        if read {
            let columns: &[&str] = match role {
                "speaker" => &["speaker", "party"],
                "source" => &["source", "source_code"],
                "target" => &["target", "target_code"],
                other => &[other],
            };
            return self.like(&Some(value.clone()), columns);
        }
        let number = i32::from(matches!(role, "addressee" | "target"));
        let pick = |forms: &str| format!("SELECT {key} FROM {table} WHERE role = {number} AND form IN ({forms})");
        let mut ways = Vec::new();
        let mut values = Vec::new();
        if value.chars().count() >= 3 {
            ways.push(pick(FORMS_BY_NAME));
            values.push(in_columns("name", value));
            if acts {
                ways.push(pick(FORMS));
                values.push(in_columns("roles party", value));
            }
        } else {
            ways.push(pick(FORMS_BY_SHORT_NAME));
            values.push(anywhere(value));
        }
        if is_code(value) {
            ways.push(pick("SELECT id FROM actor_forms WHERE code >= ? AND code < ? AND code <> ''"));
            values.extend([value.clone(), format!("{value}~")]);
        }
        self.listed(ways.join(" UNION ALL "), values);
    }

    fn holder(&mut self, filter: &Filter) {
        let Some(value) = &filter.by else { return };
        if Self::looks_into_names(filter) {
            return self.like(&Some(value.clone()), &["holder", "party"]);
        }
        let list = format!(
            "SELECT id FROM position_rows WHERE holder_form IN ({FORMS_BY_NAME})
             UNION ALL SELECT id FROM position_rows WHERE holder_form IN ({FORMS})"
        );
        self.listed(list, [in_columns("name", value), in_columns("roles party", value)]);
    }

    /// Issues of which the key or a label holds some words.
    fn issue(&mut self, value: &Option<String>, read: bool) {
        let Some(value) = value else { return };
        if read {
            return self.like(&Some(value.clone()), &["issue", "label"]);
        }
        let test = "issue LIKE ? ESCAPE '\\' OR label LIKE ? ESCAPE '\\'";
        // Each name of an issue is looked at once.
        let all = "(SELECT DISTINCT issue, label FROM position_rows)";
        self.also(format!("issue IN (SELECT issue FROM {all} WHERE {test})"), [anywhere(value), anywhere(value)]);
    }

    /// What is said holds a word, or names an actor.
    fn mentioned(&mut self, value: &Option<String>, read: bool) {
        let Some(value) = value else { return };
        match word(value).filter(|_| !read && value.chars().count() >= 3) {
            Some(word) => self.listed(
                format!(
                    "SELECT rowid FROM statements_text WHERE statements_text MATCH ?
                     UNION ALL SELECT statement FROM statement_actor_rows WHERE role = 2 AND form IN ({FORMS_BY_NAME})"
                ),
                [word, in_columns("name", value)],
            ),
            None => self.like(&Some(value.clone()), &["content"]),
        }
    }

    /// The words that make an event hold a word, or it is done by or to an actor.
    fn done_to(&mut self, value: &Option<String>, read: bool) {
        let Some(value) = value else { return };
        match word(value).filter(|_| !read && value.chars().count() >= 3) {
            Some(word) => self.listed(
                format!(
                    "SELECT rowid FROM events_text WHERE events_text MATCH ?
                     UNION ALL SELECT event FROM event_actor_rows WHERE form IN ({FORMS_BY_NAME})"
                ),
                [word, in_columns("name", value)],
            ),
            None => self.like(&Some(value.clone()), &["evidence"]),
        }
    }

    /// The type, mode or CAMEO code of an event, or their beginning.
    fn kind_of_event(&mut self, filter: &Filter) {
        let Some(value) = &filter.act else { return };
        let (up, low) = (value.to_uppercase(), value.to_lowercase());
        let range =
            |column: &str| format!("SELECT id FROM event_rows WHERE {column} IN (SELECT id FROM words WHERE word >= ? AND word < ?)");
        let ends = |word: &str| [word.to_owned(), format!("{word}~")];
        // Words of the full text take whole reports, each with many events: the index of types takes fewer.
        let narrow = self.is_narrow(&Filter { text: None, ..filter.clone() });
        let (list, values): (String, Vec<String>) = match (value.starts_with(|c: char| c.is_ascii_digit()), *value == up) {
            (true, _) => (range("cameo"), ends(&up).into()),
            (_, true) => (range("type"), ends(&up).into()),
            _ => (format!("{} UNION ALL {}", range("type"), range("mode")), ends(&up).into_iter().chain(ends(&low)).collect()),
        };
        if filter.as_read || narrow || (filter.text.is_none() && filter.since.is_some() && filter.until.is_some()) {
            // Few rows are taken anyway.
            match (value.starts_with(|c: char| c.is_ascii_digit()), *value == up) {
                (true, _) => self.also("cameo >= ? AND cameo < ?", ends(&up)),
                (_, true) => self.also("type >= ? AND type < ?", ends(&up)),
                // Modes have no index.
                _ => return self.also("(type >= ? AND type < ? OR mode >= ? AND mode < ?)", ends(&up).into_iter().chain(ends(&low))),
            }
            return self.or_listed(list, values);
        }
        self.listed(list, values);
    }

    /// Reports that name a place.
    fn named_place(&mut self, value: &Option<String>, condition: &str) {
        if let Some((entries, value)) = value.as_deref().map(places) {
            self.also(condition.replace("{}", entries), [value]);
        }
    }

    /// Events at a place; the index by which they are found knows whether they happened, too.
    fn done_at(&mut self, filter: &Filter) {
        let Some((entries, value)) = filter.place.as_deref().map(places) else { return };
        let mut list = format!(
            "SELECT e.id FROM place_rows p JOIN event_rows e ON e.report = p.report AND e.place = p.local WHERE p.entry IN ({entries})"
        );
        let mut values = vec![value];
        if let Some(status) = filter.status.as_ref().filter(|_| !filter.as_read) {
            list.push_str(&format!(" AND e.status = {WORD}"));
            values.push(status.to_lowercase());
        }
        self.listed(list, values);
    }

    fn outlet(&mut self, value: &Option<String>, condition: &str) {
        if let Some(value) = value {
            let test = "outlet IN (SELECT DISTINCT outlet FROM reports WHERE outlet LIKE ? ESCAPE '\\')";
            self.also(condition.replace("{}", test), [anywhere(value)]);
        }
    }

    fn like(&mut self, value: &Option<String>, columns: &[&str]) {
        if let Some(value) = value {
            let tests: Vec<String> = columns.iter().map(|column| format!("{column} LIKE ? ESCAPE '\\'")).collect();
            self.also(format!("({})", tests.join(" OR ")), columns.iter().map(|_| anywhere(value)));
        }
    }

    /// A word of the contract that an index finds, where nothing else does.
    fn word(&mut self, filter: &Filter, value: &Option<String>, column: &str, table: &str) {
        let Some(value) = value else { return };
        let list = format!("SELECT id FROM {table} WHERE {column} = {WORD}");
        let timely = filter.since.is_some() && filter.until.is_some();
        if filter.as_read || timely || self.is_narrow(filter) {
            self.equal(&Some(value.clone()), column);
            return self.or_listed(list, [value.to_lowercase()]);
        }
        self.listed(list, [value.to_lowercase()]);
    }

    /// A word of the contract: these are in small letters.
    fn equal(&mut self, value: &Option<String>, column: &str) {
        if let Some(value) = value {
            self.also(format!("{column} = ?"), [value.to_lowercase()]);
        }
    }

    fn text(&mut self, value: &Option<String>, condition: &str) {
        if let Some(value) = value {
            self.also(condition, [full_text(value)]);
        }
    }

    /// The days of findings that have one, and of the reports of those that have none.
    fn own_days(&mut self, filter: &Filter, table: &str, own: &str) {
        let ends = [(filter.since.clone(), ">="), (filter.until.as_ref().map(|until| format!("{until}~")), "<")];
        let tests: Vec<(String, &str)> = ends.into_iter().filter_map(|(day, test)| day.map(|day| (day, test))).collect();
        if tests.is_empty() {
            return;
        }
        let on = |column: &str| tests.iter().map(|(_, test)| format!("{column} {test} ?")).collect::<Vec<_>>().join(" AND ");
        let days: Vec<String> = tests.iter().map(|(day, _)| day.clone()).collect();
        let list = format!(
            "SELECT id FROM {table} WHERE {} UNION ALL SELECT f.id FROM reports d JOIN {table} f ON f.report = d.id WHERE {} AND f.{own} IS NULL",
            on(own),
            on("d.published")
        );
        self.listed(list, days.iter().cloned().chain(days.clone()));
        if let Some(part) = self.parts.last_mut() {
            part.is_days = true;
        }
    }

    /// Days by their beginning: "2031-05" takes in the whole month at both ends.
    fn days(&mut self, filter: &Filter, day: &str) {
        if let Some(since) = &filter.since {
            self.also(format!("{day} >= ?"), [since.clone()]);
        }
        if let Some(until) = &filter.until {
            self.also(format!("{day} < ?"), [format!("{until}~")]);
        }
    }
}

/// Places by a part of their name, or by their country.
fn places(value: &str) -> (&'static str, String) {
    match value.len() == 2 && value.chars().all(|c| c.is_ascii_uppercase()) {
        true => ("SELECT id FROM place_entries WHERE country = ?", value.to_owned()),
        false => ("SELECT id FROM place_entries WHERE name LIKE ? ESCAPE '\\'", anywhere(value)),
    }
}

/// A value in which nothing is a wildcard, with anything before and behind.
fn anywhere(value: &str) -> String {
    format!("%{}%", value.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// A question for a part of a word in some columns of a full text.
fn in_columns(columns: &str, part: &str) -> String {
    format!("{{{columns}}} : \"{}\"", part.replace('"', "\"\""))
}

/// A question for words in this order, the last of which may go on; none where there is no letter.
fn word(value: &str) -> Option<String> {
    value.chars().any(char::is_alphanumeric).then(|| format!("\"{}\" *", value.replace('"', "\"\"")))
}

/// Whether it could be the beginning of a CAMEO code.
fn is_code(value: &str) -> bool {
    value.len() >= 3 && value.chars().all(|c| c.is_ascii_uppercase())
}

/// A full-text question as FTS5 takes it: "weapons NEAR supplies" means within ten words of each other, and a
/// word with marks in it ("U.N.", "al-Dask") stands in quotes, which such words need there.
fn full_text(question: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for (at, piece) in question.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(format!("\"{piece}\""));
            continue;
        }
        words.extend(piece.split_whitespace().map(|word| {
            let bare = word.trim_matches(|c| matches!(c, '(' | ')' | '*' | '^'));
            let simple = bare.chars().all(|c| c.is_alphanumeric() || c == '_');
            if simple || bare.is_empty() { word.to_owned() } else { word.replace(bare, &format!("\"{bare}\"")) }
        }));
    }
    let mut found: Vec<String> = Vec::new();
    let mut rest = words.into_iter().peekable();
    while let Some(word) = rest.next() {
        let mut near = vec![word];
        while rest.peek().is_some_and(|word| word == "NEAR") && near[0] != "NEAR" {
            rest.next();
            near.extend(rest.next());
        }
        found.push(if near.len() > 1 { format!("NEAR({}, 10)", near.join(" ")) } else { near.remove(0) });
    }
    found.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_text_question_reads_like_speech() {
        for (asked, meant) in [
            ("talks", "talks"),
            ("weapons NEAR supplies", "NEAR(weapons supplies, 10)"),
            ("a NEAR b NEAR c AND d", "NEAR(a b c, 10) AND d"),
            ("U.N. envoy", "\"U.N.\" envoy"),
            ("\"no talks\" cease*", "\"no talks\" cease*"),
            ("(al-Dask OR rebels)", "(\"al-Dask\" OR rebels)"),
            ("", ""),
        ] {
            assert_eq!(full_text(asked), meant);
        }
    }
}
