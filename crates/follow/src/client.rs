//! One request at a time, with patience and limits.

use crate::Address;
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};
use ureq::Agent;

/// What a server may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest answer that is read, unpacked, in bytes.
    pub bytes: u64,
    /// The longest time for one answer.
    pub time: Duration,
    /// Redirections of one request.
    pub redirects: usize,
    /// The shortest time between two requests to one host.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 << 20, time: Duration::from_secs(60), redirects: 5, pause: Duration::from_secs(3) }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The server says no, by this status, and perhaps how many seconds to wait.
    Status(u16, Option<u64>),
    /// The answer is longer than the limit.
    TooLarge,
    /// The answer takes longer than the limit.
    Slow,
    /// There is no connection, or what comes over it is no HTTP.
    Unreachable(String),
    /// It redirects too often or to no address.
    Redirects,
    /// It leads into the own network.
    Private,
    /// The site's robots.txt does not allow it.
    Robots,
    /// What came is no feed.
    NoFeed(String),
    /// The run was ended.
    Stopped,
}

impl Problem {
    /// Whether it may be gone when tried again.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Problem::Status(code, _) => *code >= 500 || matches!(code, 408 | 425 | 429),
            Problem::Slow | Problem::Unreachable(_) | Problem::Stopped => true,
            _ => false,
        }
    }

    /// Seconds to wait that the server asks for.
    pub(crate) fn asked(&self) -> Option<u64> {
        match self {
            Problem::Status(_, asked) => *asked,
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Status(code, Some(seconds)) => write!(f, "the server answers {code} and asks to wait {seconds} seconds"),
            Problem::Status(code, None) => write!(f, "the server answers {code}"),
            Problem::TooLarge => f.write_str("the answer is too large"),
            Problem::Slow => f.write_str("the answer takes too long"),
            Problem::Unreachable(cause) => write!(f, "the server cannot be reached: {cause}"),
            Problem::Redirects => f.write_str("it redirects too often, or to no address"),
            Problem::Private => f.write_str("it leads into the own network"),
            Problem::Robots => f.write_str("the site's robots.txt does not allow it"),
            Problem::NoFeed(cause) => write!(f, "this is no feed: {cause}"),
            Problem::Stopped => f.write_str("the run was ended"),
        }
    }
}

/// An answer with success, or that nothing changed.
#[derive(Debug)]
pub(crate) struct Answer {
    /// 304 where nothing changed.
    pub status: u16,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// The type of media, in small letters.
    pub kind: String,
    pub body: Vec<u8>,
}

/// What one request came to.
enum Step {
    Answer(Answer),
    Redirect(Address),
}

/// Sends requests, each host's at a pace.
pub(crate) struct Client<'s> {
    agent: Agent,
    pub(crate) limits: Limits,
    /// When each host was last asked.
    last: BTreeMap<String, Instant>,
    stopped: &'s dyn Fn() -> bool,
}

impl<'s> Client<'s> {
    /// `name` is how we name ourselves to servers.
    pub(crate) fn new(name: &str, limits: Limits, stopped: &'s dyn Fn() -> bool) -> Self {
        let config = Agent::config_builder()
            .user_agent(name)
            .timeout_global(Some(limits.time))
            // Redirections are followed here, where each can be judged.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Self { agent: Agent::new_with_config(config), limits, last: BTreeMap::new(), stopped }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        (self.stopped)()
    }

    /// Gets what is at `address`, wherever it redirects to; `may` judges each address before it is asked, and says how long the
    /// pause between requests to it must be.
    pub(crate) fn get(
        &mut self,
        address: &Address,
        headers: &[(&str, &str)],
        may: &mut dyn FnMut(&mut Self, &Address) -> Result<Duration, Problem>,
    ) -> Result<Answer, Problem> {
        let mut at = address.clone();
        for _ in 0..=self.limits.redirects {
            let pause = may(self, &at)?;
            self.wait(at.host(), pause)?;
            match self.once(&at, headers)? {
                Step::Answer(answer) => return Ok(answer),
                Step::Redirect(next) => at = next,
            }
        }
        Err(Problem::Redirects)
    }

    /// Waits until `host` may be asked again.
    fn wait(&mut self, host: &str, pause: Duration) -> Result<(), Problem> {
        let pause = self.limits.pause.max(pause);
        loop {
            if self.is_stopped() {
                return Err(Problem::Stopped);
            }
            let rest = self.last.get(host).map_or(Duration::ZERO, |last| pause.saturating_sub(last.elapsed()));
            if rest.is_zero() {
                self.last.insert(host.to_owned(), Instant::now());
                return Ok(());
            }
            // In short pieces, so that an end of the run is noticed.
            std::thread::sleep(rest.min(Duration::from_millis(100)));
        }
    }

    fn once(&self, address: &Address, headers: &[(&str, &str)]) -> Result<Step, Problem> {
        let mut request = self.agent.get(address.to_string());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = request.call().map_err(problem)?;
        let status = answer.status().as_u16();
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        match status {
            301 | 302 | 303 | 307 | 308 => {
                let to = header("location").and_then(|location| address.join(&location)).ok_or(Problem::Redirects)?;
                Ok(Step::Redirect(to))
            }
            200 | 203 | 304 => {
                let (etag, modified) = (header("etag"), header("last-modified"));
                let kind = header("content-type").unwrap_or_default().to_ascii_lowercase();
                let body = if status == 304 {
                    Vec::new()
                } else {
                    answer.body_mut().with_config().limit(self.limits.bytes).read_to_vec().map_err(problem)?
                };
                Ok(Step::Answer(Answer { status, etag, modified, kind, body }))
            }
            _ => Err(Problem::Status(status, header("retry-after").and_then(|seconds| seconds.trim().parse().ok()))),
        }
    }
}

fn problem(error: ureq::Error) -> Problem {
    match error {
        ureq::Error::Timeout(_) => Problem::Slow,
        ureq::Error::BodyExceedsLimit(_) => Problem::TooLarge,
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Problem::Slow,
        other => Problem::Unreachable(other.to_string().to_lowercase()),
    }
}
