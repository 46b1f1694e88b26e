//! A feed, asked once: what is new in it, and the page of each new item.

use crate::Address;
use crate::client::{Answer, Client, Limits, Problem};
use crate::feeds::Feed;
use crate::robots::{NAME, Robots};
use crate::state::{FeedState, State};
use rapporteur_input::{Item, Options};
use rapporteur_lexicon::News;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::Duration;

/// How often a page that cannot be fetched is tried, once a poll, before the feed's own words are taken.
const TRIES: u32 = 3;

/// An article that is new, or of which the feed says something new.
#[derive(Debug)]
pub struct Article {
    /// Its address; that of the feed and the item's id where the item names none.
    pub address: String,
    /// The page, where it was fetched.
    pub page: Option<Vec<u8>>,
    /// What the feed says of it.
    pub item: Item,
}

/// What asking a feed came to.
#[derive(Debug, Default)]
pub struct Polled {
    /// Articles that were handed out.
    pub articles: usize,
    /// Whether the server said that nothing changed.
    pub unchanged: bool,
    /// Why the feed could not be read.
    pub failed: Option<Problem>,
    /// Pages that could not be had, and why.
    pub pages: Vec<(String, Problem)>,
}

/// Follows feeds.
pub struct Follower<'s> {
    client: Client<'s>,
    robots: BTreeMap<String, Robots>,
    /// Seconds between two polls of a feed.
    interval: u64,
    tried: BTreeMap<String, u32>,
}

impl<'s> Follower<'s> {
    /// `contact` is told to servers with our name: whom to write to. `stopped` is asked often whether to end.
    pub fn new(contact: Option<&str>, limits: Limits, interval: u64, stopped: &'s dyn Fn() -> bool) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let contact = contact.map_or(String::new(), |contact| format!("; {}", contact.replace(|c: char| !c.is_ascii_graphic(), "")));
        let name = format!("{NAME}/{version} (reads news feeds{contact})");
        Self { client: Client::new(&name, limits, stopped), robots: BTreeMap::new(), interval, tried: BTreeMap::new() }
    }

    /// Asks `feed` for news at `now` (seconds since 1970) and hands each article to `sink`, in the order of the feed;
    /// `sink` may end it. What is done is noted in `state`, to be saved when the articles are.
    pub fn poll(
        &mut self,
        feed: &Feed,
        state: &mut State,
        now: u64,
        options: &Options,
        news: &News,
        sink: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Polled {
        let mut known = state.feeds.remove(&feed.address.to_string()).unwrap_or_default();
        let mut polled = Polled::default();
        match self.ask(feed, &known, options, news) {
            Ok(None) => {
                polled.unchanged = true;
                known.succeeded(now, self.interval);
            }
            Ok(Some((items, answer))) => {
                let whole = self.items(feed, items, &mut known, &mut polled, sink);
                known.succeeded(now, self.interval);
                // The marks stand for all items: with some left to do, the feed must come whole again.
                (known.etag, known.modified) = if whole { (answer.etag, answer.modified) } else { (None, None) };
            }
            // The feed was not asked.
            Err(Problem::Stopped) => polled.failed = Some(Problem::Stopped),
            Err(problem) => {
                known.failed(now, self.interval, problem.asked());
                polled.failed = Some(problem);
            }
        }
        state.feeds.insert(feed.address.to_string(), known);
        polled
    }

    /// The items of a feed with the answer that they came in; `None` where nothing changed.
    fn ask(&mut self, feed: &Feed, known: &FeedState, options: &Options, news: &News) -> Result<Option<(Vec<Item>, Answer)>, Problem> {
        let mut headers =
            vec![("accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5")];
        headers.extend(known.etag.as_deref().map(|etag| ("if-none-match", etag)));
        headers.extend(known.modified.as_deref().map(|modified| ("if-modified-since", modified)));
        // The user named the feed, so it may lie in his own network; what it redirects to may not, but at its own host.
        let mut may = |_: &mut Client<'_>, at: &Address| {
            if at.host() == feed.address.host() || at.is_public() { Ok(Duration::ZERO) } else { Err(Problem::Private) }
        };
        let answer = self.client.get(&feed.address, &headers, &mut may)?;
        if answer.status == 304 {
            return Ok(None);
        }
        let mut items = rapporteur_input::items(&answer.body, options, news).map_err(|diagnostic| Problem::NoFeed(diagnostic.message))?;
        if let Some(outlet) = &feed.outlet {
            items.iter_mut().for_each(|item| item.publisher = Some(outlet.clone()));
        }
        Ok(Some((items, answer)))
    }

    /// Hands out what is new; whether all of it was done.
    fn items(
        &mut self,
        feed: &Feed,
        items: Vec<Item>,
        known: &mut FeedState,
        polled: &mut Polled,
        sink: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> bool {
        let mut whole = true;
        let mut here = BTreeSet::new();
        for item in items {
            let link = item.link.as_deref().and_then(|link| feed.address.join(link));
            let id = item.id.clone().or_else(|| link.as_ref().map(Address::to_string)).unwrap_or_else(|| digest(&item));
            let digest = digest(&item);
            if !here.insert(id.clone()) || known.done.get(&id) == Some(&digest) {
                continue;
            }
            let page = match &link {
                Some(link) => self.page(feed, link),
                None => Ok(None),
            };
            let page = match page {
                Ok(page) => page,
                Err(Problem::Stopped) => return false,
                Err(problem) => {
                    let tries = self.tried.entry(id.clone()).or_default();
                    *tries += 1;
                    let again = problem.may_pass() && *tries < TRIES;
                    polled.pages.push((link.as_ref().map(Address::to_string).unwrap_or_default(), problem));
                    if again {
                        whole = false;
                        continue;
                    }
                    None
                }
            };
            self.tried.remove(&id);
            let address = link.map_or_else(|| format!("{}#{id}", feed.address), |link| link.to_string());
            polled.articles += 1;
            let flow = sink(Article { address, page, item });
            known.done.insert(id, digest);
            if flow.is_break() {
                return false;
            }
        }
        // What left the feed will not come again.
        known.done.retain(|id, _| here.contains(id));
        whole
    }

    /// The page of an article, if the site lets us have it; `None` for what is no page.
    fn page(&mut self, feed: &Feed, link: &Address) -> Result<Option<Vec<u8>>, Problem> {
        let (origin, robots) = (feed.address.origin(), &mut self.robots);
        let mut may = |client: &mut Client<'_>, at: &Address| {
            if at.origin() != origin && !at.is_public() {
                return Err(Problem::Private);
            }
            let rules = rules(robots, client, at)?;
            if rules.allows(at.path()) { Ok(rules.delay.unwrap_or_default()) } else { Err(Problem::Robots) }
        };
        let accept = [("accept", "text/html, application/xhtml+xml, application/pdf;q=0.8, text/plain;q=0.7")];
        let answer = self.client.get(link, &accept, &mut may)?;
        let kind = answer.kind.split(';').next().unwrap_or_default().trim();
        Ok(matches!(kind, "" | "text/html" | "application/xhtml+xml" | "application/pdf" | "text/plain").then_some(answer.body))
    }
}

/// The rules of the site that `at` is on: asked for once a run.
fn rules<'r>(robots: &'r mut BTreeMap<String, Robots>, client: &mut Client<'_>, at: &Address) -> Result<&'r Robots, Problem> {
    let origin = at.origin();
    if !robots.contains_key(&origin) {
        let mut may = |_: &mut Client<'_>, to: &Address| {
            if to.host() == at.host() || to.is_public() { Ok(Duration::ZERO) } else { Err(Problem::Private) }
        };
        let file = at.join("/robots.txt").ok_or(Problem::Redirects)?;
        let found = match client.get(&file, &[("accept", "text/plain")], &mut may) {
            Ok(answer) => Robots::parse(&String::from_utf8_lossy(&answer.body)),
            Err(Problem::Stopped) => return Err(Problem::Stopped),
            // RFC 9309, 2.3.1: a file that is not there allows all, one that cannot be had nothing.
            Err(Problem::Status(400..=499, _)) | Err(Problem::Redirects) => Robots::default(),
            Err(_) => Robots::closed(),
        };
        robots.insert(origin.clone(), found);
    }
    Ok(&robots[&origin])
}

/// What a feed says of an item, in short: when it changes the page is fetched again.
fn digest(item: &Item) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in [&item.title, &item.date, &item.link, &item.text] {
        hasher.update(word.as_deref().unwrap_or_default().as_bytes());
        hasher.update(&[0xff]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
