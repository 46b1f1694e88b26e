//! Packs the reports of a store as the sample from which packing learns what is usual.
//!
//! ```text
//! rapporteur ingest --store sample.db …   # reports of ours
//! cargo run --release -p rapporteur-store --example sample -- sample.db crates/store/src/pack/sample-2.bin
//! ```
#![allow(clippy::unwrap_used)]

use rapporteur_store::{Store, sample_of};
use std::path::Path;

fn main() {
    let mut args = std::env::args().skip(1);
    let (store, out) = (args.next().unwrap(), args.next().unwrap());
    let store = Store::open_to_read(Path::new(&store)).unwrap();
    std::fs::write(out, sample_of(&store).unwrap()).unwrap();
}
