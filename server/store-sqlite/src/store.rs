//! The trait's methods, each a line that names the file with the work.

use async_trait::async_trait;
use identity::{
    Avatar, Bound, Counts, DemoSeed, DurabilitySetting, Imported, ImportedUser, KeyUse, ListQuery, Listed,
    LoginWritten, Meeting, NewLogin, Phone, Pool, ProfileChange, Realm, Revoke, SealedKey, SealedRow, Session,
    SessionId, SessionInfo, Status, Store, StoreError, SweptKeys, SwiperImage, TokenHash, User, UserQuery, UserRecord,
    Vote,
};
use sqlx::SqlitePool;

use crate::bind_phone::BindPhone;
use crate::devices::{EndDevices, Trim};
use crate::error::{database, retry_busy};
use crate::session::{End, Touch};
use crate::sign_in::SignIn;
use crate::user_row::UpdateProfile;
use crate::{
    SqliteStore, avatar, delete_accounts, devices, durability, idle, import_user, meetings, other_app, release_phone,
    rotation, seed_demo, session_keys, side, sign_in, status, sweep, swiper, users, votes,
};

#[async_trait]
impl Store for SqliteStore {
    async fn write_login(&self, login: &NewLogin) -> Result<LoginWritten, StoreError> {
        self.group_commit.write(SignIn(login.clone())).await
    }

    async fn session(&self, token_hash: &TokenHash, now_ms: i64) -> Result<Option<Session>, StoreError> {
        let found = self.sessions.find(token_hash, now_ms).await.map_err(database)?;
        Ok(found.map(|(session, ())| session))
    }

    async fn session_and_counts(
        &self,
        token_hash: &TokenHash,
        now_ms: i64,
    ) -> Result<Option<(Session, Counts)>, StoreError> {
        self.counted_sessions.find(token_hash, now_ms).await.map_err(database)
    }

    async fn touch(&self, session_id: i64, now_ms: i64, idle_ends_ms: i64) -> Result<(), StoreError> {
        self.group_commit.write(Touch { id: session_id, now_ms, idle_ends_ms }).await
    }

    async fn end_session(&self, session_id: i64) -> Result<bool, StoreError> {
        self.group_commit.write(End(session_id)).await
    }

    async fn sessions(&self, user_id: i64, now_ms: i64) -> Result<Vec<SessionInfo>, StoreError> {
        devices::list(&self.readers, user_id, now_ms).await.map_err(database)
    }

    async fn revoke(&self, user_id: i64, which: &Revoke, now_ms: i64) -> Result<u64, StoreError> {
        self.group_commit.write(EndDevices { user_id, which: *which, now_ms }).await
    }

    async fn trim_sessions(&self, user_id: i64, keep: u32, now_ms: i64) -> Result<u64, StoreError> {
        self.group_commit.write(Trim { user_id, keep, now_ms }).await
    }

    async fn sweep_sessions(&self, now_ms: i64, limit: u32) -> Result<u64, StoreError> {
        retry_busy(|| sweep::sessions(&self.writer, now_ms, limit)).await
    }

    async fn sweep_keys(&self, now_ms: i64, from_ms: i64, limit: u32) -> Result<SweptKeys, StoreError> {
        let to_ms = sweep::window(&self.readers, from_ms, now_ms, limit).await.map_err(database)?;
        retry_busy(|| sweep::keys(&self.writer, from_ms, to_ms, now_ms)).await
    }

    async fn session_keys(&self, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, StoreError> {
        session_keys::of(&self.readers, user_id, now_ms).await.map_err(database)
    }

    async fn bind_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<Bound, StoreError> {
        self.group_commit.write(BindPhone { user_id, phone: phone.clone(), now_ms }).await
    }

    async fn release_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<bool, StoreError> {
        retry_busy(|| release_phone::release_phone(&self.writer, user_id, phone, now_ms)).await
    }

    async fn update_profile(
        &self,
        user_id: i64,
        change: &ProfileChange,
        now_ms: i64,
    ) -> Result<Option<User>, StoreError> {
        self.group_commit.write(UpdateProfile { user_id, change: change.clone(), now_ms }).await
    }

    async fn put_avatar(&self, user_id: i64, avatar: &Avatar, address: &str, now_ms: i64) -> Result<bool, StoreError> {
        retry_busy(|| avatar::put(&self.writer, user_id, avatar, address, now_ms)).await
    }

    async fn avatar(&self, sha256: &[u8; 32]) -> Result<Option<Avatar>, StoreError> {
        avatar::find(&self.readers, sha256).await.map_err(database)
    }

    async fn set_status(&self, user_id: i64, status: Status, now_ms: i64) -> Result<bool, StoreError> {
        retry_busy(|| status::set(&self.writer, user_id, status, now_ms)).await
    }

    async fn reactivate(&self, user_id: i64, now_ms: i64) -> Result<bool, StoreError> {
        retry_busy(|| status::reactivate(&self.writer, user_id, now_ms)).await
    }

    async fn referrer(&self, user_id: i64) -> Result<Option<i64>, StoreError> {
        sign_in::referrer(&self.readers, user_id).await.map_err(database)
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

    async fn delete_accounts(&self, realm: &Realm, openid: Option<&str>) -> Result<u64, StoreError> {
        retry_busy(|| delete_accounts::delete_accounts(&self.writer, realm, openid)).await
    }

    async fn idle_realms(
        &self,
        appid: &str,
        after: Option<&Realm>,
        before_ms: i64,
        limit: u32,
    ) -> Result<Vec<Realm>, StoreError> {
        idle::realms(&self.readers, appid, after, before_ms, limit).await.map_err(database)
    }

    async fn delete_idle_accounts(&self, realm: &Realm, before_ms: i64) -> Result<u64, StoreError> {
        retry_busy(|| idle::delete(&self.writer, realm, before_ms)).await
    }

    async fn users(&self, query: &UserQuery) -> Result<Listed<UserRecord>, StoreError> {
        users::page(&self.readers, query).await.map_err(database)
    }

    async fn user(&self, user_id: i64) -> Result<Option<UserRecord>, StoreError> {
        users::one(&self.readers, user_id).await.map_err(database)
    }

    async fn session_owner(&self, id: &SessionId) -> Result<Option<i64>, StoreError> {
        devices::owner(&self.readers, id).await.map_err(database)
    }

    async fn delete_user(&self, user_id: i64) -> Result<bool, StoreError> {
        retry_busy(|| users::delete(&self.writer, user_id)).await
    }

    async fn import_user(&self, user: &ImportedUser) -> Result<Imported, StoreError> {
        retry_busy(|| import_user::import(&self.writer, user)).await
    }

    async fn master_key_ids(&self) -> Result<Vec<KeyUse>, StoreError> {
        rotation::ids(&self.readers).await.map_err(database)
    }

    async fn keys_not_sealed_by(&self, current: &str, after_id: i64, limit: u32) -> Result<Vec<SealedRow>, StoreError> {
        rotation::others(&self.readers, current, after_id, limit).await.map_err(database)
    }

    async fn reseal(&self, row_id: i64, old: &[u8], new: &SealedKey) -> Result<bool, StoreError> {
        retry_busy(|| rotation::reseal(&self.writer, row_id, old, new)).await
    }

    async fn durability(&self) -> Result<Vec<DurabilitySetting>, StoreError> {
        durability::settings(&self.writer).await.map_err(database)
    }

    async fn is_half_copied(&self) -> Result<bool, StoreError> {
        side::has_mark(&self.readers).await.map_err(database)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        // A read of the schema, so that a file that vanished or broke is seen; `SELECT 1` would not touch it.
        sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&self.readers).await.map_err(database)?;
        Ok(())
    }

    fn pools(&self) -> Vec<Pool> {
        vec![pool("writer", &self.writer), pool("readers", &self.readers)]
    }
}

fn pool(name: &'static str, pool: &SqlitePool) -> Pool {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    Pool { name, open: pool.size(), idle, max: pool.options().get_max_connections() }
}
