//! Mail (RFC 5322 with MIME): one message, one report.
//!
//! The report is the text of the message; where it has one only as a page, that page. Attachments are
//! not read. The header gives the date, the title (Subject), the key (Message-ID) and who sent it: an
//! agency that is known, a person where the mailbox bears the name of one, else the outlet.

pub(crate) mod mbox;

use crate::{html, text};
use mail_parser::{Address, Message, MessageParser, PartType};
use rapporteur_lexicon::News;
use rapporteur_record::{Code, DateClue, DateSource, Diagnostic, Document, Words};
use std::panic::{self, AssertUnwindSafe};

/// The longest subject, name or id that is taken.
const LONGEST: usize = 1000;

/// Fields that no one writes by hand above a report: one of them makes a header a mail's.
const MACHINE: &[&str] = &["message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature", "content-type"];

/// Whether `text` begins with the header of a mail: lines `Name: value` to an empty one, `From` with an
/// address among them and a field that only programs write.
pub(crate) fn is_mail(text: &str) -> bool {
    let (mut sender, mut machine, mut first) = (false, false, true);
    for line in text.lines().take(500) {
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            return sender && machine;
        }
        if line.starts_with([' ', '\t']) && !first {
            continue;
        }
        first = false;
        let Some((name, value)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        let name = name.to_ascii_lowercase();
        sender |= name == "from" && (value.contains('@') || value.trim().is_empty());
        machine |= MACHINE.contains(&name.as_str());
    }
    // A header may be longer than what is looked at.
    sender && machine
}

/// The report of a message, and whether its text was a page.
///
/// # Errors
/// When the message has no text.
pub(crate) fn document(uri: &str, bytes: &[u8], news: &News) -> Result<(Document, bool), Diagnostic> {
    // The parser is well tested and keeps no state; hostile bytes shall not end a batch all the same.
    panic::catch_unwind(AssertUnwindSafe(|| read(uri, bytes, news))).unwrap_or_else(|_| Err(damaged()))
}

fn damaged() -> Diagnostic {
    Diagnostic::new(Code::InputBadMember, "the mail is damaged")
}

fn read(uri: &str, bytes: &[u8], news: &News) -> Result<(Document, bool), Diagnostic> {
    let message = MessageParser::default().parse(bytes).ok_or_else(damaged)?;
    let plain: Vec<&str> = message
        .text_bodies()
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.as_ref()),
            _ => None,
        })
        .filter(|text| !text::is_blank(text))
        .collect();
    let page = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(page) => Some(page.as_ref()),
        _ => None,
    });
    let (mut document, is_page) = match page {
        _ if !plain.is_empty() => (text::document(uri.to_owned(), without_carriage_returns(&plain.join("\n\n")), Vec::new()), false),
        Some(page) => (html::document(uri, page, news)?, true),
        None => {
            let diagnostic = Diagnostic::new(Code::InputEmpty, "the mail has no text");
            return Err(diagnostic.help("attachments are not read; save them as files"));
        }
    };
    fill(&mut document, &message, news);
    Ok((document, is_page))
}

/// Lines of a mail end in CR LF on the wire whatever they ended in before; a mailbox keeps LF alone.
fn without_carriage_returns(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Puts what the header says into the document.
fn fill(document: &mut Document, message: &Message<'_>, news: &News) {
    let words = |text: String| Some(Words { text, span: None });
    document.key = message.message_id().map(one_line).filter(|id| !id.is_empty() && id.len() <= LONGEST);
    if let Some(subject) = message.subject().map(bare_subject).filter(|subject| !subject.is_empty() && subject.len() <= LONGEST) {
        // The subject is what the sender calls it, whatever a page inside calls itself.
        document.title = document.title.take().or(words(subject));
    }
    if let Some(date) = message.date().filter(|date| date.is_valid()) {
        document.date_clues.push(DateClue { source: DateSource::Meta, raw: date.to_rfc3339(), span: None });
    }
    let Some(from) = message.from().and_then(Address::first) else { return };
    let name = from.name().map(one_line).filter(|name| !name.is_empty() && name.len() <= LONGEST);
    let address = from.address().unwrap_or_default();
    match name {
        Some(name) if news.agency(&name).is_some() => {
            document.agency = document.agency.take().or_else(|| words(news.agency(&name).unwrap_or(&name).to_owned()));
        }
        Some(name) if is_own_mailbox(&name, address) => document.byline = document.byline.take().or_else(|| words(name)),
        Some(name) => document.publisher = document.publisher.take().or_else(|| words(name)),
        None => {}
    }
}

/// Whether a mailbox bears the name of a person: `a.ruiz@courier.example` is Ana Ruiz's, `courier@kelm.example` and
/// `news@courier.example` are an outlet's.
fn is_own_mailbox(name: &str, address: &str) -> bool {
    let (mailbox, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let (mailbox, host) = (mailbox.to_lowercase(), host.to_lowercase());
    let parts: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let said = |part: &String| part.len() > 2 && mailbox.contains(part.as_str()) && !host.contains(part.as_str());
    let initial = parts.first().and_then(|first| first.chars().next()).is_some_and(|first| mailbox.starts_with(first));
    (2..=3).contains(&parts.len()) && parts[0] != "the" && parts.last().is_some_and(said) && initial
}

/// The subject without what mailers put before it.
fn bare_subject(subject: &str) -> String {
    let mut rest = one_line(subject);
    while let Some((before, after)) = rest.split_once(':') {
        if !matches!(before.trim().to_ascii_lowercase().as_str(), "re" | "fw" | "fwd") {
            break;
        }
        rest = after.trim().to_owned();
    }
    rest
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mail: &str) -> Document {
        let (document, _) = document("m", mail.replace('\n', "\r\n").as_bytes(), &News::embedded()).unwrap();
        document
    }

    #[test]
    fn a_header_is_a_mails_only_with_fields_of_programs() {
        let head = "From: Courier <news@courier.example>\nDate: Tue, 6 May 2031 10:00:00 +0000\nSubject: Kelm\n";
        assert!(is_mail(&format!("Return-Path: <x@y.example>\n{head}Received: from a\n by b\n\nRebels left.")));
        assert!(!is_mail(&format!("{head}\nRebels left.")), "a press release may begin like this");
        assert!(!is_mail("Kelm: rebels left.\nMIME-Version: 1.0\n\nNo."));
        assert!(!is_mail("From: Kelm we sailed to Sund\n\nMessage-ID: 3"));
    }

    #[test]
    fn the_header_gives_date_title_key_and_sender() {
        let mail = check(
            "From: Ana Ruiz <a.ruiz@courier.example>\nDate: Tue, 6 May 2031 22:00:00 -0500\nMessage-ID: <7@courier.example>\n\
             Subject: Fwd: =?utf-8?q?Rebels_leave_K=C3=B6lm?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n\
             Content-Transfer-Encoding: quoted-printable\n\nRebels left K=F6lm on Mon=\nday.\n",
        );
        assert_eq!(mail.text.trim_end(), "Rebels left Kölm on Monday.");
        assert_eq!(mail.title.map(|title| title.text).as_deref(), Some("Rebels leave Kölm"));
        assert_eq!(mail.byline.map(|byline| byline.text).as_deref(), Some("Ana Ruiz"));
        assert_eq!((mail.key.as_deref(), mail.publisher), (Some("7@courier.example"), None));
        assert_eq!(mail.date_clues[0].raw, "2031-05-06T22:00:00-05:00");
    }

    #[test]
    fn text_goes_before_its_page_and_a_page_alone_is_read() {
        let both = "From: The Kelm Courier <courier@kelm.example>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n\
            --b\nContent-Type: text/plain\n\nRebels left Kelm.\n--b\nContent-Type: text/html\n\n<p>Rebels <b>left</b> Kelm.</p>\n--b--\n";
        let mail = check(both);
        assert_eq!(mail.text.trim(), "Rebels left Kelm.");
        assert_eq!(mail.publisher.map(|name| name.text).as_deref(), Some("The Kelm Courier"));
        let page = both.replace("text/plain\n\nRebels left Kelm.", "image/png\n\nx");
        assert!(check(&page).text.contains("Rebels left Kelm."), "{}", check(&page).text);
        let empty = "From: a@b.example\nMIME-Version: 1.0\nContent-Type: image/png\n\nx";
        assert_eq!(document("m", empty.as_bytes(), &News::embedded()).unwrap_err().code, Code::InputEmpty);
    }
}
