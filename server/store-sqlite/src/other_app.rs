//! Whether a live app's accounts are in the file: the demo keeps away from them.

use sqlx::{Row, SqlitePool};

/// By bytes, not by `LIKE`, which would take `_` in an appid for a wildcard and ignore case.
const HOLDS: &str = "SELECT EXISTS (SELECT 1 FROM user \
    WHERE realm <> ?1 AND substr(realm, 1, length(?1) + 1) <> ?1 || '/') AS holds";

pub(crate) async fn holds(readers: &SqlitePool, appid: &str) -> Result<bool, sqlx::Error> {
    sqlx::query(HOLDS).bind(appid).fetch_one(readers).await?.try_get("holds")
}
