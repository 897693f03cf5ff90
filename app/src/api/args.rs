//! Arguments from a JSON body: a missing one is 401, a wrong one is 402. The reader is the page's own ([`crate::json`]): it
//! tells the two apart by serde's own calls, so no text is matched.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ApiError, Errno};
use crate::json::{self, Fault};

/// The arguments of a call.
pub(super) fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let value: Value = serde_json::from_slice(body).map_err(|_| ApiError::from(Errno::Invalid))?;
    if !value.is_object() {
        return Err(Errno::Invalid.into());
    }
    json::of_value(value).map_err(|fault| match fault {
        Fault::Missing => Errno::Missing.into(),
        Fault::Invalid => Errno::Invalid.into(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;

    use super::from_json;
    use crate::api::Errno;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Args {
        code: String,
        info: Info,
        share: Option<i64>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Info {
        name: Option<String>,
        gender: Option<u8>,
    }

    #[rstest]
    #[case::empty_object("{}", Errno::Missing)]
    #[case::one_missing(r#"{"code":"c"}"#, Errno::Missing)]
    #[case::null_is_missing(r#"{"code":null,"info":{}}"#, Errno::Missing)]
    #[case::nested_null_struct(r#"{"code":"c","info":null}"#, Errno::Missing)]
    #[case::empty_body("", Errno::Invalid)]
    #[case::null_body("null", Errno::Invalid)]
    #[case::array_body(r#"["c",{}]"#, Errno::Invalid)]
    #[case::malformed("{", Errno::Invalid)]
    #[case::wrong_type(r#"{"code":1,"info":{}}"#, Errno::Invalid)]
    #[case::struct_by_position(r#"{"code":"c","info":[]}"#, Errno::Invalid)]
    #[case::out_of_range(r#"{"code":"c","info":{"gender":300}}"#, Errno::Invalid)]
    #[case::trailing(r#"{"code":"c","info":{}} x"#, Errno::Invalid)]
    fn faults(#[case] body: &str, #[case] errno: Errno) {
        assert_eq!(from_json::<Args>(body.as_bytes()), Err(errno.into()));
    }

    #[test]
    fn bad_utf8_is_invalid() {
        assert_eq!(from_json::<Args>(b"{\"code\":\"\xff\",\"info\":{}}"), Err(Errno::Invalid.into()));
    }

    #[test]
    fn null_options_and_unknown_fields_pass() {
        let body = br#"{"code":"c","info":{"name":null,"x":[1]},"share":null,"more":true}"#;
        assert_eq!(
            from_json::<Args>(body),
            Ok(Args { code: "c".into(), info: Info { name: None, gender: None }, share: None })
        );
    }
}
