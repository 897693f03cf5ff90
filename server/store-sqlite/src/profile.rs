//! A user changes the own profile.

use async_trait::async_trait;
use identity::{ProfileChange, User};
use sqlx::SqliteConnection;

use crate::group::Write;
use crate::user_row::{self, returned_user};

const CHANGE: &str = concat!(
    "UPDATE user SET nick_name = coalesce(?2, nick_name), avatar = coalesce(?3, avatar), gender = coalesce(?4, gender), ",
    "updated_ms = ?5 WHERE id = ?1",
    returned_user!()
);

pub(crate) struct UpdateProfile {
    pub(crate) user_id: i64,
    pub(crate) change: ProfileChange,
    pub(crate) now_ms: i64,
}

#[async_trait]
impl Write for UpdateProfile {
    type Done = Option<User>;

    async fn write(&self, tx: &mut SqliteConnection) -> Result<Option<User>, sqlx::Error> {
        let row = sqlx::query(CHANGE)
            .bind(self.user_id)
            .bind(self.change.nick_name.as_deref())
            .bind(self.change.avatar.as_deref())
            .bind(self.change.gender)
            .bind(self.now_ms)
            .fetch_optional(tx)
            .await?;
        row.as_ref().map(user_row::user).transpose()
    }
}
