//! Whether a live app's accounts are in the database: the demo keeps away from them.

use sqlx::{PgPool, Row};

/// By characters, not by `LIKE`, which would take `_` in an appid for a wildcard.
const HOLDS: &str = "SELECT EXISTS (SELECT 1 FROM users \
    WHERE realm <> $1 AND substr(realm, 1, length($1) + 1) <> $1 || '/') AS holds";

pub(crate) async fn holds(pool: &PgPool, appid: &str) -> Result<bool, sqlx::Error> {
    sqlx::query(HOLDS).bind(appid).fetch_one(pool).await?.try_get("holds")
}
