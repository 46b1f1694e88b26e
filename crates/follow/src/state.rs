//! What is remembered of feeds between runs, in a JSON file beside the store.
//!
//! It is written after the articles are stored, so that a run that is cut off does some work again and loses none.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Why what is remembered cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read or written.
    #[error("cannot use {path}: {cause}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is none of ours.
    #[error(
        "{path} does not hold what was remembered of feeds: {cause}\n  help: move it away to begin anew; reports that are stored stay as they are"
    )]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Where it is wrong.
        cause: serde_json::Error,
    },
}

/// What is remembered of all feeds.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// By address of the feed.
    #[serde(default)]
    pub(crate) feeds: BTreeMap<String, FeedState>,
}

/// What is remembered of one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FeedState {
    /// The server's mark for the version that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When that version was made, as the server wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Failures one after another.
    #[serde(default)]
    pub failures: u32,
    /// Seconds since 1970 before which it is not asked again.
    #[serde(default)]
    pub next: u64,
    /// Items that are done: id, and a digest of what the feed says of it. Only those that are still in the feed.
    #[serde(default)]
    pub done: BTreeMap<String, String>,
}

/// The longest pause after failures: a day.
const LONGEST_PAUSE: u64 = 86_400;

impl FeedState {
    /// Notes a failure at `now`: the pause doubles with each, unless the server asks for a longer one.
    pub(crate) fn failed(&mut self, now: u64, interval: u64, asked: Option<u64>) {
        self.failures = self.failures.saturating_add(1);
        let doubled = interval.saturating_mul(1 << self.failures.min(16));
        self.next = now.saturating_add(doubled.max(asked.unwrap_or(0)).min(LONGEST_PAUSE));
    }

    /// Notes a success at `now`.
    pub(crate) fn succeeded(&mut self, now: u64, interval: u64) {
        (self.failures, self.next) = (0, now.saturating_add(interval));
    }
}

impl State {
    /// What is remembered in `path`; nothing where it is not there yet.
    ///
    /// # Errors
    /// When the file cannot be read, or is none of ours.
    pub fn load(path: &Path) -> Result<Self, Error> {
        match std::fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|cause| Error::Damaged { path: path.to_owned(), cause }),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(cause) => Err(Error::Io { path: path.to_owned(), cause }),
        }
    }

    /// Writes it to `path`, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let part = PathBuf::from(format!("{}.part", path.display()));
        let write = || {
            let mut file = std::fs::File::create(&part)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&part, path)
        };
        write().map_err(|cause| Error::Io { path: path.to_owned(), cause })
    }

    /// When a feed is next to be asked, in seconds since 1970; 0 for one that is new.
    pub fn next(&self, feed: &str) -> u64 {
        self.feeds.get(feed).map_or(0, |state| state.next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_day() {
        let mut state = FeedState::default();
        let mut pauses = Vec::new();
        for _ in 0..9 {
            state.failed(1000, 900, None);
            pauses.push(state.next - 1000);
        }
        assert_eq!(pauses, [1800, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 86_400, 86_400]);
        state.succeeded(1000, 900);
        assert_eq!((state.failures, state.next), (0, 1900));
        state.failed(1000, 900, Some(7000));
        assert_eq!(state.next, 8000);
    }

    #[test]
    fn what_is_remembered_comes_back_and_what_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db.feeds.json");
        let mut state = State::load(&path).unwrap();
        state.feeds.entry("http://courier.example/".into()).or_default().failed(5, 60, None);
        state.save(&path).unwrap();
        assert_eq!(State::load(&path).unwrap().feeds, state.feeds);
        std::fs::write(&path, "{").unwrap();
        assert!(State::load(&path).unwrap_err().to_string().contains("begin anew"));
    }
}
