//! Polls feeds and fetches the articles that they name: the one part of rapporteur that connects to other machines.
//!
//! It is a crate of its own so that this can be seen from a manifest: no other crate has an HTTP client. A
//! [`Follower`] asks a feed whether it changed (ETag, If-Modified-Since), and for each item that is new fetches the
//! page, if the site's robots.txt allows it and the address is one of the open web. It reads nothing: whoever calls
//! it makes reports of the [`Article`]s. Addresses and bytes come from outside; what is parsed here of them is
//! addresses, headers and robots.txt, and `rapporteur_input` parses the feeds.
//!
//! *Limits*: http and https; no cookies, no log-in, no scripts. Crawl-delay is obeyed up to a minute.

mod address;
mod client;
mod feeds;
mod follower;
mod robots;
mod state;

pub use address::Address;
pub use client::{Limits, Problem};
pub use feeds::{Feed, feeds};
pub use follower::{Article, Follower, Polled};
pub use state::{Error, State};
