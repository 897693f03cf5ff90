//! What is written together, and what is left to be written alone.

use std::sync::Arc;

use identity::Store;
use identity::contract::together;
use sqlx::Connection;

use crate::tests_support::Database;

#[tokio::test]
async fn known_users_are_written_together_and_what_is_none_for_a_batch_is_left_out() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    let shared: Arc<dyn Store> = Arc::new(store.clone());
    let locked = together::users_of_a_batch(&shared).await;
    let mut other = database.connection().await;
    let mut lock = other.begin().await.unwrap();
    sqlx::query("SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE").bind(locked).execute(&mut *lock).await.unwrap();
    let mut connection = store.pool.acquire().await.unwrap();
    together::what_is_for_a_batch_is_written(&shared, async |logins| {
        super::write(&mut connection, logins).await.unwrap()
    })
    .await;
}
