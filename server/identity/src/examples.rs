//! Values for tests, complete and as plain as they can be: a test writes `..User::example()` after what it is about, so that a
//! field that is added is written here and not in every test.

use crate::{Realm, Status, User};

impl User {
    /// An active account `o1` of the realm `wx1`, with nothing in its profile.
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
