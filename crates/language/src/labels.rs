//! The labels of Universal Dependencies 2 as the English treebanks use them.

use crate::feats::COMBINATIONS;
use std::fmt;

macro_rules! labels {
    ($(#[doc = $doc:literal])+ $name:ident, default $default:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name {
            $($(#[doc = $vdoc])+ $variant,)+
        }

        impl $name {
            /// Every label, in alphabetical order of print.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The label as printed.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// What it means, in words.
            pub fn meaning(self) -> &'static str {
                match self { $($name::$variant => concat!($($vdoc, " ",)+).trim_ascii(),)+ }
            }

            /// The label printed as `word`, if it is one.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.binary_search_by(|label| label.as_str().cmp(word)).ok().map(|at| Self::ALL[at])
            }
        }

        impl Default for $name {
            fn default() -> Self { $name::$default }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

labels! {
    /// Universal part of speech.
    Upos, default X {
        /// Adjective.
        Adj = "ADJ",
        /// Adposition.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Determiner.
        Det = "DET",
        /// Interjection.
        Intj = "INTJ",
        /// Noun.
        Noun = "NOUN",
        /// Numeral.
        Num = "NUM",
        /// Particle.
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Proper noun.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// Symbol.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Other.
        X = "X",
    }
}

labels! {
    /// Dependency relation, with its subtype.
    Deprel, default Dep {
        /// Clause that modifies a noun.
        Acl = "acl",
        /// Relative clause.
        AclRelcl = "acl:relcl",
        /// Adverbial clause.
        Advcl = "advcl",
        /// Relative clause on a clause.
        AdvclRelcl = "advcl:relcl",
        /// Adverbial modifier.
        Advmod = "advmod",
        /// Adjectival modifier.
        Amod = "amod",
        /// Apposition.
        Appos = "appos",
        /// Auxiliary.
        Aux = "aux",
        /// Passive auxiliary.
        AuxPass = "aux:pass",
        /// Case marker.
        Case = "case",
        /// Coordinating conjunction.
        Cc = "cc",
        /// First half of a paired conjunction.
        CcPreconj = "cc:preconj",
        /// Clausal complement.
        Ccomp = "ccomp",
        /// Compound.
        Compound = "compound",
        /// Verb particle.
        CompoundPrt = "compound:prt",
        /// Conjunct.
        Conj = "conj",
        /// Copula.
        Cop = "cop",
        /// Clausal subject.
        Csubj = "csubj",
        /// Clausal subject of a clause with a clausal predicate.
        CsubjOuter = "csubj:outer",
        /// Clausal passive subject.
        CsubjPass = "csubj:pass",
        /// Unspecified.
        Dep = "dep",
        /// Determiner.
        Det = "det",
        /// Predeterminer.
        DetPredet = "det:predet",
        /// Discourse element.
        Discourse = "discourse",
        /// Dislocated element.
        Dislocated = "dislocated",
        /// Expletive.
        Expl = "expl",
        /// Fixed expression.
        Fixed = "fixed",
        /// Flat expression: names.
        Flat = "flat",
        /// Parts of a word that were split by mistake.
        Goeswith = "goeswith",
        /// Indirect object.
        Iobj = "iobj",
        /// List item.
        List = "list",
        /// Marker of a subordinate clause.
        Mark = "mark",
        /// Nominal modifier of a noun.
        Nmod = "nmod",
        /// Descriptive title or kind beside a name.
        NmodDesc = "nmod:desc",
        /// Possessor.
        NmodPoss = "nmod:poss",
        /// Nominal modifier without a case marker.
        NmodUnmarked = "nmod:unmarked",
        /// Subject.
        Nsubj = "nsubj",
        /// Subject of a clause with a clausal predicate.
        NsubjOuter = "nsubj:outer",
        /// Passive subject.
        NsubjPass = "nsubj:pass",
        /// Numeral modifier.
        Nummod = "nummod",
        /// Object.
        Obj = "obj",
        /// Oblique.
        Obl = "obl",
        /// Agent of a passive.
        OblAgent = "obl:agent",
        /// Oblique without a case marker.
        OblUnmarked = "obl:unmarked",
        /// Remnant of an ellipsis.
        Orphan = "orphan",
        /// Parataxis.
        Parataxis = "parataxis",
        /// Punctuation.
        Punct = "punct",
        /// Disfluency that was mended.
        Reparandum = "reparandum",
        /// Root.
        Root = "root",
        /// Person spoken to.
        Vocative = "vocative",
        /// Relation of an open clause without a subject of its own.
        Xcomp = "xcomp",
    }
}

impl Deprel {
    /// The relation without its subtype: `nsubj` for `nsubj:pass`.
    pub fn base(self) -> &'static str {
        self.as_str().split(':').next().unwrap_or_default()
    }

    /// Whether it is a subject of any kind, clausal ones apart.
    pub fn is_nominal_subject(self) -> bool {
        matches!(self, Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter)
    }
}

/// Morphological features in print form (`Number=Sing|Person=3`), empty for none.
///
/// *Shape*: a reference to one of the few hundred combinations of the treebanks, so copying is free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feats(&'static str);

impl Feats {
    /// Wraps a combination in print form; `""` or `"_"` for none.
    pub const fn new(print: &'static str) -> Self {
        match print.as_bytes() {
            b"_" => Self(""),
            _ => Self(print),
        }
    }

    /// The combination in print form, if the English treebanks have it; `""` or `"_"` for none.
    pub fn from_print(print: &str) -> Option<Self> {
        match print {
            "" | "_" => Some(Self("")),
            _ => COMBINATIONS.binary_search(&print).ok().map(|at| Self(COMBINATIONS[at])),
        }
    }

    /// The print form, `_` for none.
    pub fn as_str(self) -> &'static str {
        if self.0.is_empty() { "_" } else { self.0 }
    }

    /// The value of one feature.
    #[inline]
    pub fn get(self, name: &str) -> Option<&'static str> {
        // Asked for several times a word: looking at every byte costs less here than searching for marks.
        let bytes = self.0.as_bytes();
        let length = |from: usize| bytes[from..].iter().position(|&byte| byte == b'|').unwrap_or(bytes.len() - from);
        let mut start = 0;
        while start < bytes.len() {
            let end = start + length(start);
            let equals = start + name.len();
            if equals < end && bytes[equals] == b'=' && bytes[start..equals] == *name.as_bytes() {
                return self.0.get(equals + 1..end);
            }
            start = end + 1;
        }
        None
    }

    /// Whether the feature `name` has the value `value`.
    #[inline]
    pub fn is(self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_so_that_they_are_found_by_their_words() {
        for &label in Deprel::ALL {
            assert_eq!(Deprel::from_word(label.as_str()), Some(label));
        }
        for &label in Upos::ALL {
            assert_eq!(Upos::from_word(label.as_str()), Some(label));
        }
        assert_eq!(Deprel::from_word("nsubj:odd"), None);
        assert_eq!(Deprel::NsubjPass.base(), "nsubj");
    }

    #[test]
    fn combinations_of_features_are_sorted_so_that_they_are_found() {
        assert!(COMBINATIONS.is_sorted());
        for print in COMBINATIONS {
            assert_eq!(Feats::from_print(print).map(Feats::as_str), Some(*print));
        }
        assert_eq!(Feats::from_print("_"), Some(Feats::default()));
        assert_eq!(Feats::from_print("Number=Odd"), None);
    }

    #[test]
    fn a_feature_is_found_by_its_whole_name() {
        let feats = Feats::new("Number=Sing|Person=3|PronType=Prs");
        assert_eq!(feats.get("Person"), Some("3"));
        assert_eq!(feats.get("Per"), None);
        assert_eq!(Feats::new("_").as_str(), "_");
    }
}
