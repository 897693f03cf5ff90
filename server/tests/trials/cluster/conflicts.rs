//! One account, changed on three Galera nodes at the same time: the cluster lets one of them through and refuses the others,
//! at COMMIT or before. No client sees it.

use futures::future::join_all;
use serde_json::json;

use super::Cluster;
use crate::node::Node;
use crate::wechat::{self, encrypted_phone};

const ROUNDS: usize = 150;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make cluster"]
async fn no_client_sees_a_certification_conflict() {
    let Some(cluster) = Cluster::new().await else { return };
    let wechat = wechat::start().await;
    let mut nodes = Vec::new();
    for url in &cluster.nodes {
        nodes.push(Node::start(url, &wechat).await);
    }
    let before = cluster.refused().await;
    let (mut seen, mut calls) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        // a new account now and then: three first logins at once
        let openid = format!("o{}", round / 10);
        let each = nodes.iter().enumerate().map(|(nth, node)| {
            let (openid, phone) = (openid.clone(), node.phone.clone());
            let number = format!("138{round:04}{nth:04}");
            let now_ms = node.now_ms();
            async move {
                let login = phone.login(&openid).await;
                let token = login["data"]["token"].as_str().unwrap_or_default().to_owned();
                let name = json!({ "nickName": format!("{round} {nth}") });
                let profile = phone.post("auth/profile", &token, name).await;
                let bind = phone.post("auth/bindPhone", &token, encrypted_phone(&openid, &number, now_ms)).await;
                (login["data"]["userInfo"]["userId"].clone(), [login, profile, bind])
            }
        });
        let responses = join_all(each).await;
        assert!(responses.iter().all(|(id, _)| *id == responses[0].0), "two accounts of one openid");
        for response in responses.into_iter().flat_map(|(_, responses)| responses) {
            calls += 1;
            if response["errno"] != 0 {
                seen.push(response);
            }
        }
    }
    let refused = cluster.refused().await - before;
    println!("conflicts: {calls} writes of one account on three nodes at once; the cluster refused {refused}");
    assert_eq!(seen, Vec::<serde_json::Value>::new());
    assert!(refused > 0, "no conflict was met");
}
