//! Who is who across reports.

use super::corrections::{by, words};
use super::{add, number, prose, report, sound};
use crate::Store;
use rapporteur_record::{Record, Role};

/// A report in which somebody speaks under a name, in an office.
fn said(name: &str, role: &str, code: Option<&str>, at: usize) -> Record {
    let mut record = report(&prose(at, 40), "Courier", &format!("2031-05-{:02}", at / 300 + 1));
    record.actors[0].name = name.to_owned();
    record.actors[0].code = code.map(str::to_owned);
    record.actors[0].roles = (!role.is_empty()).then(|| Role { title: role.to_owned(), of: None }).into_iter().collect();
    record
}

fn people() -> [Record; 6] {
    [
        said("Irina Dask", "foreign minister", None, 0),
        said("Tomas Dask", "envoy", None, 300),
        said("Dask", "envoy", None, 600),
        said("Dask", "", None, 900),
        said("Irina Dask", "prime minister", Some("VARGOV"), 1200),
        said("I. Dask", "foreign minister", None, 1500),
    ]
}

fn speakers(path: &std::path::Path) -> String {
    words(path, "SELECT address || ' ' || speaker FROM statements_flat ORDER BY address")
}

#[test]
fn who_is_who_does_not_depend_on_the_order_of_input() {
    let all = people();
    let names = ["a", "b", "c", "d", "e", "f"];
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 3, 5, 0, 1, 4], [3, 2, 4, 1, 5, 0]] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        add(&path, &order.map(|at| (names[at], &all[at])));
        assert_eq!(speakers(&path), "a Irina Dask/b Tomas Dask/c Tomas Dask/d Dask/e Irina Dask/f Irina Dask", "in the order {order:?}");
        assert_eq!(number(&path, "SELECT count(*) FROM actors"), 3);
        let roles = words(
            &path,
            "SELECT role, first, last FROM actor_roles r JOIN actors a ON a.id = r.actor WHERE a.name = 'Irina Dask' ORDER BY first",
        );
        assert_eq!(roles, "foreign minister|2031-05-01|2031-05-06/prime minister|2031-05-05|2031-05-05");
        sound(&path);
    }
}

#[test]
fn a_person_makes_two_one_and_one_two_and_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let all = people();
    add(&path, &[("a", &all[0]), ("b", &all[1]), ("d", &all[3])]);
    let before = speakers(&path);
    let mut store = Store::open(&path).unwrap();
    let (irina, bare) = (store.actor("irina dask").unwrap(), store.actor("Dask").unwrap());
    let merged = store.merge_actors(irina, bare, &by("ik")).unwrap();
    assert_eq!(speakers(&path), "a Irina Dask/b Tomas Dask/d Irina Dask");
    sound(&path);
    // It holds for what comes later, under any form of the name.
    add(&path, &[("e", &all[4]), ("g", &said("Dask", "", None, 2100))]);
    assert_eq!(speakers(&path), "a Irina Dask/b Tomas Dask/d Irina Dask/e Irina Dask/g Irina Dask");
    let mut store = Store::open(&path).unwrap();
    let forms = store.actor_forms(irina).unwrap();
    let minister = forms.iter().find(|form| form.roles == "prime minister").unwrap();
    let split = store.split_actor(irina, &[minister.id.to_string()], &by("mq")).unwrap();
    assert_eq!(number(&path, "SELECT count(*) FROM actors WHERE name = 'Irina Dask'"), 2);
    assert!(store.actor("Irina Dask").unwrap_err().to_string().contains("several actors"));
    assert!(store.split_actor(irina, &["Nobody".to_owned()], &by("mq")).is_err());
    sound(&path);
    store.undo_decision(split, &by("mq")).unwrap();
    assert_eq!(number(&path, "SELECT count(*) FROM actors WHERE name = 'Irina Dask'"), 1);
    store.undo_decision(merged, &by("mq")).unwrap();
    assert_eq!(speakers(&path), format!("{before}/e Irina Dask/g Dask"));
    assert!(store.undo_decision(merged, &by("mq")).is_err());
    let said: Vec<bool> = store.decisions().unwrap().iter().map(|one| one.undone.is_some()).collect();
    assert_eq!(said, [true, true]);
    sound(&path);
}
