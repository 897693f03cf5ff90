//! Concurrent first logins of one openid, through HTTP: one user, and no more sessions than the limit.

use std::collections::HashSet;

use futures::stream::{self, StreamExt as _};
use identity::{TokenHash, UserQuery};
use rstest::rstest;

use crate::node::Node;
use crate::support::database::{Kind, TestDatabase};
use crate::wechat;

const LOGINS: usize = 1_000;
const AT_A_TIME: usize = 50;
/// The default.
const MAX_SESSIONS: usize = 20;

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_first_logins_of_one_openid_are_one_user(
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind,
) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let node = Node::start(&database.url(), &wechat::start().await).await;
    let logins = stream::iter(0..LOGINS).map(|_| node.phone.login("o1")).buffer_unordered(AT_A_TIME);
    let responses: Vec<_> = logins.collect().await;
    let mut tokens = HashSet::new();
    let mut ids = HashSet::new();
    for response in &responses {
        assert_eq!(response["errno"], 0, "{response}");
        tokens.insert(response["data"]["token"].as_str().unwrap().to_owned());
        ids.insert(response["data"]["userInfo"]["userId"].as_i64().unwrap());
    }
    assert_eq!((tokens.len(), ids.len()), (LOGINS, 1));
    let calls = stream::iter(tokens.clone()).map(|token| {
        let phone = node.phone.clone();
        async move { phone.index(&token).await }
    });
    let good = calls.buffer_unordered(AT_A_TIME).filter(|errno| std::future::ready(*errno == 0));
    assert_eq!(good.count().await, MAX_SESSIONS);
    let query = UserQuery { page: 1, limit: 10, ..UserQuery::default() };
    let (store, now_ms) = (database.store().await, node.now_ms());
    assert_eq!(store.users(&query).await.unwrap().total, 1);
    let user_id = ids.into_iter().next().unwrap();
    assert_eq!(store.sessions(user_id, now_ms).await.unwrap().len(), MAX_SESSIONS);
    let mut left = 0;
    for token in &tokens {
        let Some(session) = store.session(&TokenHash::of(token).unwrap(), now_ms).await.unwrap() else { continue };
        assert_eq!((session.account.id, session.account.openid.as_str()), (user_id, "o1"));
        left += 1;
    }
    assert_eq!(left, MAX_SESSIONS);
    // every row, not only those that `session_keys` gives; WeChat gave the same key each time
    let keys = store.keys_not_sealed_by("no key", 0, 10).await.unwrap();
    assert_eq!(keys.iter().map(|row| row.user_id).collect::<Vec<_>>(), [user_id]);
}
