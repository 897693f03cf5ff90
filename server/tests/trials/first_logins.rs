//! A crowd of first logins of one openid, through HTTP: one user, and every session is good.

use std::collections::HashSet;

use futures::stream::{self, StreamExt as _};
use identity::UserQuery;
use rstest::rstest;

use crate::node::Node;
use crate::support::database::{Kind, TestDatabase};
use crate::wechat;

const LOGINS: usize = 1_000;
const AT_A_TIME: usize = 50;

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_first_logins_of_one_openid_are_one_user(
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind,
) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let node = Node::start(&database.url(), &wechat::start().await).await;
    let logins = stream::iter(0..LOGINS).map(|_| node.phone.login("o1")).buffer_unordered(AT_A_TIME);
    let answers: Vec<_> = logins.collect().await;
    let mut tokens = HashSet::new();
    let mut ids = HashSet::new();
    for answer in &answers {
        assert_eq!(answer["errno"], 0, "{answer}");
        tokens.insert(answer["data"]["token"].as_str().unwrap().to_owned());
        ids.insert(answer["data"]["userInfo"]["userId"].as_i64().unwrap());
    }
    assert_eq!((tokens.len(), ids.len()), (LOGINS, 1));
    let calls = stream::iter(tokens).map(|token| {
        let phone = node.phone.clone();
        async move { phone.index(&token).await }
    });
    let good = calls.buffer_unordered(AT_A_TIME).filter(|errno| std::future::ready(*errno == 0));
    assert_eq!(good.count().await, LOGINS);
    let query = UserQuery { page: 1, limit: 10, ..UserQuery::default() };
    assert_eq!(database.store().await.users(&query).await.unwrap().total, 1);
}
