//! Words that stand in like company: each word form's path in a tree of Brown clusters, so that
//! what was learned of "slammed" holds for "lambasted".
//!
//! *Source*: Brown et al., Class-based n-gram models, Computational Linguistics 18, 1992; prefixes of paths
//! as features: Miller, Guinness and Zamanian, NAACL 2004.

use super::words::hash;
use rapporteur_language::{Ascending, Container, ContainerWriter, ModelError};

/// Paths of word forms.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    /// Fingerprints of the forms, ascending.
    forms: Ascending<u32>,
    /// For each form, the place of its path.
    places: Vec<i16>,
    /// Paths as bits behind a leading one, ascending.
    paths: Vec<u32>,
}

fn fingerprint(form: u64) -> u32 {
    (form ^ (form >> 32)) as u32
}

impl Clusters {
    /// Takes forms with their paths ("0110"), the commonest first; of two forms that differ in case only
    /// the first counts, and a path of more than 30 steps or other characters is left out.
    pub fn new<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut known: Vec<(u32, usize, u32)> = Vec::new();
        for (place, (form, path)) in rows.into_iter().enumerate() {
            if path.len() <= 30 && path.bytes().all(|bit| bit == b'0' || bit == b'1') {
                let bits = path.bytes().fold(1, |bits, bit| bits * 2 + u32::from(bit == b'1'));
                known.push((fingerprint(hash(form)), place, bits));
            }
        }
        known.sort_unstable();
        known.dedup_by_key(|row| row.0);
        let mut paths: Vec<u32> = known.iter().map(|row| row.2).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.truncate(i16::MAX as usize);
        let mut found = Self { paths, ..Self::default() };
        let mut forms = Vec::new();
        for (form, _, path) in known {
            if let Ok(place) = found.paths.binary_search(&path) {
                forms.push(form);
                found.places.push(place as i16);
            }
        }
        found.forms = Ascending::new(forms);
        found
    }

    /// The path of the form that has this hash, as bits behind a leading one; 0 where it has none.
    pub(super) fn path(&self, form: u64) -> u32 {
        let place = self.forms.place(fingerprint(form)).and_then(|at| self.places.get(at));
        place.and_then(|&place| self.paths.get(usize::try_from(place).ok()?)).copied().unwrap_or(0)
    }

    pub(super) fn from_container(container: &Container) -> Result<Self, ModelError> {
        let (forms, places) = (container.u32s("forms")?, container.i16s("places")?);
        if forms.len() != places.len() || !forms.is_sorted() {
            return Err(ModelError::bad_section("forms", "one path a form, in order"));
        }
        Ok(Self { forms: Ascending::new(forms), places, paths: container.u32s("paths")? })
    }

    pub(super) fn write(&self, writer: &mut ContainerWriter) {
        writer.u32s("forms", self.forms.numbers()).i16s("places", &self.places).u32s("paths", &self.paths);
    }
}

/// The first `length` steps of a path.
pub(super) fn prefix(path: u32, length: u32) -> u64 {
    let steps = 31_u32.saturating_sub(path.leading_zeros());
    u64::from(if path == 0 { 0 } else { path >> steps.saturating_sub(length) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_the_path_of_its_commonest_spelling() {
        let clusters = Clusters::new([("said", "0110"), ("Said", "1"), ("claimed", "0111"), ("x", "2")]);
        let (said, claimed) = (clusters.path(hash("SAID")), clusters.path(hash("claimed")));
        assert_eq!((said, claimed, clusters.path(hash("x"))), (0b1_0110, 0b1_0111, 0));
        assert_eq!(prefix(said, 3), prefix(claimed, 3));
        assert_ne!(prefix(said, 4), prefix(claimed, 4));
        assert_eq!((prefix(said, 9), prefix(0, 4)), (u64::from(said), 0));
    }
}
