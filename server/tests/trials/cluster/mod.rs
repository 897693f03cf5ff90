//! Beyond one machine: three Galera nodes behind HAProxy, which `end2end/cluster/cluster.sh` starts. `make cluster` runs
//! these; without its environment they look at nothing.

mod at_once;
mod conflicts;
mod load;
mod starts;
mod survives;

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, Row};

use crate::support::database::skipped;

/// A separate database on the cluster, removed with it.
struct Cluster {
    /// The logs of a test's binaries, kept for inspection.
    folder: PathBuf,
    /// `mysql://…` through HAProxy: all to one writer, and to each node in turn.
    one: String,
    many: String,
    /// Past HAProxy, to each node.
    nodes: Vec<String>,
    /// HAProxy before two oa-mini, and where it looks for these.
    api: String,
    apps: Vec<String>,
}

impl Cluster {
    async fn new() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let variable = |name: &str| std::env::var(format!("OA_CLUSTER_{name}"));
        let Ok(one) = variable("ONE") else {
            skipped("there is no cluster; `make cluster` starts it");
            return None;
        };
        let name = format!("oa_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let words = |name| -> Vec<String> { variable(name).unwrap().split(' ').map(str::to_owned).collect() };
        let folder = PathBuf::from(variable("LOGS").unwrap()).join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let cluster = Self {
            folder,
            one: format!("{one}/{name}"),
            many: format!("{}/{name}", variable("MANY").unwrap()),
            nodes: words("NODES").iter().map(|node| format!("{node}/{name}")).collect(),
            api: variable("API").unwrap(),
            apps: words("APPS"),
        };
        let mut server = MySqlConnection::connect(&one).await.unwrap();
        server.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        // wait until the other nodes have it
        for node in &cluster.nodes {
            let server = node.strip_suffix(&format!("/{name}")).unwrap();
            let mut connection = MySqlConnection::connect(server).await.unwrap();
            connection.execute("SET SESSION wsrep_sync_wait = 7").await.unwrap();
            connection.execute("SHOW DATABASES").await.unwrap();
        }
        Some(cluster)
    }

    /// The first column of the first row on each node that responds, once it has all acknowledged writes.
    async fn on_each(&self, sql: &'static str) -> Vec<i64> {
        let mut responses = Vec::new();
        for node in &self.nodes {
            let mut connection = MySqlConnection::connect(node).await.unwrap();
            connection.execute("SET SESSION wsrep_sync_wait = 7").await.unwrap();
            responses.push(sqlx::query(sql).fetch_one(&mut connection).await.unwrap().try_get(0).unwrap());
        }
        responses
    }

    /// How often a node refused a transaction because another node's came first: at COMMIT, and before.
    async fn refused(&self) -> i64 {
        let sql = "SELECT CAST(sum(variable_value) AS SIGNED) FROM information_schema.global_status \
            WHERE variable_name IN ('wsrep_local_cert_failures', 'wsrep_local_bf_aborts')";
        self.on_each(sql).await.iter().sum()
    }

    /// Which node, 1 to 3, HAProxy's one-writer front leads to.
    async fn writer(&self) -> usize {
        let mut connection = MySqlConnection::connect(&self.one).await.unwrap();
        let row = sqlx::query("SELECT @@wsrep_node_name").fetch_one(&mut connection).await.unwrap();
        row.get::<String, _>(0).strip_prefix('n').unwrap().parse().unwrap()
    }
}

/// Runs `end2end/cluster/cluster.sh`; returns its output.
async fn script(what: &'static str, node: usize) -> String {
    let run = move || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/cluster/cluster.sh");
        Command::new(script).args([what, &node.to_string()]).output().unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    assert!(output.status.success(), "{what} {node}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
