//! What people type into one box, as a question to the full text.

/// The question as SQLite's FTS5 takes it; `None` where there is no word in it. It is never an error: what looks
/// like an operator in a place where none can stand is a word.
///
/// Words are all to be there; `"no talks"` is a phrase, `cease*` a beginning, `a OR b` either, `-word` not that
/// one, and `weapons NEAR supplies` within ten words of each other.
pub fn question(typed: &str) -> Option<String> {
    let pieces = pieces(typed);
    let mut found = String::new();
    let mut unwanted = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let near = run(&pieces, at, "NEAR");
        let operand = match &pieces[at] {
            Piece::Operator(_) => {
                at += 1;
                continue;
            }
            Piece::Without(words) => {
                unwanted.push(words.clone());
                at += 1;
                continue;
            }
            Piece::Words(words) if near.is_empty() => words.clone(),
            Piece::Words(words) => format!("NEAR({words} {}, 10)", near.join(" ")),
        };
        at += 1 + 2 * near.len();
        let either =
            at < pieces.len() && matches!(pieces[at], Piece::Operator("OR")) && matches!(pieces.get(at + 1), Some(Piece::Words(_)));
        let opened = found.ends_with(" OR ");
        if !found.is_empty() && !opened {
            found.push_str(" AND ");
        }
        if either && !opened {
            found.push('(');
        }
        found.push_str(&operand);
        if either {
            found.push_str(" OR ");
            at += 1;
        } else if opened {
            found.push(')');
        }
    }
    if found.is_empty() {
        return None;
    }
    for words in unwanted {
        found = format!("({found}) NOT {words}");
    }
    Some(found)
}

/// The single words of a question in small letters, to mark them where they were found; a beginning ends with `*`.
pub fn terms(typed: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(typed) {
        if let Piece::Words(words) = piece {
            let beginning = words.ends_with('*');
            let parts: Vec<&str> = words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            for (at, word) in parts.iter().enumerate() {
                let star = if beginning && at + 1 == parts.len() { "*" } else { "" };
                found.push(format!("{}{star}", word.to_lowercase()));
            }
        }
    }
    found
}

/// The words of a plain question, in small letters: `None` where it has quotation marks or operators. A name may
/// be asked for by such words.
pub fn plain(typed: &str) -> Option<Vec<String>> {
    let bare = typed.chars().all(|letter| letter.is_alphanumeric() || letter.is_whitespace() || matches!(letter, '.' | '-' | '\'' | '’'));
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    (bare && !words.is_empty() && !typed.split_whitespace().any(|word| matches!(word, "OR" | "NEAR") || word.starts_with('-')))
        .then_some(words)
}

#[derive(Clone, Debug, PartialEq)]
enum Piece<'t> {
    /// A word or phrase in quotation marks, perhaps with a star.
    Words(String),
    Without(String),
    Operator(&'t str),
}

/// The operands joined by an operator to the one that stands at `at`.
fn run(pieces: &[Piece<'_>], at: usize, operator: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = at + 1;
    while let (Some(Piece::Operator(named)), Some(Piece::Words(words))) = (pieces.get(next), pieces.get(next + 1)) {
        if *named != operator || !matches!(pieces[at], Piece::Words(_)) {
            break;
        }
        found.push(words.clone());
        next += 2;
    }
    found
}

fn pieces(typed: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    for (at, part) in typed.split(['"', '“', '”']).enumerate() {
        if at % 2 == 1 {
            found.extend(quoted(part, false).map(Piece::Words));
            continue;
        }
        for word in part.split_whitespace() {
            found.extend(match word {
                "OR" | "NEAR" => Some(Piece::Operator(word)),
                "AND" => None,
                _ => match word.strip_prefix('-') {
                    Some(without) => quoted(without, without.ends_with('*')).map(Piece::Without),
                    None => quoted(word, word.ends_with('*')).map(Piece::Words),
                },
            });
        }
    }
    found
}

/// Words in quotation marks; `None` where there is no letter in them, which FTS5 could not look for.
fn quoted(words: &str, beginning: bool) -> Option<String> {
    let inside: String = words.chars().filter(|letter| *letter != '"' && *letter != '\0').collect();
    let star = if beginning { "*" } else { "" };
    inside.chars().any(char::is_alphanumeric).then(|| format!("\"{}\"{star}", inside.trim_end_matches('*')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_becomes_a_question_or_none() {
        for (typed, meant) in [
            ("talks", Some("\"talks\"")),
            ("peace talks", Some("\"peace\" AND \"talks\"")),
            ("\"no talks\" cease*", Some("\"no talks\" AND \"cease\"*")),
            ("U.N. envoy", Some("\"U.N.\" AND \"envoy\"")),
            ("ships OR boats", Some("(\"ships\" OR \"boats\")")),
            ("ships OR boats OR ferries harbour", Some("(\"ships\" OR \"boats\" OR \"ferries\") AND \"harbour\"")),
            ("talks -peace", Some("(\"talks\") NOT \"peace\"")),
            ("weapons NEAR supplies", Some("NEAR(\"weapons\" \"supplies\", 10)")),
            ("OR", None),
            ("NEAR talks OR", Some("\"talks\"")),
            ("-peace", None),
            ("\"", None),
            ("*) ( ^", None),
            ("", None),
        ] {
            assert_eq!(question(typed).as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn sqlite_takes_every_question_that_is_made() {
        let store = rusqlite::Connection::open_in_memory().unwrap();
        store.execute_batch("CREATE VIRTUAL TABLE t USING fts5 (words)").unwrap();
        let odd = [
            "a OR OR b",
            "NEAR NEAR",
            "a NEAR b OR c NEAR d",
            "x* y*",
            "“a b” OR -c d",
            "col:word",
            "a\"b\"c",
            "NOT AND OR",
            "{a b}: c",
            "-a OR b",
        ];
        for typed in odd {
            if let Some(question) = question(typed) {
                let count = store.query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [&question], |row| row.get::<_, i64>(0));
                assert_eq!(count.unwrap(), 0, "{typed} → {question}");
            }
        }
    }

    #[test]
    fn names_are_asked_for_by_plain_words_only() {
        assert_eq!(plain("Irina Dask"), Some(vec!["irina".to_owned(), "dask".to_owned()]));
        assert_eq!(plain("\"Irina Dask\""), None);
        assert_eq!(plain("ships OR boats"), None);
        assert_eq!(terms("\"No talks\" cease*"), ["no", "talks", "cease*"]);
    }
}
