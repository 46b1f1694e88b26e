//! What the trained model sees of a candidate: hashed features, no text.
//!
//! *Source*: feature hashing, Weinberger et al., ICML 2009.

use super::candidates::{Argument, Candidate, Link};
use super::grove::Tree;
use super::judge::{self, Roles};
use super::marks::Quotation;
use rapporteur_language::{TokenId, Upos};
use rapporteur_lexicon::CueClass;

/// Number of weights of each linear function.
pub(super) const SIZE: usize = 1 << 18;

/// Mixes the parts of one feature to an index below [`SIZE`].
struct Hasher(Vec<u32>);

impl Hasher {
    fn add(&mut self, template: u64, parts: &[u64]) {
        let mut state = template.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
        for &part in parts {
            state = (state ^ part).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
            state ^= state >> 32;
        }
        self.0.push((state as usize & (SIZE - 1)) as u32);
    }
}

/// FNV-1a of a word in lower case.
fn word(word: &str) -> u64 {
    let mut state = 0xCBF2_9CE4_8422_2325_u64;
    for byte in word.bytes() {
        state = (state ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3);
    }
    state
}

fn link(link: Link) -> u64 {
    match link {
        Link::Below(deprel) => deprel as u64,
        Link::Shared(deprel) => 256 + deprel as u64,
        Link::Above(deprel) => 512 + deprel as u64,
    }
}

fn class(candidate: &Candidate<'_>) -> u64 {
    match candidate.class {
        CueClass::Verb => 1,
        CueClass::Noun => 2,
        CueClass::Adjective => 3,
        CueClass::Phrase => 4,
        CueClass::Preposition => 5,
        CueClass::Adverb => 6,
    }
}

/// A candidate with what its features are made of, worked out once.
pub(super) struct View<'a, 't> {
    text: &'t str,
    tree: &'a Tree<'t>,
    candidate: &'a Candidate<'a>,
    quotations: &'a [Quotation],
    /// What the lexicon's frames say, and what they say when any verb may be a cue.
    pub by_rule: Option<Roles>,
    pub by_shape: Option<Roles>,
    lemma: u64,
    phrase: u64,
    act: u64,
    signature: u64,
}

impl<'a, 't> View<'a, 't> {
    pub fn new(text: &'t str, tree: &'a Tree<'t>, candidate: &'a Candidate<'a>, quotations: &'a [Quotation]) -> Self {
        let by_rule = judge::roles(tree, candidate, false);
        let by_shape = by_rule.clone().or_else(|| judge::roles(tree, candidate, true));
        let mut signature = u64::from(candidate.passive);
        for argument in &candidate.arguments {
            if let Link::Below(deprel) = argument.link {
                signature |= 1 << (deprel as u64 % 61 + 1);
            }
        }
        Self {
            text,
            tree,
            candidate,
            quotations,
            by_rule,
            by_shape,
            lemma: word(tree.lemma(candidate.head)),
            phrase: candidate.word.map_or(0, |id| word(tree.lemma(id))),
            act: candidate.row.map_or(99, |row| row.act as u64),
            signature,
        }
    }

    fn marker(&self, argument: &Argument) -> u64 {
        argument.marker.map_or(0, |id| word(self.tree.form(id)))
    }

    fn quoted(&self, id: TokenId) -> bool {
        let span = self.tree.token(id).span;
        let at = self.quotations.partition_point(|quotation| quotation.span.end <= span.start);
        self.quotations.get(at).is_some_and(|quotation| quotation.span.contains(span))
    }

    /// Features of one argument, for its role.
    pub fn role(&self, at: usize) -> Vec<u32> {
        let (tree, candidate) = (self.tree, self.candidate);
        let argument = &candidate.arguments[at];
        let mut out = Hasher(Vec::with_capacity(24));
        let how = link(argument.link);
        let marker = self.marker(argument);
        let upos = tree.upos(argument.head) as u64;
        let lemma = word(tree.lemma(argument.head));
        let side = u64::from(argument.head > candidate.head);
        let passive = u64::from(candidate.passive);
        let class = class(candidate);
        let rule = |roles: &Option<Roles>| match roles {
            None => 0,
            Some(roles) if roles.source == Some(at) => 1,
            Some(roles) if roles.content.contains(&at) => 2,
            Some(_) => 3,
        };
        let (ruled, shaped) = (rule(&self.by_rule), rule(&self.by_shape));
        let form = tree.token(argument.head).feats.as_str();
        let quoted = u64::from(self.quoted(argument.head)) * 2 + u64::from(self.quoted(candidate.head));
        out.add(1, &[how, passive, class]);
        out.add(2, &[how, marker, passive, class]);
        out.add(3, &[how, marker, self.lemma, self.phrase, passive]);
        out.add(4, &[how, self.lemma, self.phrase, passive]);
        out.add(5, &[how, upos, side, passive]);
        out.add(6, &[ruled, class]);
        out.add(7, &[shaped, how]);
        out.add(8, &[ruled, how, self.lemma]);
        out.add(9, &[how, marker, self.signature]);
        out.add(10, &[how, lemma]);
        out.add(11, &[how, marker, self.act, passive]);
        out.add(12, &[how, word(form), side]);
        out.add(13, &[how, quoted, side]);
        out.add(14, &[how, self.signature, self.lemma]);
        out.add(15, &[how, u64::from(argument.is_clause(tree)), side, marker]);
        out.add(16, &[how, tree.deprel(candidate.head) as u64, marker]);
        out.add(17, &[how, upos, marker, self.act]);
        let pronoun = if tree.upos(argument.head) == Upos::Pron { lemma } else { 0 };
        out.add(18, &[how, pronoun, self.act]);
        out.add(19, &[ruled, shaped, how, marker]);
        out.0
    }

    /// Features of the candidate with its roles, for whether it is an attribution.
    pub fn attribution(&self, roles: &Roles) -> Vec<u32> {
        let (tree, candidate) = (self.tree, self.candidate);
        let mut out = Hasher(Vec::with_capacity(64));
        let class = class(candidate);
        let lemma = self.lemma ^ self.phrase.rotate_left(7);
        let passive = u64::from(candidate.passive);
        let ruled = u64::from(self.by_rule.is_some()) * 2 + u64::from(self.by_rule.as_ref() == Some(roles));
        let mut content = passive;
        for &at in &roles.content {
            let argument = &candidate.arguments[at];
            content = content.wrapping_mul(0x100_0193) ^ link(argument.link) ^ self.marker(argument).rotate_left(20);
        }
        let source = roles.source.map_or(999, |at| link(candidate.arguments[at].link));
        let head = candidate.head;
        let deprel = tree.deprel(head) as u64;
        let feats = word(tree.token(head).feats.as_str());
        let governor = tree.head(head).map_or(0, |id| word(tree.lemma(id)));
        let quoted = u64::from(self.quoted(head));
        out.add(40, &[lemma]);
        out.add(41, &[lemma, content]);
        out.add(42, &[class, content, self.act]);
        out.add(43, &[class, content]);
        out.add(44, &[ruled, class]);
        out.add(45, &[ruled, self.act, passive]);
        out.add(46, &[lemma, source]);
        out.add(47, &[source, content]);
        out.add(48, &[deprel, class, quoted]);
        out.add(49, &[deprel, governor, class]);
        out.add(50, &[feats, deprel, class]);
        out.add(51, &[lemma, feats]);
        out.add(52, &[lemma, quoted]);
        out.add(53, &[self.act, source, passive]);
        out.add(54, &[lemma, ruled, passive]);
        out.add(55, &[self.signature, class]);
        out.add(56, &[lemma, self.signature]);
        out.add(57, &[lemma, deprel]);
        if let Some(at) = roles.source {
            let head = candidate.arguments[at].head;
            let name = word(tree.lemma(head));
            let upos = tree.upos(head) as u64;
            out.add(60, &[upos, class, content]);
            out.add(61, &[name, class]);
            out.add(62, &[name, self.act]);
            out.add(63, &[upos, self.act, ruled]);
            out.add(64, &[upos, lemma]);
        }
        let mut size = 0;
        for &at in &roles.content {
            let argument = &candidate.arguments[at];
            let ids = argument.tokens(tree);
            size += ids.len();
            let name = word(tree.lemma(argument.head));
            out.add(65, &[name, link(argument.link), class]);
            out.add(66, &[name, lemma]);
            out.add(67, &[name, self.act, self.marker(argument)]);
            out.add(68, &[tree.upos(argument.head) as u64, link(argument.link), self.act]);
            out.add(69, &[tree.upos(argument.head) as u64, lemma]);
            let marks = ids.iter().any(|&id| self.quoted(id));
            out.add(70, &[u64::from(marks), link(argument.link), quoted]);
            out.add(71, &[u64::from(marks), lemma]);
        }
        let bucket = u64::from((size as u32).min(4096).next_power_of_two().trailing_zeros());
        out.add(72, &[bucket, content]);
        out.add(73, &[bucket, lemma]);
        for kid in tree.children(head) {
            use rapporteur_language::Deprel::{Advmod, Aux, AuxPass, Cop, Mark};
            if matches!(tree.deprel(kid), Aux | AuxPass | Advmod | Mark | Cop) {
                let name = word(tree.form(kid));
                out.add(74, &[name, class, tree.deprel(kid) as u64]);
                out.add(75, &[name, lemma]);
                out.add(76, &[name, self.act]);
            }
        }
        let neighbour = |offset: i64| {
            let at = i64::from(head.0) + offset;
            usize::try_from(at).ok().filter(|&at| at < tree.len()).map_or(0, |at| word(tree.form(TokenId(at as u32))))
        };
        out.add(77, &[neighbour(1), lemma]);
        out.add(78, &[neighbour(1), class, self.act]);
        out.add(79, &[neighbour(-1), class, self.act]);
        out.add(80, &[neighbour(-1), lemma]);
        // A verb under another cue's content is inside that statement.
        let mut under = 0;
        for id in tree.ancestors_of(head).skip(1).take(8) {
            under = under * 2 + u64::from(tree.upos(id) == Upos::Verb);
        }
        out.add(81, &[under, class]);
        let end = self.text[tree.token(head).span.end..].chars().next().map_or(0, |c| c as u64);
        out.add(82, &[end, class, content]);
        out.0
    }
}
