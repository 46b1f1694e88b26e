//! How often one client may ask: a bucket of tokens each, which fills with time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// So many clients are remembered; beyond that, those whose buckets are full again are forgotten.
const CLIENTS: usize = 10_000;
/// A bucket holds the tokens of so many seconds.
const SECONDS: f64 = 5.0;

/// Buckets by client.
#[derive(Debug)]
pub struct Rate {
    per_second: f64,
    buckets: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

impl Rate {
    /// So many requests a second on average; bursts of some seconds' worth.
    pub fn new(per_second: u32) -> Self {
        Self { per_second: f64::from(per_second.max(1)), buckets: Mutex::default() }
    }

    /// Whether this client may ask at this time. `cost` is what the request takes out of the bucket.
    pub fn allows(&self, client: IpAddr, cost: f64, now: Instant) -> bool {
        let most = self.per_second * SECONDS;
        let filled =
            |(tokens, since): (f64, Instant)| most.min(tokens + now.saturating_duration_since(since).as_secs_f64() * self.per_second);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= CLIENTS && !buckets.contains_key(&client) {
            buckets.retain(|_, bucket| filled(*bucket) < most);
            if buckets.len() >= CLIENTS {
                return false;
            }
        }
        let bucket = buckets.entry(client).or_insert((most, now));
        let tokens = filled(*bucket);
        let enough = tokens >= cost;
        *bucket = (if enough { tokens - cost } else { tokens }, now);
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_bucket_empties_and_fills_and_others_have_their_own() {
        let (rate, start) = (Rate::new(2), Instant::now());
        let [one, other] = ["10.0.0.1", "10.0.0.2"].map(|address| address.parse().unwrap());
        assert!((0..10).all(|_| rate.allows(one, 1.0, start)));
        assert!(!rate.allows(one, 1.0, start));
        assert!(rate.allows(other, 1.0, start));
        assert!(rate.allows(one, 1.0, start + Duration::from_secs(1)));
        assert!(rate.allows(one, 1.0, start + Duration::from_secs(1)));
        assert!(!rate.allows(one, 1.0, start + Duration::from_secs(1)));
    }

    #[test]
    fn many_clients_take_no_more_memory_than_is_allowed() {
        let (rate, start) = (Rate::new(2), Instant::now());
        let client = |at: u32| IpAddr::from(at.to_be_bytes());
        assert!((0..CLIENTS as u32).all(|at| rate.allows(client(at), 1.0, start)));
        assert!(!rate.allows(client(9_999_999), 1.0, start));
        assert!(rate.allows(client(9_999_999), 1.0, start + Duration::from_secs(9)));
        assert_eq!(rate.buckets.lock().unwrap().len(), 1);
    }
}
