//! auth/sessions, auth/revoke, auth/profile.

use serde_json::{Value, json};

use crate::test_app::TestApp;

#[tokio::test]
async fn the_devices_of_a_user_newest_first() {
    let app = TestApp::demo().await;
    let first = app.token("lin").await;
    app.advance(60_000);
    let second = app.token("lin").await;
    app.token("chen").await;
    let list = app.get("auth/sessions", Some(&first)).await["data"]["list"].clone();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 2, "no other account's");
    assert_eq!((&list[0]["current"], &list[1]["current"]), (&json!(false), &json!(true)));
    assert_eq!(list[1]["createTime"], "2026-11-24T10:00:00+08:00");
    assert_eq!(list[1]["ip"], "127.0.0.1");
    for id in list.iter().map(|one| one["id"].as_str().unwrap()) {
        assert_eq!(app.get("user/index", Some(id)).await["errno"], 501, "an id is no token");
        assert!(!first.contains(id) && !second.contains(id));
    }
}

#[tokio::test]
async fn one_device_the_others_or_all_are_ended() {
    let app = TestApp::demo().await;
    let tokens = [app.token("lin").await, app.token("lin").await, app.token("lin").await];
    let theirs = app.token("chen").await;
    let ids = async |token: &str| -> Vec<Value> {
        let list = app.get("auth/sessions", Some(token)).await["data"]["list"].clone();
        list.as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
    };
    let mine = ids(&tokens[0]).await;
    let revoke = async |token: &str, body: Value| app.post("auth/revoke", Some(token), body).await;
    assert_eq!(revoke(&theirs, json!({ "id": mine[0] })).await["data"], json!({ "revoked": 0 }), "another user's");
    assert_eq!(revoke(&theirs, json!({ "id": "no id" })).await["data"], json!({ "revoked": 0 }));
    assert_eq!(revoke(&tokens[0], json!({ "id": mine[0] })).await["data"], json!({ "revoked": 1 }));
    assert_eq!(app.get("user/index", Some(&tokens[2])).await["errno"], 501);
    assert_eq!(revoke(&tokens[0], json!({ "others": true })).await["data"], json!({ "revoked": 1 }));
    assert_eq!(app.get("user/index", Some(&tokens[0])).await["errno"], 0);
    assert_eq!(revoke(&tokens[0], json!({ "others": false })).await["errno"], 401, "no session is named");
    assert_eq!(revoke(&tokens[0], json!({ "all": true })).await["data"], json!({ "revoked": 1 }));
    assert_eq!(app.get("user/index", Some(&tokens[0])).await["errno"], 501);
    assert_eq!(app.get("user/index", Some(&theirs)).await["errno"], 0);
}

#[tokio::test]
async fn a_profile_updates_only_the_given_fields() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let changed = app.post("auth/profile", Some(&token), json!({ "nickName": " 晓晓 ", "gender": null })).await;
    let info = &changed["data"]["userInfo"];
    assert_eq!((&info["nickName"], &info["gender"], &info["city"]), (&json!("晓晓"), &json!(2), &json!("Hangzhou")));
    for (body, errno) in [
        (json!({ "nickName": " " }), 402),
        (json!({ "gender": 3 }), 402),
        (json!({ "avatarUrl": "https://evil.example/a.png" }), 402),
        (json!({ "avatarUrl": format!("https://wx.qlogo.cn/{}", "a".repeat(3000)) }), 402),
        (json!({ "nickName": 1 }), 402),
        (json!({}), 401),
        (json!({ "avatarUrl": "" }), 0),
    ] {
        assert_eq!(app.post("auth/profile", Some(&token), body.clone()).await["errno"], errno, "{body}");
    }
    // a later login sends the phone's name, and does not override it
    assert_eq!(app.login("lin").await["userInfo"]["nickName"], "晓晓");
}
