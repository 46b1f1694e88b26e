//! Feeds are asked in the order of the list; what they bring is read and stored before the next one is asked.

use crate::args::FollowArgs;
use crate::message::Messages;
use crate::{ExitStatus, sources};
use anyhow::{Context, bail};
use rapporteur::{Options, Reader};
use rapporteur_follow::{Article, Feed, Follower, Limits, Polled, State, feeds};
use rapporteur_input::documents;
use rapporteur_record::{BlockKind, Code, DateClue, DateSource, Diagnostic, Document, Record, Warned, Words};
use rapporteur_store::{Added, Store};
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Asks each feed when its time has come, until Ctrl-C; once with `--once`.
pub fn run(args: &FollowArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let list = std::fs::read_to_string(&args.feeds).with_context(|| format!("cannot read {}", args.feeds.display()))?;
    let feeds = feeds(&list).map_err(|line| {
        anyhow::anyhow!(
            "{}:{line} has no address\n  help: a line is an address with http or https and, if you like, the name of the outlet",
            args.feeds.display()
        )
    })?;
    if feeds.is_empty() {
        bail!("{} names no feed\n  help: write the address of one on each line", args.feeds.display());
    }
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        // A second Ctrl-C ends at once; the store is whole at any moment.
        if flag.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        eprintln!("ending after the article that is being fetched; once more ends at once");
    })
    .context("cannot wait for Ctrl-C")?;
    let stopped = || stop.load(Ordering::SeqCst);
    let reader = Reader::embedded()?;
    let options = Options::default();
    let mut store = Store::open(&args.store)?;
    let path = PathBuf::from(format!("{}.feeds.json", args.store.display()));
    let mut state = State::load(&path)?;
    let pause = Duration::from_millis(60_000 / u64::from(args.per_minute.max(1)));
    let limits = Limits { pause, ..Limits::default() };
    let interval = args.interval.max(1) * 60;
    let mut follower = Follower::new(args.contact.as_deref(), limits, interval, &stopped);
    let mut failed = false;
    loop {
        for feed in &feeds {
            let (name, now) = (feed.address.to_string(), now());
            if stopped() || (state.next(&name) > now && !args.now) {
                continue;
            }
            let mut run = Run { reader: &reader, options: &options, messages: Messages::new(quiet), records: Vec::new() };
            let polled = follower.poll(feed, &mut state, now, &options, &reader.lexicon().news, &mut |article| {
                run.read(feed, article);
                if stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            let counts = keep(&mut store, run.records)?;
            // After the articles: a run that is cut off fetches some again and loses none.
            state.save(&path)?;
            failed |= report(&name, &polled, counts, quiet);
        }
        if args.once || stopped() {
            break;
        }
        wait(&feeds, &state, interval, &stopped);
    }
    Ok(if failed && args.once { ExitStatus::Faults } else { ExitStatus::Done })
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

/// Waits until the first feed is due, or the run is to end.
fn wait(feeds: &[Feed], state: &State, interval: u64, stopped: &dyn Fn() -> bool) {
    let due = feeds.iter().map(|feed| state.next(&feed.address.to_string())).min().unwrap_or(0);
    // The clock may be set meanwhile: no wait is longer than the interval.
    let until = due.min(now() + interval);
    while now() < until && !stopped() {
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// What a poll reads.
struct Run<'r> {
    reader: &'r Reader,
    options: &'r Options,
    messages: Messages,
    records: Vec<(String, Record)>,
}

impl Run<'_> {
    fn read(&mut self, feed: &Feed, article: Article) {
        let address = article.address.clone();
        let document = document(article, feed, self.options, self.reader);
        match document.and_then(|document| self.reader.read(&document)) {
            Ok(Warned { value: record, diagnostics }) => {
                self.messages.print(&diagnostics, &address, Some(&record.text));
                self.records.push((sources::address(&address, None, &record.doc.id), record));
            }
            Err(diagnostic) => self.messages.print(&[diagnostic], &address, None),
        }
    }
}

/// The report of an article: its page, with what the feed says where the page is silent; the feed's own words where there is
/// no page, or no article on it.
fn document(article: Article, feed: &Feed, options: &Options, reader: &Reader) -> Result<Document, Diagnostic> {
    let news = &reader.lexicon().news;
    let Article { address, page, item } = article;
    let page = page.and_then(|page| documents(&address, Box::new(Cursor::new(page)), options, news).next()?.ok());
    let words = item.text.as_deref().map_or(0, |text| text.split_whitespace().count());
    let Some(mut document) = page.filter(|page| has_article(page, words)) else { return item.document(&address, options, news) };
    let given = |text: Option<String>| text.map(|text| Words { text, span: None });
    document.title = document.title.or(given(item.title));
    document.publisher = match &feed.outlet {
        Some(outlet) => given(Some(outlet.clone())),
        None => document.publisher.or(given(item.publisher)),
    };
    if let Some(raw) = item.date {
        document.date_clues.push(DateClue { source: DateSource::Meta, raw, span: None });
        document.date_clues.sort_by_key(|clue| clue.source);
    }
    document.key = document.key.or(item.id);
    Ok(document)
}

/// Whether a page holds the article and not only a notice before it: no fewer words than the feed gives.
fn has_article(page: &Document, words: usize) -> bool {
    let body = page.blocks.iter().filter(|block| block.kind == BlockKind::Body);
    let found: usize = body.map(|block| block.span.of(&page.text).split_whitespace().count()).sum();
    found > 0 && found * 5 >= words * 4 && page.diagnostics.iter().all(|diagnostic| diagnostic.code != Code::HtmlNoArticle)
}

/// Stores what one feed brought; how many were new and how many new versions.
fn keep(store: &mut Store, records: Vec<(String, Record)>) -> anyhow::Result<(usize, usize)> {
    if records.is_empty() {
        return Ok((0, 0));
    }
    let batch = store.batch()?;
    let added = records.iter().map(|(address, record)| batch.add(address, record)).collect::<Result<Vec<Added>, _>>()?;
    batch.commit()?;
    let count = |wanted: &[Added]| added.iter().filter(|added| wanted.contains(added)).count();
    Ok((count(&[Added::New, Added::Copy]), count(&[Added::Version])))
}

/// Says what asking a feed came to; whether it failed.
fn report(feed: &str, polled: &Polled, (new, versions): (usize, usize), quiet: bool) -> bool {
    if let Some(problem) = &polled.failed {
        anstream::eprintln!("error: {problem}\n  --> {feed}");
        return true;
    }
    if !quiet {
        for (page, problem) in &polled.pages {
            anstream::eprintln!("warning: {problem}; the feed's own words stand for the page\n  --> {page}");
        }
        let unchanged = if polled.unchanged { " (unchanged)" } else { "" };
        anstream::eprintln!("{feed}: {new} new, {versions} new versions{unchanged}");
    }
    false
}
