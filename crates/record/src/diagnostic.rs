//! What was found wrong with, or doubtful in, what was given.

use crate::ByteSpan;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The report was read; something in it is doubtful.
    Warning,
    /// This input could not be read; the batch goes on and the exit code remembers.
    Error,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident;)+) => {
        /// What kind of thing a [`Diagnostic`] reports. `rapporteur explain CODE` prints the
        /// text below each one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code there is, in the order of the enum.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The code as printed, such as `input/empty`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)+ }
            }

            /// What it means, why it happens, and what to do.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc, "\n",)+).trim_ascii(),)+ }
            }

            /// Whether it stops this input from being read.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The file has no text: it is empty or holds only white space. Nothing was read from it.
    InputEmpty = "input/empty", Error;
    /// The file does not exist or may not be opened. Check the path and the permissions.
    InputUnreadable = "input/unreadable", Error;
    /// The bytes are not a report in any form known here (a picture, a program, an archive).
    /// The kind is seen from the bytes, not from the name.
    InputNotText = "input/not-text", Error;
    /// The bytes were not valid in the encoding they were taken for; what could not be decoded
    /// stands as U+FFFD. Give the right encoding with --encoding, or save the file as UTF-8.
    InputBadEncoding = "input/bad-encoding", Warning;
    /// The encoding was not stated and was guessed from the bytes. Give it with --encoding if
    /// letters look wrong.
    InputGuessedEncoding = "input/guessed-encoding", Warning;
    /// NUL bytes or other control characters stand in the text; they are kept, as offsets count
    /// them, and read as white space.
    InputControlCharacters = "input/control-characters", Warning;
    /// The input is larger than the limit; the rest was left out. Split it, or raise --max-bytes.
    InputTooLarge = "input/too-large", Error;
    /// An archive, or something packed, ends in the middle. What was whole before it was read. Fetch it again.
    InputTruncatedArchive = "input/truncated-archive", Error;
    /// A member of an archive cannot be unpacked: it is damaged (its checksum is wrong), encrypted, or packed in a
    /// way that is not read. The other members are read. Unpack it by other means.
    InputBadMember = "input/bad-member", Error;
    /// An archive unpacks to far more than it holds, nests too deep or has too many members, as only those made to do
    /// harm do. What came before was read. Unpack it by other means if you trust it.
    InputArchiveLimit = "input/archive-limit", Error;
    /// A member of an archive has a name that leads out of the archive or hides letters. It was read, and is shown
    /// under a harmless name; nothing is ever written.
    InputUnsafeName = "input/unsafe-name", Warning;
    /// The Parquet file is damaged, or uses an encoding or compression that is not read (snappy and zstd are).
    ParquetBroken = "input/parquet-broken", Error;
    /// A line, or an element nested in others, goes past what is read at once; it was cut there.
    InputCut = "input/cut", Warning;
    /// The HTML nests deeper than any real page does; what lies deeper was flattened.
    HtmlTooDeep = "input/html-too-deep", Warning;
    /// No article was found on the page: it seems to hold only navigation. All its text is kept.
    HtmlNoArticle = "input/html-no-article", Warning;
    /// The PDF is damaged and could not be opened. Save it again from the program that made it.
    PdfBroken = "input/pdf-broken", Error;
    /// The PDF asks for a password. Remove the protection first.
    PdfEncrypted = "input/pdf-encrypted", Error;
    /// The PDF has pictures of pages but no text. Run a text recognition (OCR) program first.
    PdfNoText = "input/pdf-no-text", Error;
    /// A page's letters have no Unicode values, or a page could not be drawn; it was left out,
    /// not guessed.
    PdfUnreadablePage = "input/pdf-unreadable-page", Warning;
    /// A folder or pattern holds no file to read.
    InputNoReports = "input/no-reports", Error;
    /// A line of a JSONL or CSV file could not be read as a report. The message names the line.
    InputBadRow = "input/bad-row", Error;
    /// No field of the JSONL or CSV file looks like the text. Name it with --text-field.
    InputNoTextField = "input/no-text-field", Error;
    /// Reading this report failed by a fault of ours. The rest of the batch goes on. Please
    /// report it with the text.
    ReadingFailed = "reading/failed", Error;
    /// The report is longer than is read at once. Its text is kept whole; findings come from its beginning. Split it into its
    /// reports.
    ReadingCut = "reading/cut", Warning;
    /// The publication date was damaged or short in print and was completed from what the text
    /// says; the words used are in `published_evidence`.
    DateRepaired = "date/repaired", Warning;
    /// Several readings of the publication date are possible and nothing decides between them;
    /// `published` is null. Give the date with --date.
    DateAmbiguous = "date/ambiguous", Warning;
    /// No publication date was found, so that "on Monday" has no date. Give it with --date.
    DateUnknown = "date/unknown", Warning;
    /// The date that was given with --date or in a field is not a date. Use YYYY-MM-DD.
    DateInvalid = "date/invalid", Warning;
    /// A date in the text is one that no calendar has (30 February, 24:30): it gets no value. Look at
    /// the report; a number may be misprinted.
    DateImpossible = "date/impossible", Warning;
    /// The body is in a language that is not read; only dates and metadata were taken.
    LanguageNotRead = "language/not-read", Warning;
    /// A sentence or word was longer than the parser takes at once and was cut into pieces.
    LanguageCut = "language/cut", Warning;
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Self::ALL.iter().copied().find(|code| code.as_str() == word);
        known.ok_or_else(|| serde::de::Error::custom(format!("`{word}` is no code of a diagnostic")))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something found in what was given: what kind, where, in words, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// The words it is about, when it is about words.
    pub span: Option<ByteSpan>,
    /// One lower-case line that names the thing seen.
    pub message: String,
    /// What the user can do, if anything.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, span: None, message: message.into(), help: None }
    }

    /// The same diagnostic at `span`.
    #[must_use]
    pub fn at(mut self, span: ByteSpan) -> Self {
        self.span = Some(span);
        self
    }

    /// The same diagnostic with a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A result together with what was noticed on the way.
#[derive(Clone, Debug)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What was noticed, in order.
    pub diagnostics: Vec<Diagnostic>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own_and_an_explanation() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.explanation().len() > 40, "{code} needs an explanation");
        }
    }
}
