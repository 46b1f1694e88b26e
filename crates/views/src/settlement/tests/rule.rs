use super::*;
use rapporteur_lexicon::Seat;

fn judged(lines: &[&str], rule: &str, on: &str) -> Verdict {
    settled(stands(lines), &question(Some("motion"), Some(rule), Some(on))).unwrap().verdict.unwrap()
}

/// Positions of states whose names have blanks, which [`stand`] cannot say.
fn votes(votes: &[(&str, Stance)]) -> Vec<Stand> {
    votes.iter().map(|&(state, stance)| Stand { holder: state.to_owned(), stance, ..stand("x support motion") }).collect()
}

#[test]
fn a_veto_blocks_whatever_others_do_and_silence_is_unknown() {
    let found = judged(&["Russia reject motion", "France support motion"], "unsc", "2012-12-29");
    assert_eq!((found.outcome, found.votes, found.seats), (Outcome::Fails, (1, 14), 15));
    assert_eq!(found.blocked_by, ["Russia"]);
    let open = judged(&["France support motion"], "unsc", "2012-12-29");
    assert_eq!((open.outcome, open.votes, open.blocked_by.len()), (Outcome::Undecided, (1, 15), 0));
}

#[test]
fn names_of_a_state_are_one_state() {
    for name in ["Moscow", "Kremlin", "Russian Federation"] {
        let found = settled(votes(&[(name, Stance::Reject)]), &question(Some("motion"), Some("unsc"), Some("2012-12-29"))).unwrap();
        assert_eq!(found.verdict.unwrap().blocked_by, ["Russia"], "{name}");
    }
    let actors = ActorTable::embedded();
    let names = Names { actors: &actors };
    for (name, state) in [
        ("the Russian government", Some("Russia")),
        ("Britain", Some("United Kingdom")),
        ("the United States", Some("United States")),
        ("the Northern Front", None),
        ("Russian opposition", None),
        ("", None),
        ("the", None),
    ] {
        assert_eq!(names.state(name), state, "{name}");
    }
}

#[test]
fn members_of_a_party_vote_with_it_and_a_party_with_two_voices_is_open() {
    let one = judged(&["Russia/Dask reject motion"], "unsc", "2012-12-29");
    assert_eq!(one.blocked_by, ["Russia"]);
    let two = judged(&["Russia/Dask reject motion", "Russia/Orlin support motion"], "unsc", "2012-12-29");
    assert_eq!(
        (two.outcome, two.ballots.iter().find(|ballot| ballot.member == "Russia").unwrap().vote),
        (Outcome::Undecided, Vote::Divided)
    );
}

#[test]
fn an_abstention_is_no_veto_but_no_vote_either() {
    let council: Vec<String> = Rules::embedded().members("unsc", "2012-12-29").into_iter().map(|seat: &Seat| seat.state.clone()).collect();
    let all = |for_it: usize| -> Vec<Stand> {
        let mut order = council.clone();
        order.sort_by_key(|name| name != "China");
        order
            .iter()
            .enumerate()
            .flat_map(|(at, name)| votes(&[(name, if at == 0 || at > for_it { Stance::Neutral } else { Stance::Support })]))
            .collect()
    };
    let outcome =
        |for_it: usize| settled(all(for_it), &question(Some("motion"), Some("unsc"), Some("2012-12-29"))).unwrap().verdict.unwrap();
    assert_eq!(outcome(9).outcome, Outcome::Passes);
    let short = outcome(8);
    assert_eq!((short.outcome, short.votes, short.blocked_by.len()), (Outcome::Fails, (8, 8), 7));
    assert_eq!(short.changes.sets.len(), 7, "any one of those who abstain is enough");
}

#[test]
fn a_condition_leaves_a_vote_open() {
    let found = judged(&["China accept-if motion if talks", "Russia reject motion if talks"], "unsc", "2012-12-29");
    let vote = |state: &str| found.ballots.iter().find(|ballot| ballot.member == state).unwrap().vote;
    assert_eq!((found.outcome, vote("China"), vote("Russia")), (Outcome::Undecided, Vote::Conditional, Vote::Conditional));
}

#[test]
fn two_thirds_of_the_assembly_are_counted_among_those_who_vote() {
    let found = judged(&["France support motion", "Russia reject motion", "Kosovo support motion"], "unga", "2012-12-29");
    assert_eq!((found.seats, found.votes, found.ballots.len(), found.unnamed), (193, (1, 192), 2, 191));
    assert_eq!(found.outcome, Outcome::Undecided);
}

#[test]
fn the_union_counts_states_and_people_and_small_minorities_cannot_block() {
    let rules = Rules::embedded();
    let union: Vec<String> = rules.members("eu", "2022-06-01").into_iter().map(|seat| seat.state.clone()).collect();
    let against = |no: &[&str], rule: &str| {
        let all: Vec<Stand> = union
            .iter()
            .flat_map(|state| votes(&[(state, if no.contains(&state.as_str()) { Stance::Reject } else { Stance::Support })]))
            .collect();
        settled(all, &question(Some("motion"), Some(rule), Some("2022-06-01"))).unwrap().verdict.unwrap()
    };
    // Three states with more than 35 % of the people are too few; with a fourth they block.
    assert_eq!(against(&["Germany", "France", "Italy"], "eu-qualified").outcome, Outcome::Passes);
    let four = against(&["Germany", "France", "Italy", "Malta"], "eu-qualified");
    assert_eq!((four.outcome, four.blocked_by.len()), (Outcome::Fails, 4));
    assert_eq!(four.changes.sets.iter().filter(|set| set.changes.len() == 1).count(), 4);
    // Thirteen small states are more than 45 % of the states.
    let small = [
        "Malta",
        "Luxembourg",
        "Cyprus",
        "Estonia",
        "Latvia",
        "Slovenia",
        "Lithuania",
        "Croatia",
        "Ireland",
        "Slovakia",
        "Finland",
        "Denmark",
        "Bulgaria",
    ];
    assert_eq!(against(&small, "eu-qualified").outcome, Outcome::Fails);
    assert_eq!(against(&small[..12], "eu-qualified").outcome, Outcome::Passes);
    assert_eq!(against(&["Malta"], "eu-unanimity").blocked_by, ["Malta"]);
}

#[test]
fn a_body_without_a_list_takes_the_members_that_are_named() {
    let bare = judged(&["Kenya support motion"], "au-psc", "2022-06-01");
    assert_eq!((bare.outcome, bare.unnamed), (Outcome::Undecided, 15));
    assert!(bare.notes[0].contains("--members"), "{:?}", bare.notes);
    let members: Vec<String> = ["Kenya", "Nairobi", "Ghana", "Mali"].map(str::to_owned).to_vec();
    let asked = Question { members: &members, ..question(Some("motion"), Some("consensus"), Some("2022-06-01")) };
    let found = settled(votes(&[("Kenya", Stance::Support), ("Ghana", Stance::Support), ("Mali", Stance::Reject)]), &asked)
        .unwrap()
        .verdict
        .unwrap();
    assert_eq!((found.seats, found.outcome, found.blocked_by), (3, Outcome::Fails, vec!["Mali".to_owned()]));
}

#[test]
fn consensus_is_of_those_who_spoke() {
    let found = judged(&["Front support motion", "Varosia/Dask support motion"], "consensus", "2031-01-01");
    assert_eq!((found.outcome, found.seats), (Outcome::Passes, 2));
    assert_eq!(judged(&["Front support motion", "Varosia reject motion"], "consensus", "2031-01-01").blocked_by, ["Varosia"]);
}

#[test]
fn a_rule_that_was_not_in_force_is_named() {
    let error =
        settled(votes(&[("France", Stance::Support)]), &question(Some("motion"), Some("eu-qualified"), Some("2003-01-01"))).unwrap_err();
    assert!(error.to_string().contains("was not in force on 2003-01-01"), "{error}");
}

#[test]
fn every_veto_of_history_is_blocked_by_exactly_those_who_cast_it() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/unsc/vetoes.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let (rules, actors) = (Rules::embedded(), ActorTable::embedded());
    let names = Names { actors: &actors };
    let mut count = 0;
    for row in rows(&text) {
        let day: Vec<usize> = row["date"].split('/').map(|part| part.parse().unwrap()).collect();
        let day = format!("{:04}-{:02}-{:02}", day[2], day[0], day[1]);
        let cast: Vec<&str> = ["member_veto1", "member_veto2", "member_veto3"]
            .iter()
            .map(|name| row[*name].as_str())
            .filter(|name| !name.is_empty())
            .collect();
        let sits = |name: &str, seat: &Seat| names.state(name) == Some(&seat.state) || seat.aliases.iter().any(|alias| alias == name);
        let members = rules.members("unsc", &day);
        let others = members.iter().filter(|seat| !cast.iter().any(|name| sits(name, seat)));
        let mut all = votes(&cast.iter().map(|name| (*name, Stance::Reject)).collect::<Vec<_>>());
        all.extend(others.flat_map(|seat| votes(&[(&seat.state, Stance::Support)])));
        let found = settled(all, &question(Some("motion"), Some("unsc"), Some(&day))).unwrap().verdict.unwrap();
        let mut blocked: Vec<&str> =
            members.iter().filter(|seat| cast.iter().any(|name| sits(name, seat))).map(|seat| seat.state.as_str()).collect();
        blocked.sort_unstable();
        assert_eq!((blocked.len(), found.outcome), (cast.len(), Outcome::Fails), "{day} {cast:?}");
        assert_eq!(found.blocked_by, blocked, "{day} {cast:?}");
        assert_eq!(found.votes.0, found.seats - cast.len(), "{day}: all others are seen to vote for it");
        count += 1;
    }
    println!("{count} votes that a veto ended");
    assert!(count > 200, "{count} vetoes");
}

/// The rows of a CSV file by the names of its columns; cells in quotation marks may hold commas and line ends.
fn rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let (mut lines, mut quoted) = (vec![vec![String::new()]], false);
    for c in text.chars().filter(|c| *c != '\r') {
        let line = lines.last_mut().unwrap();
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(String::new()),
            '\n' if !quoted => lines.push(vec![String::new()]),
            c => line.last_mut().unwrap().push(c),
        }
    }
    let header = lines.remove(0);
    lines.into_iter().filter(|line| line.len() == header.len()).map(|line| header.iter().cloned().zip(line).collect()).collect()
}
