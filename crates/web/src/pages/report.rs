//! `/reports/{id}`: the text as printed, every finding marked, its card beside it.

use super::cards::{Card, Cards, SIGNS};
use super::edit::{Editor, with_cookie};
use super::{Frame, html};
use crate::api::{Answer, no_report};
use crate::app::App;
use crate::asked;
use crate::marks::{Mark, marked};
use crate::words::count;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use rapporteur_record::Span;
use rapporteur_store::browse::{ReportLine, StoredReport, Story};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    title: String,
    line: ReportLine,
    byline: Option<String>,
    dateline: Option<String>,
    published: String,
    is_repaired: bool,
    is_old: bool,
    version: i64,
    text: String,
    language: String,
    groups: Vec<Group>,
    layers: Vec<Layer>,
    copies: Vec<CopyView>,
    summary: String,
    editor: Option<Editor>,
    corrections: usize,
}

struct Group {
    title: &'static str,
    cards: Vec<Card>,
}

struct Layer {
    class: &'static str,
    sign: &'static str,
    name: &'static str,
    count: usize,
    on: bool,
}

struct CopyView {
    report: ReportLine,
    change: String,
}

/// `GET /reports/{id}`.
pub async fn page(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let id = asked::id("report", &id)?;
    let (stored, story) = app
        .ask(move |browser, _| {
            let stored = browser.report(id)?.ok_or_else(|| no_report(id))?;
            let story = browser.story(stored.line.story, Some(id))?;
            Ok((stored, story))
        })
        .await?;
    let (editor, cookie) = Editor::new(&app, &headers)?;
    let page = ReportPage { editor, ..view(&app, &stored, story) };
    Ok(with_cookie(html(&page), cookie))
}

fn view(app: &App, stored: &StoredReport, story: Option<Story>) -> ReportPage {
    let (record, cards) = (&stored.record, Cards::new(app, stored));
    let mut groups = vec![Group { title: "What is doubtful", cards: cards.notes() }];
    let mut add = |title, cards: Vec<Card>| groups.push(Group { title, cards });
    add("Statements", record.statements.iter().map(|statement| cards.statement(statement)).collect());
    add("Events", record.events.iter().map(|event| cards.event(event)).collect());
    add("Positions", record.positions.iter().enumerate().map(|(at, position)| cards.position(at, position)).collect());
    add("Dates", record.timexes.iter().enumerate().map(|(at, timex)| cards.timex(&format!("t{}", at + 1), timex)).collect());
    add("Places", record.places.iter().map(|place| cards.place(place)).collect());
    add(
        "Quantities",
        record.quantities.iter().enumerate().map(|(at, quantity)| cards.quantity(&format!("q{}", at + 1), quantity)).collect(),
    );
    add("Actors", record.actors.iter().map(|actor| cards.actor_card(actor)).collect());
    let size = |title: &str| groups.iter().find(|group| group.title == title).map_or(0, |group| group.cards.len());
    let layers = SIGNS.iter().map(|&(class, sign, name)| Layer { class, sign, name, count: size(name), on: class != "ac" }).collect();
    let summary = format!(
        "{}, {}, {}",
        count(record.statements.len(), "statement", "statements"),
        count(record.events.len(), "event", "events"),
        count(record.actors.len(), "actor", "actors")
    );
    groups.retain(|group| !group.cards.is_empty());
    let doc = &record.doc;
    let title = stored.line.title.clone().unwrap_or_else(|| opening(&record.text));
    ReportPage {
        frame: Frame::new(app, title.clone(), "/", Some(format!("/api/v1/reports/{}", stored.line.id))),
        title,
        byline: doc.byline.clone(),
        dateline: doc.dateline.clone(),
        published: cards.published(),
        is_repaired: matches!(doc.published_basis.as_str(), "repaired" | "inferred"),
        is_old: !stored.current,
        version: stored.version,
        text: marked(&record.text, &doc.body, &marks(stored, &cards)),
        language: doc
            .language
            .clone()
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
            .unwrap_or_default(),
        groups,
        layers,
        copies: story.map(|story| copies(story, stored.line.id)).unwrap_or_default(),
        summary,
        editor: None,
        corrections: stored.corrections.iter().filter(|one| one.undone.is_none()).count(),
        line: stored.line.clone(),
    }
}

/// The first words of a report that has no title.
fn opening(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(12).collect();
    if words.is_empty() { "Report without words".to_owned() } else { format!("{} …", words.join(" ")) }
}

fn copies(story: Story, id: i64) -> Vec<CopyView> {
    let others = story.copies.into_iter().filter(|copy| copy.report.id != id);
    let one = |copy: rapporteur_store::browse::Copy| {
        let paragraphs = |how_many: usize| count(how_many, "paragraph", "paragraphs");
        let change = match (copy.adds.len(), copy.drops.len()) {
            (0, 0) => "the same words".to_owned(),
            (adds, 0) => format!("adds {}", paragraphs(adds)),
            (0, drops) => format!("drops {}", paragraphs(drops)),
            (adds, drops) => format!("adds {}, drops {}", paragraphs(adds), paragraphs(drops)),
        };
        CopyView { report: copy.report, change }
    };
    others.map(one).collect()
}

/// So many small marks are looked at for links; in a longer report the list beside the text leads to the rest.
const MOST_LINKS: usize = 3_000;

/// All words of findings. An outer statement lies outside an inner one, and all else inside both.
fn marks(stored: &StoredReport, cards: &Cards<'_>) -> Vec<Mark> {
    let record = &stored.record;
    let mut marks = Vec::new();
    let nest = |id: &str| {
        let mut depth: u8 = 0;
        let mut at = record.statements.iter().find(|statement| statement.id == id);
        while let Some(outer) = at.and_then(|statement| statement.within.as_deref()) {
            depth = depth.saturating_add(1);
            at = record.statements.iter().find(|statement| statement.id == outer).filter(|_| depth < 20);
        }
        depth
    };
    for statement in &record.statements {
        let label = Some(format!("Statement {}: {}", statement.id, cards.saying(statement)));
        // Source and cue that stand beside the content belong to its mark.
        let mut spans: Vec<Span> = statement.content.iter().chain(&statement.source).chain(&statement.cue).copied().collect();
        spans.sort_by_key(|span| (span.start, span.end));
        for span in joined(&spans, &record.text) {
            marks.push(Mark {
                span,
                layer: "st",
                id: statement.id.clone(),
                label: label.clone(),
                sign: "❝",
                depth: nest(&statement.id),
                is_link: false,
            });
        }
    }
    for event in &record.events {
        let label = Some(format!("Event {}: {}", event.id, cards.doing(event)));
        for &span in &event.evidence {
            marks.push(Mark { span, layer: "ev", id: event.id.clone(), label: label.clone(), sign: "◆", depth: 100, is_link: false });
        }
    }
    let mut small = Vec::new();
    let mut add = |start, end, layer, id: String, depth| {
        small.push(Mark { span: Span { start, end }, layer, id, label: None, sign: "", depth, is_link: false });
    };
    for actor in &record.actors {
        actor.mentions.iter().for_each(|mention| add(mention.start, mention.end, "ac", actor.id.clone(), 110));
    }
    for place in &record.places {
        place.mentions.iter().for_each(|mention| add(mention.start, mention.end, "pl", place.id.clone(), 130));
    }
    for (at, timex) in record.timexes.iter().enumerate() {
        add(timex.start, timex.end, "ti", format!("t{}", at + 1), 120);
    }
    for (at, quantity) in record.quantities.iter().enumerate() {
        add(quantity.start, quantity.end, "qu", format!("q{}", at + 1), 125);
    }
    for (at, note) in record.diagnostics.iter().enumerate() {
        if let Some((start, end)) = note.start.zip(note.end).filter(|(start, end)| end > start) {
            add(start, end, "no", format!("d{}", at + 1), 105);
        }
    }
    // A link cannot lie in a link: of small marks that touch each other none is one.
    let spans: Vec<Span> = small.iter().map(|mark| mark.span).collect();
    for (at, mark) in small.iter_mut().enumerate().take(MOST_LINKS) {
        let touches = |other: &Span| other.start < mark.span.end && mark.span.start < other.end;
        // Actors are marked only when asked for: words that look like no link should be none.
        mark.is_link = mark.layer != "ac" && !spans.iter().enumerate().any(|(other, span)| other != at && touches(span));
    }
    // What crosses a larger mark's edge would hold that mark's sign, which is a link.
    let edges: Vec<usize> = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    for mark in &mut small {
        mark.is_link &= !edges.iter().any(|&edge| mark.span.start < edge && edge < mark.span.end);
    }
    marks.extend(small);
    marks
}

/// Spans with nothing but spaces and commas between them as one.
fn joined(spans: &[Span], text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for &span in spans {
        let touches = |last: &Span| {
            span.start <= last.end
                || Span { start: last.end, end: span.start }
                    .of(text)
                    .is_some_and(|gap| gap.chars().all(|letter| letter.is_whitespace() || letter == ','))
        };
        match found.last_mut().filter(|last| touches(last)) {
            Some(last) => last.end = last.end.max(span.end),
            None => found.push(span),
        }
    }
    found
}
