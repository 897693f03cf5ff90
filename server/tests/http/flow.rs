//! The flow, through the real router: login, index, bindPhone, logout, and what can go wrong in each.

use crate::test_app::{TestApp, envelope};
use serde_json::{Value, json};

#[tokio::test]
async fn a_login_returns_the_stored_profile() {
    let app = TestApp::demo().await;
    let mut data = app.login("lin").await;
    let token = data["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("oa_") && token.len() == 46);
    data["token"] = "oa_…".into();
    let base = app.url("");
    let text = serde_json::to_string_pretty(&data).unwrap().replace(&base, "http://HOST");
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn two_logins_are_one_user_with_two_devices() {
    let app = TestApp::demo().await;
    let (first, second) = (app.login("lin").await, app.login("lin").await);
    assert_eq!(first["userInfo"]["userId"], second["userInfo"]["userId"]);
    assert_ne!(first["token"], second["token"]);
    // logout ends the calling device's session, and no other
    let (one, two) = (first["token"].as_str().unwrap(), second["token"].as_str().unwrap());
    assert_eq!(app.post("auth/logout", Some(one), json!({})).await, json!({ "errno": 0, "errmsg": "成功" }));
    assert_eq!(app.get("user/index", Some(one)).await["errno"], 501);
    assert_eq!(app.get("user/index", Some(two)).await["errno"], 0);
}

#[tokio::test]
async fn logout_accepts_an_empty_body() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let response = app.client.post(app.api("auth/logout")).header("x-oa-token", &token).send().await.unwrap();
    assert_eq!(envelope(response).await["errno"], 0);
}

#[tokio::test]
async fn counts_are_the_users_own() {
    let app = TestApp::demo().await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    let counts = app.get("user/index", Some(&lin)).await;
    assert_eq!(counts["data"], json!({ "metting_pubs": 2, "metting_joins": 5, "vote_pubs": 1, "vote_joins": 3 }));
    let counts = app.get("user/index", Some(&chen)).await;
    assert_eq!(counts["data"], json!({ "metting_pubs": 3, "metting_joins": 2, "vote_pubs": 0, "vote_joins": 2 }));
}

#[tokio::test]
async fn a_code_works_once() {
    let app = TestApp::demo().await;
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    assert_eq!(app.post("auth/login_by_weixin", None, body.clone()).await["errno"], 0);
    // not a repetition in the contract's sense: another body
    let other = json!({ "code": body["code"], "userInfo": { "nickName": "x" } });
    assert_eq!(
        app.post("auth/login_by_weixin", None, other).await,
        json!({ "errno": 711, "errmsg": "登录凭证已被使用" })
    );
}

#[tokio::test]
async fn a_code_expires_after_five_minutes() {
    let app = TestApp::demo().await;
    let code = app.code("lin").await;
    app.advance(5 * 60_000 + 1_000);
    let response = app.post("auth/login_by_weixin", None, json!({ "code": code, "userInfo": {} })).await;
    assert_eq!(response["errno"], 710);
}

#[tokio::test]
async fn a_phone_is_bound_and_shown_at_the_next_login() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let response = app.post("auth/bindPhone", Some(&token), app.encrypted_phone("lin").await).await;
    assert_eq!(response, json!({ "errno": 0, "errmsg": "成功", "data": { "phone": "12066600001" } }));
    assert_eq!(app.login("lin").await["userInfo"]["phone"], "12066600001");
}

#[tokio::test]
async fn bind_phone_refuses_what_is_not_this_users() {
    let app = TestApp::demo().await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    // another user's data: no stored key decrypts it
    let theirs = app.encrypted_phone("chen").await;
    let response = app.post("auth/bindPhone", Some(&lin), theirs.clone()).await;
    assert_eq!(response, json!({ "errno": 715, "errmsg": "登录态已失效，请重新登录后再试" }));
    assert_eq!(app.post("auth/bindPhone", Some(&chen), theirs).await["errno"], 0);
    // a number bound to another account
    let same = app.double("phone/getPhoneNumber", json!({ "user": "lin", "phone": "12066600002" })).await;
    let same = json!({ "encryptedData": same["encryptedData"], "iv": same["iv"] });
    assert_eq!(app.post("auth/bindPhone", Some(&lin), same).await["errno"], 718);
    // data that is too old
    let old = app.encrypted_phone("lin").await;
    app.advance(11 * 60_000);
    assert_eq!(app.post("auth/bindPhone", Some(&lin), old).await["errno"], 717);
}

#[tokio::test]
async fn every_way_in_which_decryption_fails_is_the_same_715() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let good = app.encrypted_phone("lin").await;
    let data = good["encryptedData"].as_str().unwrap();
    let spaces = data.replace('+', " ");
    let mut bodies = vec![
        json!({ "encryptedData": "", "iv": good["iv"] }),
        json!({ "encryptedData": "!", "iv": good["iv"] }),
        json!({ "encryptedData": "AAAA", "iv": good["iv"] }),
        json!({ "encryptedData": format!("{data} "), "iv": good["iv"] }),
        json!({ "encryptedData": data, "iv": "AAAA" }),
        json!({ "encryptedData": data, "iv": "" }),
        json!({ "encryptedData": "AAAAAAAAAAAAAAAAAAAAAA==", "iv": good["iv"] }),
    ];
    if spaces != data {
        bodies.push(json!({ "encryptedData": spaces, "iv": good["iv"] }));
    }
    for body in bodies {
        let response = app.post("auth/bindPhone", Some(&token), body.clone()).await;
        assert_eq!(response, json!({ "errno": 715, "errmsg": "登录态已失效，请重新登录后再试" }), "{body}");
    }
}

#[tokio::test]
async fn after_a_rotation_the_old_key_is_tried_and_a_new_login_mends_it() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    app.double("control/rotate-key", json!({ "user": "lin" })).await;
    let newer = app.encrypted_phone("lin").await;
    assert_eq!(app.post("auth/bindPhone", Some(&token), newer.clone()).await["errno"], 715);
    // the phone encrypted before this login; the server now has both keys
    let token = app.token("lin").await;
    assert_eq!(app.post("auth/bindPhone", Some(&token), newer).await["errno"], 0);
}

#[tokio::test]
async fn a_session_ends_seven_days_after_its_last_use_and_thirty_after_its_login() {
    const DAY: i64 = 86_400_000;
    let app = TestApp::demo().await;
    let (used, idle) = (app.token("lin").await, app.token("chen").await);
    for _ in 0..4 {
        app.advance(6 * DAY);
        assert_eq!(app.get("user/index", Some(&used)).await["errno"], 0);
    }
    assert_eq!(app.get("user/index", Some(&idle)).await["errno"], 501, "24 days idle");
    app.advance(6 * DAY + 1);
    assert_eq!(app.get("user/index", Some(&used)).await["errno"], 501, "30 days after its login");
}

#[tokio::test]
async fn the_lists_page_and_filter() {
    let app = TestApp::demo().await;
    let all = app.get("meeting/list", None).await["data"].clone();
    assert_eq!(
        (&all["total"], &all["page"], &all["limit"], &all["pages"]),
        (&json!(8), &json!(1), &json!(10), &json!(1))
    );
    let first = &all["list"][0];
    assert_eq!((&first["state"], &first["num"]), (&json!(1), &json!(18)));
    let base = app.url("/oapro/images/pic-plan.svg");
    assert_eq!(first["image"], Value::from(base));
    let page = app.get("meeting/list?limit=3&page=3", None).await["data"].clone();
    assert_eq!((page["list"].as_array().unwrap().len(), &page["pages"]), (2, &json!(3)));
    assert_eq!(app.get("meeting/list?page=99", None).await["data"]["list"], json!([]));
    let over = app.get("vote/list?state=2", None).await["data"].clone();
    assert_eq!(over["total"], 2);
    assert!(over["list"].as_array().unwrap().iter().all(|vote| vote["state"] == 2));
    let home = app.get("home/index", None).await["data"].clone();
    assert_eq!(home["infoList"].as_array().unwrap().len(), 5);
    assert_eq!(home["swiperImgs"], app.get("swiperImgs", None).await["data"]);
    let picture = app.client.get(home["swiperImgs"][0]["image"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(
        (picture.status().as_u16(), &picture.headers()["content-type"]),
        (200, &"image/svg+xml".parse().unwrap())
    );
}

#[tokio::test]
async fn worlds_do_not_see_each_other() {
    let app = TestApp::demo().await;
    let in_world = async |world: &str, code: &Value| {
        let request = app.client.post(app.api("auth/login_by_weixin")).header("x-double-world", world);
        envelope(request.json(&json!({ "code": code, "userInfo": {} })).send().await.unwrap()).await
    };
    let code = async |world: &str| {
        let url = app.url("/wechat-double/_double/phone/login");
        let request = app.client.post(url).header("x-double-world", world).json(&json!({ "user": "lin" }));
        request.send().await.unwrap().json::<Value>().await.unwrap()["code"].clone()
    };
    let (a, b) = (in_world("a", &code("a").await).await, in_world("b", &code("b").await).await);
    assert_ne!(a["data"]["userInfo"]["userId"], b["data"]["userInfo"]["userId"]);
    assert_eq!(in_world("b", &code("a").await).await["errno"], 710, "a code belongs to its world");
    assert_eq!(in_world("No Such", &code("a").await).await["errno"], 402);
}

#[tokio::test]
async fn a_restart_keeps_all_sessions() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    app.post("auth/bindPhone", Some(&token), app.encrypted_phone("lin").await).await;
    let app = TestApp::on(app.stop(), server::config::Mode::Demo { public: false }).await;
    assert_eq!(app.get("user/index", Some(&token)).await["data"]["metting_pubs"], 2);
    let again = app.login("lin").await;
    assert_eq!(again["userInfo"]["phone"], "12066600001", "openid survives, and with it the account");
}

#[tokio::test]
async fn forwarded_headers_of_clients_are_ignored() {
    let app = TestApp::demo().await;
    let claim = json!({ "nickName": "x", "avatarUrl": "https://evil.example/a.png", "status": 2, "userLevel": 2, "phone": "1" });
    let body = json!({ "code": app.code("lin").await, "userInfo": claim, "openid": "o", "session_key": "k" });
    let info = app.post("auth/login_by_weixin", None, body).await["data"]["userInfo"].clone();
    assert_eq!((&info["status"], &info["userLevel"]), (&json!(0), &json!(0)));
    assert!(info.get("phone").is_none());
    assert_eq!(info["avatarUrl"], Value::from(app.url("/oapro/images/avatar-default.svg")));
    assert_eq!(info["registerDate"], "2026-11-24");
}
