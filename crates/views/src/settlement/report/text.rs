//! The report in a terminal.

use super::parts::{Item, sections};
use super::table::sign;
use crate::settlement::{Evidence, Settlement, Stand};
use std::fmt::Write;

/// Lines of a section at most; other forms have all.
const MOST: usize = 40;

/// All findings as text, the positions that show them as numbers in brackets, and the quotations at the end.
pub fn text(found: &Settlement) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", title(found));
    heading(&mut out, "Who stands where");
    let mut lines = 0;
    for issue in &found.issues {
        let cells: Vec<_> = found.matrix.iter().filter(|cell| cell.issue == issue.key).collect();
        if cells.is_empty() {
            continue;
        }
        lines += 1 + cells.len();
        if lines > 4 * MOST {
            let _ = writeln!(out, "… and more issues: --format matrix has all");
            break;
        }
        let _ = writeln!(out, "{}  ({})", issue.label, issue.key);
        let width = cells.iter().map(|cell| cell.party.chars().count()).max().unwrap_or(0);
        for cell in cells {
            let stances: Vec<String> = cell.now.iter().map(|&at| stance(found, at)).collect();
            let divided = if cell.divided { "  (divided)" } else { "" };
            let _ = writeln!(out, "  {:width$}  {}{divided}", cell.party, stances.join("; "));
        }
    }
    for section in sections(found) {
        heading(&mut out, section.title);
        if section.items.is_empty() {
            let _ = writeln!(out, "{}", section.none);
        }
        for item in section.items.iter().take(MOST) {
            print(&mut out, item, 0);
        }
        if section.items.len() > MOST {
            let _ = writeln!(out, "… and {} more: --format json has all", section.items.len() - MOST);
        }
    }
    heading(&mut out, "Quotations");
    for (at, stand) in found.stands.iter().enumerate().take(4 * MOST) {
        let _ = writeln!(out, "[{}] {}", at + 1, quotation(stand));
    }
    if found.stands.len() > 4 * MOST {
        let _ = writeln!(out, "… and {} more: --format html has all", found.stands.len() - 4 * MOST);
    }
    out
}

/// How many of what.
pub fn title(found: &Settlement) -> String {
    let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let mut days: Vec<&str> = found.stands.iter().filter_map(|stand| stand.as_of.as_deref()).collect();
    days.sort_unstable();
    let time = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) => format!(", {day}"),
        _ => String::new(),
    };
    let positions = count(found.stands.len(), "position", "positions");
    format!("{positions} of {} on {}{time}", count(found.parties.len(), "party", "parties"), count(found.issues.len(), "issue", "issues"))
}

fn heading(out: &mut String, title: &str) {
    let _ = writeln!(out, "\n{title}\n{}", "─".repeat(title.chars().count()));
}

fn stance(found: &Settlement, at: usize) -> String {
    let stand = &found.stands[at];
    let condition = super::condition(found, stand).map(|words| format!(", {words}")).unwrap_or_default();
    let day = stand.as_of.as_deref().map(|day| format!(", {day}")).unwrap_or_default();
    format!("{} {}{condition}{day} [{}]", sign(stand), stand.stance.as_str(), at + 1)
}

fn print(out: &mut String, item: &Item, depth: usize) {
    let refs: String = item.stands.iter().map(|at| format!(" [{}]", at + 1)).collect();
    let doubts: Vec<&str> = item.doubts.iter().map(|doubt| doubt.words()).collect();
    let doubts = if doubts.is_empty() { String::new() } else { format!("  ({})", doubts.join(", ")) };
    let _ = writeln!(out, "{}{}{refs}{doubts}", if depth == 0 { "• ".to_owned() } else { format!("{}– ", "  ".repeat(depth)) }, item.text);
    for below in item.below.iter().take(MOST) {
        print(out, below, depth + 1);
    }
    if item.below.len() > MOST {
        let _ = writeln!(out, "{}… and {} more", "  ".repeat(depth + 1), item.below.len() - MOST);
    }
}

/// A position's words and where they stand, in one line.
fn quotation(stand: &Stand) -> String {
    let pieces: Vec<String> = stand.evidence.iter().map(piece).collect();
    let told = stand.told_by.as_ref().map(|by| format!(", told by {by}")).unwrap_or_default();
    format!("{}{told}: {}", stand.holder, pieces.join("; "))
}

fn piece(piece: &Evidence) -> String {
    let words = piece.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = if words.is_empty() { format!("({} of the report)", piece.id) } else { format!("“{words}”") };
    format!("{words} ({})", source(piece))
}

/// Title, outlet, day and address of a report, what is known of them.
pub fn source(piece: &Evidence) -> String {
    let parts = [&piece.title, &piece.outlet, &piece.published, &piece.address];
    let known: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let place = piece.span.map(|(start, end)| format!(", {}, characters {start}–{end}", piece.id)).unwrap_or_default();
    format!("{}{place}", if known.is_empty() { piece.report.clone() } else { known.join(", ") })
}
