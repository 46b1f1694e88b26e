use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A conflict of two towns over a bridge: each may hold back its ferries.
const BRIDGE: &str = r#"{"options": ["Kelm waits", "Orra waits"], "decision_makers": [
    {"name": "Kelm", "options": ["Kelm waits"], "priorities": [{"Orra waits": "Y"}, {"Kelm waits": "N"}]},
    {"name": "Orra", "options": ["Orra waits"], "priorities": [{"Kelm waits": "Y"}, {"Orra waits": "N"}]}]}"#;

#[test]
fn fear_of_answers_keeps_what_nobody_would_keep_alone() {
    // A prisoners' dilemma: the known outcome of Fang, Hipel and Kilgour 1993, chapter 3.
    let solution = solve(&Model::parse(BRIDGE).unwrap());
    assert_eq!(solution.feasible, ["NN", "YN", "NY", "YY"]);
    assert_eq!(solution.nash, ["NN"]);
    for stable in [&solution.gmr, &solution.smr, &solution.seq, &solution.sim] {
        assert_eq!(stable.as_slice(), ["NN", "YY"]);
    }
}

#[test]
fn what_cannot_be_undone_is_not_undone() {
    let model = BRIDGE.replacen('{', r#"{"irreversible": {"Kelm waits": "fwd", "Orra waits": "back"}, "#, 1);
    let model = Model::parse(&model).unwrap();
    let moves = |party, place| model.moves(party, place).map(|to| model.name(model.states[to as usize])).collect::<Vec<_>>();
    assert_eq!((moves(0, 0), moves(0, 1)), (vec!["YN".to_owned()], vec![]));
    assert_eq!((moves(1, 0), moves(1, 2)), (vec![], vec!["NN".to_owned()]));
}

#[test]
fn a_ranking_by_hand_is_followed_and_named() {
    let equal = BRIDGE.replacen(r#""priorities""#, r#""payoffs": {"NN": 1, "YN": 1, "NY": 1, "YY": 1}, "priorities""#, 1);
    let model = Model::parse(&equal).unwrap();
    assert!(model.parties[0].by_hand && !model.parties[1].by_hand);
    assert_eq!(solve(&model).nash, ["NN", "YN"]);
}

#[test]
fn ways_lead_from_the_status_quo_and_coalitions_go_where_nobody_goes_alone() {
    let model = Model::parse(BRIDGE).unwrap();
    let solution = solve(&model);
    let found = routes(&model, &solution, None, true).unwrap();
    assert_eq!((found.from.as_str(), found.routes.len()), ("NN", 2));
    let [stay, both] = found.routes.as_slice() else { panic!("two equilibria") };
    assert_eq!((stay.to.as_str(), stay.improving.as_deref(), stay.lasts.len()), ("NN", Some(&[][..]), 5));
    // Alone neither waits for the other; together both do.
    assert_eq!((both.to.as_str(), &both.improving), ("YY", &None));
    assert_eq!(both.any.as_ref().unwrap().iter().map(|step| step.to.as_str()).collect::<Vec<_>>(), ["YN", "YY"]);
    let [step] = both.together.as_deref().unwrap() else { panic!("one joint step") };
    assert_eq!((step.movers.join("+").as_str(), step.takes.len(), step.drops.len()), ("Kelm+Orra", 2, 0));
    // Where both wait each would rather not, so that no state is proof against everybody.
    assert_eq!(found.coalition_proof.as_deref(), Some(&[][..]));
    let back = routes(&model, &solution, Some("YY"), false).unwrap();
    assert_eq!(back.routes[0].improving.as_ref().unwrap().len(), 2);
    assert_eq!(back.coalition_proof, None);
    for wrong in ["YYY", "y", "XY"] {
        assert!(routes(&model, &solution, Some(wrong), false).unwrap_err().to_string().contains("no state that can be"), "{wrong}");
    }
}

#[test]
fn a_status_quo_in_the_file_is_where_ways_begin() {
    let model = Model::parse(&BRIDGE.replacen('{', r#"{"status_quo": "YY", "#, 1)).unwrap();
    assert_eq!(routes(&model, &solve(&model), None, false).unwrap().from, "YY");
    let other = Model::parse(&BRIDGE.replacen('{', r#"{"status_quo": 3, "#, 1)).unwrap();
    assert_eq!(routes(&other, &solve(&other), None, false).unwrap().from, "NN");
}

#[test]
fn what_is_no_model_is_named() {
    for (model, said) in [
        ("[]", "cannot be read"),
        (r#"{"options": [], "decision_makers": []}"#, "0 options"),
        (r#"{"options": ["a"], "decision_makers": []}"#, "no decision maker"),
        (r#"{"options": ["a", "a"], "decision_makers": []}"#, "twice"),
        (r#"{"options": ["a"], "decision_makers": [{"name": "x", "options": ["b"]}]}"#, "names the option `b`"),
        (
            r#"{"options": ["a"], "infeasible": [{"a": "Y"}, {"a": "N"}], "decision_makers": [{"name": "x", "options": ["a"]}]}"#,
            "no feasible state",
        ),
        (r#"{"options": ["a"], "decision_makers": [{"name": "x", "options": ["a"], "priorities": [{"members": [[[7, "Y"]]]}]}]}"#, "`7`"),
        (r#"{"options": ["a"], "decision_makers": [{"name": "x", "options": ["a"]}, {"name": "y", "options": ["a"]}]}"#, "twice"),
    ] {
        let error = Model::parse(model).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains("help:"), "{model}: {error}");
    }
    let many: Vec<String> = (0..40).map(|at| format!("\"o{at}\"")).collect();
    assert!(Model::parse(&format!(r#"{{"options": [{}], "decision_makers": []}}"#, many.join(","))).is_err());
}

/// The definitions, word for word, for small conflicts.
fn slow(model: &Model, party: usize, concept: Concept) -> Vec<bool> {
    let payoffs = &model.parties[party].payoffs;
    let worth = |place: u32| payoffs[place as usize];
    let chains = |start: u32, selfish: bool| {
        let (mut reached, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![(start, party)]);
        while let Some((place, last)) = open.pop() {
            for mover in (0..model.parties.len()).filter(|&mover| mover != party && mover != last) {
                let gain = &model.parties[mover].payoffs;
                for to in model.moves(mover, place).filter(|&to| !selfish || gain[to as usize] > gain[place as usize]) {
                    reached.insert(to);
                    if seen.insert((to, mover)) {
                        open.push((to, mover));
                    }
                }
            }
        }
        reached
    };
    (0..model.states.len() as u32)
        .map(|place| {
            let bad = |to: u32| worth(to) <= worth(place);
            model.moves(party, place).filter(|&to| worth(to) > worth(place)).all(|to| match concept {
                Concept::Nash => false,
                Concept::Gmr => chains(to, false).into_iter().any(bad),
                Concept::Seq => chains(to, true).into_iter().any(bad),
                Concept::Smr => chains(to, false).into_iter().any(|answer| bad(answer) && model.moves(party, answer).all(bad)),
                Concept::Sim => (0..model.parties.len()).filter(|&other| other != party).any(|other| {
                    let gain = &model.parties[other].payoffs;
                    model.moves(other, place).filter(|&answer| gain[answer as usize] > gain[place as usize]).any(|answer| {
                        let mask = model.parties[party].mask;
                        let both = model.states[answer as usize] & !mask | model.states[to as usize] & mask;
                        let both = model.places[both as usize];
                        both != u32::MAX && bad(both)
                    })
                }),
            })
        })
        .collect()
}

proptest! {
    #[test]
    fn the_fast_way_gives_what_the_definitions_give(
        owners in prop::collection::vec(0..3_usize, 1..6),
        priorities in prop::collection::vec(prop::collection::vec((0..6_usize, any::<bool>(), 0..6_usize, any::<bool>()), 0..4), 3),
        infeasible in prop::collection::vec((0..6_usize, any::<bool>(), 0..6_usize, any::<bool>()), 0..2),
        directions in prop::collection::vec(0..3_usize, 6),
    ) {
        let count = owners.len();
        let word = |taken: bool| if taken { "Y" } else { "N" };
        let mut json = String::from(r#"{"options": ["#);
        json.push_str(&(0..count).map(|at| format!("\"o{at}\"")).collect::<Vec<_>>().join(","));
        json.push_str(r#"], "irreversible": {"#);
        json.push_str(&(0..count).map(|at| format!("\"o{at}\": \"{}\"", ["both", "fwd", "back"][directions[at]])).collect::<Vec<_>>().join(","));
        json.push_str(r#"}, "infeasible": ["#);
        let pairs: Vec<String> = infeasible.iter().map(|&(one, a, two, b)| {
            let (one, two) = (one % count, two % count);
            if one == two { format!("{{\"o{one}\": \"{}\"}}", word(a)) } else { format!("{{\"o{one}\": \"{}\", \"o{two}\": \"{}\"}}", word(a), word(b)) }
        }).collect();
        json.push_str(&pairs.join(","));
        json.push_str(r#"], "decision_makers": ["#);
        for (party, own) in priorities.iter().enumerate() {
            let options: Vec<String> = (0..count).filter(|&at| owners[at] == party).map(|at| format!("\"o{at}\"")).collect();
            let statements: Vec<String> = own.iter().map(|&(one, a, two, b)| {
                format!(r#"{{"compound": true, "members": [[[{}, "{}"]], [[{}, "{}"]]]}}"#, one % count, word(a), two % count, word(b))
            }).collect();
            let comma = if party > 0 { "," } else { "" };
            write!(json, r#"{comma}{{"name": "p{party}", "options": [{}], "priorities": [{}]}}"#, options.join(","), statements.join(",")).unwrap();
        }
        json.push_str("]}");
        let Ok(model) = Model::parse(&json) else { return Ok(()) };
        for party in 0..3 {
            for concept in Concept::ALL {
                prop_assert_eq!(stability::stable_for(&model, party, concept), slow(&model, party, concept), "{:?} for {} in {}", concept, party, json);
            }
        }
    }
}

#[test]
fn conflicts_of_the_literature_come_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gmcr");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let mut count = 0;
    for path in files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let found = serde_json::to_value(solve(&Model::parse(&text).unwrap())).unwrap();
        assert_eq!(found, file["expected"], "{}", path.display());
        count += 1;
    }
    assert!(count > 0);
}
