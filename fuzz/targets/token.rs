//! A token or a session's id as a client sends it: refused, or looked up by what only that text leads to.
#![no_main]

use identity::{SessionId, TokenHash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(hash) = TokenHash::of(text) {
        assert!(text.len() == 46 && text.starts_with("oa_"));
        let id = SessionId::of(&hash).to_string();
        assert_eq!(TokenHash::of(&id), None, "an id is no token");
    }
    if let Ok(id) = text.parse::<SessionId>() {
        assert_eq!(id.to_string(), text, "an id has one spelling");
    }
});
