//! Whether an acknowledged write is on the disk. Here that is the program's own setting, so this looks whether it took.

use identity::DurabilitySetting;
use sqlx::SqlitePool;

/// FULL and EXTRA.
const SAFE: [i64; 2] = [2, 3];

pub(crate) async fn settings(writer: &SqlitePool) -> Result<Vec<DurabilitySetting>, sqlx::Error> {
    let level: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(writer).await?;
    let value = match level {
        2 => "FULL".to_owned(),
        3 => "EXTRA".to_owned(),
        other => other.to_string(),
    };
    let remedy = (!SAFE.contains(&level)).then(|| "an SQLite that takes PRAGMA synchronous = FULL".to_owned());
    Ok(vec![DurabilitySetting { name: "synchronous", value, remedy }])
}
