//! Dictionaries about invented people.

use super::{casing, organisations, persons};
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::petrarch::{ActorRecord, read_actors};

fn rows(table: fn(&[&ActorRecord], &ActorTable) -> String, dictionary: &str) -> Vec<String> {
    let found = read_actors("a.actors.txt", dictionary);
    assert_eq!(found.broken, []);
    let records: Vec<&ActorRecord> = found.entries.iter().collect();
    let text = table(&records, &ActorTable::embedded());
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(str::to_owned).collect()
}

#[test]
fn names_get_the_capitals_that_reports_print() {
    for (written, read) in [
        ("YUSUF_AL_KARIM", "Yusuf al-Karim"),
        ("AL_HOLM", "Al Holm"),
        ("ANTON_VAN_DER_BELMAR_III", "Anton van der Belmar III"),
        ("J.F._MCDASK", "J.F. McDask"),
        ("ILAN_O'MOREAU-HOLM", "Ilan O'Moreau-Holm"),
        ("ABD-AL-KARIM_EL-DASK", "Abd-Al-Karim el-Dask"),
    ] {
        assert_eq!(casing::person(written), read);
    }
    assert_eq!(casing::organisation("ARMY_OF_THE_NORTH"), "Army of the North");
}

#[test]
fn persons_keep_offices_that_reach_1990_and_lose_what_is_no_office() {
    let found = rows(
        persons::table,
        "IRINA_DASK_\n+IRYNA_DASK_\n+FOREIGN_MINISTER_DASK\n+DASK\n\t[RUSGOV 890101-910228]\n\t[RUSGOV 910301-930101]\n\t[RUSELI >930101]\n\t[RUSGOVHLH 950101-960101]\n\
         ANTON_BELMAR\n\t[SYRGOVMIL 130615-140101]\n\t[SYRGOV]\n\
         ILAN_HOLM\n\t[FRAGOV 200101-320101]\n\
         KELM_ISLANDS\n\t[USR <910825]\n",
    );
    assert_eq!(
        found,
        [
            "Anton Belmar\t\t\tSyria\tSYRGOVMIL\t2013-06-15\t2014-01-01\tpetrarch 2014",
            "Irina Dask\tIryna Dask\t\tRussia\tRUSGOV\t1989-01-01\t1993-01-01\tpetrarch 2014",
        ]
    );
}

#[test]
fn organisations_are_those_whose_name_says_so() {
    let found = rows(
        organisations::table,
        "NORTHERN_KELM_FRONT_ [SYRREB]\n+FRONT_OF_NORTHERN_KELM\n+NKF\n\nYUSUF_KARIM [SYRREB]\nKELM_HOLDINGS [MNCUSA]\nCOUNCIL_OF_KELM_STATES [IGOEUR]\nKELM_LIBERATION_ARMY [KKLREB]\n",
    );
    assert_eq!(found, ["Council of Kelm States\t\tIGOEUR\t", "Northern Kelm Front\tFront of Northern Kelm\tSYRREB\t"]);
}

#[test]
fn the_tables_that_ship_are_what_the_dictionaries_give() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("../shared/data/events/petrarch2");
    if !folder.exists() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let made = super::build(&folder).unwrap();
    for (name, text) in [("offices-petrarch.tsv", made.offices), ("organisations-petrarch.tsv", made.organisations)] {
        let ships = std::fs::read_to_string(root.join("lexicon/actors").join(name)).unwrap();
        assert!(ships == text, "{name} is not current: `rapporteur lexicon build-actors` makes it anew");
    }
}
