//! Mail: the first byte chooses a message or a mailbox.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let head: &[u8] = match kind % 2 {
        0 => b"From: a@kelm.example\nMIME-Version: 1.0\n",
        _ => b"From a@kelm.example Tue May  6 10:00:00 2031\nFrom: a@kelm.example\n",
    };
    rapporteur_fuzz::check(&[head, rest].concat());
});
