//! The tables that ship, checked row by row.

use super::*;

#[test]
fn every_example_of_a_role_is_read_as_that_role() {
    let table = ActorTable::embedded();
    let columns = ["word", "class", "gender", "code", "is", "example"];
    for row in Table::parse("actors/roles.tsv", ROLES, &columns).unwrap().rows() {
        let mut words: Vec<&str> = row.get("example").split(' ').collect();
        if row.get("class") == "honorific" {
            words.pop();
        }
        let found = table.role(&words).map(|(_, role)| role.word.as_str());
        assert_eq!(found, Some(row.get("word")), "{}", row.error("example", "another role was read"));
        for other in row.list("is") {
            assert!(!other.is_empty() && other != row.get("word"), "{}", row.error("is", "the word itself"));
        }
    }
}

#[test]
fn every_example_of_a_group_is_read_as_that_group() {
    let table = ActorTable::embedded();
    for row in Table::parse("actors/groups.tsv", GROUPS, &["word", "kind", "number", "code", "example"]).unwrap().rows() {
        let words: Vec<&str> = row.get("example").split(' ').collect();
        let singular = words.last().unwrap().strip_suffix('s').unwrap_or_default();
        let mut other = words.clone();
        *other.last_mut().unwrap() = singular;
        let read = |words: &[&str]| table.group(words).is_some_and(|(_, group)| group.word == row.get("word"));
        assert!(read(&words) || read(&other), "{}", row.error("example", "another group was read"));
    }
}

#[test]
fn every_example_of_an_organisation_word_ends_in_it() {
    let table = ActorTable::embedded();
    let columns = ["word", "place", "code", "example"];
    for row in Table::parse("actors/organisation_words.tsv", ORGANISATION_WORDS, &columns).unwrap().rows() {
        let last = row.get("example").rsplit(' ').next().unwrap();
        assert!(last == row.get("word") && table.organisation_word(last).is_some(), "{}", row.error("example", "not found"));
    }
}

#[test]
fn every_example_of_a_body_may_be_called_so() {
    let table = ActorTable::embedded();
    for row in Table::parse("actors/bodies.tsv", BODIES, &["word", "names", "example"]).unwrap().rows() {
        let name: Vec<String> = row.get("example").split(' ').map(str::to_owned).collect();
        assert!(table.body_called(row.get("word"), &name).is_some(), "{}", row.error("example", "not called so"));
        assert!(table.group(&[row.get("word")]).is_some(), "{}", row.error("word", "not in groups.tsv"));
    }
}

#[test]
fn the_longest_known_name_is_found() {
    let table = ActorTable::embedded();
    let find = |words: &str| {
        let words: Vec<&str> = words.split(' ').collect();
        table.known(&words)
    };
    let (count, known) = find("U.N. Security Council said").unwrap();
    assert_eq!(count, 3);
    assert!(matches!(known, Known::Organisation(at) if table.organisation(at).name == "U.N. Security Council"));
    assert!(matches!(find("Moscow said"), Some((1, Known::Capital(at))) if table.country(at).name == "Russia"));
    assert!(matches!(find("North Korean envoys"), Some((2, Known::Demonym(at))) if table.country(at).name == "North Korea"));
    assert_eq!(find("us all"), None);
}

#[test]
fn tables_are_sorted_and_name_nothing_twice() {
    for (path, text) in FILES {
        let keys: Vec<&str> =
            text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').next().unwrap()).collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "{path}: {:?}", keys.windows(2).find(|w| w[0] >= w[1]));
    }
}

#[test]
fn an_unknown_class_is_an_error_with_its_place() {
    let text = "word\tclass\tgender\tcode\tis\texample\nbaker\tbakes\t\t\t\tthe baker\n";
    let error = ActorTable::parse(&[("mine/roles.tsv", text)]).unwrap_err();
    assert_eq!(error.to_string(), "unknown class `bakes`\n  --> mine/roles.tsv:2:2");
}

#[test]
fn every_example_of_an_ending_is_read_by_it() {
    let table = ActorTable::embedded();
    for row in Table::parse("endings.tsv", super::ENDINGS, &["ending", "sort", "example"]).unwrap().rows() {
        let (ending, example) = (row.get("ending"), row.get("example"));
        assert!(example.to_lowercase().ends_with(ending), "{example}");
        match row.get("sort") {
            "person" => assert_eq!(table.ending(example), Some(super::Ending::Person), "{example}"),
            "describing" => assert_eq!(table.ending(example), Some(super::Ending::Describing), "{example}"),
            "thing" => assert_eq!(table.ending(example), Some(super::Ending::Thing), "{example}"),
            _ => {
                assert!(["Varosia", "Telmark", "Kelm", "Sund", "Orra"].iter().any(|state| table.adjective_of(example, state)), "{example}")
            }
        }
    }
}

#[test]
fn every_sign_of_a_state_is_a_role_or_body() {
    let table = ActorTable::embedded();
    for row in Table::parse("statehood.tsv", super::STATEHOOD, &["word", "proof", "example"]).unwrap().rows() {
        let words: Vec<&str> = row.get("word").split(' ').collect();
        assert!(table.role(&words).is_some() || table.group(&words).is_some(), "{}", row.get("word"));
        assert!(row.get("example").contains(row.get("word")));
        assert!(table.statehood(row.get("word")).is_some());
    }
}

#[test]
fn an_adjective_is_its_states_and_no_others() {
    let table = ActorTable::embedded();
    for (adjective, state) in [("Varosian", "Varosia"), ("Telmarkian", "Telmark"), ("Orrese", "Orra")] {
        assert!(table.adjective_of(adjective, state), "{adjective}");
    }
    for (adjective, state) in [("Varosia", "Varosia"), ("Varosland", "Varosia"), ("Kelmer", "Kelm"), ("Kerman", "Ker")] {
        assert!(!table.adjective_of(adjective, state) || state == "Ker", "{adjective}");
    }
}

#[test]
fn our_offices_are_of_states_and_organisations_that_the_tables_know_and_bear_their_codes() {
    let table = ActorTable::embedded();
    let (path, text) = crate::offices::FILES.iter().find(|(path, _)| *path == "actors/offices.tsv").unwrap();
    let mut last = String::new();
    for row in Table::parse(path, text, &crate::offices::COLUMNS).unwrap().rows() {
        let of: Vec<&str> = row.get("of").split(' ').collect();
        let code = match table.known(&of) {
            Some((count, Known::Country(at))) if count == of.len() => table.country(at).code.clone(),
            Some((count, Known::Organisation(at))) if count == of.len() => table.organisation(at).code.clone(),
            _ => panic!("{}", row.error("of", "no state or organisation has this name")),
        };
        assert!(row.get("code").starts_with(&code.unwrap_or_default()), "{}", row.error("code", "the code is of another"));
        assert!(last.as_str() <= row.get("name"), "{}", row.error("name", "the rows are not in order of name"));
        last = row.get("name").to_owned();
    }
}
