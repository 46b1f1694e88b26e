//! What is taken for what: the labels that cost most words, and what they are mistaken for.

use crate::conll_eval::LabelPair;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Labels shown of each kind.
const WORST: usize = 10;
/// Wrong labels shown beside each.
const SHOWN: usize = 4;

/// One label of the gold file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row<'a> {
    label: &'a str,
    /// Words that have it in the gold file, and in the system's, and in both.
    gold: usize,
    system: usize,
    right: usize,
    /// What its words are called instead, the most frequent first.
    instead: Vec<(&'a str, usize)>,
}

/// Two tables for the terminal: parts of speech and relations of the words that both files have.
pub fn tables(name: &str, pairs: &[LabelPair]) -> String {
    let mut out = String::new();
    table(&mut out, &format!("{name} UPOS"), pairs.iter().map(|pair| &pair.upos));
    table(&mut out, &format!("{name} deprel, whatever the head"), pairs.iter().map(|pair| &pair.deprel));
    out
}

fn table<'a>(out: &mut String, title: &str, pairs: impl Iterator<Item = &'a [String; 2]>) {
    let rows = worst(pairs);
    let _ = writeln!(out, "\n{title}\n  {:<10}  {:>6}  {:>6}  {:>9}  {:>6}  taken for", "label", "gold", "wrong", "precision", "recall");
    for row in rows {
        let share = |all: usize| if all == 0 { "-".to_owned() } else { format!("{:.2}", 100.0 * row.right as f64 / all as f64) };
        let instead: Vec<String> = row.instead.iter().take(SHOWN).map(|(label, count)| format!("{label} {count}")).collect();
        let _ = writeln!(
            out,
            "  {:<10}  {:>6}  {:>6}  {:>9}  {:>6}  {}",
            row.label,
            row.gold,
            row.gold - row.right,
            share(row.system),
            share(row.gold),
            instead.join(", ")
        );
    }
}

/// The labels of which most words are wrong, the worst first.
fn worst<'a>(pairs: impl Iterator<Item = &'a [String; 2]>) -> Vec<Row<'a>> {
    let mut rows: BTreeMap<&str, (Row<'a>, BTreeMap<&str, usize>)> = BTreeMap::new();
    for [gold, system] in pairs {
        let (row, instead) = rows.entry(gold).or_default();
        row.gold += 1;
        if gold == system {
            row.right += 1;
        } else {
            *instead.entry(system).or_default() += 1;
        }
        rows.entry(system).or_default().0.system += 1;
    }
    let mut list: Vec<Row<'a>> = Vec::new();
    for (label, (row, instead)) in rows {
        let mut instead: Vec<(&str, usize)> = instead.into_iter().collect();
        instead.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        list.push(Row { label, instead, ..row });
    }
    list.retain(|row| row.gold > row.right);
    list.sort_by_key(|row| std::cmp::Reverse(row.gold - row.right));
    list.truncate(WORST);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_that_costs_most_words_comes_first_with_what_it_is_taken_for() {
        let pair = |gold: &str, system: &str| [gold.to_owned(), system.to_owned()];
        let pairs =
            [pair("NOUN", "NOUN"), pair("NOUN", "VERB"), pair("ADJ", "NOUN"), pair("ADJ", "VERB"), pair("ADJ", "VERB"), pair("X", "X")];
        let rows = worst(pairs.iter());
        let adjective = Row { label: "ADJ", gold: 3, system: 0, right: 0, instead: vec![("VERB", 2), ("NOUN", 1)] };
        let noun = Row { label: "NOUN", gold: 2, system: 2, right: 1, instead: vec![("VERB", 1)] };
        assert_eq!(rows, [adjective, noun]);
        let mut out = String::new();
        table(&mut out, "title", pairs.iter());
        assert!(out.contains("NOUN             2       1      50.00   50.00  VERB 1"), "{out}");
    }
}
