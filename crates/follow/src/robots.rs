//! robots.txt: what a site lets programs fetch (RFC 9309).

use std::time::Duration;

/// Our name in robots.txt.
pub(crate) const NAME: &str = "rapporteur";
/// Rules beyond so many are left out.
const MOST_RULES: usize = 10_000;
/// The longest pause that a site may ask for between requests.
const LONGEST_DELAY: u64 = 60;

/// What a site allows us.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Robots {
    /// Pattern and whether it allows.
    rules: Vec<(String, bool)>,
    /// The pause that it asks for (no part of the RFC, but usual).
    pub delay: Option<Duration>,
}

impl Robots {
    /// A site that lets no program in, or whose rules cannot be had.
    pub(crate) fn closed() -> Self {
        Self { rules: vec![("/".to_owned(), false)], delay: None }
    }

    /// The rules of the groups for us, or of those for all where we are not named.
    pub(crate) fn parse(text: &str) -> Self {
        let (mut ours, mut all) = (Self::default(), Self::default());
        let (mut for_us, mut for_all, mut named, mut in_names) = (false, false, false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            let field = field.trim().to_ascii_lowercase();
            if field == "user-agent" {
                if !in_names {
                    (for_us, for_all, in_names) = (false, false, true);
                }
                // A product may have its version behind it.
                let product: String = value.chars().take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_')).collect();
                for_us |= product.eq_ignore_ascii_case(NAME);
                for_all |= value == "*";
                named |= for_us;
                continue;
            }
            let rule = match field.as_str() {
                "allow" => Some(true),
                "disallow" => Some(false),
                _ => None,
            };
            if field != "crawl-delay" && rule.is_none() {
                // Fields of other makers, such as sitemap, belong to no group.
                continue;
            }
            in_names = false;
            for (group, applies) in [(&mut ours, for_us), (&mut all, for_all)] {
                if !applies {
                    continue;
                }
                match rule {
                    Some(allowed) if !value.is_empty() && group.rules.len() < MOST_RULES => group.rules.push((value.to_owned(), allowed)),
                    Some(_) => {}
                    None => {
                        group.delay =
                            value.parse::<f64>().ok().filter(|d| *d >= 0.0).map(|d| Duration::from_secs((d as u64).min(LONGEST_DELAY)))
                    }
                }
            }
        }
        if named { ours } else { all }
    }

    /// Whether `path` may be fetched: the longest rule that fits decides, and of two as long the one that allows.
    pub(crate) fn allows(&self, path: &str) -> bool {
        let best = self.rules.iter().filter(|(pattern, _)| fits(pattern, path)).max_by_key(|(pattern, allowed)| (pattern.len(), *allowed));
        best.is_none_or(|(_, allowed)| *allowed)
    }
}

/// Whether a path begins as the pattern says; `*` stands for anything, `$` at the end for the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        if to_end && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        // The first place is the best: it leaves most to the pieces behind.
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(robots: &str, allowed: &[&str], closed: &[&str]) {
        let robots = Robots::parse(robots);
        for path in allowed {
            assert!(robots.allows(path), "{path} by {robots:?}");
        }
        for path in closed {
            assert!(!robots.allows(path), "{path} by {robots:?}");
        }
    }

    #[test]
    fn the_group_that_names_us_goes_before_that_for_all() {
        check("User-agent: *\nDisallow: /\n", &[], &["/", "/a"]);
        check("User-agent: *\nDisallow: /\n\nUser-agent: Rapporteur/1.0\nDisallow: /private\n", &["/", "/a"], &["/private/x"]);
        check("User-agent: a\nUser-agent: rapporteur\nDisallow: /x\n\nUser-agent: b\nDisallow: /", &["/a"], &["/x"]);
        check("User-agent: rapporteur\nDisallow:\n", &["/", "/a"], &[]);
        check("User-agent: rapporteurs\nDisallow: /\n", &["/a"], &[]);
        check("", &["/a"], &[]);
    }

    #[test]
    fn the_longest_rule_decides() {
        check(
            "User-agent: *\nDisallow: /a\nAllow: /a/b\nSitemap: x\nDisallow: /a/b/*.pdf$ # no PDFs\n",
            &["/a/b/c", "/a/b/c.pdf?x"],
            &["/a", "/a/b/c.pdf"],
        );
        check("User-agent: *\nAllow: /a\nDisallow: /a\n", &["/a"], &[]);
        check("User-agent: *\nDisallow: *session*id=\n", &["/x"], &["/x?session=1&id=2"]);
    }

    #[test]
    fn a_pause_is_obeyed_up_to_a_minute() {
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: 7").delay, Some(Duration::from_secs(7)));
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: 1e9").delay, Some(Duration::from_secs(60)));
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: soon").delay, None);
    }
}
