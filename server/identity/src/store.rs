//! The interface of the databases. One method is one unit of work: it happens completely or not at all, and a change that it
//! acknowledges survives `kill -9`. [`crate::contract`] is the suite that every implementation passes.

use async_trait::async_trait;

use crate::{
    Avatar, ClientProfile, Counts, DurabilitySetting, Imported, ImportedUser, KeyUse, ListQuery, Listed, Meeting,
    Membership, Origin, Phone, ProfileChange, Realm, Revoke, SealedRow, Session, SessionId, SessionInfo, Status,
    StoreError, SwiperImage, TokenHash, User, UserQuery, UserRecord, Vote,
};

/// A login that WeChat has confirmed, ready to be stored.
#[derive(Debug, Clone)]
pub struct NewLogin {
    /// The app (and world) that the code belonged to.
    pub realm: Realm,
    /// From code2Session.
    pub openid: String,
    /// From code2Session; kept when there is one.
    pub unionid: Option<String>,
    /// The profile that the client claims. Name and avatar are stored for a new user, and later where the stored value is empty
    /// or a placeholder; the other fields for a new user only.
    pub profile: ClientProfile,
    /// For a new user only: kept when that user exists in the same realm.
    pub share_user_id: Option<i64>,
    /// For a new user only: the demo's links to meetings and votes. One to something that is not there is skipped. They
    /// count for the user ([`Store::session_and_counts`]) but not in the lists' public numbers, so that one visitor of a public demo
    /// does not see another.
    pub memberships: Vec<Membership>,
    /// The session_key under a master key; the newest three different ones of a user are kept.
    pub session_key: SealedKey,
    /// The new session's token, hashed.
    pub token_hash: TokenHash,
    /// Where the call came from.
    pub origin: Origin,
    /// Now.
    pub now_ms: i64,
    /// When the session ends unless it is used.
    pub idle_ends_ms: i64,
    /// When it ends in any case.
    pub absolute_ends_ms: i64,
    /// How many live sessions the user may have with this one.
    pub max_sessions: u32,
}

/// The maximum number of sessions that one transaction ends, so that an account with many does not make others wait.
pub const SESSION_BATCH: u32 = 500;

/// The maximum number of sessions that [`Store::sessions`] returns.
pub const MAX_LISTED_SESSIONS: u32 = 200;

/// The result of [`Store::write_login`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginWritten {
    /// As stored.
    pub user: User,
    /// How many older sessions ended. [`SESSION_BATCH`]: there may be more.
    pub ended: u64,
}

/// A session_key at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// Which master key sealed it.
    pub key_id: String,
    /// Nonce and ciphertext.
    pub sealed: Vec<u8>,
    /// Equal for equal session_keys of one user under one master key, and meaningless without that key. By it a login with the
    /// key of the last one replaces the row instead of pushing an older key out.
    pub fingerprint: [u8; 16],
}

/// The result of [`Store::bind_phone`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The number is the user's (it may have been before).
    Yes,
    /// Another account of the realm has it.
    TakenByAnother,
    /// The user is gone.
    NoSuchUser,
}

/// The result of [`Store::sweep_keys`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SweptKeys {
    /// How many rows were deleted.
    pub rows: u64,
    /// The `from_ms` of the next call; `None` after the last key.
    pub next_ms: Option<i64>,
}

impl SweptKeys {
    /// The result after the keys up to `to_ms`, the last one of the batch; `None`: there were no more.
    pub fn up_to(to_ms: Option<i64>, rows: u64) -> Self {
        Self { rows, next_ms: to_ms.map(|to_ms| to_ms.saturating_add(1)) }
    }
}

/// A pool of connections to a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// The purpose: `all`, or with SQLite `writer` and `readers`.
    pub name: &'static str,
    /// Open connections.
    pub open: u32,
    /// Open connections that are idle.
    pub idle: u32,
    /// The maximum number of connections.
    pub max: u32,
}

/// A database.
#[async_trait]
pub trait Store: Send + Sync {
    /// The user of [`Store::write_login`].
    async fn sign_in(&self, login: &NewLogin) -> Result<User, StoreError> {
        Ok(self.write_login(login).await?.user)
    }

    /// Stores a login in one transaction: creates or refreshes the user, keeps the session_key (the newest three with
    /// different fingerprints, none older than three days but the newest), opens the session. A disabled or closed user is returned as it is, with
    /// nothing written. First logins of one openid at the same time make one user.
    ///
    /// Of the user's live sessions beyond `max_sessions`, this one included, those that were used longest ago end, also those of
    /// concurrent logins; at most [`SESSION_BATCH`], of an account older than the limit.
    async fn write_login(&self, login: &NewLogin) -> Result<LoginWritten, StoreError>;

    /// The session of a token with its user, whatever the user's status; `None` when unknown or ended at `now_ms`.
    async fn session(&self, token_hash: &TokenHash, now_ms: i64) -> Result<Option<Session>, StoreError>;

    /// As [`Store::session`], with the counts of the user's rows: one read, because it is the most frequent request.
    async fn session_and_counts(
        &self,
        token_hash: &TokenHash,
        now_ms: i64,
    ) -> Result<Option<(Session, Counts)>, StoreError>;

    /// Slides a session's idle end. Never backwards, and nothing for a session that is gone.
    async fn touch(&self, session_id: i64, now_ms: i64, idle_ends_ms: i64) -> Result<(), StoreError>;

    /// Ends one session. Returns whether it existed.
    async fn end_session(&self, session_id: i64) -> Result<bool, StoreError>;

    /// The user's sessions that have not ended at `now_ms`, the newest login first: at most [`MAX_LISTED_SESSIONS`], those that
    /// were used last.
    async fn sessions(&self, user_id: i64, now_ms: i64) -> Result<Vec<SessionInfo>, StoreError>;

    /// Ends sessions of this user only, at most [`SESSION_BATCH`]. Returns how many of them were live at `now_ms`: 0 for a session
    /// of another user or an unknown one. Fewer than a batch means that none is left.
    async fn revoke(&self, user_id: i64, which: &Revoke, now_ms: i64) -> Result<u64, StoreError>;

    /// Ends live sessions of the user beyond the `keep` that were used last, at most [`SESSION_BATCH`]. Returns how many; fewer
    /// than a batch means that none is left.
    async fn trim_sessions(&self, user_id: i64, keep: u32, now_ms: i64) -> Result<u64, StoreError>;

    /// Deletes at most `limit` sessions that have ended. Returns how many were deleted; 0 means that none is left.
    async fn sweep_sessions(&self, now_ms: i64, limit: u32) -> Result<u64, StoreError>;

    /// Examines about `limit` session_keys older than three days, the oldest of those written at `from_ms` or later, and deletes
    /// those without use: not the user's newest, or of a user without a session. Most keys stay, so the result contains where
    /// the next call begins, and no transaction examines all of them.
    async fn sweep_keys(&self, now_ms: i64, from_ms: i64, limit: u32) -> Result<SweptKeys, StoreError>;

    /// The user's session_keys, newest first, at most three.
    async fn session_keys(&self, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, StoreError>;

    /// Binds a number to a user; the database's unique index decides a race.
    async fn bind_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<Bound, StoreError>;

    /// Removes the number from the user, for the operator, so that another account may bind it. `false` when it is no longer the
    /// number of this user.
    async fn release_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<bool, StoreError>;

    /// Changes the fields that `change` contains. Returns the user as stored, `None` when it does not exist.
    async fn update_profile(
        &self,
        user_id: i64,
        change: &ProfileChange,
        now_ms: i64,
    ) -> Result<Option<User>, StoreError>;

    /// Stores the picture as the user's only one and `address` (a path under `OA_PUBLIC_URL`) as the user's avatar, in one
    /// transaction: the address of the replaced picture leads nowhere. `false` when the user does not exist.
    async fn put_avatar(&self, user_id: i64, avatar: &Avatar, address: &str, now_ms: i64) -> Result<bool, StoreError>;

    /// The picture with this SHA-256, of any user.
    async fn avatar(&self, sha256: &[u8; 32]) -> Result<Option<Avatar>, StoreError>;

    /// Sets the status of an account, for the operator. A closed account stays closed. Returns whether the account has
    /// that status now: `false` when it does not exist, or is closed and another status was requested.
    async fn set_status(&self, user_id: i64, status: Status, now_ms: i64) -> Result<bool, StoreError>;

    /// Makes an account active again, even a closed one: for the demo, where a visitor must be able to undo closing. Returns
    /// whether the account exists.
    async fn reactivate(&self, user_id: i64, now_ms: i64) -> Result<bool, StoreError>;

    /// The account that referred the user: the `share_user_id` of the first login, if that account is of the same realm.
    async fn referrer(&self, user_id: i64) -> Result<Option<i64>, StoreError>;

    /// The swiper's pictures, in their order.
    async fn swiper_images(&self) -> Result<Vec<SwiperImage>, StoreError>;

    /// One page of the meetings: running first, then the next, then the past. What runs and what is
    /// past comes newest first, what is to come soonest first; ties by id.
    async fn meetings(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Meeting>, StoreError>;

    /// One page of the votes, in the meetings' order.
    async fn votes(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Vote>, StoreError>;

    /// Stores the demo's meetings, votes and their people unless they exist; `now_ms` anchors their dates.
    async fn seed_demo(&self, seed: &DemoSeed, now_ms: i64) -> Result<(), StoreError>;

    /// Whether the database contains accounts of an app other than `appid` (in any world): demo mode refuses such a database.
    async fn holds_other_app(&self, appid: &str) -> Result<bool, StoreError>;

    /// Deletes the accounts of a realm, or the one of `openid`, with all rows that belong to them. Returns how many. For the
    /// reset of the demo: an id is never used again.
    async fn delete_accounts(&self, realm: &Realm, openid: Option<&str>) -> Result<u64, StoreError>;

    /// The worlds of `appid` in which no account logged in or was seen since `before_ms`: by name, those after `after`, at
    /// most `limit`.
    async fn idle_realms(
        &self,
        appid: &str,
        after: Option<&Realm>,
        before_ms: i64,
        limit: u32,
    ) -> Result<Vec<Realm>, StoreError>;

    /// Deletes the accounts of a realm that did not log in and were not seen since `before_ms`, as [`Store::delete_accounts`] does.
    async fn delete_idle_accounts(&self, realm: &Realm, before_ms: i64) -> Result<u64, StoreError>;

    /// One page of the accounts, by id, for the operator.
    async fn users(&self, query: &UserQuery) -> Result<Listed<UserRecord>, StoreError>;

    /// One account, for the operator.
    async fn user(&self, user_id: i64) -> Result<Option<UserRecord>, StoreError>;

    /// The user of a session, for the operator; `None` for an unknown id.
    async fn session_owner(&self, id: &SessionId) -> Result<Option<i64>, StoreError>;

    /// Deletes an account with all rows that belong to it. Returns whether it existed. An id is never used again, and the next
    /// login of that openid creates a new account.
    async fn delete_user(&self, user_id: i64) -> Result<bool, StoreError>;

    /// Imports an account of another system, unless the realm has that openid already: then it stays as it is. A requested id
    /// must be above every id that was ever given in this database; otherwise, and when another account of the realm has the
    /// phone number, nothing is written.
    async fn import_user(&self, user: &ImportedUser) -> Result<Imported, StoreError>;

    /// The master keys that sealed the stored session_keys, by key id.
    async fn master_key_ids(&self) -> Result<Vec<KeyUse>, StoreError>;

    /// At most `limit` rows that another master key than `current` sealed, by row id, those after `after_id`.
    async fn keys_not_sealed_by(&self, current: &str, after_id: i64, limit: u32) -> Result<Vec<SealedRow>, StoreError>;

    /// Replaces a row's sealed key, if it still is `old`: a login may have replaced the row meanwhile. Where another row
    /// of the user has the new fingerprint, the newer of the two stays. Returns whether it was replaced.
    async fn reseal(&self, row_id: i64, old: &[u8], new: &SealedKey) -> Result<bool, StoreError>;

    /// The settings of the database that decide whether what a method acknowledged survives a power cut.
    async fn durability(&self) -> Result<Vec<DurabilitySetting>, StoreError>;

    /// Whether `oa-mini copy` began to fill this database and has not ended: then it is no database to serve from.
    async fn is_half_copied(&self) -> Result<bool, StoreError>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// The state of the connection pools. Sends nothing to the database.
    fn pools(&self) -> Vec<Pool>;
}

/// The demo's content. Times are relative to the day of seeding, so that there is always a meeting that runs.
#[derive(Debug, Clone, Default)]
pub struct DemoSeed {
    /// For the swiper.
    pub swiper: Vec<SwiperImage>,
    /// With ids; `start_ms` and `end_ms` are offsets from `now_ms`, `participants` is how many rows of people to write (the first hosts).
    pub meetings: Vec<Meeting>,
    /// As the meetings; `cast` is how many rows of people to write.
    pub votes: Vec<Vote>,
}
