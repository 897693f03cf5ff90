//! What one node does is true on the other at once, each on a Galera node of its own: these apply a write only after they
//! have acknowledged it elsewhere, so that a node that did not wait would see the past.

use std::process::Command;

use serde_json::json;

use super::Cluster;
use crate::binary::PROGRAM;
use crate::node::Node;
use crate::wechat;

const ROUNDS: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make cluster"]
async fn a_change_on_one_node_holds_on_the_other_at_once() {
    let Some(cluster) = Cluster::new().await else { return };
    let wechat = wechat::start().await;
    let (a, b) = (Node::start(&cluster.nodes[0], &wechat).await, Node::start(&cluster.nodes[2], &wechat).await);
    let (mut stale, mut took) = ([0; 3], std::time::Duration::ZERO);
    for round in 0..ROUNDS {
        let openid = format!("o{}", round % 20);
        let token = a.phone.token(&openid).await;
        let begun = tokio::time::Instant::now();
        stale[0] += usize::from(b.phone.index(&token).await != 0);
        took += begun.elapsed();
        if round % 30 == 0 {
            let user_id = a.phone.user_id(&token).await;
            for (word, errno) in [("disable", 719), ("enable", 0)] {
                let mut operator = Command::new(PROGRAM);
                operator.args(["user", word, &user_id.to_string()]).env("DATABASE_URL", &cluster.nodes[1]);
                let output = tokio::task::spawn_blocking(move || operator.output().unwrap()).await.unwrap();
                assert!(output.status.success(), "{output:?}");
                for node in [&a, &b] {
                    stale[1] += usize::from(node.phone.index(&token).await != errno);
                }
            }
        }
        assert_eq!(a.phone.post("auth/logout", &token, json!({})).await["errno"], 0);
        stale[2] += usize::from(b.phone.index(&token).await != 501);
    }
    println!("at once: {ROUNDS} logins and logouts; user/index on the other node takes {:?}", took / ROUNDS as u32);
    assert_eq!(stale, [0; 3], "logins, disabled, logouts that the other node did not see at once");
}
