//! What a database must do for the flows. One method is one unit of work: it happens whole or not at all, and what it
//! acknowledges survives `kill -9`. [`crate::contract`] is the suite that every implementation passes.

use async_trait::async_trait;

use crate::{
    Counts, ListQuery, Listed, Meeting, Membership, Origin, Phone, Realm, Session, Status, StoreError, SwiperImage,
    TokenHash, User, Vote,
};

/// A login that WeChat has confirmed, ready to be written down.
#[derive(Debug, Clone)]
pub struct NewLogin {
    /// The app (and world) that the code belonged to.
    pub realm: Realm,
    /// From code2Session.
    pub openid: String,
    /// From code2Session; kept when there is one.
    pub unionid: Option<String>,
    /// What the client says of itself: taken for a new user, else only where the stored value is empty or a placeholder.
    pub nick_name: String,
    /// As `nick_name`; an address or a path that the flow has already judged.
    pub avatar: String,
    /// For a new user only.
    pub gender: i64,
    /// For a new user only.
    pub country: String,
    /// For a new user only.
    pub province: String,
    /// For a new user only.
    pub city: String,
    /// For a new user only.
    pub language: String,
    /// For a new user only: kept when that user exists in the same realm.
    pub share_user_id: Option<i64>,
    /// For a new user only: the demo's links to meetings and votes. One to something that is not there is skipped. They
    /// count for the user ([`Store::counts`]) but not in the lists' public numbers, so that one visitor of a public demo
    /// does not see another.
    pub memberships: Vec<Membership>,
    /// The session_key under a master key; the newest three of a user are kept.
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
}

/// A session_key at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// Which master key sealed it.
    pub key_id: String,
    /// Nonce and ciphertext.
    pub sealed: Vec<u8>,
}

/// What [`Store::bind_phone`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The number is the user's (it may have been before).
    Yes,
    /// Another account of the realm has it.
    TakenByAnother,
    /// The user is gone.
    NoSuchUser,
}

/// A database.
#[async_trait]
pub trait Store: Send + Sync {
    /// Writes a login down in one transaction: makes or refreshes the user, keeps the session_key (the newest three, none
    /// older than three days but the newest), opens the session. A disabled or closed user is returned as it is, with
    /// nothing written. First logins of one openid at the same time make one user.
    async fn sign_in(&self, login: &NewLogin) -> Result<User, StoreError>;

    /// The session of a token with its user, whatever the user's status; `None` when unknown or ended at `now_ms`.
    async fn session(&self, token_hash: &TokenHash, now_ms: i64) -> Result<Option<Session>, StoreError>;

    /// Slides a session's idle end. Never backwards, and nothing for a session that is gone.
    async fn touch(&self, session_id: i64, now_ms: i64, idle_ends_ms: i64) -> Result<(), StoreError>;

    /// Ends one session. Returns whether it was there.
    async fn end_session(&self, session_id: i64) -> Result<bool, StoreError>;

    /// The user's session_keys, newest first, at most three.
    async fn session_keys(&self, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, StoreError>;

    /// Binds a number to a user; the database's unique index decides a race.
    async fn bind_phone(&self, user_id: i64, phone: &Phone, now_ms: i64) -> Result<Bound, StoreError>;

    /// Sets the status of an account, for the operator. A closed account stays closed. Returns whether the account has
    /// that status now: `false` when it is not there, or closed and something else was asked for.
    async fn set_status(&self, user_id: i64, status: Status, now_ms: i64) -> Result<bool, StoreError>;

    /// Who brought the user here: the `share_user_id` of the first login, when it was somebody of the same realm.
    async fn shared_by(&self, user_id: i64) -> Result<Option<i64>, StoreError>;

    /// Counts a user's rows.
    async fn counts(&self, user_id: i64) -> Result<Counts, StoreError>;

    /// The swiper's pictures, in their order.
    async fn swiper_images(&self) -> Result<Vec<SwiperImage>, StoreError>;

    /// One page of the meetings: running first, then the next, then the past. What runs and what is
    /// past comes newest first, what is to come soonest first; ties by id.
    async fn meetings(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Meeting>, StoreError>;

    /// One page of the votes, in the meetings' order.
    async fn votes(&self, query: ListQuery, now_ms: i64) -> Result<Listed<Vote>, StoreError>;

    /// Writes the demo's meetings, votes and their people down, if they are not there yet; `now_ms` anchors their dates.
    async fn seed_demo(&self, seed: &DemoSeed, now_ms: i64) -> Result<(), StoreError>;

    /// Whether accounts of an app other than `appid` (in any world) are in the database: demo mode refuses such a one.
    async fn holds_other_app(&self, appid: &str) -> Result<bool, StoreError>;

    /// Deletes the accounts of a realm, or the one of `openid`, with all that is theirs. Returns how many. For the demo's
    /// reset: an id is never used again.
    async fn forget(&self, realm: &Realm, openid: Option<&str>) -> Result<u64, StoreError>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
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
