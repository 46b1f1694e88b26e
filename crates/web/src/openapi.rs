//! The OpenAPI document, made from the table of endpoints that also makes the routes.

use crate::endpoints::{ENDPOINTS, Endpoint};
use serde_json::{Map, Value, json};

/// The document (OpenAPI 3.1).
pub fn document() -> Value {
    let mut paths = Map::new();
    for endpoint in ENDPOINTS {
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method] = operation(endpoint);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Rapporteur",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Who said what, who did what to whom, in news reports, each with its exact words. Errors are problem details (RFC 9457). Lists have `next`: give it as `after` for the page that follows.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": { "schemas": schemas() },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let in_path = |name: &str| endpoint.path.contains(&format!("{{{name}}}"));
    let mut parameters: Vec<Value> = endpoint
        .parameters
        .iter()
        .map(|parameter| {
            let place = if in_path(parameter.name) { "path" } else { "query" };
            json!({ "name": parameter.name, "in": place, "required": place == "path", "description": parameter.about, "schema": { "type": "string" } })
        })
        .collect();
    if in_path("file") {
        parameters.push(json!({ "name": "file", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^(statements|events|reports)\\.(csv|jsonl)$" } }));
    }
    let media = match endpoint.answer {
        "File" => json!({ "text/csv": {}, "application/jsonl": {} }),
        name => json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } }),
    };
    let name = endpoint.path.trim_start_matches("/api/v1/").replace(['/', '{', '}', '.'], "-").replace("--", "-");
    let mut operation = json!({
        "operationId": format!("{}-{}", endpoint.method, name.trim_matches('-')),
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": {
            "200": { "description": endpoint.summary, "content": media },
            "default": { "description": "A problem", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } },
        },
    });
    let body = match endpoint.path {
        "/api/v1/read" => "Given",
        "/api/v1/sql" => "Question",
        _ => return operation,
    };
    operation["requestBody"] =
        json!({ "required": true, "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{body}") } } } });
    operation
}

/// Shapes of answers. What docs/record.md and docs/store.md define is named, not repeated.
fn schemas() -> Value {
    let (text, number, object) = (json!({ "type": "string" }), json!({ "type": "integer" }), json!({ "type": "object" }));
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    let list = |of: Value| json!({ "type": "array", "items": of });
    let shape = |fields: Value, about: &str| {
        let required: Vec<&String> = fields.as_object().map(|fields| fields.keys().collect()).unwrap_or_default();
        json!({ "type": "object", "description": about, "required": required, "properties": fields })
    };
    let given = json!({ "text": text, "date": maybe("string"), "title": maybe("string") });
    json!({
        "Problem": { "type": "object", "required": ["status", "title", "detail"], "properties": { "status": number, "title": text, "detail": text, "help": text } },
        "Health": shape(json!({ "status": text, "version": text, "reports": number, "stories": number, "statements": number, "events": number, "actors": number }), "What the server holds"),
        "Given": { "type": "object", "required": ["text"], "additionalProperties": false, "properties": given },
        "Question": { "type": "object", "required": ["sql"], "additionalProperties": false, "properties": { "sql": text } },
        "Record": { "type": "object", "description": "The record of a report: docs/record.md", "required": ["schema", "doc", "text", "sentences", "actors", "statements", "events", "positions", "timexes", "places", "quantities", "diagnostics", "made_by"] },
        "Found": shape(json!({ "total": number, "reports": number, "stories": number, "capped": { "type": "boolean" }, "rows": list(object.clone()), "next": maybe("string") }), "Findings with counts; `facets` where there is any"),
        "Page": shape(json!({ "rows": list(object.clone()), "next": maybe("string") }), "A page of a list"),
        "Report": shape(json!({ "report": object, "version": number, "current": { "type": "boolean" }, "record": { "$ref": "#/components/schemas/Record" } }), "A report of the store"),
        "Why": shape(json!({ "id": text, "content": text, "cue": maybe("string"), "lemma": maybe("string"), "listed": maybe("string"), "source": maybe("string"), "continues": maybe("string"), "within": list(text.clone()), "speakers": list(object.clone()), "said_on": maybe("object") }), "How a statement was read"),
        "Actor": shape(json!({ "id": number, "name": text, "kind": text, "reports": number, "stories": number, "mentions": number, "roles": list(object.clone()), "codes": list(object.clone()), "parties": list(object.clone()), "members": list(object.clone()) }), "An actor in all reports"),
        "Story": shape(json!({ "id": number, "title": maybe("string"), "first_published": maybe("string"), "earliest": maybe("integer"), "fullest": maybe("integer"), "reports": number, "outlets": number, "beside": number, "copies": list(object.clone()), "more": { "type": "boolean" } }), "A story with its copies"),
        "Settlement": { "type": "object", "description": "What follows from positions: docs/settle.md", "required": ["parties", "issues", "matrix", "deadlocks", "stands"] },
        "Timeline": shape(json!({ "step": { "enum": ["year", "month", "day", "hour"] }, "steps": list(text.clone()), "lanes": list(object.clone()), "undated": number }), "Findings over time"),
        "Network": shape(json!({ "kind": { "enum": ["of", "to", "on"] }, "nodes": list(object.clone()), "edges": list(object.clone()), "more": number }), "Actors and what joins them"),
        "Map": shape(json!({ "spots": list(object.clone()), "nowhere": number }), "Places of events"),
        "Table": shape(json!({ "columns": list(text), "rows": list(list(json!({}))) }), "An answer in SQL"),
        "OpenApi": { "type": "object", "description": "OpenAPI 3.1" },
    })
}
