//! Files with many reports: the first byte chooses JSON lines, a JSON array, a table or a feed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let head: &[u8] = match kind % 5 {
        0 => b"{\"text\": \"Rebels left Kelm.\"}\n",
        1 => b"[{\"text\": \"Rebels left Kelm.\"},",
        2 => b"id,date,text\n1,2031-05-06,Rebels left Kelm.\n",
        3 => b"<rss version=\"2.0\"><channel><item><title>Rebels left Kelm</title></item>",
        _ => b"",
    };
    rapporteur_fuzz::check(&[head, rest].concat());
});
