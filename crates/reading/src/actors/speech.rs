//! What pronouns and sources need to know of statements: which one a word stands in, whether it is
//! quoted there, who says it.

use super::describe::{Description, Determiner};
use super::mentions::What;
use super::names::NameKind;
use super::resolve::{Link, Resolver};
use super::words::Line;
use crate::statements::Attribution;
use rapporteur_language::{Analysis, Deprel, Upos};
use rapporteur_lexicon::actors::RoleClass;
use rapporteur_record::{ByteSpan, StatementKind};
use std::collections::BTreeSet;

/// Places of tokens: sentence, token.
pub(super) type Heads = BTreeSet<(usize, usize)>;

/// For each sentence and token the innermost attribution whose content holds it, and the places of
/// quotation marks.
pub(super) struct Inside {
    of: Vec<Vec<Option<usize>>>,
    marks: Vec<usize>,
}

impl Inside {
    pub fn new(text: &str, analysis: &Analysis, attributions: &[Attribution]) -> Self {
        let mut of: Vec<Vec<Option<usize>>> = analysis.sentences.iter().map(|sentence| vec![None; sentence.tokens.len()]).collect();
        // An outer attribution comes before its inner ones, which overwrite it.
        for (at, attribution) in attributions.iter().enumerate() {
            for &content in &attribution.content {
                let first = analysis.sentences.partition_point(|sentence| sentence.span.end <= content.start);
                for (sentence, inside) in analysis.sentences.iter().zip(&mut of).skip(first) {
                    if sentence.span.start >= content.end {
                        break;
                    }
                    for (token, slot) in sentence.tokens.iter().zip(inside) {
                        if content.contains(token.span) {
                            *slot = Some(at);
                        }
                    }
                }
            }
        }
        let marks = text.char_indices().filter(|&(_, c)| matches!(c, '"' | '“' | '”')).map(|(at, _)| at).collect();
        Self { of, marks }
    }

    /// The innermost attribution whose content holds the token.
    pub fn of(&self, line: usize, token: usize) -> Option<usize> {
        *self.of.get(line)?.get(token)?
    }

    /// Whether `at` stands between quotation marks that open in the content of the attribution.
    pub fn quoted(&self, attribution: &Attribution, at: usize) -> bool {
        // "DASK: I never said so.": what follows the colon is said in these words, and so is the answer to a question.
        let turn = attribution.source.is_some() && attribution.cue.is_none_or(|cue| cue.len() == 1);
        if attribution.kind == StatementKind::Direct || turn {
            return true;
        }
        let Some(content) = attribution.content.iter().find(|content| content.start <= at && at < content.end) else {
            return false;
        };
        let before = |place: usize| self.marks.partition_point(|&mark| mark < place);
        (before(at) - before(content.start)) % 2 == 1
    }
}

/// The (sentence, token) of the heads of sources, and of addressees.
pub(super) fn heads(lines: &[Line<'_>], attributions: &[Attribution]) -> (Heads, Heads) {
    let mut sources = BTreeSet::new();
    let mut addressees = BTreeSet::new();
    for attribution in attributions {
        if let Some(head) = attribution.source_head {
            let (line, token) = (head.sentence, head.token.index());
            sources.insert((line, token));
            // "the army and the union said": each of them does.
            sources.extend(listed(&lines[line], token, attribution.source).into_iter().map(|other| (line, other)));
            // "officials who say": the officials are the source.
            if matches!(lines[line].form(token), "who" | "that" | "which") {
                let clause = std::iter::successors(Some(token), |&at| lines[line].head(at))
                    .take(4)
                    .find(|&at| lines[line].sentence.tokens[at].deprel == Deprel::AclRelcl);
                sources.extend(clause.and_then(|verb| lines[line].head(verb)).map(|noun| (line, noun)));
            }
        } else if let Some(head) = attribution.source.and_then(|span| head_of(lines, span)) {
            sources.insert(head);
        }
        addressees.extend(attribution.addressees.iter().filter_map(|&span| head_of(lines, span)));
    }
    (sources, addressees)
}

/// The further members of the list that a token begins, as far as they stand in the span: trees hang each on the one before.
fn listed(line: &Line<'_>, first: usize, span: Option<ByteSpan>) -> Vec<usize> {
    let tokens = &line.sentence.tokens;
    let inside = |at: usize| span.is_some_and(|span| span.contains(tokens[at].span));
    let mut found: Vec<usize> = Vec::new();
    let mut open = vec![first];
    while let Some(at) = open.pop() {
        for &child in line.children(at) {
            if tokens[child].deprel == Deprel::Conj && inside(child) && !found.contains(&child) {
                found.push(child);
                open.push(child);
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether a noun is made of a verb: "warning" of "warn", "demand" of "demand", "announcement" of "announce".
fn is_made_of(noun: &str, verb: &str) -> bool {
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    let ending = noun.strip_prefix(verb).or_else(|| noun.strip_prefix(stem));
    verb.len() > 3 && ending.is_some_and(|ending| matches!(ending, "" | "ing" | "ment" | "ation" | "ion" | "al"))
}

/// The token that the words of a span hang from.
pub(super) fn head_of(lines: &[Line<'_>], span: ByteSpan) -> Option<(usize, usize)> {
    let line = lines.partition_point(|line| line.sentence.span.end <= span.start);
    let tokens = &lines.get(line)?.sentence.tokens;
    let first = tokens.partition_point(|token| token.span.end <= span.start);
    let last = tokens.partition_point(|token| token.span.start < span.end);
    (first < last).then(|| (line, lines[line].top(first..last)))
}

impl Resolver<'_, '_> {
    /// Whom the words of a source or addressee name.
    pub fn who(&mut self, span: ByteSpan, head: Option<(usize, usize)>) -> Vec<usize> {
        let Some((line, head)) = head.or_else(|| head_of(self.lines, span)) else {
            return Vec::new();
        };
        let mentions = self.mentions;
        if let Some(named) = self.named_last(span, line, head) {
            return self.resolve(named, 0);
        }
        let id = mentions.of(line, head).or_else(|| self.first_in(span, line));
        let Some(id) = id else { return Vec::new() };
        let mention = &mentions.all[id];
        // "the League's envoy, Ilan Moreau": the head's mention; "Belmar and Holm": both.
        let listed = if matches!(mention.what, What::Pronoun(..)) { Vec::new() } else { self.list_in(id, span) };
        let listed = if listed.len() > 1 { listed } else { self.named_list(span, line) };
        let found = if listed.len() > 1 { listed } else { self.resolve(id, 0) };
        if !found.is_empty() {
            return found;
        }
        self.named_behind(span, line, head).map(|named| self.resolve(named, 0)).unwrap_or_default()
    }

    /// The bearers of names between commas and "and" of which the words consist, where trees do not make them a list: "Varosia, Telmark and Orlan".
    fn named_list(&mut self, span: ByteSpan, line: usize) -> Vec<usize> {
        let mentions = self.mentions;
        let of = &self.lines[line];
        let tokens = &of.sentence.tokens;
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let end = tokens.partition_point(|token| token.span.start < span.end);
        let (mut named, mut joined) = (Vec::new(), false);
        for at in first..end {
            match of.form(at) {
                "," => {}
                "and" | "or" | "&" => joined = true,
                "the" | "The" => {}
                _ => {
                    let Some(id) = mentions.of(line, at).filter(|&id| matches!(mentions.all[id].what, What::Name(..))) else {
                        return Vec::new();
                    };
                    if !named.contains(&id) {
                        named.push(id);
                    }
                }
            }
        }
        if !joined || named.len() < 2 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for id in named {
            // A state that a list names acts, though the tree does not say so.
            let first = self.resolve(id, 0).first().copied().or_else(|| self.owner(line, Some(mentions.all[id].head), 0));
            found.extend(first.filter(|entity| !found.contains(entity)));
        }
        found
    }

    /// The name right behind a noun that nobody knows: "the Kelm daily Morning Herald".
    fn named_behind(&self, span: ByteSpan, line: usize, head: usize) -> Option<usize> {
        let tokens = &self.lines[line].sentence.tokens;
        let next = tokens.get(head + 1).filter(|next| span.contains(next.span) && next.upos == Upos::Propn)?;
        let id = self.mentions.of(line, head + 1)?;
        let mention = &self.mentions.all[id];
        let named = matches!(&mention.what, What::Name(kind, _) if !matches!(kind, NameKind::Demonym(_)));
        (named && mention.own == head + 1 && next.deprel != Deprel::Conj && tokens[head].upos == Upos::Noun).then_some(id)
    }

    /// The members of a list as far as they stand in the span.
    fn list_in(&mut self, id: usize, span: ByteSpan) -> Vec<usize> {
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        let line = self.line(mention);
        let mut found = self.resolve(id, 0);
        for child in listed(line, mention.head, Some(span)) {
            if let Some(other) = mentions.of(mention.line, child) {
                for entity in self.resolve(other, 0) {
                    if !found.contains(&entity) {
                        found.push(entity);
                    }
                }
            }
        }
        found
    }

    /// The person with whose name the words end, where what stands before it only says who that is and trees go astray: "the president of the Sund
    /// League for Human Rights, Nils Hagen", "Sund Harbour Council Speaker Nadia Forsk", "Minister of Justice Anna Karim".
    fn named_last(&self, span: ByteSpan, line: usize, head: usize) -> Option<usize> {
        let of = &self.lines[line];
        let tokens = &of.sentence.tokens;
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let end = tokens.partition_point(|token| token.span.start < span.end);
        let last = (first..end).rev().find(|&at| tokens[at].upos != Upos::Punct)?;
        let named = self.mentions.of(line, last)?;
        let is_person = |id: usize| matches!(self.mentions.all[id].what, What::Name(NameKind::Person, _));
        let mention = &self.mentions.all[named];
        let before = mention.tokens.start.max(first);
        let known = self.mentions.of(line, head);
        if !is_person(named) || mention.tokens.end != last + 1 || before == first || known == Some(named) {
            return None;
        }
        // Another person is there for this one only as an owner: "Belmar's envoy, Ilan Moreau".
        let others = (first..before).filter_map(|at| self.mentions.of(line, at)).filter(|&id| is_person(id) && id != named);
        if others.into_iter().any(|id| tokens[self.mentions.all[id].head].deprel != Deprel::NmodPoss) {
            return None;
        }
        let told = known.and_then(|id| self.mentions.all[id].described.first());
        let bare = told.is_some_and(|told| told.is_person() && !told.plural && told.determiner == Determiner::Bare);
        // "trade and industry commissioner Omar Tam": words without an article before one name are one person's.
        let singular = |at: usize| !tokens[at].feats.is("Number", "Plur") && !matches!(tokens[at].upos, Upos::Det | Upos::Num);
        let small = |at: usize| tokens[at].upos != Upos::Noun || !of.form(at).starts_with(char::is_uppercase);
        let group = told.is_some_and(|told| told.group.is_some());
        let bare = bare || !group && (first..before).all(|at| singular(at) && small(at)) && tokens[first].upos != Upos::Pron;
        let joined = (first..before).any(|at| matches!(of.form(at).to_lowercase().as_str(), "and" | "or" | "with"));
        let many = told.is_some_and(|told| told.plural);
        match of.form(before - 1).to_lowercase().as_str() {
            // "police agent and security specialist Omar Tam" is one, "the ministry and President Belmar" are two.
            _ if many => None,
            "," => (!joined || bare || told.is_some_and(Description::is_person)).then_some(named),
            // "Minister of Justice Anna Karim": the field is no title of the name.
            "of" => told.is_some_and(|told| bare && told.role.is_some_and(|role| role.class == RoleClass::Office)).then_some(named),
            "and" if bare && mention.own > mention.tokens.start => Some(named),
            "and" | "or" | "'s" | "’s" | "’" | "'" => None,
            // "Member of parliament (MP) Nils Hagen".
            ")" if told.is_some_and(Description::is_person) => Some(named),
            _ if tokens[before - 1].upos == Upos::Adp || of.case(mention.head).is_some() => None,
            _ => (!joined || bare).then_some(named),
        }
    }

    /// The first name in a span whose head nobody mentions, but a person's with which the span ends ("the trade and industry warden Irina Dask").
    fn first_in(&self, span: ByteSpan, line: usize) -> Option<usize> {
        let tokens = &self.lines[line].sentence.tokens;
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let end = tokens.partition_point(|token| token.span.start < span.end);
        let mut names = (first..end)
            .filter_map(|token| self.mentions.of(line, token))
            .filter(|&id| matches!(&self.mentions.all[id].what, What::Name(kind, _) if !matches!(kind, NameKind::Demonym(_))));
        let person = |&id: &usize| {
            let mention = &self.mentions.all[id];
            matches!(mention.what, What::Name(NameKind::Person, _)) && mention.tokens.end == end
        };
        names.clone().find(person).or_else(|| names.next())
    }

    /// Who makes an attribution.
    pub fn speakers(&mut self, attribution: usize) -> Vec<usize> {
        let attributions = self.attributions;
        let found = &attributions[attribution];
        let head = found.source_head.map(|head| (head.sentence, head.token.index()));
        let Some(span) = found.source else { return Vec::new() };
        // "The study was released on Monday. It found that …": a tree that holds the pronoun for empty has seen no actor in it.
        if let Some((line, _)) = head.filter(|&(line, head)| self.lines[line].sentence.tokens[head].deprel == Deprel::Expl)
            && let Some(noun) = self.document_before(line)
        {
            let found = self.issuer(line - 1, noun, attribution);
            if !found.is_empty() {
                return found;
            }
        }
        let known = self.who(span, head);
        if !known.is_empty() {
            return known;
        }
        let Some((line, head)) = head.or_else(|| head_of(self.lines, span)) else { return Vec::new() };
        let of = &self.lines[line];
        match of.form(head).to_lowercase().as_str() {
            // "released a statement which said".
            "which" | "that" => {
                let up = |&at: &usize| of.head(at);
                let clause = std::iter::successors(Some(head), up).take(3).find(|&at| of.sentence.tokens[at].deprel == Deprel::AclRelcl);
                clause.and_then(|verb| of.head(verb)).map(|noun| self.issuer(line, noun, attribution)).unwrap_or_default()
            }
            // "The study was released on Monday. It found that …".
            "it" => self.document_before(line).map(|noun| self.issuer(line - 1, noun, attribution)).unwrap_or_default(),
            _ => self.issuer(line, head, attribution),
        }
    }

    /// The document that the sentence before tells of: its subject, or what is cited there.
    fn document_before(&self, line: usize) -> Option<usize> {
        let before = self.lines.get(line.checked_sub(1)?)?;
        let tokens = &before.sentence.tokens;
        let part = |at: &usize| matches!(tokens[*at].deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::Obj);
        (0..tokens.len()).filter(part).find(|&at| self.table.is_document(&tokens[at].lemma.to_lowercase()))
    }

    /// Who did what a noun names after its verb: "warned that …", and then "the warning said".
    fn doer(&mut self, line: usize, noun: usize, attribution: usize) -> Vec<usize> {
        const SENTENCES: usize = 2;
        let attributions = self.attributions;
        let lemma = self.lines[line].sentence.tokens[noun].lemma.to_lowercase();
        for at in (0..attribution).rev() {
            let (Some(cue), Some(_)) = (attributions[at].cue_head, attributions[at].source_head) else { continue };
            if cue.sentence + SENTENCES < line {
                break;
            }
            let tokens = &self.lines[cue.sentence].sentence.tokens;
            let Some(verb) = tokens.get(cue.token.index()).filter(|token| token.upos == Upos::Verb && cue.sentence < line) else {
                continue;
            };
            if is_made_of(&lemma, &verb.lemma) {
                return self.speakers(at);
            }
        }
        Vec::new()
    }

    /// Who issued the document that speaks: "a letter by the guild said", "the Telmarkian report", "the statement" of one who spoke in it before.
    fn issuer(&mut self, line: usize, noun: usize, attribution: usize) -> Vec<usize> {
        let of = &self.lines[line];
        // "Part of her letter says".
        let noun = if self.table.is_partitive(&of.sentence.tokens[noun].lemma.to_lowercase()) {
            of.children(noun).iter().copied().find(|&child| child > noun && of.case(child).as_deref() == Some("of")).unwrap_or(noun)
        } else {
            noun
        };
        let lemma = of.sentence.tokens[noun].lemma.to_lowercase();
        if !self.table.is_document(&lemma) {
            return self.doer(line, noun, attribution);
        }
        // "released by the ministry", "on Monday by the guild": the one behind "by" first, then an owner, then who stands in front.
        let below = |at: usize| of.children(at).iter().copied();
        let clauses = below(noun).filter(|&child| of.sentence.tokens[child].deprel.base() == "acl");
        let phrases: Vec<usize> = below(noun).chain(clauses.flat_map(below)).collect();
        let behind = |asked: &'static [&'static str]| {
            let phrases = phrases.clone();
            phrases.into_iter().filter(move |&child| child > noun && of.case(child).is_some_and(|case| asked.contains(&case.as_str())))
        };
        let owners = below(noun).filter(|&child| of.sentence.tokens[child].deprel == Deprel::NmodPoss);
        let before =
            below(noun).filter(|&child| child < noun && matches!(of.sentence.tokens[child].deprel, Deprel::Compound | Deprel::Amod));
        for named in behind(&["by"]).chain(owners).chain(behind(&["from", "of"])).chain(before) {
            let found = self.mentions.of(line, named).map(|id| self.whole(id, line, named)).unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
        }
        // "sent a letter demanding that …", "gathered with banners asking for …": who sent and who holds it.
        let part = of.sentence.tokens[noun].deprel;
        let held = matches!(part, Deprel::Obl | Deprel::Nmod) && of.case(noun).as_deref() == Some("with");
        // "a man with a placard saying".
        let holder = of.head(noun).filter(|&at| held && part == Deprel::Nmod && of.case(at).is_none());
        if let Some((id, who)) = holder.and_then(|who| Some((self.mentions.of(line, who)?, who))) {
            let found = self.whole(id, line, who);
            if !found.is_empty() {
                return found;
            }
        }
        // "gathered outside the palace with banners": the tree often hangs them on the place.
        let above = std::iter::successors(of.head(noun), |&at| of.head(at).filter(|_| part == Deprel::Nmod));
        let verb = above.take(3).find(|&at| part != Deprel::Nmod || of.sentence.tokens[at].upos == Upos::Verb);
        let sender = verb.filter(|_| held || part == Deprel::Obj);
        // "Carrying placards demanding work, they marched": a participle shares its verb's subject.
        let subject = |verb: usize, before: bool| {
            below(verb).find(|&child| of.sentence.tokens[child].deprel == Deprel::Nsubj && (child < noun || !before))
        };
        let shared = |verb: usize| of.head(verb).filter(|_| of.sentence.tokens[verb].deprel == Deprel::Advcl);
        let sender = sender.and_then(|verb| subject(verb, true).or_else(|| subject(shared(verb)?, false)));
        // "thousands of people": the people.
        let counted = |at: usize| self.table.is_partitive(&of.sentence.tokens[at].lemma.to_lowercase());
        let members = |at: usize| below(at).find(|&child| child > at && of.case(child).as_deref() == Some("of"));
        let sender = sender.map(|at| Some(at).filter(|&at| counted(at)).and_then(members).unwrap_or(at));
        if let Some((id, who)) = sender.and_then(|who| Some((self.mentions.of(line, who)?, who))) {
            let found = self.whole(id, line, who);
            if !found.is_empty() {
                return found;
            }
        }
        let spoke = self.speaker_in(&lemma, attribution);
        if spoke.is_empty() { self.document(line, noun) } else { spoke }
    }

    /// A document of which nobody tells who issued it speaks for itself: "the report said".
    fn document(&mut self, line: usize, noun: usize) -> Vec<usize> {
        let mentions = self.mentions;
        let Some(id) = mentions.of(line, noun) else { return Vec::new() };
        let mention = &mentions.all[id];
        let Some(told) = mention.described.first() else { return Vec::new() };
        let plain = |known: &Description<'_>| known.noun == told.noun && known.role.is_none() && known.group.is_none();
        let before = (0..self.entities.len()).rev().find(|&at| self.entities[at].told.last().is_some_and(|(_, known)| plain(known)));
        let definite = matches!(told.determiner, Determiner::Definite | Determiner::Possessive);
        let entity = before.filter(|_| definite).unwrap_or_else(|| self.described(mention, told));
        self.links[id] = Link::Done(vec![entity]);
        vec![entity]
    }

    /// Whom the words of a document's issuer name; a state by its adjective too.
    fn whole(&mut self, id: usize, line: usize, token: usize) -> Vec<usize> {
        let found = self.resolve(id, 0);
        let found = if found.is_empty() { self.owner(line, Some(token), 0).into_iter().collect() } else { found };
        let mention = &self.mentions.all[id];
        match mention.described.first().filter(|told| found.is_empty() && self.table.is_being(&told.noun)) {
            // "a report by monitors": they are known by it alone.
            Some(told) => {
                let entity = self.described(mention, told);
                self.links[id] = Link::Done(vec![entity]);
                vec![entity]
            }
            None => found,
        }
    }

    /// Who spoke last in a document of this name: "in a statement, the guild said", and then "the statement said".
    fn speaker_in(&mut self, document: &str, attribution: usize) -> Vec<usize> {
        const SENTENCES: usize = 6;
        let attributions = self.attributions;
        let Some(cue) = attributions[attribution].source_head else { return Vec::new() };
        for at in (0..attribution).rev() {
            let before = &attributions[at];
            // "in a statement, the guild said", "the guild released a statement saying".
            let told = before.cue.filter(|words| words.of(self.lines[cue.sentence].text).split_whitespace().any(|word| word == document));
            let (Some(medium), Some(head)) = (before.medium.or(told), before.source_head) else { continue };
            if head.sentence + SENTENCES < cue.sentence {
                return Vec::new();
            }
            let named = head_of(self.lines, medium).is_some_and(|(line, head)| *self.lines[line].sentence.tokens[head].lemma == *document);
            if named || before.medium.is_none() {
                return self.speakers(at);
            }
        }
        Vec::new()
    }
}
