use super::*;

#[test]
fn the_embedded_files_are_sound() {
    let ontology = Ontology::embedded();
    assert_eq!(ontology.plover_types().count(), 16);
    assert_eq!(ontology.cameo("1831").unwrap().mode.as_deref(), Some("suicide-attack"));
    assert_eq!(ontology.composed(Does::Threaten, "1921"), Some("1382"));
    assert_eq!(ontology.composed(Does::Demand, "0841"), Some("1053"));
    assert_eq!(ontology.composed(Does::Deny, "19"), None);
    assert!(ontology.is("truce", "ceasefire") && !ontology.is("truce", "border"));
    assert_eq!(ontology.condition("unless"), Some(true));
    assert!(ontology.frames().count() > 900);
}

#[test]
fn what_asks_for_more_is_tried_first() {
    let ontology = Ontology::embedded();
    let demands: Vec<usize> = ontology.verb("suspend").iter().map(Frame::demands).collect();
    assert!(demands.is_sorted_by(|a, b| a >= b) && demands.len() > 5, "{demands:?}");
}

#[test]
fn the_rows_are_sorted_so_that_one_finds_them() {
    for &(path, text) in FILES {
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        let keys: Vec<Vec<&str>> = rows.map(|line| line.split('\t').take(3).collect()).collect();
        let columns = if path.ends_with("verbs.tsv") || path.ends_with("nouns.tsv") { 3 } else { 1 };
        assert!(keys.iter().map(|key| &key[..columns]).is_sorted(), "{path} is not sorted");
    }
}

fn with(name: &str, text: &str) -> Result<Ontology, Error> {
    let files: Vec<(&str, &str)> = FILES.iter().map(|&(path, ours)| (path, if path == name { text } else { ours })).collect();
    Ontology::parse(&files)
}

#[test]
fn a_code_that_no_ontology_has_is_refused_with_its_place() {
    let head = "verb\tobject\tphrase\tcameo\tdoes\texample\n";
    let error = with("ontology/verbs.tsv", &format!("{head}attack\t\t\t999\t\tRebels attacked.\n")).unwrap_err();
    assert_eq!((error.line, error.column), (2, 4));
    let error = with("ontology/verbs.tsv", &format!("{head}attack\t@nobody\t\t190\t\tRebels attacked.\n")).unwrap_err();
    assert_eq!((error.line, error.column), (2, 2));
    let error = with("ontology/verbs.tsv", &format!("{head}attack\t\t\t190\tsing\tRebels attacked.\n")).unwrap_err();
    assert_eq!((error.line, error.column), (2, 5));
    let twice = format!("{head}attack\t\t\t190\t\tRebels attacked.\nattack\t\t\t190\t\tRebels attacked.\n");
    assert_eq!(with("ontology/verbs.tsv", &twice).unwrap_err().line, 3);
    assert!(with("ontology/verbs.tsv", &format!("{head}attack\t\t\t\t\tRebels attacked.\n")).is_err());
    let error = with("ontology/cameo.tsv", "code\tname\tplover\tmode\n19\tFight\tFIGHT\t\n").unwrap_err();
    assert_eq!((error.line, error.column), (2, 3));
}
