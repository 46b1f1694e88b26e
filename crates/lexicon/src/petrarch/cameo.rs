//! Codes that CAMEO has not, in a dictionary of CAMEO.

use super::{VerbFile, broken};
use crate::Ontology;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// All codes of CAMEO.
#[derive(Debug)]
pub struct Cameo(BTreeSet<String>);

/// Of a hundred codes of a file so many must be CAMEO's for the others to be slips: test dictionaries mix schemes.
const MOSTLY: usize = 99;

impl Cameo {
    /// Those of the ontology that is part of the program, read once.
    pub fn embedded() -> &'static Self {
        static CODES: LazyLock<Cameo> =
            LazyLock::new(|| Cameo(Ontology::embedded().codes().filter(|code| code.len() > 2).map(str::to_owned).collect()));
        &CODES
    }

    /// Whether CAMEO has the code; the root with a zero left out counts ("08").
    pub fn has(&self, code: &str) -> bool {
        self.0.contains(code) || (code.len() == 2 && self.0.contains(&format!("{code}0")))
    }

    /// Whether CAMEO has each half of a code of a dictionary, or the code stands for none.
    fn has_all(&self, code: &str) -> bool {
        code.split(':').all(|half| half.is_empty() || matches!(half, "---" | "+++") || self.has(half))
    }

    /// Takes the patterns and the blocks' codes out of a file of CAMEO that CAMEO has not, and names them. Files of other schemes stay.
    pub(super) fn refuse(&self, file: &mut VerbFile, name: &str) {
        let codes = || file.blocks.iter().flat_map(|block| std::iter::once(&block.code).chain(block.patterns.iter().map(|one| &one.code)));
        let (all, known) = codes().fold((0, 0), |(all, known), code| (all + 1, known + usize::from(self.has_all(code))));
        if known == all || known * 100 < all * MOSTLY {
            return;
        }
        let help = "CAMEO's codes have three or four digits, from 010 to 2042";
        for block in &mut file.blocks {
            if !self.has_all(&block.code) {
                file.broken.push(broken(name, block.line, format!("CAMEO has no code `{}`", block.code), help));
                "---".clone_into(&mut block.code);
            }
            let broken_ones = &mut file.broken;
            block.patterns.retain(|pattern| {
                let known = self.has_all(&pattern.code);
                if !known {
                    broken_ones.push(broken(name, pattern.line, format!("CAMEO has no code `{}`", pattern.code), help));
                }
                known
            });
        }
        file.broken.sort_by_key(|error| error.line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::read_verbs;

    #[test]
    fn the_table_has_all_roots_and_no_other_code() {
        let cameo = Cameo::embedded();
        for code in ["010", "0211", "08", "087", "1056", "145", "2042"] {
            assert!(cameo.has(code), "{code}");
        }
        for code in ["0215", "047", "212", "802", "0579", "", "2"] {
            assert!(!cameo.has(code), "{code}");
        }
    }

    #[test]
    fn a_slip_in_a_file_of_cameo_is_refused_and_another_scheme_is_left_alone() {
        let mut text = "--- HELP [070] ---\nHELP\n".to_owned();
        for _ in 0..200 {
            text += "- * FOOD [073]\n";
        }
        let mut file = read_verbs("v.txt", &(text.clone() + "- * GRAIN [0799]\n"));
        Cameo::embedded().refuse(&mut file, "v.txt");
        assert_eq!((file.blocks[0].patterns.len(), file.broken.len()), (200, 1));
        assert!(file.broken[0].to_string().contains("v.txt:203:1"), "{}", file.broken[0]);
        let mut file = read_verbs("v.txt", "--- HELP [071] ---\nHELP\n- * GRAIN [212]\n");
        Cameo::embedded().refuse(&mut file, "v.txt");
        assert_eq!((file.blocks[0].patterns.len(), file.broken.len()), (1, 0));
    }
}
