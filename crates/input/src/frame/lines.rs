//! What a single line is by its own form: table row, address, byline, agency.

use rapporteur_lexicon::News;
use rapporteur_record::ByteSpan;

/// The longest line, in bytes, that is looked at for more than prose.
const LONGEST: usize = 400;

/// A line that names who wrote the report, with the agency if it names that too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Byline {
    /// The name or names.
    pub names: ByteSpan,
    /// The agency: its words and its full name.
    pub agency: Option<(ByteSpan, String)>,
}

/// Whether a line is a row of a table drawn with `|`, or a rule of dashes, stars or dots.
pub(super) fn table_row(line: &str) -> bool {
    let line = line.trim();
    let rule = line.len() >= 3 && line.chars().all(|c| "|-+=_*~.•·—–# ".contains(c));
    rule || line.len() <= 1000 && line.starts_with('|') && line.ends_with('|') && line.len() > 2
}

/// Whether a line holds an address of a site or mailbox and few words beside it.
pub(super) fn address_line(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let mut addresses = 0;
    let mut words = 0;
    for word in line.split_whitespace() {
        if host(word).is_some() || mailbox(word) {
            addresses += 1;
        } else if word.chars().any(char::is_alphanumeric) {
            words += 1;
        }
    }
    addresses > 0 && words <= 6 + addresses
}

/// The host of an address such as `https://www.kelmcourier.example/world` or `www.kelmcourier.example`.
pub(super) fn host(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| "()[]<>|,;\"'".contains(c)).trim_end_matches(['.', ':']);
    let lower_start = word.get(..8).unwrap_or(word).to_ascii_lowercase();
    let rest = if lower_start.starts_with("https://") {
        &word[8..]
    } else if lower_start.starts_with("http://") {
        &word[7..]
    } else if lower_start.starts_with("www.") {
        word
    } else {
        return None;
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
    let labels = host.split('.').count();
    (labels >= 2 && host.chars().all(|c| c.is_alphanumeric() || ".-".contains(c))).then_some(host)
}

/// Whether a word is a mail address.
pub(super) fn mailbox(word: &str) -> bool {
    let word = word.trim_matches(|c: char| "()[]<>|,;:\"'.".contains(c));
    word.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || ".-".contains(c)))
}

/// The full name of the agency that the whole of `line` names ("The Associated Press",
/// "(Reuters)", "AP", "Varosian News Agency").
pub(super) fn agency_line(line: &str, news: &News) -> Option<String> {
    let name = line.trim_matches(|c: char| c.is_whitespace() || "()[]|-–—*/.:".contains(c));
    let name = name.strip_prefix("Source: ").or_else(|| name.strip_prefix("From ")).unwrap_or(name);
    if name.len() > 80 {
        return None;
    }
    match news.agency(name) {
        Some(known) => Some(known.to_owned()),
        None => news.agency_by_form(name).then(|| name.to_owned()),
    }
}

/// Reads a byline: "By Ana Ruiz", "By ANA RUIZ and Tom Hale, Associated Press", "Ana Ruiz, Staff
/// Writer". `base` is the byte of the text at which `line` begins.
pub(super) fn byline(line: &str, base: usize, news: &News) -> Option<Byline> {
    if line.len() > LONGEST {
        return None;
    }
    let small = line.to_lowercase();
    // Lower-casing may change lengths (İ); such a line is no byline in the languages listed.
    if small.len() != line.len() {
        return None;
    }
    let (from, to, marked) = match news
        .byline_starts()
        .find(|start| small.strip_prefix(*start).is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace()) || start.ends_with(':')))
    {
        Some(start) => (start.len(), line.len(), start),
        None => {
            let end = news.byline_ends().find(|end| small.trim_end_matches('.').ends_with(end))?;
            (0, small.trim_end_matches('.').len() - end.len(), end)
        }
    };
    let mut from = from;
    // "By" may stand on its own behind another mark ("Posted by: ").
    while line[from..to].starts_with(|c: char| c.is_whitespace() || c == ':') {
        from += line[from..to].chars().next().map_or(1, char::len_utf8);
    }
    let body = &line[from..to];
    let mut agency = None;
    let mut names_end = body.len();
    for (at, separator) in
        body.match_indices([',', '|', '/', '(', '•', '·']).chain(body.match_indices(" - ")).chain(body.match_indices(" for "))
    {
        let tail = &body[at + separator.len()..];
        let rest = tail.trim_matches(|c: char| c.is_whitespace() || ").".contains(c));
        names_end = names_end.min(at);
        let first = rest.split([',', '|', '•']).next().unwrap_or(rest).trim();
        for name in [rest, first, first.trim_end_matches(" Writer").trim_end_matches(" writer")] {
            if agency.is_none()
                && let Some(full) = agency_line(name, news)
            {
                let start = at + separator.len() + (tail.len() - tail.trim_start_matches(|c: char| c.is_whitespace() || c == '(').len());
                agency = Some((ByteSpan::new(base + from + start, base + from + start + name.len()), full));
            }
        }
    }
    let names = body[..names_end].trim_end_matches(|c: char| c.is_whitespace() || ",.-|".contains(c));
    if marked == "from" && !names.contains(" in ") {
        return None;
    }
    // "By The Associated Press" names an agency and nobody.
    if let Some(full) = agency_line(names, news) {
        let span = ByteSpan::new(base + from, base + from + names.len());
        return Some(Byline { names: span, agency: Some((span, full)) });
    }
    is_names(names).then(|| Byline { names: ByteSpan::new(base + from, base + from + names.len()), agency })
}

/// Whether `words` look like one or more people's names: words in capital letters, with "and",
/// "in" and the particles of names between them.
fn is_names(words: &str) -> bool {
    let small = ["and", "in", "de", "la", "van", "von", "der", "den", "al", "bin", "ibn", "el", "du", "da", "dos", "of", "&", "with", "at"];
    let list: Vec<&str> = words.split_whitespace().collect();
    let capitals = list.iter().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    (1..=14).contains(&list.len())
        && capitals >= 1
        && list.first().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
        && !["The", "A", "An", "This", "That", "All", "Land", "Sea"].contains(&list[0])
        && list.iter().all(|word| {
            let word = word.trim_end_matches([',', '.']);
            let first_capital = word.chars().next().is_some_and(char::is_uppercase);
            let name = word.chars().all(|c| c.is_alphabetic() || "'’-.".contains(c));
            small.contains(&word)
                || first_capital && name
                || word.split('-').any(|part| part.chars().next().is_some_and(char::is_uppercase)) && name
        })
        && !(capitals < 2 && list.len() > 1 && !small.contains(&list[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_names_and_agency_apart() {
        let news = News::embedded();
        let read =
            |line: &str| byline(line, 0, &news).map(|byline| (byline.names.of(line).to_owned(), byline.agency.map(|(_, name)| name)));
        let ap = Some("The Associated Press".to_owned());
        assert_eq!(read("By Ana Ruiz"), Some(("Ana Ruiz".into(), None)));
        assert_eq!(read("By ANA RUIZ, Associated Press"), Some(("ANA RUIZ".into(), ap.clone())));
        assert_eq!(read("By Ana Ruiz and Tom Hale, Associated Press"), Some(("Ana Ruiz and Tom Hale".into(), ap.clone())));
        assert_eq!(read("By Ana Ruiz | Varosian News Agency"), Some(("Ana Ruiz".into(), Some("Varosian News Agency".into()))));
        assert_eq!(read("By The Associated Press"), Some(("The Associated Press".into(), ap)));
        assert_eq!(read("Ana Ruiz, Staff Writer"), Some(("Ana Ruiz".into(), None)));
    }

    #[test]
    fn other_lines_that_begin_with_by_are_no_bylines() {
        let news = News::embedded();
        for line in ["By the numbers", "By Monday the ferry had sunk", "By land and by sea", "By then it was over.", "Bystanders said so"] {
            assert_eq!(byline(line, 0, &news), None, "{line}");
        }
    }

    #[test]
    fn tables_and_addresses_are_seen() {
        assert!(table_row("|-----|-----|") && table_row("| a | b |") && table_row("* * *") && !table_row("a | b"));
        assert!(address_line("www.kelmcourier.example | desk@kelmcourier.example"));
        assert!(!address_line("The minister said on www.kelmcourier.example that the talks would go on until Friday."));
        assert_eq!(host("https://news.kelm.example/2031/a"), Some("news.kelm.example"));
    }
}
