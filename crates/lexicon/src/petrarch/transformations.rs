//! `~` lines: what becomes of an event when another verb governs it.

/// An actor's place in a transformation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A lower-case letter: equal letters are equal actors.
    Actor(char),
    /// `.`: any actor.
    Any,
    /// `_`: none.
    None,
}

/// A verb of a transformation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The code that the named verb (or block) has.
    Verb(String),
    /// `Q`: whatever it is.
    Whatever,
}

/// `~ a (b c LOWER) UPPER = x y CODE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transformation {
    /// Who does the upper act.
    pub upper_source: Role,
    /// Who does the lower act.
    pub lower_source: Role,
    /// To whom.
    pub lower_target: Role,
    /// The act that is told.
    pub lower: Act,
    /// The act of telling.
    pub upper: Act,
    /// Source of the event that is made.
    pub source: char,
    /// Its target.
    pub target: char,
    /// Its code; `None` keeps that of the lower act.
    pub code: Option<String>,
    /// The line, from 1.
    pub line: usize,
}

fn role(word: &str) -> Result<Role, String> {
    match word {
        "." => Ok(Role::Any),
        "_" => Ok(Role::None),
        _ => letter(word).map(Role::Actor),
    }
}

fn letter(word: &str) -> Result<char, String> {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_lowercase() => Ok(letter),
        _ => Err(format!("`{word}` is no actor: write a small letter, `.` or `_`")),
    }
}

fn act(word: &str) -> Act {
    if word == "Q" { Act::Whatever } else { Act::Verb(word.to_uppercase()) }
}

/// Reads a line without the `~`.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn parse(text: &str, line: usize) -> Result<Transformation, String> {
    let (left, right) = text.split_once('=').ok_or("a transformation without `=`")?;
    let spaced = left.replace('(', " ( ").replace(')', " ) ");
    let left: Vec<&str> = spaced.split_whitespace().collect();
    let [upper_source, "(", lower_source, lower_target, lower, ")", upper] = left[..] else {
        return Err(format!("`{}` is not of the form `a (b c VERB) VERB`", spaced.trim()));
    };
    let right: Vec<&str> = right.split_whitespace().collect();
    let [source, target, code] = right[..] else { return Err("behind `=` stand a source, a target and a code".into()) };
    let found = Transformation {
        upper_source: role(upper_source)?,
        lower_source: role(lower_source)?,
        lower_target: role(lower_target)?,
        lower: act(lower),
        upper: act(upper),
        source: letter(source)?,
        target: letter(target)?,
        code: (code != "Q").then(|| code.to_owned()),
        line,
    };
    let bound = [found.upper_source, found.lower_source, found.lower_target];
    for letter in [found.source, found.target] {
        if !bound.contains(&Role::Actor(letter)) {
            return Err(format!("the actor `{letter}` behind `=` is not named before it"));
        }
    }
    Ok(found)
}
