//! Bytes that are taken for a model file: as they are, and with a checksum that fits them, so that what lies behind
//! the checksum is reached too.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rapporteur_fuzz::model::check(bytes));
