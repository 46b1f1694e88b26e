//! Databases of Discourse Network Analyzer (DNA 3), which is opened by DNA and by rDNA: written from positions and
//! statements, and read.
//!
//! *Source*: the schema that DNA 3.0.7 makes. `Start` and `Stop` count UTF-16 units of `Text`; `Date` is in seconds since
//! 1970, UTC.

mod read;
mod write;

pub use read::{DnaDocument, DnaStatement, read};
pub use write::{CODER, PASSWORD, write};

/// Where code points stand in UTF-16 units and back: of one text, in order.
pub(crate) struct Units {
    /// The unit at which each code point begins, then the number of units.
    starts: Vec<u32>,
}

impl Units {
    pub(crate) fn of(text: &str) -> Self {
        let mut at = 0;
        let mut starts: Vec<u32> = text
            .chars()
            .map(|c| {
                let start = at;
                at += c.len_utf16() as u32;
                start
            })
            .collect();
        starts.push(at);
        Self { starts }
    }

    /// The unit at which a code point begins.
    pub(crate) fn unit(&self, code_point: usize) -> Option<i64> {
        self.starts.get(code_point).map(|unit| i64::from(*unit))
    }

    /// The code point that begins at a unit, or that it lies in; none behind the end.
    pub(crate) fn code_point(&self, unit: i64) -> Option<usize> {
        let unit = u32::try_from(unit).ok()?;
        (unit <= *self.starts.last()?).then(|| self.starts.partition_point(|&start| start <= unit) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Units;

    #[test]
    fn a_letter_beyond_the_first_plane_counts_twice() {
        let units = Units::of("a𝟡é");
        assert_eq!([0, 1, 2, 3].map(|at| units.unit(at)), [Some(0), Some(1), Some(3), Some(4)]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|at| units.code_point(at)), [Some(0), Some(1), Some(1), Some(2), Some(3), None]);
        assert_eq!((units.unit(4), units.code_point(-1)), (None, None));
    }
}
