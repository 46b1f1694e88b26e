//! Parquet tables, and feeds in JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    if kind % 4 == 0 {
        rapporteur_fuzz::check(&[b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [", rest].concat());
    } else {
        rapporteur_fuzz::check(&[b"PAR1\x15", rest, b"PAR1"].concat());
    }
});
