//! `/sns/jscode2session`: to the letter.

use rstest::rstest;
use serde_json::json;
use wechat_double::{DEMO_APPID, DEMO_SECRET};

use crate::test_server::test_server;

#[tokio::test]
async fn a_code_is_exchanged_for_an_openid_and_a_key() {
    let default_world = test_server();
    let reply = default_world.exchange(&default_world.code("lin").await).await;
    let session = reply.json();
    assert_eq!((reply.status.as_u16(), reply.content_type()), (200, "text/plain"));
    assert_eq!(session["openid"], default_world.double.openid("default", "lin"));
    assert_eq!(session["session_key"].as_str().unwrap().len(), 24);
    assert_eq!(session.as_object().unwrap().keys().collect::<Vec<_>>(), ["openid", "session_key", "unionid"]);
    assert_eq!(default_world.session("lin").await, session, "wx.login alone rotates nothing");
}

#[tokio::test]
async fn a_code_is_32_letters_and_digits_and_works_once() {
    let default_world = test_server();
    let code = default_world.code("lin").await;
    assert!(code.len() == 32 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{code}");
    assert_eq!(default_world.errcode(&code).await, 0);
    assert_eq!(default_world.errcode(&code).await, 40163);
    assert_eq!(default_world.errcode("never-made").await, 40029);
}

#[tokio::test]
async fn a_code_expires_after_five_minutes_by_either_clock() {
    let default_world = test_server();
    let [young, old, virtually_old] =
        [default_world.code("lin").await, default_world.code("lin").await, default_world.code("lin").await];
    default_world.pass(299_999);
    assert_eq!(default_world.errcode(&young).await, 0);
    default_world.control("clock", json!({ "advance_s": -10 })).await;
    assert_eq!(default_world.errcode(&virtually_old).await, 0);
    default_world.control("clock", json!({ "advance_s": 11 })).await;
    assert_eq!(default_world.errcode(&old).await, 40029);
}

#[tokio::test]
async fn expired_codes_are_invalid() {
    let default_world = test_server();
    let code = default_world.code("lin").await;
    default_world.control("expire-codes", json!({})).await;
    assert_eq!(default_world.errcode(&code).await, 40029);
}

#[rstest]
#[case::no_appid("", DEMO_SECRET, "x", 41002, "appid missing")]
#[case::no_secret(DEMO_APPID, "", "x", 41004, "appsecret missing")]
#[case::no_code(DEMO_APPID, DEMO_SECRET, "", 41008, "missing code")]
#[case::other_app("wx0000000000000000", DEMO_SECRET, "x", 40013, "invalid appid")]
#[case::other_secret(DEMO_APPID, "d0d0", "x", 40125, "invalid appsecret")]
#[case::other_code(DEMO_APPID, DEMO_SECRET, "x", 40029, "invalid code")]
#[tokio::test]
async fn errors_have_wechats_errmsg_and_suffix(
    #[case] appid: &str,
    #[case] secret: &str,
    #[case] code: &str,
    #[case] errcode: i64,
    #[case] words: &str,
) {
    let default_world = test_server();
    for _ in 0..4 {
        let reply = default_world.exchange_as(appid, secret, code).await;
        let (json, content_type) = (reply.json(), reply.content_type());
        assert_eq!((reply.status.as_u16(), content_type), (200, "text/plain"));
        assert_eq!(json["errcode"], errcode);
        let tail = json["errmsg"].as_str().unwrap().strip_prefix(words).unwrap();
        assert!(tail.starts_with(", rid: ") || tail.starts_with(", hints: [ req_id: "), "{tail}");
    }
}

#[tokio::test]
async fn without_arguments_the_appid_is_reported_missing() {
    assert_eq!(test_server().get("/sns/jscode2session").await.json()["errcode"], 41002);
}

#[tokio::test]
async fn the_quota_is_a_users_and_a_minutes() {
    let default_world = test_server();
    default_world.control("quota", json!({ "login_per_minute": 2 })).await;
    for _ in 0..2 {
        assert_eq!(default_world.errcode(&default_world.code("lin").await).await, 0);
    }
    let third = default_world.code("lin").await;
    assert_eq!(default_world.errcode(&third).await, 45011);
    assert_eq!(default_world.errcode(&default_world.code("chen").await).await, 0);
    default_world.pass(60_000);
    assert_eq!(default_world.errcode(&third).await, 0, "what was refused is not spent");
}

#[tokio::test]
async fn the_quota_is_100_by_default_and_0_lifts_it() {
    let default_world = test_server();
    for _ in 0..100 {
        assert_eq!(default_world.errcode(&default_world.code("lin").await).await, 0);
    }
    assert_eq!(default_world.errcode(&default_world.code("lin").await).await, 45011);
    default_world.control("quota", json!({ "login_per_minute": 0 })).await;
    assert_eq!(default_world.errcode(&default_world.code("lin").await).await, 0);
}

#[tokio::test]
async fn a_high_risk_user_is_blocked() {
    let default_world = test_server();
    default_world.control("users", json!({ "user": "lin", "highRisk": true })).await;
    assert_eq!(default_world.errcode(&default_world.code("lin").await).await, 40226);
}

#[tokio::test]
async fn ids_survive_a_restart_and_keys_do_not() {
    let (one, other) = (test_server(), test_server());
    other.code("chen").await;
    let (before, after) = (one.session("lin").await, other.session("lin").await);
    assert_eq!((&before["openid"], &before["unionid"]), (&after["openid"], &after["unionid"]));
    assert_ne!(before["session_key"], after["session_key"]);
}
