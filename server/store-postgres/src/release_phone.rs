//! The operator frees a number.

use identity::Phone;
use sqlx::PgPool;

const RELEASE: &str = "UPDATE users SET country_code = NULL, phone = NULL, updated_ms = $4 \
    WHERE id = $1 AND country_code = $2 AND phone = $3";

pub(crate) async fn release_phone(
    pool: &PgPool,
    user_id: i64,
    phone: &Phone,
    now_ms: i64,
) -> Result<bool, sqlx::Error> {
    let update = sqlx::query(RELEASE).bind(user_id).bind(&phone.country_code).bind(&phone.pure_number).bind(now_ms);
    Ok(update.execute(pool).await?.rows_affected() == 1)
}
