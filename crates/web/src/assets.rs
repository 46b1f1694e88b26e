//! Styles, scripts and pictures that are part of the program. Their addresses hold a hash of their content, so that
//! a browser keeps them until they change.

use crate::api::Answer;
use crate::guard::ForEver;
use crate::problem::Problem;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

macro_rules! assets {
    ($($name:literal $kind:literal,)+) => {
        const ASSETS: &[(&str, &str, &[u8])] = &[$(($name, $kind, include_bytes!(concat!("../../../web/static/", $name))),)+];
    };
}

assets! {
    "style.css" "text/css; charset=utf-8",
    "reader.js" "text/javascript; charset=utf-8",
    "network.js" "text/javascript; charset=utf-8",
    "drawings.js" "text/javascript; charset=utf-8",
    "icon.svg" "image/svg+xml",
}

/// The address of an asset. A name that is not there is a fault that the tests of each page see.
pub fn address(name: &str) -> String {
    let content = ASSETS.iter().find(|(known, ..)| *known == name).map_or(&[][..], |(.., content)| content);
    format!("/assets/{name}?v={}", &blake3::hash(content).to_hex()[..8])
}

/// `GET /assets/{name}`. Only names of the table are known: no path leads to a file.
pub async fn get(Path(name): Path<String>) -> Answer {
    let (_, kind, content) = ASSETS.iter().find(|(known, ..)| *known == name).ok_or_else(|| Problem::none("there is no such file"))?;
    let mut response: Response = ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], *content).into_response();
    response.extensions_mut().insert(ForEver);
    Ok(response)
}
