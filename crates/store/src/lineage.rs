//! How the reports of a story hang together: which came first, what each copy takes over, adds and drops.
//!
//! Reports are taken in the order in which they were published. Each is laid beside all before it, paragraph by paragraph;
//! the one with which it shares most words is the one that it copies. Paragraphs are aligned if they have the same
//! words, or half of their words in runs of three in common: then they are changed.

use crate::findings::Hashed;
use crate::shingles::mix;
use crate::{Error, Store, stories};
use rapporteur_record::{Offsets, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a run by which changed paragraphs know each other.
const RUN: usize = 3;
/// The share of runs of the shorter one that they have in common then.
const SHARE: f64 = 0.5;
/// A paragraph with fewer words is the same or another.
const SHORT: usize = 6;

/// What became of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is taken over word by word.
    Kept,
    /// It is taken over with other words in it.
    Changed,
    /// It is new.
    Added,
    /// It is left out.
    Dropped,
}

impl Fate {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Dropped => "dropped",
        }
    }
}

/// A paragraph of a copy, or of what it copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What became of it.
    pub fate: Fate,
    /// Where it stands: in the copy, or in what it copies if it is dropped.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// For one that is changed: how it stands in what it copies.
    pub before: Option<String>,
}

/// A report of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// `reports.id`.
    pub report: i64,
    /// The report that it copies; none for the first, and for one that shares no paragraph with an earlier one.
    pub copies: Option<i64>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Where it came from.
    pub address: String,
    /// Words of its body.
    pub words: usize,
    /// Words in paragraphs that it has from the one that it copies.
    pub shared: usize,
    /// Whether it is the earliest, whether the fullest.
    pub earliest: bool,
    /// Whether it is the one with the most words.
    pub fullest: bool,
    /// Its paragraphs in order, then those that it drops.
    pub paragraphs: Vec<Paragraph>,
}

impl Copy {
    /// How many paragraphs had a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.paragraphs.iter().filter(|paragraph| paragraph.fate == fate).count()
    }
}

impl Store {
    /// The reports of a story with what each takes over, in the order in which they were published.
    ///
    /// # Errors
    /// When there is no such story.
    pub fn lineage(&self, story: i64) -> Result<Vec<Copy>, Error> {
        let ends = self
            .connection
            .prepare_cached("SELECT earliest, fullest FROM stories WHERE id = ?1")?
            .query_row([story], |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)));
        let Ok((earliest, fullest)) = ends else {
            return Err(Error::Query(format!("there is no story {story}\n  help: `rapporteur stories` lists them with their numbers")));
        };
        let mut look = self.connection.prepare_cached(
            "SELECT id, outlet, published, title, address, words, text, body FROM reports WHERE story = ?1
             ORDER BY published IS NULL, published, doc, id",
        )?;
        let mut rows = look.query([story])?;
        let mut bodies: Vec<(i64, Vec<Piece>)> = Vec::new();
        let mut known = Known::default();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (report, text, body): (i64, String, String) = (row.get(0)?, row.get(6)?, row.get(7)?);
            let pieces = known.pieces(&text, &stories::body(report, &body)?);
            let (copies, paragraphs, shared) = beside(&pieces, &bodies, &known);
            found.push(Copy {
                report,
                copies,
                outlet: row.get(1)?,
                published: row.get(2)?,
                title: row.get(3)?,
                address: row.get(4)?,
                words: usize::try_from(row.get::<_, i64>(5)?).unwrap_or(0),
                shared,
                earliest: earliest == Some(report),
                fullest: fullest == Some(report),
                paragraphs,
            });
            known.stand(bodies.len(), &pieces);
            bodies.push((report, pieces));
        }
        Ok(found)
    }
}

/// A paragraph.
#[derive(Clone, Debug)]
struct Piece {
    span: Span,
    text: String,
    /// Paragraphs with the same words have the same number.
    number: u32,
    /// How many words it has.
    words: usize,
}

/// The paragraphs that were met in a story, each once, and which are alike.
#[derive(Default)]
struct Known {
    numbers: Hashed<Vec<u64>, u32>,
    /// In how many runs of words each paragraph has its words.
    runs: Vec<u32>,
    /// The paragraphs that have a run.
    having: Hashed<u64, Vec<u32>>,
    /// Of two paragraphs, the lower number first, what part of the runs of the shorter one is in both; those that are no changed form of
    /// each other are left out.
    alike: Hashed<(u32, u32), f64>,
    /// The same as a list for each paragraph.
    near: Vec<Vec<u32>>,
    /// The reports, by their place in order, in which each paragraph stands.
    standing: Vec<Vec<u32>>,
    /// Number and words of each text of a paragraph: most are copied letter by letter.
    texts: Hashed<String, (u32, usize)>,
}

impl Known {
    /// The paragraphs of a body.
    fn pieces(&mut self, text: &str, body: &[Span]) -> Vec<Piece> {
        let offsets = Offsets::new(text);
        let mut found = Vec::new();
        for span in body.iter().filter_map(|&span| offsets.bytes(span)) {
            for paragraph in crate::reread::paragraphs(text, span) {
                let piece = |number, words| Piece { span: offsets.span(paragraph), text: paragraph.of(text).to_owned(), number, words };
                if let Some(&(number, words)) = self.texts.get(paragraph.of(text)) {
                    found.push(piece(number, words));
                    continue;
                }
                let words: Vec<u64> = paragraph
                    .of(text)
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| !word.is_empty())
                    .map(|word| word.chars().flat_map(char::to_lowercase).fold(1, |sum, c| mix(sum ^ u64::from(c))))
                    .collect();
                if words.is_empty() {
                    continue;
                }
                let number = match self.numbers.get(&words) {
                    Some(&number) => number,
                    None => self.add(&words),
                };
                self.texts.insert(paragraph.of(text).to_owned(), (number, words.len()));
                found.push(piece(number, words.len()));
            }
        }
        found
    }

    /// Takes in a paragraph with other words than all before.
    fn add(&mut self, words: &[u64]) -> u32 {
        let number = self.runs.len() as u32;
        let runs = runs(words);
        self.numbers.insert(words.to_vec(), number);
        self.runs.push(runs.len() as u32);
        let (mut common, mut near): (BTreeMap<u32, u32>, Vec<u32>) = Default::default();
        for run in runs {
            let having = self.having.entry(run).or_default();
            having.iter().for_each(|&other| *common.entry(other).or_default() += 1);
            having.push(number);
        }
        for (other, both) in common {
            let share = f64::from(both) / f64::from(self.runs[other as usize].min(self.runs[number as usize]));
            if share >= SHARE {
                self.alike.insert((other, number), share);
                self.near[other as usize].push(number);
                near.push(other);
            }
        }
        self.near.push(near);
        self.standing.push(Vec::new());
        number
    }

    /// Says that the next report in order has these paragraphs.
    fn stand(&mut self, report: usize, pieces: &[Piece]) {
        for piece in pieces {
            let standing = &mut self.standing[piece.number as usize];
            if standing.last() != Some(&(report as u32)) {
                standing.push(report as u32);
            }
        }
    }

    /// The reports, of so many, that have a paragraph of these or one that may be a changed form of it, by their place in order: how many words
    /// they can have in common at most, those with most first.
    fn promising(&self, own: &[Piece], reports: usize) -> Vec<(usize, usize)> {
        let (mut most, mut last) = (vec![0; reports], vec![0; reports]);
        for (at, piece) in (1..).zip(own) {
            let near = self.near[piece.number as usize].iter().filter(|_| piece.words >= SHORT);
            for &report in near.chain([&piece.number]).flat_map(|&number| &self.standing[number as usize]) {
                if last[report as usize] != at {
                    last[report as usize] = at;
                    most[report as usize] += piece.words;
                }
            }
        }
        let mut found: Vec<(usize, usize)> = most.into_iter().zip(0..).filter(|&(words, _)| words > 0).collect();
        found.sort_unstable_by_key(|&(words, at)| (std::cmp::Reverse(words), at));
        found
    }

    /// How alike two paragraphs are that have not the same words, where one may be a changed form of the other.
    fn alike(&self, one: &Piece, other: &Piece) -> Option<f64> {
        self.alike.get(&(one.number.min(other.number), one.number.max(other.number))).copied()
    }
}

/// The runs of words, each once.
fn runs(words: &[u64]) -> Vec<u64> {
    let mut runs: Vec<u64> = words.windows(RUN).map(|run| run.iter().fold(7, |sum, &word| mix(sum ^ word))).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// For each paragraph its place in another report and what became of it on the way.
type Aligned = Vec<Option<(usize, Fate)>>;

/// Which earlier report a body copies, what became of the paragraphs, and how many words it has from there.
fn beside(own: &[Piece], earlier: &[(i64, Vec<Piece>)], known: &Known) -> (Option<i64>, Vec<Paragraph>, usize) {
    let mut best: Option<(usize, usize, Aligned)> = None;
    for (most, at) in known.promising(own, earlier.len()) {
        // Of two that give as much the earlier is copied.
        match &best {
            Some((shared, ..)) if most < *shared => break,
            Some((shared, place, _)) if most == *shared && at > *place => continue,
            _ => {}
        }
        let aligned = align(own, &earlier[at].1, known);
        let shared: usize = own.iter().zip(&aligned).filter(|(_, fit)| fit.is_some()).map(|(piece, _)| piece.words).sum();
        if shared > 0 && best.as_ref().is_none_or(|&(most, place, _)| shared > most || shared == most && at < place) {
            best = Some((shared, at, aligned));
        }
    }
    let told = |piece: &Piece, fate, before| Paragraph { fate, span: piece.span, text: piece.text.clone(), before };
    let Some((shared, at, aligned)) = best else {
        return (None, own.iter().map(|piece| told(piece, Fate::Added, None)).collect(), 0);
    };
    let (report, other) = (earlier[at].0, earlier[at].1.as_slice());
    let mut found: Vec<Paragraph> = Vec::new();
    for (piece, fit) in own.iter().zip(&aligned) {
        found.push(match fit {
            Some((_, Fate::Kept)) => told(piece, Fate::Kept, None),
            Some((at, fate)) => told(piece, *fate, Some(other[*at].text.clone())),
            None => told(piece, Fate::Added, None),
        });
    }
    let used: BTreeSet<usize> = aligned.iter().flatten().map(|(at, _)| *at).collect();
    found.extend(other.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, piece)| told(piece, Fate::Dropped, None)));
    (Some(report), found, shared)
}

/// For each paragraph the one of the other report that it is: the same words first, then the likest; each is taken once.
fn align(own: &[Piece], other: &[Piece], known: &Known) -> Aligned {
    let mut found: Aligned = vec![None; own.len()];
    let mut free: Vec<bool> = vec![true; other.len()];
    for (at, piece) in own.iter().enumerate() {
        if let Some(place) = (0..other.len()).find(|&place| free[place] && other[place].number == piece.number) {
            (found[at], free[place]) = (Some((place, Fate::Kept)), false);
        }
    }
    for (at, piece) in own.iter().enumerate() {
        if found[at].is_some() || piece.words < SHORT {
            continue;
        }
        let likest = (0..other.len())
            .filter(|&place| free[place] && other[place].words >= SHORT)
            .filter_map(|place| Some((known.alike(piece, &other[place])?, place)))
            .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)));
        if let Some((_, place)) = likest {
            (found[at], free[place]) = (Some((place, Fate::Changed)), false);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(known: &mut Known, paragraphs: &[&str]) -> Vec<Piece> {
        let text = paragraphs.join("\n\n");
        known.pieces(&text, &[Span { start: 0, end: text.chars().count() }])
    }

    /// The bodies of reports that came before, in order.
    fn before(known: &mut Known, bodies: &[(i64, &[&str])]) -> Vec<(i64, Vec<Piece>)> {
        let mut found = Vec::new();
        for (report, paragraphs) in bodies {
            let pieces = body(known, paragraphs);
            known.stand(found.len(), &pieces);
            found.push((*report, pieces));
        }
        found
    }

    const AGENCY: [&str; 4] = [
        "The army shelled the port of Kelm on Monday, killing at least 12 dock workers, officials said.",
        "\"We will not accept this,\" Foreign Minister Irina Dask told reporters in Orra.",
        "The League has sent 40 observers to the town since March.",
        "Talks are to go on in Lomar.",
    ];

    #[test]
    fn what_is_kept_changed_added_and_dropped_is_told() {
        let local = [
            AGENCY[0],
            "\"We will not accept this,\" Foreign Minister Irina Dask told reporters late at night in Orra.",
            "In our town people gathered before the city hall and went home at dusk.",
            AGENCY[3],
        ];
        let mut known = Known::default();
        let earlier = before(&mut known, &[(1, &AGENCY)]);
        let own = body(&mut known, &local);
        let (copies, paragraphs, shared) = beside(&own, &earlier, &known);
        let fates: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.fate.as_str()).collect();
        assert_eq!((copies, fates.as_slice()), (Some(1), ["kept", "changed", "added", "kept", "dropped"].as_slice()));
        assert!(paragraphs[4].text.starts_with("The League") && paragraphs[1].before.as_deref() == Some(AGENCY[1]));
        assert_eq!(shared, 17 + 16 + 7);
    }

    #[test]
    fn a_copy_of_a_copy_is_told_from_a_copy_of_the_first() {
        let longer = [&AGENCY[..], &["A ferry with 300 people on board turned back."][..]].concat();
        let mut known = Known::default();
        let earlier = before(&mut known, &[(1, &AGENCY), (2, &longer)]);
        let mut copied = |paragraphs: &[&str]| {
            let own = body(&mut known, paragraphs);
            beside(&own, &earlier, &known).0
        };
        assert_eq!(copied(&longer[1..]), Some(2));
        assert_eq!(copied(&AGENCY[..3]), Some(1));
        assert_eq!(copied(&["Another matter altogether, which nobody else has told."]), None);
    }

    #[test]
    fn the_report_that_is_copied_is_that_with_which_most_is_shared_of_all() {
        let changed = AGENCY.map(|words| words.replace(" the ", " that "));
        let all: Vec<&str> = AGENCY.iter().copied().chain(changed.iter().map(String::as_str)).collect();
        let (mut known, mut earlier) = (Known::default(), Vec::new());
        for at in 0..60_usize {
            // Some four of the eight paragraphs, in changing order.
            let picked: Vec<&str> =
                (0..8).filter(|place| (at * 37 + 11) >> place & 1 == 1).map(|place| all[(place * 3 + at) % 8]).collect();
            let own = body(&mut known, &picked);
            let shared = |other: &[Piece]| -> usize {
                own.iter().zip(align(&own, other, &known)).filter(|(_, fit)| fit.is_some()).map(|(piece, _)| piece.words).sum()
            };
            let most = earlier.iter().map(|(_, other): &(i64, Vec<Piece>)| shared(other)).max().unwrap_or(0);
            let first = earlier.iter().find(|(_, other)| most > 0 && shared(other) == most).map(|(report, _)| *report);
            let (copies, _, words) = beside(&own, &earlier, &known);
            assert_eq!((copies, words), (first, most), "{at}");
            known.stand(earlier.len(), &own);
            earlier.push((at as i64, own));
        }
    }
}
