//! Names of members: what an archive calls a file is shown, and made harmless for that. Nothing is ever
//! written under it.

use rapporteur_record::{Code, Diagnostic};
use std::collections::BTreeMap;

/// The longest name that is shown, in letters.
const LONGEST: usize = 300;

/// A member's name as it is shown, and what was noticed about it.
pub(crate) struct Name {
    /// The parts of the path, `/` between them.
    pub shown: String,
    /// Where the archive's own name leads out of the archive or hides letters.
    pub notice: Option<Diagnostic>,
    /// Whether a file manager would hide it, as a folder's hidden files are left out.
    pub hidden: bool,
}

impl Name {
    /// The name that `bytes` give. Names are UTF-8; what is none was made where one byte was one letter.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let given = match std::str::from_utf8(bytes) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        };
        let mut parts: Vec<String> = Vec::new();
        let path = given.replace('\\', "/");
        let mut odd = path.starts_with('/');
        for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
            let drive = parts.is_empty() && part.len() == 2 && part.ends_with(':');
            if part == ".." || drive {
                odd = true;
                continue;
            }
            odd |= part.contains(is_deceptive);
            parts.push(part.replace(is_deceptive, "\u{fffd}"));
        }
        let hidden = parts.iter().any(|part| part.starts_with('.') || part == "__MACOSX");
        let mut shown = parts.join("/");
        if let Some((at, _)) = shown.char_indices().nth(LONGEST) {
            shown.truncate(at);
            odd = true;
        }
        if shown.is_empty() {
            shown.push_str("unnamed");
        }
        let notice = odd.then(|| {
            let given: String = given.chars().take(LONGEST).map(|c| if is_deceptive(c) { '\u{fffd}' } else { c }).collect();
            Diagnostic::new(Code::InputUnsafeName, format!("the archive calls this member `{given}`; it is shown as `{shown}`"))
        });
        Self { shown, notice, hidden }
    }
}

/// Letters that move a cursor, end a line, or turn the order of what is shown.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Tells members of the same name apart, so that each has an address of its own.
#[derive(Default)]
pub(crate) struct Names {
    /// By hash: an archive may hold millions.
    seen: BTreeMap<u64, u32>,
}

impl Names {
    /// `name`, with a number where it was given before.
    pub(crate) fn unique(&mut self, name: String) -> String {
        // FNV-1a: two names that meet by chance get a number too many, and no harm is done.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let times = self.seen.entry(hash).or_default();
        *times += 1;
        if *times == 1 { name } else { format!("{name} ({times})") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(given: &[u8], shown: &str, odd: bool, hidden: bool) {
        let name = Name::of(given);
        assert_eq!((name.shown.as_str(), name.notice.is_some(), name.hidden), (shown, odd, hidden), "{given:?}");
    }

    #[test]
    fn a_name_is_shown_without_its_tricks() {
        check(b"2031/kelm.html", "2031/kelm.html", false, false);
        check(b"./a//b.txt", "a/b.txt", false, false);
        check(b"../../etc/passwd", "etc/passwd", true, false);
        check(b"/etc/passwd", "etc/passwd", true, false);
        check(b"C:\\Windows\\win.ini", "Windows/win.ini", true, false);
        check(b"a\x1b[2J\n.txt", "a\u{fffd}[2J\u{fffd}.txt", true, false);
        check("gnp\u{202e}lmth.exe".as_bytes(), "gnp\u{fffd}lmth.exe", true, false);
        check(b"http://courier.example/x", "http:/courier.example/x", false, false);
        check(b"K\xf6ln.txt", "Köln.txt", false, false);
        check(b"..", "unnamed", true, false);
        check(b"a/.DS_Store", "a/.DS_Store", false, true);
        check(b"__MACOSX/a", "__MACOSX/a", false, true);
        check(&[b'a'; 5000], &"a".repeat(300), true, false);
    }

    #[test]
    fn the_same_name_twice_gets_a_number() {
        let mut names = Names::default();
        let got: Vec<String> = ["a", "b", "a", "a"].into_iter().map(|name| names.unique(name.into())).collect();
        assert_eq!(got, ["a", "b", "a (2)", "a (3)"]);
    }

    proptest! {
        #[test]
        fn no_name_leads_out_of_its_archive(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let shown = Name::of(&bytes).shown;
            prop_assert!(!shown.is_empty() && !shown.starts_with('/') && !shown.contains("://") && !shown.contains(char::is_control));
            prop_assert!(shown.split('/').all(|part| part != ".."));
        }
    }
}
