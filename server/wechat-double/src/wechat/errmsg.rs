//! WeChat's errmsg for an errcode, with the suffix of real responses.

use crate::crypto::hex;
use crate::double::Shared;

/// The body of an error: `{"errcode":40029,"errmsg":"invalid code, rid: …"}`.
pub(super) fn body(shared: &Shared, errcode: i64) -> String {
    format!(r#"{{"errcode":{errcode},"errmsg":"{}{}"}}"#, message(errcode), suffix(shared))
}

/// Two kinds of suffix are known; a client must accept both.
fn suffix(shared: &Shared) -> String {
    let [kind, id @ ..]: [u8; 13] = shared.random();
    let id = hex(&id);
    let part = |from: usize| id.chars().skip(from).take(8).collect::<String>();
    if kind % 2 == 0 {
        format!(", rid: {}-{}-{}", part(0), part(8), part(16))
    } else {
        format!(", hints: [ req_id: {} ]", part(0) + &part(8))
    }
}

fn message(errcode: i64) -> &'static str {
    match errcode {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40002 => "invalid grant_type",
        40003 => "invalid openid",
        40013 => "invalid appid",
        40029 => "invalid code",
        40066 => "invalid url",
        40097 => "invalid args",
        40125 => "invalid appsecret",
        40163 => "code been used",
        40164 => "invalid ip 203.0.113.1 ipv6 ::ffff:203.0.113.1, not in whitelist",
        40226 => "code blocked",
        40243 => "AppSecret is frozen",
        41001 => "access_token missing",
        41002 => "appid missing",
        41004 => "appsecret missing",
        41008 => "missing code",
        42001 => "access_token expired",
        43002 => "invalid http method",
        45009 => "reach max api daily quota limit",
        45011 => "api minute-quota reach limit, mustslower, retry next minute",
        47001 => "data format error",
        87007 => "session_key is not existd or expired",
        87008 => "invalid sig_method",
        87009 => "invalid signature",
        _ => "error",
    }
}
