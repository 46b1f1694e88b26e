//! Trains the lemmatizer: `models/lemma.rpt`.

use crate::treebank::{GoldSentence, GoldWord, Treebank};
use rapporteur_language::lemma::{
    Endings, KIND, Lemmatizer, Letters, Place, Script, Shape, VERSION, change_classes, fold, letter_classes, places,
};
use rapporteur_language::{Container, ContainerWriter, Feats, Upos};
use rapporteur_lexicon::language::Inflection;
use std::collections::{BTreeMap, BTreeSet};

/// Longest ending that a rule may have; whole words have no limit.
const LONGEST: usize = 8;
/// Longest piece that a rule for endings may put there; "K" for "thousand" is a matter of the word.
const LONGEST_APPENDED: usize = 4;

/// Makes the tables of endings from the words of `train`; the forms of
/// `lexicon/language/inflections.tsv` stand in them as whole words where endings would mislead.
pub fn train(train: &[Treebank]) -> Vec<u8> {
    train_with(train, &rapporteur_lexicon::language::inflections())
}

fn train_with(train: &[Treebank], list: &[Inflection]) -> Vec<u8> {
    let mut changes: Examples = BTreeMap::new();
    let mut letters: Examples = BTreeMap::new();
    // Names by their capital words: "India" tells what "india" would be.
    let mut names: Examples = BTreeMap::new();
    let mut scripts: BTreeMap<Script, usize> = BTreeMap::new();
    // The classes in which a tag of the treebanks decides.
    let mut of_tag: BTreeMap<(&str, &str), BTreeSet<u64>> = BTreeMap::new();
    // The classes of a part of speech: the one that has all its words, and the narrower ones.
    let mut of_upos: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for sentence in train.iter().flat_map(|bank| &bank.sentences) {
        for (word, place) in words(sentence) {
            let folded = fold(&word.form, word.upos);
            let script = Script::between(&folded, &word.lemma.to_lowercase());
            let next = scripts.len();
            let number = *scripts.entry(script.clone()).or_insert(next);
            let odd = ["Abbr=", "Style=", "Typo="].iter().any(|name| word.feats.contains(name));
            let classes = change_classes(word.upos, &word.feats);
            of_upos.entry(classes[2]).or_default().extend(&classes[..2]);
            for class in classes {
                *example(&mut changes, class, &folded).entry(number as u16).or_default() += 1;
                if !odd {
                    of_tag.entry((word.upos.as_str(), &word.xpos)).or_default().insert(class);
                }
            }
            let Some(changed) = script.apply(&folded) else {
                continue;
            };
            // The first kind in this order that gives the gold lemma.
            let kinds = [Letters::Small, Letters::Kept, Letters::First, Letters::All];
            let right = |kind: &Letters| kind.apply(&changed, &word.form) == word.lemma;
            let Some(kind) = kinds.into_iter().find(right) else {
                continue;
            };
            let number = Letters::ALL.iter().position(|&other| other == kind).unwrap_or(0) as u16;
            for class in letter_classes(word.upos, Shape::of(&word.form), place) {
                *example(&mut letters, class, &folded).entry(number).or_default() += 1;
            }
            if matches!(word.upos, Upos::Propn | Upos::Adj) && place == Place::Inside && Shape::of(&word.form) == Shape::of("Name") {
                let first = if word.lemma.starts_with(char::is_uppercase) { Letters::First } else { Letters::Small };
                let first = Letters::ALL.iter().position(|&other| other == first).unwrap_or(0) as u16;
                let classes: BTreeSet<u64> =
                    Place::ALL.iter().flat_map(|&place| letter_classes(word.upos, Shape::of("name"), place)).collect();
                for class in classes {
                    *example(&mut names, class, &folded).entry(first).or_default() += 1;
                }
            }
        }
    }
    let mut listed: Examples = BTreeMap::new();
    let known: BTreeSet<&str> = list.iter().filter(|entry| entry.upos == "VERB").map(|entry| entry.lemma).collect();
    for entry in list {
        let script = Script::between(entry.form, entry.lemma);
        let next = scripts.len();
        let number = *scripts.entry(script).or_insert(next);
        for &class in of_tag.get(&(entry.upos, entry.xpos)).into_iter().flatten() {
            *example(&mut listed, class, entry.form).entry(number as u16).or_default() += 1;
        }
    }
    // "fled" is no form of "flead": where a treebank gives a listed form of a verb a lemma that the list does not have, it slipped.
    for sentence in train.iter().flat_map(|bank| &bank.sentences) {
        let unknown = |word: &&GoldWord| word.upos == Upos::Verb && !known.contains(word.lemma.to_lowercase().as_str());
        for word in sentence.words.iter().filter(unknown) {
            let folded = fold(&word.form, word.upos);
            for class in change_classes(word.upos, &word.feats) {
                if listed.get(&class).is_some_and(|words| words.contains_key(&folded)) {
                    changes.entry(class).or_default().remove(&folded);
                }
            }
        }
    }
    let mut lines = vec![String::new(); scripts.len()];
    for (script, &number) in &scripts {
        lines[number] = script.print();
    }
    let mut writer = ContainerWriter::new(KIND, VERSION);
    writer.text("scripts", &(lines.join("\n") + "\n"));
    let mut rules = vec![None; scripts.len()];
    for (script, &number) in &scripts {
        rules[number] = (script.append.chars().count() <= LONGEST_APPENDED).then_some(script.strip);
    }
    let strips = |decision: u16| rules[usize::from(decision)];
    elsewhere(&changes, &of_upos, strips, &mut listed);
    table(&changes, &listed, strips).write(&mut writer, "change");
    table(&letters, &names, |_| Some(0)).write(&mut writer, "letters");
    writer.finish()
}

/// Adds words that no ending tells and that have one change whatever their features ("u" is "you", "wan" is "want") to the classes of
/// features that no treebank gives them: taggers do.
fn elsewhere(changes: &Examples, of_upos: &BTreeMap<u64, BTreeSet<u64>>, strips: impl Fn(u16) -> Option<usize>, listed: &mut Examples) {
    for (whole, narrower) in of_upos {
        let Some(words) = changes.get(whole) else { continue };
        let (_, decided) = rules(words, &strips);
        for (word, counts) in words.iter().filter(|(_, counts)| counts.len() == 1 && counts.values().sum::<usize>() > 1) {
            let decision = most(counts);
            if inherited(&decided, word) == Some(decision) {
                continue;
            }
            for class in narrower.iter().filter(|class| changes.get(class).is_none_or(|words| !words.contains_key(word))) {
                listed.entry(*class).or_default().entry(word.clone()).or_insert_with(|| BTreeMap::from([(decision, 1)]));
            }
        }
    }
}

/// The share of words whose lemma is right when part of speech and features are, in percent.
/// Words without a gold lemma are left out.
///
/// # Errors
/// When the file is no lemmatizer.
pub fn accuracy(file: &[u8], bank: &Treebank) -> anyhow::Result<(f64, Vec<Miss>)> {
    let lemmatizer = Lemmatizer::from_container(&Container::parse_as(KIND, VERSION, file.to_vec())?)?;
    Ok(accuracy_of(&lemmatizer, bank))
}

/// As [`accuracy`], of a lemmatizer that is loaded.
pub fn accuracy_of(lemmatizer: &Lemmatizer, bank: &Treebank) -> (f64, Vec<Miss>) {
    let (mut right, mut all) = (0_usize, 0_usize);
    let mut misses: BTreeMap<Miss, usize> = BTreeMap::new();
    for sentence in &bank.sentences {
        for (word, place) in words(sentence) {
            let feats = Feats::from_print(&word.feats).unwrap_or_default();
            let lemma = lemmatizer.lemma(&word.form, word.upos, feats, place);
            all += 1;
            if *lemma == *word.lemma {
                right += 1;
            } else {
                let miss = Miss { form: word.form.clone(), upos: word.upos, gold: word.lemma.clone(), ours: lemma.into() };
                *misses.entry(miss).or_default() += 1;
            }
        }
    }
    let mut list: Vec<(Miss, usize)> = misses.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    (100.0 * right as f64 / all.max(1) as f64, list.into_iter().map(|(miss, _)| miss).collect())
}

/// A wrong lemma.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Miss {
    /// The form.
    pub form: String,
    /// Its part of speech.
    pub upos: Upos,
    /// The treebank's lemma.
    pub gold: String,
    /// Our lemma.
    pub ours: String,
}

/// class → word → decision → how often.
type Examples = BTreeMap<u64, Words>;

fn example<'e>(examples: &'e mut Examples, class: u64, word: &str) -> &'e mut BTreeMap<u16, usize> {
    examples.entry(class).or_default().entry(word.to_owned()).or_default()
}

/// The words with a gold lemma, each with its place.
fn words(sentence: &GoldSentence) -> impl Iterator<Item = (&GoldWord, Place)> {
    let places = places(sentence.words.iter().map(|word| (word.form.as_str(), word.upos)));
    sentence.words.iter().zip(places).filter(|(word, _)| word.lemma != "_" || word.form == "_")
}

/// Keeps of all endings those that change the decision of the next shorter one. `strips` tells how
/// many letters a decision takes off: it must not reach past the ending that asks for it; none for a decision
/// that is never one of endings. Words of `listed` have no part in the endings, they only stand as whole words.
fn table(examples: &Examples, listed: &Examples, strips: impl Fn(u16) -> Option<usize>) -> Endings {
    let mut entries = Vec::new();
    for (&class, words) in examples {
        let (gained, decided) = rules(words, &strips);
        entries.extend(gained.into_iter().map(|(ending, decision)| (Endings::ending(class, ending, false), decision)));
        let others = listed.get(&class).into_iter().flatten().filter(|(word, _)| !words.contains_key(*word));
        for (word, counts) in words.iter().chain(others) {
            let decision = most(counts);
            if inherited(&decided, word) != Some(decision) {
                entries.push((Endings::ending(class, word, true), decision));
            }
        }
    }
    Endings::new(entries)
}

/// word → decision → how often, in one class.
type Words = BTreeMap<String, BTreeMap<u16, usize>>;
/// What endings decide.
type Decided<'w> = BTreeMap<&'w str, u16>;

/// The endings that change the decision of the next shorter one, and what every ending decides.
fn rules<'w>(words: &'w Words, strips: &impl Fn(u16) -> Option<usize>) -> (Vec<(&'w str, u16)>, Decided<'w>) {
    let mut gained = Vec::new();
    // Every word counts once for its endings, with the decision that it has most often.
    let mut by_ending: BTreeMap<&str, BTreeMap<u16, usize>> = BTreeMap::new();
    for (word, decision) in words.iter().map(|(word, counts)| (word, most(counts))).filter(|(_, decision)| strips(*decision).is_some()) {
        for ending in endings(word) {
            *by_ending.entry(ending).or_default().entry(decision).or_default() += 1;
        }
    }
    // Shorter endings come first, so that the longer ones know what they would inherit.
    let mut order: Vec<&str> = by_ending.keys().copied().collect();
    order.sort_by_key(|ending| ending.chars().count());
    let mut decided = Decided::new();
    for ending in order {
        let counts = &by_ending[ending];
        let inherited = shorter(ending).and_then(|shorter| decided.get(shorter)).copied();
        let best = most(counts);
        let total: usize = counts.values().sum();
        let gains = match inherited {
            None => true,
            Some(inherited) => {
                let kept = counts.get(&inherited).copied().unwrap_or(0);
                let seen = strips(best).is_some_and(|strip| strip <= ending.chars().count());
                seen && best != inherited && total >= 2 && counts[&best] > kept
            }
        };
        if gains {
            gained.push((ending, best));
        }
        decided.insert(ending, if gains { best } else { inherited.unwrap_or(best) });
    }
    (gained, decided)
}

/// What the longest ending of a word decides.
fn inherited(decided: &Decided<'_>, word: &str) -> Option<u16> {
    endings(word).filter_map(|ending| decided.get(ending)).last().copied()
}

/// The endings of a word from the empty one to the longest that a rule may have.
fn endings(word: &str) -> impl Iterator<Item = &str> {
    std::iter::once("").chain(word.char_indices().rev().take(LONGEST).map(|(at, _)| &word[at..]))
}

/// The ending without its first letter.
fn shorter(ending: &str) -> Option<&str> {
    let mut letters = ending.chars();
    letters.next()?;
    Some(letters.as_str())
}

/// The commonest decision; of equals the first.
fn most(counts: &BTreeMap<u16, usize>) -> u16 {
    let mut best = (0, 0);
    for (&decision, &count) in counts {
        if count > best.1 {
            best = (decision, count);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_list_teaches_forms_that_no_treebank_has() {
        let bank = "# text = Allies planned\n\
            1\tAllies\tally\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_\n\
            2\tplanned\tplan\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n\n";
        let bank = Treebank::parse(bank).unwrap();
        let list = [Inflection { form: "went", lemma: "go", upos: "VERB", xpos: "VBD" }];
        let file = train_with(&[bank], &list);
        let container = Container::parse_as(KIND, VERSION, file).unwrap();
        let lemmatizer = Lemmatizer::from_container(&container).unwrap();
        let past = Feats::from_print("Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin").unwrap();
        assert_eq!(&*lemmatizer.lemma("went", Upos::Verb, past, Place::Inside), "go");
    }

    #[test]
    fn a_slip_of_the_treebank_gives_way_to_the_list_and_odd_features_to_the_word() {
        let bank = "# text = We fled, and u and u go\n\
            1\tWe\twe\tPRON\tPRP\tNumber=Plur|Person=1\t2\tnsubj\t_\t_\n\
            2\tfled\tflead\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\troot\t_\tSpaceAfter=No\n\
            3\t,\t,\tPUNCT\t,\t_\t2\tpunct\t_\t_\n\
            4\tand\tand\tCCONJ\tCC\t_\t8\tcc\t_\t_\n\
            5\tu\tyou\tPRON\tPRP\tPerson=2\t8\tnsubj\t_\t_\n\
            6\tand\tand\tCCONJ\tCC\t_\t7\tcc\t_\t_\n\
            7\tu\tyou\tPRON\tPRP\tPerson=2\t5\tconj\t_\t_\n\
            8\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t2\tconj\t_\t_\n\n";
        let bank = Treebank::parse(bank).unwrap();
        let list = [Inflection { form: "fled", lemma: "flee", upos: "VERB", xpos: "VBD" }];
        let file = train_with(&[bank], &list);
        let lemmatizer = Lemmatizer::from_container(&Container::parse_as(KIND, VERSION, file).unwrap()).unwrap();
        let feats = |print| Feats::from_print(print).unwrap();
        let past = feats("Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin");
        assert_eq!(&*lemmatizer.lemma("fled", Upos::Verb, past, Place::Inside), "flee");
        assert_eq!(&*lemmatizer.lemma("u", Upos::Pron, feats("Case=Nom|Number=Plur|Person=1|PronType=Prs"), Place::Inside), "you");
    }
}
