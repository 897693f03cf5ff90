//! The operator frees a number.

use identity::Phone;
use sqlx::SqlitePool;

const RELEASE: &str = "UPDATE user SET country_code = NULL, phone = NULL, updated_ms = ?4 \
    WHERE id = ?1 AND country_code = ?2 AND phone = ?3";

pub(crate) async fn release_phone(
    writer: &SqlitePool,
    user_id: i64,
    phone: &Phone,
    now_ms: i64,
) -> Result<bool, sqlx::Error> {
    let update = sqlx::query(RELEASE).bind(user_id).bind(&phone.country_code).bind(&phone.pure_number).bind(now_ms);
    Ok(update.execute(writer).await?.rows_affected() == 1)
}
