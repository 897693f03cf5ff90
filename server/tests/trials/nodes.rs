//! Several nodes on one database: a change on one holds on the others at once, and no race creates duplicates.

use futures::future::join_all;
use identity::{ListQuery, Status, UserQuery};
use rstest::rstest;
use serde_json::{Value, json};
use server::config::Mode;

use crate::node::Node;
use crate::support::{
    database::{Kind, TestDatabase},
    settings,
};
use crate::wechat;

#[rstest]
#[tokio::test]
async fn a_change_on_one_node_holds_on_the_other_at_once(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let (wechat, url) = (wechat::start().await, database.url());
    let nodes = [Node::start(&url, &wechat).await, Node::start(&url, &wechat).await];
    let [one, two] = nodes.each_ref().map(|node| &node.phone);
    let body = json!({ "code": wechat::code("o1"), "userInfo": {} });
    let response = one.post("auth/login_by_weixin", "", body.clone()).await;
    let first = response["data"]["token"].as_str().unwrap().to_owned();
    assert_eq!(two.index(&first).await, 0);
    // the other node used the token and ended its session: this one does not give it out again
    assert_eq!(two.post("auth/logout", &first, json!({})).await["errno"], 0);
    assert_eq!(one.index(&first).await, 501);
    assert_eq!(one.post("auth/login_by_weixin", "", body).await["errno"], 711);

    let (kept, ended) = (one.token("o1").await, two.token("o1").await);
    assert_eq!(one.index(&ended).await, 0);
    assert_eq!(one.post("auth/revoke", &kept, json!({ "others": true })).await["data"]["revoked"], 1);
    assert_eq!((two.index(&ended).await, two.index(&kept).await), (501, 0));

    let user_id = one.user_id(&kept).await;
    let operator = database.store().await;
    assert!(operator.set_status(user_id, Status::Disabled, 0).await.unwrap());
    for node in [one, two] {
        assert_eq!(node.index(&kept).await, 719);
        assert_eq!(node.login("o1").await["errno"], 719);
    }
    assert!(operator.delete_user(user_id).await.unwrap());
    assert_eq!((one.index(&kept).await, two.index(&kept).await), (501, 501));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_at_both_nodes_at_once_is_one_login(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let (wechat, url) = (wechat::start().await, database.url());
    let nodes = [Node::start(&url, &wechat).await, Node::start(&url, &wechat).await];
    for round in 1..=10 {
        let body = json!({ "code": wechat::code("o1"), "userInfo": {} });
        let responses =
            join_all(nodes.iter().map(|node| node.phone.post("auth/login_by_weixin", "", body.clone()))).await;
        let mut errnos: Vec<_> = responses.iter().map(|response| response["errno"].as_i64().unwrap()).collect();
        errnos.sort_unstable();
        assert_eq!(errnos, [0, 711], "round {round}");
        let token = responses.iter().find_map(|response| response["data"]["token"].as_str()).unwrap();
        let list = nodes[0].phone.get("auth/sessions", token).await;
        assert_eq!(list["data"]["list"].as_array().unwrap().len(), round, "one session a round");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn first_logins_of_one_openid_over_both_nodes_are_one_user(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let (wechat, url) = (wechat::start().await, database.url());
    let nodes = [Node::start(&url, &wechat).await, Node::start(&url, &wechat).await];
    for openid in ["o1", "o2", "o3"] {
        let responses = join_all(nodes.iter().cycle().take(24).map(|node| node.phone.login(openid))).await;
        let ids: Vec<&Value> = responses.iter().map(|response| &response["data"]["userInfo"]["userId"]).collect();
        assert!(ids[0].is_i64() && ids.iter().all(|id| id == &ids[0]), "{ids:?}");
        let sessions = database.store().await.sessions(ids[0].as_i64().unwrap(), nodes[0].now_ms()).await.unwrap();
        assert_eq!(sessions.len(), 20, "no more than the limit, whichever node wrote them");
    }
    let query = UserQuery { page: 1, limit: 10, ..UserQuery::default() };
    assert_eq!(database.store().await.users(&query).await.unwrap().total, 3);
}

/// Migrations and the demo's content: three nodes at the same instant, on an empty database each round.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_the_same_instant_do_not_collide(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    for _ in 0..3 {
        let Some(database) = TestDatabase::new(kind).await else { return };
        let starts = (0..3).map(|_| {
            let settings = settings(database.url(), Mode::Demo { public: false });
            tokio::spawn(async move { Node::of(settings).await })
        });
        let nodes: Vec<_> = join_all(starts).await.into_iter().map(Result::unwrap).collect();
        for node in &nodes {
            let list = node.phone.get("meeting/list", "").await;
            assert_eq!((&list["data"]["total"], &list["data"]["list"][0]["num"]), (&json!(8), &json!(18)));
        }
        let query = ListQuery { state: None, page: 1, limit: 10 };
        assert_eq!(database.store().await.votes(query, 0).await.unwrap().total, 5);
    }
}
