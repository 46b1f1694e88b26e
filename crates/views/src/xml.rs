//! What all XML that is written here has in common.

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;
use std::borrow::Cow;
use std::io::{self, Write};

/// An XML document in the making.
pub(crate) struct Xml<'w> {
    writer: Writer<&'w mut dyn Write>,
}

impl<'w> Xml<'w> {
    /// Begins a document whose elements stand on lines of their own.
    pub(crate) fn indented(out: &'w mut dyn Write) -> io::Result<Self> {
        Self::begin(Writer::new_with_indent(out, b' ', 1))
    }

    /// Begins a document in which no white space is added: text is text.
    pub(crate) fn plain(out: &'w mut dyn Write) -> io::Result<Self> {
        Self::begin(Writer::new(out))
    }

    fn begin(mut writer: Writer<&'w mut dyn Write>) -> io::Result<Self> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self { writer })
    }

    pub(crate) fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Start(element(name, attributes)))
    }

    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Empty(element(name, attributes)))
    }

    pub(crate) fn end(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Ends the last line.
    pub(crate) fn line(&mut self) -> io::Result<()> {
        self.writer.get_mut().write_all(b"\n")
    }

    pub(crate) fn text(&mut self, words: &str) -> io::Result<()> {
        let words = allowed(words);
        // A carriage return as it stands would be read as a line feed.
        let escaped = quick_xml::escape::partial_escape(words.as_ref()).replace('\r', "&#13;");
        self.writer.write_event(Event::Text(BytesText::from_escaped(escaped)))
    }

    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) -> io::Result<()> {
        self.start(name, attributes)?;
        self.text(words)?;
        self.end(name)
    }
}

fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        let value = allowed(value);
        // Line breaks in attributes are read as blanks unless they are written by number.
        let escaped = quick_xml::escape::escape(value.as_ref()).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;");
        element.push_attribute(Attribute { key: QName(key), value: Cow::Owned(escaped) });
    }
    element
}

/// The words with U+FFFD for each character that XML 1.0 cannot hold: nearly all control characters.
pub(crate) fn allowed(words: &str) -> Cow<'_, str> {
    let forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if words.contains(forbidden) { Cow::Owned(words.replace(forbidden, "\u{fffd}")) } else { Cow::Borrowed(words) }
}
