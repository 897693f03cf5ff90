//! authenticate, logout, user-index.

use identity::{DemoSeed, Error, Meeting, Status, Store, TokenHash};

use crate::test_env::{DAY_MS, KEY_1, MINUTE_MS, NOW_MS, TestEnv};

#[tokio::test]
async fn a_token_that_is_not_ours_is_no_session() {
    let env = TestEnv::new().await;
    env.sign_in("o1", KEY_1).await;
    for token in ["", "oa_", "x", &format!("oa_{}", "A".repeat(43))] {
        assert!(matches!(env.identity.authenticate(token).await, Err(Error::NotSignedIn)));
    }
}

#[tokio::test]
async fn use_keeps_a_session_until_its_absolute_end() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    let token = signed_in.token.reveal();
    for day in 1..5 {
        env.wait(6 * DAY_MS);
        let session = env.identity.authenticate(token).await.unwrap();
        let idle_end = NOW_MS + (6 * day + 7) * DAY_MS;
        assert_eq!(session.expires_ms, idle_end.min(NOW_MS + 30 * DAY_MS));
    }
    env.wait(6 * DAY_MS);
    assert!(matches!(env.identity.authenticate(token).await, Err(Error::NotSignedIn)));
}

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    env.wait(7 * DAY_MS);
    assert!(matches!(env.identity.authenticate(signed_in.token.reveal()).await, Err(Error::NotSignedIn)));
}

#[tokio::test]
async fn a_session_is_written_once_a_minute_at_most() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    let hash = TokenHash::of(signed_in.token.reveal()).unwrap();
    for (wait_ms, seen_ms) in [(MINUTE_MS - 1, NOW_MS), (1, NOW_MS + MINUTE_MS), (MINUTE_MS - 1, NOW_MS + MINUTE_MS)] {
        env.wait(wait_ms);
        let session = env.identity.authenticate(signed_in.token.reveal()).await.unwrap();
        assert_eq!(session.last_seen_ms, seen_ms);
        let stored = env.store.session(&hash, NOW_MS).await.unwrap().unwrap();
        assert_eq!((stored.last_seen_ms, stored.expires_ms), (seen_ms, session.expires_ms));
    }
}

#[tokio::test]
async fn a_disabled_account_has_a_session_but_may_not_act_and_can_log_out() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    assert!(env.store.set_status(signed_in.user.id, Status::Disabled, NOW_MS).await.unwrap());
    let session = env.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    assert!(matches!(session.clone().active(), Err(Error::AccountDisabled(_))));
    env.identity.logout(&session).await.unwrap();
    assert!(matches!(env.identity.authenticate(signed_in.token.reveal()).await, Err(Error::NotSignedIn)));
}

#[tokio::test]
async fn logging_out_leaves_the_other_devices_in() {
    let env = TestEnv::new().await;
    let (phone, tablet) = (env.sign_in("o1", KEY_1).await, env.sign_in("o1", KEY_1).await);
    let session = env.identity.authenticate(phone.token.reveal()).await.unwrap();
    env.identity.logout(&session).await.unwrap();
    env.identity.logout(&session).await.unwrap();
    assert!(env.identity.authenticate(phone.token.reveal()).await.is_err());
    assert!(env.identity.authenticate(tablet.token.reveal()).await.is_ok());
}

#[tokio::test]
async fn the_index_counts_what_the_first_login_brought() {
    let env = TestEnv::new().await;
    let meeting = Meeting {
        id: 1,
        title: "例会".to_owned(),
        image: "/m.png".to_owned(),
        start_ms: 0,
        end_ms: DAY_MS,
        address: "一号楼".to_owned(),
        participants: 2,
    };
    env.store.seed_demo(&DemoSeed { meetings: vec![meeting], ..DemoSeed::default() }, NOW_MS).await.unwrap();
    for _ in 0..2 {
        let signed_in = env.sign_in("o1", KEY_1).await;
        let (session, counts) = env.identity.user_index(signed_in.token.reveal()).await.unwrap();
        assert_eq!((session.account.id, counts.meetings_hosted), (signed_in.user.id, 1));
    }
    env.identity.ready().await.unwrap();
}
