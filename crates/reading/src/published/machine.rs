//! Dates written by programs.

use super::printed::Reading;
use super::slips::PLAIN_YEARS;
use jiff::civil::Date;

/// ISO 8601, RFC 2822 and Unix seconds.
pub(super) fn machine(raw: &str) -> Option<Reading> {
    let plain = |date, time| Some(Reading { date, cost: 0, plain: true, order: None, time });
    let day = raw.get(..10).and_then(|day| {
        let bytes = day.as_bytes();
        let shaped = bytes[4] == b'-' && bytes[7] == b'-';
        shaped.then(|| day.parse::<Date>().ok()).flatten()
    });
    if let Some(day) = day.filter(|day| PLAIN_YEARS.contains(&day.year())) {
        let rest = raw[10..].trim();
        return plain(day, iso_time(rest.trim_start_matches(['T', 't'])));
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned_datetime(raw) {
        return plain(zoned.date(), Some(zoned.strftime("T%H:%M:%S%:z").to_string()));
    }
    let seconds: i64 = match raw.len() {
        10 => raw.parse().ok()?,
        13 => raw.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let moment = jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)?;
    let moment = moment.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    plain(moment.date(), Some(moment.strftime("T%H:%M:%SZ").to_string()))
}

/// "14:05", "14:05:00.000Z", "14:05:00 +0300" as ISO 8601 with its `T`; `None` for anything else.
fn iso_time(rest: &str) -> Option<String> {
    let digits = |at: usize| rest.get(at..at + 2).filter(|two| two.bytes().all(|b| b.is_ascii_digit()));
    let hour = digits(0).filter(|_| rest.as_bytes().get(2) == Some(&b':'))?;
    let minute = digits(3)?;
    let mut at = 5;
    let mut second = "00";
    if rest.as_bytes().get(5) == Some(&b':') {
        second = digits(6)?;
        at = 8;
        if rest.as_bytes().get(8) == Some(&b'.') {
            at += 1 + rest[9..].bytes().take_while(u8::is_ascii_digit).count();
        }
    }
    if hour > "23" || minute > "59" || second > "60" {
        return None;
    }
    let zone = rest[at..].trim();
    let zone = match zone {
        "" => String::new(),
        "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
        _ => {
            let plain: String = zone.chars().filter(|c| *c != ':').collect();
            let shaped = plain.len() == 5 && plain.starts_with(['+', '-']) && plain[1..].bytes().all(|b| b.is_ascii_digit());
            if shaped { format!("{}:{}", &plain[..3], &plain[3..]) } else { String::new() }
        }
    };
    Some(format!("T{hour}:{minute}:{second}{zone}"))
}
