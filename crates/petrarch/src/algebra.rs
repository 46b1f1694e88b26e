//! What becomes of a code when its act is negated.

/// The code of a negated act, where it has one of its own.
pub fn negated(code: &str) -> Option<&'static str> {
    match code.get(..2)? {
        "11" => Some("050"),
        _ => None,
    }
}
