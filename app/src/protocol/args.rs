//! Arguments from a JSON body or a query: a missing one is 401, a wrong one is 402, and either names the field
//! ([`from_value`](super::from_value)).

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    MAX_BODY, body_error,
    from_value::{ArgumentError, from_value},
    repair,
};
use crate::wire::{ApiError, Errno};

/// What a client sent, also where serde_json alone does not read what RFC 8259 allows.
///
/// # Errors
/// serde_json's, for what is no JSON.
pub(crate) fn parse(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|error| serde_json::from_slice(&repair::repair(body)).map_err(|_| error))
}

/// The arguments of a call that is a body. Members named in `uncounted` may go over [`MAX_BODY`] (and then only they).
pub(super) fn from_json<T: DeserializeOwned>(body: &[u8], uncounted: &[&str]) -> Result<T, ApiError> {
    let parsed = parse(body);
    let members = match parsed {
        Ok(Value::Object(members)) if body.len() <= MAX_BODY || counted(&members, uncounted) <= MAX_BODY => members,
        _ if body.len() > MAX_BODY => return Err(ApiError::too_large(MAX_BODY)),
        Ok(other) => return Err(invalid(body_error::not_an_object(&other))),
        Err(error) => return Err(invalid(body_error::not_json(body, &error))),
    };
    from_value(Value::Object(members)).map_err(refusal)
}

/// The arguments of a call that is a query. An empty one is absent, digits are a number.
pub(super) fn from_query<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let value = |text: &str| text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from);
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let members: Map<String, Value> =
        pairs.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name.into_owned(), value(&text))).collect();
    from_value(Value::Object(members)).map_err(refusal)
}

/// How many bytes a request has without what does not count.
fn counted(members: &Map<String, Value>, uncounted: &[&str]) -> usize {
    let rest: BTreeMap<_, _> = members.iter().filter(|(name, _)| !uncounted.contains(&name.as_str())).collect();
    serde_json::to_vec(&rest).map_or(usize::MAX, |text| text.len())
}

fn invalid(reason: &'static str) -> ApiError {
    ApiError::from(Errno::Invalid).because(format!("body: {reason}"))
}

fn refusal(error: ArgumentError) -> ApiError {
    let errno = if error.is_missing { Errno::Missing } else { Errno::Invalid };
    ApiError::from(errno).because(error.to_string())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;

    use super::{MAX_BODY, from_json, from_query};
    use crate::wire::{Claim, Errno};

    #[derive(Debug, Deserialize, PartialEq)]
    struct Args {
        code: String,
        info: Info,
        share: Option<i64>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Info {
        name: Claim<String>,
        gender: Option<u8>,
    }

    #[rstest]
    #[case::empty_object("{}", Errno::Missing, "code: missing")]
    #[case::one_missing(r#"{"code":"c"}"#, Errno::Missing, "info: missing")]
    #[case::null_is_missing(r#"{"code":null,"info":{}}"#, Errno::Missing, "code: missing")]
    #[case::nested_null_struct(r#"{"code":"c","info":null}"#, Errno::Missing, "info: missing")]
    #[case::empty_body("", Errno::Invalid, "body: empty, send a JSON object")]
    #[case::null_body("null", Errno::Invalid, "body: not an object")]
    #[case::array_body(r#"["c",{}]"#, Errno::Invalid, "body: not an object")]
    #[case::wrong_type(r#"{"code":1,"info":{}}"#, Errno::Invalid, "code: not a string")]
    #[case::struct_by_position(r#"{"code":"c","info":[]}"#, Errno::Invalid, "info: not an object")]
    #[case::out_of_range(r#"{"code":"c","info":{"gender":300}}"#, Errno::Invalid, "info.gender: out of range")]
    #[case::trailing(r#"{"code":"c","info":{}} x"#, Errno::Invalid, "body: not JSON")]
    fn faults(#[case] body: &str, #[case] errno: Errno, #[case] reason: &str) {
        let error = from_json::<Args>(body.as_bytes(), &[]).unwrap_err();
        assert_eq!((error.errno, error.reason.as_deref()), (errno as i32, Some(reason)));
    }

    #[test]
    fn null_options_unknown_fields_and_half_an_emoji_pass() {
        let body = br#"{"code":"c","info":{"name":"\ud83c","x":[1]},"share":null,"more":"\udf89"}"#;
        let args: Args = from_json(body, &[]).unwrap();
        let info = Info { name: Claim::Given("\u{fffd}".to_owned()), gender: None };
        assert_eq!(args, Args { code: "c".into(), info, share: None });
    }

    #[test]
    fn only_what_does_not_count_goes_over_the_limit() {
        let pad = "x".repeat(MAX_BODY);
        let body =
            |inside: &str, beside: &str| format!(r#"{{"code":"c","info":{{"name":"{inside}"}},"pad":"{beside}"}}"#);
        assert!(from_json::<Args>(body(&pad, "").as_bytes(), &["info"]).is_ok());
        for (inside, beside, uncounted) in [(pad.as_str(), "", &[][..]), ("", &pad, &["info"]), (&pad, &pad, &["info"])]
        {
            let error = from_json::<Args>(body(inside, beside).as_bytes(), uncounted).unwrap_err();
            assert!(error.is(Errno::TooLarge), "{error:?}");
        }
        let error = from_json::<Args>(pad.as_bytes(), &["info"]).unwrap_err();
        assert_eq!(error.reason.as_deref(), Some("body: not JSON"));
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Query {
        state: Option<i64>,
        page: Option<i64>,
    }

    #[rstest]
    #[case("", Ok((None, None)))]
    #[case("state=&page=", Ok((None, None)))]
    #[case("page=2&state=0&more=x", Ok((Some(0), Some(2))))]
    #[case("page=one", Err("page: not a whole number"))]
    #[case("page=1.5", Err("page: not a whole number"))]
    #[case("page=%FF", Err("page: not a whole number"))]
    #[case("page=99999999999999999999", Err("page: not a whole number"))]
    fn queries(#[case] query: &str, #[case] expected: Result<(Option<i64>, Option<i64>), &str>) {
        let found = from_query::<Query>(query).map(|query| (query.state, query.page));
        let found = found.map_err(|error| error.reason.unwrap_or_default());
        assert_eq!(found.as_ref().map_err(|reason| &**reason), expected.as_ref().map_err(|reason| *reason));
    }
}
