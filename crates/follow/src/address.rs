//! Addresses on the web, as far as fetching needs them: what host, what path, where a redirection leads.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, ToSocketAddrs};

/// An address with http or https.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    scheme: &'static str,
    /// In small letters, without a user's name.
    host: String,
    port: u16,
    /// With what follows `?`, at least `/`; without what follows `#`.
    path: String,
}

/// The longest address that is taken.
const LONGEST: usize = 4000;

impl Address {
    /// The address that `text` is; `None` for anything but http and https.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || text.contains(|c: char| c.is_control() || c == ' ' || c == '\\') {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let (scheme, usual) = match scheme.to_ascii_lowercase().as_str() {
            "http" => ("http", 80),
            "https" => ("https", 443),
            _ => return None,
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        // A name and password in an address would be sent to whoever the address names.
        if authority.contains('@') {
            return None;
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, if port.is_empty() { usual } else { port.parse().ok()? }),
            _ => (authority, usual),
        };
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).is_some_and(|host| host.parse::<Ipv6Addr>().is_ok());
        if host.is_empty() || !(literal || host.chars().all(plain)) {
            return None;
        }
        Some(Self { scheme, host: host.to_lowercase(), port, path: path_of(path) })
    }

    /// Where a redirection or a link in a document at this address leads.
    pub fn join(&self, link: &str) -> Option<Self> {
        let link = link.trim();
        if let Some(rest) = link.strip_prefix("//") {
            return Self::parse(&format!("{}://{rest}", self.scheme));
        }
        let end = link.find(['/', '?', '#']).unwrap_or(link.len());
        if link[..end].contains(':') {
            return Self::parse(link);
        }
        let path = if link.starts_with('/') {
            link.to_owned()
        } else if link.starts_with('?') {
            format!("{}{link}", self.path.split('?').next().unwrap_or("/"))
        } else if link.is_empty() || link.starts_with('#') {
            self.path.clone()
        } else {
            let folder = self.path.split('?').next().unwrap_or("/");
            format!("{}{link}", &folder[..=folder.rfind('/').unwrap_or(0)])
        };
        Self::parse(&format!("{}{}", self.origin(), path_of(&path)))
    }

    /// Scheme, host and port: the part that a robots.txt is for.
    pub fn origin(&self) -> String {
        let usual = if self.scheme == "http" { 80 } else { 443 };
        if self.port == usual {
            format!("{}://{}", self.scheme, self.host)
        } else {
            format!("{}://{}:{}", self.scheme, self.host, self.port)
        }
    }

    /// The host, by which requests are counted.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path with what follows `?`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it leads to the open web and not into the network, or the machine, on which this runs: a feed may name
    /// any address, also that of a printer or of another program's back door.
    ///
    /// A host is asked for by its name here and again when it is fetched; between the two its owner could move it.
    pub fn is_public(&self) -> bool {
        let host = self.host.trim_matches(['[', ']']);
        match (host, self.port).to_socket_addrs() {
            Ok(mut found) => found.all(|address| is_public(address.ip())),
            // It cannot be fetched either, and then says so.
            Err(_) => true,
        }
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast()
                || shared
                || a == 0)
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public(IpAddr::V4(ip)),
            None => {
                let first = ip.segments()[0];
                !(ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80)
            }
        },
    }
}

/// A path that begins with `/` and ends before `#`.
fn path_of(path: &str) -> String {
    let path = path.split('#').next().unwrap_or("");
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart_and_put_together() {
        let cases = [
            ("HTTPS://Courier.Example/a?b#c", Some("https://courier.example/a?b")),
            ("http://courier.example", Some("http://courier.example/")),
            ("http://courier.example:8080?x", Some("http://courier.example:8080/?x")),
            ("http://[::1]:80/", Some("http://[::1]/")),
            ("http://user:secret@courier.example/", None),
            ("file:///etc/passwd", None),
            ("http:///x", None),
            ("http://a b/", None),
            ("http://courier.example:99999/", None),
            ("javascript:alert(1)", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(Address::parse(text).map(|address| address.to_string()).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn links_lead_where_browsers_go() {
        let base = Address::parse("http://courier.example/a/b?c").unwrap();
        let cases = [
            ("/x", Some("http://courier.example/x")),
            ("x", Some("http://courier.example/a/x")),
            ("?y", Some("http://courier.example/a/b?y")),
            ("//other.example/x", Some("http://other.example/x")),
            ("https://other.example", Some("https://other.example/")),
            ("", Some("http://courier.example/a/b?c")),
            ("mailto:a@b.example", None),
        ];
        for (link, wanted) in cases {
            assert_eq!(base.join(link).map(|address| address.to_string()).as_deref(), wanted, "{link}");
        }
    }

    #[test]
    fn addresses_of_the_own_network_are_known() {
        for host in
            ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "[::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "100.64.0.1"]
        {
            assert!(!Address::parse(&format!("http://{host}/")).unwrap().is_public(), "{host}");
        }
        assert!(Address::parse("http://93.184.216.34/").unwrap().is_public());
    }
}
