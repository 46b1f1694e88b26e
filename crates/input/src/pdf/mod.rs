//! PDF → text and blocks: reading order, columns, running heads, words split at line ends.
//!
//! The library behind it gives letters with their places and nothing else; what is a word, a
//! line, a column or a paragraph is decided here. Steps, a file each: letters of a page
//! (`glyphs`), words (`words`), running heads (`running`), regions in reading order (`columns`, `gutters`),
//! paragraphs (`paragraphs`), words split at line ends (`hyphens`), the text (`flow`).
//!
//! The text is the extraction: lines of a paragraph are joined by one blank, paragraphs stand a
//! blank line apart, cells of a table row are parted by a tab. All offsets count in it.

#[cfg(not(feature = "pdf"))]
mod disabled;
#[cfg(feature = "pdf")]
mod enabled;

#[cfg(feature = "pdf")]
mod columns;
#[cfg(feature = "pdf")]
mod flow;
#[cfg(feature = "pdf")]
mod glyphs;
#[cfg(feature = "pdf")]
mod gutters;
#[cfg(feature = "pdf")]
mod hyphens;
#[cfg(feature = "pdf")]
mod inflate;
#[cfg(feature = "pdf")]
mod paragraphs;
#[cfg(feature = "pdf")]
mod running;
#[cfg(feature = "pdf")]
mod words;

#[cfg(all(test, feature = "pdf"))]
mod tests;

#[cfg(not(feature = "pdf"))]
pub(crate) use disabled::extract;
#[cfg(feature = "pdf")]
pub(crate) use enabled::extract;
