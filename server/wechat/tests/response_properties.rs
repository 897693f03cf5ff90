//! For any bytes in place of WeChat's response: an error, or values that satisfy the documented invariants. The fuzz
//! target `fuzz/targets/responses.rs` checks the same for longer.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use proptest::prelude::*;
use secrecy::ExposeSecret as _;
use wechat::CodeSession;
use wechat::crypto::PhoneInfo;
use wechat::response::{access_token, errcode};

/// Almost valid responses: WeChat's fields with values of any type.
fn response() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "errcode",
        "openid",
        "session_key",
        "unionid",
        "access_token",
        "expires_in",
        "phone_info",
        "countryCode",
        "purePhoneNumber",
        "watermark",
        "timestamp",
        "appid",
    ];
    let value = prop_oneof![
        Just(serde_json::Value::Null),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "[!-~]{1,140}".prop_map(Into::into),
        any::<[u8; 16]>().prop_map(|key| BASE64_STANDARD.encode(key).into()),
        (0..8000_i64).prop_map(Into::into),
    ];
    let flat = prop::collection::btree_map(prop::sample::select(NAMES).prop_map(str::to_owned), value, 0..6)
        .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>());
    let nested = (flat.clone(), flat.clone()).prop_map(|(mut outer, inner)| {
        outer.insert("phone_info".to_owned(), inner.into());
        outer
    });
    prop_oneof![flat, nested].prop_map(|response| serde_json::Value::Object(response).to_string())
}

fn is_plain(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn check_invariants(body: &[u8]) {
    if let Ok(session) = CodeSession::parse(body) {
        assert_eq!(errcode(body), Ok(0));
        assert!(session.session_key.is_well_formed() && is_plain(&session.openid, 128));
        assert!(session.unionid.is_none_or(|id| is_plain(&id, 128)));
    }
    if let Ok((token, life_s)) = access_token(body) {
        assert!(is_plain(token.expose_secret(), 4096) && (1..=86_400).contains(&life_s));
    }
    if let Ok(info) = PhoneInfo::parse_response(body) {
        assert!((1..=4).contains(&info.country_code.len()) && (5..=20).contains(&info.pure_number.len()));
    }
}

proptest! {
    #[test]
    fn any_bytes(body: Vec<u8>) {
        check_invariants(&body);
    }

    #[test]
    fn almost_valid_responses_are_parsed_safely(body in response(), cut: prop::sample::Index) {
        check_invariants(body.as_bytes());
        let end = cut.index(body.len() + 1);
        check_invariants(body.as_bytes().get(..end).unwrap_or_default());
    }
}
