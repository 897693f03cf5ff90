//! How many logins a second, against commits of one row: `cargo test --release -p store-sqlite --test rate -- --ignored --nocapture`.

use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn logins_a_second() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let url = format!("sqlite://{}/oa.db", folder.path().display());
    let store = Arc::new(store_sqlite::SqliteStore::open(&url).await.unwrap());
    let (logins, touches) = identity::contract::rate(store, 16).await;
    println!("sqlite: {logins:.0} logins a second, {touches:.0} commits of one row a second");
}
