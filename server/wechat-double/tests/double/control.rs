//! The rest of the control side.

use rstest::rstest;
use serde_json::{Value, json};
use wechat_double::Forgotten;

use crate::test_server::{NOW_MS, test_server};

#[tokio::test]
async fn six_users_with_the_virtual_numbers() {
    let default_world = test_server();
    let users = default_world.get("/_double/users").await.json();
    let users = users.as_array().unwrap();
    let expected =
        [("lin", "林晓"), ("chen", "陈默"), ("zhou", "周一帆"), ("wu", "吴桐"), ("su", "苏禾"), ("he", "何川")];
    assert_eq!(users.len(), expected.len());
    for ((user, (name, nick_name)), phone) in users.iter().zip(expected).zip(12_066_600_001_u64..) {
        assert_eq!(
            (&user["user"], &user["nickName"], &user["phone"]),
            (&json!(name), &json!(nick_name), &json!(phone.to_string()))
        );
        let openid = user["openid"].as_str().unwrap();
        assert_eq!(openid, default_world.double.openid("default", name));
        assert_eq!(default_world.double.user_of("default", openid), Some(name));
        assert_eq!(default_world.double.user_of("blue", openid), None);
        let id = user["unionid"].as_str().unwrap();
        assert!(id.len() == 28 && id.starts_with('o') && id != openid);
        assert_eq!(user["avatarUrl"], format!("http://127.0.0.1:8080/wechat-double/mmopen/vi_32/{name}/132"));
        assert_eq!(user.as_object().unwrap().len(), 7);
    }
}

#[tokio::test]
async fn a_user_is_added_and_changed() {
    let default_world = test_server();
    let added = default_world
        .control("users", json!({ "user": "mo", "nickName": "莫言欢", "phone": "12066600777", "gender": 1 }))
        .await;
    assert_eq!(
        (&added["nickName"], &added["phone"], &added["gender"]),
        (&json!("莫言欢"), &json!("12066600777"), &json!(1))
    );
    assert_eq!(added["openid"], default_world.session("mo").await["openid"]);
    let changed = default_world.control("users", json!({ "user": "mo", "phone": "12066600778" })).await;
    assert_eq!((&changed["nickName"], &changed["phone"]), (&json!("莫言欢"), &json!("12066600778")));
    let lin = default_world.control("users", json!({ "user": "lin", "nickName": "", "city": "北京" })).await;
    assert_eq!(lin["nickName"], "");
    let profile = default_world.phone("getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
    assert_eq!((&profile["userInfo"]["city"], &profile["userInfo"]["province"]), (&json!("北京"), &json!("Zhejiang")));
    for bad in [
        json!({ "user": "Ä" }),
        json!({ "user": "mo", "phone": "abc" }),
        json!({ "user": "mo", "gender": 3 }),
        json!({}),
    ] {
        assert_eq!(default_world.post("/_double/control/users", bad).await.status, 400);
    }
}

#[tokio::test]
async fn the_clock_moves_on_from_where_it_stands() {
    let default_world = test_server();
    assert_eq!(
        default_world.control("clock", json!({ "advance_s": 600 })).await,
        json!({ "now_ms": NOW_MS + 600_000 })
    );
    assert_eq!(
        default_world.control("clock", json!({ "advance_s": -1200 })).await,
        json!({ "now_ms": NOW_MS - 600_000 })
    );
    let response = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let data = crate::test_server::decrypt(&default_world.session("lin").await["session_key"], &response).unwrap();
    assert_eq!(data["watermark"]["timestamp"], NOW_MS / 1000 - 600);
    for bad in [json!({ "advance_s": 86_401 }), json!({ "advance_s": -86_401 }), json!({ "advance_s": "1" }), json!({})]
    {
        assert_eq!(default_world.post("/_double/control/clock", bad).await.status, 400);
    }
}

#[tokio::test]
async fn state_shows_the_controls_and_reset_restores_them() {
    let default_world = test_server();
    let before = default_world.get("/_double/control/state").await.json();
    let expected = json!({
        "faults": [], "clock": { "now_ms": NOW_MS, "advance_s": 0 },
        "quota": { "login_per_minute": 100 }, "base_library": { "version": "2.21.2" },
        "codes": { "next_login": false, "next_phone": false },
        "watermark": { "appid": null }, "number": { "phone": null },
    });
    assert_eq!(before, expected);
    default_world.control("clock", json!({ "advance_s": 60 })).await;
    default_world.control("quota", json!({ "login_per_minute": 1 })).await;
    default_world.control("base-library", json!({ "version": "3.0.0" })).await;
    default_world.control("fault", json!({ "times": 3, "delay_ms": 10, "path": "/cgi-bin/token" })).await;
    default_world.control("users", json!({ "user": "mo" })).await;
    default_world.control("expire-codes", json!({ "next_login": true })).await;
    default_world.control("watermark", json!({ "appid": "wxanother" })).await;
    default_world.control("number", json!({ "phone": "12066600099" })).await;
    let expected = json!({
        "faults": [{ "path": "/cgi-bin/token", "times": 3, "delay_ms": 10 }],
        "clock": { "now_ms": NOW_MS + 60_000, "advance_s": 60 },
        "quota": { "login_per_minute": 1 }, "base_library": { "version": "3.0.0" },
        "codes": { "next_login": true, "next_phone": false },
        "watermark": { "appid": "wxanother" }, "number": { "phone": "12066600099" },
    });
    assert_eq!(default_world.get("/_double/control/state").await.json(), expected);
    assert_eq!(default_world.control("reset", json!({})).await, json!({}));
    assert_eq!(default_world.get("/_double/control/state").await.json(), before);
    assert_eq!(default_world.get("/_double/users").await.json().as_array().unwrap().len(), 6);
    assert_eq!(*default_world.forgotten.lock().unwrap(), [Forgotten::World("default".to_owned())]);
}

#[tokio::test]
async fn a_users_reset_leaves_the_others_alone() {
    let default_world = test_server();
    default_world.control("users", json!({ "user": "lin", "nickName": "改名" })).await;
    let (lin, chen) = (default_world.session("lin").await, default_world.session("chen").await);
    let (of_lin, of_chen) = (default_world.code("lin").await, default_world.code("chen").await);
    default_world.control("reset", json!({ "user": "lin" })).await;
    assert_eq!((default_world.errcode(&of_lin).await, default_world.errcode(&of_chen).await), (40029, 0));
    assert_ne!(default_world.session("lin").await["session_key"], lin["session_key"]);
    assert_eq!(default_world.session("chen").await["session_key"], chen["session_key"]);
    assert_eq!(default_world.get("/_double/users").await.json()[0]["nickName"], "林晓");
    let openid = default_world.double.openid("default", "lin");
    assert_eq!(*default_world.forgotten.lock().unwrap(), [Forgotten::User { world: "default".to_owned(), openid }]);
}

#[tokio::test]
async fn the_journal_lists_calls_without_values() {
    let default_world = test_server();
    let code = default_world.code("lin").await;
    default_world.exchange(&code).await;
    default_world.exchange(&code).await;
    let reply = default_world.get("/_double/control/journal").await;
    assert!(!reply.text.contains(&code) && !reply.text.contains(wechat_double::DEMO_SECRET));
    let calls: Vec<(String, Value)> = reply
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|call| (call["path"].as_str().unwrap().to_owned(), call["errcode"].clone()))
        .collect();
    let expected = [
        ("/_double/phone/login".to_owned(), Value::Null),
        ("/sns/jscode2session".to_owned(), json!(0)),
        ("/sns/jscode2session".to_owned(), json!(40163)),
    ];
    assert_eq!(calls, expected);
    assert_eq!(reply.json()[0]["time_ms"], NOW_MS);
}

#[rstest]
#[case("rotate-key", json!({ "user": "nobody" }), 404)]
#[case("rotate-key", json!({}), 400)]
#[case("reset", json!({ "user": "nobody" }), 404)]
#[case("base-library", json!({ "version": "new" }), 400)]
#[case("quota", json!({ "login_per_minute": -1 }), 400)]
#[tokio::test]
async fn errors_are_4xx_with_their_reason(#[case] call: &str, #[case] body: Value, #[case] status: u16) {
    let reply = test_server().post(&format!("/_double/control/{call}"), body).await;
    assert_eq!(reply.status.as_u16(), status);
    assert!(reply.json()["error"].is_string(), "{}", reply.text);
}
