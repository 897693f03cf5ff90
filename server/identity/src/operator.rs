//! The types of the operator's commands: accounts that are listed or imported from another system, and the master keys in
//! use. Times are UTC epoch milliseconds (`_ms`).

use crate::{Phone, Realm, SealedKey, Status, User};

/// Which accounts are wanted. `None` is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Only this realm.
    pub realm: Option<Realm>,
    /// Only this status.
    pub status: Option<Status>,
    /// The openid begins with this, byte for byte.
    pub openid_prefix: Option<String>,
    /// The nickname has this in it, as written: letter case and accents count.
    pub nick_name_part: Option<String>,
    /// The number without its country code is this.
    pub pure_number: Option<String>,
    /// From 1.
    pub page: i64,
    /// Rows a page, from 1.
    pub limit: i64,
}

/// An account with the columns that only the operator sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// The account.
    pub user: User,
    /// WeChat's name for the person in all apps of one owner, when WeChat gave it.
    pub unionid: Option<String>,
    /// The account that referred the user.
    pub share_user_id: Option<i64>,
    /// The last login.
    pub last_login_ms: i64,
    /// Its address; may be empty for an imported account.
    pub last_login_ip: String,
    /// The last change of the row.
    pub updated_ms: i64,
}

/// A row of the table `wx_user` of another system, as unvalidated text; `None` is an absent value. The type has no `Debug`
/// because it contains the phone number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SeedUser {
    /// `id`
    pub id: i64,
    /// `weixin_openid`
    pub weixin_openid: Option<String>,
    /// `nickname`
    pub nickname: Option<String>,
    /// `avatar`
    pub avatar: Option<String>,
    /// `gender`
    pub gender: Option<String>,
    /// `mobile`
    pub mobile: Option<String>,
    /// `user_level`
    pub user_level: Option<String>,
    /// `status`
    pub status: Option<String>,
    /// `last_login_time`, in China time where it has no offset
    pub last_login_time: Option<String>,
    /// `last_login_ip`
    pub last_login_ip: Option<String>,
    /// `share_user_id`
    pub share_user_id: Option<String>,
    /// `add_time`, as `last_login_time`
    pub add_time: Option<String>,
    /// `deleted`, the mark of a row that the other system hides
    pub deleted: Option<String>,
}

/// An account of another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedUser {
    /// The id in the other system, which the user knows from the page and which is kept. `None`: a new id.
    pub id: Option<i64>,
    /// The app.
    pub realm: Realm,
    /// WeChat's name for the user in that app.
    pub openid: String,
    /// 昵称
    pub nick_name: String,
    /// An address; empty: the default avatar.
    pub avatar: String,
    /// 0 to 2.
    pub gender: i64,
    /// Bound there.
    pub phone: Option<Phone>,
    /// 0 to 2.
    pub level: i64,
    /// Whether the account may be used.
    pub status: Status,
    /// The account that referred the user, as an id of *this* database; ignored unless it is in the realm.
    pub share_user_id: Option<i64>,
    /// Accounts that this one referred and that were imported before it, as ids of *this* database: it becomes their referrer.
    pub referred: Vec<i64>,
    /// The last login.
    pub last_login_ms: i64,
    /// Its address.
    pub last_login_ip: String,
    /// When the account was made.
    pub created_ms: i64,
    /// Now.
    pub now_ms: i64,
}

/// The result of [`crate::Store::import_user`]. The numbers are ids of this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// The account is new.
    New(i64),
    /// The realm has that openid already; nothing was written.
    Unchanged(i64),
    /// Nothing was written.
    Skipped(Skip),
}

/// Why an account was not imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Skip {
    /// The id, or a higher one, was given in this database before: it may belong, or have belonged, to another account.
    #[error("its id was given here before")]
    IdGiven,
    /// The unique index on (realm, country code, number) refused it.
    #[error("another account has its phone number")]
    PhoneTaken,
}

/// The number of rows that a master key sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// The master key's id.
    pub key_id: String,
    /// Rows.
    pub rows: i64,
}

/// A sealed session_key with the associated data that opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRow {
    /// The row.
    pub id: i64,
    /// Its account.
    pub user_id: i64,
    /// The associated data's first half.
    pub realm: Realm,
    /// The associated data's second half.
    pub openid: String,
    /// The key.
    pub key: SealedKey,
}

/// A setting of the database on which it depends whether a write that was acknowledged survives a power cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurabilitySetting {
    /// As the database calls it.
    pub name: &'static str,
    /// What it is set to.
    pub value: String,
    /// What to do; `None`: the write survives.
    pub remedy: Option<String>,
}
