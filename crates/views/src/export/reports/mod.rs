//! Forms of whole reports with their findings, for annotators and corpora: Web Annotation, brat, TimeML.

mod brat;
mod corrected;
mod findings;
mod timeml;
mod webannotation;

pub use brat::{CONFIGURATION as BRAT_CONFIGURATION, annotations as brat};
pub use timeml::write as write_timeml;
pub use webannotation::write as write_web_annotations;

use super::columns::TableName;
use super::error::Error;
use super::rows::{Selection, words};
use rapporteur_record::Record;
use rapporteur_store::Store;

/// The numbers of the current reports that a selection takes, ascending.
///
/// # Errors
/// When the filter has no meaning for reports, or the store cannot be asked.
pub fn chosen(store: &mut Store, selection: &Selection) -> Result<Vec<i64>, Error> {
    selection.check(TableName::Reports)?;
    Ok(store.reports_of(&selection.filter, selection.patience)?)
}

/// A report with its address.
#[derive(Clone, Debug)]
pub struct Addressed {
    /// Its number in the store.
    pub id: i64,
    /// Where it came from.
    pub address: String,
    /// What was read in it.
    pub record: Record,
}

impl Addressed {
    /// Reads a report from the store, with what people said of its findings.
    ///
    /// # Errors
    /// When it is not there or damaged.
    pub fn load(store: &mut Store, id: i64, selection: &Selection) -> Result<Self, Error> {
        let answer = store.query_with("SELECT address FROM reports WHERE id = ?1", &[&id], selection.patience)?;
        let address = answer.rows.first().and_then(|row| words(&row[0])).unwrap_or_default();
        let mut record = store.record(id)?;
        corrected::apply(store, id, &mut record, selection)?;
        Ok(Self { id, address, record })
    }

    /// A name for a file about it: `r000012`.
    pub fn name(&self) -> String {
        format!("r{:06}", self.id)
    }
}
