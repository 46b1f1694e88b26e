//! The codebook of a data package: every table and column, and what each fixed word means.

use super::columns;
use rapporteur_record::{
    Act, ActorKind, Certainty, ConditionKind, DateBasis, EventStatus, PositionBasis, PublishedBasis, Stance, StatementKind,
};

/// The page, in Markdown.
pub fn page() -> String {
    let mut page = String::from("# Codebook\n\n## Tables\n\n");
    page.push_str(&columns::described());
    page.push_str("## Words\n\n");
    macro_rules! list {
        ($($title:literal, $words:ty;)+) => {$(
            page.push_str(concat!("### ", $title, "\n\n| word | meaning |\n| --- | --- |\n"));
            for word in <$words>::ALL {
                page.push_str(&format!("| `{}` | {} |\n", word.as_str(), word.meaning().replace('|', "\\|")));
            }
            page.push('\n');
        )+};
    }
    list! {
        "act", Act;
        "certainty", Certainty;
        "kind of statement", StatementKind;
        "kind of actor", ActorKind;
        "status of an event", EventStatus;
        "date_basis", DateBasis;
        "stance", Stance;
        "basis of a position", PositionBasis;
        "kind of condition", ConditionKind;
        "published_basis", PublishedBasis;
    }
    page
}
