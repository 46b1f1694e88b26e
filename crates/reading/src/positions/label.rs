//! An issue in words for people: the label of a class with its parties, and that of a topic without a class.

use super::issue::doers;
use super::scene::Scene;
use crate::events::clause;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_record::ActorKind;

/// The label of a class: its pattern with the arguments put in, in the number that they ask for.
pub(super) fn of_class(scene: &Scene<'_>, class: usize, args: &[String]) -> String {
    let class = scene.lexicon.issues.class(class);
    let mut label = class.label.to_string();
    let shown = |arg: &String| shown(scene, arg);
    if class.several && !label.contains('{') {
        let names: Vec<String> = args.iter().map(|arg| capital(&shown(arg).0)).collect();
        if !names.is_empty() {
            label = format!("{label} ({})", names.join(", "));
        }
    }
    let mut several = false;
    if class.several {
        let names: Vec<(String, bool)> = args.iter().map(shown).collect();
        several = names.len() != 1 || names[0].1;
        let all = match names.as_slice() {
            [] => "the parties".to_owned(),
            [(one, _)] => one.clone(),
            [rest @ .., (last, _)] => {
                format!("{} and {last}", rest.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "))
            }
        };
        label = label.replace(&format!("{{{}}}", class.args.first().map_or("who", |name| name)), &all);
    } else {
        for (at, name) in class.args.iter().enumerate() {
            if args.get(at).is_none() {
                for word in ["on", "of", "in", "to", "for", "from"] {
                    label = label.replace(&format!(" {word} {{{name}}}"), "");
                }
            }
            let (value, many) = args.get(at).map_or_else(|| ("somebody".to_owned(), false), shown);
            several |= at == 0 && many;
            label = label.replace(&format!("{{{name}}}"), &value);
        }
    }
    first_capital(&in_number(&label, several))
}

/// The words of a pattern, of `one|several` the one that the number asks for.
fn in_number(label: &str, several: bool) -> String {
    let word = |word: &str| match word.split_once('|') {
        Some((one, many)) => if several { many } else { one }.to_owned(),
        None => word.to_owned(),
    };
    label.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// An argument as people write it, and whether it is several.
fn shown(scene: &Scene<'_>, arg: &str) -> (String, bool) {
    let actors = &scene.told.actors.actors;
    if let Some(actor) = (0..actors.len()).find(|&actor| scene.actor_key(actor) == arg) {
        let draft = &actors[actor];
        return (draft.name.clone(), draft.kind == ActorKind::Group && draft.name.ends_with('s'));
    }
    let words = arg.replace('-', " ");
    if scene.lexicon.quantities.is_person(arg) {
        return (plural(&words), true);
    }
    (words, false)
}

/// The regular plural of a noun: only people are put into it, and of those that are not regular "people" stands for most.
fn plural(noun: &str) -> String {
    match noun {
        "people" | "police" | "personnel" => noun.to_owned(),
        "person" => "people".to_owned(),
        "child" => "children".to_owned(),
        _ if noun.ends_with("man") => format!("{}men", &noun[..noun.len() - 3]),
        _ if noun.ends_with('s') => noun.to_owned(),
        _ => third_person(noun),
    }
}

/// A name whose letters are all small.
fn capital(name: &str) -> String {
    if name.chars().any(char::is_uppercase) { name.to_owned() } else { name.split(' ').map(first_capital).collect::<Vec<_>>().join(" ") }
}

/// A clause from the report's own words: who does it, and what.
pub(super) fn of_clause(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, words: &[TokenId]) -> String {
    if tree.upos(token) != Upos::Verb {
        return first_capital(&of_noun(scene, tree, token, words));
    }
    let clause = clause::clause(tree, &scene.lexicon.ontology, token);
    let before: Vec<TokenId> = words.iter().copied().take_while(|&id| id < token).collect();
    let rest: Vec<TokenId> = words.iter().copied().filter(|&id| id > token).collect();
    let own = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject() && tree.upos(kid) != Upos::Pron);
    let subject = own.or_else(|| doers(scene, tree, token).first().copied()).or(clause.objects.first().copied().filter(|_| clause.passive));
    let who = match subject {
        _ if own.is_some() => plain(scene, tree, &before),
        Some(id) => match scene.named(tree, id).first() {
            Some(&actor) => scene.told.actors.actors[actor].name.clone(),
            None => tree.form(id).to_owned(),
        },
        None => String::new(),
    };
    let many = subject.is_some_and(|id| is_several(scene, tree, id));
    let verb = if clause.passive {
        format!("{} {}", if many { "are" } else { "is" }, tree.form(token))
    } else if who.is_empty() || tree.token(token).feats.is("VerbForm", "Fin") && tree.form(token) != tree.lemma(token) {
        tree.form(token).to_owned()
    } else if many {
        tree.lemma(token).to_owned()
    } else {
        third_person(tree.lemma(token))
    };
    let label = [who.as_str(), verb.as_str(), plain(scene, tree, &rest).as_str()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    first_capital(&label)
}

/// The words of a thing; of what is said to be one, with "is" between both.
fn of_noun(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, words: &[TokenId]) -> String {
    let kid = |deprel: Deprel| tree.children(token).find(|&kid| tree.deprel(kid) == deprel);
    let (Some(copula), Some(subject)) = (kid(Deprel::Cop), tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject())) else {
        return plain(scene, tree, words);
    };
    let (before, behind): (Vec<TokenId>, Vec<TokenId>) = words.iter().copied().partition(|&id| id < copula);
    if before.is_empty() {
        return plain(scene, tree, words);
    }
    let verb = if is_several(scene, tree, subject) { "are" } else { "is" };
    format!("{} {verb} {}", plain(scene, tree, &before), plain(scene, tree, &behind))
}

/// Whether a subject asks for the plural: "the lorries", "Ister and Maran", "they" for a body of people.
fn is_several(scene: &Scene<'_>, tree: &Tree<'_>, subject: TokenId) -> bool {
    match scene.named(tree, subject).first() {
        Some(&actor) if tree.upos(subject) == Upos::Pron => shown(scene, &scene.actor_key(actor)).1,
        _ => {
            tree.token(subject).feats.is("Number", "Plur") && tree.upos(subject) != Upos::Propn
                || tree.children(subject).any(|kid| tree.deprel(kid) == Deprel::Conj)
        }
    }
}

/// The words without negation, since the label is the positive pole, without quotation marks at the ends, and with names behind
/// pronouns, since it stands alone.
fn plain(scene: &Scene<'_>, tree: &Tree<'_>, words: &[TokenId]) -> String {
    let mut out = String::new();
    let mut last: Option<TokenId> = None;
    for &id in words {
        if tree.token(id).feats.is("Polarity", "Neg") {
            continue;
        }
        if matches!(tree.form(id), "\"" | "“" | "”" | ",") && (last.is_none() || words.last() == Some(&id)) {
            continue;
        }
        let joined = last.is_some_and(|before| tree.token(before).span.end == tree.token(id).span.start);
        if last.is_some() && !joined {
            out.push(' ');
        }
        out.push_str(tree.form(id));
        if let Some(name) = name_of(scene, tree, id) {
            out.push_str(&format!(" [{name}]"));
        }
        last = Some(id);
    }
    out
}

/// Whom a pronoun means, in the form that would stand in its place.
fn name_of(scene: &Scene<'_>, tree: &Tree<'_>, id: TokenId) -> Option<String> {
    let pronoun = tree.upos(id) == Upos::Pron && !tree.token(id).feats.is("Reflex", "Yes");
    let actor = scene.named(tree, id).first().copied().filter(|&actor| pronoun && scene.has_name(actor))?;
    let name = scene.told.actors.actors[actor].name.as_str();
    let possessive = tree.deprel(id) == Deprel::NmodPoss;
    Some(if !possessive {
        name.to_owned()
    } else if name.ends_with('s') {
        format!("{name}'")
    } else {
        format!("{name}'s")
    })
}

/// A verb as one does it; a regular noun in the plural is written alike.
fn third_person(verb: &str) -> String {
    if verb.ends_with(['s', 'x', 'o']) || verb.ends_with("ch") || verb.ends_with("sh") {
        format!("{verb}es")
    } else if let Some(stem) = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}ies")
    } else {
        format!("{verb}s")
    }
}

fn first_capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_agrees_with_one_and_with_several() {
        assert_eq!(in_number("Holm is|are freed", false), "Holm is freed");
        assert_eq!(in_number("the rebels is|are freed", true), "the rebels are freed");
    }

    #[test]
    fn a_verb_is_written_as_one_does_it_and_a_noun_as_several_are() {
        assert_eq!(["go", "carry", "stay", "push"].map(third_person), ["goes", "carries", "stays", "pushes"]);
        assert_eq!(["soldier", "fisherman", "child", "police"].map(plural), ["soldiers", "fishermen", "children", "police"]);
    }
}
