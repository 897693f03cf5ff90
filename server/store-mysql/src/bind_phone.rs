//! A number is bound; the unique key on (realm, country code, number) decides a race.

use identity::{Bound, Phone};
use sqlx::MySqlPool;

use crate::error::is_unique_violation;

const BIND: &str = "UPDATE user SET country_code = ?, phone = ?, updated_ms = ? WHERE id = ?";

pub(crate) async fn bind_phone(
    pool: &MySqlPool,
    user_id: i64,
    phone: &Phone,
    now_ms: i64,
) -> Result<Bound, sqlx::Error> {
    let update = sqlx::query(BIND).bind(&phone.country_code).bind(&phone.pure_number).bind(now_ms).bind(user_id);
    match update.execute(pool).await {
        Ok(done) if done.rows_affected() == 0 => Ok(Bound::NoSuchUser),
        Ok(_) => Ok(Bound::Yes),
        Err(error) if is_unique_violation(&error) => Ok(Bound::TakenByAnother),
        Err(error) => Err(error),
    }
}
