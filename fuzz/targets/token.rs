//! A token or a session id as a client sends it: rejected, or parsed to a value that only this text gives.
#![no_main]

use identity::{SessionId, TokenHash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(hash) = TokenHash::of(text) {
        assert!(text.len() == 46 && text.starts_with("oa_"));
        let id = SessionId::of(&hash).to_string();
        assert_eq!(TokenHash::of(&id), None, "an id is not a token");
    }
    if let Ok(id) = text.parse::<SessionId>() {
        assert_eq!(id.to_string(), text, "an id has one spelling");
    }
});
