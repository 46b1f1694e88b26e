//! A report as it came in: its text, what each paragraph of it is, and what its carrier says of it.

use crate::{ByteSpan, Diagnostic};
use serde::{Deserialize, Serialize};

/// What a stretch of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// The report itself: a paragraph of it.
    Body,
    /// A heading inside the report.
    Heading,
    /// The report's title.
    Title,
    /// A line that names who wrote it.
    Byline,
    /// A line that names the agency or outlet and nothing else.
    Agency,
    /// A line that holds the date (and perhaps place) of publication.
    DateLine,
    /// The words under or beside a picture.
    Caption,
    /// What the republishing site puts above the report: its name, slogans, verse, addresses.
    Masthead,
    /// Navigation, "Share this", copyright lines, related links, advertisements.
    Furniture,
}

/// One paragraph, line or cell of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands, without white space at its edges.
    pub span: ByteSpan,
    /// What it is.
    pub kind: BlockKind,
}

/// Words that the carrier or the page gives for a field, with their place if they stand in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words, normalised where the field asks for it ("AP" is "The Associated Press").
    pub text: String,
    /// Where they stand in the text, `None` when only metadata has them.
    pub span: Option<ByteSpan>,
}

/// Where a clue to the publication date comes from, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DateSource {
    /// `--date`, or the date field of a JSONL or CSV row: always wins.
    User,
    /// `datePublished` of a JSON-LD NewsArticle.
    JsonLd,
    /// `article:published_time` and its like.
    OpenGraph,
    /// Another `<meta>` element, or the mail's or feed's date.
    Meta,
    /// A `<time>` element near the headline.
    TimeElement,
    /// The dateline at the head of the first paragraph ("GENEVA, Jan. 22 (Xinhua) --").
    Dateline,
    /// A line of its own in print.
    Printed,
    /// The address of the page ("/2012/12/30/").
    Address,
    /// When a crawler fetched the page: it was published on that day or before.
    Fetched,
}

/// One clue to the date of publication, as printed: reading decides what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateClue {
    /// Where it comes from.
    pub source: DateSource,
    /// The words as given.
    pub raw: String,
    /// Where they stand in the text, `None` when only metadata has them.
    pub span: Option<ByteSpan>,
}

/// One report as it came in.
///
/// It can be written down, so that a report is read anew as it was read first; the written form is no contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Where it came from: a path as given, an address, `-` for standard input; for a row of a
    /// file with many reports, the path, `#` and the row's number from 1.
    pub uri: String,
    /// The id that the input gave it, if any.
    pub key: Option<String>,
    /// The text after decoding or extraction. All spans count in it.
    pub text: String,
    /// What each stretch of the text is: in order, disjoint, covering all that is not white space.
    pub blocks: Vec<Block>,
    /// The title.
    pub title: Option<Words>,
    /// The agency whose report it is ("The Associated Press"), not the site that republishes it.
    pub agency: Option<Words>,
    /// Who wrote it.
    pub byline: Option<Words>,
    /// The dateline ("MOSCOW (AP) —") at the head of the first body paragraph. Sentences begin after it.
    pub dateline: Option<Words>,
    /// The outlet or site that published or republished it.
    pub publisher: Option<Words>,
    /// Clues to the date of publication, best source first.
    pub date_clues: Vec<DateClue>,
    /// Language of the body, as an ISO 639-1 code; `None` where it cannot be told.
    pub language: Option<String>,
    /// Every language seen in the text, in order of first appearance.
    pub languages: Vec<String>,
    /// What was noticed on the way in.
    pub diagnostics: Vec<Diagnostic>,
}

/// The id of a report: the first 16 bytes of BLAKE3 over its text, in hexadecimal.
///
/// The same text always has the same id, wherever it came from.
pub fn content_id(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

impl Document {
    /// The paragraphs of the report itself, headings among them.
    pub fn body(&self) -> impl Iterator<Item = ByteSpan> + '_ {
        self.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Body | BlockKind::Heading)).map(|block| block.span)
    }
}
