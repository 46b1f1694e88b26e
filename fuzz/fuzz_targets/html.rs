//! Bytes that the reader takes for a page.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut page = b"<!doctype html>\n".to_vec();
    page.extend_from_slice(bytes);
    rapporteur_fuzz::check(&page);
});
