//! Reports a second from bytes to record, each input format: `cargo bench -p rapporteur`.

use divan::Bencher;
use divan::counter::BytesCount;
use rapporteur::{Options, Reader, Source};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

const EXAMPLES: [&str; 4] = ["talks.txt", "ferry-page.html", "two-columns.pdf", "reports.jsonl"];

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::embedded().expect("the embedded models can be used"));

fn main() {
    divan::main();
}

/// All reports of `sources`; how many they were.
fn read(sources: Vec<Source>, threads: usize) -> usize {
    let mut reports = 0;
    READER.read_many(sources, &Options::default(), threads, &mut |outcome| {
        reports += usize::from(outcome.result.is_ok());
        ControlFlow::Continue(())
    });
    reports
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)).expect("the example is there")
}

#[divan::bench(args = EXAMPLES)]
fn one_report(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = bytes(name);
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| vec![Source::bytes(name, bytes.clone())])
        .bench_values(|sources| read(sources, 1));
}

#[divan::bench(args = [1, 2])]
fn forty_reports_on_threads(bencher: Bencher<'_, '_>, threads: usize) {
    let bytes = bytes("talks.txt");
    bencher
        .counter(BytesCount::new(40 * bytes.len()))
        .with_inputs(|| (0..40).map(|_| Source::bytes("talks.txt", bytes.clone())).collect::<Vec<_>>())
        .bench_values(|sources| read(sources, threads));
}

#[divan::bench]
fn start_up() -> Reader {
    Reader::embedded().expect("the embedded models can be used")
}
