//! Demo accounts end with their world, or with a reset.

use identity::Realm;
use sqlx::MySqlPool;

/// Everything that belongs to an account goes with it: `ON DELETE CASCADE`.
const FORGET: &str = "DELETE FROM user WHERE realm = ? AND (? IS NULL OR openid = ?)";

pub(crate) async fn delete_accounts(pool: &MySqlPool, realm: &Realm, openid: Option<&str>) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query(FORGET).bind(realm.as_str()).bind(openid).bind(openid).execute(pool).await?.rows_affected())
}
