//! What follows from positions, for people and for spreadsheets.

mod html;
mod map;
mod markdown;
mod parts;
mod table;
mod text;

use super::{Pole, Settlement, Stand, pole};
use rapporteur_record::ConditionKind;

pub use html::html;
pub use map::map;
pub use markdown::markdown;
pub(super) use table::line;
pub use table::{findings, matrix};
pub use text::text;

/// A position's condition in words: "only if: Karim leaves office"; none where it has none.
fn condition(found: &Settlement, stand: &Stand) -> Option<String> {
    let condition = stand.condition.as_ref()?;
    let label = found.issues.iter().find(|issue| issue.key == condition.issue).map_or(condition.issue.as_str(), |issue| &issue.label);
    Some(match condition.kind {
        _ if stand.refuses_link() => format!("as a precondition of: {label}"),
        ConditionKind::Requires if pole(stand.stance) == Pole::Against => format!("unless: {label}"),
        ConditionKind::Requires => format!("only if: {label}"),
        ConditionKind::PreconditionFor => format!("before: {label}"),
    })
}

/// A text as HTML, SVG or XML shows it; characters that XML cannot hold are replaced.
pub(super) fn escape(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' => found.push_str("&quot;"),
            '\n' | '\t' => found.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => found.push('\u{fffd}'),
            c => found.push(c),
        }
    }
    found
}
