//! Gold mentions and trees of a treebank's document, laid over its running text.

use crate::treebank::{GoldSentence, running_text};
use rapporteur_language::{Analysis, Feats, Sentence, Token, TokenId};
use rapporteur_record::ByteSpan;

/// A gold mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldMention {
    /// Its chain.
    pub chain: String,
    /// Its type: `person`, `organization`, …
    pub kind: String,
    /// Its words in the running text.
    pub span: ByteSpan,
}

/// The gold mentions of a document, laid over its running text.
pub fn gold_mentions(document: &[GoldSentence]) -> Vec<GoldMention> {
    let places = running_text(document).sentences;
    let mut open: Vec<(String, String, usize)> = Vec::new();
    let mut mentions = Vec::new();
    for (sentence, places) in document.iter().zip(&places) {
        for (word, place) in sentence.words.iter().zip(places) {
            let Some(entity) = word.misc("Entity") else {
                continue;
            };
            let mut close = |chain: &str, open: &mut Vec<(String, String, usize)>| {
                if let Some(at) = open.iter().rposition(|(known, ..)| known == chain) {
                    let (chain, kind, start) = open.remove(at);
                    mentions.push(GoldMention { chain, kind, span: ByteSpan::new(start, place.end) });
                }
            };
            // "(3-person-…(4-place-…)3)": opened, opened and closed, closed.
            for part in entity.split_inclusive(')').flat_map(|piece| split_opening(piece)) {
                if let Some(opened) = part.strip_prefix('(') {
                    let mut fields = opened.trim_end_matches(')').split('-');
                    let chain = fields.next().unwrap_or_default().to_owned();
                    let kind = fields.next().unwrap_or_default().to_owned();
                    open.push((chain.clone(), kind, place.start));
                    if part.ends_with(')') {
                        close(&chain, &mut open);
                    }
                } else if let Some(chain) = part.strip_suffix(')') {
                    close(chain, &mut open);
                }
            }
        }
    }
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    mentions
}

/// Parts a string before each opening bracket.
fn split_opening(piece: &str) -> Vec<&str> {
    let starts: Vec<usize> = piece.match_indices('(').map(|(at, _)| at).collect();
    let mut bounds = vec![0];
    bounds.extend(starts.into_iter().filter(|&at| at > 0));
    bounds.push(piece.len());
    bounds.windows(2).map(|pair| &piece[pair[0]..pair[1]]).filter(|part| !part.is_empty()).collect()
}

/// The gold trees of a document as an analysis of its running text, features left out.
pub fn gold_analysis(document: &[GoldSentence]) -> (String, Analysis) {
    let running = running_text(document);
    let mut paragraph = 0;
    let sentences = document
        .iter()
        .zip(&running.sentences)
        .enumerate()
        .filter(|(_, (sentence, _))| !sentence.words.is_empty())
        .map(|(at, (sentence, places))| {
            paragraph += usize::from(at > 0 && sentence.new_paragraph);
            let tokens = sentence.words.iter().zip(places).map(|(word, &span)| Token {
                span,
                lemma: word.lemma.as_str().into(),
                upos: word.upos,
                feats: Feats::default(),
                head: word.head.checked_sub(1).map(|head| TokenId(head as u32)),
                deprel: word.deprel,
                joined: word.joined,
            });
            Sentence { span: places[0].join(places[places.len() - 1]), paragraph, tokens: tokens.collect() }
        })
        .collect();
    (running.text, Analysis { sentences, ..Analysis::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treebank::Treebank;

    #[test]
    fn mentions_that_nest_and_close_together_are_read() {
        let line = |number: usize, form: &str, head: usize, deprel: &str, misc: &str| {
            format!("{number}\t{form}\t_\tPROPN\t_\t_\t{head}\t{deprel}\t_\t{misc}\n")
        };
        let text = format!(
            "# newdoc id = d\n# text = Kelm Holm left\n{}{}{}\n",
            line(1, "Kelm", 2, "compound", "Entity=(1-person-new(2-place-new)"),
            line(2, "Holm", 3, "nsubj", "Entity=1)"),
            line(3, "left", 0, "root", "_"),
        );
        let bank = Treebank::parse(&text).unwrap();
        let mentions = gold_mentions(&bank.sentences);
        let read: Vec<(&str, &str, ByteSpan)> = mentions.iter().map(|m| (m.chain.as_str(), m.kind.as_str(), m.span)).collect();
        assert_eq!(read, [("1", "person", ByteSpan::new(0, 9)), ("2", "place", ByteSpan::new(0, 4))]);
    }
}
