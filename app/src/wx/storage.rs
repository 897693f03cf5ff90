//! `wx.setStorageSync` and its like, on localStorage, and whose phone it is.
//!
//! The keys are the mini-program's own. Who gives the phone away takes their storage along: it is parked under other keys
//! until they come back.

use serde::{Serialize, de::DeserializeOwned};

use crate::{web, wire::UserInfo};

/// The key of the token.
pub(crate) const TOKEN: &str = "token";
/// The key of the stored profile.
pub(crate) const USER_INFO: &str = "userInfo";
/// Who holds the phone at first.
pub(crate) const DEFAULT_USER: &str = "lin";

/// Their phone.
pub(crate) const DEFAULT_DEVICE: &str = "A";

const USER: &str = "oa-mini:user";
const DEVICE: &str = "oa-mini:device";
/// The key of the double's world.
pub(super) const WORLD: &str = "oa-mini:world";
/// The world of a local demo, for everybody.
pub(super) const DEFAULT_WORLD: &str = "default";

/// `wx.setStorageSync`
pub(crate) fn set_storage_sync<T: Serialize>(key: &str, value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        web::set_item(key, &text); // full: as on a phone, the next read finds the old value
    }
}

/// `wx.getStorageSync`
pub(crate) fn get_storage_sync<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&web::item(key)?).ok()
}

/// `wx.removeStorageSync`
pub(crate) fn remove_storage_sync(key: &str) {
    web::remove_item(key);
}

/// The stored token.
pub(crate) fn token() -> Option<String> {
    get_storage_sync(TOKEN)
}

/// The stored profile.
pub(crate) fn user_info() -> Option<UserInfo> {
    get_storage_sync(USER_INFO)
}

/// Forgets who was logged in.
pub(crate) fn forget() {
    remove_storage_sync(TOKEN);
    remove_storage_sync(USER_INFO);
}

/// Who held the phone last.
pub(super) fn user() -> String {
    web::item(USER).unwrap_or_else(|| DEFAULT_USER.to_owned())
}

/// Which of their phones was used last.
pub(crate) fn device() -> String {
    web::item(DEVICE).unwrap_or_else(|| DEFAULT_DEVICE.to_owned())
}

/// One name for a phone of somebody.
pub(super) fn holder(user: &str, device: &str) -> String {
    [user, "/", device].concat()
}

/// Puts the phone of `old` away and takes up the one of `new`, a user and a device, each with their own storage.
pub(super) fn hand_over(old: &str, new: (&str, &str)) {
    web::hand_over(&parked(old), &parked(&holder(new.0, new.1)));
    web::set_item(USER, new.0);
    web::set_item(DEVICE, new.1);
}

/// Where a phone's storage lies while it is put away.
fn parked(holder: &str) -> String {
    ["oa-mini:parked:", holder, ":"].concat()
}
