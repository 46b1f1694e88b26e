//! Archives, crawls and feeds through the real program, into a store: the same input twice changes nothing.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/packed")
}

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(args).env_remove("RUST_BACKTRACE").env_remove("http_proxy").env_remove("HTTP_PROXY");
    command
}

fn run(args: &[&str]) -> Output {
    program(args).output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn sql(store: &str, question: &str) -> Vec<String> {
    let output = run(&["sql", "--store", store, "--format", "csv", question]);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output).lines().skip(1).map(str::to_owned).collect()
}

const ALL: &str = "select address, version, current, doc from reports order by address, version";

#[test]
fn the_same_archives_twice_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("s.db").display().to_string();
    // One page on two days, and on the second another text.
    let capture = |day: u32, text: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://courier.example/talks\r\nWARC-Date: 2031-05-{day:02}T08:00:00Z\r\n\
             Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        )
    };
    let crawl = folder.path().join("crawl.warc");
    let texts =
        ["The envoy of Varosia said on Monday that talks had begun.", "The envoy of Varosia said on Friday that the talks had failed."];
    std::fs::write(&crawl, capture(6, texts[0]) + &capture(9, texts[1])).unwrap();
    let pattern = examples().join("*.*").display().to_string();
    let crawl = crawl.display().to_string();
    let mut before = Vec::new();
    for round in 0..3 {
        let output = run(&["ingest", "--store", &store, &pattern, &crawl]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(round == 0, !stderr(&output).contains(": 0 new, 0 copies, 0 new versions"), "{}", stderr(&output));
        let now = sql(&store, ALL);
        assert!(round == 0 || now == before, "round {round}");
        before = now;
    }
    let current = "select text from reports where address = 'https://courier.example/talks' and current = 1";
    assert!(sql(&store, current).iter().any(|text| text.contains("Friday")), "the last page of the crawl is the current one");
    assert!(before.iter().any(|line| line.contains("reports.zip!2031/item.txt")), "{before:?}");
    assert!(run(&["check", "--store", &store]).status.success());
}

#[test]
fn an_archive_comes_through_a_pipe_and_a_damaged_one_names_its_member() {
    let archive = std::fs::read(examples().join("reports.tar.gz")).unwrap();
    let read = |bytes: &[u8]| {
        let mut child = program(&["read", "--format", "jsonl", "-"]);
        let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = read(&archive);
    assert!(output.status.success() && stdout(&output).lines().count() == 3, "{}", stderr(&output));
    assert!(stdout(&output).contains("\"-!item.txt\""));
    let output = read(&archive[..archive.len() / 2]);
    assert_eq!(output.status.code(), Some(1));
    let errors = stderr(&output);
    assert_eq!(errors.matches("error").count(), 1, "{errors}");
    assert!(errors.contains("[input/truncated-archive]") && errors.contains("--> -"), "{errors}");
}

/// A server with a feed of `items` articles; gives its address and the paths that were asked for.
fn server(items: usize, delay: Duration) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&seen);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let path = lines.next().unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
            let fresh =
                lines.by_ref().take_while(|line| !line.is_empty()).any(|line| line.to_ascii_lowercase().starts_with("if-none-match"));
            log.lock().unwrap().push(path.clone());
            let item = |n: usize| {
                format!(
                    "<item><guid>{n}</guid><link>/a/{n}</link><title>Ferry {n}</title><pubDate>Tue, 06 May 2031 10:00:00 GMT</pubDate>\
                     <description>Ferry {n} stays in port.</description></item>"
                )
            };
            let (status, kind, body) = match path.as_str() {
                "/feed" if fresh => ("304 Not Modified", "text/xml", String::new()),
                "/feed" => (
                    "200 OK",
                    "application/rss+xml",
                    format!("<rss><channel><title>The Kelm Courier</title>{}</channel></rss>", (0..items).map(item).collect::<String>()),
                ),
                "/robots.txt" => ("200 OK", "text/plain", "User-agent: *\nDisallow: /a/1\n".to_owned()),
                _ => {
                    std::thread::sleep(delay);
                    let n = path.rsplit('/').next().unwrap_or_default();
                    let page = format!(
                        "<html><body><article><h1>Ferry {n} stays in port</h1><p>Varosian Harbour Minister Irina Dask said on Monday that ferry {n} would not sail before the ice is gone from the channel.</p></article></body></html>"
                    );
                    ("200 OK", "text/html", page)
                }
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: \"v1\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    (origin, seen)
}

#[test]
fn feeds_are_followed_into_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("s.db").display().to_string();
    let (origin, seen) = server(3, Duration::ZERO);
    let list = folder.path().join("feeds.txt");
    std::fs::write(&list, format!("# ferries\n{origin}/feed  The Kelm Courier\n{origin}/nothing\n")).unwrap();
    let list = list.display().to_string();
    let follow = || run(&["follow", &list, "--store", &store, "--once", "--per-minute", "60000"]);
    let output = follow();
    assert_eq!(output.status.code(), Some(1), "a page is no feed: {}", stderr(&output));
    assert!(stderr(&output).contains("3 new, 0 new versions") && stderr(&output).contains("this is no feed"), "{}", stderr(&output));
    let reports = sql(&store, "select address, outlet, published, text like '%Dask said%' from reports order by address");
    let wanted: Vec<String> =
        (0..3).map(|n| format!("{origin}/a/{n},The Kelm Courier,2031-05-06T10:00:00+00:00,{}", u8::from(n != 1))).collect();
    assert_eq!(reports.iter().map(|line| line.replace('"', "")).collect::<Vec<_>>(), wanted);
    assert!(!seen.lock().unwrap().contains(&"/a/1".to_owned()), "robots.txt closes it");
    // Nothing is due yet; when it is asked for all the same, nothing changed.
    let asked = seen.lock().unwrap().len();
    assert!(follow().status.success());
    assert_eq!(seen.lock().unwrap().len(), asked);
    let output = run(&["follow", &list, "--store", &store, "--once", "--now", "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(sql(&store, "select count(*) from reports"), ["3"]);
    assert!(Path::new(&format!("{store}.feeds.json")).is_file());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_cleanly_and_the_next_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("s.db").display().to_string();
    let (origin, seen) = server(60, Duration::from_millis(100));
    let list = folder.path().join("feeds.txt");
    std::fs::write(&list, format!("{origin}/feed\n")).unwrap();
    let list = list.display().to_string();
    let args = ["follow", &list, "--store", &store, "--per-minute", "60000"];
    let mut child = program(&args).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while seen.lock().unwrap().len() < 8 {
        assert!(started.elapsed() < Duration::from_secs(120), "the feed was never asked");
        std::thread::sleep(Duration::from_millis(20));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}");
    let stored: usize = sql(&store, "select count(*) from reports")[0].parse().unwrap();
    assert!((1..60).contains(&stored), "{stored}");
    assert!(run(&["check", "--store", &store]).status.success());
    let output = run(&["follow", &list, "--store", &store, "--once", "--now", "--per-minute", "60000"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(sql(&store, "select count(*) from reports"), ["60"]);
    let pages = seen.lock().unwrap().iter().filter(|path| path.starts_with("/a/")).count();
    assert!(pages <= 61, "an article that is stored is not fetched again: {pages}");
}
