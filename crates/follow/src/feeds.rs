//! The list of feeds: a line each, address and, if one likes, the name of the outlet.

use crate::Address;

/// A feed to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Where it is.
    pub address: Address,
    /// The outlet, where the list names it; else the feed's own title is taken.
    pub outlet: Option<String>,
}

/// The feeds of a list: lines `ADDRESS NAME`; empty lines and what stands behind `# ` are left out.
///
/// # Errors
/// With the number of the first line that has no address.
pub fn feeds(list: &str) -> Result<Vec<Feed>, usize> {
    let mut found: Vec<Feed> = Vec::new();
    for (at, line) in list.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        let line = if line.starts_with('#') { "" } else { line.split(" #").next().unwrap_or(line).trim() };
        if line.is_empty() {
            continue;
        }
        let (address, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let address = Address::parse(address).ok_or(at + 1)?;
        if found.iter().all(|feed| feed.address != address) {
            found.push(Feed { address, outlet: Some(name.trim().to_owned()).filter(|name| !name.is_empty()) });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_feed() {
        let list =
            "# coast\nhttps://courier.example/rss The Kelm Courier # daily\n\nhttp://sund.example/atom#top\nhttps://courier.example/rss\n";
        let found = feeds(list).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].outlet.as_deref(), Some("The Kelm Courier"));
        assert_eq!(found[1].address.to_string(), "http://sund.example/atom");
        assert_eq!(feeds("\nnews of Kelm"), Err(2));
    }
}
