//! From the bytes of a file to its letters, page by page, and from those to a text.

use super::glyphs::{Budget, Collector, Glyph, PageGlyphs, Spent, words_of};
use super::words::{Word, words};
use super::{flow, inflate, running};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use rapporteur_record::{Block, Code, Diagnostic};
use std::panic::{self, AssertUnwindSafe};

/// The most pages that are read: a report has few, a book is no report.
const MAX_PAGES: usize = 200;
/// The most letters of a whole file, about two hundred pages of small print.
const MAX_LETTERS: usize = 2_000_000;
/// The most drawing operations of a whole file (maps and diagrams draw a great many lines).
const MAX_OPERATIONS: usize = 2_000_000;
/// One unknown letter in so many is borne, and stands as U+FFFD; with more the page is left out.
const BORNE: usize = 12;

/// What stands on one page.
pub(super) struct PageWords {
    /// The words of the report's direction.
    pub words: Vec<Word>,
    /// Words that run in another direction, each turned upright.
    pub aside: Vec<Vec<Word>>,
    /// Height of the page as read, in points.
    pub height: f32,
}

/// The text of a PDF, its paragraphs and what was noticed.
///
/// Blocks are `Body` but for what the print shows: `Title`, `Heading`, running heads (`Masthead`,
/// but `Body` at the top of the first page, where agency and date may stand in it) and feet
/// (`Furniture`), each once. Page numbers are left out.
///
/// # Errors
/// When the file is broken, asks for a password, or has no text.
pub(crate) fn extract(bytes: &[u8]) -> Result<(String, Vec<Block>, Vec<Diagnostic>), Diagnostic> {
    // The library is young and may panic on hostile files. It keeps no state outside the values
    // that are dropped with the panic, so that catching it here is sound.
    panic::catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(broken("the PDF is damaged")))
}

fn broken(message: &str) -> Diagnostic {
    Diagnostic::new(Code::PdfBroken, message).help("save it again from the program that made it")
}

fn read(bytes: &[u8]) -> Result<(String, Vec<Block>, Vec<Diagnostic>), Diagnostic> {
    if !inflate::is_bounded(bytes) {
        return Err(broken("the PDF unpacks to more than any report needs"));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => {
            Diagnostic::new(Code::PdfEncrypted, "the PDF asks for a password").help("remove the protection with the program that made it")
        }
        LoadPdfError::Invalid => broken("the PDF is damaged and cannot be opened"),
    })?;
    let mut diagnostics = Vec::new();
    let mut pages = Vec::new();
    let mut budget = Budget { letters: MAX_LETTERS, operations: MAX_OPERATIONS };
    let (mut unreadable, mut pictures) = (0, 0);
    let all = pdf.pages();
    if all.is_empty() {
        return Err(broken("the PDF has no pages"));
    }
    for (index, page) in all.iter().enumerate() {
        let number = index + 1;
        if index >= MAX_PAGES || budget.letters == 0 || budget.operations == 0 {
            diagnostics.push(
                Diagnostic::new(Code::InputCut, format!("pages {number} to {} were left out: the PDF is too long for a report", all.len()))
                    .help("split it"),
            );
            break;
        }
        let (glyphs, height, end) = glyphs(&pdf, page, &mut budget);
        pictures += usize::from(glyphs.picture);
        match end {
            End::Whole => {}
            End::Stopped => diagnostics.push(
                Diagnostic::new(Code::InputCut, format!("page {number} draws more than a report needs; its rest was left out"))
                    .help("save the report as text"),
            ),
            End::Failed => {
                unreadable += 1;
                diagnostics.push(unreadable_page(number, "could not be drawn"));
                continue;
            }
        }
        if glyphs.unknown > 0 && glyphs.unknown * BORNE > glyphs.known {
            unreadable += 1;
            diagnostics.push(unreadable_page(number, "was left out: its letters have no Unicode values"));
            continue;
        }
        if glyphs.unknown > 0 {
            let message = format!("{} letters of page {number} have no Unicode value and stand as U+FFFD", glyphs.unknown);
            diagnostics.push(Diagnostic::new(Code::PdfUnreadablePage, message));
        }
        pages.push(upright(glyphs, height));
    }
    let furniture = running::take_out(&mut pages);
    let hint = pdf.metadata().title.as_deref().map(words_of);
    let (text, blocks) = flow::text(&pages, &furniture, hint.as_deref());
    if text.is_empty() {
        let message = match (unreadable, pictures) {
            (0, 0) => "the PDF has no text",
            (0, _) => "the PDF has pictures of pages but no text",
            _ => "no page of the PDF has letters with Unicode values",
        };
        return Err(Diagnostic::new(Code::PdfNoText, message).help("run a text recognition (OCR) program first"));
    }
    Ok((text, blocks, diagnostics))
}

fn unreadable_page(number: usize, what: &str) -> Diagnostic {
    Diagnostic::new(Code::PdfUnreadablePage, format!("page {number} {what}")).help("run a text recognition (OCR) program on it")
}

/// The letters of a page, the height of the page, and how its drawing ended.
fn glyphs<'a>(pdf: &'a Pdf, page: &Page<'a>, budget: &mut Budget) -> (PageGlyphs, (f32, f32), End) {
    let dimensions = page.render_dimensions();
    let mut collector = Collector::new(dimensions, budget);
    let drawn = panic::catch_unwind(AssertUnwindSafe(|| {
        let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
        // A cache that lives as long as one page: what a panic leaves in it is never seen again.
        let cache = InterpreterCache::new();
        let place = Affine::new(page.initial_transform(true).as_coeffs());
        let sheet = Rect::new(0.0, 0.0, f64::from(dimensions.0), f64::from(dimensions.1));
        let mut context = Context::new(place, sheet, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut collector);
    }));
    // What was drawn before the limit was reached is sound in itself.
    let end = match drawn {
        Ok(()) => End::Whole,
        Err(payload) if payload.is::<Spent>() => End::Stopped,
        Err(_) => End::Failed,
    };
    (std::mem::take(&mut collector.page), dimensions, end)
}

/// How the drawing of a page ended.
enum End {
    /// At the end of the page.
    Whole,
    /// At the limit of letters or operations.
    Stopped,
    /// By a fault of the library.
    Failed,
}

/// Turns a page so that most of its letters stand upright, and finds its words.
fn upright(mut glyphs: PageGlyphs, (width, height): (f32, f32)) -> PageWords {
    let shown: usize = glyphs.turned.iter().map(Vec::len).sum();
    // Recognised text lies hidden under the picture of a page. Where both are shown, the hidden
    // letters are a second copy.
    if glyphs.hidden.len() > shown {
        glyphs.turned = [std::mem::take(&mut glyphs.hidden), Vec::new(), Vec::new(), Vec::new()];
    }
    let main = (0..4).max_by_key(|&turn| (glyphs.turned[turn].len(), std::cmp::Reverse(turn))).unwrap_or(0);
    let mut aside = Vec::new();
    for (turn, list) in glyphs.turned.iter().enumerate() {
        if turn != main && list.iter().any(|glyph: &Glyph| !glyph.text.is_empty()) {
            aside.push(words(list));
        }
    }
    let height = if main % 2 == 0 { height } else { width };
    PageWords { words: words(&glyphs.turned[main]), aside, height }
}
