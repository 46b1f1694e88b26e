//! Runs of five words by which copies of a text know each other.
//!
//! *Source*: Broder 1997, "On the resemblance and containment of documents": resemblance by shingles, and
//! the sample of those whose hash is divisible by a number, which shows containment too, as sketches of
//! a fixed size do not: an agency's report inside a longer one is a copy.

use rapporteur_record::Span;

/// Words of a run.
const RUN: usize = 5;
/// One in so many runs is kept in the store.
const SAMPLE: u64 = 8;
/// Two texts of which the shorter has so large a share of its runs in the other are one story. Reports of
/// different authors on one event share quotations, some tenth of their runs; copies with paragraphs cut or
/// added and words changed share half and more.
const SHARE: f64 = 0.4;
/// A text with fewer runs must stand in the other nearly whole: a few common phrases would be most of it.
const SHORT: usize = 25;
/// The share for those.
const SHORT_SHARE: f64 = 0.8;
/// With fewer runs than this nothing is said.
const LEAST: usize = 6;

/// The runs of a text as hashes: sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shingles {
    hashes: Vec<u64>,
    /// Words of the text.
    pub words: usize,
}

impl Shingles {
    /// Of the spans of `text` that are its body. Capitals, marks and blanks do not count.
    pub fn of(text: &str, body: &[Span]) -> Self {
        let words = words(text, body);
        let mut hashes: Vec<u64> =
            words.windows(RUN).map(|run| run.iter().fold(0xcbf2_9ce4_8422_2325, |sum, &word| mix(sum ^ word))).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes, words: words.len() }
    }

    /// The sample by which candidates are found.
    pub fn sample(&self) -> impl Iterator<Item = u64> + '_ {
        self.hashes.iter().copied().filter(|hash| hash.is_multiple_of(SAMPLE))
    }

    /// Whether these are copies of one text, or one holds the other.
    pub fn same_story(&self, other: &Self) -> bool {
        let shorter = self.hashes.len().min(other.hashes.len());
        if shorter < LEAST {
            return shorter > 0 && self.hashes == other.hashes;
        }
        let share = if shorter < SHORT { SHORT_SHARE } else { SHARE };
        self.shared(other) as f64 >= share * shorter as f64
    }

    fn shared(&self, other: &Self) -> usize {
        let (mut count, mut at) = (0, 0);
        for hash in &self.hashes {
            while other.hashes.get(at).is_some_and(|other| other < hash) {
                at += 1;
            }
            count += usize::from(other.hashes.get(at) == Some(hash));
        }
        count
    }
}

/// The words of the body as hashes, in order.
fn words(text: &str, body: &[Span]) -> Vec<u64> {
    let mut found = Vec::new();
    let mut spans = body.iter().peekable();
    let mut open: Option<u64> = None;
    for (at, c) in text.chars().enumerate() {
        while spans.peek().is_some_and(|span| span.end <= at) {
            spans.next();
        }
        let Some(span) = spans.peek() else { break };
        if at < span.start || !c.is_alphanumeric() {
            found.extend(open.take());
            continue;
        }
        // A paragraph that ends without a blank ends its last word too.
        if at == span.start {
            found.extend(open.take());
        }
        open = Some(c.to_lowercase().fold(open.unwrap_or(1), |sum, c| mix(sum ^ u64::from(c))));
    }
    found.extend(open);
    found
}

/// Mixes the bits of a number (the finaliser of MurmurHash3, Appleby 2011).
pub(crate) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let number = (number ^ (number >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    number ^ (number >> 33)
}

/// A key that is alike for texts of the same words.
pub(crate) fn key(parts: &[&str]) -> String {
    let mut sum = 0;
    for part in parts {
        let whole = [Span { start: 0, end: part.chars().count() }];
        sum = words(part, &whole).into_iter().fold(mix(sum ^ 7), |sum, word| mix(sum.rotate_left(5) ^ word));
    }
    format!("{sum:016x}")
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
        assert_eq!(of("The minister said: “Talks have failed.”"), of("the MINISTER said -- talks\nhave failed"));
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
        assert!(!of("no talks").same_story(&of("no talks today")));
        assert!(of("there were no talks today").same_story(&of("There were no talks today.")));
    }
}
