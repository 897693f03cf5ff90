//! authenticate, logout, user-index.

use identity::{DemoSeed, Error, Meeting, Status, Store, TokenHash};

use crate::stage::{DAY_MS, KEY_1, MINUTE_MS, NOW_MS, Stage};

#[tokio::test]
async fn a_token_that_is_not_ours_is_no_session() {
    let stage = Stage::new().await;
    stage.sign_in("o1", KEY_1).await;
    for token in ["", "oa_", "x", &format!("oa_{}", "A".repeat(43))] {
        assert!(matches!(stage.identity.authenticate(token).await, Err(Error::NotSignedIn)));
    }
}

#[tokio::test]
async fn use_keeps_a_session_until_its_absolute_end() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in("o1", KEY_1).await;
    let token = signed_in.token.reveal();
    for day in 1..5 {
        stage.wait(6 * DAY_MS);
        let session = stage.identity.authenticate(token).await.unwrap();
        let idle_end = NOW_MS + (6 * day + 7) * DAY_MS;
        assert_eq!(session.expires_ms, idle_end.min(NOW_MS + 30 * DAY_MS));
    }
    stage.wait(6 * DAY_MS);
    assert!(matches!(stage.identity.authenticate(token).await, Err(Error::NotSignedIn)));
}

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in("o1", KEY_1).await;
    stage.wait(7 * DAY_MS);
    assert!(matches!(stage.identity.authenticate(signed_in.token.reveal()).await, Err(Error::NotSignedIn)));
}

#[tokio::test]
async fn a_session_is_written_once_a_minute_at_most() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in("o1", KEY_1).await;
    let hash = TokenHash::of(signed_in.token.reveal()).unwrap();
    for (wait_ms, seen_ms) in [(MINUTE_MS - 1, NOW_MS), (1, NOW_MS + MINUTE_MS), (MINUTE_MS - 1, NOW_MS + MINUTE_MS)] {
        stage.wait(wait_ms);
        let session = stage.identity.authenticate(signed_in.token.reveal()).await.unwrap();
        assert_eq!(session.last_seen_ms, seen_ms);
        let stored = stage.store.session(&hash, NOW_MS).await.unwrap().unwrap();
        assert_eq!((stored.last_seen_ms, stored.expires_ms), (seen_ms, session.expires_ms));
    }
}

#[tokio::test]
async fn a_disabled_account_has_a_session_but_may_not_act_and_can_log_out() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in("o1", KEY_1).await;
    assert!(stage.store.set_status(signed_in.user.id, Status::Disabled, NOW_MS).await.unwrap());
    let session = stage.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    assert!(matches!(session.clone().active(), Err(Error::AccountDisabled(_))));
    stage.identity.logout(&session).await.unwrap();
    assert!(matches!(stage.identity.authenticate(signed_in.token.reveal()).await, Err(Error::NotSignedIn)));
}

#[tokio::test]
async fn logging_out_leaves_the_other_devices_in() {
    let stage = Stage::new().await;
    let (phone, tablet) = (stage.sign_in("o1", KEY_1).await, stage.sign_in("o1", KEY_1).await);
    let session = stage.identity.authenticate(phone.token.reveal()).await.unwrap();
    stage.identity.logout(&session).await.unwrap();
    stage.identity.logout(&session).await.unwrap();
    assert!(stage.identity.authenticate(phone.token.reveal()).await.is_err());
    assert!(stage.identity.authenticate(tablet.token.reveal()).await.is_ok());
}

#[tokio::test]
async fn the_index_counts_what_the_first_login_brought() {
    let stage = Stage::new().await;
    let meeting = Meeting {
        id: 1,
        title: "例会".to_owned(),
        image: "/m.png".to_owned(),
        start_ms: 0,
        end_ms: DAY_MS,
        address: "一号楼".to_owned(),
        participants: 2,
    };
    stage.store.seed_demo(&DemoSeed { meetings: vec![meeting], ..DemoSeed::default() }, NOW_MS).await.unwrap();
    for _ in 0..2 {
        let signed_in = stage.sign_in("o1", KEY_1).await;
        let (session, counts) = stage.identity.user_index(signed_in.token.reveal()).await.unwrap();
        assert_eq!((session.account.id, counts.meetings_hosted), (signed_in.user.id, 1));
    }
    stage.identity.ready().await.unwrap();
}
