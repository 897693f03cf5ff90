//! The envelope `{"errno","errmsg","data"?}`: sealed on the server, opened in the browser.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::ApiError;

/// The content type of every response.
pub const CONTENT_TYPE: &str = "application/json; charset=utf-8";

#[derive(Serialize)]
struct Sealed<'a, T> {
    errno: i32,
    errmsg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<T>,
}

/// The body of a response. `data` is absent where there is none.
pub fn envelope<T: Serialize>(outcome: Result<T, ApiError>) -> String {
    let sealed = match &outcome {
        Ok(data) => {
            // a unit serialises to null, and null is no data
            let data = (size_of::<T>() != 0).then_some(data);
            serde_json::to_string(&Sealed { errno: 0, errmsg: "成功", data })
        }
        Err(error) => serde_json::to_string(&Sealed::<()> { errno: error.errno, errmsg: &error.errmsg, data: None }),
    };
    // only a map with keys that are no strings can fail, and no response has one
    sealed.unwrap_or_else(|_| r#"{"errno":502,"errmsg":"系统内部错误"}"#.to_owned())
}

/// What comes back, before its data is read.
#[derive(Deserialize)]
struct Opened<'a> {
    errno: i32,
    errmsg: String,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// The data of a response's body. Absent data is null: `()` can be made from it, a struct cannot.
///
/// # Errors
/// What the envelope says; `request:fail invalid answer` for what is no envelope (a proxy's page) or has other data.
pub fn open<T: DeserializeOwned>(body: &str) -> Result<T, ApiError> {
    let invalid = || ApiError::no_answer(Cow::Borrowed("request:fail invalid answer"));
    let opened: Opened<'_> = serde_json::from_str(body).map_err(|_| invalid())?;
    if opened.errno != 0 {
        return Err(ApiError { errno: opened.errno, ..ApiError::no_answer(Cow::Owned(opened.errmsg)) });
    }
    serde_json::from_str(opened.data.map_or("null", RawValue::get)).map_err(|_| invalid())
}

#[cfg(test)]
mod tests {
    use super::{ApiError, envelope, open};
    use crate::wire::Errno;

    #[test]
    fn data_is_absent_where_there_is_none() {
        assert_eq!(envelope::<()>(Ok(())), r#"{"errno":0,"errmsg":"成功"}"#);
        assert_eq!(envelope::<()>(Err(Errno::SignIn.into())), r#"{"errno":501,"errmsg":"请登录"}"#);
        assert_eq!(envelope(Ok(vec![1])), r#"{"errno":0,"errmsg":"成功","data":[1]}"#);
    }

    #[test]
    fn an_envelope_opens_to_what_was_sealed() {
        assert_eq!(open::<Vec<i64>>(r#"{"errno":0,"errmsg":"成功","data":[1]}"#), Ok(vec![1]));
        assert_eq!(open::<()>(r#"{"errno":0,"errmsg":"成功"}"#), Ok(()));
        assert_eq!(open::<Vec<i64>>(r#"{"errno":501,"errmsg":"请登录"}"#), Err(Errno::SignIn.into()));
    }

    #[test]
    fn what_is_no_envelope_is_a_failed_request() {
        for body in ["<html>502</html>", "", r#"{"errno":0,"errmsg":"成功"}"#, "[]"] {
            assert_eq!(open::<Vec<i64>>(body).unwrap_err().errno, ApiError::NO_ANSWER, "{body}");
        }
    }
}
