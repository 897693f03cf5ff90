//! Demo accounts of worlds that are idle: a double that was restarted knows none of its worlds, so the stored times decide.

use identity::Realm;
use sqlx::{PgPool, Row};

/// A world is idle when none of its accounts logged in or was seen since. By name, so that a batch goes on after the one
/// before. The bounds are the realms that begin with the appid and a slash: `0` comes after `/`.
const REALMS: &str = "SELECT users.realm FROM users LEFT JOIN session ON session.user_id = users.id \
    WHERE users.realm > $1 AND users.realm < $2 GROUP BY users.realm \
    HAVING MAX(users.last_login_ms) < $3 AND COALESCE(MAX(session.last_seen_ms), 0) < $3 \
    ORDER BY users.realm LIMIT $4";

/// An account that logged in or was seen since stays. The rows of an account are deleted with it: `ON DELETE CASCADE`.
const FORGET: &str = "DELETE FROM users WHERE realm = $1 AND last_login_ms < $2 AND NOT EXISTS \
    (SELECT 1 FROM session WHERE session.user_id = users.id AND session.last_seen_ms >= $2)";

pub(crate) async fn realms(
    pool: &PgPool,
    appid: &str,
    after: Option<&Realm>,
    before_ms: i64,
    limit: u32,
) -> Result<Vec<Realm>, sqlx::Error> {
    let from = after.map_or_else(|| format!("{appid}/"), |realm| realm.as_str().to_owned());
    let query = sqlx::query(REALMS).bind(from).bind(format!("{appid}0")).bind(before_ms).bind(i64::from(limit));
    let rows = query.fetch_all(pool).await?;
    rows.iter().map(|row| row.try_get::<String, _>("realm").map(Realm::from)).collect()
}

pub(crate) async fn delete(pool: &PgPool, realm: &Realm, before_ms: i64) -> Result<u64, sqlx::Error> {
    let query = sqlx::query(FORGET).bind(realm.as_str()).bind(before_ms);
    Ok(query.execute(pool).await?.rows_affected())
}
