//! oa-mini starts at the same instant on three Galera nodes, whose named locks do not know of each other: one schema, and
//! nobody fails. And the schema is one that Galera can replicate.

use futures::future::join_all;
use server::config::Mode;

use super::Cluster;
use crate::node::Node;
use crate::support::settings;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make cluster"]
async fn nodes_that_start_at_the_same_instant_do_not_collide() {
    for _ in 0..5 {
        let Some(cluster) = Cluster::new().await else { return };
        let starts = cluster.nodes.iter().map(|url| {
            let settings = settings(url.clone(), Mode::Demo { public: false });
            tokio::spawn(async move { Node::of(settings).await })
        });
        let nodes: Vec<_> = join_all(starts).await.into_iter().map(Result::unwrap).collect();
        for node in &nodes {
            assert_eq!(node.phone.get("meeting/list", "").await["data"]["total"], 8);
        }
        let unfinished = "SELECT count(*) FROM _sqlx_migrations WHERE success = FALSE";
        assert_eq!(cluster.on_each(unfinished).await, [0, 0, 0]);
        let without_key = "SELECT count(*) FROM information_schema.tables t WHERE table_schema = database() AND NOT EXISTS \
            (SELECT 1 FROM information_schema.table_constraints c WHERE c.table_schema = t.table_schema \
             AND c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY')";
        assert_eq!(
            cluster.on_each(without_key).await,
            [0, 0, 0],
            "Galera takes no DELETE from a table without a primary key"
        );
    }
}
