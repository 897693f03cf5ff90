//! Parses WeChat's responses by their content: they are sent as `text/plain`, without `errcode` on success, and a proxy
//! between this server and WeChat may respond with HTML.

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};

use crate::{Error, SessionKey, Unavailable};

/// An openid or unionid has 28 characters today; this is the length of the databases' columns.
const MAX_ID_BYTES: usize = 128;
/// The longest `expires_in` of a token, in s. WeChat's own limit is 7200.
const MAX_EXPIRES_IN_S: i64 = 24 * 3600;
/// The longest token, in bytes. WeChat's documentation requires storage for 512.
const MAX_TOKEN_BYTES: usize = 4096;

/// The result of `code2Session`.
#[derive(Debug, Clone)]
pub struct CodeSession {
    /// The user in this app. Not empty, at most 128 visible ASCII characters.
    pub openid: String,
    /// The key of this login. Well-formed.
    pub session_key: SessionKey,
    /// The user across the apps of one operator, if WeChat gives one.
    pub unionid: Option<String>,
}

impl CodeSession {
    /// Parses the body of a response of `/sns/jscode2session`.
    ///
    /// # Errors
    /// What the errcode means ([`Error::from_errcode`]), or [`Unavailable::Malformed`] for a body that WeChat does not
    /// send: not a JSON object, a field of the wrong type, no openid, a session_key that is not Base64 of 16 bytes.
    pub fn parse(body: &[u8]) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Fields {
            openid: Option<String>,
            session_key: Option<String>,
            unionid: Option<String>,
        }
        let errcode = errcode(body)?;
        if errcode != 0 {
            return Err(Error::from_errcode(errcode));
        }
        let Fields { openid, session_key, unionid } = serde_json::from_slice(body).map_err(|_| MALFORMED)?;
        // the key first, so that it is zeroized whichever other field is invalid
        let session_key = session_key.map(SessionKey::new).filter(SessionKey::is_well_formed).ok_or(MALFORMED)?;
        let openid = openid.filter(|id| is_id(id)).ok_or(MALFORMED)?;
        let unionid = unionid.filter(|id| !id.is_empty());
        if unionid.as_ref().is_some_and(|id| !is_id(id)) {
            return Err(MALFORMED);
        }
        Ok(Self { openid, session_key, unionid })
    }
}

const MALFORMED: Error = Error::Unavailable(Unavailable::Malformed);

fn is_id(text: &str) -> bool {
    (1..=MAX_ID_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The access_token in a response of `/cgi-bin/stable_token`, and its lifetime in s.
///
/// # Errors
/// What the errcode means, or [`Unavailable::Malformed`] for a token that is empty, not visible ASCII or over 4096 bytes,
/// and for a lifetime that is not 1 s to a day.
pub fn access_token(body: &[u8]) -> Result<(SecretString, i64), Error> {
    #[derive(Deserialize)]
    struct Fields {
        access_token: String,
        expires_in: i64,
    }
    match errcode(body)? {
        0 => {}
        errcode => return Err(Error::from_errcode(errcode)),
    }
    let Fields { access_token, expires_in } = serde_json::from_slice(body).map_err(|_| MALFORMED)?;
    let access_token = SecretString::from(access_token);
    let text = access_token.expose_secret();
    let plain = (1..=MAX_TOKEN_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if plain && (1..=MAX_EXPIRES_IN_S).contains(&expires_in) { Ok((access_token, expires_in)) } else { Err(MALFORMED) }
}

/// The errcode of any response of WeChat; 0 if it is absent.
///
/// # Errors
/// [`Unavailable::Malformed`] when the body is not a JSON object or its errcode is neither a whole number nor the text of
/// one.
pub fn errcode(body: &[u8]) -> Result<i64, Error> {
    #[derive(Deserialize)]
    struct Fields {
        #[serde(default, deserialize_with = "whole_number")]
        errcode: i64,
    }
    // serde would accept an array for a struct
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(MALFORMED);
    }
    serde_json::from_slice::<Fields>(body).map(|fields| fields.errcode).map_err(|_| MALFORMED)
}

fn whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Number(i64),
        Text(String),
    }
    match Option::deserialize(deserializer)? {
        None => Ok(0),
        Some(Number::Number(number)) => Ok(number),
        Some(Number::Text(text)) => text.parse().map_err(serde::de::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";

    #[rstest]
    #[case::plain(r#"{"session_key":"KEY","openid":"o1"}"#, None)]
    #[case::errcode_0(r#"{"session_key":"KEY","openid":"o1","errcode":0,"errmsg":"ok"}"#, None)]
    #[case::errcode_text_0(r#"{"session_key":"KEY","openid":"o1","errcode":"0"}"#, None)]
    #[case::errcode_null(r#"{"session_key":"KEY","openid":"o1","errcode":null}"#, None)]
    #[case::unionid(r#"{"session_key":"KEY","openid":"o1","unionid":"u1"}"#, Some("u1"))]
    #[case::empty_unionid(r#"{"session_key":"KEY","openid":"o1","unionid":""}"#, None)]
    #[case::null_unionid(r#"{"session_key":"KEY","openid":"o1","unionid":null}"#, None)]
    #[case::more_fields(" \n{\"session_key\":\"KEY\",\"openid\":\"o1\",\"expires_in\":7200}\n", None)]
    fn ok(#[case] body: &str, #[case] unionid: Option<&str>) {
        let session = CodeSession::parse(body.replace("KEY", KEY).as_bytes()).unwrap();
        assert_eq!((session.openid.as_str(), session.session_key.reveal()), ("o1", KEY));
        assert_eq!(session.unionid.as_deref(), unionid);
    }

    #[rstest]
    #[case::empty("")]
    #[case::html("<html><body>502 Bad Gateway</body></html>")]
    #[case::cut(r#"{"session_key":"KEY","open"#)]
    #[case::two(r#"{"session_key":"KEY","openid":"o1"}{}"#)]
    #[case::array(r#"["o1","KEY"]"#)]
    #[case::array_of_errcode("[0]")]
    #[case::text("\"ok\"")]
    #[case::null("null")]
    #[case::no_fields("{}")]
    #[case::no_openid(r#"{"session_key":"KEY"}"#)]
    #[case::empty_openid(r#"{"session_key":"KEY","openid":""}"#)]
    #[case::openid_with_space(r#"{"session_key":"KEY","openid":"o 1"}"#)]
    #[case::openid_number(r#"{"session_key":"KEY","openid":1}"#)]
    #[case::no_key(r#"{"openid":"o1"}"#)]
    #[case::key_number(r#"{"session_key":7,"openid":"o1"}"#)]
    #[case::short_key(r#"{"session_key":"AAECAw==","openid":"o1"}"#)]
    #[case::placeholder_key(r#"{"session_key":"xxxxx","openid":"o1"}"#)]
    #[case::unionid_number(r#"{"session_key":"KEY","openid":"o1","unionid":1}"#)]
    #[case::errcode_object(r#"{"session_key":"KEY","openid":"o1","errcode":{}}"#)]
    #[case::errcode_not_numeric(r#"{"session_key":"KEY","openid":"o1","errcode":"ok"}"#)]
    #[case::errcode_fraction(r#"{"session_key":"KEY","openid":"o1","errcode":0.5}"#)]
    fn malformed(#[case] body: &str) {
        assert_eq!(CodeSession::parse(body.replace("KEY", KEY).as_bytes()).unwrap_err(), MALFORMED);
    }

    #[test]
    fn an_errcode_wins_over_fields_and_may_be_text() {
        let parse = |body: &str| CodeSession::parse(body.as_bytes()).unwrap_err();
        assert_eq!(parse(r#"{"errcode":40029,"errmsg":"invalid code","openid":"o1"}"#), Error::InvalidCode);
        assert_eq!(parse(r#"{"errcode":"40163"}"#), Error::CodeUsed);
    }

    #[test]
    fn an_invalid_token_is_malformed() {
        let (token, lifetime_s) = access_token(br#"{"access_token":"ACCESS","expires_in":7200}"#).unwrap();
        assert_eq!((token.expose_secret(), lifetime_s), ("ACCESS", 7200));
        assert_eq!(access_token(br#"{"errcode":40125,"errmsg":"x"}"#).unwrap_err(), Error::Misconfigured(40125));
        let long = format!(r#"{{"access_token":"{}","expires_in":7200}}"#, "a".repeat(4097));
        for body in [
            "{}",
            r#"{"access_token":"","expires_in":7200}"#,
            r#"{"access_token":"a b","expires_in":7200}"#,
            r#"{"access_token":"a","expires_in":0}"#,
            r#"{"access_token":"a","expires_in":86401}"#,
            r#"{"access_token":1,"expires_in":7200}"#,
            r#"{"access_token":"a"}"#,
            &long,
        ] {
            assert_eq!(access_token(body.as_bytes()).unwrap_err(), MALFORMED, "{body}");
        }
    }
}
