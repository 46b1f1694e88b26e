//! Whether different wordings of one issue reach one normal form, and near misses another.

use super::{HELD, Measure, UNREAD};
use crate::figures::Figure;
use anyhow::bail;
use rapporteur::Reader;

struct Wording<'t> {
    issue: &'t str,
    words: &'t str,
    /// `None` for a near miss, else whether it names the positive pole.
    pole: Option<bool>,
    key: Option<(String, bool)>,
}

/// Pairs within a half: all of wordings of either pole, and each near miss with the wordings of its own issue.
pub(super) fn evaluate(reader: &Reader, text: &str, measure: &mut Measure) -> anyhow::Result<()> {
    for half in ["dev", "fresh", "fresh-2", "fresh-3", "fresh-4", "fresh-5", "fresh-6", HELD] {
        let is_looked_at = !UNREAD.contains(&half);
        let mut all: Vec<Wording<'_>> = Vec::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()).skip(1) {
            let [issue, _label, words, relation, part] = line.split('\t').collect::<Vec<_>>()[..] else {
                bail!("wordings.tsv:{}: the row has not five cells", at + 1);
            };
            if part != half {
                continue;
            }
            let pole = match relation {
                "same" => Some(true),
                "opposite" => Some(false),
                _ => None,
            };
            let key = reader.issue(words).map(|issue| (issue.key, issue.positive));
            all.push(Wording { issue, words, pole, key });
        }
        let (mut joined, mut right, mut one, mut poles) = (0_usize, 0_usize, 0_usize, 0_usize);
        for (place, first) in all.iter().enumerate() {
            for second in &all[place + 1..] {
                let same = first.issue == second.issue;
                let misses = usize::from(first.pole.is_none()) + usize::from(second.pole.is_none());
                if misses == 2 || misses == 1 && !same {
                    continue;
                }
                let is_one = same && misses == 0;
                one += usize::from(is_one);
                let alike = first.key.is_some() && first.key.as_ref().map(|key| &key.0) == second.key.as_ref().map(|key| &key.0);
                joined += usize::from(alike);
                right += usize::from(alike && is_one);
                if alike && is_one {
                    let told = first.key.as_ref().map(|key| key.1) == second.key.as_ref().map(|key| key.1);
                    poles += usize::from(told == (first.pole == second.pole));
                }
                if is_looked_at && alike && !is_one {
                    measure.disagreements.push(format!("wording\tjoined\t{} | {} | {:?}", first.words, second.words, first.key));
                }
            }
        }
        if is_looked_at {
            for wording in &all {
                let key = wording.key.as_ref().map_or("-".to_owned(), |(key, pole)| format!("{}{key}", if *pole { "" } else { "! " }));
                let sort = match wording.pole {
                    Some(true) => "same",
                    Some(false) => "opposite",
                    None => "other",
                };
                measure.disagreements.push(format!("wording\t{}\t{sort}\t{}\t{key}", wording.issue, wording.words));
            }
        }
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        for (name, value) in [
            ("pairs of wordings, precision", share(right, joined)),
            ("pairs of wordings, recall", share(right, one)),
            ("poles of pairs rightly joined", share(poles, right)),
        ] {
            measure.figures.push(Figure::new("positions", format!("{half}: {name}"), value));
        }
    }
    Ok(())
}
