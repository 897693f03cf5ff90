//! login_by_weixin.

use identity::{ClientProfile, Error, ProfileClaims, Realm, Status, Store};
use serde_json::json;
use wiremock::matchers::header;
use wiremock::{Mock, ResponseTemplate};

use crate::test_env::{APPID, DAY_MS, KEY_1, NOW_MS, TestEnv, app, login_with, origin, profile};

#[tokio::test]
async fn a_code_becomes_an_account_and_a_token() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("oAbc-1", KEY_1).await;
    assert!(signed_in.token.reveal().starts_with("oa_"));
    assert_eq!(signed_in.expires_ms, NOW_MS + 7 * DAY_MS);
    let user = &signed_in.user;
    assert_eq!((user.openid.as_str(), user.nick_name.as_str(), user.gender), ("oAbc-1", "林", 2));
    let session = env.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    assert_eq!((session.account.id, session.expires_ms), (user.id, signed_in.expires_ms));
    assert_eq!(&env.store.user(user.id).await.unwrap().unwrap().user, user);
    assert!(session.active().is_ok());
}

#[tokio::test]
async fn an_avatar_of_ours_is_stored_as_a_path_and_a_strange_one_is_dropped() {
    let env = TestEnv::new().await;
    let cases = [
        ("https://oa.example/oapro/avatar/ab", "/oapro/avatar/ab"),
        ("https://thirdwx.qlogo.cn/mmopen/1", "https://thirdwx.qlogo.cn/mmopen/1"),
        ("https://evil.example/a.png", ""),
    ];
    for (number, (avatar_url, stored)) in cases.into_iter().enumerate() {
        env.code(&format!("c{number}"), &format!("o{number}"), KEY_1).await;
        let claims = ProfileClaims { avatar_url: Some(avatar_url.to_owned()), ..ProfileClaims::default() };
        let claimed = env.identity.validate_claims(claims, |_, _| ());
        let signed_in = env.login(&format!("c{number}"), claimed).await.unwrap();
        assert_eq!(signed_in.user.avatar, stored);
    }
}

#[tokio::test]
async fn a_placeholder_name_is_replaced_by_a_real_one_and_that_one_stays() {
    let env = TestEnv::new().await;
    env.code("c", "o1", KEY_1).await;
    for (claimed, stored) in [("微信用户", "微信用户"), ("  ", "微信用户"), ("林", "林"), ("别人", "林")]
    {
        let named = ClientProfile { nick_name: claimed.trim().to_owned(), ..profile() };
        assert_eq!(env.login("c", named).await.unwrap().user.nick_name, stored);
    }
}

#[tokio::test]
async fn a_bad_request_does_not_spend_the_code() {
    let env = TestEnv::new().await;
    let code = "c".repeat(513);
    env.code(&code, "o1", KEY_1).await;
    assert!(matches!(env.login(&code, profile()).await, Err(Error::Refused { field: "code", .. })));
    assert!(env.wechat.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_disabled_or_closed_account_gets_no_token() {
    let env = TestEnv::new().await;
    let user = env.sign_in("o1", KEY_1).await.user;
    env.code("c", "o1", KEY_1).await;
    for status in [Status::Disabled, Status::Closed] {
        assert!(env.store.set_status(user.id, status, NOW_MS).await.unwrap());
        assert!(matches!(env.login("c", profile()).await, Err(Error::AccountDisabled(_))));
    }
}

#[tokio::test]
async fn what_wechat_refuses_is_told_and_nothing_is_written() {
    let env = TestEnv::new().await;
    env.response("c", json!({"errcode": 40029, "errmsg": "invalid code, rid: 1"})).await;
    let outcome = env.login("c", profile()).await;
    assert!(matches!(outcome, Err(Error::WeChat(wechat::Error::InvalidCode))));
    assert!(!env.store.holds_other_app("none").await.unwrap(), "no user was made");
}

#[tokio::test]
async fn a_world_reaches_the_double_and_has_accounts_of_its_own() {
    let env = TestEnv::new().await;
    let live = env.sign_in("o1", KEY_1).await.user;
    Mock::given(header("X-Double-World", "w1"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"openid": "o1", "session_key": KEY_1})))
        .mount(&env.wechat)
        .await;
    let realm = Realm::new(APPID, Some("w1"));
    let login = identity::Login { share_user_id: Some(live.id), ..login_with("c-w1", profile()) };
    let demo = env.identity.login(&app(), realm.clone(), login, origin()).await.unwrap().user;
    assert_ne!(demo.id, live.id);
    assert_eq!(demo.realm, realm);
}

/// The column has no reader yet: it joins the accounts of one operator's apps, and could not be obtained afterwards.
#[tokio::test]
async fn a_unionid_is_stored_when_wechat_gives_one_and_kept() {
    let env = TestEnv::new().await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", env.file().display())).await.unwrap();
    let responses = [(None, None), (Some("uAbc-1"), Some("uAbc-1")), (None, Some("uAbc-1")), (Some("u2"), Some("u2"))];
    for (nth, (unionid, stored)) in responses.into_iter().enumerate() {
        let code = format!("c{nth}");
        env.response(&code, json!({ "openid": "o1", "session_key": KEY_1, "unionid": unionid })).await;
        env.login(&code, profile()).await.unwrap();
        let column: Option<String> = sqlx::query_scalar("SELECT unionid FROM user").fetch_one(&pool).await.unwrap();
        assert_eq!(column.as_deref(), stored, "{nth}");
    }
}
