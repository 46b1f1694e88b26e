//! Accuracy of segmentation, tags, lemmas and trees as the CoNLL 2018 shared task defines it.
//!
//! Gold and system files hold the same text, segmented each in its own way. Tokens, sentences and
//! words are compared by the characters they cover, white space apart; tags and heads are compared
//! on the words that both have. *Source*: Zeman et al., "CoNLL 2018 Shared Task: Multilingual
//! Parsing from Raw Text to Universal Dependencies", section 5; our own implementation.

use anyhow::{Context, bail};

/// How often something was right, and out of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Right ones.
    pub right: usize,
    /// How many the gold file has.
    pub gold: usize,
    /// How many the system's file has.
    pub system: usize,
}

impl Score {
    /// Share of the system's that are right, in percent.
    pub fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.system.max(1) as f64
    }

    /// Share of the gold file's that were found, in percent.
    pub fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }

    /// Harmonic mean of the two, in percent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.system).max(1) as f64
    }
}

/// All figures of one comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Orthographic tokens: "don't" is one.
    pub tokens: Score,
    /// Sentences.
    pub sentences: Score,
    /// Words of the trees: "don't" is two.
    pub words: Score,
    /// Universal part of speech.
    pub upos: Score,
    /// Universal features, all of a word.
    pub ufeats: Score,
    /// Lemmas; a word whose gold lemma is `_` counts as right.
    pub lemmas: Score,
    /// Heads.
    pub uas: Score,
    /// Heads with their relation, subtypes apart.
    pub las: Score,
}

impl Scores {
    /// Name and score of each figure, in the order of the shared task's table.
    pub fn rows(&self) -> [(&'static str, Score); 8] {
        [
            ("Tokens", self.tokens),
            ("Sentences", self.sentences),
            ("Words", self.words),
            ("UPOS", self.upos),
            ("UFeats", self.ufeats),
            ("Lemmas", self.lemmas),
            ("UAS", self.uas),
            ("LAS", self.las),
        ]
    }
}

/// The features that are universal; others of a treebank are not compared.
const UNIVERSAL_FEATURES: [&str; 21] = [
    "Abbr", "Animacy", "Aspect", "Case", "Definite", "Degree", "Evident", "Foreign", "Gender", "Mood", "NumType", "Number", "Person",
    "Polarity", "Polite", "Poss", "PronType", "Reflex", "Tense", "VerbForm", "Voice",
];

/// Characters that something covers, counted without white space.
type Cover = (usize, usize);

/// One word of a file.
#[derive(Debug)]
struct Word<'t> {
    cover: Cover,
    /// Whether it is part of a token of several words; it then covers what the token covers.
    multiword: bool,
    form: String,
    upos: &'t str,
    feats: Vec<&'t str>,
    lemma: &'t str,
    /// Place of the head in the file's list of words, `None` for a root.
    head: Option<usize>,
    deprel: &'t str,
}

/// A file as the comparison needs it.
#[derive(Debug, Default)]
struct File<'t> {
    /// All characters but white space.
    characters: String,
    tokens: Vec<Cover>,
    sentences: Vec<Cover>,
    words: Vec<Word<'t>>,
}

/// Labels of one word that both files have: the gold one, the system's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelPair {
    /// Universal part of speech.
    pub upos: [String; 2],
    /// Relation without its subtype, whatever its head.
    pub deprel: [String; 2],
}

/// The labels of all words that are in both texts.
///
/// # Errors
/// As [`evaluate`].
pub fn label_pairs(gold_text: &str, system_text: &str) -> anyhow::Result<Vec<LabelPair>> {
    let (gold, system) = read_both(gold_text, system_text)?;
    let pair = |(g, s): (usize, usize)| {
        let (g, s) = (&gold.words[g], &system.words[s]);
        LabelPair { upos: [g.upos, s.upos].map(str::to_owned), deprel: [g.deprel, s.deprel].map(str::to_owned) }
    };
    Ok(align(&gold.words, &system.words).into_iter().map(pair).collect())
}

fn read_both<'t>(gold_text: &'t str, system_text: &'t str) -> anyhow::Result<(File<'t>, File<'t>)> {
    let gold = read(gold_text).context("gold file")?;
    let system = read(system_text).context("system file")?;
    if gold.characters != system.characters {
        let same = gold.characters.chars().zip(system.characters.chars()).take_while(|(a, b)| a == b).count();
        let shown = |file: &File<'_>| file.characters.chars().skip(same.saturating_sub(10)).take(30).collect::<String>();
        bail!("the texts differ after {same} characters: gold `{}`, system `{}`", shown(&gold), shown(&system));
    }
    Ok((gold, system))
}

/// Compares two CoNLL-U texts.
///
/// # Errors
/// When one is not CoNLL-U, or the two do not hold the same characters (white space apart).
pub fn evaluate(gold_text: &str, system_text: &str) -> anyhow::Result<Scores> {
    let (gold, system) = read_both(gold_text, system_text)?;
    let pairs = align(&gold.words, &system.words);
    let mut partner = vec![None; system.words.len()];
    for &(of_gold, of_system) in &pairs {
        partner[of_system] = Some(of_gold);
    }
    let words = |right| Score { right, gold: gold.words.len(), system: system.words.len() };
    let count =
        |same: &dyn Fn(&Word<'_>, &Word<'_>) -> bool| words(pairs.iter().filter(|&&(g, s)| same(&gold.words[g], &system.words[s])).count());
    // A head is right when it is aligned with the gold head; a root when the gold word is one.
    let same_head = |g: &Word<'_>, s: &Word<'_>| match (g.head, s.head) {
        (None, None) => true,
        (Some(g), Some(s)) => partner[s] == Some(g),
        _ => false,
    };
    Ok(Scores {
        tokens: covers(&gold.tokens, &system.tokens),
        sentences: covers(&gold.sentences, &system.sentences),
        words: words(pairs.len()),
        upos: count(&|g, s| g.upos == s.upos),
        ufeats: count(&|g, s| g.feats == s.feats),
        lemmas: count(&|g, s| g.lemma == "_" || g.lemma == s.lemma),
        uas: count(&same_head),
        las: count(&|g, s| same_head(g, s) && g.deprel == s.deprel),
    })
}

fn read(text: &str) -> anyhow::Result<File<'_>> {
    let mut file = File::default();
    let mut at = 0;
    let mut sentence = (0, 0);
    // The end of the current token of several words: number of its last word, what it covers.
    let mut range: Option<(usize, Cover)> = None;
    for (number, line) in text.lines().chain([""]).enumerate() {
        let place = || format!("line {}", number + 1);
        if line.starts_with('#') {
            continue;
        }
        if line.is_empty() {
            if file.words.len() > sentence.0 {
                file.sentences.push((sentence.1, at));
            }
            sentence = (file.words.len(), at);
            range = None;
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, _, feats, head, deprel, _, _] = cells.as_slice() else {
            bail!("line {}: {} columns, not 10", number + 1, cells.len());
        };
        if id.contains('.') {
            continue;
        }
        let letters = form.chars().filter(|c| !c.is_whitespace());
        let length = letters.clone().count();
        if let Some((_, last)) = id.split_once('-') {
            file.characters.extend(letters);
            file.tokens.push((at, at + length));
            range = Some((last.parse().with_context(place)?, (at, at + length)));
            at += length;
            continue;
        }
        let id: usize = id.parse().with_context(place)?;
        let inside = range.filter(|&(last, _)| id <= last);
        let cover = inside.map_or((at, at + length), |(_, cover)| cover);
        if inside.is_none() {
            file.characters.extend(letters);
            file.tokens.push(cover);
            at += length;
        }
        let head: usize = head.parse().with_context(place)?;
        let mut feats: Vec<&str> =
            feats.split('|').filter(|pair| pair.split_once('=').is_some_and(|(name, _)| UNIVERSAL_FEATURES.contains(&name))).collect();
        feats.sort_unstable();
        file.words.push(Word {
            cover,
            multiword: inside.is_some(),
            form: form.to_lowercase(),
            upos,
            feats,
            lemma,
            head: head.checked_sub(1).map(|head| sentence.0 + head),
            deprel: deprel.split(':').next().unwrap_or(deprel),
        });
    }
    if file.words.iter().any(|word| word.head.is_some_and(|head| head >= file.words.len())) {
        bail!("a head lies outside its sentence");
    }
    Ok(file)
}

/// How many covers are in both; both lists ascend.
fn covers(gold: &[Cover], system: &[Cover]) -> Score {
    let (mut g, mut s, mut right) = (0, 0, 0);
    while let (Some(a), Some(b)) = (gold.get(g), system.get(s)) {
        right += usize::from(a == b);
        g += usize::from(a <= b);
        s += usize::from(b <= a);
    }
    Score { right, gold: gold.len(), system: system.len() }
}

/// Pairs of words that are the same: outside tokens of several words those that cover the same
/// characters; inside, where words may not be written as they stand, the longest common
/// subsequence of their forms.
fn align(gold: &[Word<'_>], system: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].multiword || system[s].multiword {
            let (from_g, from_s) = region_start(gold, system, g, s);
            (g, s) = region_end(gold, system, from_g, from_s);
            for (a, b) in common(&gold[from_g..g], &system[from_s..s]) {
                pairs.push((from_g + a, from_s + b));
            }
        } else if gold[g].cover == system[s].cover {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if gold[g].cover.0 <= system[s].cover.0 {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

/// Where the region around a token of several words begins: a word of the other file that begins
/// before it is no part of it.
fn region_start(gold: &[Word<'_>], system: &[Word<'_>], g: usize, s: usize) -> (usize, usize) {
    if gold[g].multiword {
        let before = !system[s].multiword && system[s].cover.0 < gold[g].cover.0;
        (g, s + usize::from(before))
    } else {
        let before = gold[g].cover.0 < system[s].cover.0;
        (g + usize::from(before), s)
    }
}

/// Where the region that begins at `g` and `s` ends: no token of several words reaches past it.
fn region_end(gold: &[Word<'_>], system: &[Word<'_>], mut g: usize, mut s: usize) -> (usize, usize) {
    let end_of = |word: Option<&Word<'_>>| word.filter(|word| word.multiword).map_or(0, |word| word.cover.1);
    let mut end = end_of(gold.get(g)).max(end_of(system.get(s)));
    // The file whose word began before the region may have lost its word above.
    let outside =
        |word: Option<&Word<'_>>, end: usize| word.is_none_or(|word| if word.multiword { word.cover.0 >= end } else { word.cover.1 > end });
    while !outside(gold.get(g), end) || !outside(system.get(s), end) {
        let gold_first = match (gold.get(g), system.get(s)) {
            (Some(a), Some(b)) => a.cover.0 <= b.cover.0,
            (Some(_), None) => true,
            _ => false,
        };
        let word = if gold_first { gold.get(g) } else { system.get(s) };
        end = end.max(end_of(word));
        if gold_first {
            g += 1;
        } else {
            s += 1;
        }
    }
    (g, s)
}

/// The longest common subsequence of the forms.
fn common(gold: &[Word<'_>], system: &[Word<'_>]) -> Vec<(usize, usize)> {
    let width = system.len() + 1;
    let mut longest = vec![0_usize; (gold.len() + 1) * width];
    for g in (0..gold.len()).rev() {
        for s in (0..system.len()).rev() {
            longest[g * width + s] = if gold[g].form == system[s].form {
                1 + longest[(g + 1) * width + s + 1]
            } else {
                longest[(g + 1) * width + s].max(longest[g * width + s + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].form == system[s].form {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if longest[(g + 1) * width + s] >= longest[g * width + s + 1] {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, form: &str, head: usize) -> String {
        format!("{id}\t{form}\t{form}\tX\t_\t_\t{head}\tdep:sub\t_\t_\n")
    }

    #[test]
    fn a_file_compared_with_itself_is_all_right() {
        let text = [line("1-2", "don't", 0), line("1", "do", 0), line("2", "n't", 1)].concat();
        let scores = evaluate(&text, &text).unwrap();
        for (name, score) in scores.rows() {
            assert_eq!((score.right, score.f1()), (score.gold, 100.0), "{name}");
        }
        assert_eq!((scores.tokens.gold, scores.words.gold), (1, 2));
    }

    #[test]
    fn words_of_another_segmentation_are_not_counted_as_found() {
        let gold = [line("1", "rebel", 3), line("2", "-", 3), line("3", "held", 0)].concat();
        let system = line("1", "rebel-held", 0);
        let scores = evaluate(&gold, &system).unwrap();
        assert_eq!((scores.words.right, scores.words.gold, scores.words.system), (0, 3, 1));
        assert_eq!(scores.sentences.right, 1);
    }

    #[test]
    fn inside_a_multiword_token_equal_forms_are_aligned() {
        let gold = [line("1-2", "cannot", 0), line("1", "can", 0), line("2", "not", 1)].concat();
        let system = line("1", "cannot", 0);
        assert_eq!(evaluate(&gold, &system).unwrap().words.right, 0);
        let other = [line("1", "can", 0), line("2", "not", 1)].concat();
        let scores = evaluate(&gold, &other).unwrap();
        assert_eq!((scores.words.right, scores.tokens.right, scores.las.right), (2, 0, 2));
    }

    #[test]
    fn a_relation_counts_without_its_subtype_and_only_with_its_head() {
        let gold = [line("1", "a", 2), line("2", "b", 0)].concat();
        let system = gold.replace("dep:sub", "dep");
        assert_eq!(evaluate(&gold, &system).unwrap().las.right, 2);
        let turned = [line("1", "a", 0), line("2", "b", 1)].concat();
        assert_eq!(evaluate(&gold, &turned).unwrap().uas.right, 0);
    }

    #[test]
    fn texts_that_differ_are_refused() {
        assert!(evaluate(&line("1", "a", 0), &line("1", "b", 0)).is_err());
    }
}
