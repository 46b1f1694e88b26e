//! The verb dictionary made ready for matching: words as numbers, verbs by their form.

use crate::vocabulary::{Vocabulary, WordId};
use rapporteur_lexicon::petrarch::{Act, Alternatives, Mood, Part, Place, Role, Style, VerbFile};
use std::collections::BTreeMap;

/// Runs of words of which any may stand.
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// Single words, sorted.
    singles: Vec<WordId>,
    /// Longer runs, the longest first.
    runs: Vec<Vec<WordId>>,
}

impl Set {
    fn new(alternatives: &Alternatives, vocabulary: &mut Vocabulary) -> Self {
        let mut set = Self::default();
        for run in alternatives {
            let ids = vocabulary.add_all(run);
            match ids[..] {
                [single] => set.singles.push(single),
                _ => set.runs.push(ids),
            }
        }
        set.singles.sort_unstable();
        set.singles.dedup();
        set.runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
        set
    }

    /// Whether a word is one of them by itself.
    pub fn has(&self, word: WordId) -> bool {
        word != crate::vocabulary::UNKNOWN && self.singles.binary_search(&word).is_ok()
    }

    /// The runs of more than one word.
    pub fn runs(&self) -> &[Vec<WordId>] {
        &self.runs
    }
}

/// A part of a pattern.
#[derive(Clone, Debug)]
pub enum Piece {
    /// See [`Part::Words`].
    Words(Set),
    /// See [`Part::Phrase`].
    Phrase(Vec<Set>),
    /// See [`Part::Prep`].
    Prep(Set, Vec<Piece>),
    /// See [`Part::Source`].
    Source,
    /// See [`Part::Target`].
    Target,
    /// See [`Part::Both`].
    Both,
    /// See [`Part::Skip`].
    Skip,
}

/// A piece, and whether it must follow at once on what was matched before it, going away from the verb.
#[derive(Clone, Debug)]
pub struct Step {
    /// What must stand there.
    pub piece: Piece,
    /// Whether nothing may come between.
    pub at_once: bool,
}

/// A pattern, both sides going away from the verb.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// From the verb to the beginning.
    pub before: Vec<Step>,
    /// From the verb to the end.
    pub after: Vec<Step>,
    /// Its code.
    pub code: String,
    /// How much it demands.
    pub weight: usize,
}

/// Verbs that share patterns.
#[derive(Clone, Debug)]
pub struct Block {
    /// The code where nothing else has one.
    pub code: String,
    /// The most demanding first.
    pub patterns: Vec<Pattern>,
    /// How its verbs put the acts that they govern, as most of its codes have it: REFUSE has no code of its own in CAMEO.
    pub mood: Option<Mood>,
}

/// A verb's form: what must stand round it, and where its patterns are.
#[derive(Clone, Debug)]
pub struct Form {
    /// Words before it, in text order.
    pub before: Vec<WordId>,
    /// Words behind it.
    pub after: Vec<WordId>,
    /// Its own code, else that of the block.
    pub code: String,
    /// The block.
    pub block: usize,
}

/// A transformation: what becomes of an act that another verb governs.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Who does the lower act.
    pub lower_source: Role,
    /// To whom.
    pub lower_target: Role,
    /// How the code of the lower act must begin; `None` for any act.
    pub lower: Option<String>,
    /// How the code of the upper act must begin.
    pub upper: Option<String>,
    /// Which actor is the source of what is made, and which the target.
    pub roles: (char, char),
    /// Who does the upper act.
    pub upper_source: Role,
    /// The code that is made; `None` keeps that of the lower act.
    pub code: Option<String>,
}

/// All verbs.
#[derive(Clone, Debug, Default)]
pub struct Verbs {
    /// Of the patterns.
    pub style: Style,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// By form; forms with more words round them first.
    forms: BTreeMap<WordId, Vec<Form>>,
    /// What becomes of governed acts. A file that has such rules has its verbs coded along the tree.
    pub rules: Vec<Rule>,
    /// By lemma: only the forms that the file's lines begin with.
    lemmas: BTreeMap<WordId, Vec<Form>>,
}

impl Verbs {
    /// Makes a file's verbs ready.
    pub fn new(file: &VerbFile, vocabulary: &mut Vocabulary) -> Self {
        let mut found = Self { style: file.style, ..Self::default() };
        for block in &file.blocks {
            let patterns = block.patterns.iter().map(|pattern| Pattern {
                before: before(&pattern.before, vocabulary),
                after: after(&pattern.after, pattern.glued_after, vocabulary),
                code: pattern.code.clone(),
                weight: pattern.weight(),
            });
            let mood = Mood::of(&block.code).or_else(|| mood(block));
            found.blocks.push(Block { code: block.code.clone(), patterns: patterns.collect(), mood });
        }
        for form in &file.forms {
            let code = form.code.clone().unwrap_or_else(|| found.blocks[form.block].code.clone());
            let made = Form { before: vocabulary.add_all(&form.before), after: vocabulary.add_all(&form.after), code, block: form.block };
            let verb = vocabulary.add(&form.verb);
            if form.base {
                found.lemmas.entry(verb).or_default().push(made.clone());
            }
            found.forms.entry(verb).or_default().push(made);
        }
        for forms in found.forms.values_mut().chain(found.lemmas.values_mut()) {
            forms.sort_by_key(|form| std::cmp::Reverse(form.before.len() + form.after.len()));
        }
        found.rules = file
            .transformations
            .iter()
            .filter_map(|rule| {
                let prefix = |act: &Act| match act {
                    Act::Whatever => Some(None),
                    Act::Verb(verb) => found.code_of(vocabulary.get(verb)).map(Some),
                };
                Some(Rule {
                    lower_source: rule.lower_source,
                    lower_target: rule.lower_target,
                    lower: prefix(&rule.lower)?,
                    upper: prefix(&rule.upper)?,
                    roles: (rule.source, rule.target),
                    upper_source: rule.upper_source,
                    code: rule.code.clone(),
                })
            })
            .collect();
        found
    }

    /// How the codes of a verb and of all acts below it begin.
    fn code_of(&self, verb: WordId) -> Option<String> {
        let form = self.forms.get(&verb)?.iter().find(|form| form.after.is_empty() && form.before.is_empty())?;
        let code = form.code.split(':').next().filter(|code| code.bytes().all(|b| b.is_ascii_digit()))?;
        Some(code.trim_end_matches('0').to_owned())
            .filter(|prefix| !prefix.is_empty())
            .map(|prefix| if prefix.len() < 2 { code[..2].to_owned() } else { prefix })
    }

    /// Whether a word is a form of a verb, whatever the tagger takes it for.
    pub fn is_form(&self, form: WordId) -> bool {
        self.forms.contains_key(&form)
    }

    /// The entries of a word by its form; where there is none, by its lemma.
    pub fn of(&self, form: WordId, lemma: WordId) -> &[Form] {
        self.forms.get(&form).or_else(|| self.lemmas.get(&lemma)).map_or(&[], Vec::as_slice)
    }
}

/// The mood that at least half of a block's patterns have.
fn mood(block: &rapporteur_lexicon::petrarch::Block) -> Option<Mood> {
    let coded = || block.patterns.iter().filter(|pattern| pattern.code != "---");
    [Mood::Asked, Mood::Intended, Mood::Demanded, Mood::Threatened, Mood::Refused]
        .into_iter()
        .find(|&mood| 2 * coded().filter(|pattern| Mood::of(&pattern.code) == Some(mood)).count() > coded().count())
}

fn before(places: &[Place], vocabulary: &mut Vocabulary) -> Vec<Step> {
    // A place says whether what follows it in the text must follow at once: going back, that is this step.
    places.iter().rev().map(|place| Step { piece: piece(&place.part, vocabulary), at_once: place.glued }).collect()
}

fn after(places: &[Place], mut glued: bool, vocabulary: &mut Vocabulary) -> Vec<Step> {
    let mut steps = Vec::new();
    for place in places {
        steps.push(Step { piece: piece(&place.part, vocabulary), at_once: glued });
        glued = place.glued;
    }
    steps
}

fn piece(part: &Part, vocabulary: &mut Vocabulary) -> Piece {
    match part {
        Part::Words(words) => Piece::Words(Set::new(words, vocabulary)),
        Part::Phrase(words) => Piece::Phrase(words.iter().map(|word| Set::new(word, vocabulary)).collect()),
        Part::Prep(preposition, inside) => {
            let inside = inside.iter().map(|part| piece(part, vocabulary)).collect();
            Piece::Prep(Set::new(preposition, vocabulary), inside)
        }
        Part::Source => Piece::Source,
        Part::Target => Piece::Target,
        Part::Both => Piece::Both,
        Part::Skip => Piece::Skip,
    }
}
