//! Why a body is not the JSON object that a call takes: what the client most likely did, in fixed words for `x-oa-error`.

use serde_json::Value;

/// Of a body that is JSON.
pub(super) fn not_an_object(value: &Value) -> &'static str {
    match value {
        Value::String(text) if serde_json::from_str::<Value>(text).is_ok_and(|inner| inner.is_object()) => {
            "JSON text inside JSON, send the object itself"
        }
        _ => "not an object",
    }
}

/// Of a body that is no JSON.
pub(super) fn not_json(body: &[u8], error: &serde_json::Error) -> &'static str {
    let text = body.trim_ascii();
    match text {
        [] => "empty, send a JSON object",
        [0xef, 0xbb, 0xbf, ..] => "a byte order mark before the JSON, send it without",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..] => "UTF-16, send UTF-8",
        [0x1f, 0x8b, ..] => "compressed, send plain JSON",
        [b'-', b'-', ..] => "a multipart form, send JSON",
        b"[object Object]" => "an object that was made a text, send its JSON",
        _ if is_form(text) => "form-encoded, send JSON",
        _ if std::str::from_utf8(text).is_err() => "not UTF-8",
        _ if error.is_eof() => "JSON that breaks off",
        _ => "not JSON",
    }
}

/// `name=value`, or a whole text that was escaped as a form escapes it.
fn is_form(text: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-[]%+".contains(byte);
    let name = text.iter().position(|byte| !is_name(byte));
    let is_pair = name.is_some_and(|end| end > 0 && text.get(end) == Some(&b'='));
    is_pair || text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"%7B"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::Value;

    use super::{not_an_object, not_json};

    #[rstest]
    #[case::nothing(b"", "empty, send a JSON object")]
    #[case::blank(b" \n", "empty, send a JSON object")]
    #[case::form(b"code=0c3f&userInfo=%7B%7D", "form-encoded, send JSON")]
    #[case::form_of_brackets(b"userInfo[nickName]=x", "form-encoded, send JSON")]
    #[case::escaped_json(b"%7B%22code%22%3A1%7D=", "form-encoded, send JSON")]
    #[case::multipart(b"------WebKitFormBoundary\r\n", "a multipart form, send JSON")]
    #[case::byte_order_mark(b"\xef\xbb\xbf{\"code\":\"c\"}", "a byte order mark before the JSON, send it without")]
    #[case::utf_16_mark(b"\xff\xfe{\0", "UTF-16, send UTF-8")]
    #[case::utf_16(b"{\0\"\0", "UTF-16, send UTF-8")]
    #[case::gzip(b"\x1f\x8b\x08", "compressed, send plain JSON")]
    #[case::object(b"[object Object]", "an object that was made a text, send its JSON")]
    #[case::latin_1(b"{\"code\":\"\xe9\"}", "not UTF-8")]
    #[case::cut(b"{\"code\":", "JSON that breaks off")]
    #[case::words(b"hello", "not JSON")]
    #[case::undefined(b"undefined", "not JSON")]
    #[case::single_quotes(b"{'code':'c'}", "not JSON")]
    fn bodies(#[case] body: &[u8], #[case] reason: &str) {
        let error = serde_json::from_slice::<Value>(body).unwrap_err();
        assert_eq!(not_json(body, &error), reason);
    }

    #[rstest]
    #[case(r#""{\"code\":\"c\"}""#, "JSON text inside JSON, send the object itself")]
    #[case(r#""hello""#, "not an object")]
    #[case("[]", "not an object")]
    #[case("null", "not an object")]
    fn values(#[case] body: &str, #[case] reason: &str) {
        assert_eq!(not_an_object(&serde_json::from_str(body).unwrap()), reason);
    }
}
