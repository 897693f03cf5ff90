//! WeChat's responses, or a proxy's in their place: an error, or values that satisfy the documented invariants.
#![no_main]

use libfuzzer_sys::fuzz_target;
use secrecy::ExposeSecret as _;
use wechat::{
    CodeSession,
    crypto::PhoneInfo,
    response::{access_token, errcode},
};

fn is_plain(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fuzz_target!(|body: &[u8]| {
    if let Ok(session) = CodeSession::parse(body) {
        assert_eq!(errcode(body), Ok(0));
        assert!(session.session_key.is_well_formed() && is_plain(&session.openid, 128));
        assert!(session.unionid.is_none_or(|id| is_plain(&id, 128)));
    }
    if let Ok((token, lifetime_s)) = access_token(body) {
        assert!(is_plain(token.expose_secret(), 4096) && (1..=86_400).contains(&lifetime_s));
    }
    if let Ok(info) = PhoneInfo::parse_response(body) {
        assert!((1..=4).contains(&info.country_code.len()) && (5..=20).contains(&info.pure_number.len()));
        assert!(info.pure_number.bytes().all(|byte| byte.is_ascii_digit()));
    }
});
