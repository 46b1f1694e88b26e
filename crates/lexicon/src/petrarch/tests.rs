//! Dictionaries written for these tests.

use super::*;

fn day(words: &str) -> Day {
    Day::parse(words).unwrap().0
}

#[test]
fn days_of_two_and_four_digit_years_are_read_and_odd_ones_mended() {
    for (digits, read, mended) in [
        ("120812", "2012-08-12", false),
        ("911225", "1991-12-25", false),
        ("20120812", "2012-08-12", false),
        ("9008223", "1990-08-22", true),
        ("2004017", "2004-01-07", true),
        ("201005011", "2010-05-01", true),
        ("1920030320", "2003-03-20", true),
    ] {
        let (found, odd) = Day::parse(digits).unwrap();
        assert_eq!((found.to_string().as_str(), odd), (read, mended), "{digits}");
    }
    for digits in ["", "12", "121312", "991232", "20120", "12O812"] {
        assert_eq!(Day::parse(digits), None, "{digits}");
    }
}

#[test]
fn every_name_of_a_record_has_every_code_of_it() {
    let found = read_actors(
        "a.actors.txt",
        "VAROSIA_ [VAR]\n+VAROSIAN_ # a remark\n\t[TLM <910825]\nIRINA_DASK_\t[VARGOV 120101-140301] [VARELI]\n<!-- TELMARK [TLM]\n+X -->\nKELM\n  [ KLM > 050101 ]\n",
    );
    assert_eq!(found.broken, []);
    let names: Vec<Vec<&str>> = found.entries.iter().map(|record| record.names.iter().map(String::as_str).collect()).collect();
    assert_eq!(names, [vec!["VAROSIA", "VAROSIAN"], vec!["IRINA_DASK"], vec!["KELM"]]);
    let mut dictionary = ActorDictionary::default();
    dictionary.extend(&found.entries);
    let code = |words: &[&str], date: Option<&str>| {
        let (count, entry) = dictionary.longest(words).unwrap();
        (count, entry.code(date.map(day)).map(str::to_owned))
    };
    // A dated code wins over the undated one before it.
    assert_eq!(code(&["Varosian", "troops"], Some("900101")), (1, Some("TLM".into())));
    assert_eq!(code(&["Varosia"], Some("910825")), (1, Some("VAR".into())));
    assert_eq!(code(&["Irina", "Dask"], Some("130101")), (2, Some("VARGOV".into())));
    // The last day is the first on which the code no longer holds.
    assert_eq!(code(&["Irina", "Dask"], Some("140301")), (2, Some("VARELI".into())));
    assert_eq!(code(&["Kelm"], None), (1, None));
    assert_eq!(dictionary.longest(&["Irina"]), None);
}

#[test]
fn a_broken_line_of_actors_is_named_and_the_rest_is_read() {
    let found = read_actors("a.actors.txt", "\t[VAR]\n+VAROSIA\nVAROSIA [VAR\nTELMARK [TLM 12]\nKELM [KLM 1201012-130101]\nDASK [---]\n");
    let lines: Vec<usize> = found.broken.iter().map(|error| error.line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5]);
    assert!(found.broken[3].to_string().contains("a.actors.txt:4:1"), "{}", found.broken[3]);
    assert_eq!(found.entries.len(), 4);
    assert_eq!(found.entries[2].codes[0].from, Day::new(2012, 1, 1));
    let mut dictionary = ActorDictionary::default();
    dictionary.extend(&found.entries);
    assert_eq!(dictionary.longest(&["DASK"]).and_then(|(_, entry)| entry.code(None)), None);
}

#[test]
fn agents_have_plurals_by_rule_by_hand_or_none() {
    let found = read_agents(
        "a.agents.txt",
        "!PERSON! = MAN, MEN, WOMAN\nARMY [~MIL]\nBOSS [~ELI]\nCHIEF_OF_STAFF {CHIEFS_OF_STAFF} [ ~MIL ]\nPOLICE {} [~COP]\nCONGRESS!PERSON! [~LEG]\nCHARITY [NGO~]\n",
    );
    assert_eq!(found.broken, []);
    let read: Vec<(&str, Option<&str>, &str)> =
        found.entries.iter().map(|agent| (agent.words.as_str(), agent.plural.as_deref(), agent.code.as_str())).collect();
    assert_eq!(
        read,
        [
            ("ARMY", Some("ARMIES"), "MIL"),
            ("BOSS", Some("BOSSES"), "ELI"),
            ("CHIEF OF STAFF", Some("CHIEFS OF STAFF"), "MIL"),
            ("POLICE", None, "COP"),
            ("CONGRESSMAN", None, "LEG"),
            ("CONGRESSMEN", None, "LEG"),
            ("CONGRESSWOMAN", None, "LEG"),
            ("CHARITY", Some("CHARITIES"), "NGO"),
        ]
    );
    assert_eq!(found.entries[7].place, AgentPlace::Before);
    let found = read_agents("a.agents.txt", "EXTREMIST\nREBEL [REB]\n!X!_LEADER [~GOV]\nSPY [~SPY]\n");
    assert_eq!(found.broken.iter().map(|error| error.line).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(found.entries.len(), 1);
}
