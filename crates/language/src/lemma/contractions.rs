//! Short forms of two verbs: which one it is the tree tells.

use crate::analysis::{Token, TokenId};
use crate::labels::{Deprel, Upos};

/// Gives "'s" and "'d" the dictionary form "have" where a past participle asks for it: "she's gone",
/// "it's been cold", "they'd met". A passive ("it's made of tin") and all else keep what the form alone says.
pub fn settle_contractions(words: &[&str], tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let short = matches!(words[at].as_bytes().last(), Some(b's' | b'S' | b'd' | b'D')) && words[at].chars().count() == 2;
        let token = &tokens[at];
        if short && token.upos == Upos::Aux && token.deprel == Deprel::Aux && !words[at].starts_with(char::is_alphabetic) {
            let Some(head) = token.head else { continue };
            if is_past_participle(&tokens[head.index()]) || been_behind(words, tokens, at, head) {
                tokens[at].lemma = "have".into();
            }
        }
    }
}

fn is_past_participle(token: &Token) -> bool {
    let feats = token.feats.as_str();
    token.upos == Upos::Verb && feats.contains("VerbForm=Part") && feats.contains("Tense=Past")
}

/// Whether "been" on the same head stands behind: between the two, or as the copula of what is no verb.
fn been_behind(words: &[&str], tokens: &[Token], at: usize, head: TokenId) -> bool {
    let until = tokens.len().min(head.index() + 1);
    (at + 1..until).any(|other| tokens[other].head == Some(head) && words[other].eq_ignore_ascii_case("been"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::Feats;
    use rapporteur_record::ByteSpan;

    /// The lemma of the short form, which is the second of `words`; all words hang on the one at `head`.
    fn lemma(words: &[&str], upos: Upos, feats: &str, head: usize, deprel: Deprel) -> String {
        let token = |at: usize| Token {
            span: ByteSpan::new(at, at + 1),
            lemma: "be".into(),
            upos: if at == head { upos } else { Upos::Aux },
            feats: Feats::from_print(if at == head { feats } else { "_" }).unwrap(),
            head: (at != head).then_some(TokenId(head as u32)),
            deprel: if at == head { Deprel::Root } else { deprel },
            joined: false,
        };
        let mut tokens: Vec<Token> = (0..words.len()).map(token).collect();
        settle_contractions(words, &mut tokens);
        tokens[1].lemma.to_string()
    }

    #[test]
    fn a_past_participle_or_been_makes_the_short_form_have() {
        let past = "Tense=Past|VerbForm=Part";
        assert_eq!(lemma(&["she", "'s", "gone"], Upos::Verb, past, 2, Deprel::Aux), "have");
        assert_eq!(lemma(&["they", "\u{2019}d", "met"], Upos::Verb, past, 2, Deprel::Aux), "have");
        assert_eq!(lemma(&["it", "'s", "been", "cold"], Upos::Adj, "Degree=Pos", 3, Deprel::Aux), "have");
        assert_eq!(lemma(&["it", "'s", "made"], Upos::Verb, past, 2, Deprel::AuxPass), "be");
        assert_eq!(lemma(&["he", "'s", "going"], Upos::Verb, "Tense=Pres|VerbForm=Part", 2, Deprel::Aux), "be");
    }
}
