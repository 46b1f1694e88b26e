//! The examples of the tables of issues, read by the whole pipeline.
#![allow(clippy::unwrap_used)]

use rapporteur::Reader;
use rapporteur_lexicon::{Table, issues};
use rapporteur_record::{Block, BlockKind, ByteSpan, Document, Record};

/// Reads an example as somebody's: who demands or says it has a name.
fn read(reader: &Reader, example: &str) -> Record {
    let sentence = match example.strip_prefix("They ") {
        Some(rest) if !rest.starts_with("must") => format!("Irina Dask {rest}"),
        _ => format!("Irina Dask said that {example}"),
    };
    plainly(reader, &sentence)
}

/// Reads an example as the reporter's.
fn plainly(reader: &Reader, sentence: &str) -> Record {
    let body = Block { kind: BlockKind::Body, span: ByteSpan::new(0, sentence.len()) };
    let document = Document { text: sentence.to_owned(), blocks: vec![body], language: Some("en".into()), ..Document::default() };
    reader.read(&document).unwrap().value
}

/// The cells of a row by the names of their columns.
type Cells<'r> = &'r dyn Fn(&str) -> String;

fn rows(name: &str, columns: &[&str], check: &dyn Fn(Cells<'_>) -> bool) -> (usize, Vec<String>) {
    let (path, text) = issues::FILES.iter().find(|(path, _)| path.ends_with(name)).copied().unwrap();
    let table = Table::parse(path, text, columns).unwrap();
    let (mut all, mut failed) = (0, Vec::new());
    for row in table.rows() {
        all += 1;
        let cell = |column: &str| row.get(column).to_owned();
        if !check(&cell) {
            failed.push(format!("{name} {}: {}", row.get(columns[0]), row.get("example")));
        }
    }
    (all, failed)
}

/// Most examples are read as their row says; the rest, where the parser misses, must not grow.
fn mostly((all, failed): (usize, Vec<String>), least: usize) {
    println!("{} of {all} examples are read", all - failed.len());
    assert!(100 * (all - failed.len()) >= least * all, "{} of {all} examples are not read:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_class_is_raised_by_the_examples_of_its_words() {
    let reader = Reader::embedded().unwrap();
    let raised = |cell: &dyn Fn(&str) -> String| {
        let class = cell("class");
        let is = |key: &str| key.split('(').next() == Some(class.as_str());
        read(&reader, &cell("example")).positions.iter().any(|position| is(&position.issue.key))
    };
    mostly(rows("words.tsv", &["words", "part", "beside", "class", "pole", "args", "example"], &raised), 60);
}

#[test]
fn somebody_takes_a_stand_in_the_examples_of_attitudes() {
    let reader = Reader::embedded().unwrap();
    // What makes no position of what it governs, or only leaves it as it is, has none to show.
    let silent = ["drop", "warn", "threaten", "keep", "light", "end", "cut", "propose", "good", "bad", "deny", "neutral"];
    let stands = |cell: &dyn Fn(&str) -> String| {
        silent.contains(&cell("effect").as_str()) || !plainly(&reader, &cell("example")).positions.is_empty()
    };
    mostly(rows("attitudes.tsv", &["words", "part", "effect", "where", "example"], &stands), 75);
}

#[test]
fn somebody_takes_a_stand_in_the_examples_of_idioms() {
    let reader = Reader::embedded().unwrap();
    let stands = |cell: &dyn Fn(&str) -> String| {
        let about = cell("words").contains('~') && cell("effect") != "drop";
        !about || !plainly(&reader, &cell("example")).positions.is_empty()
    };
    mostly(rows("idioms.tsv", &["words", "effect", "alone", "example"], &stands), 80);
}

#[test]
fn an_answer_takes_up_what_was_proposed() {
    let reader = Reader::embedded().unwrap();
    let stands = |cell: &dyn Fn(&str) -> String| {
        let text = format!("Irina Lask proposed a truce. {}", cell("example"));
        // A denial needs a claim.
        cell("effect") == "deny" || plainly(&reader, &text).positions.len() > 1
    };
    mostly(rows("answers.tsv", &["words", "effect", "example"], &stands), 70);
}

#[test]
fn a_concept_is_in_the_normal_form_of_its_example() {
    let reader = Reader::embedded().unwrap();
    // What only says that a thing is or is not leaves the thing.
    let silent = ["being", "idle", "degree", "flow"];
    let told = |cell: &dyn Fn(&str) -> String| {
        cell("example").is_empty()
            || silent.contains(&cell("kind").as_str())
            || reader.issue(&cell("example")).is_some_and(|issue| issue.key.contains(&cell("concept")))
    };
    let columns = ["concept", "kind", "verbs", "nouns", "verbs_against", "nouns_against", "example"];
    mostly(rows("concepts.tsv", &columns, &told), 80);
}

#[test]
fn what_says_only_that_a_thing_is_there_names_the_issue_about_it() {
    let reader = Reader::embedded().unwrap();
    let told = |cell: &dyn Fn(&str) -> String| {
        let kin = cell("kin");
        reader.issue(&cell("example")).is_some_and(|issue| issue.key.split('(').next() == Some(kin.as_str()))
    };
    mostly(rows("kin.tsv", &["predicate", "kin", "pole", "example"], &told), 90);
}

#[test]
fn composed_words_raise_their_class_and_pole() {
    let reader = Reader::embedded().unwrap();
    let told = |cell: &dyn Fn(&str) -> String| {
        let wording = wording(&cell("example"));
        let of_class = |key: &str| key.split('(').next() == Some(cell("class").as_str());
        reader.issue(&wording).is_some_and(|issue| of_class(&issue.key))
    };
    let columns = ["row", "class", "pole", "verbs", "nouns", "beside", "also", "args", "example"];
    mostly(rows("composed.tsv", &columns, &told), 80);
}

/// The wording in an example: what is demanded or rejected, or is said that must or must not be.
fn wording(example: &str) -> String {
    let bare = example.trim_end_matches('.');
    for lead in ["They demanded ", "They rejected ", "They wanted to ", "They wanted "] {
        if let Some(rest) = bare.strip_prefix(lead) {
            return rest.to_owned();
        }
    }
    bare.replacen("must not ", "", 1).replacen("must ", "", 1)
}

#[test]
fn different_wordings_of_one_issue_reach_one_key_and_near_misses_another() {
    let reader = Reader::embedded().unwrap();
    let key = |words: &str| reader.issue(words).unwrap_or_else(|| panic!("{words} names no issue"));
    let one = [
        "the construction of the Lask bridge",
        "building the Lask bridge",
        "that the Lask bridge be built",
        "the Lask bridge's construction",
        "a bridge at Lask",
    ];
    for words in one {
        assert_eq!((key(words).key.as_str(), key(words).positive), ("bridge(lask)", true), "{words}");
    }
    for words in ["tear down the Lask bridge", "no bridge at Lask", "an end to the Lask bridge"] {
        assert_eq!((key(words).key.as_str(), key(words).positive), ("bridge(lask)", false), "{words}");
    }
    for words in ["a report on the Lask bridge", "bomb the Lask bridge", "a bridge at Sund"] {
        assert_ne!(key(words).key, "bridge(lask)", "{words}");
    }
    // Troops and treaties are withdrawn in two ways.
    assert_ne!(key("Telmark's withdrawal from the treaty of Porto").key, key("the withdrawal of Telmark's troops from Porto").key);
    assert_ne!(key("a truce in Orsk").key, key("a peace treaty in Orsk").key);
}

#[test]
fn forms_that_say_one_doing_in_other_words_keep_its_key() {
    let reader = Reader::embedded().unwrap();
    let named = |words: &str| reader.issue(words).unwrap_or_else(|| panic!("{words} names no issue"));
    let groups: [&[&str]; 16] = [
        &[
            "the phasing out of the wealth tax in Orsk",
            "that Orsk be rid of the wealth tax",
            "Orsk bring the wealth tax to an end",
            "Orsk say goodbye to the wealth tax",
            "Orsk without wealth tax",
        ],
        &["that Marek be allowed to return", "the return of Marek", "let Marek come home"],
        &["sanctions on Orsk be dropped", "the removal by Kesh of sanctions on Orsk", "lift sanctions on Orsk"],
        &["that the fighting between Kesh and Orsk cease", "a truce between Kesh and Orsk"],
        &["swap captives with the Front", "the Front part with its prisoners", "that the Front's captives be set free"],
        &["workers at Vant go back to work", "the strike at Vant be over", "call off the strike at Vant"],
        &["Orsk be freed from curfew", "let the people of Orsk go out at night"],
        &["an end to felling in Arden", "leave the trees of Arden standing"],
        &["to free the sailors", "not to hold the sailors any longer", "the sailors be let go"],
        &["no pay cuts for the nurses", "not to cut the nurses' pay"],
        &["no emission cuts", "not to cut emissions", "let emissions rise"],
        &["that the ring around Orsk be opened", "the siege of Orsk be raised", "no siege of Orsk"],
        &["the guns at Orsk fall silent", "a truce at Orsk"],
        &["that Kesh and Orsk exchange their captives", "a prisoner swap between Kesh and Orsk"],
        &["an end to imports of grain from Kesh", "no more grain from Kesh", "a ban on grain from Kesh"],
        &["a lower price for gas", "cut the gas price", "cheaper gas"],
    ];
    for group in groups {
        let first = named(group[0]);
        for words in &group[1..] {
            let other = named(words);
            assert_eq!((&other.key, other.positive), (&first.key, first.positive), "{words} | {}", group[0]);
        }
    }
}
