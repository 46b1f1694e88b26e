//! The report in Markdown.

use super::map::map;
use super::parts::{Item, sections};
use super::table::{columns, sign};
use super::text::{source, title};
use crate::settlement::Settlement;
use std::fmt::Write;

/// The report as Markdown with tables; the map stands in it as SVG, which most programs that show Markdown draw.
pub fn markdown(found: &Settlement) -> String {
    let mut out = format!("# What blocks a settlement\n\n{}.\n\n## Who stands where\n\n", title(found));
    matrix(&mut out, found);
    if let Some(svg) = map(found) {
        let _ = write!(out, "\n## What blocks what\n\n{svg}\n");
    }
    for section in sections(found) {
        let _ = write!(out, "\n## {}\n\n", section.title);
        if section.items.is_empty() {
            let _ = writeln!(out, "{}", section.none);
        }
        section.items.iter().for_each(|item| print(&mut out, item, 0));
    }
    out.push_str("\n## Quotations\n\n");
    for (at, stand) in found.stands.iter().enumerate() {
        let told = stand.told_by.as_ref().map(|by| format!(", told by {}", plain(by))).unwrap_or_default();
        for piece in &stand.evidence {
            let words =
                if piece.words.is_empty() { format!("({} of the report)", piece.id) } else { format!("“{}”", plain(&piece.words)) };
            let link = piece
                .address
                .as_deref()
                .filter(|address| address.starts_with("http"))
                .map(|address| format!(" <{address}>"))
                .unwrap_or_default();
            let _ = writeln!(out, "- **[{}]** {}{told}: {words} ({}){link}", at + 1, plain(&stand.holder), plain(&source(piece)));
        }
    }
    out
}

fn matrix(out: &mut String, found: &Settlement) {
    let row = |out: &mut String, cells: Vec<String>| {
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    let (known, (shown, others)) = (found.cells(), columns(found));
    let rest = if others.is_empty() { Vec::new() } else { vec!["others".to_owned()] };
    row(out, std::iter::once("issue".to_owned()).chain(shown.iter().map(|party| plain(party))).chain(rest).collect());
    row(out, vec!["---".to_owned(); shown.len() + 1 + usize::from(!others.is_empty())]);
    for issue in &found.issues {
        let cell = |party: &&str| -> String {
            let stances = known.get(&(*party, issue.key.as_str())).into_iter().flat_map(|cell| &cell.now).map(|&at| {
                let stand = &found.stands[at];
                let condition = super::condition(found, stand).map(|words| format!(", {}", plain(&words))).unwrap_or_default();
                format!("{} {}{condition} [{}]", sign(stand), stand.stance.as_str(), at + 1)
            });
            stances.collect::<Vec<_>>().join("; ")
        };
        let of_others: Vec<String> = others
            .iter()
            .filter(|party| known.contains_key(&(**party, issue.key.as_str())))
            .map(|party| format!("{}: {}", plain(party), cell(party)))
            .collect();
        let mut cells: Vec<String> = shown.iter().map(cell).collect();
        if !others.is_empty() {
            cells.push(of_others.join("; "));
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            row(out, std::iter::once(plain(&issue.label)).chain(cells).collect());
        }
    }
    out.push_str("\n✓ for, ✗ against, ◐ on a condition, ○ no side; numbers are those of the quotations.\n");
}

fn print(out: &mut String, item: &Item, depth: usize) {
    let refs: String = item.stands.iter().map(|at| format!(" [{}]", at + 1)).collect();
    let doubts: Vec<&str> = item.doubts.iter().map(|doubt| doubt.words()).collect();
    let doubts = if doubts.is_empty() { String::new() } else { format!(" *({})*", doubts.join(", ")) };
    let _ = writeln!(out, "{}- {}{refs}{doubts}", "  ".repeat(depth), plain(&item.text));
    item.below.iter().for_each(|below| print(out, below, depth + 1));
}

/// Words of a report, in one line and without a meaning in Markdown or HTML.
fn plain(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~') {
            found.push('\\');
        }
        found.push(c);
    }
    found
}
