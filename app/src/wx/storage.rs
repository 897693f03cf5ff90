//! `wx.setStorageSync` and its like, on localStorage, and whose phone it is.
//!
//! The keys are the mini-program's own. A phone that is put away takes its storage along: it is parked under other keys until
//! that phone comes back.

use serde::{Serialize, de::DeserializeOwned};

use super::Wx;
use crate::{browser::storage, wire::UserInfo};

/// The key of the token.
pub(crate) const TOKEN: &str = "token";
/// The key of the stored profile.
pub(crate) const USER_INFO: &str = "userInfo";
/// Who holds the phone at first.
pub(crate) const DEFAULT_USER: &str = "lin";
/// Their phone.
pub(crate) const DEFAULT_DEVICE: &str = "A";

/// What the demo page itself keeps begins with this, and is none of the mini-program's business.
pub(crate) const OWN_PREFIX: &str = "oa-mini:";
const USER: &str = "oa-mini:user";
const DEVICE: &str = "oa-mini:device";
const PROGRAM: &str = "oa-mini:program";
/// The key of the double's world.
pub(super) const WORLD: &str = "oa-mini:world";

impl Wx {
    /// `wx.setStorageSync`
    pub(crate) fn set_storage<T: Serialize>(self, key: &str, value: &T) {
        storage::set(key, value);
        self.read_storage();
    }

    /// Removes token and profile.
    pub(crate) fn clear_login(self) {
        storage::remove(TOKEN);
        storage::remove(USER_INFO);
        self.read_storage();
    }
}

/// `wx.getStorageSync`
pub(crate) fn get_storage<T: DeserializeOwned>(key: &str) -> Option<T> {
    storage::get(key)
}

/// The stored token.
pub(crate) fn token() -> Option<String> {
    get_storage(TOKEN)
}

/// The stored profile.
pub(crate) fn user_info() -> Option<UserInfo> {
    get_storage(USER_INFO)
}

/// Who held the phone last.
pub(super) fn user() -> String {
    storage::get_text(USER).unwrap_or_else(|| DEFAULT_USER.to_owned())
}

/// Which of their phones was used last.
pub(crate) fn device() -> String {
    storage::get_text(DEVICE).unwrap_or_else(|| DEFAULT_DEVICE.to_owned())
}

/// The opened mini-program whose storage is in place: empty where ours was chosen beside one, none where none is opened.
pub(super) fn program() -> Option<String> {
    storage::get_text(PROGRAM)
}

/// Says whose storage is in place, as [`program`] has it.
pub(super) fn set_program(name: Option<String>) {
    match name {
        Some(name) => storage::set_text(PROGRAM, &name),
        None => storage::remove(PROGRAM),
    }
}

/// One name for a phone of a user, with the opened mini-program in it, or with ours (empty).
pub(super) fn phone_id(user: &str, device: &str, program: &str) -> String {
    if program.is_empty() { format!("{user}/{device}") } else { format!("{user}/{device}/{program}") }
}

/// Puts the phone `before` away and takes up `after`, the one of `user` and `device`, each with its own storage.
pub(super) fn hand_over(before: &str, after: &str, user: &str, device: &str) {
    let (away, back) = (parked_prefix(before), parked_prefix(after));
    for key in storage::keys().iter().filter(|key| !key.starts_with(OWN_PREFIX)) {
        storage::rename(key, &format!("{away}{key}"));
    }
    for key in storage::keys() {
        if let Some(own) = key.strip_prefix(&back) {
            storage::rename(&key, own);
        }
    }
    storage::set_text(USER, user);
    storage::set_text(DEVICE, device);
}

/// Where a phone's storage lies while it is put away.
fn parked_prefix(phone_id: &str) -> String {
    format!("{OWN_PREFIX}parked:{phone_id}:")
}
