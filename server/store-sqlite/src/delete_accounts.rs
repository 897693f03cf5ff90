//! Demo accounts end with their world, or with a reset.

use identity::Realm;
use sqlx::SqlitePool;

/// Everything that belongs to an account goes with it: `ON DELETE CASCADE`.
const FORGET: &str = "DELETE FROM user WHERE realm = ?1 AND (?2 IS NULL OR openid = ?2)";

pub(crate) async fn delete_accounts(
    writer: &SqlitePool,
    realm: &Realm,
    openid: Option<&str>,
) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query(FORGET).bind(realm.as_str()).bind(openid).execute(writer).await?.rows_affected())
}
