//! Runs of five words by which copies of a text know each other.
//!
//! *Source*: Broder 1997, "On the resemblance and containment of documents": resemblance by shingles, and
//! the sample of those whose hash is divisible by a number, which shows containment too, as sketches of
//! a fixed size do not: an agency's report inside a longer one is a copy.

use rapporteur_record::Span;

/// Words of a run.
const RUN: usize = 5;
/// With fewer runs outside quotations than this, the quotations count too: they are nearly all there is.
const PLAIN: usize = 25;
/// One in so many runs is kept in the store.
const SAMPLE: u64 = 8;
/// Bits of a run's hash that the store does not keep: 31 are enough to tell runs apart.
const DROPPED: u32 = 33;
/// Two texts of which the shorter has so large a share of its runs in the other are one story. Reports of
/// different authors on one event share quotations and little else, so quotations are left out; copies with
/// paragraphs cut or added and words changed share half and more.
const SHARE: f64 = 0.4;
/// A text with fewer runs must stand in the other nearly whole: a few common phrases would be most of it.
const SHORT: usize = 25;
/// The share for those.
const SHORT_SHARE: f64 = 0.8;
/// With fewer runs than this nothing is said.
const LEAST: usize = 6;

/// The runs of a text as hashes: sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles {
    /// Of all words.
    all: Vec<u64>,
    /// Of the words outside quotations.
    plain: Vec<u64>,
    /// Words of the text.
    pub words: usize,
}

impl Shingles {
    /// Of the spans of `text` that are its body. Capitals, marks and blanks do not count.
    pub fn of(text: &str, body: &[Span]) -> Self {
        let words = words(text, body);
        let plain = words.iter().filter(|word| !word.quoted).map(|word| word.hash);
        Self { all: runs(words.iter().map(|word| word.hash)), plain: runs(plain), words: words.len() }
    }

    /// The sample by which candidates are found.
    pub fn sample(&self) -> impl Iterator<Item = u64> + '_ {
        self.all.iter().copied().filter(|hash| hash.is_multiple_of(SAMPLE)).map(|hash| hash >> DROPPED)
    }

    /// Whether these are copies of one text, or one holds the other.
    pub fn same_story(&self, other: &Self) -> bool {
        let spoken = self.plain.len().min(other.plain.len()) < PLAIN;
        let (one, two) = if spoken { (&self.all, &other.all) } else { (&self.plain, &other.plain) };
        let shorter = one.len().min(two.len());
        if shorter < LEAST {
            return shorter > 0 && one == two;
        }
        let share = if shorter < SHORT { SHORT_SHARE } else { SHARE };
        shared(one, two) as f64 >= share * shorter as f64
    }
}

/// How many numbers two ascending lists have in common.
fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut count, mut at) = (0, 0);
    for hash in one {
        while other.get(at).is_some_and(|other| other < hash) {
            at += 1;
        }
        count += usize::from(other.get(at) == Some(hash));
    }
    count
}

/// The runs of some words, sorted, each once.
fn runs(words: impl Iterator<Item = u64>) -> Vec<u64> {
    let words: Vec<u64> = words.collect();
    let mut hashes: Vec<u64> = words.windows(RUN).map(|run| run.iter().fold(0xcbf2_9ce4_8422_2325, |sum, &word| mix(sum ^ word))).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// A word of a body.
struct Word {
    hash: u64,
    /// Whether it stands in quotation marks.
    quoted: bool,
}

/// The words of the body in order. A quotation ends with its paragraph at the latest.
fn words(text: &str, body: &[Span]) -> Vec<Word> {
    let mut found = Vec::new();
    let mut spans = body.iter().peekable();
    let (mut open, mut quoted) = (None, false);
    for (at, c) in text.chars().enumerate() {
        while spans.peek().is_some_and(|span| span.end <= at) {
            spans.next();
        }
        let Some(span) = spans.peek() else { break };
        // A paragraph that ends without a blank ends its last word too.
        let outside = at <= span.start;
        if outside || !c.is_alphanumeric() {
            found.extend(open.take().map(|hash| Word { hash, quoted }));
        }
        quoted = match c {
            '"' => !quoted,
            '“' | '„' | '«' => true,
            '”' | '»' | '\n' => false,
            _ => quoted && !outside,
        };
        if at >= span.start && c.is_alphanumeric() {
            open = Some(c.to_lowercase().fold(open.unwrap_or(1), |sum, c| mix(sum ^ u64::from(c))));
        }
    }
    found.extend(open.map(|hash| Word { hash, quoted }));
    found
}

/// Mixes the bits of a number (the finaliser of MurmurHash3, Appleby 2011).
pub(crate) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let number = (number ^ (number >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    number ^ (number >> 33)
}

/// A key that is alike for texts of the same words: 32 bits, enough to tell the findings of one story apart.
pub(crate) fn key(parts: &[&str]) -> i64 {
    let mut sum = 0;
    for part in parts {
        let whole = [Span { start: 0, end: part.chars().count() }];
        sum = words(part, &whole).into_iter().fold(mix(sum ^ 7), |sum, word| mix(sum.rotate_left(5) ^ word.hash));
    }
    i64::from(sum as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Shingles {
        Shingles::of(text, &[Span { start: 0, end: text.chars().count() }])
    }

    /// Words that nobody wrote, so many from a place on.
    fn long(from: usize, count: usize) -> String {
        (from..from + count).map(|at| format!("w{}", mix(at as u64) % 5000)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn capitals_marks_and_blanks_do_not_count() {
        assert_eq!(of("The minister said: “Talks have failed.”").all, of("the MINISTER said -- talks\nhave failed").all);
        assert_ne!(of("the minister said talks have failed"), of("the minister said talks have begun"));
    }

    #[test]
    fn only_the_body_counts() {
        let text = "Masthead of the day. The minister said that talks have failed again. Subscribe now";
        let body = [Span { start: 21, end: 69 }];
        assert_eq!(Shingles::of(text, &body), of("The minister said that talks have failed again."));
    }

    #[test]
    fn a_text_inside_a_longer_one_is_the_same_story() {
        assert!(of(&long(0, 120)).same_story(&of(&format!("{} {} {}", long(900, 300), long(0, 120), long(2000, 300)))));
        assert!(of(&long(0, 200)).same_story(&of(&format!("{} {}", long(0, 110), long(3000, 150)))));
    }

    #[test]
    fn a_common_quotation_makes_no_story() {
        let quotation = long(5000, 30);
        let (one, two) = (format!("{} {quotation} {}", long(0, 150), long(200, 100)), format!("{} {quotation}", long(900, 200)));
        assert!(!of(&one).same_story(&of(&two)));
        // Even if it is half of both.
        let speech = long(7000, 80);
        let told = |from: usize| format!("{} \"{speech}\" {}", long(from, 40), long(from + 40, 40));
        assert!(!of(&told(0)).same_story(&of(&told(400))));
        assert!(of(&format!("“{speech}” he said.")).same_story(&of(&format!("“{speech}” said the envoy."))));
        assert!(!of("no talks").same_story(&of("no talks today")));
        assert!(of("there were no talks today").same_story(&of("There were no talks today.")));
    }
}
