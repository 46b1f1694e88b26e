//! What the user says about an input.

use crate::Limits;

/// What the user says about an input: the rest is seen from the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The encoding, by its name on the web ("windows-1252"); it wins over all but a byte order mark.
    pub encoding: Option<String>,
    /// The date of publication; it wins over what the report says.
    pub date: Option<String>,
    /// The field or column that holds the text.
    pub text_field: Option<String>,
    /// The field that holds the date of publication.
    pub date_field: Option<String>,
    /// The field that holds an id, kept as the report's key.
    pub id_field: Option<String>,
    /// The field that holds the address.
    pub url_field: Option<String>,
    /// The field that holds the title.
    pub title_field: Option<String>,
    /// The field that holds the publisher.
    pub publisher_field: Option<String>,
    /// The longest single report (a file, or a row of a file with many), in bytes.
    pub max_bytes: usize,
    /// What archives may ask for.
    pub limits: Limits,
}

impl Options {
    /// The longest single report that is read unless the user says otherwise: 64 MiB.
    pub const MAX_BYTES: usize = 64 << 20;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            encoding: None,
            date: None,
            text_field: None,
            date_field: None,
            id_field: None,
            url_field: None,
            title_field: None,
            publisher_field: None,
            max_bytes: Self::MAX_BYTES,
            limits: Limits::default(),
        }
    }
}
