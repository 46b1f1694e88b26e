//! Pronouns: who of those lately mentioned fits and stands out.
//!
//! Each candidate has a score after Lappin and Leass (Computational Linguistics 20(4), 1994):
//! subjects and speakers before objects, near before far, with what news writing adds: inside what
//! somebody says in indirect speech, "he" is first of all the one who says it.

use super::chain::Entity;
use super::mentions::{Mention, Pronoun, What, conjunct_of};
use super::resolve::Resolver;
use super::rules::LinkRule;
use crate::statements::Attribution;
use rapporteur_language::Deprel;
use rapporteur_record::{Act, ActorKind};

/// Sentences back that a pronoun reaches.
const SENTENCES: usize = 4;
/// Mentions back that are looked at.
const MENTIONS: usize = 80;
/// A candidate below is no antecedent: a wrong link costs more than a missing one.
const LEAST: i32 = -20;
/// How likely it is that he who says something right behind what somebody said is that one.
const LAST_SPEAKER: i32 = 105;

/// How likely "they" are the two persons whom the sentence before names and no list: below every group that stands out.
const TWO_NAMED: i32 = 15;

impl Resolver<'_, '_> {
    /// Whom a pronoun means.
    pub fn pronoun(&mut self, id: usize, pronoun: Pronoun, depth: usize) -> Vec<usize> {
        match pronoun {
            Pronoun::I | Pronoun::We => {
                self.note(id, LinkRule::Speaker, None);
                self.first_person(id)
            }
            Pronoun::Both => {
                self.note(id, LinkRule::Pair, None);
                self.pair(id, false)
            }
            Pronoun::Who => Vec::new(),
            Pronoun::He | Pronoun::She | Pronoun::They | Pronoun::It => self.third_person(id, pronoun, depth),
        }
    }

    /// "I" and "we" are who says the words that they stand in.
    fn first_person(&mut self, id: usize) -> Vec<usize> {
        let mention = &self.mentions.all[id];
        match self.quotation(mention) {
            Some(attribution) => self.speakers(attribution),
            None => Vec::new(),
        }
    }

    /// The attribution in whose content the quotation marks open that a mention stands between.
    fn quotation(&self, mention: &Mention<'_>) -> Option<usize> {
        let at = self.line(mention).sentence.tokens[mention.head].span.start;
        let innermost = self.inside.of(mention.line, mention.head);
        let outward = |&attribution: &usize| self.attributions[attribution].within;
        std::iter::successors(innermost, outward).take(12).find(|&attribution| self.inside.quoted(&self.attributions[attribution], at))
    }

    /// Whom "he", "it" or "they" means, or a noun that stands for one of them.
    pub fn third_person(&mut self, id: usize, pronoun: Pronoun, depth: usize) -> Vec<usize> {
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        if pronoun == Pronoun::It && !mention.source && !self.possessive(mention) {
            return Vec::new();
        }
        let said_in = self.inside.of(mention.line, mention.head);
        // The speaker of what it stands in: likely where his words are told, out where they are quoted.
        let (mut told_by, mut quoted_by) = (Vec::new(), Vec::new());
        let quotation = self.quotation(mention);
        if let Some(attribution) = said_in {
            let speakers = self.speakers(attribution);
            if quotation != said_in {
                told_by = speakers;
            }
        }
        if let Some(attribution) = quotation {
            quoted_by = self.speakers(attribution);
        }
        let mut best: Option<(i32, Vec<usize>, Option<usize>)> = None;
        let mut offer = |score: i32, found: Vec<usize>, by: Option<usize>| {
            if score >= LEAST && best.as_ref().is_none_or(|(known, ..)| score > *known) {
                best = Some((score, found, by));
            }
        };
        if !told_by.is_empty() && self.agrees(pronoun, mention, &told_by) {
            offer(self.teller_score(id, said_in), told_by.clone(), self.source_of(said_in));
        }
        if let Some((last, found)) = self.speaker_before(id).filter(|(_, found)| self.agrees(pronoun, mention, found)) {
            offer(LAST_SPEAKER + self.kind_score(pronoun, &found), found, self.source_of(Some(last)));
        }
        let order = self.order;
        let here = self.place[id];
        for &other in order[..here].iter().rev().take(MENTIONS) {
            if mentions.all[other].line + SENTENCES < mention.line {
                break;
            }
            let Some(score) = self.salience(id, other, said_in) else {
                continue;
            };
            let mut found = if pronoun == Pronoun::They { self.listed(other) } else { Vec::new() };
            if found.len() < 2 {
                found = self.resolve(other, depth + 1);
            }
            if found.is_empty() || found.iter().any(|entity| quoted_by.contains(entity)) || !self.agrees(pronoun, mention, &found) {
                continue;
            }
            // What the station NTV says of Hagen brings up Hagen, not the station.
            let before_in = self.inside.of(mentions.all[other].line, mentions.all[other].head);
            let near = mention.line - mentions.all[other].line <= 1 && matches!(mentions.all[other].what, What::Name(..));
            let teller = before_in.filter(|_| before_in != said_in && near).map(|at| self.speakers(at)).unwrap_or_default();
            let person = found.iter().all(|&entity| self.entities[entity].is_person());
            let free = person && !teller.is_empty() && mentions.all[other].subject && !self.agrees(pronoun, mention, &teller);
            let score = if free { score + 25 } else { score };
            let score = if self.is_asked(mention, other) { score + 25 } else { score };
            offer(score + self.kind_score(pronoun, &found), found, Some(other));
        }
        if let Some((score, found)) = self.ahead(id, pronoun, depth) {
            offer(score, found, None);
        }
        if pronoun == Pronoun::They && mention.source && matches!(mention.what, What::Pronoun(..)) {
            let two = self.two_before(id, &|entity| entity.is_person() || entity.doubtful);
            if two.len() == 2 {
                offer(TWO_NAMED, two, None);
            }
        }
        if let Some((score, _, by)) = &best {
            let (score, by) = (*score, *by);
            self.note(id, LinkRule::Pronoun(score), by);
        }
        let found = best.map(|(_, found, _)| found).unwrap_or_default();
        if let ([entity], Pronoun::He | Pronoun::She) = (&found[..], pronoun) {
            let entity = &mut self.entities[*entity];
            entity.gender = entity.gender.or(mention.gender);
            if entity.doubtful {
                entity.kind = ActorKind::Person;
                entity.doubtful = false;
            }
        }
        found
    }

    /// "The press asked Belmar about it, but he declined": whether who is asked in the same sentence is to answer.
    fn is_asked(&self, mention: &Mention<'_>, other: usize) -> bool {
        let before = &self.mentions.all[other];
        let span = self.lines[before.line].sentence.tokens[before.head].span;
        let here = |found: &&Attribution| found.act == Act::Ask && found.cue_head.is_some_and(|cue| cue.sentence == mention.line);
        let asks = before.line == mention.line && mention.subject;
        asks && self.attributions.iter().filter(here).any(|found| found.addressees.iter().any(|asked| asked.contains(span)))
    }

    /// The attribution right before the one of which a mention is the source, in the same sentence or the last words of the one before it, and who
    /// makes it: "…," Dask said. "…," she added.
    fn speaker_before(&mut self, id: usize) -> Option<(usize, Vec<usize>)> {
        let mention = &self.mentions.all[id];
        let attributions = self.attributions;
        let at = (mention.line, mention.head);
        let place = |found: &Attribution| found.source_head.map(|head| (head.sentence, head.token.index()));
        let own = attributions.iter().position(|found| place(found) == Some(at) && found.within.is_none())?;
        let start = |found: &Attribution| found.content.iter().chain(&found.source).map(|span| span.start).min();
        let begins = start(&attributions[own])?;
        let line = self.lines.partition_point(|line| line.sentence.span.end <= begins);
        let before = attributions[..own].iter().rposition(|found| found.within.is_none() && found.source.is_some())?;
        let ends = attributions[before].content.iter().chain(&attributions[before].cue).map(|span| span.end).max()?;
        let last = self.lines.partition_point(|line| line.sentence.span.end < ends);
        let near = ends <= begins && last + 1 >= line && place(&attributions[before]) != Some(at);
        let near = near && place(&attributions[before]).is_some_and(|(line, _)| line <= mention.line);
        near.then(|| (before, self.speakers(before)))
    }

    /// The mention that is the source of an attribution.
    fn source_of(&self, attribution: Option<usize>) -> Option<usize> {
        let head = self.attributions[attribution?].source_head?;
        self.mentions.of(head.sentence, head.token.index())
    }

    fn possessive(&self, mention: &Mention<'_>) -> bool {
        self.line(mention).sentence.tokens[mention.head].deprel == Deprel::NmodPoss
    }

    /// How likely a pronoun in told words is the one who tells: the subject of the clause is, an object less so.
    fn teller_score(&self, id: usize, said_in: Option<usize>) -> i32 {
        let mention = &self.mentions.all[id];
        let far = said_in.and_then(|at| self.attributions[at].source_head).is_some_and(|head| head.sentence != mention.line);
        let score = if mention.subject {
            105
        } else if self.possessive(mention) {
            60
        } else {
            45
        };
        if far { score - 25 } else { score }
    }

    /// Whether all that is known of these actors goes with the pronoun.
    fn agrees(&self, pronoun: Pronoun, mention: &Mention<'_>, found: &[usize]) -> bool {
        let one = |entity: &Entity<'_>| {
            // "the broadcaster VTV" is nobody's name.
            let body = || entity.told.iter().any(|(_, told)| told.group.is_some());
            let gender = entity.gender.is_none() || mention.gender.is_none() || entity.gender == mention.gender;
            match pronoun {
                Pronoun::He | Pronoun::She => gender && (entity.is_person() || entity.doubtful && !body()),
                Pronoun::It => !entity.is_person() && !entity.plural,
                Pronoun::They => !entity.is_person(),
                _ => true,
            }
        };
        match found {
            [entity] => one(&self.entities[*entity]),
            [] => false,
            _ => pronoun == Pronoun::They,
        }
    }

    fn kind_score(&self, pronoun: Pronoun, found: &[usize]) -> i32 {
        let entity = &self.entities[found[0]];
        match pronoun {
            Pronoun::They if found.len() > 1 || entity.plural => 15,
            Pronoun::They if entity.kind == ActorKind::State => -45,
            Pronoun::They => -20,
            Pronoun::He | Pronoun::She if entity.doubtful => -45,
            Pronoun::He | Pronoun::She if entity.gender.is_none() => -6,
            Pronoun::It if entity.kind == ActorKind::Group => -15,
            _ => 0,
        }
    }

    /// How salient an earlier mention is for a pronoun; `None` where grammar forbids it.
    fn salience(&self, id: usize, other: usize, said_in: Option<usize>) -> Option<i32> {
        let (mention, before) = (&self.mentions.all[id], &self.mentions.all[other]);
        let line = self.line(mention);
        let tokens = &line.sentence.tokens;
        let mut score = match mention.line - before.line {
            0 => 45,
            1 => 30,
            2 => 5,
            3 => -15,
            _ => -35,
        };
        let same = before.line == mention.line;
        if same {
            // "Belmar met him": two parts of one verb are two.
            let (head, other_head) = (tokens[mention.head].head, tokens[before.head].head);
            if head.is_some()
                && head == other_head
                && tokens[mention.head].deprel != Deprel::NmodPoss
                && tokens[mention.head].deprel != Deprel::Conj
            {
                return None;
            }
            // "the envoy and his aide" may be; "him and Belmar" in one list may not.
            if conjunct_of(line, mention.head).is_some_and(|first| first == before.head) {
                return None;
            }
        }
        score += match (before.subject, before.source) {
            (true, true) => 45,
            (false, true) => 40,
            (true, false) => 30,
            (false, false) => self.part_score(before),
        };
        if mention.subject && before.subject {
            score += 10;
        }
        // The subject of the main clause is what a sentence is about.
        let main = |verb: usize| self.line(before).sentence.tokens[verb].deprel == Deprel::Root;
        if before.subject && self.line(before).head(before.head).is_some_and(main) {
            score += 8;
        }
        if let What::Pronoun(..) = before.what {
            score += 5;
        }
        // What stands in somebody's words is less before the reader than who says them.
        let before_in = self.inside.of(before.line, before.head);
        // "Asked whether Belmar would go, Dask said he would": an answer is about those in the question.
        let asked = same && before_in.is_some_and(|at| self.attributions[at].act == Act::Ask) && said_in.is_some();
        if before_in.is_some() && before_in != said_in && !asked {
            score -= 30;
        } else if before_in.is_some() && same {
            score += 15;
        }
        // A title's or an owner's name is there for another.
        if matches!(before.what, What::Name(..)) && !before.active {
            return None;
        }
        Some(score)
    }

    fn part_score(&self, before: &Mention<'_>) -> i32 {
        match self.line(before).sentence.tokens[before.head].deprel {
            Deprel::Obj | Deprel::Iobj => 12,
            Deprel::OblAgent => 12,
            Deprel::NmodPoss => 5,
            Deprel::Appos => 0,
            Deprel::Root => 15,
            _ => 0,
        }
    }

    /// "In his speech, Belmar said": the subject of the clause that the pronoun's phrase opens.
    fn ahead(&mut self, id: usize, pronoun: Pronoun, depth: usize) -> Option<(i32, Vec<usize>)> {
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        let line = self.line(mention);
        // Climb to the verb that the opening phrase or clause hangs from.
        let mut top = mention.head;
        let mut opened = false;
        for _ in 0..12 {
            let head = line.head(top)?;
            let fronted = matches!(line.sentence.tokens[top].deprel.base(), "obl" | "advcl") && head > top;
            top = head;
            if fronted {
                opened = true;
                break;
            }
        }
        let subject = *line.children(top).iter().find(|&&child| line.sentence.tokens[child].deprel.is_nominal_subject())?;
        if !opened || subject < mention.head {
            return None;
        }
        let other = mentions.of(mention.line, subject).filter(|&other| other != id)?;
        if matches!(mentions.all[other].what, What::Pronoun(..)) {
            return None;
        }
        let found = self.resolve(other, depth + 1);
        let possessive = if self.possessive(mention) { 110 } else { 85 };
        (!found.is_empty() && self.agrees(pronoun, mention, &found)).then_some((possessive, found))
    }
}
