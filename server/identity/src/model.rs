//! Accounts and sessions. Times are UTC epoch milliseconds (`_ms`).

use std::net::IpAddr;

/// The app that an account belongs to: an appid, and in demo mode `appid/world`, so that every world of the double has
/// accounts and phone numbers of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Realm(String);

impl Realm {
    /// The realm of `appid`, or of one `world` of the double under it.
    pub fn new(appid: &str, world: Option<&str>) -> Self {
        Self(world.map_or_else(|| appid.to_owned(), |world| format!("{appid}/{world}")))
    }

    /// As a store keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The appid, without the world. WeChat's watermark carries this.
    pub fn appid(&self) -> &str {
        self.0.split_once('/').map_or(self.as_str(), |(appid, _)| appid)
    }

    /// The double's world, in demo mode.
    pub fn world(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, world)| world)
    }
}

impl From<String> for Realm {
    /// From a store's column.
    fn from(column: String) -> Self {
        Self(column)
    }
}

/// Whether an account may be used. The numbers are the wire's and the store's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub enum Status {
    /// In use.
    Active = 0,
    /// Disabled by the operator; can be enabled again.
    Disabled = 1,
    /// Closed for good.
    Closed = 2,
}

impl Status {
    /// From a store's column; a number that this version does not know is treated as disabled, never as active.
    pub fn from_column(column: i64) -> Self {
        match column {
            0 => Self::Active,
            2 => Self::Closed,
            _ => Self::Disabled,
        }
    }
}

/// An account of one [`Realm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The number that the page shows as `1000{id}`; never used again, even after a deletion.
    pub id: i64,
    /// Where the account belongs.
    pub realm: Realm,
    /// WeChat's name for the user in this app. Compared byte for byte. Never sent to a client.
    pub openid: String,
    /// Empty until WeChat or the user gives one.
    pub nick_name: String,
    /// An address or a path under `OA_PUBLIC_URL` (then it begins with `/`); empty: the default avatar.
    pub avatar: String,
    /// 0 unknown, 1 male, 2 female.
    pub gender: i64,
    /// As WeChat's profile has it; may be empty.
    pub country: String,
    /// As WeChat's profile has it; may be empty.
    pub province: String,
    /// As WeChat's profile has it; may be empty.
    pub city: String,
    /// As WeChat's profile has it (`zh_CN`); may be empty.
    pub language: String,
    /// Bound by bindPhone.
    pub phone: Option<Phone>,
    /// 0 ordinary, 1 member, 2 agent of a region.
    pub level: i64,
    /// Whether the account may be used.
    pub status: Status,
    /// When the account was made.
    pub created_ms: i64,
}

#[cfg(any(test, feature = "contract"))]
impl User {
    /// For tests: an active account `o1` of the realm `wx1`, with nothing in its profile. A test writes `..User::example()`
    /// after what it is about, so that a field that is added is written here and not in every test.
    pub fn example() -> Self {
        Self {
            id: 1,
            realm: Realm::new("wx1", None),
            openid: "o1".to_owned(),
            nick_name: String::new(),
            avatar: String::new(),
            gender: 0,
            country: String::new(),
            province: String::new(),
            city: String::new(),
            language: String::new(),
            phone: None,
            level: 0,
            status: Status::Active,
            created_ms: 0,
        }
    }
}

/// A phone number, stored and unique as (realm, country code, number). `Debug` masks it, so that no log can hold it.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    /// Digits without `+`: `86`.
    pub country_code: String,
    /// The number without its country code.
    pub pure_number: String,
}

impl Phone {
    /// As the contract writes it: the bare number for +86, else `+CC` and the number.
    pub fn display(&self) -> String {
        if self.country_code == "86" {
            self.pure_number.clone()
        } else {
            format!("+{}{}", self.country_code, self.pure_number)
        }
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(••••)")
    }
}

/// The part of an account that every guarded call needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// [`User::id`].
    pub id: i64,
    /// The mini-program, and in demo mode the world.
    pub realm: Realm,
    /// WeChat's id of the person in that mini-program.
    pub openid: String,
    /// Whether it may be used.
    pub status: Status,
}

/// A signed-in device with its account, from one indexed read. The read happens on nearly every call and each column costs, so
/// there are no fields beyond what those calls need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The row.
    pub id: i64,
    /// Its account.
    pub account: Account,
    /// The last call that was written down (at most one a minute).
    pub last_seen_ms: i64,
    /// When it ends unless it is used: the earlier of idle and absolute end.
    pub expires_ms: i64,
    /// When it ends in any case.
    pub absolute_ends_ms: i64,
}

/// Where a call comes from: for the session list and the audit columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The client's address, from trusted proxies only.
    pub ip: IpAddr,
    /// A short name made from the User-Agent: `iPhone`, `微信开发者工具`, ….
    pub device: String,
    /// The User-Agent as it was sent. Part of what identifies a repeated login; never stored.
    pub user_agent: String,
}

#[cfg(test)]
mod tests {
    use super::{Phone, Realm, Status};

    fn phone(country_code: &str) -> Phone {
        Phone { country_code: country_code.into(), pure_number: "12066600001".into() }
    }

    #[test]
    fn a_realm_has_its_parts() {
        let (app, world) = (Realm::new("wx1", None), Realm::new("wx1", Some("a-b")));
        assert_eq!((app.as_str(), app.appid(), app.world()), ("wx1", "wx1", None));
        assert_eq!((world.as_str(), world.appid(), world.world()), ("wx1/a-b", "wx1", Some("a-b")));
        assert_eq!(Realm::from("wx1/a-b".to_owned()), world);
    }

    #[test]
    fn an_unknown_status_is_not_active() {
        for column in [-1, 1, 3, i64::MAX] {
            assert_eq!(Status::from_column(column), Status::Disabled);
        }
        assert_eq!((Status::from_column(0), Status::from_column(2)), (Status::Active, Status::Closed));
    }

    #[test]
    fn a_phone_is_shown_to_its_user_and_hidden_from_the_log() {
        assert_eq!(phone("86").display(), "12066600001");
        assert_eq!(phone("852").display(), "+85212066600001");
        assert!(!format!("{:?}", phone("852")).contains(['0', '5']));
    }
}
