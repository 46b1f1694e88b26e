//! What stands around a statement without hanging on its cue as the statements' own step expects:
//! medium and occasion in a participle clause ("Speaking at a news conference, …"), in a phrase
//! that the parser gave the content for a relative clause ("said by telephone that …"), or told as
//! if it were somebody ("told state television"); and those to whom a promise or warning is made.
//!
//! Only what is still empty is filled.

use crate::statements::{Attribution, WordAt};
use rapporteur_language::{Analysis, Deprel, Sentence, TokenId, Upos};
use rapporteur_lexicon::{ActorTable, Cues, Setting};
use rapporteur_record::{Act, ByteSpan};

/// Longer sentences are lists or no prose: the work would grow with the square of their length.
const LONGEST: usize = 400;

/// Fills in medium, occasion and addressees of each attribution where they are empty.
pub(crate) fn complete(text: &str, analysis: &Analysis, cues: &Cues, table: &ActorTable, attributions: &mut [Attribution]) {
    for found in attributions {
        let Some(cue) = found.cue_head.filter(|cue| analysis.sentences[cue.sentence].tokens.len() <= LONGEST) else { continue };
        let around = Around { text, sentence: &analysis.sentences[cue.sentence], cues, table };
        around.addressees(found, cue.token);
        around.settings(found, cue);
    }
}

struct Around<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    cues: &'a Cues,
    table: &'a ActorTable,
}

impl Around<'_> {
    fn deprel(&self, id: TokenId) -> Deprel {
        self.sentence[id].deprel
    }

    /// The preposition of a phrase, in small letters.
    fn preposition(&self, id: TokenId) -> Option<String> {
        let mut children = self.sentence.children(id);
        // "Following talks with …" is often parsed as if the talks followed.
        let marks = |child: TokenId| {
            matches!(self.deprel(child), Deprel::Case | Deprel::Mark)
                || self.deprel(child) == Deprel::Amod && self.sentence.form(child, self.text).eq_ignore_ascii_case("following")
        };
        let marker = children.find(|&child| child < id && marks(child))?;
        Some(self.sentence.form(marker, self.text).to_lowercase())
    }

    /// The words of a phrase, without what belongs to the statement's content, without a day behind
    /// it and without marks at its ends.
    fn phrase(&self, found: &Attribution, top: TokenId) -> Option<ByteSpan> {
        let days: Vec<TokenId> = self.sentence.children(top).filter(|&child| child > top && self.is_time(child)).collect();
        let taken = |id: TokenId| {
            let span = self.sentence[id].span;
            found.content.iter().chain(&found.cue).any(|words| words.overlaps(span))
                || days.iter().any(|&day| self.sentence.is_under(id, day))
        };
        let mut ids = self.sentence.subtree(top);
        let at = ids.iter().position(|&id| id == top)?;
        if taken(top) {
            return None;
        }
        // The run of free words around the head.
        let end = ids[at..].iter().position(|&id| taken(id)).map_or(ids.len(), |free| at + free);
        let start = ids[..at].iter().rposition(|&id| taken(id)).map_or(0, |last| last + 1);
        ids = ids[start..end].to_vec();
        let is_mark = |&id: &TokenId| self.sentence[id].upos == Upos::Punct;
        let first = ids.iter().position(|id| !is_mark(id))?;
        let last = ids.iter().rposition(|id| !is_mark(id))?;
        Some(self.sentence[ids[first]].span.join(self.sentence[ids[last]].span))
    }

    /// Whether a word is a day or a month.
    fn is_time(&self, id: TokenId) -> bool {
        self.table.capital(self.sentence.form(id, self.text)).is_some_and(rapporteur_lexicon::actors::CapitalKind::is_time)
    }

    /// The phrases that may say where and through what: those of the cue, of a participle beside
    /// it, of who is told, and of the source where they stand outside its words.
    fn phrases(&self, found: &Attribution, cue: WordAt) -> Vec<TokenId> {
        let mut tops = vec![cue.token];
        let source = found.source_head.filter(|head| head.sentence == cue.sentence);
        let hosts = [Some(cue.token), source.map(|head| head.token)];
        for host in hosts.into_iter().flatten() {
            let participle = |&child: &TokenId| {
                matches!(self.deprel(child), Deprel::Advcl | Deprel::Acl) && self.sentence.form(child, self.text).ends_with("ing")
            };
            tops.extend(self.sentence.children(host).filter(participle));
        }
        let named = found.source.filter(|_| source.is_some());
        tops.extend(source.map(|head| head.token));
        let told = |&child: &TokenId| found.addressees.iter().any(|words| words.contains(self.sentence[child].span));
        tops.extend(self.sentence.children(cue.token).filter(told));
        let mut phrases = Vec::new();
        for top in tops {
            // "the man in the letter said": what names the source is no setting.
            let names = |child: TokenId| {
                Some(top) == source.map(|head| head.token) && named.is_some_and(|words| words.contains(self.sentence[child].span))
            };
            let phrase = |&child: &TokenId| {
                !names(child)
                    && matches!(self.deprel(child), Deprel::Obl | Deprel::Nmod | Deprel::OblAgent | Deprel::Advcl | Deprel::OblUnmarked)
                    && matches!(self.sentence[child].upos, Upos::Noun | Upos::Propn | Upos::X)
            };
            phrases.extend(self.sentence.children(top).filter(phrase));
        }
        phrases
    }

    fn settings(&self, found: &mut Attribution, cue: WordAt) {
        for head in self.phrases(found, cue) {
            let Some(preposition) = self.preposition(head) else { continue };
            let setting = self.cues.setting(&preposition, &self.sentence[head].lemma.to_lowercase());
            let slot = match setting {
                Some(Setting::Medium) if preposition != "to" => found.medium,
                Some(Setting::Occasion) => found.occasion,
                _ => continue,
            };
            let Some(span) = self.phrase(found, head).filter(|_| slot.is_none()) else { continue };
            // A phrase that is told as the other is no second one.
            if found.medium == Some(span) || found.occasion == Some(span) {
                continue;
            }
            match setting {
                Some(Setting::Medium) => found.medium = Some(span),
                _ => found.occasion = Some(span),
            }
        }
        found.medium = found.medium.map(|span| self.without_day(span));
        found.occasion = found.occasion.map(|span| self.without_day(span));
        // Who is told is an outlet: "told state television", "said to the newspaper".
        if found.medium.is_none() {
            let outlet = |span: &&ByteSpan| {
                self.sentence.tokens_in(**span).any(|id| {
                    self.sentence[id].upos != Upos::Propn
                        && self.cues.setting("to", &self.sentence[id].lemma.to_lowercase()) == Some(Setting::Medium)
                })
            };
            found.medium = found.addressees.iter().find(outlet).copied();
        }
    }

    /// A phrase without "on Sunday" at its end.
    fn without_day(&self, span: ByteSpan) -> ByteSpan {
        let ids: Vec<TokenId> = self.sentence.tokens_in(span).collect();
        match ids[..] {
            [.., last, on, day] if self.is_time(day) && self.sentence.form(on, self.text) == "on" => {
                ByteSpan::new(span.start, self.sentence[last].span.end)
            }
            _ => span,
        }
    }

    fn addressees(&self, found: &mut Attribution, cue: TokenId) {
        if !found.addressees.is_empty() || found.content.is_empty() {
            return;
        }
        let speaks_to = matches!(found.act, Act::Promise | Act::Warn | Act::Ask | Act::Urge | Act::Demand);
        // "warned both sides that time was short": the clause is often parsed as one about the sides.
        let has_clause = |id: TokenId| {
            self.sentence.children(id).any(|child| matches!(self.deprel(child), Deprel::Acl | Deprel::AclRelcl) && self.has_that(child))
        };
        let object = |top: TokenId| {
            // "demanded more police" is not said to them.
            let asked = found.act == Act::Demand;
            let object = |child: TokenId| {
                matches!(self.deprel(child), Deprel::Obj | Deprel::Iobj) && (self.is_who(child) && !asked || has_clause(child))
            };
            // "called on the government to pay", "appealed to both to stop".
            let called = |child: TokenId| {
                found.act == Act::Urge
                    && self.deprel(child) == Deprel::Obl
                    && self.is_who(child)
                    && matches!(self.preposition(child).as_deref(), Some("on" | "upon" | "to"))
            };
            self.sentence.children(top).find(|&child| object(child) || called(child))
        };
        let addressed = || {
            let clause = self
                .sentence
                .children(cue)
                .find(|&child| self.deprel(child) == Deprel::Advcl && &*self.sentence[child].lemma == "address")?;
            object(clause)
        };
        let head = if speaks_to { object(cue) } else { None }.or_else(addressed);
        found.addressees.extend(head.and_then(|head| self.name(head)));
    }

    fn has_that(&self, clause: TokenId) -> bool {
        self.sentence.children(clause).any(|child| self.sentence.form(child, self.text) == "that")
    }

    /// The words that name those whose head is `top`: its phrase without preposition and clauses.
    fn name(&self, top: TokenId) -> Option<ByteSpan> {
        let apart: Vec<TokenId> = self
            .sentence
            .children(top)
            .filter(|&child| {
                matches!(
                    self.deprel(child),
                    Deprel::Case | Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp | Deprel::Punct
                )
            })
            .collect();
        let ids: Vec<TokenId> =
            self.sentence.subtree(top).into_iter().filter(|&id| !apart.iter().any(|&clause| self.sentence.is_under(id, clause))).collect();
        Some(self.sentence[*ids.first()?].span.join(self.sentence[*ids.last()?].span))
    }

    /// Whether a word can name somebody: a name, a pronoun, or a noun for people.
    fn is_who(&self, id: TokenId) -> bool {
        let token = &self.sentence[id];
        let lemma = token.lemma.to_lowercase();
        match token.upos {
            Upos::Propn => true,
            Upos::Pron => matches!(lemma.as_str(), "he" | "she" | "they" | "i" | "we" | "you"),
            Upos::Noun => {
                let singular = lemma.strip_suffix('s').unwrap_or(&lemma);
                self.table.role_word(singular).is_some()
                    || [lemma.as_str(), singular].iter().any(|word| self.table.group(&[word]).is_some())
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements;
    use crate::testing::{analysis, span};

    fn read(trees: &str) -> (String, Vec<Attribution>) {
        let (text, analysis) = analysis(trees);
        let (cues, table) = (Cues::embedded(), ActorTable::embedded());
        let mut found = statements::read(&text, &analysis, &cues);
        complete(&text, &analysis, &cues, &table, &mut found);
        (text, found)
    }

    #[test]
    fn an_occasion_in_a_participle_clause_is_the_statements() {
        let (text, found) = read(
            "Speaking speak VERB 8 advcl\nat at ADP 4 case\na a DET 4 det\nconference conference NOUN 1 obl\n, , PUNCT 1 punct\nIrina Irina PROPN 8 nsubj\nDask Dask PROPN 6 flat\nsaid say VERB 0 root\nshe she PRON 11 nsubj\nwould would AUX 11 aux\nresign resign VERB 8 ccomp\n. . PUNCT 8 punct",
        );
        assert_eq!(found[0].occasion, Some(span(&text, "at a conference")));
        assert_eq!(found[0].medium, None);
    }

    #[test]
    fn an_outlet_that_is_told_is_the_medium() {
        let (text, found) = read(
            "Dask Dask PROPN 2 nsubj\ntold tell VERB 0 root\nstate state NOUN 4 compound\ntelevision television NOUN 2 iobj\nthat that SCONJ 8 mark\nhe he PRON 8 nsubj\nwould would AUX 8 aux\ngo go VERB 2 ccomp\n. . PUNCT 2 punct",
        );
        assert_eq!(found[0].medium, Some(span(&text, "state television")));
    }

    #[test]
    fn a_day_behind_an_occasion_is_no_part_of_it_and_who_is_warned_is_spoken_to() {
        let (text, found) = read(
            "Dask Dask PROPN 2 nsubj\nwarned warn VERB 0 root\nboth both DET 4 det\nsides side NOUN 2 obj\nduring during ADP 7 case\na a DET 7 det\nvisit visit NOUN 2 obl\non on ADP 9 case\nSunday Sunday PROPN 7 nmod\nthat that SCONJ 12 mark\nshe she PRON 12 nsubj\nwaited wait VERB 2 ccomp\n. . PUNCT 2 punct",
        );
        assert_eq!(found[0].occasion, Some(span(&text, "during a visit")));
        assert_eq!(found[0].addressees, [span(&text, "both sides")]);
    }

    #[test]
    fn those_who_are_promised_something_are_spoken_to() {
        let (text, found) = read(
            "“ “ PUNCT 4 punct\nYou you PRON 4 nsubj\nwill will AUX 4 aux\nwin win VERB 7 ccomp\n, , PUNCT 4 punct\n” ” PUNCT 4 punct\npromised promise VERB 0 root\nDask Dask PROPN 7 nsubj\nthe the DET 10 det\nsoldiers soldier NOUN 7 obj\n. . PUNCT 7 punct",
        );
        assert_eq!(found[0].addressees, [span(&text, "the soldiers")]);
    }
}
