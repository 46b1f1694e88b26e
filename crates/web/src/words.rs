//! Small words of pages: dates and numbers as people write them, terms as addresses carry them.

use std::fmt::Write;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

/// An ISO date as one writes it: `2031-05-06` is "6 May 2031", `2031-05` is "May 2031". What is no date stays as it is.
pub fn date(iso: &str) -> String {
    let (day, clock) = iso.split_once('T').map_or((iso, ""), |(day, clock)| (day, clock));
    let parts: Vec<&str> = day.split('-').collect();
    let month = |text: &str| text.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)).copied());
    let written = match parts.as_slice() {
        [year, number, day] if day.len() == 2 => month(number).map(|month| format!("{} {month} {year}", day.trim_start_matches('0'))),
        [year, number] => month(number).map(|month| format!("{month} {year}")),
        _ => None,
    };
    match (written, clock.get(..5)) {
        (Some(written), Some(clock)) => format!("{written}, {clock}"),
        (Some(written), None) => written,
        (None, _) => iso.to_owned(),
    }
}

/// What can be counted.
pub trait Amount {
    /// The number; what is below nought counts as nought.
    fn amount(&self) -> u64;
}

macro_rules! amounts {
    ($($kind:ty)+) => {
        $(impl Amount for $kind {
            fn amount(&self) -> u64 {
                u64::try_from(*self).unwrap_or(0)
            }
        })+
    };
}

amounts!(u32 u64 i64 usize);

impl<T: Amount> Amount for &T {
    fn amount(&self) -> u64 {
        (**self).amount()
    }
}

/// A number with thin spaces between thousands: 1 234 567.
pub fn number(number: impl Amount) -> String {
    let digits = number.amount().to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// Many or one: "1 story", "2 stories".
pub fn count(how_many: impl Amount, one: &str, many: &str) -> String {
    format!("{} {}", number(&how_many), if how_many.amount() == 1 { one } else { many })
}

/// A value as an address carries it (RFC 3986, all but unreserved letters).
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Text as HTML, in content or in a quoted attribute.
pub fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Other control characters are not allowed in HTML.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}' => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
}

/// The first letter in capitals.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An act as the verb of its speaker; of several ("the rebels say") it is the act's own word.
pub fn says(act: &str, several: bool) -> &str {
    match act {
        act if several => act,
        "say" => "says",
        "claim" => "claims",
        "deny" => "denies",
        "warn" => "warns",
        "accuse" => "accuses",
        "promise" => "promises",
        "demand" => "demands",
        "urge" => "urges",
        "ask" => "asks",
        "accept" => "accepts",
        "reject" => "rejects",
        "praise" => "praises",
        "threaten" => "threatens",
        "hope" => "hopes",
        "believe" => "believes",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_read_well() {
        for (iso, written) in [
            ("2031-05-06", "6 May 2031"),
            ("2031-05", "May 2031"),
            ("2031", "2031"),
            ("2031-05-06T08:30:00", "6 May 2031, 08:30"),
            ("2031-W03", "2031-W03"),
            ("2031-13-01", "2031-13-01"),
            ("2031-05-06T日本語", "6 May 2031"),
            ("", ""),
        ] {
            assert_eq!(date(iso), written);
        }
        assert_eq!([7_u32, 999, 1_000, 1_234_567].map(number), ["7", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]);
    }

    #[test]
    fn what_is_escaped_is_no_markup_and_no_parameter() {
        let mut out = String::new();
        escape("<a href=\"x\">'&\u{7}", &mut out);
        assert_eq!(out, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;\u{fffd}");
        assert_eq!(encoded("a b&c=d/é\r\n"), "a+b%26c%3Dd%2F%C3%A9%0D%0A");
    }
}
