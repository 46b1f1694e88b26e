//! The scripts that make a store, and the short names in them.

/// The scripts that make a store of version 1, 2, … of one of the version before.
pub(crate) const SCRIPTS: [&str; 5] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];
/// The version before which the tables of findings are filled from the records.
pub(crate) const FILLED: usize = 2;
/// Of a number that tells a stretch of text: by how much its place is shifted, and the greatest length.
pub(crate) const SHIFT: u32 = 12;
pub(crate) const LONGEST: i64 = (1 << SHIFT) - 1;

/// What a name in a script stands for, with `@` for what is in its brackets and `#` for the alias before the dot of that.
const NAMES: [(&str, &str); 8] = [
    ("word", "(SELECT w.word FROM words w WHERE w.id = @)"),
    ("number", "(SELECT w.id FROM words w WHERE w.word = @)"),
    (
        "words_of",
        "CASE typeof(@) WHEN 'integer' THEN (SELECT substr(r.text, #.\"start\" + (@ >> 12) + 1, @ & 4095) FROM reports r WHERE r.id = #.report)
           WHEN 'blob' THEN (SELECT group_concat(substr(r.text, #.\"start\" + (j.value ->> 0) + 1, j.value ->> 1), ' … ')
             FROM reports r, json_each(CAST(@ AS TEXT)) j WHERE r.id = #.report) ELSE @ END",
    ),
    ("stretch", "(SELECT substr(r.text, @.\"start\" + 1, @.\"end\" - @.\"start\") FROM reports r WHERE r.id = @.report)"),
    (
        "placed",
        "CASE WHEN length(@) < 4096 AND instr(substr(r.text, #.\"start\" + 1, #.\"end\" - #.\"start\"), @) > 0
           THEN (instr(substr(r.text, #.\"start\" + 1, #.\"end\" - #.\"start\"), @) - 1) * 4096 + length(@) ELSE @ END",
    ),
    ("clock", "iif(@ IS NULL, NULL, printf('%02d:%02d', @ / 60, @ % 60))"),
    ("half", "((@ & 4294967295) - iif(@ & 2147483648, 4294967296, 0))"),
    ("hundredths", "iif(CAST(round(@ * 100) AS INTEGER) / 100.0 = @, CAST(round(@ * 100) AS INTEGER), @)"),
];

/// A script in plain SQL.
pub(crate) fn plain(script: &str) -> String {
    // A comment may hold the names too.
    let mut rest: String = script.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    for (name, meaning) in NAMES {
        let mut found = String::with_capacity(rest.len());
        let opening = format!("{name}(");
        let mut pieces = rest.split(&opening);
        found.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            // A longer name, of a column or table, may end alike.
            let whole = !found.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            match piece.split_once(')').filter(|_| whole) {
                Some((inside, after)) if !inside.contains('(') => {
                    let alias = inside.split('.').next().unwrap_or_default();
                    found.push_str(&meaning.replace('@', inside).replace('#', alias));
                    found.push_str(after);
                }
                _ => found.extend([opening.as_str(), piece]),
            }
        }
        rest = found;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_written_out() {
        assert_eq!(
            plain("SELECT word(s.act), key_word(x) -- word(x)"),
            "SELECT (SELECT w.word FROM words w WHERE w.id = s.act), key_word(x) "
        );
        assert!(plain("placed(s.cue)").contains("instr(substr(r.text, s.\"start\" + 1"));
        assert!(!plain(SCRIPTS[2]).contains("number("));
    }
}
