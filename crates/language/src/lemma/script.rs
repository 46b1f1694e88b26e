//! How a form becomes its dictionary form.

/// Takes letters off the end and puts others there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Script {
    /// Characters to take off.
    pub strip: usize,
    /// What to put there.
    pub append: Box<str>,
}

impl Script {
    /// The shortest script that makes `lemma` of `form`.
    pub fn between(form: &str, lemma: &str) -> Self {
        let common: usize = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        Self { strip: form[common..].chars().count(), append: lemma[common..].into() }
    }

    /// Reads the print form: the number of characters, a tab, what is put there.
    pub fn parse(line: &str) -> Option<Self> {
        let (strip, append) = line.split_once('\t')?;
        Some(Self { strip: strip.parse().ok()?, append: append.into() })
    }

    /// The print form.
    pub fn print(&self) -> String {
        format!("{}\t{}", self.strip, self.append)
    }

    /// The changed form, `None` when the form is too short or nothing would be left.
    pub fn apply(&self, form: &str) -> Option<String> {
        let end = match self.strip {
            0 => form.len(),
            strip => form.char_indices().rev().nth(strip - 1)?.0,
        };
        let lemma = format!("{}{}", &form[..end], self.append);
        (!lemma.is_empty()).then_some(lemma)
    }
}

/// Which capitals a dictionary form has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letters {
    /// None.
    Small,
    /// Those of the form.
    Kept,
    /// The first letter only.
    First,
    /// All letters.
    All,
}

impl Letters {
    /// Every kind, in the order of the model file.
    pub const ALL: [Letters; 4] = [Letters::Small, Letters::Kept, Letters::First, Letters::All];

    /// Gives `changed`, which has small letters, the capitals that this kind asks for.
    pub fn apply(self, changed: &str, form: &str) -> String {
        match self {
            Letters::Small => changed.to_owned(),
            Letters::All => changed.to_uppercase(),
            Letters::First => {
                let mut letters = changed.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
            Letters::Kept => {
                let mut kept = String::with_capacity(changed.len());
                let mut same = true;
                let mut letters = form.chars();
                for c in changed.chars() {
                    let original = letters.next().filter(|_| same);
                    // Past the first changed letter the form says nothing.
                    same = original.is_some_and(|original| original == c || original.to_lowercase().eq([c]));
                    match original {
                        Some(original) if same => kept.push(original),
                        _ => kept.push(c),
                    }
                }
                kept
            }
        }
    }
}

/// Which capitals a form has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// None.
    Small,
    /// The first letter only.
    Capital,
    /// All letters.
    Capitals,
    /// Some others.
    Mixed,
}

impl Shape {
    /// The shape of `form`.
    pub fn of(form: &str) -> Self {
        let first = form.chars().next().is_some_and(char::is_uppercase);
        let capitals = form.chars().filter(|c| c.is_uppercase()).count();
        let small = form.chars().any(char::is_lowercase);
        match (first, capitals, small) {
            (_, 0, _) => Shape::Small,
            (true, 1, _) => Shape::Capital,
            (_, _, false) => Shape::Capitals,
            _ => Shape::Mixed,
        }
    }

    /// Its name in the model file.
    pub fn as_str(self) -> &'static str {
        match self {
            Shape::Small => "small",
            Shape::Capital => "capital",
            Shape::Capitals => "capitals",
            Shape::Mixed => "mixed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kept_capitals_are_those_of_the_form() {
        assert_eq!(Letters::Kept.apply("state", "States"), "State");
        assert_eq!(Letters::Kept.apply("dvd", "DVDs"), "DVD");
        assert_eq!(Letters::First.apply("state", "STATES"), "State");
    }

    proptest! {
        #[test]
        fn a_script_makes_its_lemma_of_its_form(form in "[a-z\u{e9}]{1,8}", lemma in "[a-z\u{e9}]{1,8}") {
            let script = Script::between(&form, &lemma);
            prop_assert_eq!(script.apply(&form), Some(lemma));
            prop_assert_eq!(Script::parse(&script.print()), Some(script));
        }
    }
}
