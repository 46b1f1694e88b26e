use super::*;
use crate::testing::analysis;

fn check(trees: &str, expected: &[(&str, Option<f64>, Option<f64>, &str)]) {
    let (text, analysis) = analysis(trees);
    let found = read(&text, &analysis, &[], &Quantities::embedded());
    let found: Vec<_> = found
        .iter()
        .map(|quantity| (quantity.span.of(&text), quantity.low, quantity.high, quantity.unit.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_killed_are_dead_and_a_bound_leaves_one_side_open() {
    check(
        &"At/at/ADP/2/case
         least/least/ADJ/3/nmod
         12/12/NUM/4/nummod
         people/people/NOUN/6/nsubj:pass
         were/be/AUX/6/aux:pass
         killed/kill/VERB/0/root
         ././PUNCT/6/punct"
            .replace('/', " "),
        &[("At least 12 people", Some(12.0), None, "dead")],
    );
}

#[test]
fn a_number_that_names_is_no_quantity() {
    check("Resolution resolution PROPN 3 nsubj\n40 40 NUM 1 nummod\npassed pass VERB 0 root\n. . PUNCT 3 punct", &[]);
}
