//! A sentence as the coder sees it: its words in order, without hyphens, with what the parser says of them.

use crate::vocabulary::{Vocabulary, WordId};
use rapporteur_language::{Deprel, Sentence, TokenId, Upos};

/// A word of the sentence.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its token.
    pub token: TokenId,
    /// Its form among the dictionaries' words.
    pub form: WordId,
    /// Its lemma among them.
    pub lemma: WordId,
    /// Part of speech.
    pub upos: Upos,
    /// Relation to the head.
    pub deprel: Deprel,
    /// The head among these words; `None` for the root and where it is a hyphen.
    pub head: Option<usize>,
    /// Whether a hyphen ties it to the next word, so that they are one as PETRARCH counts words.
    pub tied: bool,
    /// Whether it was cut with a clause between commas.
    pub cut: bool,
    /// Whether it is a comma.
    pub comma: bool,
    /// Whether it is a word rather than punctuation or a number.
    pub letters: bool,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Words that patterns pass over even where nothing may stand between: articles, numbers.
    pub light: bool,
}

/// Articles, pronouns, auxiliaries and numerals that PETRARCH's matching passes over.
const LIGHT: [&str; 31] = [
    "A", "AN", "BILLION", "DOLLAR", "DOZEN", "DUCAT", "EIGHT", "FEW", "FIVE", "FOUR", "HAD", "HAS", "HAVE", "HE", "HER", "HUNDRED", "IT",
    "MILLION", "NINE", "ONE", "SEVEN", "SIX", "SOME", "THAT", "THE", "THEY", "THOUSAND", "THREE", "TRILLION", "TWO", "ITS",
];

/// The words of a sentence in order.
pub fn words_of(text: &str, sentence: &Sentence, vocabulary: &Vocabulary) -> Vec<Word> {
    let mut place = vec![None; sentence.tokens.len()];
    let mut words: Vec<Word> = Vec::with_capacity(sentence.tokens.len());
    for id in sentence.ids() {
        let form = sentence.form(id, text);
        if matches!(form, "-" | "–" | "‑") {
            // "state-run" is one word, "anti- Varosian" two.
            let close =
                |a: usize, b: usize| sentence.tokens.get(a).zip(sentence.tokens.get(b)).is_some_and(|(a, b)| a.span.end == b.span.start);
            let at = id.index();
            if at > 0
                && close(at - 1, at)
                && close(at, at + 1)
                && let Some(last) = words.last_mut()
            {
                last.tied = true;
            }
            continue;
        }
        let token = &sentence[id];
        let upper = form.to_uppercase().replace('’', "'");
        place[id.index()] = Some(words.len());
        words.push(Word {
            token: id,
            form: vocabulary.get(&upper),
            lemma: vocabulary.get(&token.lemma.to_uppercase()),
            upos: token.upos,
            deprel: token.deprel,
            head: None,
            tied: false,
            cut: false,
            comma: form == ",",
            capital: form.starts_with(char::is_uppercase),
            letters: upper.starts_with(char::is_alphabetic),
            light: LIGHT.contains(&upper.as_str()) || upper.bytes().all(|b| b.is_ascii_digit()),
        });
    }
    for word in &mut words {
        word.head = sentence[word.token].head.and_then(|head| place[head.index()]);
    }
    words
}

/// The words from `at` up to the root, `at` first.
pub fn above(words: &[Word], at: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(at), |&at| words[at].head)
}

/// Whether a verb heads it, so that it may have patterns: full verbs, and the auxiliaries that some dictionaries list.
pub fn is_verbal(word: &Word) -> bool {
    matches!(word.upos, Upos::Verb | Upos::Aux)
}

/// The last word of the verb's phrase: of all that depends on it, conjoined verbs and remarks beside it apart.
pub fn end_of_phrase(words: &[Word], verb: usize) -> usize {
    let top = if words[verb].upos == Upos::Aux { words[verb].head.unwrap_or(verb) } else { verb };
    let apart = |at: usize| {
        at != top && matches!(words[at].deprel, Deprel::Conj | Deprel::Parataxis) && words[at].head == Some(top) && is_verbal(&words[at])
    };
    let mut end = verb;
    for at in verb + 1..words.len() {
        let mut under = false;
        for up in above(words, at) {
            if apart(up) {
                break;
            }
            if up == top {
                under = true;
                break;
            }
        }
        if under && (words[at].letters || words[at].deprel != Deprel::Punct) {
            end = at;
        }
    }
    end
}
