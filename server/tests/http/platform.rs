//! WeChat's platform through the real router: repeated logins, signed profiles, phone numbers by code.

use crate::test_app::{TestApp, envelope};
use futures::future::join_all;
use rstest::rstest;
use serde_json::{Value, json};

/// The number of code exchanges in the double's journal.
async fn exchanges(app: &TestApp) -> usize {
    calls(app, "/sns/jscode2session").await
}

async fn calls(app: &TestApp, path: &str) -> usize {
    let url = app.url("/wechat-double/_double/control/journal");
    let journal: Vec<Value> = app.client.get(url).send().await.unwrap().json().await.unwrap();
    journal.iter().filter(|entry| entry["path"] == path).count()
}

async fn login(app: &TestApp, body: &Value) -> Value {
    app.post("auth/login_by_weixin", None, body.clone()).await
}

#[tokio::test]
async fn fifty_concurrent_logins_with_one_code_are_one_exchange() {
    let app = TestApp::demo().await;
    let body = json!({ "code": app.code("lin").await, "userInfo": { "nickName": "林晓" } });
    let responses = join_all((0..50).map(|_| login(&app, &body))).await;
    assert_eq!(responses[0]["errno"], 0);
    assert!(responses.iter().all(|response| response == &responses[0]), "all are equal, token and all");
    assert_eq!(exchanges(&app).await, 1);
    let token = responses[0]["data"]["token"].as_str().unwrap();
    assert_eq!(app.get("user/index", Some(token)).await["errno"], 0);
    assert_eq!(login(&app, &body).await["errno"], 711, "the token was used");
}

#[tokio::test]
async fn a_login_repeated_within_ten_seconds_gets_the_same_response() {
    let app = TestApp::demo().await;
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    let first = login(&app, &body).await;
    app.advance(9_000);
    assert_eq!(login(&app, &body).await, first);
    let other_agent = app.client.post(app.api("auth/login_by_weixin")).header("user-agent", "another").json(&body);
    assert_eq!(envelope(other_agent.send().await.unwrap()).await["errno"], 711);
    app.advance(1_000);
    assert_eq!(login(&app, &body).await["errno"], 711);
}

#[tokio::test]
async fn a_signed_profile_is_checked_under_the_key_of_its_login() {
    let app = TestApp::demo().await;
    let ask = json!({ "user": "lin", "desc": "用于完善会员资料" });
    let profile = app.double("phone/getUserProfile", ask).await;
    let body = async |raw_data: Value, signature: Value| {
        json!({ "code": app.code("lin").await, "userInfo": profile["userInfo"], "rawData": raw_data,
            "signature": signature, "encryptedData": profile["encryptedData"], "iv": 7, "cloudID": null })
    };
    let (raw_data, signature) = (&profile["rawData"], &profile["signature"]);
    assert_eq!(login(&app, &body(raw_data.clone(), signature.clone()).await).await["errno"], 0);
    assert_eq!(login(&app, &body(Value::Null, Value::Null).await).await["errno"], 0, "null is absent");
    let unsigned = [
        (json!("{\"nickName\":\"x\"}"), signature.clone()),
        (raw_data.clone(), json!("0".repeat(40))),
        (raw_data.clone(), json!("")),
        (raw_data.clone(), Value::Null),
        (Value::Null, signature.clone()),
        (json!(1), signature.clone()),
    ];
    for (raw_data, signature) in unsigned {
        let body = body(raw_data, signature).await;
        let response = login(&app, &body).await;
        assert_eq!(
            (&response["errno"], &response["data"]["userInfo"]["nickName"]),
            (&json!(0), &json!("林晓")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_phone_is_bound_by_code() {
    let app = TestApp::demo().await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    let code = async |user: &str| app.double("phone/getPhoneNumber", json!({ "user": user })).await["code"].take();
    let bind = async |token: &str, body: Value| app.post("auth/bindPhone", Some(token), body).await;
    let lins = code("lin").await;
    assert_eq!(bind(&chen, json!({ "code": lins })).await["errno"], 721, "the code is of another user");
    let bound = bind(&lin, json!({ "code": lins, "encryptedData": null, "iv": "x" })).await;
    assert_eq!(bound, json!({ "errno": 0, "errmsg": "成功", "data": { "phone": "12066600001" } }));
    assert_eq!(bind(&lin, json!({ "code": lins })).await["errno"], 721, "a code works once");
    assert_eq!(calls(&app, "/cgi-bin/stable_token").await, 1);
    // with both, the code is used first, and the data as a fallback
    let mut both = app.double("phone/getPhoneNumber", json!({ "user": "lin", "phone": "12066609999" })).await;
    both["encryptedData"] = "AAAA".into();
    assert_eq!(bind(&lin, both).await["data"]["phone"], "12066609999");
    let mut both = app.double("phone/getPhoneNumber", json!({ "user": "lin" })).await;
    both["code"] = lins;
    assert_eq!(bind(&lin, both).await["data"]["phone"], "12066600001");
    // an expired code
    let late = code("lin").await;
    app.advance(5 * 60_000);
    assert_eq!(bind(&lin, json!({ "code": late })).await["errno"], 721);
    assert_eq!(
        bind(&lin, json!({ "code": app.code("lin").await })).await["errno"],
        721,
        "a login code is no phone code"
    );
}

#[rstest]
#[case(json!({}), 401)]
#[case(json!({ "code": null }), 401)]
#[case(json!({ "code": "" }), 401)]
#[case(json!({ "encryptedData": "AAAA" }), 401)]
#[case(json!({ "iv": "AAAA" }), 401)]
#[case(json!({ "code": "", "iv": "AAAA" }), 401)]
#[case(json!({ "code": 7 }), 402)]
#[case(json!({ "encryptedData": [], "iv": "AAAA" }), 402)]
#[case(json!({ "code": "x".repeat(513) }), 402)]
#[case(json!({ "code": "", "encryptedData": "AAAA", "iv": "AAAA" }), 715)]
#[case(json!({ "code": "no-such-code", "encryptedData": "AAAA", "iv": "AAAA" }), 715)]
#[case(json!({ "code": "no-such-code", "iv": "AAAA" }), 721)]
#[tokio::test]
async fn bind_phone_body(#[case] body: Value, #[case] errno: i64) {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    assert_eq!(app.post("auth/bindPhone", Some(&token), body).await["errno"], errno);
}

#[tokio::test]
async fn the_watermark_of_a_code_is_checked_as_that_of_data() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    // the phone and WeChat are three minutes ahead of this server
    app.double("control/clock", json!({ "advance_s": 180 })).await;
    let both = app.double("phone/getPhoneNumber", json!({ "user": "lin" })).await;
    for body in [json!({ "code": both["code"] }), json!({ "encryptedData": both["encryptedData"], "iv": both["iv"] })] {
        assert_eq!(app.post("auth/bindPhone", Some(&token), body).await["errno"], 717);
    }
}

/// The access_token expires, transparently to the user.
#[tokio::test]
async fn an_access_token_is_renewed_before_its_end_and_after_its_death() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let bind = async || {
        let code = app.double("phone/getPhoneNumber", json!({ "user": "lin" })).await["code"].take();
        app.post("auth/bindPhone", Some(&token), json!({ "code": code })).await["errno"].as_i64().unwrap()
    };
    let tokens = async || calls(&app, "/cgi-bin/stable_token").await;
    assert_eq!((bind().await, bind().await, tokens().await), (0, 0, 1));
    app.advance(6_900_000);
    assert_eq!((bind().await, tokens().await), (0, 2), "renewed");
    // another service forces a refresh, which invalidates the cached token
    let grant = json!({ "grant_type": "client_credential", "appid": "wx0a1b2c3d4e5f6789",
        "secret": "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5", "force_refresh": true });
    app.client.post(app.url("/wechat-double/cgi-bin/stable_token")).json(&grant).send().await.unwrap();
    assert_eq!((bind().await, tokens().await), (0, 4), "requested again, and not forced");
}
