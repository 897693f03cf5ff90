//! How many logins a second, against commits of one row: `cargo test --release -p store-mysql --test rate -- --ignored --nocapture`.

mod support;

use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn logins_a_second() {
    let Some(database) = support::Database::new().await else { return };
    let store = Arc::new(database.store().await);
    let (logins, touches) = identity::contract::rate(store, 16).await;
    println!("mysql: {logins:.0} logins a second, {touches:.0} commits of one row a second");
}
