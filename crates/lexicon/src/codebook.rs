//! A user's codebook: the issues that he follows, in TOML.
//!
//! The form is `[[issue]]` tables with `key`, `label`, `opposite` (words in quotes), `patterns` (a list of words in quotes) and `examples` (a
//! list of `{ text = "…", pole = "+" }`); comments begin with `#`. This much of TOML is read, no more.

use crate::Error;

/// An issue of a codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodebookIssue {
    /// Its id.
    pub key: String,
    /// The positive pole in words.
    pub label: String,
    /// The other pole in words; may be empty.
    pub opposite: String,
    /// Wordings of the positive pole; `{actor}` stands for anybody.
    pub patterns: Vec<String>,
    /// Sentences that fall under it, each with whether their wording names the positive pole.
    pub examples: Vec<(String, bool)>,
    /// Where its table begins, from 1.
    pub line: usize,
}

/// The issues of a file, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// The file, as given.
    pub file: String,
    /// The issues.
    pub issues: Vec<CodebookIssue>,
}

/// A value of the file.
enum Value {
    Text(String),
    List(Vec<Value>),
    Table(Vec<(String, Value)>),
}

impl Codebook {
    /// Reads a codebook and checks it.
    ///
    /// # Errors
    /// When it has another form; when an issue has no key, label or pattern, a key or pattern stands twice, a pattern has slots alone, or a pole is
    /// an issue of its own. The error names file, line and what to do.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let mut parser = Parser { file, text, at: 0 };
        let mut issues: Vec<CodebookIssue> = Vec::new();
        loop {
            parser.blank();
            if parser.rest().is_empty() {
                break;
            }
            let line = parser.line();
            if parser.rest().starts_with("[[issue]]") {
                parser.at += "[[issue]]".len();
                issues.push(CodebookIssue { line, ..CodebookIssue::default() });
                continue;
            }
            if parser.rest().starts_with('[') {
                return Err(parser.error("only `[[issue]]` tables are known here", "begin each issue with a line `[[issue]]`"));
            }
            let name = parser.name()?;
            let value = parser.value()?;
            let Some(issue) = issues.last_mut() else {
                return Err(parser.error(&format!("`{name}` stands before the first issue"), "begin each issue with a line `[[issue]]`"));
            };
            issue.set(&name, value).map_err(|(message, help)| Error { line, ..parser.error(&message, help) })?;
        }
        let codebook = Self { file: file.to_owned(), issues };
        codebook.check()?;
        Ok(codebook)
    }

    fn check(&self) -> Result<(), Error> {
        let error = |line: usize, message: String, help: &str| Error {
            message,
            file: self.file.clone(),
            line,
            column: 1,
            help: Some(help.to_owned()),
        };
        if self.issues.is_empty() {
            return Err(error(1, "the codebook has no issue".into(), "`rapporteur codebook suggest --store S.db` drafts one"));
        }
        for (at, issue) in self.issues.iter().enumerate() {
            let before = &self.issues[..at];
            if issue.key.is_empty() || issue.label.is_empty() {
                return Err(error(issue.line, "an issue has no key or no label".into(), "give it `key = \"…\"` and `label = \"…\"`"));
            }
            if before.iter().any(|other| other.key == issue.key) {
                return Err(error(
                    issue.line,
                    format!("the key `{}` stands here twice", issue.key),
                    "join the two issues, or give one another key",
                ));
            }
            if issue.patterns.is_empty() {
                return Err(error(issue.line, format!("the issue `{}` has no pattern", issue.key), "give it `patterns = [\"…\"]`"));
            }
            if let Some(pattern) = issue.patterns.iter().find(|pattern| is_open(pattern)) {
                return Err(error(
                    issue.line,
                    format!("the pattern `{pattern}` of `{}` fits everything", issue.key),
                    "add a word of its own beside its slots",
                ));
            }
            if let Some(other) = before.iter().find(|other| other.patterns.iter().any(|pattern| issue.patterns.contains(pattern))) {
                return Err(error(
                    issue.line,
                    format!("`{}` and `{}` have a pattern in common", other.key, issue.key),
                    "leave it to one of them",
                ));
            }
        }
        // An issue whose other pole is an issue of its own, which may lead back to the first.
        for issue in &self.issues {
            let pole = self
                .issues
                .iter()
                .find(|other| !issue.opposite.is_empty() && (other.key == issue.opposite || other.label == issue.opposite));
            if let Some(other) = pole {
                let message = if other.key == issue.key {
                    format!("the issue `{}` is its own opposite", issue.key)
                } else if other.opposite == issue.key || other.opposite == issue.label {
                    format!("`{}` and `{}` are each other's opposite, in a circle", issue.key, other.key)
                } else {
                    format!("the opposite of `{}` is the issue `{}`", issue.key, other.key)
                };
                return Err(error(issue.line, message, "two poles are one issue: keep one and describe the other pole in `opposite`"));
            }
        }
        Ok(())
    }
}

/// Whether a pattern has slots and small words alone.
fn is_open(pattern: &str) -> bool {
    let mut rest = pattern.to_lowercase();
    while let (Some(start), Some(end)) = (rest.find('{'), rest.find('}')) {
        if end < start {
            break;
        }
        rest.replace_range(start..=end, " ");
    }
    let small = ["the", "a", "an", "of", "to", "by", "in", "on", "is", "be", "that", "and", "or", "with", "for", "any", "*"];
    rest.split(|c: char| !c.is_alphanumeric() && c != '*')
        .all(|word| word.is_empty() || small.contains(&word) || word.chars().all(|c| c == '*'))
}

impl CodebookIssue {
    fn set(&mut self, name: &str, value: Value) -> Result<(), (String, &'static str)> {
        let text = |value: Value| match value {
            Value::Text(text) => Ok(text),
            _ => Err((format!("`{name}` is no text"), "write it in quotation marks")),
        };
        match name {
            "key" => self.key = text(value)?,
            "label" => self.label = text(value)?,
            "opposite" => self.opposite = text(value)?,
            "patterns" => match value {
                Value::List(list) => self.patterns = list.into_iter().map(text).collect::<Result<_, _>>()?,
                _ => return Err(("`patterns` is no list".into(), "write it as [\"…\", \"…\"]")),
            },
            "examples" => {
                let form = "write each as { text = \"…\", pole = \"+\" }, with the pole + or -";
                let Value::List(list) = value else { return Err(("`examples` is no list".into(), form)) };
                for example in list {
                    let Value::Table(fields) = example else { return Err(("an example is no table".into(), form)) };
                    let field = |wanted: &str| {
                        fields.iter().find_map(|(name, value)| match value {
                            Value::Text(text) if name == wanted => Some(text.clone()),
                            _ => None,
                        })
                    };
                    match (field("text"), field("pole").as_deref()) {
                        (Some(text), Some("+")) => self.examples.push((text, true)),
                        (Some(text), Some("-")) => self.examples.push((text, false)),
                        _ => return Err(("an example has no text or no pole".into(), form)),
                    }
                }
            }
            other => return Err((format!("`{other}` is unknown"), "an issue has key, label, opposite, patterns, examples")),
        }
        Ok(())
    }
}

struct Parser<'t> {
    file: &'t str,
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn line(&self) -> usize {
        self.text[..self.at].matches('\n').count() + 1
    }

    fn error(&self, message: &str, help: &str) -> Error {
        let line = self.text[..self.at].rsplit('\n').next().unwrap_or_default();
        Error {
            message: message.to_owned(),
            file: self.file.to_owned(),
            line: self.line(),
            column: line.chars().count() + 1,
            help: Some(help.to_owned()),
        }
    }

    /// Skips blanks and comments.
    fn blank(&mut self) {
        loop {
            self.at += self.rest().len() - self.rest().trim_start().len();
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    fn name(&mut self) -> Result<String, Error> {
        self.blank();
        let length = self.rest().find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(self.rest().len());
        let name = self.rest()[..length].to_owned();
        self.at += length;
        self.blank();
        if name.is_empty() || !self.rest().starts_with('=') {
            return Err(self.error("a name with `=` is missing here", "write `key = \"…\"`"));
        }
        self.at += 1;
        Ok(name)
    }

    fn value(&mut self) -> Result<Value, Error> {
        self.blank();
        match self.rest().chars().next() {
            Some('"') => self.quoted().map(Value::Text),
            Some('[') => self.items('[', ']', &mut |parser| parser.value()).map(Value::List),
            Some('{') => {
                let fields = self.items('{', '}', &mut |parser| Ok(Value::Table(vec![(parser.name()?, parser.value()?)])))?;
                let flat = fields.into_iter().flat_map(|field| match field {
                    Value::Table(fields) => fields,
                    _ => Vec::new(),
                });
                Ok(Value::Table(flat.collect()))
            }
            _ => Err(self.error("a value is missing here", "write words in quotation marks, a list in [ ] or a table in { }")),
        }
    }

    fn items(&mut self, open: char, close: char, item: &mut dyn FnMut(&mut Self) -> Result<Value, Error>) -> Result<Vec<Value>, Error> {
        self.at += open.len_utf8();
        let mut found = Vec::new();
        loop {
            self.blank();
            if self.rest().starts_with(close) {
                self.at += close.len_utf8();
                return Ok(found);
            }
            if self.rest().is_empty() || found.len() > 100_000 {
                return Err(self.error(&format!("`{open}` is never closed"), "close it before the end of the file"));
            }
            found.push(item(self)?);
            self.blank();
            if self.rest().starts_with(',') {
                self.at += 1;
            } else if !self.rest().starts_with(close) {
                return Err(self.error("a comma is missing here", "set values apart by commas"));
            }
        }
    }

    fn quoted(&mut self) -> Result<String, Error> {
        let mut out = String::new();
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += at + 1;
                    return Ok(out);
                }
                '\\' => match letters.next() {
                    Some((_, 'n')) => out.push('\n'),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, other)) => out.push(other),
                    None => break,
                },
                '\n' => break,
                letter => out.push(letter),
            }
        }
        Err(self.error("the quotation mark is never closed", "close it in the same line"))
    }
}

/// An issue as a table of a codebook.
pub fn print(issue: &CodebookIssue) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
    let list = |items: Vec<String>| items.iter().map(|item| format!("  {item},\n")).collect::<String>();
    format!(
        "[[issue]]\nkey = {}\nlabel = {}\nopposite = {}\npatterns = [\n{}]\nexamples = [\n{}]\n",
        quoted(&issue.key),
        quoted(&issue.label),
        quoted(&issue.opposite),
        list(issue.patterns.iter().map(|pattern| quoted(pattern)).collect()),
        list(
            issue
                .examples
                .iter()
                .map(|(text, pole)| format!("{{ text = {}, pole = \"{}\" }}", quoted(text), if *pole { "+" } else { "-" }))
                .collect()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# ours\n[[issue]]\nkey = \"truce\" # short\nlabel = \"They stop\"\nopposite = \"They go on\"\npatterns = [\n  \"a truce\", # one\n  \"{actor} holds fire\",\n]\nexamples = [{ text = \"Karim wants a \\\"truce\\\".\", pole = \"+\" }]\n";

    #[test]
    fn a_codebook_is_read_and_printed_alike() {
        let codebook = Codebook::parse("c.toml", GOOD).unwrap();
        assert_eq!(codebook.issues[0].patterns, ["a truce", "{actor} holds fire"]);
        assert_eq!(codebook.issues[0].examples, [("Karim wants a \"truce\".".to_owned(), true)]);
        let again = Codebook::parse("c.toml", &print(&codebook.issues[0])).unwrap();
        assert_eq!(again.issues[0].patterns, codebook.issues[0].patterns);
        assert_eq!(again.issues[0].examples, codebook.issues[0].examples);
    }

    #[test]
    fn what_is_wrong_with_a_codebook_is_said_once_with_its_place() {
        let twice = format!("{GOOD}{GOOD}");
        let second = GOOD.replace("truce\"", "peace\"").replace("a truce", "peace").replace("holds fire", "rests");
        let circle =
            format!("{}{}", GOOD.replace("They go on", "peace"), second.replace("They go on", "truce").replace("They stop", "They rest"));
        for (text, says) in [
            (twice.as_str(), "stands here twice"),
            (&GOOD.replace("a truce", "the {actor} of {actor}"), "fits everything"),
            (&GOOD.replace("a truce", "*"), "fits everything"),
            (&circle, "in a circle"),
            (&GOOD.replace("pole = \"+\"", "pole = \"up\""), "no pole"),
            (&GOOD.replace("label", "lable"), "unknown"),
            ("", "no issue"),
            ("[[issue]]\nkey = \"a", "never closed"),
            ("[[issue]]\npatterns = [\"a\" \"b\"]", "comma"),
        ] {
            let error = Codebook::parse("c.toml", text).unwrap_err();
            assert!(error.message.contains(says), "{text}: {error}");
            assert!(error.help.is_some() && error.line >= 1);
        }
    }
}
