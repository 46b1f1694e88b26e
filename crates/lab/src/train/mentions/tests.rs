use super::*;
use rapporteur::Reader;
use std::fs;

/// Two documents in which everyone is a person.
fn bank(names: &[&str]) -> Treebank {
    let sentence = |name: &str| {
        format!(
            "# text = {name} left\n\
             1\t{name}\t{name}\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tEntity=(1-person-new-cf1-1-sgl)\n\
             2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n\n"
        )
    };
    Treebank::parse(&names.iter().map(|name| sentence(name)).collect::<String>()).unwrap()
}

#[test]
fn a_training_that_was_stopped_ends_as_one_that_was_not_and_knows_its_data() {
    let reader = Reader::embedded().unwrap();
    let models = reader.models();
    let of = |names: &[&str]| lessons(&[bank(names)], models);
    let (own, foreign) = (of(&["Dask", "Holm", "Karim"]), of(&["Moreau"]));
    let folder = std::env::temp_dir().join(format!("rapporteur-mentions-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("checkpoint");
    let mut heard = Vec::new();
    let mut run = |lessons: &[Lesson], epochs: usize, path: Option<&Path>| {
        let lessons: Vec<&Lesson> = lessons.iter().collect();
        train(&lessons, &[], models, Settings { epochs, ..Settings::default() }, path, &mut |epoch| heard.push(epoch.epoch))
    };
    let whole = run(&own, 5, None).unwrap().to_bytes();
    run(&own, 1, Some(&path)).unwrap();
    run(&own, 4, Some(&path)).unwrap();
    let resumed = run(&own, 5, Some(&path)).unwrap().to_bytes();
    let other = run(&foreign, 5, Some(&path));
    fs::remove_dir_all(&folder).unwrap();
    assert!(whole == resumed, "the same bytes");
    assert!(other.unwrap_err().to_string().contains("other data"));
    assert_eq!(heard, [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
}
