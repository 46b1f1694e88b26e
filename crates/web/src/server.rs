//! The socket: connections with limits of time and number, and an orderly end.

use crate::app::{App, Error};
use crate::endpoints::router;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, Sleep, sleep, timeout};
use tower::ServiceExt;

/// A client that takes nothing of an answer for so long is left.
const STALLED: Duration = Duration::from_secs(30);
/// So long answers under way may take when the server ends.
const GOODBYE: Duration = Duration::from_secs(5);
/// How often it is seen whether another program wrote to the store.
const LOOK: Duration = Duration::from_secs(2);

/// An address that is listened on.
pub struct Bound {
    listener: TcpListener,
    /// The address, with the port that was found where 0 was asked for.
    pub address: SocketAddr,
}

/// Listens on an address.
///
/// # Errors
/// When it is taken or not ours.
pub fn bind(address: IpAddr, port: u16) -> Result<Bound, Error> {
    let address = SocketAddr::new(address, port);
    let failed = |cause| Error::Bind { address: address.to_string(), cause };
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Bound { listener, address })
}

/// Serves until `stop` is done or, where it is `None`, Ctrl-C is pressed; then ends what is under way.
///
/// # Errors
/// When the system gives no threads.
pub fn serve(app: Arc<App>, bound: Bound, stop: Option<Pin<Box<dyn Future<Output = ()> + Send>>>) -> Result<(), Error> {
    let address = bound.address;
    let failed = |cause| Error::Bind { address: address.to_string(), cause };
    // Each question takes a thread; so does each report that is read.
    let threads = app.options.limits.questions + app.options.limits.readers + 2;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(threads).build().map_err(failed)?;
    let result = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(bound.listener).map_err(failed)?;
        let stop = stop.unwrap_or_else(|| {
            Box::pin(async {
                // Without a signal handler the program ends at once on Ctrl-C, which is safe too.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
        });
        tokio::spawn(keep_current(Arc::clone(&app)));
        accept(app, listener, stop).await;
        Ok(())
    });
    runtime.shutdown_timeout(Duration::from_millis(200));
    result
}

/// Reads the catalogue again after others wrote; if they write all the time, never for more than a tenth of it.
async fn keep_current(app: Arc<App>) {
    let mut pause = LOOK;
    loop {
        sleep(pause).await;
        let looked = Arc::clone(&app);
        let took = tokio::task::spawn_blocking(move || looked.look_again()).await;
        pause = match took {
            Ok(Ok(Some(took))) => LOOK.max(took * 10),
            _ => LOOK,
        };
    }
}

async fn accept(app: Arc<App>, listener: tokio::net::TcpListener, stop: Pin<Box<dyn Future<Output = ()> + Send>>) {
    let most = app.options.limits.connections.min(most_files());
    let open = Arc::new(Connections { most, count: AtomicUsize::new(0), waiting: Mutex::default() });
    let (ended, end) = watch::channel(());
    let (mut stop, routes) = (pin!(stop), router(Arc::clone(&app)));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, client)) => {
                let connection = open.add();
                tokio::spawn(converse(routes.clone(), app.options.limits.head, stream, client, connection, end.clone()));
            }
            // Too many files, or the client was gone already: the next one may come through.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
    drop(listener);
    drop(end);
    let _ = ended.send(());
    let _ = timeout(GOODBYE, ended.closed()).await;
}

async fn converse(
    router: Router,
    head: Duration,
    stream: TcpStream,
    client: SocketAddr,
    connection: Connection,
    mut end: watch::Receiver<()>,
) {
    let _ = stream.set_nodelay(true);
    let state = Arc::clone(&connection.state);
    let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        state.busy.store(true, Ordering::Relaxed);
        let mut request: Request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(client));
        let (answer, state) = (router.clone().oneshot(request), Arc::clone(&state));
        async move {
            let answer = answer.await;
            state.busy.store(false, Ordering::Relaxed);
            answer
        }
    });
    let io = TokioIo::new(Patient { stream, since: None });
    let builder = http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(head).serve_connection(io, service);
    let mut conversation = pin!(builder);
    tokio::select! {
        _ = conversation.as_mut() => return,
        () = connection.state.leave.notified() => return,
        _ = end.changed() => conversation.as_mut().graceful_shutdown(),
    }
    let _ = conversation.await;
}

/// How many connections the system lets a program have, with room for files of our own.
fn most_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3)?.parse::<usize>().ok());
    soft.unwrap_or(1_024).saturating_sub(100).max(50)
}

/// Connections that are open. When there are too many, the one that has been idle longest makes room.
struct Connections {
    most: usize,
    count: AtomicUsize,
    waiting: Mutex<VecDeque<Arc<State>>>,
}

#[derive(Default)]
struct State {
    /// Whether a request is being answered.
    busy: AtomicBool,
    closed: AtomicBool,
    leave: Notify,
}

struct Connection {
    state: Arc<State>,
    all: Arc<Connections>,
}

impl Connections {
    fn add(self: &Arc<Self>) -> Connection {
        let state = Arc::new(State::default());
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if self.count.fetch_add(1, Ordering::Relaxed) >= self.most {
            waiting.retain(|one| !one.closed.load(Ordering::Relaxed));
            if let Some(idle) = waiting.iter().position(|one| !one.busy.load(Ordering::Relaxed)).and_then(|at| waiting.remove(at)) {
                idle.leave.notify_one();
            }
        }
        // What is closed is forgotten now and then: the list is never much longer than what is open.
        if waiting.len() > 2 * self.most.min(self.count.load(Ordering::Relaxed)) + 100 {
            waiting.retain(|one| !one.closed.load(Ordering::Relaxed));
        }
        waiting.push_back(Arc::clone(&state));
        Connection { state, all: Arc::clone(self) }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.state.closed.store(true, Ordering::Relaxed);
        self.all.count.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A stream that gives up a client who does not take what is written.
struct Patient {
    stream: TcpStream,
    since: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn judged<T>(&mut self, context: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.since = None;
            return result;
        }
        let since = self.since.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + STALLED)));
        match since.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judged(context, result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_flush(context);
        self.judged(context, result)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
