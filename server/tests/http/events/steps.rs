//! The flow events of each call, in order, with their steps of the diagram.

use serde_json::json;

use super::{Page, reader::lines};
use crate::test_app::TestApp;

#[tokio::test]
async fn a_login_to_its_logout() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let mut stream = page.read().await;
    let profile = page.double("phone/getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
    let login = json!({
        "code": page.code().await, "userInfo": profile["userInfo"], "rawData": profile["rawData"],
        "signature": profile["signature"],
    });
    let mut response = page.call("l1", "auth/login_by_weixin", None, Some(login.clone())).await;
    let token = response["data"]["token"].take();
    let token = token.as_str();
    insta::assert_snapshot!("login", lines(&stream.until_response("l1").await));

    page.call("l2", "auth/login_by_weixin", None, Some(login.clone())).await;
    insta::assert_snapshot!("login_again", lines(&stream.until_response("l2").await));

    page.call("i1", "user/index", token, None).await;
    insta::assert_snapshot!("index", lines(&stream.until_response("i1").await));

    app.advance(61_000);
    page.call("i2", "user/index", token, None).await;
    assert!(lines(&stream.until_response("i2").await).contains("session | last seen"));

    let data = page.encrypted_phone().await;
    let data = json!({ "encryptedData": data["encryptedData"], "iv": data["iv"] });
    page.call("b1", "auth/bindPhone", token, Some(data)).await;
    insta::assert_snapshot!("bind_by_data", lines(&stream.until_response("b1").await));

    let code = page.encrypted_phone().await["code"].take();
    page.call("b2", "auth/bindPhone", token, Some(json!({ "code": code }))).await;
    insta::assert_snapshot!("bind_by_code", lines(&stream.until_response("b2").await));

    page.call("o1", "auth/logout", token, Some(json!({}))).await;
    insta::assert_snapshot!("logout", lines(&stream.until_response("o1").await));
}

#[tokio::test]
async fn failures_are_shown_at_the_failing_step() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let mut stream = page.read().await;
    let token = page.login("l1").await;
    let token = Some(token.as_str());
    stream.until_response("l1").await;
    let mut all = Vec::new();
    let mut then = async |title: &str, id: &str| {
        let events = lines(&stream.until_response(id).await);
        all.push(format!("# {title}\n{events}"));
    };

    let code = page.code().await;
    let body = |name: &str| Some(json!({ "code": code, "userInfo": { "nickName": name } }));
    page.call("x", "auth/login_by_weixin", None, body("a")).await;
    then("good", "x").await;
    page.call("used", "auth/login_by_weixin", None, body("b")).await;
    then("a used code", "used").await;

    let fault = json!({ "path": "/sns/jscode2session", "times": 1, "errcode": -1 });
    page.double("control/fault", fault).await;
    page.call("busy", "auth/login_by_weixin", None, Some(json!({ "code": "unknown", "userInfo": {} }))).await;
    then("WeChat is busy once, and then does not know the code", "busy").await;

    page.double("control/fault", json!({ "path": "/sns/jscode2session", "times": 1, "status": 500 })).await;
    page.call("down", "auth/login_by_weixin", None, Some(json!({ "code": page.code().await, "userInfo": {} }))).await;
    then("WeChat is down", "down").await;

    let forged = json!({ "code": page.code().await, "userInfo": {}, "rawData": "{}", "signature": "0a" });
    page.call("forged", "auth/login_by_weixin", None, Some(forged)).await;
    then("a forged signature", "forged").await;

    page.double("control/rotate-key", json!({ "user": "lin" })).await;
    let data = page.encrypted_phone().await;
    page.call(
        "stale",
        "auth/bindPhone",
        token,
        Some(json!({ "encryptedData": data["encryptedData"], "iv": data["iv"] })),
    )
    .await;
    then("no key fits: 715", "stale").await;

    page.call("stranger", "user/index", Some(&format!("oa_{}", "A".repeat(43))), None).await;
    then("nobody's token", "stranger").await;
    page.call("nobody", "user/index", None, None).await;
    then("no token", "nobody").await;
    page.call("missing", "auth/bindPhone", token, Some(json!({}))).await;
    then("no argument", "missing").await;
    page.call("method", "auth/logout", token, None).await;
    then("a wrong method", "method").await;
    insta::assert_snapshot!(all.join("\n\n"));
}

#[tokio::test]
async fn data_that_is_too_old_is_red_at_the_watermark() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let token = page.login("l1").await;
    let data = page.encrypted_phone().await;
    app.advance(11 * 60_000);
    let mut stream = page.read().await;
    let body = json!({ "encryptedData": data["encryptedData"], "iv": data["iv"] });
    page.call("old", "auth/bindPhone", Some(&token), Some(body)).await;
    stream.until_response("l1").await;
    insta::assert_snapshot!(lines(&stream.until_response("old").await));
}

#[tokio::test]
async fn only_calls_with_the_pages_id_are_streamed() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let mut stream = page.read().await;
    for id in ["", "a b", "<script>", &"a".repeat(65)] {
        page.call(id, "user/index", None, None).await;
    }
    page.call("no-such", "no/such", None, None).await;
    page.call("last", "swiperImgs", None, None).await;
    let events = stream.until_response("last").await;
    assert!(events.iter().all(|event| event["request"] == "last"), "{events:?}");
    assert_eq!(events.len(), 3, "arrival, database, response");
}
