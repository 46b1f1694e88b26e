use super::*;

fn pairs(lines: &[&str]) -> Vec<String> {
    let found = settled(stands(lines), &question(None, None, None)).unwrap();
    found.incompatible.iter().map(crate::settlement::words::pair).collect()
}

#[test]
fn what_one_wants_and_another_refuses_excludes_each_other() {
    assert_eq!(
        pairs(&["Front demand leave", "Karim reject leave", "League support leave"]),
        ["Front is for it, Karim against: leave", "League is for it, Karim against: leave"]
    );
    assert_eq!(pairs(&["Front assert shelled", "Varosia deny shelled"]), ["Front asserts, Varosia denies: shelled"]);
    assert_eq!(pairs(&["Front assert shelled", "Varosia reject shelled"]), [""; 0], "what is so and what shall be are two things");
    assert_eq!(pairs(&["Front demand leave", "Front/Moreau reject leave"]), [""; 0], "a party does not exclude itself");
    assert_eq!(pairs(&["Front neutral leave", "Karim reject leave"]), [""; 0]);
}

#[test]
fn who_rejects_a_precondition_quarrels_with_who_sets_it() {
    let lines = ["Front demand leave before talks", "Telmark reject leave before talks"];
    assert_eq!(pairs(&lines), ["Front makes it a precondition of `talks`, Telmark rejects that: leave"]);
    let found = settled(stands(&lines), &question(None, None, None)).unwrap();
    assert_eq!(found.preconditions[0].contested_by, ["Telmark"]);
    assert!(found.preconditions[0].refused_by.is_empty() && found.deadlocks.is_empty(), "nobody refuses that he leaves");
}

#[test]
fn the_last_word_holds_and_own_words_outweigh_what_others_tell() {
    assert_eq!(pairs(&["Front demand leave", "Karim reject leave 2031-05-01", "Karim support leave 2031-05-09"]), [""; 0]);
    assert_eq!(pairs(&["Front demand leave", "Karim reject leave 2031-05-09 reported"]).len(), 1);
    let told = ["Front demand leave", "Karim support leave 2031-05-01", "Karim reject leave reported 2031-05-09"];
    assert_eq!(pairs(&told), [""; 0]);
    let found = settled(stands(&["Front demand leave", "Karim reject leave reported 2031-05-09"]), &question(None, None, None)).unwrap();
    assert!(found.incompatible[0].doubts.contains(&Doubt::OnlyReported));
}

#[test]
fn later_days_do_not_count_before_they_come() {
    let all = stands(&["Front demand leave 2031-05-01", "Karim reject leave 2031-05-09"]);
    let before = settled(all.clone(), &question(None, None, Some("2031-05-08"))).unwrap();
    let after = settled(all, &question(None, None, Some("2031-05-09"))).unwrap();
    assert_eq!((before.incompatible.len(), after.incompatible.len()), (0, 1));
}

#[test]
fn who_waits_for_each_other_is_a_cycle_and_what_is_behind_each_other_a_chain() {
    let found = settled(
        stands(&[
            "A accept-if talks if leave",
            "B reject leave if talks",
            "C accept-if aid if cease-fire",
            "D demand prisoners before cease-fire",
        ]),
        &question(None, None, None),
    )
    .unwrap();
    assert_eq!(
        found.cycles.iter().map(|cycle| (cycle.issues.clone(), cycle.parties.clone())).collect::<Vec<_>>(),
        [(vec!["leave".to_owned(), "talks".to_owned()], vec![vec!["A".to_owned()], vec!["B".to_owned()]])]
    );
    assert_eq!(found.chains.iter().map(|chain| chain.issues.join(" ")).collect::<Vec<_>>(), ["prisoners cease-fire aid"]);
    let blocked: Vec<&str> = found.deadlocks.iter().map(|deadlock| deadlock.issue.as_str()).collect();
    assert_eq!(blocked, ["leave", "talks"], "a chain that nobody refuses is none");
}

#[test]
fn a_deadlock_says_who_wants_what_first_and_who_refuses_that() {
    let found = settled(example(), &question(None, None, None)).unwrap();
    let talks = found.deadlocks.iter().find(|deadlock| deadlock.issue.starts_with("hold-talks")).unwrap();
    assert_eq!(
        talks.because,
        ["Northern Front wants first: Karim leaves office, which Varosia refuses; Telmark rejects it as a precondition"]
    );
    assert_eq!(found.preconditions[talks.preconditions[0]].stands, [0, 1]);
    let fighting = found.deadlocks.iter().find(|deadlock| deadlock.issue == "cease-fire").unwrap();
    assert_eq!(fighting.because, ["Northern Front wants first: The League sends observers, which waits for this in turn"]);
}

#[test]
fn all_agree_where_nobody_who_spoke_is_on_the_other_side() {
    let agreed = |lines: &[&str]| -> Vec<(String, Pole, bool)> {
        let found = settled(stands(lines), &question(None, None, None)).unwrap();
        found.agreed.into_iter().map(|one| (one.issue, one.side, one.conditional)).collect()
    };
    assert_eq!(agreed(&["A support aid", "B demand aid"]), [("aid".to_owned(), Pole::For, false)]);
    assert_eq!(agreed(&["A support aid", "B accept-if aid if talks"]), [("aid".to_owned(), Pole::For, true)]);
    assert_eq!(agreed(&["A reject tolls", "B reject tolls"]), [("tolls".to_owned(), Pole::Against, false)]);
    assert_eq!(agreed(&["A support aid", "A/Dask support aid"]), [], "one party is no agreement");
    assert_eq!(agreed(&["A support aid", "B support aid", "B/Dask reject aid"]), [], "a divided party does not agree");
    assert_eq!(agreed(&["A support aid", "B support aid", "C neutral aid"]), []);
}

#[test]
fn who_gives_way_concedes_and_who_takes_back_hardens() {
    let kinds = |lines: &[&str]| -> Vec<MoveKind> {
        settled(stands(lines), &question(None, None, None)).unwrap().moves.into_iter().map(|one| one.kind).collect()
    };
    use MoveKind::{Concession, Hardening, Reversal};
    assert_eq!(
        kinds(&["A reject aid 2031-01-01", "A accept-if aid if talks 2031-01-05", "A support aid 2031-01-09"]),
        [Concession, Concession]
    );
    assert_eq!(kinds(&["A support aid 2031-01-05", "A reject aid 2031-01-09"]), [Hardening]);
    assert_eq!(kinds(&["A demand leave 2031-01-05", "A neutral leave 2031-01-09"]), [Concession]);
    assert_eq!(kinds(&["A deny shelled 2031-01-05", "A assert shelled 2031-01-09"]), [Reversal]);
    assert_eq!(kinds(&["A reject aid 2031-01-05", "A/Dask support aid 2031-01-09"]), [], "two holders are no change");
    assert_eq!(kinds(&["A reject aid", "A support aid 2031-01-09"]), [], "no day, no order");
    assert_eq!(kinds(&["A reject aid reported 2031-01-05", "A support aid 2031-01-09"]), [], "what others told is no change of mind");
}

#[test]
fn a_party_with_two_voices_shows_both_and_one_voice_that_says_both_contradicts_itself() {
    let found = settled(
        stands(&[
            "A/Dask support aid 2031-01-05",
            "A/Orlin reject aid 2031-01-04",
            "B/Moreau support tolls 2031-01-05",
            "B/Moreau reject tolls 2031-01-05",
        ]),
        &question(None, None, None),
    )
    .unwrap();
    let division = &found.divided[0];
    assert_eq!((found.divided.len(), division.one[0].party.as_str(), division.other[0].party.as_str()), (1, "Dask", "Orlin"));
    assert!(found.matrix.iter().find(|cell| cell.issue == "aid").unwrap().divided);
    assert_eq!((found.contradictions.len(), found.contradictions[0].holder.as_str()), (1, "Moreau"));
    // One wants Karim gone first, another talks at once.
    let found = settled(example(), &question(None, None, None)).unwrap();
    let division = &found.divided[0];
    let voices = (division.one[0].party.as_str(), division.other[0].party.as_str());
    assert_eq!((division.precondition.as_deref(), voices), (Some("leave(karim)"), ("Anton Moreau", "Tomas Orlin")));
}

#[test]
fn a_condition_ends_when_its_holder_drops_it() {
    let links = |lines: &[&str]| settled(stands(lines), &question(None, None, None)).unwrap().preconditions.len();
    let set = "A demand leave before talks 2031-01-01";
    assert_eq!(links(&[set]), 1);
    assert_eq!(links(&[set, "A demand leave 2031-01-05"]), 1, "a demand that is said again shorter is the same");
    assert_eq!(links(&[set, "A support talks 2031-01-05"]), 0);
    assert_eq!(links(&[set, "A/Dask support talks 2031-01-05"]), 1, "another's word drops nothing");
    assert_eq!(links(&[set, "A neutral leave 2031-01-05"]), 0);
}

#[test]
fn what_hangs_on_one_statement_is_named_and_what_has_two_is_firm() {
    let asked = Question { sensitivity: true, ..question(None, None, None) };
    let mut all = stands(&["Front demand leave", "Karim reject leave", "Karim reject leave"]);
    all[2].evidence[0] = Evidence { id: "s9".to_owned(), report: "q".to_owned(), story: "q".to_owned(), ..Evidence::default() };
    let found = settled(all, &asked).unwrap().sensitivity.unwrap();
    let pair = "Front is for it, Karim against: leave".to_owned();
    let on_statement = found.hangs.iter().find(|hang| hang.piece == Piece::Statement).unwrap();
    assert_eq!((on_statement.id.as_deref(), &on_statement.lost), (Some("Front demand leave"), &vec![pair, "blocked: leave".to_owned()]));
    assert!(!found.hangs.iter().any(|hang| hang.report == "q"), "Karim said it elsewhere too");
    // Both said it in two reports, so that it hangs on none.
    let mut twice = stands(&["Front demand leave", "Karim reject leave", "Front demand leave", "Karim reject leave"]);
    for one in &mut twice[2..] {
        one.evidence[0] =
            Evidence { id: format!("{} again", one.holder), report: "q".to_owned(), story: "q".to_owned(), ..Evidence::default() };
    }
    let found = settled(twice, &asked).unwrap().sensitivity.unwrap();
    assert_eq!((found.hangs.len(), found.firm.len()), (0, 2));
}

#[test]
fn copies_of_a_story_are_one_source() {
    let asked = Question { sensitivity: true, ..question(None, None, None) };
    let found = settled(example(), &asked).unwrap().sensitivity.unwrap();
    let blocked = "blocked: Varosia and the Northern Front hold talks";
    let lost = |piece: Piece| found.hangs.iter().filter(|hang| hang.piece == piece && hang.lost.iter().any(|lost| lost == blocked)).count();
    // Two copies tell of the precondition; one of Karim's report refuses it.
    assert_eq!((lost(Piece::Story), lost(Piece::Report), lost(Piece::Statement)), (1, 1, 1));
}

#[test]
fn questions_without_an_answer_say_what_to_do() {
    let said = |result: Result<Settlement, SettleError>| result.unwrap_err().to_string();
    assert!(said(settled(Vec::new(), &question(None, None, None))).contains("help: read reports"));
    assert!(said(settled(example(), &question(Some("the moon"), None, None))).contains("those most spoken of are `"));
    assert!(said(settled(example(), &question(Some("varosia"), None, None))).contains("several are like it: `hold-talks"));
    assert!(said(settled(example(), &question(Some("leave"), Some("senate"), None))).contains("rules are arab-league"));
    assert!(said(settled(example(), &question(None, Some("unsc"), None))).contains("name it with --issue"));
    assert!(said(settled(example(), &question(Some("leave"), Some("unsc"), Some("1931-01-01")))).contains("of later days than 1931-01-01"));
    assert_eq!(settled(example(), &question(Some("karim LEAVES"), None, None)).unwrap().asked.unwrap().key, "leave(karim)");
}

#[test]
fn what_nobody_wants_is_refused_but_no_quarrel() {
    let found = settled(stands(&["Karim reject tolls", "Karim reject leave", "Front demand leave"]), &question(None, None, None)).unwrap();
    let told: Vec<(&str, usize)> = found.deadlocks.iter().map(|deadlock| (deadlock.issue.as_str(), deadlock.wanted_by.len())).collect();
    assert_eq!(told, [("leave", 1), ("tolls", 0)]);
    assert_eq!(found.changes.iter().map(|changes| changes.issue.as_str()).collect::<Vec<_>>(), ["leave"]);
    let page = crate::settlement::report::text(&found);
    let (quarrels, refused) = page.split_once("Refused, and nobody was read who wants it").unwrap();
    assert!(quarrels.contains("Karim refuses it [2]") && refused.contains("Karim refuses it [1]"), "{page}");
}

#[test]
fn a_named_issue_brings_what_hangs_together_with_it_and_nothing_else() {
    let found = settled(example(), &question(Some("leave(karim)"), None, None)).unwrap();
    let keys: Vec<&str> = found.issues.iter().map(|issue| issue.key.as_str()).collect();
    assert_eq!(keys, ["hold-talks(varosia,northern front)", "leave(karim)"]);
    assert_eq!(found.changes.len(), 1);
}
