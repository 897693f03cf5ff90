//! The trait's methods, each a line that names the file with the work.

use async_trait::async_trait;
use identity::{
    Bound, Counts, DemoSeed, ListQuery, Listed, Meeting, NewLogin, Phone, Realm, SealedKey, Session, Status, Store,
    StoreError, SwiperImage, TokenHash, User, Vote,
};

use crate::error::{database, retry_busy};
use crate::{
    SqliteStore, bind_phone, counts, forget, meetings, other_app, seed_demo, session, session_keys, sign_in, status,
    swiper, votes,
};

#[async_trait]
impl Store for SqliteStore {
    async fn sign_in(&self, login: &NewLogin) -> Result<User, StoreError> {
        retry_busy(|| sign_in::sign_in(&self.writer, login)).await
    }

    async fn session(&self, token_hash: &TokenHash, now_ms: i64) -> Result<Option<Session>, StoreError> {
        session::find(&self.readers, token_hash, now_ms).await.map_err(database)
    }

    async fn touch(&self, session_id: i64, now_ms: i64, idle_ends_ms: i64) -> Result<(), StoreError> {
        retry_busy(|| session::touch(&self.writer, session_id, now_ms, idle_ends_ms)).await
    }

    async fn end_session(&self, session_id: i64) -> Result<bool, StoreError> {
        retry_busy(|| session::end(&self.writer, session_id)).await
    }

    async fn session_keys(&self, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, StoreError> {
        session_keys::of(&self.readers, user_id, now_ms).await.map_err(database)
    }

    async fn bind_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<Bound, StoreError> {
        retry_busy(|| bind_phone::bind_phone(&self.writer, user_id, phone, now_ms)).await
    }

    async fn set_status(&self, user_id: i64, status: Status, now_ms: i64) -> Result<bool, StoreError> {
        retry_busy(|| status::set(&self.writer, user_id, status, now_ms)).await
    }

    async fn shared_by(&self, user_id: i64) -> Result<Option<i64>, StoreError> {
        sign_in::shared_by(&self.readers, user_id).await.map_err(database)
    }

    async fn counts(&self, user_id: i64) -> Result<Counts, StoreError> {
        counts::of(&self.readers, user_id).await.map_err(database)
    }

    async fn swiper_images(&self) -> Result<Vec<SwiperImage>, StoreError> {
        swiper::all(&self.readers).await.map_err(database)
    }

    async fn meetings(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Meeting>, StoreError> {
        meetings::page(&self.readers, query, now_ms).await.map_err(database)
    }

    async fn votes(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Vote>, StoreError> {
        votes::page(&self.readers, query, now_ms).await.map_err(database)
    }

    async fn seed_demo(&self, seed: &DemoSeed, now_ms: i64) -> Result<(), StoreError> {
        retry_busy(|| seed_demo::seed(&self.writer, seed, now_ms)).await
    }

    async fn holds_other_app(&self, appid: &str) -> Result<bool, StoreError> {
        other_app::holds(&self.readers, appid).await.map_err(database)
    }

    async fn forget(&self, realm: &Realm, openid: Option<&str>) -> Result<u64, StoreError> {
        retry_busy(|| forget::forget(&self.writer, realm, openid)).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        // A read of the schema, so that a file that vanished or broke is seen; `SELECT 1` would not touch it.
        sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&self.readers).await.map_err(database)?;
        Ok(())
    }
}
