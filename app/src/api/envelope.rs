//! The envelope `{"errno","errmsg","data"?}`: sealed on the server, opened in the browser.

use std::borrow::Cow;

use serde::Serialize;

use super::ApiError;
use crate::json::{self, FromJson, Value};

/// The content type of every answer.
pub const CONTENT_TYPE: &str = "application/json; charset=utf-8";

#[derive(Serialize)]
struct Sealed<'a, T> {
    errno: i32,
    errmsg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<T>,
}

/// The body of an answer. `data` is absent where there is none.
pub fn envelope<T: Serialize>(outcome: Result<T, ApiError>) -> String {
    let sealed = match &outcome {
        Ok(data) => {
            // a unit serialises to null, and null is no data
            let data = (size_of::<T>() != 0).then_some(data);
            serde_json::to_string(&Sealed { errno: 0, errmsg: "成功", data })
        }
        Err(error) => serde_json::to_string(&Sealed::<()> { errno: error.errno, errmsg: &error.errmsg, data: None }),
    };
    // only a map with keys that are no strings can fail, and no answer has one
    sealed.unwrap_or_else(|_| r#"{"errno":502,"errmsg":"系统内部错误"}"#.to_owned())
}

fn nonsense() -> ApiError {
    ApiError::no_answer(Cow::Borrowed("request:fail invalid answer"))
}

/// What came, undone. Anything that is not an envelope (a proxy's page) is a failed request.
pub(super) fn open(body: &str) -> Result<Value, ApiError> {
    let opened = json::value(body).ok_or_else(nonsense)?;
    let errno = opened.whole("errno").and_then(|errno| errno.try_into().ok());
    let errmsg = opened.get("errmsg").and_then(Value::as_str);
    match errno.zip(errmsg) {
        Some((0, _)) => Ok(opened.get("data").cloned().unwrap_or_default()),
        Some((errno, errmsg)) => Err(ApiError { errno, ..ApiError::no_answer(Cow::Owned(errmsg.to_owned())) }),
        None => Err(nonsense()),
    }
}

/// The data of an answer. Absent data is null: `()` can be made from it, a struct cannot.
pub(super) fn of_data<T: FromJson>(body: String) -> Result<T, ApiError> {
    T::from_json(&open(&body)?).ok_or_else(nonsense)
}

#[cfg(test)]
mod tests {
    use super::{ApiError, envelope};
    use crate::api::Errno;

    #[test]
    fn data_is_absent_where_there_is_none() {
        assert_eq!(envelope::<()>(Ok(())), r#"{"errno":0,"errmsg":"成功"}"#);
        assert_eq!(envelope::<()>(Err(Errno::SignIn.into())), r#"{"errno":501,"errmsg":"请登录"}"#);
        assert_eq!(envelope(Ok(vec![1])), r#"{"errno":0,"errmsg":"成功","data":[1]}"#);
    }

    fn open<T: crate::json::FromJson>(body: &str) -> Result<T, ApiError> {
        super::of_data(body.to_owned())
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
