//! Cards: of each finding who, what, when, and why it was read so.

use crate::app::App;
use crate::words::{capital, date, encoded, escape, says};
use rapporteur_record::{Actor, ActorKind, Event, Place, Position, Quantity, Record, SaidOnBasis, Span, Statement, Timex};
use rapporteur_store::browse::StoredReport;
use rapporteur_store::{Correction, FindingKind, Verdict};
use std::fmt::Write;

/// One card.
pub struct Card {
    /// Id of the finding; the card's is the same with `-card`.
    pub id: String,
    /// Its layer's class.
    pub layer: &'static str,
    /// Its layer's sign.
    pub sign: &'static str,
    /// What it is, in a line of HTML.
    pub head: String,
    /// Labels and what they say, in HTML.
    pub rows: Vec<(&'static str, String)>,
    /// Further links: address, words.
    pub links: Vec<(String, &'static str)>,
    /// Whether its words stand in the text.
    pub is_marked: bool,
    /// Whether it is told in another.
    pub is_inner: bool,
    /// What people said of it.
    pub said: Vec<Said>,
    /// Whether one of them said that it is no finding.
    pub is_rejected: bool,
    /// By which kind and name a person can correct it; `None` for what is no finding.
    pub finding: Option<(FindingKind, String)>,
}

/// What a person said of a finding.
pub struct Said {
    /// The correction's number.
    pub id: i64,
    /// In words.
    pub words: String,
}

impl Card {
    /// The fields that a person may change.
    pub fn fields(&self) -> Vec<&'static str> {
        self.finding.iter().flat_map(|(kind, _)| kind.fields()).collect()
    }
}

/// Signs of the layers.
pub const SIGNS: [(&str, &str, &str); 6] = [
    ("st", "❝", "Statements"),
    ("ev", "◆", "Events"),
    ("ti", "◷", "Dates"),
    ("pl", "▼", "Places"),
    ("qu", "■", "Quantities"),
    ("ac", "●", "Actors"),
];

/// The sign of a layer.
pub fn sign(layer: &str) -> &'static str {
    SIGNS.iter().find(|(known, ..)| *known == layer).map_or("⚑", |(_, sign, _)| sign)
}

/// HTML that is put together: what is given as text is escaped.
#[derive(Default)]
struct Html(String);

impl Html {
    fn text(mut self, text: &str) -> Self {
        escape(text, &mut self.0);
        self
    }

    fn link(mut self, address: &str, text: &str) -> Self {
        self.0.push_str("<a href=\"");
        escape(address, &mut self.0);
        self.0.push_str("\">");
        escape(text, &mut self.0);
        self.0.push_str("</a>");
        self
    }

    fn words(mut self, text: &str) -> Self {
        self.0.push_str("<q dir=\"auto\">");
        escape(text, &mut self.0);
        self.0.push_str("</q>");
        self
    }

    fn strong(mut self, text: &str) -> Self {
        self.0.push_str("<b>");
        escape(text, &mut self.0);
        self.0.push_str("</b>");
        self
    }

    fn day(mut self, iso: &str) -> Self {
        let _ = write!(self.0, "<time datetime=\"");
        escape(iso, &mut self.0);
        self.0.push_str("\">");
        escape(&date(iso), &mut self.0);
        self.0.push_str("</time>");
        self
    }

    fn done(self) -> String {
        self.0
    }
}

fn html() -> Html {
    Html::default()
}

/// The maker of one report's cards.
pub struct Cards<'r> {
    stored: &'r StoredReport,
    record: &'r Record,
    app: &'r App,
}

impl<'r> Cards<'r> {
    /// For a report.
    pub fn new(app: &'r App, stored: &'r StoredReport) -> Self {
        Self { stored, record: &stored.record, app }
    }

    /// A card, with what people said of its finding.
    fn card(
        &self,
        id: &str,
        layer: &'static str,
        finding: Option<(FindingKind, String)>,
        head: String,
        rows: Vec<(&'static str, String)>,
    ) -> Card {
        let holds = |one: &&Correction| {
            one.undone.is_none() && finding.as_ref().is_some_and(|(kind, local)| one.kind == *kind && one.finding.as_ref() == Some(local))
        };
        let all: Vec<&Correction> = self.stored.corrections.iter().filter(holds).collect();
        let is_rejected = all.iter().any(|one| one.verdict == Verdict::Reject);
        let said = all.iter().map(|one| Said { id: one.id, words: said(one) }).collect();
        Card {
            id: id.to_owned(),
            layer,
            sign: sign(layer),
            head,
            rows,
            links: Vec::new(),
            is_marked: true,
            is_inner: false,
            said,
            is_rejected,
            finding,
        }
    }

    fn words(&self, spans: &[Span]) -> String {
        let each = spans.iter().filter_map(|span| span.of(&self.record.text));
        each.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(" … ")
    }

    fn actor(&self, id: &str) -> Option<&'r Actor> {
        self.record.actors.iter().find(|actor| actor.id == id)
    }

    /// Names with links to the actors' pages.
    fn named(&self, ids: &[String]) -> String {
        let mut out = html();
        for (at, actor) in ids.iter().filter_map(|id| self.actor(id)).enumerate() {
            if at > 0 {
                out = out.text(", ");
            }
            out = match self.stored.actors.get(&actor.id) {
                Some(id) => out.link(&format!("/actors/{id}"), &actor.name),
                None => out.text(&actor.name),
            };
            if let Some(party) = actor.party.as_deref().and_then(|party| self.actor(party)) {
                out = out.text(&format!(" (for {})", party.name));
            }
        }
        out.done()
    }

    /// Names as plain text.
    pub fn names(&self, ids: &[String]) -> String {
        ids.iter().filter_map(|id| self.actor(id)).map(|actor| actor.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Who says it, as one line of text.
    pub fn saying(&self, statement: &Statement) -> String {
        let who = match (self.names(&statement.speakers), statement.source) {
            (names, _) if !names.is_empty() => names,
            (_, Some(source)) => self.words(&[source]),
            _ => "Nobody named".to_owned(),
        };
        let group = |id: &String| self.actor(id).is_some_and(|actor| actor.kind == ActorKind::Group);
        let several = statement.speakers.len() > 1 || statement.speakers.iter().any(group);
        format!("{who} {}", says(statement.act.as_str(), several))
    }

    /// What happens, as one line of text.
    pub fn doing(&self, event: &Event) -> String {
        let kind = event.plover.as_ref().map_or("STATEMENT", |plover| plover.kind.as_str());
        let (source, target) = (self.names(&event.source), self.names(&event.target));
        let arrow = if target.is_empty() { "" } else { " → " };
        format!("{source} {kind}{arrow}{target}").trim().to_owned()
    }

    /// The words of the source and, where they are no name, those by which the actor is named.
    fn chain(&self, statement: &Statement) -> Option<String> {
        let source = statement.source?;
        let mut out = html().words(&self.words(&[source]));
        for actor in statement.speakers.iter().filter_map(|id| self.actor(id)) {
            let words = self.words(&[source]);
            if words != actor.name {
                let kind = actor.mentions.iter().find(|mention| mention.start >= source.start && mention.end <= source.end);
                let kind = kind.map_or(String::new(), |mention| format!(" (a {})", mention.kind.as_str()));
                out = out.text(&format!("{kind} means ")).strong(&actor.name);
            }
        }
        Some(out.done())
    }

    /// The card of a statement.
    pub fn statement(&self, statement: &Statement) -> Card {
        let mut rows = Vec::new();
        let who = self.named(&statement.speakers);
        rows.push(("Who", if who.is_empty() { "no actor is known".to_owned() } else { who }));
        if !statement.addressees.is_empty() {
            rows.push(("To", self.named(&statement.addressees)));
        }
        rows.push(("What", html().words(&self.words(&statement.content)).done()));
        rows.push(("How", html().text(&format!("{}: {}", statement.act.as_str(), plain(statement.act.meaning()))).done()));
        rows.push((
            "Certainty",
            html().text(&format!("{}: {}", statement.certainty.as_str(), plain(statement.certainty.meaning()))).done(),
        ));
        let when = match (&statement.said_on, statement.said_on_basis) {
            (Some(day), Some(SaidOnBasis::Stated)) => html().day(day).text(", as the words say").done(),
            (Some(day), Some(SaidOnBasis::Narrative)) => html().day(day).text(", the day of what is told here").done(),
            (Some(day), None) => html().day(day).done(),
            (None, _) => "no day is said".to_owned(),
        };
        rows.push(("When", when));
        for (label, span) in [("Medium", statement.medium), ("Occasion", statement.occasion)] {
            if let Some(span) = span {
                rows.push((label, html().words(&self.words(&[span])).done()));
            }
        }
        if let Some(outer) = &statement.within {
            let saying = self.record.statements.iter().find(|other| other.id == *outer).map_or(outer.clone(), |outer| self.saying(outer));
            rows.push(("Told in", html().link(&format!("#{outer}"), &format!("{outer}: {saying}")).done()));
        }
        rows.push(("Why", self.why(statement)));
        let day = statement.said_on.as_deref().map(|day| format!(" · {}", date(day))).unwrap_or_default();
        let head = html().strong(&self.saying(statement)).text(&day).text(" ").done();
        let links = vec![(format!("/reports/{}/why/{}", self.stored.line.id, statement.id), "Step by step")];
        let finding = Some((FindingKind::Statement, statement.id.clone()));
        Card { links, is_inner: statement.within.is_some(), ..self.card(&statement.id, "st", finding, head, rows) }
    }

    fn why(&self, statement: &Statement) -> String {
        let mut out = match statement.cue {
            Some(cue) => html().words(&self.words(&[cue])).text(" marks the saying"),
            None => html().text("a quotation without a word of saying"),
        };
        if let Some(chain) = self.chain(statement) {
            out = out.text("; the speaker is named by ");
            out.0.push_str(&chain);
        }
        out.done()
    }

    /// The card of an event.
    pub fn event(&self, event: &Event) -> Card {
        let mut rows = Vec::new();
        let or_nobody = |names: String| if names.is_empty() { "nobody is named".to_owned() } else { names };
        rows.push(("Who", or_nobody(self.named(&event.source))));
        if !event.target.is_empty() {
            rows.push(("To whom", self.named(&event.target)));
        }
        rows.push(("What", html().words(&self.words(&event.evidence)).done()));
        let ontology = &self.app.ontology;
        if let Some(plover) = &event.plover {
            let meaning = ontology.plover(&plover.kind).map(|kind| kind.meaning.clone()).unwrap_or_default();
            let mode = plover.mode.as_ref().map(|mode| format!(" / {mode}")).unwrap_or_default();
            let contexts = if plover.contexts.is_empty() { String::new() } else { format!(" ({})", plover.contexts.join(", ")) };
            rows.push(("PLOVER", html().text(&format!("{}{mode}{contexts}: {meaning}", plover.kind)).done()));
        }
        let name = ontology.cameo(&event.cameo).map(|code| format!(": {}", code.name)).unwrap_or_default();
        rows.push(("CAMEO", html().text(&format!("{}{name}", event.cameo)).done()));
        rows.push(("Status", html().text(&format!("{}: {}", event.status.as_str(), plain(event.status.meaning()))).done()));
        if let Some(day) = &event.date {
            let basis = event.date_basis.map(|basis| format!(" ({})", plain(basis.meaning()))).unwrap_or_default();
            rows.push(("When", html().day(day).text(&basis).done()));
        }
        if let Some(place) = event.place.as_ref().and_then(|id| self.record.places.iter().find(|place| place.id == *id)) {
            rows.push(("Where", html().link(&format!("#{}-card", place.id), &place.name).done()));
        }
        if let Some(condition) = event.condition {
            rows.push(("If", html().words(&self.words(&[condition])).done()));
        }
        let told = event.reported_by.as_ref().and_then(|id| self.record.statements.iter().find(|statement| statement.id == *id));
        let told = told.map_or("the reporter".to_owned(), |told| html().link(&format!("#{}", told.id), &self.saying(told)).done());
        rows.push(("Told by", told));
        if let Some(same) = &event.same_as {
            rows.push(("The same as", html().link(&format!("#{same}"), same).done()));
        }
        rows.push(("Why", html().text(&format!("its words, weighed: {:.2} of 1", event.score)).done()));
        let day = event.date.as_deref().map(|day| format!(" · {}", date(day))).unwrap_or_default();
        let head = html().strong(&self.doing(event)).text(&day).text(&format!(" · {}", event.status.as_str())).done();
        self.card(&event.id, "ev", Some((FindingKind::Event, event.id.clone())), head, rows)
    }

    /// The card of a time expression.
    pub fn timex(&self, id: &str, timex: &Timex) -> Card {
        let words = self.words(&[Span { start: timex.start, end: timex.end }]);
        let mut rows = vec![("Words", html().words(&words).done())];
        rows.push(("Value", html().text(&format!("{} {}", timex.kind.as_str(), timex.value)).done()));
        if let Some(modifier) = &timex.modifier {
            rows.push(("Limit", html().text(modifier).done()));
        }
        let days = match (&timex.from, &timex.to) {
            (Some(from), Some(to)) if from == to => Some(html().day(from)),
            (Some(from), Some(to)) => Some(html().day(from).text(" to ").day(to)),
            (Some(from), None) => Some(html().text("from ").day(from)),
            (None, Some(to)) => Some(html().text("until ").day(to)),
            (None, None) => None,
        };
        if let Some(days) = days {
            rows.push(("Days", days.done()));
        }
        let head = html().words(&words).text(&format!(" {}", date(&timex.value))).done();
        let finding = Some((FindingKind::Timex, format!("t{}-{}", timex.start, timex.end)));
        self.card(id, "ti", finding, head, rows)
    }

    /// The card of a place.
    pub fn place(&self, place: &Place) -> Card {
        let mut rows = vec![("Kind", html().text(place.kind.as_str()).done())];
        let within: Vec<&str> = place.region.iter().chain(&place.country).map(String::as_str).collect();
        if !within.is_empty() {
            rows.push(("In", html().text(&within.join(", ")).done()));
        }
        match (place.lat, place.lon) {
            (Some(lat), Some(lon)) => rows.push(("Point", html().text(&format!("{lat}, {lon}")).done())),
            _ => rows.push(("Point", "not known: the name may be of a place that no gazetteer has".to_owned())),
        }
        if let Some(number) = place.geonameid {
            rows.push(("GeoNames", number.to_string()));
        }
        rows.push(("Named", self.mentions(place.mentions.iter().map(|mention| (mention.start, mention.end, mention.usage.as_str())))));
        let head = html().strong(&place.name).text(&format!(" {}", place.kind.as_str())).done();
        let links = vec![(format!("/?place={}", encoded(&place.name)), "In all reports")];
        Card { links, ..self.card(&place.id, "pl", Some((FindingKind::Place, place.id.clone())), head, rows) }
    }

    /// The card of an actor.
    pub fn actor_card(&self, actor: &Actor) -> Card {
        let mut rows = vec![("Kind", html().text(actor.kind.as_str()).done())];
        for role in &actor.roles {
            let of = role.of.as_deref().and_then(|of| self.actor(of)).map(|of| format!(" of {}", of.name)).unwrap_or_default();
            rows.push(("Role", html().text(&format!("{}{of}", role.title)).done()));
        }
        if let Some(party) = actor.party.as_deref().and_then(|party| self.actor(party)) {
            rows.push(("For", html().text(&party.name).done()));
        }
        if let Some(code) = &actor.code {
            rows.push(("Code", html().text(code).done()));
        }
        rows.push(("Named", self.mentions(actor.mentions.iter().map(|mention| (mention.start, mention.end, mention.kind.as_str())))));
        let said = self.record.statements.iter().filter(|statement| statement.speakers.contains(&actor.id)).count();
        let head = html().strong(&actor.name).text(&format!(" {}", actor.kind.as_str())).text(&if said > 0 {
            format!(" · says {said}")
        } else {
            String::new()
        });
        let links = self.stored.actors.get(&actor.id).map(|id| (format!("/actors/{id}"), "In all reports"));
        let is_marked = !actor.mentions.is_empty();
        let finding = Some((FindingKind::Actor, actor.id.clone()));
        Card { links: links.into_iter().collect(), is_marked, ..self.card(&actor.id, "ac", finding, head.done(), rows) }
    }

    /// Words that name something, each form once, with what it is and how often.
    fn mentions<'m>(&self, mentions: impl Iterator<Item = (usize, usize, &'m str)>) -> String {
        let mut forms: Vec<(String, &str, usize)> = Vec::new();
        for (start, end, kind) in mentions {
            let words = self.words(&[Span { start, end }]);
            match forms.iter_mut().find(|(known, of, _)| *known == words && *of == kind) {
                Some((.., times)) => *times += 1,
                None => forms.push((words, kind, 1)),
            }
        }
        let mut out = html();
        for (at, (words, kind, times)) in forms.iter().enumerate() {
            let times = if *times > 1 { format!(" {times}×") } else { String::new() };
            out = out.text(if at > 0 { ", " } else { "" }).words(words).text(&format!(" ({kind}){times}"));
        }
        out.done()
    }

    /// The card of a quantity.
    pub fn quantity(&self, id: &str, quantity: &Quantity) -> Card {
        let words = self.words(&[Span { start: quantity.start, end: quantity.end }]);
        let amount = |amount: Option<rapporteur_record::Amount>| amount.map(|amount| amount.to_string());
        let range = match (amount(quantity.low), amount(quantity.high)) {
            (Some(low), Some(high)) if low == high => low,
            (Some(low), Some(high)) => format!("{low} to {high}"),
            (Some(low), None) => format!("at least {low}"),
            (None, Some(high)) => format!("at most {high}"),
            (None, None) => "no number".to_owned(),
        };
        let unit = quantity.currency.clone().or_else(|| quantity.unit.clone()).unwrap_or_default();
        let about = if quantity.approximate { "about " } else { "" };
        let mut rows = vec![("Words", html().words(&words).done()), ("Amount", html().text(&format!("{about}{range} {unit}")).done())];
        if let Some(span) = quantity.about {
            rows.push(("Of", html().words(&self.words(&[span])).done()));
        }
        if !quantity.each.is_empty() {
            rows.push(("Each", html().text(&quantity.each.join(", ")).done()));
        }
        if let Some(baseline) = amount(quantity.baseline) {
            rows.push(("Against", baseline));
        }
        if let Some(of) = &quantity.of {
            rows.push(("Told in", html().link(&format!("#{of}"), of).done()));
        }
        if quantity.conditional {
            rows.push(("Certainty", "it hangs on a condition, or is only possible".to_owned()));
        }
        let head = html().words(&words).text(&format!(" {about}{range} {unit}")).done();
        let finding = Some((FindingKind::Quantity, format!("q{}-{}", quantity.start, quantity.end)));
        self.card(id, "qu", finding, head, rows)
    }

    /// The card of the position with this number among the record's.
    pub fn position(&self, at: usize, position: &Position) -> Card {
        let local = format!("pos{}", at + 1);
        let mut rows = vec![("Who", self.named(std::slice::from_ref(&position.holder)))];
        rows.push(("Issue", html().text(&position.issue.label).text(" · ").text(&position.issue.key).done()));
        rows.push(("Stance", html().text(&format!("{}: {}", position.stance.as_str(), plain(position.stance.meaning()))).done()));
        if let Some(condition) = &position.condition {
            let kind = position.condition_kind.map(|kind| format!(": {}", plain(kind.meaning()))).unwrap_or_default();
            rows.push(("Condition", html().text(&format!("{condition}{kind}")).done()));
        }
        rows.push(("Basis", html().text(&plain(position.basis.meaning())).done()));
        if let Some(teller) = &position.told_by {
            rows.push(("Told by", self.named(std::slice::from_ref(teller))));
        }
        if let Some(day) = &position.as_of {
            rows.push(("As of", html().day(day).done()));
        }
        let mut shown = html();
        for (nth, id) in position.evidence.iter().enumerate() {
            shown = shown.text(if nth > 0 { ", " } else { "" }).link(&format!("#{id}"), id);
        }
        rows.push(("Shown by", shown.done()));
        rows.push(("Why", html().text(&format!("its words, weighed: {:.2} of 1", position.score)).done()));
        let names = self.names(std::slice::from_ref(&position.holder));
        let head = html().strong(&names).text(&format!(" {} · {}", position.stance.as_str(), position.issue.label)).done();
        let links = vec![(format!("/positions?issue={}", encoded(&position.issue.key)), "In all reports")];
        Card { links, is_marked: false, ..self.card(&local, "po", Some((FindingKind::Position, local.clone())), head, rows) }
    }

    /// The cards of what is doubtful.
    pub fn notes(&self) -> Vec<Card> {
        let one = |(at, note): (usize, &rapporteur_record::Note)| {
            let span = note.start.zip(note.end).map(|(start, end)| Span { start, end });
            let mut rows = Vec::new();
            if let Some(span) = span {
                rows.push(("Words", html().words(&self.words(&[span])).done()));
            }
            if let Some(meaning) = crate::api::meaning(&note.code) {
                rows.push(("Meaning", html().text(&plain(meaning)).done()));
            }
            rows.push(("Code", html().text(&note.code).done()));
            let head = html().text(&capital(&note.message)).done();
            let is_marked = span.is_some_and(|span| span.end > span.start);
            Card { sign: "!", is_marked, ..self.card(&format!("d{}", at + 1), "no", None, head, rows) }
        };
        self.record.diagnostics.iter().enumerate().map(one).collect()
    }

    /// How the day of publication is known, in HTML.
    pub fn published(&self) -> String {
        let doc = &self.record.doc;
        let mut out = match &doc.published {
            Some(day) => html().day(day).text(&format!(" ({}: {})", doc.published_basis.as_str(), plain(doc.published_basis.meaning()))),
            None => html().text("The day of publication is not known"),
        };
        for span in &doc.published_evidence {
            out = out.text(" ").words(&self.words(&[*span]));
        }
        if !doc.published_candidates.is_empty() {
            let days: Vec<String> = doc.published_candidates.iter().map(|day| date(day)).collect();
            out = out.text(&format!("; it could be {}", days.join(" or ")));
        }
        out.done()
    }
}

/// A correction in words.
pub fn said(one: &Correction) -> String {
    let what = match &one.verdict {
        Verdict::Confirm => "It is right".to_owned(),
        Verdict::Reject => "It is no finding".to_owned(),
        Verdict::Change { field, value: Some(value) } => format!("{field} is {value}"),
        Verdict::Change { field, value: None } => format!("{field} is not known"),
    };
    let note = one.by.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    format!("{what} ({}, {}){note}", one.by.who, date(one.by.at.get(..16).unwrap_or(&one.by.at)))
}

/// A doc comment as one line, with a small letter first and no stop at the end.
pub fn plain(doc: &str) -> String {
    let line = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.strip_suffix('.').unwrap_or(&line);
    // A name of capitals stays as it is.
    let (first, second) = (line.chars().next(), line.chars().nth(1));
    match first {
        Some(first) if !second.is_some_and(char::is_uppercase) => first.to_lowercase().chain(line.chars().skip(1)).collect(),
        _ => line.to_owned(),
    }
}
