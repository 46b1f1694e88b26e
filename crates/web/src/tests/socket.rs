//! A real socket: slow clients, idle connections, an orderly end.

use super::*;
use crate::server::{bind, serve};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// A server on a free port, until what is given back is dropped.
fn started(change: impl FnOnce(&mut Options)) -> (SocketAddr, tokio::sync::oneshot::Sender<()>, std::thread::JoinHandle<()>) {
    let app = app_with(change);
    let bound = bind("127.0.0.1".parse().unwrap(), 0).unwrap();
    let address = bound.address;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = std::thread::spawn(move || {
        let stopped = Box::pin(async {
            let _ = stopped.await;
        });
        serve(app, bound, Some(stopped)).unwrap();
    });
    (address, stop, server)
}

fn connected(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn asked(mut stream: TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

const HEALTH: &str = "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

#[test]
fn slow_and_idle_clients_keep_nobody_out() {
    let (address, stop, server) = started(|options| {
        options.limits.head = Duration::from_millis(700);
        options.limits.body = Duration::from_millis(700);
        options.limits.connections = 60;
    });
    // Far more idle connections than are allowed at a time, and one that sends a letter now and then.
    let idle: Vec<TcpStream> = (0..300).map(|_| connected(address)).collect();
    let mut slow = connected(address);
    slow.write_all(b"GET / HT").unwrap();
    assert!(asked(connected(address), HEALTH).starts_with("HTTP/1.1 200"), "a new client is served beside {} idle ones", idle.len());
    let begin = Instant::now();
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(begin.elapsed() < Duration::from_secs(10), "the slow client is left");
    let half = "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{\"text\":";
    let reply = asked(connected(address), half);
    assert!(reply.starts_with("HTTP/1.1 408"), "{reply}");
    assert!(asked(connected(address), HEALTH).starts_with("HTTP/1.1 200"));
    drop(idle);
    stop.send(()).unwrap();
    server.join().unwrap();
}

#[test]
fn what_is_no_http_is_refused_and_the_server_goes_on() {
    let (address, stop, server) = started(|_| {});
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "x".repeat(100_000));
    let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{}\r\n", "X-A: b\r\n".repeat(1_000));
    for wrong in [
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r b\r\nConnection: close\r\n\r\n",
        "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
        "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabcde",
        &long,
        &many,
    ] {
        let reply = asked(connected(address), wrong);
        assert!(!reply.starts_with("HTTP/1.1 2"), "{wrong:.60}: {reply:.60}");
    }
    assert!(asked(connected(address), HEALTH).starts_with("HTTP/1.1 200"));
    stop.send(()).unwrap();
    server.join().unwrap();
}

#[test]
fn the_end_waits_for_what_is_under_way() {
    let (address, stop, server) = started(|_| {});
    let text = "The envoy of the League said that talks with the Northern Front had failed. ".repeat(100);
    let body = serde_json::json!({ "text": text }).to_string();
    let request = format!(
        "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = connected(address);
    stream.write_all(request.as_bytes()).unwrap();
    // Long enough for the request to come in, on a busy machine too.
    std::thread::sleep(Duration::from_millis(300));
    stop.send(()).unwrap();
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply);
    assert!(reply.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&reply[..reply.len().min(200)]));
    server.join().unwrap();
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}
