//! Paragraphs of all pages → one text with its blocks: what runs over a column or a page is
//! joined, the title and headings are named, words split at line ends are joined.

use super::columns::{Region, median, regions, rows};
use super::enabled::PageWords;
use super::hyphens::{Join, Vocabulary, is_hyphen, join};
use super::paragraphs::{Line, Measure, Paragraph, ends, lines, paragraphs};
use super::running::Running;
use super::words::Word;
use rapporteur_record::{Block, BlockKind, ByteSpan};

/// A paragraph on its way into the text.
struct Piece {
    paragraph: Paragraph,
    page: usize,
    kind: BlockKind,
}

/// The text of the pages and what each paragraph of it is.
///
/// `hint` is the title that the file states about itself; it only decides between lines that are
/// printed.
pub(super) fn text(pages: &[PageWords], running: &[Running], hint: Option<&str>) -> (String, Vec<Block>) {
    let columns: Vec<Vec<Region>> = pages.iter().map(|page| regions(&page.words)).collect();
    let set: Vec<Vec<(Vec<Line>, bool)>> = pages
        .iter()
        .zip(&columns)
        .map(|(page, regions)| {
            regions.iter().map(|region| (set_region(&page.words, region), region.table)).filter(|(lines, _)| !lines.is_empty()).collect()
        })
        .collect();
    let measure = measure(set.iter().flatten().filter(|(_, table)| !table).map(|(lines, _)| lines.as_slice()));
    let vocabulary = vocabulary(set.iter().flatten().flat_map(|(lines, _)| lines));
    let mut pieces = Vec::new();
    for (page, regions) in set.into_iter().enumerate() {
        let runs = |head: bool| running.iter().filter(move |running| running.page == page && running.head == head);
        // The head of the first page often names agency and date: what it is, the framing of the
        // report decides, which knows such lines.
        let head = if page == 0 { BlockKind::Body } else { BlockKind::Masthead };
        pieces.extend(runs(true).map(|running| furniture(&running.text, page, head)));
        for (lines, table) in regions {
            if table {
                pieces.extend(lines.into_iter().map(|line| Piece { paragraph: row(line), page, kind: BlockKind::Body }));
            } else {
                let body = |paragraph| Piece { paragraph, page, kind: BlockKind::Body };
                pieces.extend(paragraphs(lines, measure).into_iter().map(body));
            }
        }
        for aside in &pages[page].aside {
            let all: Vec<usize> = (0..aside.len()).collect();
            pieces.extend(paragraphs(lines(aside, &all), measure).into_iter().map(|paragraph| Piece {
                paragraph,
                page,
                kind: BlockKind::Furniture,
            }));
        }
        pieces.extend(runs(false).map(|running| furniture(&running.text, page, BlockKind::Furniture)));
    }
    let mut pieces = continued(pieces, measure);
    headings(&mut pieces, measure);
    title(&mut pieces, measure, hint);
    write(&pieces, &vocabulary)
}

/// The lines of a region; each row of a table is one line, with its cells as words.
fn set_region(words: &[Word], region: &Region) -> Vec<Line> {
    if !region.table {
        return lines(words, &region.words);
    }
    let mut set = Vec::new();
    let among: Vec<Word> = region.words.iter().map(|&at| words[at].clone()).collect();
    for row in rows(&among) {
        for mut line in lines(&among, &row) {
            line.words = cells(&among, &row, &line);
            set.push(line);
        }
    }
    set
}

/// The words of a row, with a tab before each one that stands a wide gap apart.
fn cells(words: &[Word], row: &[usize], line: &Line) -> Vec<String> {
    let mut on_line: Vec<&Word> = row.iter().map(|&at| &words[at]).filter(|word| (word.y - line.y).abs() < line.size * 0.5).collect();
    if on_line.iter().any(|word| word.leftward) || on_line.len() != line.words.len() {
        return line.words.clone();
    }
    on_line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut cells: Vec<String> = Vec::new();
    let mut end = f32::MAX;
    for word in on_line {
        match cells.last_mut() {
            Some(cell) if word.x0 - end < line.size * 0.6 => {
                cell.push(' ');
                cell.push_str(&word.text);
            }
            _ => cells.push(word.text.clone()),
        }
        end = word.x1;
    }
    cells
}

fn row(line: Line) -> Paragraph {
    Paragraph { size: line.size, lines: vec![line], indented: false, full: false, set_out: false, first: true, last: true, row: true }
}

fn furniture(text: &str, page: usize, kind: BlockKind) -> Piece {
    let line = Line { words: text.split(' ').map(str::to_owned).collect(), x0: 0.0, x1: 0.0, y: 0.0, size: 1.0, first: 0.0 };
    Piece { paragraph: Paragraph { row: false, ..row(line) }, page, kind }
}

/// Size and leading of the running text: those of most letters.
fn measure<'l>(regions: impl Iterator<Item = &'l [Line]>) -> Measure {
    let (mut sizes, mut steps) = (Vec::new(), Vec::new());
    for region in regions {
        for line in region {
            sizes.extend(std::iter::repeat_n(line.size, line.letters().min(200)));
        }
        for pair in region.windows(2) {
            let step = (pair[1].y - pair[0].y) / pair[0].size.max(0.1);
            if (pair[1].size - pair[0].size).abs() < 0.1 * pair[0].size && step > 0.7 && step < 3.5 {
                steps.push(step);
            }
        }
    }
    let size = if sizes.is_empty() { 10.0 } else { median(sizes) };
    steps.sort_by(f32::total_cmp);
    // Steps between paragraphs are among them, and larger: the lower half is lines.
    let leading = steps.get(steps.len() * 2 / 5).copied().unwrap_or(1.25);
    Measure { size, leading: leading.clamp(0.9, 3.0) }
}

fn vocabulary<'l>(lines: impl Iterator<Item = &'l Line>) -> Vocabulary {
    let mut vocabulary = Vocabulary::new();
    let mut split = false;
    for line in lines {
        for (at, word) in line.words.iter().enumerate() {
            let ends = at + 1 == line.words.len();
            // Halves at line ends are no words; the half after a split is none either.
            if !(at == 0 && split || ends && word.ends_with(is_hyphen)) {
                for part in word.split([' ', '—', '–', '/']) {
                    vocabulary.add(part);
                }
            }
        }
        split = line.words.last().is_some_and(|word| word.ends_with(is_hyphen));
    }
    vocabulary
}

/// Joins paragraphs that run over the end of a column or page. Captions, notes and furniture in
/// between come after the joined paragraph.
fn continued(pieces: Vec<Piece>, measure: Measure) -> Vec<Piece> {
    let is_text = |piece: &Piece| {
        piece.kind == BlockKind::Body && !piece.paragraph.row && (piece.paragraph.size - measure.size).abs() <= 0.08 * measure.size
    };
    let set_in = pieces.iter().filter(|piece| is_text(piece) && !piece.paragraph.first).count();
    let indents = pieces.iter().filter(|piece| is_text(piece) && !piece.paragraph.first && piece.paragraph.indented).count();
    let by_indents = indents * 2 > set_in;
    let mut done: Vec<Piece> = Vec::new();
    // The last paragraph of running text, and whether only things out of the text's flow follow it.
    let mut open: Option<usize> = None;
    for piece in pieces {
        if is_text(&piece) {
            if let Some(at) = open
                && piece.paragraph.first
                && done[at].paragraph.last
                && goes_on(&done[at].paragraph, &piece.paragraph, by_indents)
            {
                let paragraph = &mut done[at].paragraph;
                paragraph.lines.extend(piece.paragraph.lines);
                paragraph.full = piece.paragraph.full;
                paragraph.set_out = piece.paragraph.set_out;
                paragraph.last = piece.paragraph.last;
                continue;
            }
            open = Some(done.len());
        } else if piece.paragraph.size > measure.size * 1.08 && piece.kind == BlockKind::Body {
            // Nothing runs on past a heading.
            open = None;
        }
        done.push(piece);
    }
    done
}

/// Whether `next`, the first of a column, goes on with `paragraph`, the last of another.
fn goes_on(paragraph: &Paragraph, next: &Paragraph, by_indents: bool) -> bool {
    let (Some(last), Some(first)) = (paragraph.lines.last(), next.lines.first()) else {
        return false;
    };
    let small = first.words.first().and_then(|word| word.chars().find(|c| c.is_alphabetic())).is_some_and(char::is_lowercase);
    if last.words.last().is_some_and(|word| word.ends_with(is_hyphen)) {
        return small || paragraph.full;
    }
    if ends(last) {
        // A sentence that ends with its line says little; a last line that is full says more.
        return if by_indents { paragraph.full && !next.indented } else { paragraph.set_out };
    }
    small || paragraph.full && !(by_indents && next.indented)
}

/// Names headings: larger type than the running text, few lines.
fn headings(pieces: &mut [Piece], measure: Measure) {
    for piece in pieces {
        let paragraph = &piece.paragraph;
        let letters: usize = paragraph.lines.iter().map(Line::letters).sum();
        if piece.kind == BlockKind::Body && !paragraph.row && paragraph.size > measure.size * 1.12 && letters < 300 {
            piece.kind = BlockKind::Heading;
        }
    }
}

/// Names the title: the largest heading of the first page above the text; a name of one to three
/// words above a longer heading is the masthead.
fn title(pieces: &mut [Piece], measure: Measure, hint: Option<&str>) {
    let Some(page) = pieces.first().map(|piece| piece.page) else {
        return;
    };
    let words = |piece: &Piece| piece.paragraph.lines.iter().map(|line| line.words.len()).sum::<usize>();
    let long = |piece: &Piece| piece.kind == BlockKind::Body && piece.paragraph.lines.len() >= 3 && !piece.paragraph.row;
    let end = pieces.iter().position(|piece| long(piece) || piece.page != page).unwrap_or(pieces.len());
    let mut heads: Vec<usize> =
        (0..end).filter(|&at| pieces[at].kind == BlockKind::Heading && pieces[at].paragraph.size > measure.size * 1.15).collect();
    if heads.is_empty() {
        // A picture column may put the text first in the order of reading.
        heads = (0..pieces.len())
            .filter(|&at| {
                pieces[at].page == page && pieces[at].kind == BlockKind::Heading && pieces[at].paragraph.size > measure.size * 1.4
            })
            .take(3)
            .collect();
    }
    let hinted = hint.map(plain).filter(|hint| hint.len() > 8).and_then(|hint| {
        heads.iter().copied().find(|&at| {
            let printed = plain(&pieces[at].paragraph.lines.iter().flat_map(|line| line.words.iter()).cloned().collect::<String>());
            printed.len() > 8 && (hint.contains(&printed) || printed.contains(&hint))
        })
    });
    let large = |at: &usize| pieces[*at].paragraph.size;
    let largest = heads.iter().copied().max_by(|a, b| large(a).total_cmp(&large(b)).then(b.cmp(a)));
    let sentence = heads.iter().copied().filter(|&at| words(&pieces[at]) >= 4).max_by(|a, b| large(a).total_cmp(&large(b)).then(b.cmp(a)));
    let chosen = match (hinted, largest, sentence) {
        (Some(at), ..) => at,
        (_, Some(at), Some(other)) if words(&pieces[at]) <= 3 && other > at => other,
        (_, Some(at), _) => at,
        _ => return,
    };
    pieces[chosen].kind = BlockKind::Title;
    for at in heads {
        if at < chosen && words(&pieces[at]) <= 4 {
            pieces[at].kind = BlockKind::Masthead;
        }
    }
    // Author, agency and date are often set larger than the text, and are no headings.
    for piece in &mut pieces[chosen + 1..end.max(chosen + 1)] {
        if piece.kind == BlockKind::Heading {
            piece.kind = BlockKind::Body;
        }
    }
}

/// Letters and digits in small letters.
fn plain(words: &str) -> String {
    words.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Writes the pieces into one text.
fn write(pieces: &[Piece], vocabulary: &Vocabulary) -> (String, Vec<Block>) {
    let mut text = String::new();
    let mut blocks = Vec::new();
    for piece in pieces {
        let start = text.len() + if text.is_empty() { 0 } else { 2 };
        let mut words = String::new();
        let blank = if piece.paragraph.row { '\t' } else { ' ' };
        for line in &piece.paragraph.lines {
            for (at, word) in line.words.iter().enumerate() {
                let joined = if at > 0 || words.is_empty() {
                    Join::Blank
                } else {
                    let last = words.rsplit([' ', '\t', '—', '–']).next().unwrap_or("");
                    join(last, word, vocabulary)
                };
                match joined {
                    Join::Blank if !words.is_empty() => words.push(blank),
                    Join::Drop => drop(words.pop()),
                    _ => {}
                }
                words.push_str(word);
            }
        }
        // Soft hyphens inside a line are marks for the typesetter and not printed.
        let words = words.replace('\u{ad}', "");
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(words);
        blocks.push(Block { span: ByteSpan::new(start, text.len()), kind: piece.kind });
    }
    (text, blocks)
}
