//! Feeds of a server on this machine: what is asked for, how often, and what becomes of servers that misbehave.
#![allow(clippy::unwrap_used)]

use rapporteur_follow::{Article, Feed, Follower, Limits, Polled, Problem, State, feeds};
use rapporteur_input::Options;
use rapporteur_lexicon::News;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

static NEWS: LazyLock<News> = LazyLock::new(News::embedded);

/// A request as it came: its path and its header in small letters.
#[derive(Clone, Debug)]
struct Request {
    path: String,
    header: String,
}

/// A server that answers each path as `answer` says, which is called with the number of requests before to the same path.
struct Server {
    origin: String,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    fn start(answer: impl Fn(&Request, usize) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (log, answer) = (Arc::clone(&seen), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream, &log, &*answer));
            }
        });
        Self { origin, seen }
    }

    fn paths(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|request| request.path.clone()).collect()
    }

    fn feed(&self) -> Feed {
        feeds(&format!("{}/feed", self.origin)).unwrap().remove(0)
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request, usize) -> Vec<u8>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let header: Vec<String> = lines.take_while(|line| !line.is_empty()).map(|line| line.to_ascii_lowercase()).collect();
    let request = Request { path: first.split(' ').nth(1).unwrap_or("").to_owned(), header: header.join("\n") };
    let before = {
        let mut log = log.lock().unwrap();
        log.push(request.clone());
        log.iter().filter(|other| other.path == request.path).count() - 1
    };
    let _ = stream.write_all(&answer(&request, before));
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len()).as_bytes(), body].concat()
}

fn rss(items: &str) -> String {
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>The Kelm Courier</title>{items}</channel></rss>")
}

fn item(number: u32) -> String {
    format!(
        "<item><guid>{number}</guid><link>/a/{number}</link><title>Ferry {number}</title><description>Ferry {number} sank &amp; was raised.</description></item>"
    )
}

const PAGE: &[u8] = b"<html><body><p>The ferry sank off Sund.</p></body></html>";

fn quick() -> Limits {
    Limits { pause: Duration::ZERO, time: Duration::from_secs(20), ..Limits::default() }
}

fn poll(follower: &mut Follower<'_>, server: &Server, state: &mut State, now: u64) -> (Polled, Vec<Article>) {
    let mut found = Vec::new();
    let polled = follower.poll(&server.feed(), state, now, &Options::default(), &NEWS, &mut |article| {
        found.push(article);
        ControlFlow::Continue(())
    });
    (polled, found)
}

/// A follower of servers that answer at once.
macro_rules! follower {
    ($limits:expr) => {
        Follower::new(Some("desk@courier.example"), $limits, 900, &|| false)
    };
}

#[test]
fn what_is_new_is_fetched_once_and_what_did_not_change_is_not_sent() {
    let server = Server::start(|request, _| match request.path.as_str() {
        "/feed" if request.header.contains("if-none-match: \"v1\"") => answer("304 Not Modified", b""),
        "/feed" => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(rss(&(item(1) + &item(2))).as_bytes()).unwrap();
            answer(
                "200 OK\r\nETag: \"v1\"\r\nLast-Modified: Tue, 06 May 2031 10:00:00 GMT\r\nContent-Encoding: gzip",
                &encoder.finish().unwrap(),
            )
        }
        "/robots.txt" => answer("404 Not Found", b""),
        _ => answer("200 OK\r\nContent-Type: text/html", PAGE),
    });
    let (mut follower, mut state) = (follower!(quick()), State::default());
    let (polled, articles) = poll(&mut follower, &server, &mut state, 1000);
    assert_eq!((polled.articles, polled.unchanged, polled.failed), (2, false, None));
    assert_eq!(articles[0].address, format!("{}/a/1", server.origin));
    assert_eq!(articles[0].page.as_deref(), Some(PAGE));
    assert_eq!(articles[0].item.text.as_deref(), Some("Ferry 1 sank & was raised."));
    assert_eq!(articles[0].item.publisher.as_deref(), Some("The Kelm Courier"));
    assert_eq!(server.paths(), ["/feed", "/robots.txt", "/a/1", "/a/2"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    state.save(&path).unwrap();
    let mut state = State::load(&path).unwrap();
    assert_eq!(state.next(&server.feed().address.to_string()), 1900);
    let (polled, articles) = poll(&mut follower!(quick()), &server, &mut state, 2000);
    assert!(polled.unchanged && articles.is_empty());
    let last = server.seen.lock().unwrap().last().unwrap().clone();
    assert!(last.header.contains("if-modified-since: tue, 06 may 2031 10:00:00 gmt"), "{}", last.header);
    assert!(last.header.contains("user-agent: rapporteur/") && last.header.contains("desk@courier.example"), "{}", last.header);
}

#[test]
fn an_item_of_which_the_feed_says_something_new_comes_again_and_the_others_do_not() {
    let server = Server::start(|request, before| match (request.path.as_str(), before) {
        ("/feed", 0) => answer("200 OK", rss(&(item(1) + &item(2))).as_bytes()),
        ("/feed", _) => answer("200 OK", rss(&(item(1) + &item(2).replace("sank", "nearly sank") + &item(3))).as_bytes()),
        ("/robots.txt", _) => answer("200 OK", b"User-agent: *\nDisallow: /a/3\n"),
        _ => answer("200 OK\r\nContent-Type: text/html", PAGE),
    });
    let (mut follower, mut state) = (follower!(quick()), State::default());
    assert_eq!(poll(&mut follower, &server, &mut state, 0).0.articles, 2);
    let (polled, articles) = poll(&mut follower, &server, &mut state, 900);
    let ids: Vec<_> = articles.iter().map(|article| article.item.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["2", "3"]);
    // What the site's rules close is not asked for: the feed's own words are taken.
    assert!(articles[0].page.is_some() && articles[1].page.is_none());
    assert_eq!(polled.pages, [(format!("{}/a/3", server.origin), Problem::Robots)]);
    assert!(!server.paths().contains(&"/a/3".to_owned()));
}

#[test]
fn a_server_that_is_busy_is_asked_ever_more_seldom() {
    let server = Server::start(|_, before| match before {
        0 => answer("503 Service Unavailable", b""),
        1 => answer("503 Service Unavailable\r\nRetry-After: 7200", b""),
        _ => answer("200 OK", rss("").as_bytes()),
    });
    let (mut follower, mut state) = (follower!(quick()), State::default());
    let feed = server.feed().address.to_string();
    let mut pauses = Vec::new();
    for wanted in [Some(Problem::Status(503, None)), Some(Problem::Status(503, Some(7200))), None] {
        assert_eq!(poll(&mut follower, &server, &mut state, 10_000).0.failed, wanted);
        pauses.push(state.next(&feed) - 10_000);
    }
    assert_eq!(pauses, [1800, 7200, 900]);
}

#[test]
fn a_page_that_fails_is_tried_again_and_then_the_feeds_words_are_taken() {
    let server = Server::start(|request, _| match request.path.as_str() {
        "/feed" => answer("200 OK\r\nETag: \"v1\"", rss(&item(1)).as_bytes()),
        "/robots.txt" => answer("200 OK", b""),
        _ => answer("500 Internal Server Error", b""),
    });
    let (mut follower, mut state) = (follower!(quick()), State::default());
    let counts: Vec<usize> = (0..4).map(|_| poll(&mut follower, &server, &mut state, 0).0.articles).collect();
    assert_eq!(counts, [0, 0, 1, 0]);
    let feeds: Vec<Request> = server.seen.lock().unwrap().iter().filter(|request| request.path == "/feed").cloned().collect();
    // While a page is owed the feed is asked for whole.
    assert_eq!(feeds.iter().map(|request| request.header.contains("if-none-match")).collect::<Vec<_>>(), [false, false, false, true]);
}

#[test]
fn a_feed_that_is_not_well_formed_is_read_and_a_page_is_no_feed() {
    let server = Server::start(|request, before| {
        match (request.path.as_str(), before) {
        ("/feed", 0) => answer("200 OK", b"<rss><channel><title>A & B</title><item><title>Ferry <b>sinks</title><description>It sank & <p>was raised.</item><item><title>Two</title>"),
        ("/feed", _) => answer("200 OK", PAGE),
        _ => answer("404 Not Found", b""),
    }
    });
    let (mut follower, mut state) = (follower!(quick()), State::default());
    let (polled, articles) = poll(&mut follower, &server, &mut state, 0);
    assert_eq!((polled.failed, articles.len()), (None, 2), "{articles:?}");
    assert!(matches!(poll(&mut follower, &server, &mut state, 0).0.failed, Some(Problem::NoFeed(_))));
}

#[test]
fn servers_that_are_slow_endless_or_run_in_circles_are_left() {
    let server = Server::start(|request, _| match request.path.as_str() {
        "/feed" => {
            std::thread::sleep(Duration::from_secs(5));
            Vec::new()
        }
        _ => Vec::new(),
    });
    let started = Instant::now();
    let limits = Limits { time: Duration::from_millis(400), ..quick() };
    assert_eq!(poll(&mut follower!(limits), &server, &mut State::default(), 0).0.failed, Some(Problem::Slow));
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());

    let server = Server::start(|_, _| answer("200 OK", rss(&"x".repeat(100_000)).as_bytes()));
    let limits = Limits { bytes: 10_000, ..quick() };
    assert_eq!(poll(&mut follower!(limits), &server, &mut State::default(), 0).0.failed, Some(Problem::TooLarge));

    let server = Server::start(|_, _| answer("302 Found\r\nLocation: /feed", b""));
    assert_eq!(poll(&mut follower!(quick()), &server, &mut State::default(), 0).0.failed, Some(Problem::Redirects));
    assert_eq!(server.paths().len(), 6);

    let server = Server::start(|_, _| b"220 mail.courier.example ESMTP\r\n".to_vec());
    assert!(matches!(poll(&mut follower!(quick()), &server, &mut State::default(), 0).0.failed, Some(Problem::Unreachable(_))));
}

#[test]
fn a_feed_cannot_lead_into_the_own_network() {
    let inner = Server::start(|_, _| answer("200 OK\r\nContent-Type: text/html", b"secret"));
    let link = format!("{}/admin", inner.origin);
    let server = Server::start(move |request, _| match request.path.as_str() {
        "/feed" => answer("200 OK", rss(&(item(1).replace("/a/1", &link) + &item(2))).as_bytes()),
        "/robots.txt" => answer("404 Not Found", b""),
        _ => answer(&format!("302 Found\r\nLocation: {link}"), b""),
    });
    let (polled, articles) = poll(&mut follower!(quick()), &server, &mut State::default(), 0);
    assert_eq!(polled.pages.iter().map(|(_, problem)| problem.clone()).collect::<Vec<_>>(), [Problem::Private, Problem::Private]);
    assert!(articles.iter().all(|article| article.page.is_none()) && inner.paths().is_empty());
}

#[test]
fn a_host_is_asked_at_a_pace_and_an_end_is_noticed() {
    let start = || {
        Server::start(|request, _| match request.path.as_str() {
            "/feed" => answer("200 OK", rss(&(item(1) + &item(2))).as_bytes()),
            "/robots.txt" => answer("404 Not Found", b""),
            _ => answer("200 OK\r\nContent-Type: text/html", PAGE),
        })
    };
    let server = start();
    let started = Instant::now();
    let limits = Limits { pause: Duration::from_millis(150), ..quick() };
    assert_eq!(poll(&mut follower!(limits), &server, &mut State::default(), 0).1.len(), 2);
    assert!(started.elapsed() >= Duration::from_millis(450), "four requests, three pauses: {:?}", started.elapsed());

    let server = start();
    let log = Arc::clone(&server.seen);
    let stopped = move || log.lock().unwrap().len() >= 3;
    let mut follower = Follower::new(None, quick(), 900, &stopped);
    let mut state = State::default();
    let (polled, articles) = poll(&mut follower, &server, &mut state, 0);
    assert_eq!((polled.failed, articles.len()), (None, 1), "the article that was fetched is handed out, no other is begun");
    assert_eq!(poll(&mut follower!(quick()), &server, &mut state, 0).1.len(), 1, "the other comes in the next run");
}
