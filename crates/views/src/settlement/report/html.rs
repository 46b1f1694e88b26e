//! The printable report: one HTML file without scripts, that needs nothing else.

use super::escape;
use super::map::map;
use super::parts::{Item, sections};
use super::table::{columns, sign};
use super::text::{source, title};
use crate::settlement::{MatrixCell, Pole, Settlement, Stand, pole};
use std::fmt::Write;

const STYLE: &str = "
:root { color-scheme: light; }
body { font: 16px/1.45 Georgia, 'Times New Roman', serif; color: #1a1a1a; background: #fff; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
h1, h2 { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; line-height: 1.2; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #999; padding-bottom: .2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font: 14px/1.35 system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
th, td { border: 1px solid #aaa; padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #eee; } tbody th { font-weight: 600; max-width: 18rem; }
.for { background: #d7e8f5; } .against { background: #fbe0cf; } .conditional { background: #fff3c4; } .open { background: #f2f2f2; }
.divided { outline: 2px dashed #1a1a1a; outline-offset: -3px; }
.day, .doubt, .source { color: #4a4a4a; } .doubt { font-style: italic; } .day { white-space: nowrap; }
ul { padding-left: 1.3rem; } li { margin: .25rem 0; }
a { color: #004b7a; } a.ref { text-decoration: none; font-size: .85em; }
blockquote { margin: .1rem 0 .1rem 0; } ol.quotes li { margin: .5rem 0; }
svg { max-width: 100%; height: auto; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } h2 { break-after: avoid; } li, tr { break-inside: avoid; } a { color: inherit; } .scroll { overflow: visible; } }
";

/// The report as HTML.
pub fn html(found: &Settlement) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>What blocks a settlement</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>What blocks a settlement</h1>\n<p>{}.</p>\n",
        escape(&title(found))
    );
    out.push_str("<h2>Who stands where</h2>\n");
    matrix(&mut out, found);
    if let Some(svg) = map(found) {
        let _ = write!(out, "<h2>What blocks what</h2>\n<div class=\"scroll\">\n{svg}</div>\n");
    }
    for section in sections(found) {
        let _ = writeln!(out, "<h2>{}</h2>", escape(section.title));
        if section.items.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", escape(section.none));
        } else {
            list(&mut out, &section.items);
        }
    }
    quotations(&mut out, found);
    out.push_str("</body>\n</html>\n");
    out
}

fn matrix(out: &mut String, found: &Settlement) {
    let (known, (shown, others)) = (found.cells(), columns(found));
    out.push_str("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Issue</th>");
    for party in &shown {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(party));
    }
    out.push_str(if others.is_empty() { "</tr></thead>\n<tbody>\n" } else { "<th scope=\"col\">Others</th></tr></thead>\n<tbody>\n" });
    for issue in &found.issues {
        let cell = |party: &&str| known.get(&(*party, issue.key.as_str())).copied();
        let rest: Vec<&MatrixCell> = others.iter().filter_map(cell).collect();
        if rest.is_empty() && shown.iter().all(|party| cell(party).is_none()) {
            continue;
        }
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&issue.label));
        for cell in shown.iter().map(cell) {
            out.push_str(&cell.map_or("<td></td>".to_owned(), |cell| party_cell(found, cell)));
        }
        if !others.is_empty() {
            let stances: Vec<String> = rest.iter().map(|cell| format!("{}: {}", escape(&cell.party), stances(found, cell))).collect();
            let _ = write!(out, "<td>{}</td>", stances.join("<br>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str(
        "</tbody></table></div>\n<p class=\"source\">✓ for, ✗ against, ◐ on a condition, ○ no side; numbers lead to the quotations.</p>\n",
    );
}

fn party_cell(found: &Settlement, cell: &MatrixCell) -> String {
    let class = cell.now.first().map_or("open", |&at| class(&found.stands[at]));
    let (divided, note) = if cell.divided { (" divided", "<br><span class=\"doubt\">divided</span>") } else { ("", "") };
    format!("<td class=\"{class}{divided}\">{}{note}</td>", stances(found, cell))
}

fn stances(found: &Settlement, cell: &MatrixCell) -> String {
    cell.now.iter().map(|&at| stance(found, at)).collect::<Vec<_>>().join("<br>")
}

fn class(stand: &Stand) -> &'static str {
    match pole(stand.stance) {
        _ if sign(stand) == "◐" => "conditional",
        Pole::For => "for",
        Pole::Against => "against",
        Pole::Open => "open",
    }
}

fn stance(found: &Settlement, at: usize) -> String {
    let stand = &found.stands[at];
    let condition = super::condition(found, stand).map(|words| format!(", {}", escape(&words))).unwrap_or_default();
    let day = stand.as_of.as_deref().map(|day| format!(" <span class=\"day\">{}</span>", escape(day))).unwrap_or_default();
    let holder = if stand.party.is_some() { format!(" ({})", escape(&stand.holder)) } else { String::new() };
    format!("{} {}{condition}{holder}{day}{}", sign(stand), stand.stance.as_str(), reference(at))
}

fn reference(at: usize) -> String {
    format!(" <a class=\"ref\" href=\"#q{0}\">[{0}]</a>", at + 1)
}

fn list(out: &mut String, items: &[Item]) {
    out.push_str("<ul>\n");
    for item in items {
        let _ = write!(out, "<li>{}", escape(&item.text));
        item.stands.iter().for_each(|&at| out.push_str(&reference(at)));
        if !item.doubts.is_empty() {
            let words: Vec<&str> = item.doubts.iter().map(|doubt| doubt.words()).collect();
            let _ = write!(out, " <span class=\"doubt\">({})</span>", escape(&words.join(", ")));
        }
        if !item.below.is_empty() {
            out.push('\n');
            list(out, &item.below);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn quotations(out: &mut String, found: &Settlement) {
    out.push_str("<h2>Quotations</h2>\n<ol class=\"quotes\">\n");
    for (at, stand) in found.stands.iter().enumerate() {
        let told = stand.told_by.as_ref().map(|by| format!(", told by {}", escape(by))).unwrap_or_default();
        let _ = write!(
            out,
            "<li id=\"q{}\"><strong>{}</strong>{told}: {} {}",
            at + 1,
            escape(&stand.holder),
            stand.stance.as_str(),
            escape(&stand.label)
        );
        for piece in &stand.evidence {
            let words = if piece.words.is_empty() {
                format!("({} of the report)", escape(&piece.id))
            } else {
                format!("“{}”", escape(&piece.words))
            };
            let about = escape(&source(piece));
            // Only what cannot run anything becomes a link.
            let web = piece.address.as_deref().filter(|address| address.starts_with("https://") || address.starts_with("http://"));
            let about = web.map_or(about.clone(), |address| format!("<a href=\"{}\">{about}</a>", escape(address)));
            let _ = write!(out, "\n<blockquote>{words} <span class=\"source\">({about})</span></blockquote>");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}
