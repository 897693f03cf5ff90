//! Demo accounts of worlds that are idle: a double that was restarted knows none of its worlds, so the stored times decide.

use identity::Realm;
use sqlx::MySqlPool;

use crate::columns::text;

/// A world is idle when none of its accounts logged in or was seen since. By name, so that a batch goes on after the one
/// before. The bounds are the realms that begin with the appid and a slash: `0` comes after `/`.
const REALMS: &str = "SELECT user.realm FROM user LEFT JOIN session ON session.user_id = user.id \
    WHERE user.realm > ? AND user.realm < ? GROUP BY user.realm \
    HAVING MAX(user.last_login_ms) < ? AND COALESCE(MAX(session.last_seen_ms), 0) < ? \
    ORDER BY user.realm LIMIT ?";

/// An account that logged in or was seen since stays. The rows of an account are deleted with it: `ON DELETE CASCADE`.
const FORGET: &str = "DELETE FROM user WHERE realm = ? AND last_login_ms < ? AND NOT EXISTS \
    (SELECT 1 FROM session WHERE session.user_id = user.id AND session.last_seen_ms >= ?)";

pub(crate) async fn realms(
    pool: &MySqlPool,
    appid: &str,
    after: Option<&Realm>,
    before_ms: i64,
    limit: u32,
) -> Result<Vec<Realm>, sqlx::Error> {
    let from = after.map_or_else(|| format!("{appid}/"), |realm| realm.as_str().to_owned());
    let query =
        sqlx::query(REALMS).bind(from).bind(format!("{appid}0")).bind(before_ms).bind(before_ms).bind(i64::from(limit));
    let rows = query.fetch_all(pool).await?;
    rows.iter().map(|row| text(row, "realm").map(Realm::from)).collect()
}

pub(crate) async fn delete(pool: &MySqlPool, realm: &Realm, before_ms: i64) -> Result<u64, sqlx::Error> {
    let query = sqlx::query(FORGET).bind(realm.as_str()).bind(before_ms).bind(before_ms);
    Ok(query.execute(pool).await?.rows_affected())
}
