//! The server accepts what it returned: a form that sends everything it received can save a name, and the body of a
//! logout keeps nobody signed in.

use rstest::rstest;
use serde_json::{Value, json};

use crate::test_app::{TestApp, envelope};

async fn save(app: &TestApp, token: &str, change: Value) -> Value {
    let response = app.post("auth/profile", Some(token), change).await;
    assert_eq!(response["errno"], 0, "{response}");
    response["data"]["userInfo"].clone()
}

async fn signed_in_without_a_name(app: &TestApp) -> (String, Value) {
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    let response = app.post("auth/login_by_weixin", None, body).await;
    (response["data"]["token"].as_str().unwrap().to_owned(), response["data"]["userInfo"].clone())
}

#[tokio::test]
async fn a_complete_profile_is_returned_and_changes_nothing() {
    let app = TestApp::demo().await;
    let (token, given) = signed_in_without_a_name(&app).await;
    assert_eq!(save(&app, &token, given.clone()).await, given, "without a name or an avatar");
    let mut edited = given.clone();
    edited["nickName"] = json!("小林");
    edited["gender"] = json!(2);
    assert_eq!(save(&app, &token, edited.clone()).await, edited, "the form saves what was edited");
    assert_eq!(save(&app, &token, edited.clone()).await, edited);

    let login = app.login("chen").await;
    let (token, given) = (login["token"].as_str().unwrap(), login["userInfo"].clone());
    assert_eq!(save(&app, token, given.clone()).await, given, "with a name and an avatar of WeChat's");
}

#[rstest]
#[case::default("{host}/oapro/images/avatar-default.svg")]
#[case::default_as_a_path("/oapro/images/avatar-default.svg")]
#[case::empty("")]
#[case::grey(
    "https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132"
)]
#[tokio::test]
async fn an_empty_avatar_changes_nothing(#[case] address: &str) {
    let app = TestApp::demo().await;
    let login = app.login("lin").await;
    let (token, before) = (login["token"].as_str().unwrap(), login["userInfo"]["avatarUrl"].clone());
    let host = before.as_str().unwrap().split("/wechat-double").next().unwrap().to_owned();
    let address = address.replace("{host}", &host);
    let after = save(&app, token, json!({ "nickName": "新名", "avatarUrl": address })).await;
    assert_eq!((&after["avatarUrl"], &after["nickName"]), (&before, &json!("新名")));
}

#[rstest]
#[case("a\u{7}b", "ab")]
#[case(" 林\n小 ", "林 小")]
#[case("a\u{202e}b\u{2066}", "ab")]
#[case("👩‍👩‍👧", "👩‍👩‍👧")]
#[tokio::test]
async fn a_name_is_cleaned_as_at_login(#[case] sent: &str, #[case] stored: &str) {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    assert_eq!(save(&app, &token, json!({ "nickName": sent })).await["nickName"], stored);
}

#[rstest]
#[case::nothing("")]
#[case::null("null")]
#[case::list("[]")]
#[case::text("bye")]
#[case::form("a=b")]
#[case::cut("{")]
#[case::half_an_emoji(r#""\ud83c""#)]
#[case::no_utf8("\u{0}")]
#[tokio::test]
async fn logout_ignores_its_body(#[case] body: &'static str) {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let request = app.client.post(app.api("auth/logout")).header("x-oa-token", &token).body(body);
    assert_eq!(envelope(request.send().await.unwrap()).await["errno"], 0);
    assert_eq!(app.get("user/index", Some(&token)).await["errno"], 501, "the session is over");
}

#[tokio::test]
async fn logout_does_not_wait_for_its_body() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    for head in ["content-length: 100000", "transfer-encoding: chunked", "content-length: 0"] {
        let request = format!(
            "POST /oapro/wx/auth/logout HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-oa-token: {token}\r\n{head}\r\n\r\n"
        );
        let response = app.raw(request.as_bytes()).await;
        assert!(response.contains("\"errno\":0") || response.contains("\"errno\":501"), "{head}: {response}");
        assert_eq!(app.get("user/index", Some(&token)).await["errno"], 501, "{head}");
    }
    let large = app.client.post(app.api("auth/logout")).header("x-oa-token", app.token("lin").await);
    let response = large.body("x".repeat(3 * 1024 * 1024)).send().await.unwrap();
    assert_eq!(envelope(response).await["errno"], 0);
}
