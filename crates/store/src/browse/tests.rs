//! The browsing of a small store.

#[test]
fn nothing() {}
