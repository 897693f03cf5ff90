//! The trait's methods, each a line that names the file with the work.

use async_trait::async_trait;
use identity::{
    Avatar, Bound, Counts, DemoSeed, DurabilitySetting, Imported, ImportedUser, KeyUse, ListQuery, Listed,
    LoginWritten, Meeting, NewLogin, Phone, Pool, ProfileChange, Realm, Revoke, SealedKey, SealedRow, Session,
    SessionId, SessionInfo, Status, Store, StoreError, SweptKeys, SwiperImage, TokenHash, User, UserQuery, UserRecord,
    Vote,
};
use sqlx::PgPool;

use crate::error::{database, read, retry, retry_idempotent};
use crate::{
    PgStore, avatar, bind_phone, delete_accounts, devices, durability, idle, import_user, meetings, other_app,
    release_phone, rotation, seed_demo, session, session_keys, side, sign_in, status, sweep, swiper, user_row, users,
    votes, write_login,
};

#[async_trait]
impl Store for PgStore {
    async fn write_login(&self, login: &NewLogin) -> Result<LoginWritten, StoreError> {
        write_login::write_login(self, login).await
    }

    async fn session(&self, token_hash: &TokenHash, now_ms: i64) -> Result<Option<Session>, StoreError> {
        let found = retry_idempotent(|| self.sessions.find(token_hash, now_ms)).await?;
        Ok(found.map(|(session, ())| session))
    }

    async fn session_and_counts(
        &self,
        token_hash: &TokenHash,
        now_ms: i64,
    ) -> Result<Option<(Session, Counts)>, StoreError> {
        retry_idempotent(|| self.counted_sessions.find(token_hash, now_ms)).await
    }

    async fn touch(&self, session_id: i64, now_ms: i64, idle_ends_ms: i64) -> Result<(), StoreError> {
        retry(|| session::touch(&self.pool, session_id, now_ms, idle_ends_ms)).await
    }

    async fn end_session(&self, session_id: i64) -> Result<bool, StoreError> {
        retry(|| session::end(&self.pool, session_id)).await
    }

    async fn sessions(&self, user_id: i64, now_ms: i64) -> Result<Vec<SessionInfo>, StoreError> {
        read(devices::list(&self.pool, user_id, now_ms)).await
    }

    async fn revoke(&self, user_id: i64, which: &Revoke, now_ms: i64) -> Result<u64, StoreError> {
        retry(|| devices::revoke(&self.pool, user_id, which, now_ms)).await
    }

    async fn trim_sessions(&self, user_id: i64, keep: u32, now_ms: i64) -> Result<u64, StoreError> {
        retry(|| devices::trim(&self.pool, user_id, now_ms, keep)).await
    }

    async fn sweep_sessions(&self, now_ms: i64, limit: u32) -> Result<u64, StoreError> {
        retry(|| sweep::sessions(&self.pool, now_ms, limit)).await
    }

    async fn sweep_keys(&self, now_ms: i64, from_ms: i64, limit: u32) -> Result<SweptKeys, StoreError> {
        retry(|| sweep::keys(&self.pool, now_ms, from_ms, limit)).await
    }

    async fn session_keys(&self, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, StoreError> {
        read(session_keys::of(&self.pool, user_id, now_ms)).await
    }

    async fn bind_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<Bound, StoreError> {
        retry(|| bind_phone::bind_phone(&self.pool, user_id, phone, now_ms)).await
    }

    async fn release_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<bool, StoreError> {
        retry(|| release_phone::release_phone(&self.pool, user_id, phone, now_ms)).await
    }

    async fn update_profile(
        &self,
        user_id: i64,
        change: &ProfileChange,
        now_ms: i64,
    ) -> Result<Option<User>, StoreError> {
        retry(|| user_row::update_profile(&self.pool, user_id, change, now_ms)).await
    }

    async fn put_avatar(&self, user_id: i64, avatar: &Avatar, address: &str, now_ms: i64) -> Result<bool, StoreError> {
        retry(|| avatar::put(&self.pool, user_id, avatar, address, now_ms)).await
    }

    async fn avatar(&self, sha256: &[u8; 32]) -> Result<Option<Avatar>, StoreError> {
        read(avatar::find(&self.pool, sha256)).await
    }

    async fn set_status(&self, user_id: i64, status: Status, now_ms: i64) -> Result<bool, StoreError> {
        retry(|| status::set(&self.pool, user_id, status, now_ms)).await
    }

    async fn reactivate(&self, user_id: i64, now_ms: i64) -> Result<bool, StoreError> {
        retry(|| status::reactivate(&self.pool, user_id, now_ms)).await
    }

    async fn referrer(&self, user_id: i64) -> Result<Option<i64>, StoreError> {
        read(sign_in::referrer(&self.pool, user_id)).await
    }

    async fn swiper_images(&self) -> Result<Vec<SwiperImage>, StoreError> {
        read(swiper::all(&self.pool)).await
    }

    async fn meetings(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Meeting>, StoreError> {
        read(meetings::page(&self.pool, query, now_ms)).await
    }

    async fn votes(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Vote>, StoreError> {
        read(votes::page(&self.pool, query, now_ms)).await
    }

    async fn seed_demo(&self, seed: &DemoSeed, now_ms: i64) -> Result<(), StoreError> {
        retry(|| seed_demo::seed(&self.pool, seed, now_ms)).await
    }

    async fn holds_other_app(&self, appid: &str) -> Result<bool, StoreError> {
        read(other_app::holds(&self.pool, appid)).await
    }

    async fn delete_accounts(&self, realm: &Realm, openid: Option<&str>) -> Result<u64, StoreError> {
        retry(|| delete_accounts::delete_accounts(&self.pool, realm, openid)).await
    }

    async fn idle_realms(
        &self,
        appid: &str,
        after: Option<&Realm>,
        before_ms: i64,
        limit: u32,
    ) -> Result<Vec<Realm>, StoreError> {
        read(idle::realms(&self.pool, appid, after, before_ms, limit)).await
    }

    async fn delete_idle_accounts(&self, realm: &Realm, before_ms: i64) -> Result<u64, StoreError> {
        retry(|| idle::delete(&self.pool, realm, before_ms)).await
    }

    async fn users(&self, query: &UserQuery) -> Result<Listed<UserRecord>, StoreError> {
        users::page(&self.pool, query).await.map_err(database)
    }

    async fn user(&self, user_id: i64) -> Result<Option<UserRecord>, StoreError> {
        read(users::one(&self.pool, user_id)).await
    }

    async fn session_owner(&self, id: &SessionId) -> Result<Option<i64>, StoreError> {
        read(devices::owner(&self.pool, id)).await
    }

    async fn delete_user(&self, user_id: i64) -> Result<bool, StoreError> {
        retry(|| users::delete(&self.pool, user_id)).await
    }

    async fn import_user(&self, user: &ImportedUser) -> Result<Imported, StoreError> {
        retry(|| import_user::import(&self.pool, user)).await
    }

    async fn master_key_ids(&self) -> Result<Vec<KeyUse>, StoreError> {
        rotation::ids(&self.pool).await.map_err(database)
    }

    async fn keys_not_sealed_by(&self, current: &str, after_id: i64, limit: u32) -> Result<Vec<SealedRow>, StoreError> {
        rotation::others(&self.pool, current, after_id, limit).await.map_err(database)
    }

    async fn reseal(&self, row_id: i64, old: &[u8], new: &SealedKey) -> Result<bool, StoreError> {
        retry(|| rotation::reseal(&self.pool, row_id, old, new)).await
    }

    async fn durability(&self) -> Result<Vec<DurabilitySetting>, StoreError> {
        read(durability::settings(&self.pool)).await
    }

    async fn is_half_copied(&self) -> Result<bool, StoreError> {
        read(side::has_mark(&self.pool)).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        read(sqlx::query("SELECT 1").execute(&self.pool)).await.map(drop)
    }

    fn pools(&self) -> Vec<Pool> {
        vec![pool("all", &self.pool)]
    }
}

fn pool(name: &'static str, pool: &PgPool) -> Pool {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    Pool { name, open: pool.size(), idle, max: pool.options().get_max_connections() }
}
