//! session_keys on record that do not open: the master key is another one now, or a row was moved to another user. bindPhone
//! is refused, the log says why, and nobody becomes somebody else.

use identity::SealedRow;
use rstest::rstest;

use crate::node::Node;
use crate::support::{
    database::{Kind, TestDatabase},
    lines::Lines,
};
use crate::wechat::{self, encrypted_phone};

const OTHER_KEY: &str = "k2:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

#[rstest]
#[tokio::test]
async fn an_unknown_master_key_is_715_and_named_in_the_log(
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind,
) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let (wechat, url) = (wechat::start().await, database.url());
    let before = Node::start(&url, &wechat).await;
    let token = before.phone.token("o1").await;
    drop(before);

    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let node = Node::with_key(&url, &wechat, OTHER_KEY).await;
    let bind = async |token: &str| {
        let body = encrypted_phone("o1", "13800000001", node.now_ms());
        node.phone.post("auth/bindPhone", token, body).await["errno"].as_i64().unwrap()
    };
    assert_eq!(node.phone.index(&token).await, 0, "what needs no session_key goes on");
    assert_eq!(bind(&token).await, 715);
    let log = lines.text();
    let line = log.lines().find(|line| line.contains("session_key skipped")).unwrap();
    assert!(line.contains("ERROR") && line.contains("the master key `k1` is not configured"), "{line}");
    // a login brings a key under the new one
    let again = node.phone.token("o1").await;
    assert_eq!((bind(&again).await, bind(&token).await), (0, 0));
}

#[rstest]
#[tokio::test]
async fn a_row_moved_to_another_user_cannot_be_decrypted(
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind,
) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let node = Node::start(&database.url(), &wechat::start().await).await;
    let (victim, thief) = (node.phone.token("victim").await, node.phone.token("thief").await);
    let (victim_id, thief_id) = (node.phone.user_id(&victim).await, node.phone.user_id(&thief).await);
    let store = database.store().await;
    let rows = store.keys_not_sealed_by("no key", 0, 10).await.unwrap();
    let of = |user_id: i64| -> &SealedRow { rows.iter().find(|row| row.user_id == user_id).unwrap() };
    let (from, to) = (of(victim_id), of(thief_id));
    assert!(store.reseal(to.id, &to.key.sealed, &from.key).await.unwrap(), "moved");

    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let bind = async |token: &str, openid: &str| {
        let body = encrypted_phone(openid, "13800000001", node.now_ms());
        node.phone.post("auth/bindPhone", token, body).await["errno"].as_i64().unwrap()
    };
    assert_eq!((bind(&thief, "victim").await, bind(&thief, "thief").await), (715, 715));
    let log = lines.text();
    assert_eq!(log.matches("the sealed session_key does not open").count(), 2, "{log}");
    assert_eq!((node.phone.user_id(&victim).await, node.phone.user_id(&thief).await), (victim_id, thief_id));
    assert_eq!(store.user(thief_id).await.unwrap().unwrap().user.phone, None);
    assert_eq!(bind(&victim, "victim").await, 0);
    // the next login mends it
    let again = node.phone.token("thief").await;
    assert_eq!(node.phone.user_id(&again).await, thief_id);
    let own = encrypted_phone("thief", "13800000002", node.now_ms());
    assert_eq!(node.phone.post("auth/bindPhone", &again, own).await["errno"], 0);
}
