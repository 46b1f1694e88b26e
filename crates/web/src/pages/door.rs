//! `/login` and `/logout`: the door of a closed server.

use super::{Frame, html};
use crate::access::{Access, COOKIE};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{Pairs, value};
use crate::guard::{self, Payload, session};
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Query as Parameters, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    frame: Frame,
    next: String,
    is_wrong: bool,
    by_password: bool,
}

/// `GET /login`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let Access::Closed(keys) = &app.options.access else { return Ok(guard::to("/")) };
    let next = value(&pairs, "next").unwrap_or("/").to_owned();
    let frame = Frame { closed: false, ..Frame::new(&app, "Enter", "", None) };
    Ok(html(&LoginPage { frame, next, is_wrong: false, by_password: keys.has_password() }))
}

/// `POST /login`.
pub async fn enter(State(app): State<Arc<App>>, payload: Payload) -> Answer {
    let Access::Closed(keys) = &app.options.access else { return Ok(guard::to("/")) };
    let form: Pairs = form(&payload)?;
    let next = value(&form, "next").unwrap_or("/").to_owned();
    let given = value(&form, "key").unwrap_or_default().to_owned();
    let judge = Arc::clone(keys);
    if app.read(move |_| judge.opens(&given)).await? {
        let secret = keys.begin().map_err(|_| Problem::fault())?;
        return Ok(guard::enter(&secret, &next));
    }
    let frame = Frame { closed: false, ..Frame::new(&app, "Enter", "", None) };
    let mut response = html(&LoginPage { frame, next, is_wrong: true, by_password: keys.has_password() });
    // Not an error of the server's: the page says what is wrong, and is no problem document.
    *response.status_mut() = StatusCode::OK;
    Ok(response)
}

/// `POST /logout`.
pub async fn leave(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    if let (Access::Closed(keys), Some(secret)) = (&app.options.access, session(&headers)) {
        keys.end(secret);
    }
    let mut response = guard::to("/login");
    if let Ok(cookie) = HeaderValue::from_str(&format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The fields of a posted form.
///
/// # Errors
/// 400 where it is no text.
pub fn form(payload: &Payload) -> Result<Pairs, Problem> {
    let text = std::str::from_utf8(&payload.0).map_err(|_| Problem::bad("the form is not UTF-8"))?;
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (decoded(name), decoded(value)));
    Ok(text.split('&').filter_map(pair).collect())
}

/// A value of a form as it was typed.
pub fn decoded(value: &str) -> String {
    let bytes = value.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
                continue;
            }
            (b'+', ..) => out.push(b' '),
            (byte, ..) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_back_as_it_was_typed() {
        assert_eq!(decoded("a+b%26c%C3%A9%2"), "a b&cé%2");
        assert_eq!(decoded(&crate::words::encoded("harbour & dusk é%+")), "harbour & dusk é%+");
        assert_eq!(decoded("%zz%"), "%zz%");
    }
}
