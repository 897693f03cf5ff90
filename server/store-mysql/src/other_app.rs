//! Whether a live app's accounts are in the database: the demo keeps away from them.

use sqlx::{MySqlPool, Row};

/// By bytes, not by `LIKE`, which would take `_` in an appid for a wildcard.
const HOLDS: &str = "SELECT EXISTS (SELECT 1 FROM user WHERE realm <> ? AND left(realm, ?) <> ?) AS holds";

pub(crate) async fn holds(pool: &MySqlPool, appid: &str) -> Result<bool, sqlx::Error> {
    let worlds = format!("{appid}/");
    let length = i64::try_from(worlds.len()).unwrap_or(i64::MAX);
    let holds: i64 =
        sqlx::query(HOLDS).bind(appid).bind(length).bind(&worlds).fetch_one(pool).await?.try_get("holds")?;
    Ok(holds != 0)
}
