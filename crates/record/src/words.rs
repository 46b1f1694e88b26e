//! One way to declare the fixed words of the contract: an enum whose values are printed as given words.

/// Declares a field-less enum that is written in print as the given words.
macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[doc = $vdoc])+ #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value there is, in the order of the contract.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The value as printed.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// What it means, in words.
            pub fn meaning(self) -> &'static str {
                match self { $($name::$variant => concat!($($vdoc, " ",)+).trim_ascii(),)+ }
            }

            /// The value printed as `word`.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}
