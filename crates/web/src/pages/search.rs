//! `/`: one box, facets, findings in their context.

use super::{Frame, Marker, html};
use crate::api::{Answer, FoundRows, look};
use crate::app::App;
use crate::asked::{Asked, Pairs, address, field, link};
use crate::words::{capital, count, date, number, says};
use askama::Template;
use axum::extract::{Query as Parameters, State};
use rapporteur_store::browse::{ActorRow, Catalogue, Query, Rows, Sort, plain};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    query: Query,
    found: FoundRows,
    is_start: bool,
    opened: bool,
    no_reports: bool,
    store: String,
    holdings: String,
    tally: String,
    fields: Vec<Field>,
    people: Vec<ActorRow>,
    tabs: Vec<Tab>,
    chips: Vec<Link>,
    elsewhere: Link,
    facets: Vec<FacetView>,
    marker: Marker,
    next: Option<String>,
    question: String,
}

struct Field {
    name: &'static str,
    label: &'static str,
    value: String,
    is_date: bool,
}

struct Tab {
    label: String,
    href: String,
    on: bool,
}

struct Link {
    label: String,
    href: String,
}

struct FacetView {
    label: &'static str,
    values: Vec<ValueView>,
    more: usize,
}

struct ValueView {
    label: String,
    href: String,
    count: String,
    title: String,
}

/// The fields of the form, with their labels.
const FIELDS: [(&str, &str); 9] = [
    ("speaker", "Who speaks or acts"),
    ("party", "For whom"),
    ("to", "To whom"),
    ("of", "Of whom"),
    ("place", "Place"),
    ("outlet", "Outlet"),
    ("act", "Act of a statement"),
    ("since", "From"),
    ("until", "Until"),
];

/// `GET /`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let asked = Asked::parse(&pairs, 20, &[])?;
    let after = asked.page.after.clone();
    let query = asked.query.clone();
    let found = look(&app, asked, true).await?;
    let catalogue = app.catalogue();
    let address_ = address(&query);
    let is_start = query == Query::default() && after.is_none();
    let twin = match &after {
        None if address_.is_empty() => "/api/v1/search".to_owned(),
        None => format!("/api/v1/search?{address_}"),
        Some(after) => format!("/api/v1/search?{address_}{}after={after}", if address_.is_empty() { "" } else { "&" }),
    };
    let words = query.text.as_deref().and_then(plain);
    let people = match words {
        Some(_) => catalogue.list_actors(query.text.as_deref().unwrap_or_default(), None, 0, 5).0,
        None => Vec::new(),
    };
    let title = query.text.as_ref().map_or("Search".to_owned(), |text| format!("{text} – {}", query.sort.as_str()));
    let page = SearchPage {
        frame: Frame::new(&app, title, "/", Some(twin)),
        is_start,
        opened: FIELDS
            .iter()
            .any(|(name, _)| of(&query, name).is_some() && !matches!(*name, "party" | "act" | "place" | "outlet" | "speaker")),
        no_reports: catalogue.reports.is_empty(),
        store: app.options.store.display().to_string(),
        holdings: holdings(&catalogue),
        tally: tally(&found, query.sort),
        fields: fields(&query),
        people,
        tabs: tabs(&query),
        chips: chips(&query),
        elsewhere: elsewhere(&query),
        facets: facets(&query, &found),
        marker: Marker::new(query.text.as_deref()),
        next: found.next.as_ref().map(|next| format!("{}{}after={next}", link("/", &query), if address_.is_empty() { "?" } else { "&" })),
        question: if address_.is_empty() { String::new() } else { format!("?{address_}") },
        query,
        found,
    };
    Ok(html(&page))
}

fn holdings(catalogue: &Catalogue) -> String {
    let amount = |how_many: usize, one, many| count(how_many, one, many);
    format!(
        "{} in {}, {} and {}",
        amount(catalogue.reports.len(), "report", "reports"),
        count(catalogue.stories, "independent story", "independent stories"),
        amount(catalogue.statements.findings.len(), "statement", "statements"),
        amount(catalogue.events.findings.len(), "event", "events"),
    )
}

fn tally(found: &FoundRows, sort: Sort) -> String {
    let (one, many) = match sort {
        Sort::Statements => ("statement", "statements"),
        Sort::Events => ("event", "events"),
        Sort::Reports => {
            return format!(
                "{} of {}",
                count(found.total, "report", "reports"),
                count(found.stories, "independent story", "independent stories")
            );
        }
    };
    let (reports, stories) = (count(found.reports, "report", "reports"), count(found.stories, "independent story", "independent stories"));
    format!("{} in {reports} of {stories}", count(found.total, one, many))
}

fn of(query: &Query, name: &str) -> Option<String> {
    field(&mut query.clone(), name).and_then(|value| value.clone())
}

fn fields(query: &Query) -> Vec<Field> {
    let one = |(name, label): &(&'static str, &'static str)| {
        let value = of(query, name).unwrap_or_default();
        Field { name, label, value, is_date: matches!(*name, "since" | "until") }
    };
    FIELDS.iter().filter(|(name, _)| !matches!(*name, "act" | "of") || query.sort == Sort::Statements).map(one).collect()
}

fn tabs(query: &Query) -> Vec<Tab> {
    let one = |sort: Sort| {
        let href = link("/", &turned(query, sort));
        Tab { label: capital(sort.as_str()), href, on: query.sort == sort }
    };
    [Sort::Statements, Sort::Events, Sort::Reports].map(one).into()
}

/// The same question to another sort, without what has no meaning there.
fn turned(query: &Query, sort: Sort) -> Query {
    let mut other = Query { sort, ..query.clone() };
    if sort == Sort::Events {
        (other.act, other.certainty, other.of) = (None, None, None);
    } else {
        (other.kind, other.status) = (None, None);
    }
    other
}

fn elsewhere(query: &Query) -> Link {
    let sort = if query.sort == Sort::Reports { Sort::Statements } else { Sort::Reports };
    Link { label: format!("the {} with the same conditions", sort.as_str()), href: link("/", &turned(query, sort)) }
}

fn chips(query: &Query) -> Vec<Link> {
    let labels = [
        ("speaker", "by"),
        ("to", "to"),
        ("of", "of"),
        ("party", "for"),
        ("act", "act:"),
        ("certainty", "certainty:"),
        ("type", "type:"),
        ("status", "status:"),
        ("place", "place:"),
        ("outlet", "in"),
        ("since", "from"),
        ("until", "until"),
    ];
    let mut chips = Vec::new();
    for (name, label) in labels {
        let mut without = query.clone();
        if let Some(value) = field(&mut without, name).and_then(Option::take) {
            let value = if matches!(name, "since" | "until") { date(&value) } else { value };
            chips.push(Link { label: format!("{label} {value}"), href: link("/", &without) });
        }
    }
    let whole = [
        (query.story.map(|story| format!("story {story}")), Query { story: None, ..query.clone() }),
        (query.report.map(|report| format!("report {report}")), Query { report: None, ..query.clone() }),
        (query.copies.then(|| "each printing".to_owned()), Query { copies: false, ..query.clone() }),
    ];
    chips.extend(whole.into_iter().filter_map(|(label, without)| label.map(|label| Link { label, href: link("/", &without) })));
    chips
}

fn facets(query: &Query, found: &FoundRows) -> Vec<FacetView> {
    let label = |name| match (name, query.sort) {
        ("speaker", Sort::Events) => "Who acts",
        ("speaker", _) => "Who speaks",
        ("party", _) => "For whom",
        ("act", _) => "Act",
        ("certainty", _) => "Certainty",
        ("type", _) => "Type",
        ("status", _) => "Status",
        ("place", Sort::Events) => "Place",
        ("place", _) => "Place in the report",
        ("outlet", _) => "Outlet",
        _ => "Time",
    };
    let mut views = Vec::new();
    for facet in &found.facets {
        // What is chosen stands above as a condition that can be taken away.
        if of(query, facet.name).is_some() || (facet.values.len() < 2 && matches!(facet.name, "time" | "certainty" | "status")) {
            continue;
        }
        let value = |value: &crate::api::ValueRow| {
            let mut narrowed = query.clone();
            match facet.name {
                "time" => (narrowed.since, narrowed.until) = (Some(value.value.clone()), Some(value.value.clone())),
                name => {
                    if let Some(field) = field(&mut narrowed, name) {
                        *field = Some(value.value.clone());
                    }
                }
            }
            let label = match facet.name {
                "time" => date(&value.value),
                "act" => says(&value.value, false).to_owned(),
                _ => value.value.clone(),
            };
            let title = format!("in {} of {}", count(value.reports, "report", "reports"), count(value.stories, "story", "stories"));
            ValueView { label, href: link("/", &narrowed), count: number(value.rows), title }
        };
        views.push(FacetView { label: label(facet.name), values: facet.values.iter().map(value).collect(), more: facet.more });
    }
    views
}
