//! What `follow` takes from servers: addresses, and lists of feeds.
#![no_main]

use rapporteur_follow::{Address, feeds};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = feeds(&text);
    let Some((first, rest)) = text.split_once('\n') else { return };
    let Some(base) = Address::parse(first) else { return };
    assert_eq!(Address::parse(&base.to_string()).as_ref(), Some(&base), "an address is printed as it is read");
    for link in rest.lines() {
        if let Some(to) = base.join(link) {
            assert_eq!(Address::parse(&to.to_string()), Some(to));
        }
    }
});
