//! A number is bound; the unique index on (realm, country code, number) decides a race.

use async_trait::async_trait;
use identity::{Bound, Phone};
use sqlx::SqliteConnection;

use crate::error::is_unique_violation;
use crate::group_commit::Write;

const BIND: &str = "UPDATE user SET country_code = ?2, phone = ?3, updated_ms = ?4 WHERE id = ?1";

pub(crate) struct BindPhone {
    pub(crate) user_id: i64,
    pub(crate) phone: Phone,
    pub(crate) now_ms: i64,
}

#[async_trait]
impl Write for BindPhone {
    type Done = Bound;

    async fn write(&self, tx: &mut SqliteConnection) -> Result<Bound, sqlx::Error> {
        let Phone { country_code, pure_number } = &self.phone;
        let update = sqlx::query(BIND).bind(self.user_id).bind(country_code).bind(pure_number).bind(self.now_ms);
        match update.execute(tx).await {
            Ok(done) if done.rows_affected() == 0 => Ok(Bound::NoSuchUser),
            Ok(_) => Ok(Bound::Yes),
            // SQLite undoes the statement alone
            Err(error) if is_unique_violation(&error) => Ok(Bound::TakenByAnother),
            Err(error) => Err(error),
        }
    }
}
