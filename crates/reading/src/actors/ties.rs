//! Mentions that grammar makes one: appositions, "X is the minister", relative pronouns.

use super::describe::{Description, Determiner};
use super::mentions::{Mention, Mentions, Pronoun, What};
use super::names::NameKind;
use super::words::Line;
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::ActorTable;

/// Ties the mentions of a line, which are those from `first` on.
pub(super) fn tie(line: &Line<'_>, table: &ActorTable, found: &mut Mentions<'_>, first: usize) {
    for id in first..found.all.len() {
        let described = matches!(found.all[id].what, What::Described);
        let whole = if described { one_of(line, found, id).or_else(|| part_of(line, table, found, id)) } else { None };
        if let Some(other) = whole.filter(|&other| other != id) {
            found.all[id].tied = Some(other);
            share_place(found, id, other);
            continue;
        }
        let tied = match &found.all[id].what {
            What::Described => apposed(line, found, id, first)
                .or_else(|| behind(line, found, id))
                .or_else(|| copula(line, found, id))
                .or_else(|| second(line, found, id))
                .or_else(|| opened(line, found, id)),
            What::Pronoun(Pronoun::Who, _) => relative(line, found, id),
            _ => None,
        };
        if let Some(other) = tied.filter(|&other| other != id) {
            found.all[id].tied = Some(other);
            adopt(found, id, other);
        }
    }
}

/// Where one of two tied mentions stands the other does.
fn share_place(found: &mut Mentions<'_>, id: usize, other: usize) {
    let source = found.all[id].source || found.all[other].source;
    let subject = found.all[id].subject || found.all[other].subject;
    for id in [id, other] {
        found.all[id].source = source;
        found.all[id].subject = subject;
        found.all[id].active |= source;
    }
}

/// What describes one of two tied mentions describes the other.
fn adopt(found: &mut Mentions<'_>, description: usize, name: usize) {
    // "Varosia is a neighbour" says little of Varosia's offices.
    let state = matches!(found.all[name].what, What::Name(kind, _) if !matches!(kind, NameKind::Person | NameKind::Unknown | NameKind::Organisation(_)));
    if matches!(found.all[description].what, What::Described) && !state {
        let told = found.all[description].described.clone();
        let gender = found.all[description].gender;
        let person = told.iter().any(Description::is_person);
        let mention = &mut found.all[name];
        mention.gender = mention.gender.or(gender);
        mention.described.extend(told);
        if let What::Name(kind @ NameKind::Unknown, _) = &mut mention.what {
            *kind = if person { NameKind::Person } else { NameKind::Organisation(None) };
            mention.active = true;
        }
        share_place(found, description, name);
    }
}

/// Whether a description can be said of a name of this kind.
fn fits(description: &Mention<'_>, name: &Mention<'_>) -> bool {
    let Some(told) = description.described.first() else {
        return false;
    };
    let clash = description.gender.is_some() && name.gender.is_some() && description.gender != name.gender;
    if clash || told.plural || matches!(told.determiner, Determiner::Both | Determiner::Either) {
        return false;
    }
    match name.what {
        What::Name(NameKind::Person, _) => told.role.is_some(),
        What::Name(NameKind::Organisation(_), _) => told.group.is_some(),
        What::Name(NameKind::Unknown, _) => told.role.is_some() || told.group.is_some(),
        _ => false,
    }
}

/// The name that a description stands beside: "Irina Dask, the minister", "the envoy, Ilan Moreau".
fn apposed(line: &Line<'_>, found: &Mentions<'_>, id: usize, first: usize) -> Option<usize> {
    let mention = &found.all[id];
    let tokens = &line.sentence.tokens;
    let fitting = |other: usize| fits(mention, &found.all[other]).then_some(other);
    // By the tree, in either direction.
    if tokens[mention.head].deprel == Deprel::Appos {
        let named = line.head(mention.head).and_then(|head| found.of(mention.line, head)).and_then(fitting);
        if named.is_some() {
            return named;
        }
    }
    // "The broadcaster VTV": what stands right before a name that it hangs on.
    if matches!(tokens[mention.head].deprel, Deprel::NmodDesc | Deprel::Compound | Deprel::Flat) {
        let next = found.of(mention.line, mention.head + 1).filter(|&next| found.all[next].tokens.start == mention.head + 1);
        let named =
            next.filter(|&next| line.head(mention.head).is_some_and(|head| found.all[next].tokens.contains(&head))).and_then(fitting);
        if named.is_some() {
            return named;
        }
    }
    // "In talks with the envoy, Moreau said": no comma closes it, and it has a verb of its own.
    let verb_next = |child: usize| {
        let end = found.of(mention.line, child).map_or(child + 1, |other| found.all[other].tokens.end);
        tokens.get(end).is_some_and(|token| matches!(token.upos, Upos::Verb | Upos::Aux))
    };
    let aside = |child: usize| {
        tokens[mention.head].deprel == Deprel::Obl && tokens[child].deprel == Deprel::Appos && verb_next(child) && child > mention.head
    };
    let mut below =
        line.children(mention.head).iter().copied().filter(|&child| matches!(tokens[child].deprel, Deprel::Appos | Deprel::Flat));
    if let Some(named) = below.find_map(|child| found.of(mention.line, child).filter(|_| !aside(child)).and_then(fitting)) {
        return Some(named);
    }
    // By the commas, where the tree says neither that the two are listed nor that each has a part of its own.
    let before = mention.tokens.start.checked_sub(2).filter(|_| line.form(mention.tokens.start - 1) == ",");
    if let Some(named) = before.and_then(|token| found.of(mention.line, token)).filter(|&other| other >= first) {
        let loose = matches!(
            tokens[mention.head].deprel,
            Deprel::Parataxis
                | Deprel::Dep
                | Deprel::Nmod
                | Deprel::List
                | Deprel::Root
                | Deprel::NmodUnmarked
                | Deprel::NmodDesc
                | Deprel::OblUnmarked
                | Deprel::Dislocated
        );
        let ended = found.all[named].tokens.end == mention.tokens.start - 1;
        if loose
            && ended
            && let Some(named) = fitting(named)
        {
            return Some(named);
        }
    }
    let after = mention.tokens.end;
    let comma = after + 1 < tokens.len() && line.form(after) == ",";
    let named = if comma { found.of(mention.line, after + 1) } else { None }?;
    let other = &found.all[named];
    let closes =
        tokens.get(other.tokens.end).is_none_or(|token| token.upos == Upos::Punct || token.upos == Upos::Verb || token.upos == Upos::Aux);
    // "Brask's minister, Nils Hagen, argued": a second comma closes the name, whatever the tree makes of it.
    let enclosed = tokens.get(other.tokens.end).is_some_and(|token| line.text[token.span.start..].starts_with(','));
    let listed = tokens[other.head].deprel == Deprel::Conj
        || other.subject && mention.subject && other.head != mention.head && !enclosed
        // "According to the official, Dask answered": the name has a part of its own.
        || tokens[other.head].deprel.is_nominal_subject()
            && tokens[mention.head].deprel == Deprel::Obl
            && line.head(mention.head) == line.head(other.head);
    // "A spokesman for the Front, Yusuf Karim, said": the tree often puts the name to the Front.
    let inner = tokens[other.head].deprel == Deprel::Appos && line.head(other.head).is_some_and(|head| mention.tokens.contains(&head));
    let certain = inner || mention.described.first().is_some_and(|told| told.determiner != Determiner::Indefinite);
    (other.tokens.start == after + 1 && closes && !listed && certain && !aside(other.head)).then(|| fitting(named)).flatten()
}

/// "Ship doctor of the Red Cross Omar Tam": the name right behind the body that the role is held in.
fn behind(line: &Line<'_>, found: &mut Mentions<'_>, id: usize) -> Option<usize> {
    let mention = &found.all[id];
    let told = mention.described.first().filter(|told| told.is_person())?;
    let last = told.tokens.end.min(line.sentence.tokens.len() - 1);
    let within = (mention.head + 1..=last).take_while(|&at| line.form(at) != ",");
    let (body, named) = within.filter(|&at| at > mention.head + 1).find_map(|at| {
        let (body, named) = (found.of(mention.line, at - 1)?, found.of(mention.line, at)?);
        let whole = matches!(&found.all[named].what, What::Name(NameKind::Person | NameKind::Unknown, parts) if parts.len() > 1);
        (whole && body != named && body != id && found.all[named].tokens.start == at).then_some((body, named))
    })?;
    let fits = fits(mention, &found.all[named]);
    // The tree may have taken the name for the body.
    let (head, office) = (found.all[body].head, found.all[id].described.first_mut().filter(|_| fits)?);
    office.of = Some(head);
    Some(named)
}

/// "Omar Tam, the harbour master paid": the name that opens the sentence, right before the comma, though the tree took the role for the head.
fn opened(line: &Line<'_>, found: &Mentions<'_>, id: usize) -> Option<usize> {
    let mention = &found.all[id];
    let comma = mention.tokens.start.checked_sub(1).filter(|&at| line.form(at) == ",")?;
    let named = found.of(mention.line, comma.checked_sub(1)?)?;
    let name = &found.all[named];
    let whole = matches!(&name.what, What::Name(NameKind::Person, parts) if parts.len() > 1);
    let definite = mention.described.first().is_some_and(|told| told.determiner == Determiner::Definite && told.is_person());
    let opens = name.tokens.start == 0 && name.tokens.end == comma;
    let acts = line.sentence.tokens.get(mention.tokens.end).is_some_and(|token| matches!(token.upos, Upos::Verb | Upos::Aux));
    (whole && definite && opens && acts && fits(mention, name)).then_some(named)
}

/// "Dozens of residents", "most of the rebels": of whom they are a part.
fn part_of(line: &Line<'_>, table: &ActorTable, found: &Mentions<'_>, id: usize) -> Option<usize> {
    let mention = &found.all[id];
    let is_part =
        |at: usize| table.is_partitive(&line.sentence.tokens[at].lemma.to_lowercase()) || table.is_partitive(&line.form(at).to_lowercase());
    let whole = |at: usize| line.children(at).iter().copied().find(|&child| child > at && line.case(child).as_deref() == Some("of"));
    // "tens of thousands of refugees".
    let parts = std::iter::successors(Some(mention.head).filter(|&head| is_part(head)), |&at| whole(at)).take(3);
    parts.skip(1).find(|&at| !is_part(at)).and_then(|at| found.of(mention.line, at))
}

/// "One of these guilds, the Dockers' Union, refused": the one whom the apposition names.
fn one_of(line: &Line<'_>, found: &Mentions<'_>, id: usize) -> Option<usize> {
    let mention = &found.all[id];
    let one = line.form(mention.head).eq_ignore_ascii_case("one") && line.sentence.tokens[mention.head].upos == Upos::Num;
    let of = line.children(mention.head).iter().copied().filter(|&child| line.case(child).as_deref() == Some("of"));
    let heads = std::iter::once(mention.head).chain(of).filter(|_| one);
    let apposed = heads.flat_map(|head| line.children(head).iter().copied());
    let mut apposed = apposed.filter(|&child| line.sentence.tokens[child].deprel == Deprel::Appos);
    apposed.find_map(|child| found.of(mention.line, child)).filter(|&named| matches!(found.all[named].what, What::Name(..)))
}

/// "Karim, leader of the Front and member of its council": the second role of one already tied.
fn second(line: &Line<'_>, found: &Mentions<'_>, id: usize) -> Option<usize> {
    let mention = &found.all[id];
    if line.sentence.tokens[mention.head].deprel != Deprel::Conj {
        return None;
    }
    let first = found.of(mention.line, line.head(mention.head)?)?;
    let named = found.all[first].tied?;
    fits(mention, &found.all[named]).then_some(named)
}

/// "Karim is the leader": the subject of a description that is a predicate.
fn copula(line: &Line<'_>, found: &Mentions<'_>, id: usize) -> Option<usize> {
    let mention = &found.all[id];
    let children = line.children(mention.head);
    let deprel = |child: &usize| line.sentence.tokens[*child].deprel;
    let copula = *children.iter().find(|child| deprel(child) == Deprel::Cop)?;
    let plain = matches!(line.form(copula).to_lowercase().as_str(), "is" | "was" | "'s" | "’s");
    let denied = children.iter().any(|&child| matches!(line.form(child).to_lowercase().as_str(), "not" | "n't" | "no" | "never"));
    let subject = *children.iter().find(|child| deprel(child).is_nominal_subject())?;
    let named = found.of(mention.line, subject)?;
    let state = matches!(found.all[named].what, What::Name(kind, _) if !matches!(kind, NameKind::Person | NameKind::Unknown));
    let told = mention.described.first().is_some_and(|told| told.role.is_some() || told.group.is_some());
    ((plain || state) && !denied && (state && told || fits(mention, &found.all[named]))).then_some(named)
}

/// The one whom a relative clause tells of.
fn relative(line: &Line<'_>, found: &Mentions<'_>, id: usize) -> Option<usize> {
    let mention = &found.all[id];
    let mut at = mention.head;
    for _ in 0..4 {
        let deprel = line.sentence.tokens[at].deprel;
        at = line.head(at)?;
        if deprel == Deprel::AclRelcl {
            return found.of(mention.line, at);
        }
    }
    // Where the tree has lost the clause: the name right before the comma.
    let before = mention.tokens.start.checked_sub(1)?;
    let before = if line.form(before) == "," { before.checked_sub(1)? } else { before };
    found.of(mention.line, before)
}
