//! The trained models that are part of the program.

use std::borrow::Cow;

/// Every file of `models/` that reading needs, by name.
pub(crate) fn embedded() -> Vec<(&'static str, Cow<'static, [u8]>)> {
    macro_rules! files {
        ($($name:literal),+ $(,)?) => {
            vec![$(($name, Cow::Borrowed(include_bytes!(concat!("../../../models/", $name)).as_slice()))),+]
        };
    }
    files!["segment.rpt", "lemma.rpt", "parser.rpt", "mentions.rpt", "coref.rpt", "statements.rpt", "gazetteer.rpt", "places.rpt"]
}
