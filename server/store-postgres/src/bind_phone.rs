//! A number is bound; the unique index on (realm, country code, number) decides a race.

use identity::{Bound, Phone};
use sqlx::PgPool;

use crate::error::is_unique_violation;

const BIND: &str = "UPDATE users SET country_code = $2, phone = $3, updated_ms = $4 WHERE id = $1";

pub(crate) async fn bind_phone(pool: &PgPool, user_id: i64, phone: &Phone, now_ms: i64) -> Result<Bound, sqlx::Error> {
    let update = sqlx::query(BIND).bind(user_id).bind(&phone.country_code).bind(&phone.pure_number).bind(now_ms);
    match update.execute(pool).await {
        Ok(done) if done.rows_affected() == 0 => Ok(Bound::NoSuchUser),
        Ok(_) => Ok(Bound::Yes),
        Err(error) if is_unique_violation(&error) => Ok(Bound::TakenByAnother),
        Err(error) => Err(error),
    }
}
