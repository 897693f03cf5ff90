//! An invalid optional field never fails a login: only `code`, and a `userInfo` that is not an object, are refused.
//! Other invalid fields are dropped, and the log names them.

use rstest::rstest;
use serde_json::{Value, json};

use crate::test_app::{TestApp, envelope};

/// Sends a login of a fresh code of `lin`, as the body that `make` writes around that code.
async fn log_in(app: &TestApp, make: impl FnOnce(&str) -> Vec<u8>) -> Value {
    let body = make(&app.code("lin").await);
    // the content type is ignored
    let response = app.client.post(app.api("auth/login_by_weixin")).header("content-type", "text/x").body(body).send();
    envelope(response.await.unwrap()).await
}

/// Each is inserted into the body verbatim, after `"code":"…",`.
#[rstest]
#[case::half_an_emoji_in_the_name(r#""userInfo":{"nickName":"a\ud83c"}"#, "a\u{fffd}")]
#[case::half_an_emoji_in_a_place(r#""userInfo":{"city":"\udf89"}"#, "")]
#[case::half_an_emoji_in_an_unknown_field(r#""userInfo":{},"more":{"x":["\ud83c"]}"#, "")]
#[case::half_an_emoji_as_a_member(r#""userInfo":{},"\ud83c":1"#, "")]
#[case::half_an_emoji_in_raw_data(r#""userInfo":{},"rawData":"\ud83c","signature":"\ud83c""#, "")]
#[case::number_beyond_floats(r#""userInfo":{"gender":1e999},"latitude":-1e400"#, "")]
#[case::empty_profile(r#""userInfo":{}"#, "")]
#[case::name_is_null(r#""userInfo":{"nickName":null}"#, "")]
#[case::name_is_a_number(r#""userInfo":{"nickName":7}"#, "")]
#[case::name_is_a_list(r#""userInfo":{"nickName":["a"]}"#, "")]
#[case::name_is_blank(r#""userInfo":{"nickName":" \u3000"}"#, "")]
#[case::name_is_zero_width(r#""userInfo":{"nickName":"\u200b\u200d\ufeff"}"#, "")]
#[case::name_with_controls(r#""userInfo":{"nickName":"a\u0007b\u009b\u007f\u0000"}"#, "ab")]
#[case::name_with_line_breaks(r#""userInfo":{"nickName":"a\r\nb\nc"}"#, "a b c")]
#[case::name_with_bidi(r#""userInfo":{"nickName":"a\u202eb\u2066c\u2069"}"#, "abc")]
#[case::gender_out_of_range(r#""userInfo":{"nickName":"n","gender":3}"#, "n")]
#[case::gender_negative(r#""userInfo":{"nickName":"n","gender":-1}"#, "n")]
#[case::gender_is_a_word(r#""userInfo":{"nickName":"n","gender":"男"}"#, "n")]
#[case::gender_is_true(r#""userInfo":{"nickName":"n","gender":true}"#, "n")]
#[case::gender_with_a_fraction(r#""userInfo":{"nickName":"n","gender":1.5}"#, "n")]
#[case::gender_is_huge(r#""userInfo":{"nickName":"n","gender":99999999999999999999}"#, "n")]
#[case::address_elsewhere(r#""userInfo":{"nickName":"n","avatarUrl":"https://evil.example/a.png"}"#, "n")]
#[case::address_is_temporary(r#""userInfo":{"nickName":"n","avatarUrl":"wxfile://tmp_1.png"}"#, "n")]
#[case::address_is_no_text(r#""userInfo":{"nickName":"n","avatarUrl":{"url":"x"}}"#, "n")]
#[case::place_is_no_text(r#""userInfo":{"nickName":"n","country":1,"province":[],"city":{}}"#, "n")]
#[case::language_is_a_sentence(r#""userInfo":{"nickName":"n","language":"a b"}"#, "n")]
#[case::share_undefined(r#""userInfo":{"nickName":"n"},"shareUserId":"undefined""#, "n")]
#[case::share_null(r#""userInfo":{"nickName":"n"},"shareUserId":"null""#, "n")]
#[case::share_nan(r#""userInfo":{"nickName":"n"},"shareUserId":"NaN""#, "n")]
#[case::share_with_a_fraction(r#""userInfo":{"nickName":"n"},"shareUserId":"12.0""#, "n")]
#[case::share_is_true(r#""userInfo":{"nickName":"n"},"shareUserId":true"#, "n")]
#[case::share_is_a_list(r#""userInfo":{"nickName":"n"},"shareUserId":[]"#, "n")]
#[case::share_is_an_object(r#""userInfo":{"nickName":"n"},"shareUserId":{"id":1}"#, "n")]
#[case::share_is_negative(r#""userInfo":{"nickName":"n"},"shareUserId":-1"#, "n")]
#[case::share_is_too_long(r#""userInfo":{"nickName":"n"},"shareUserId":"99999999999999999999""#, "n")]
#[case::share_of_empty_storage(r#""userInfo":{"nickName":"n"},"shareUserId":"""#, "n")]
#[case::share_is_nobodys(r#""userInfo":{"nickName":"n"},"shareUserId":"12""#, "n")]
#[case::raw_data_alone(r#""userInfo":{"nickName":"n"},"rawData":"{}""#, "n")]
#[case::signature_alone(r#""userInfo":{"nickName":"n"},"signature":"0a""#, "n")]
#[case::signature_is_no_text(r#""userInfo":{"nickName":"n"},"rawData":"{}","signature":7"#, "n")]
#[case::signature_is_wrong(r#""userInfo":{"nickName":"n"},"rawData":"{\"nickName\":\"x\"}","signature":"0a""#, "n")]
#[tokio::test]
async fn a_decoration_costs_no_login(#[case] rest: &str, #[case] name: &str) {
    let app = TestApp::demo().await;
    let response = log_in(&app, |code| format!("{{\"code\":\"{code}\",{rest}}}").into_bytes()).await;
    assert_eq!(
        (&response["errno"], &response["data"]["userInfo"]["nickName"]),
        (&json!(0), &json!(name)),
        "{response}"
    );
}

/// Exceeds every limit of a field, and the body limit of other calls.
#[rstest]
#[case::name(json!({"nickName": "名".repeat(129)}), json!({"nickName": "名".repeat(128)}))]
#[case::name_of_a_book(json!({"nickName": "名".repeat(40_000)}), json!({"nickName": "名".repeat(128)}))]
#[case::address(json!({"avatarUrl": format!("https://thirdwx.qlogo.cn/{}", "a".repeat(1_025))}), json!({}))]
#[case::picture(json!({"avatarUrl": format!("data:image/png;base64,{}", "A".repeat(65 * 1024))}), json!({}))]
#[case::large_picture(json!({"avatarUrl": format!("data:image/png;base64,{}", "A".repeat(900 * 1024))}), json!({}))]
#[case::country(json!({"country": "a".repeat(65)}), json!({"country": "a".repeat(64)}))]
#[case::province(json!({"province": "a".repeat(65)}), json!({"province": "a".repeat(64)}))]
#[case::city(json!({"city": "市".repeat(65)}), json!({"city": "市".repeat(64)}))]
#[case::language(json!({"language": "a".repeat(33)}), json!({"language": ""}))]
#[case::gender_as_text(json!({"gender": "1"}), json!({"gender": 1}))]
#[tokio::test]
async fn fields_that_are_too_long_are_cut_or_dropped(#[case] sent: Value, #[case] stored: Value) {
    let app = TestApp::demo().await;
    let response = log_in(&app, |code| json!({ "code": code, "userInfo": sent }).to_string().into_bytes()).await;
    assert_eq!(response["errno"], 0, "{response}");
    for (field, value) in stored.as_object().unwrap() {
        assert_eq!(&response["data"]["userInfo"][field], value, "{field}");
    }
    let avatar = response["data"]["userInfo"]["avatarUrl"].as_str().unwrap();
    assert!(avatar.ends_with("/oapro/images/avatar-default.svg"), "{avatar}");
}

#[tokio::test]
async fn a_signed_profile_overrides_the_clients_claims() {
    let app = TestApp::demo().await;
    // signed with the key of the previous login, as by `getUserProfile` before `wx.login`
    app.login("lin").await;
    let profile = app.double("phone/getUserProfile", json!({ "user": "lin", "desc": "用于完善会员资料" })).await;
    let fields = json!({ "userInfo": { "nickName": "n", "city": "别处" }, "rawData": profile["rawData"], "signature": profile["signature"] });
    let mut body = fields.clone();
    body["code"] = json!(app.code("lin").await);
    let signed = app.post("auth/login_by_weixin", None, body).await;
    assert_eq!(signed["errno"], 0, "{signed}");
    app.double("control/rotate-key", json!({ "user": "lin" })).await;
    let mut body = fields;
    body["code"] = json!(app.code("lin").await);
    let unsigned = app.post("auth/login_by_weixin", None, body).await;
    assert_eq!(unsigned["errno"], 0, "a signature of another session_key costs no login: {unsigned}");
}

#[rstest]
#[case::missing("{}", 401, "code: missing")]
#[case::null_code(r#"{"code":null,"userInfo":{}}"#, 401, "code: missing")]
#[case::empty_code(r#"{"code":"","userInfo":{}}"#, 401, "code: empty")]
#[case::no_profile(r#"{"code":"c"}"#, 401, "userInfo: missing")]
#[case::null_profile(r#"{"code":"c","userInfo":null}"#, 401, "userInfo: missing")]
#[case::wrong_type(r#"{"code":1,"userInfo":{}}"#, 402, "code: not a string")]
#[case::profile_is_a_list(r#"{"code":"c","userInfo":[]}"#, 402, "userInfo: not an object")]
#[case::profile_is_a_text(r#"{"code":"c","userInfo":"{}"}"#, 402, "userInfo: not an object")]
#[case::malformed("{", 402, "body: JSON that breaks off")]
#[case::null("null", 402, "body: not an object")]
#[case::array("[]", 402, "body: not an object")]
#[case::text("hello", 402, "body: not JSON")]
#[case::form("code=c&userInfo=%7B%7D", 402, "body: form-encoded, send JSON")]
#[case::json_in_json(
    r#""{\"code\":\"c\",\"userInfo\":{}}""#,
    402,
    "body: JSON text inside JSON, send the object itself"
)]
#[case::byte_order_mark("\u{feff}{\"code\":\"c\"}", 402, "body: a byte order mark before the JSON, send it without")]
#[case::empty("", 402, "body: empty, send a JSON object")]
#[tokio::test]
async fn invalid_code_and_profile_are_refused_with_a_reason(
    #[case] body: &'static str,
    #[case] errno: i64,
    #[case] reason: &str,
) {
    let app = TestApp::demo().await;
    let response = app.client.post(app.api("auth/login_by_weixin")).body(body).send().await.unwrap();
    assert_eq!(response.headers()["x-oa-error"], reason);
    assert_eq!(envelope(response).await["errno"], errno);
}

#[tokio::test]
async fn a_code_that_is_too_long_is_rejected_without_calling_wechat() {
    let app = TestApp::demo().await;
    for (code, errno) in [("c".repeat(513), 402), ("a\0b".to_owned(), 402), ("c".repeat(512), 710)] {
        let response = app.post("auth/login_by_weixin", None, json!({ "code": code, "userInfo": {} })).await;
        assert_eq!(response["errno"], errno);
    }
}
