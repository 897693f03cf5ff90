//! The operator frees a number.

use identity::Phone;
use sqlx::MySqlPool;

const RELEASE: &str = "UPDATE user SET country_code = NULL, phone = NULL, updated_ms = ? \
    WHERE id = ? AND country_code = ? AND phone = ?";

pub(crate) async fn release_phone(
    pool: &MySqlPool,
    user_id: i64,
    phone: &Phone,
    now_ms: i64,
) -> Result<bool, sqlx::Error> {
    let update = sqlx::query(RELEASE).bind(now_ms).bind(user_id).bind(&phone.country_code).bind(&phone.pure_number);
    Ok(update.execute(pool).await?.rows_affected() == 1)
}
