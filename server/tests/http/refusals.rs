//! The header `x-oa-error` of a refusal contains a field's path and fixed words, and never a value.

use rstest::rstest;
use serde_json::{Value, json};

use crate::test_app::{TestApp, envelope};

async fn refused(app: &TestApp, request: reqwest::RequestBuilder) -> (i64, Option<String>) {
    let response = request.header("x-oa-token", app.token("lin").await).send().await.unwrap();
    let reason = response.headers().get("x-oa-error").map(|reason| reason.to_str().unwrap().to_owned());
    (envelope(response).await["errno"].as_i64().unwrap(), reason)
}

#[rstest]
#[case::no_code("auth/bindPhone", json!({}), 401, "code, or encryptedData and iv: missing")]
#[case::half_of_the_data("auth/bindPhone", json!({"iv": "x"}), 401, "code, or encryptedData and iv: missing")]
#[case::code_is_a_number("auth/bindPhone", json!({"code": 1}), 402, "code: not a string")]
#[case::long_code("auth/bindPhone", json!({"code": "c".repeat(513)}), 402, "code: over 512 characters")]
#[case::iv_is_a_number("auth/bindPhone", json!({"encryptedData": "", "iv": 1}), 402, "iv: not a string")]
#[case::nothing_to_change("auth/profile", json!({}), 401, "nickName, avatarUrl, gender: none of them")]
#[case::nothing_known("auth/profile", json!({"userId": 1, "nickName": null}), 401, "nickName, avatarUrl, gender: none of them")]
#[case::name_is_a_number("auth/profile", json!({"nickName": 1}), 402, "nickName: not a string")]
#[case::name_is_blank("auth/profile", json!({"nickName": " "}), 402, "nickName: no visible character")]
#[case::name_is_zero_width("auth/profile", json!({"nickName": "\u{200b}\u{feff}"}), 402, "nickName: no visible character")]
#[case::name_is_controls("auth/profile", json!({"nickName": "\u{7}\u{202e}"}), 402, "nickName: no visible character")]
#[case::name_is_long("auth/profile", json!({"nickName": "名".repeat(129)}), 402, "nickName: over 128 characters")]
#[case::avatar_elsewhere("auth/profile", json!({"avatarUrl": "https://evil.example/a"}), 402, "avatarUrl: neither ours nor https on *.qlogo.cn")]
#[case::gender("auth/profile", json!({"gender": 3}), 402, "gender: not 0, 1 or 2")]
#[case::gender_is_text("auth/profile", json!({"gender": "1"}), 402, "gender: not a whole number")]
#[case::nothing_to_end("auth/revoke", json!({"others": false}), 401, "id, others, all: none of them")]
#[case::others_is_text("auth/revoke", json!({"others": "yes"}), 402, "others: not true or false")]
#[case::body_is_a_list("auth/revoke", json!([]), 402, "body: not an object")]
#[tokio::test]
async fn a_refusal_names_the_field(#[case] path: &str, #[case] body: Value, #[case] errno: i64, #[case] reason: &str) {
    let app = TestApp::demo().await;
    let request = app.client.post(app.api(path)).json(&body);
    assert_eq!(refused(&app, request).await, (errno, Some(reason.to_owned())));
}

#[rstest]
#[case("meeting/list?page=one", "page: not a whole number")]
#[case("meeting/list?page=0", "page: below 1")]
#[case("vote/list?limit=101", "limit: not 1 to 100")]
#[case("vote/list?state=3", "state: not 0, 1 or 2")]
#[tokio::test]
async fn so_does_a_query(#[case] path: &str, #[case] reason: &str) {
    let app = TestApp::demo().await;
    let request = app.client.get(app.api(path));
    assert_eq!(refused(&app, request).await, (402, Some(reason.to_owned())));
}

#[tokio::test]
async fn a_body_over_its_limit_names_the_limit() {
    let app = TestApp::demo().await;
    let request = app.client.post(app.api("auth/profile")).body("x".repeat(65_537));
    assert_eq!(refused(&app, request).await, (413, Some("body: over 65536 bytes".to_owned())));
}

/// Errors in the client's own input are reported, as they do not depend on a key; failures under a key are not.
#[rstest]
#[case::not_base64(json!({"encryptedData": "AAAA", "iv": "!"}), Some("iv: not Base64"))]
#[case::plus_became_space(json!({"encryptedData": "AA A", "iv": "AAAAAAAAAAAAAAAAAAAAAA=="}), Some("encryptedData: a space in place of +, send JSON as wx gave it"))]
#[case::percent_encoded(json!({"encryptedData": "AA%2BA", "iv": "AAAAAAAAAAAAAAAAAAAAAA=="}), Some("encryptedData: percent-encoded, send it as wx gave it"))]
#[case::iv_percent_encoded(json!({"encryptedData": "AAAA", "iv": "AAAAAAAAAAAAAAAAAAAAAA%3d%3d"}), Some("iv: percent-encoded, send it as wx gave it"))]
#[case::short_iv(json!({"encryptedData": "AAAA", "iv": "AAAA"}), Some("iv: not 16 bytes"))]
#[case::no_whole_block(json!({"encryptedData": "AAAA", "iv": "AAAAAAAAAAAAAAAAAAAAAA=="}), Some("encryptedData: not whole blocks of 16 bytes"))]
#[case::another_key(json!({"encryptedData": "AAAAAAAAAAAAAAAAAAAAAA==", "iv": "AAAAAAAAAAAAAAAAAAAAAA=="}), None)]
#[tokio::test]
async fn a_decryption_is_one_715_and_a_broken_text_is_named(#[case] body: Value, #[case] reason: Option<&str>) {
    let app = TestApp::demo().await;
    let request = app.client.post(app.api("auth/bindPhone")).json(&body);
    assert_eq!(refused(&app, request).await, (715, reason.map(str::to_owned)));
}

#[tokio::test]
async fn a_used_or_invalid_phone_code_requires_no_new_login() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let code = app.double("phone/getPhoneNumber", json!({ "user": "lin" })).await["code"].clone();
    for (code, errno) in [(code.clone(), 0), (code, 721), (json!("unknown"), 721)] {
        let response = app.post("auth/bindPhone", Some(&token), json!({ "code": code })).await;
        assert_eq!(response["errno"], errno, "{response}");
    }
    assert_eq!(app.get("user/index", Some(&token)).await["errno"], 0, "the session is good");
}

#[tokio::test]
async fn a_success_has_no_reason() {
    let app = TestApp::demo().await;
    let (errno, reason) = refused(&app, app.client.get(app.api("user/index"))).await;
    assert_eq!((errno, reason), (0, None));
}
