//! All that a search takes, as a file: it comes in pieces, so that its length costs no memory.

use crate::api::Answer;
use crate::app::App;
use crate::asked::{Asked, Pairs};
use crate::guard::InPieces;
use crate::problem::Problem;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, Query as Parameters, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rapporteur_store::browse::{Page, Rows, Sort};
use serde_json::Value;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// Findings that are fetched at a time.
const PIECE: usize = 500;
/// A client that takes nothing for so long is left.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Csv,
    Jsonl,
}

/// `GET /api/v1/export/{file}`.
pub async fn file(State(app): State<Arc<App>>, Path(file): Path<String>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let unknown =
        || Problem::none(format!("there is no file `{file}`")).help("files are statements, events or reports, with .csv or .jsonl");
    if file == "corrections.jsonl" {
        return corrections(&app).await;
    }
    let (name, ending) = file.split_once('.').ok_or_else(unknown)?;
    let sorts = [Sort::Statements, Sort::Events, Sort::Reports];
    let sort = sorts.into_iter().find(|sort| sort.as_str() == name).ok_or_else(unknown)?;
    let format = match ending {
        "csv" => Format::Csv,
        "jsonl" => Format::Jsonl,
        _ => return Err(unknown()),
    };
    let mut asked = Asked::parse(&pairs, PIECE, &[])?;
    asked.query.sort = sort;
    let limit = app.options.limits.question;
    let query = asked.query;
    // One search; then the rows of its ids, so that what is stored meanwhile moves nothing.
    let ids = app
        .ask(move |browser, catalogue| Ok(browser.search(catalogue, &query, &Page { after: None, size: usize::MAX }, false, limit)?.ids))
        .await?;
    let (pieces, body) = mpsc::channel(2);
    tokio::spawn(send(app, sort, format, ids, pieces));
    let mut response = Response::new(Body::new(Pieces(body)));
    let kind = if format == Format::Csv { "text/csv; charset=utf-8; header=present" } else { "application/jsonl" };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename=\"{}.{ending}\"", sort.as_str());
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response.extensions_mut().insert(InPieces);
    Ok(response)
}

/// Corrections in the form that `rapporteur correct import` takes.
async fn corrections(app: &Arc<App>) -> Answer {
    let text = app
        .ask(|browser, _| {
            let mut text = String::new();
            browser.store().export_corrections(&mut |line| {
                text += line;
                text.push('\n');
                Ok(())
            })?;
            Ok(text)
        })
        .await?;
    let name = HeaderValue::from_static("attachment; filename=\"corrections.jsonl\"");
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/jsonl")), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

async fn send(app: Arc<App>, sort: Sort, format: Format, ids: Vec<i64>, pieces: mpsc::Sender<Bytes>) {
    let mut columns: Vec<String> = Vec::new();
    for piece in ids.chunks(PIECE) {
        let piece = piece.to_vec();
        let Ok(rows) = app.ask(move |browser, catalogue| Ok(browser.rows(catalogue, sort, &piece)?)).await else { return };
        let bytes = written(&rows, format, &mut columns);
        if pieces.send_timeout(bytes.into(), PATIENCE).await.is_err() {
            return;
        }
    }
}

fn written(rows: &Rows, format: Format, columns: &mut Vec<String>) -> String {
    let rows = match serde_json::to_value(rows) {
        Ok(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    let mut out = String::new();
    for row in rows {
        if format == Format::Jsonl {
            out += &row.to_string();
            out.push('\n');
            continue;
        }
        let cells = flat(&row);
        if columns.is_empty() {
            *columns = cells.iter().map(|(name, _)| name.clone()).collect();
            out += &columns.join(",");
            out += "\r\n";
        }
        let line: Vec<String> = cells.into_iter().map(|(_, cell)| quoted(&cell)).collect();
        out += &line.join(",");
        out += "\r\n";
    }
    out
}

/// The columns that stand first, in this order; the others follow in order of name.
const FIRST: [&str; 18] = [
    "id",
    "said_on",
    "date",
    "speakers",
    "speakers_party",
    "sources",
    "sources_party",
    "act",
    "type",
    "mode",
    "cameo",
    "addressees",
    "targets",
    "certainty",
    "status",
    "content",
    "evidence",
    "place",
];

/// The fields of a row, those of its report after theirs; names of several people with "; " between.
fn flat(row: &Value) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for (name, value) in row.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("passage", _) => {}
            ("report", Value::Object(report)) => {
                cells.extend(report.iter().map(|(name, value)| (format!("report_{name}"), plain(value))));
            }
            (_, Value::Array(people)) => {
                let of = |field: &str| people.iter().map(|one| plain(&one[field])).collect::<Vec<_>>().join("; ");
                cells.push((name.clone(), of("name")));
                cells.push((format!("{name}_party"), of("party")));
            }
            _ => cells.push((name.clone(), plain(value))),
        }
    }
    let place = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    cells.sort_by(|(a, _), (b, _)| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
    cells
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell as RFC 4180 has it.
fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// A body whose pieces come one by one.
struct Pieces(mpsc::Receiver<Bytes>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|bytes| Ok(hyper::body::Frame::data(bytes))))
    }
}
