//! Any bytes at all: what they are is decided by the reader, mostly plain text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rapporteur_fuzz::check(bytes));
