//! Words other than verbs and nouns that hang a clause on its source: "According to X, …", "in X's view, …".

use super::candidates::{Argument, Candidate, Link};
use super::grove::Tree;
use super::judge::Roles;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Cues};

/// Each place where such words stand: the candidate, its roles and the words of the cue.
pub(super) fn introduced<'c>(tree: &Tree<'_>, cues: &'c Cues) -> Vec<(Candidate<'c>, Roles, (TokenId, TokenId))> {
    let mut found = Vec::new();
    for start in 0..tree.len() {
        let matched = cues.prepositions().find_map(|(words, row)| {
            let (first, last, source) = match_words(tree, start, words)?;
            Some((first, last, source, row))
        });
        let Some((first, last, head, row)) = matched else {
            continue;
        };
        // The phrase hangs on the clause that is said: by its noun ("view") or by the source.
        let top =
            tree.ids().skip(first.index()).take_while(|&id| id <= last).find(|&id| tree.upos(id) == Upos::Noun && tree.is_under(head, id));
        // "as X put it": by its verb.
        let verb = tree.head(head).filter(|&verb| first < verb && verb <= last && tree.upos(verb) == Upos::Verb);
        let top = verb.or(top).unwrap_or(head);
        let Some(mut clause) = tree.head(top) else {
            continue;
        };
        // At an end of the sentence it is about the whole clause, not the phrase it hangs on.
        while !matches!(tree.deprel(clause), Deprel::Root | Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj) {
            let Some(above) = tree.head(clause) else {
                break;
            };
            clause = above;
        }
        // "is new and, according to Karim, dangerous": what stands behind "and" is his.
        let before = (0..first.0).rev().map(TokenId).find(|&id| !tree.is(id, ","));
        let joint = before.filter(|&id| tree.upos(id) == Upos::Cconj && tree.deprel(id) == Deprel::Cc);
        let joined = joint.and_then(|joint| tree.head(joint)).filter(|&conjunct| conjunct > head && tree.deprel(conjunct) == Deprel::Conj);
        // Trees may take what he says there for his apposition.
        let apposed = joint.filter(|&joint| tree.head(joint) == Some(head)).and_then(|_| {
            let comma = tree.is(TokenId((head.0 + 1).min(tree.len() as u32 - 1)), ",");
            tree.children(head).find(|&kid| comma && kid > head && matches!(tree.deprel(kid), Deprel::Appos | Deprel::Amod))
        });
        let joined = joined.or(apposed);
        clause = joined.unwrap_or(clause);
        let link = joined.map_or(tree.deprel(top), |_| Deprel::Conj);
        let arguments = vec![
            Argument { link: Link::Below(Deprel::Obl), head, marker: None, without: apposed },
            Argument { link: Link::Above(link), head: clause, marker: None, without: Some(top) },
        ];
        let candidate = Candidate { head: first, word: None, row: Some(row), class: CueClass::Preposition, arguments, passive: false };
        // In "in X's view" the source stands inside the words: the noun alone is the cue.
        let words = match verb {
            Some(verb) => (verb, last),
            None if head > first && head < last => (top, top),
            None => (first, last),
        };
        let candidate = Candidate { head: words.0, ..candidate };
        found.push((candidate, Roles { source: Some(0), content: vec![1] }, words));
    }
    found
}

/// Whether the words stand at `start`; `X` takes the phrase whose head follows. Gives the first
/// and the last word of the pattern (without `X`) and the head of the source.
fn match_words(tree: &Tree<'_>, start: usize, words: &[Box<str>]) -> Option<(TokenId, TokenId, TokenId)> {
    let x = words.iter().position(|word| &**word == "X")?;
    let fits = |id: TokenId, word: &str| tree.is(id, word) || (word == "'s" && (tree.is(id, "’s") || tree.is(id, "'") || tree.is(id, "’")));
    for (offset, word) in words[..x].iter().enumerate() {
        let id = TokenId((start + offset) as u32);
        if id.index() >= tree.len() || !fits(id, word) {
            return None;
        }
    }
    let first = TokenId(start as u32);
    let next = TokenId((start + x) as u32);
    if next.index() >= tree.len() {
        return None;
    }
    let tail = &words[x + 1..];
    if tail.is_empty() {
        // The source is what the last word before it marks.
        let last = TokenId(next.0 - 1);
        let head = tree.ancestors_of(last).find(|&id| id >= next && tree.upos(id) != Upos::Adp)?;
        return Some((first, last, head));
    }
    // "as X put it": the subject of the tail's verb.
    if let [verb, object] = tail
        && !matches!(&**verb, "'s")
    {
        let said = tree.ids().skip(next.index()).take(10).find(|&id| tree.lemma(id) == &**verb && tree.upos(id) == Upos::Verb)?;
        let subject = tree.children(said).find(|&kid| tree.deprel(kid).is_nominal_subject())?;
        let last = TokenId(said.0 + 1);
        let whole = last.index() < tree.len() && fits(last, object) && subject >= next && subject < said;
        return whole.then_some((first, last, subject));
    }
    // "in X 's view": the tail's last word, a possessor below it.
    let last_word = tail.last()?;
    let noun = tree.ids().skip(next.index()).take(10).find(|&id| fits(id, last_word))?;
    let owner = tree.child(noun, Deprel::NmodPoss)?;
    // "in Kelm, who has taken Orlan's view": all that stands between belongs to the noun.
    let whole = (next.0..noun.0).all(|at| tree.is_under(TokenId(at), noun));
    (whole && owner >= next && owner < noun).then_some((first, noun, owner))
}
