use super::*;
use proptest::prelude::*;

/// What was counted by hand: A says yes to x twice and no to y; B yes to x, yes to y; C no to x three times.
fn counted() -> Vec<Stand> {
    stands(&[
        "A support x",
        "A demand x",
        "A reject y",
        "B support x",
        "B support y",
        "C reject x",
        "C reject x",
        "C deny x",
        "C neutral y",
    ])
}

fn weights(kind: NetworkKind, normalization: Normalization) -> Vec<Vec<f64>> {
    network(&counted(), kind, normalization, Repeats::Include, Actors::Holders, false).unwrap().weights
}

#[test]
fn two_mode_weights_are_those_worked_out_by_hand() {
    use NetworkKind::{TwoMode, TwoModeSubtract};
    assert_eq!(weights(TwoMode, Normalization::None), [[2.0, 1.0], [1.0, 1.0], [3.0, 0.0]]);
    assert_eq!(weights(TwoModeSubtract, Normalization::None), [[2.0, -1.0], [1.0, 1.0], [-3.0, 0.0]]);
    assert_eq!(weights(TwoModeSubtract, Normalization::Activity), [[2.0 / 3.0, -1.0 / 3.0], [0.5, 0.5], [-1.0, 0.0]]);
    assert_eq!(weights(TwoMode, Normalization::Prominence), [[2.0 / 6.0, 0.5], [1.0 / 6.0, 0.5], [0.5, 0.0]]);
}

#[test]
fn one_mode_weights_are_those_worked_out_by_hand() {
    use NetworkKind::{Conflict, Congruence, Subtract};
    // A and B agree on x (2 × 1) and disagree on y (1 × 1); A and C disagree on x (2 × 3); B and C on x (1 × 3).
    assert_eq!(weights(Congruence, Normalization::None), [[0.0, 2.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
    assert_eq!(weights(Conflict, Normalization::None), [[0.0, 1.0, 6.0], [1.0, 0.0, 3.0], [6.0, 3.0, 0.0]]);
    assert_eq!(weights(Subtract, Normalization::None), [[0.0, 1.0, -6.0], [1.0, 0.0, -3.0], [-6.0, -3.0, 0.0]]);
    // A has 3 statements, B 2, C 3.
    assert_eq!(weights(Congruence, Normalization::Average)[0][1], 2.0 / 2.5);
    assert_eq!(weights(Conflict, Normalization::Average)[0][2], 6.0 / 3.0);
    assert_eq!(weights(Congruence, Normalization::Cosine)[0][1], 2.0 / 6.0);
    assert_eq!(weights(Conflict, Normalization::Cosine)[1][2], 3.0 / 6.0);
    // A alone has y-no (1); B alone y-yes (1); both x-yes (2 × 1): 1 + 1 + 2.
    assert_eq!(weights(Congruence, Normalization::Jaccard)[0][1], 2.0 / 4.0);
    // A alone has x-yes (2) and y-no (1), C alone x-no (3), nothing is shared: 6.
    assert_eq!(weights(Conflict, Normalization::Jaccard)[0][2], 6.0 / 6.0);
    assert_eq!(weights(Subtract, Normalization::Jaccard)[0][1], 1.0 / 4.0);
}

#[test]
fn issues_are_nodes_too() {
    let found = network(&counted(), NetworkKind::Congruence, Normalization::None, Repeats::Include, Actors::Holders, true).unwrap();
    // By A: yes to x twice, no to y; by B: yes to both: 1 × 1.
    assert_eq!((found.rows.as_slice(), found.weights[0][1]), (&["x".to_owned(), "y".to_owned()][..], 1.0));
}

#[test]
fn what_is_said_again_counts_as_often_as_asked_for() {
    let first = |repeats: Repeats| {
        let mut all = counted();
        all[0].evidence[0].report = "other copy".to_owned();
        network(&all, NetworkKind::TwoMode, Normalization::None, repeats, Actors::Holders, false).unwrap().weights
    };
    assert_eq!(first(Repeats::Include)[0][0], 2.0);
    assert_eq!((first(Repeats::Report)[0][0], first(Repeats::Story)[0][0]), (2.0, 1.0));
    assert_eq!(first(Repeats::Story)[2][0], 1.0);
}

#[test]
fn parties_gather_those_who_speak_for_them() {
    let all = stands(&["A/Dask support x", "A/Orlin reject x", "B support x"]);
    let found = network(&all, NetworkKind::Subtract, Normalization::None, Repeats::Include, Actors::Parties, false).unwrap();
    assert_eq!((found.rows, found.weights[0][1]), (vec!["A".to_owned(), "B".to_owned()], 0.0));
}

#[test]
fn a_normalisation_of_the_other_mode_is_refused() {
    let of = |kind, how| network(&counted(), kind, how, Repeats::Include, Actors::Holders, false).unwrap_err();
    assert_eq!(of(NetworkKind::TwoMode, Normalization::Jaccard), NetworkError::OneModeOnly);
    assert_eq!(of(NetworkKind::Conflict, Normalization::Prominence), NetworkError::TwoModeOnly);
}

#[test]
fn networks_are_written_as_matrix_and_as_graph() {
    let mut all = stands(&["A support x", "B support x", "C reject x"]);
    all[1].holder = "B, \"<b>\"".to_owned();
    let found = network(&all, NetworkKind::Congruence, Normalization::None, Repeats::Include, Actors::Holders, false).unwrap();
    assert_eq!(found.csv(), ",A,\"B, \"\"<b>\"\"\",C\nA,0,1,0\n\"B, \"\"<b>\"\"\",1,0,0\nC,0,0,0\n");
    let mut graph = Vec::new();
    found.graphml(&mut graph).unwrap();
    let graph = String::from_utf8(graph).unwrap();
    assert_eq!((graph.matches("<node ").count(), graph.matches("<edge ").count()), (3, 1));
    assert!(graph.contains("B, \"&lt;b&gt;\""));
    super::report::balanced(graph.split_once("?>").unwrap().1);
}

proptest! {
    #[test]
    fn ties_have_no_direction_and_the_parts_add_up(rows in prop::collection::vec((0..4_usize, 0..3_usize, any::<bool>()), 0..20)) {
        let all: Vec<Stand> = rows.iter().map(|(who, what, yes)| stand(&format!("p{who} {} i{what}", if *yes { "support" } else { "reject" }))).collect();
        for how in [Normalization::None, Normalization::Average, Normalization::Jaccard, Normalization::Cosine] {
            let of = |kind| network(&all, kind, how, Repeats::Include, Actors::Holders, false).unwrap().weights;
            let (same, contrary, less) = (of(NetworkKind::Congruence), of(NetworkKind::Conflict), of(NetworkKind::Subtract));
            for a in 0..same.len() {
                for b in 0..same.len() {
                    prop_assert_eq!(same[a][b], same[b][a]);
                    prop_assert!((same[a][b] - contrary[a][b] - less[a][b]).abs() < 1e-9);
                    if how == Normalization::Jaccard {
                        prop_assert!((0.0..=1.0).contains(&same[a][b]));
                    }
                }
            }
        }
    }
}
