//! What a number counts: a unit, a noun, or what befell those who are counted.

use super::Reader;
use super::numbers::Number;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::quantities::Counted as Argument;
use rapporteur_record::ByteSpan;

/// What is counted.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// One past the last word of number, unit and noun.
    pub end: usize,
    pub unit: Option<String>,
    pub code: Option<String>,
    pub about: Option<ByteSpan>,
    /// The word that stands for the whole in the tree: the noun, else the number.
    pub head: TokenId,
}

/// How many words may stand between a number and its noun.
const REACH: usize = 6;

impl Reader<'_> {
    /// What the number counts; `None` where it is no quantity.
    pub(super) fn counted(&self, number: &Number) -> Option<Counted> {
        if let Some(counted) = self.measured(number) {
            return Some(counted);
        }
        if number.share {
            let (end, about) = self.whole(number.end).or_else(|| self.shared_noun(number.end)).unwrap_or((number.end, None));
            return Some(Counted { end, unit: Some("share".into()), code: None, about, head: self.top(number) });
        }
        if let Some(counted) = self.member(number) {
            return Some(counted);
        }
        // "19 last week": the week is of time, not counted.
        let noun = self.noun(number).filter(|&noun| !self.timexes.iter().any(|timex| timex.span.overlaps(self.sentence[noun].span)));
        if let Some(noun) = noun
            && (number.small && self.is_manner(number, noun) || self.known.is_time(&self.sentence[noun].lemma))
        {
            return None;
        }
        let head = noun.unwrap_or_else(|| self.top(number));
        let end = noun.map_or(number.end, |noun| noun.index() + 1);
        let start = number.end + usize::from(self.lower(number.end) == "of");
        let about = noun.map(|_| self.span(start.min(end - 1), end));
        let fate = self.fate(number, noun, end);
        if let Some((unit, end)) = fate {
            return Some(Counted { end, unit: Some(unit), code: None, about, head });
        }
        if noun.is_none()
            && let Some(group) = self.group_of(number)
        {
            return Some(Counted { end, unit: None, code: None, about: Some(group), head });
        }
        let unit = match noun {
            Some(noun) => self.plural(noun),
            None => self.ellipsis(number)?,
        };
        // "One" alone is as often an article or a pronoun.
        let one = number.high <= 1.0 && number.low >= 1.0;
        (!one).then_some(Counted { end, unit: Some(unit), code: None, about, head })
    }

    /// A number with a unit: "40 km", "$3 million", "40 percent of the budget".
    fn measured(&self, number: &Number) -> Option<Counted> {
        let start = number.end + usize::from(self.lower(number.end) == "-");
        let (mut end, mut unit) = (number.end, number.unit.as_deref().and_then(|unit| self.known.unit(unit)));
        if unit.is_none() {
            (end, unit) = (1..=3).rev().filter(|length| start + length <= self.words.len()).find_map(|length| {
                let words: Vec<&str> = (start..start + length).map(|at| self.lower(at)).collect();
                self.known.unit(&words.join(" ")).map(|unit| (start + length, Some(unit)))
            })?;
        }
        let unit = unit?;
        let head = TokenId(end as u32 - 1);
        let about = self.whole(end).and_then(|(_, about)| about).or_else(|| self.measured_noun(head));
        Some(Counted { end, unit: Some(unit.name.clone()), code: unit.code.clone(), about, head: self.topmost(number.first, end) })
    }

    /// "a 40-kilometre front", "a $3bn loan": the noun that the measure describes.
    fn measured_noun(&self, unit: TokenId) -> Option<ByteSpan> {
        let head = self.sentence[self.topmost(unit.index(), unit.index() + 1)].head?;
        let noun = &self.sentence[head];
        let beside = head > unit && head.index() - unit.index() <= 3 && matches!(noun.upos, Upos::Noun | Upos::Propn);
        beside.then_some(noun.span)
    }

    /// The noun phrase behind "of", and where it ends.
    fn whole(&self, at: usize) -> Option<(usize, Option<ByteSpan>)> {
        if self.lower(at) != "of" {
            return None;
        }
        let of = TokenId(at as u32);
        let noun = self.sentence[of].head.filter(|&noun| noun > of && noun.index() - at <= REACH)?;
        Some((noun.index() + 1, Some(self.span(at + 1, noun.index() + 1))))
    }

    /// "one in five voters": the noun right behind a share.
    fn shared_noun(&self, at: usize) -> Option<(usize, Option<ByteSpan>)> {
        let noun = self.sentence.tokens.get(at).filter(|token| token.upos == Upos::Noun)?;
        Some((at + 1, Some(noun.span)))
    }

    /// "a 12-member council", "a 20,000-strong force".
    fn member(&self, number: &Number) -> Option<Counted> {
        if self.lower(number.end) != "-" || !self.words.get(number.end)?.glued || !self.words.get(number.end + 1)?.glued {
            return None;
        }
        let part = TokenId(number.end as u32 + 1);
        let token = self.sentence.tokens.get(part.index())?;
        let whole = token.head.filter(|&head| head > part && matches!(self.sentence[head].upos, Upos::Noun | Upos::Propn));
        let unit = match (&*token.lemma, token.upos) {
            ("strong", _) => "members".to_owned(),
            (_, Upos::Noun) => self.plural(part),
            _ => return None,
        };
        let about = whole.map(|whole| self.sentence[whole].span);
        Some(Counted { end: part.index() + 1, unit: Some(unit), code: None, about, head: whole.unwrap_or(part) })
    }

    /// "a crowd of some 5,000": the noun of a group of people whose size the bare number is.
    fn group_of(&self, number: &Number) -> Option<ByteSpan> {
        let of = self.bounded(number, number.end).first.checked_sub(1).filter(|&at| self.lower(at) == "of")?;
        let group = self.sentence.tokens.get(of.checked_sub(1)?)?;
        self.known.is_group(&group.lemma).then_some(group.span)
    }

    /// The noun that is counted.
    fn noun(&self, number: &Number) -> Option<TokenId> {
        let nominal = |id: TokenId| matches!(self.sentence[id].upos, Upos::Noun | Upos::Propn);
        if self.lower(number.end) == "of" {
            let of = TokenId(number.end as u32);
            let noun = self.sentence[of].head?;
            return (noun > of && nominal(noun) && noun.index() - number.end <= REACH).then_some(noun);
        }
        let top = self.top(number);
        let reach =
            |noun: TokenId| noun.index() >= number.end && noun.index() - number.end < REACH && !self.breaks(number.end, noun.index());
        let up = self.sentence[top].head.filter(|&head| {
            let relation = self.sentence[top].deprel;
            let head = self.last_of_compound(head);
            nominal(head)
                && reach(head)
                && matches!(relation, Deprel::Nummod | Deprel::Compound | Deprel::Det | Deprel::Amod | Deprel::Nmod)
        });
        // "dozens more civilians": the tree may stop at the number.
        up.map(|noun| self.last_of_compound(noun)).or_else(|| {
            let next = (number.end..self.words.len()).find(|&at| self.sentence.tokens[at].upos != Upos::Adj)?;
            let token = &self.sentence.tokens[next];
            (token.upos == Upos::Noun && next - number.end <= 2 && token.head.is_none_or(|head| head.index() < next || head.index() > next))
                .then_some(TokenId(next as u32))
                .map(|noun| self.last_of_compound(noun))
        })
    }

    fn last_of_compound(&self, mut noun: TokenId) -> TokenId {
        while let Some(head) = self.sentence[noun].head
            && head.index() == noun.index() + 1
            && self.sentence[noun].deprel == Deprel::Compound
        {
            noun = head;
        }
        noun
    }

    /// Whether a comma or verb stands between two words.
    fn breaks(&self, start: usize, end: usize) -> bool {
        self.sentence.tokens[start..end].iter().any(|token| {
            token.upos == Upos::Punct && token.span.of(self.text) == "," || token.upos == Upos::Verb && token.deprel != Deprel::Amod
        })
    }

    /// Whether a small number in words is only a manner of speaking: "two sides", "the two men".
    fn is_manner(&self, number: &Number, noun: TokenId) -> bool {
        let before = number.first.checked_sub(1).map_or("", |at| self.lower(at));
        let known_ones = matches!(
            before,
            "the" | "these" | "those" | "both" | "his" | "her" | "its" | "their" | "our" | "my" | "your" | "'s" | "’s" | "all"
        );
        known_ones || self.known.is_uncounted(&self.sentence[noun].lemma)
    }

    /// The word of the number that governs its other words.
    fn top(&self, number: &Number) -> TokenId {
        self.topmost(number.first, number.end)
    }

    fn topmost(&self, first: usize, end: usize) -> TokenId {
        let inside = |id: TokenId| (first..end).contains(&id.index());
        (first..end)
            .map(|at| TokenId(at as u32))
            .find(|&id| self.sentence[id].head.is_none_or(|head| !inside(head)) && self.sentence[id].upos != Upos::Punct)
            .unwrap_or(TokenId(end as u32 - 1))
    }

    /// What befell those counted, and where its words end.
    fn fate(&self, number: &Number, noun: Option<TokenId>, end: usize) -> Option<(String, usize)> {
        let itself = |at: usize| {
            let token = self.sentence.tokens.get(at)?;
            self.known.fate(&token.lemma, Argument::Itself).or_else(|| self.known.fate(self.lower(at), Argument::Itself)).map(str::to_owned)
        };
        if let Some(unit) = noun.and_then(|noun| itself(noun.index())) {
            return Some((unit, end));
        }
        // "12 dead", "12 people wounded".
        if self.sentence.tokens.get(end).is_some_and(|token| token.upos != Upos::Noun || noun.is_none())
            && let Some(unit) = itself(end)
        {
            return Some((unit, end + 1));
        }
        let is_person = |noun: TokenId| self.known.is_person(&self.sentence[noun].lemma) || self.sentence[noun].upos == Upos::Propn;
        if noun.is_some_and(|noun| !is_person(noun)) {
            return None;
        }
        let before = self.bounded(number, number.end).first.checked_sub(1);
        let unit = before.and_then(|before| self.next_to(before)).or_else(|| {
            // "dozens of civilians": the number stands for them in the tree.
            let top = self.top(number);
            let counted = noun.filter(|&noun| self.sentence[noun].head != Some(top));
            self.told_of(counted.unwrap_or(top), noun.is_none())
        })?;
        Some((unit, end))
    }

    /// What the words right before say: a verb that the tree may have hung elsewhere ("wounded 5 passengers", "shot
    /// dead two nurses"), or "including" and "among them" behind others of whom it was told.
    fn next_to(&self, before: usize) -> Option<String> {
        let token = &self.sentence.tokens[before];
        let earlier = before.checked_sub(1);
        if self.lower(before) == "including" || self.lower(before) == "them" && earlier.is_some_and(|at| self.lower(at) == "among") {
            let unit = self.found.last()?.unit.clone()?;
            return self.known.is_fate(&unit).then_some(unit);
        }
        if token.upos == Upos::Adj && earlier.is_some_and(|at| self.sentence.tokens[at].upos == Upos::Verb) {
            return self.known.fate(&token.lemma, Argument::Itself).map(str::to_owned);
        }
        let told = token.upos == Upos::Verb && token.deprel != Deprel::Acl;
        told.then(|| self.known.fate(&token.lemma, Argument::Object).map(str::to_owned)).flatten()
    }

    /// What the verbs and nouns around `head` say of it; `bare`: no noun stands with the number.
    fn told_of(&self, head: TokenId, bare: bool) -> Option<String> {
        let sentence = self.sentence;
        for child in sentence.children(head).filter(|&child| child > head) {
            let argument = match sentence[child].deprel {
                Deprel::Acl if self.lower(child.index()).ends_with("ing") => continue,
                Deprel::Acl => Argument::Object,
                Deprel::AclRelcl if self.is_passive(child) => Argument::Object,
                Deprel::AclRelcl => Argument::Subject,
                _ => continue,
            };
            if let Some(unit) = self.known.fate(&sentence[child].lemma, argument) {
                return Some(unit.to_owned());
            }
        }
        let mut first = head;
        while sentence[first].deprel == Deprel::Conj
            && let Some(up) = sentence[first].head
            && matches!(sentence[up].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron)
        {
            first = up;
        }
        let governor = sentence[first].head?;
        let known = |argument: Argument| self.befell(governor, argument).map(str::to_owned);
        match sentence[first].deprel {
            Deprel::Obj => known(Argument::Object).or_else(|| self.complement(governor)),
            Deprel::NsubjPass => known(Argument::Object).or_else(|| self.complement(governor)),
            Deprel::Nsubj => known(Argument::Subject).or_else(|| known(Argument::Itself)).or_else(|| self.complement(governor)),
            Deprel::Nmod => known(Argument::Itself),
            Deprel::Obl if bare => self.toll(governor),
            // "Of the 70, 12 drowned": the tree has no subject.
            Deprel::Nummod if bare && sentence[governor].upos == Upos::Verb && first < governor => {
                known(if self.is_passive(governor) { Argument::Object } else { Argument::Subject })
            }
            _ => None,
        }
    }

    /// What the word `governor` does to the one that is its `argument`, alone or with another word that hangs on it
    /// ("lost their lives"); by its form where the lemma is not known.
    fn befell(&self, governor: TokenId, argument: Argument) -> Option<&str> {
        let sentence = self.sentence;
        let words = [&*sentence[governor].lemma, self.lower(governor.index())];
        words.into_iter().find_map(|word| {
            self.known.fate(word, argument).or_else(|| {
                let mut beside = sentence.children(governor).filter(|&child| matches!(sentence[child].deprel, Deprel::Obj | Deprel::Obl));
                beside.find_map(|child| self.known.fate_beside(word, argument, &sentence[child].lemma))
            })
        })
    }

    fn is_passive(&self, verb: TokenId) -> bool {
        self.sentence.child(verb, Deprel::AuxPass).is_some()
    }

    /// "left 12 people dead", "40 stayed missing": the complement of the verb.
    fn complement(&self, verb: TokenId) -> Option<String> {
        let child = self.sentence.children(verb).find(|&child| self.sentence[child].deprel == Deprel::Xcomp)?;
        self.befell(child, Argument::Itself).map(str::to_owned)
    }

    /// "The death toll rose to 41", "put the wounded at 30".
    fn toll(&self, verb: TokenId) -> Option<String> {
        let mut tolls = self
            .sentence
            .children(verb)
            .filter(|&child| matches!(self.sentence[child].deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj));
        tolls.find_map(|toll| self.befell(toll, Argument::Itself)).map(str::to_owned)
    }

    /// The noun in its plural, in small letters.
    fn plural(&self, noun: TokenId) -> String {
        let (form, lemma) = (self.lower(noun.index()), &*self.sentence[noun].lemma);
        if form != lemma.to_lowercase()
            || form.ends_with('s')
            || matches!(form, "people" | "police" | "cattle" | "sheep" | "aircraft" | "personnel")
        {
            return form.to_owned();
        }
        let vowel = |c: char| "aeiou".contains(c);
        match form.strip_suffix('y') {
            Some(stem) if !stem.ends_with(vowel) => format!("{stem}ies"),
            _ if form.ends_with("man") => format!("{}men", &form[..form.len() - 3]),
            _ if form.ends_with(['x', 'z']) || form.ends_with("ch") || form.ends_with("sh") => format!("{form}es"),
            _ => format!("{form}s"),
        }
    }

    /// The unit of a bare number: what a number or total in the sentence is of, else that of the quantity before
    /// it, where it goes on with it ("40 people, up from 15").
    fn ellipsis(&self, number: &Number) -> Option<String> {
        if let Some(unit) = self.total(number) {
            return Some(unit);
        }
        let top = &self.sentence[self.top(number)];
        let before = number.first.checked_sub(1).map_or("", |at| self.lower(at));
        let goes_on = matches!(top.deprel, Deprel::Conj) || matches!(before, "from" | "with" | "than" | "to");
        goes_on.then(|| self.found.last().and_then(|last| last.unit.clone())).flatten()
    }

    /// "the number of refugees rose to 40": of what the subject or object of the number's verb is a count.
    fn total(&self, number: &Number) -> Option<String> {
        let sentence = self.sentence;
        let verb = self.governing_verb(self.top(number))?;
        let count = sentence.children(verb).find(|&child| {
            let token = &sentence[child];
            matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj)
                && matches!(&*token.lemma, "number" | "total" | "figure" | "count")
        })?;
        // "the number of displaced": a participle for a noun.
        let of = sentence.children(count).find(|&child| {
            let after_of = child.index() > 0 && self.lower(child.index() - 1) == "of";
            child > count && (sentence[child].deprel == Deprel::Nmod || sentence[child].deprel == Deprel::Acl && after_of)
        })?;
        let fate =
            self.known.fate(&sentence[of].lemma, Argument::Itself).or_else(|| self.known.fate(self.lower(of.index()), Argument::Itself));
        let participle = || self.known.fate(&sentence[of].lemma, Argument::Object);
        Some(fate.or_else(participle).map_or_else(|| self.plural(of), str::to_owned))
    }
}
