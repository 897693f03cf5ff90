//! localStorage through `gloo-storage`. A browser may forbid it; the phone then forgets everything, but works.

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::window;
use serde::{Serialize, de::DeserializeOwned};

/// Whether there is a storage at all: `LocalStorage::raw` panics where the browser forbids it.
fn is_available() -> bool {
    window().local_storage().is_ok_and(|storage| storage.is_some())
}

/// The JSON value under `key`; none where there is none, or one of another type.
pub(crate) fn get<T: DeserializeOwned>(key: &str) -> Option<T> {
    is_available().then(|| LocalStorage::get(key).ok()).flatten()
}

/// Writes a value as JSON. Where the storage is full the old value stays, as on a phone.
pub(crate) fn set<T: Serialize>(key: &str, value: &T) {
    if is_available() {
        let _ = LocalStorage::set(key, value);
    }
}

/// Removes a value.
pub(crate) fn remove(key: &str) {
    if is_available() {
        LocalStorage::delete(key);
    }
}

/// The text under `key`, as it stands.
pub(crate) fn get_text(key: &str) -> Option<String> {
    is_available().then(|| LocalStorage::raw().get_item(key).ok().flatten()).flatten()
}

/// Writes a text as it stands.
pub(crate) fn set_text(key: &str, text: &str) {
    if is_available() {
        let _ = LocalStorage::raw().set_item(key, text);
    }
}

/// All keys.
pub(crate) fn keys() -> Vec<String> {
    if !is_available() {
        return Vec::new();
    }
    let storage = LocalStorage::raw();
    (0..LocalStorage::length()).filter_map(|index| storage.key(index).ok().flatten()).collect()
}

/// Moves a text to another key.
pub(crate) fn rename(from: &str, to: &str) {
    if let Some(text) = get_text(from) {
        remove(from);
        set_text(to, &text);
    }
}

/// The text that this tab keeps under `key`, across reloads.
pub fn tab_text(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Keeps a text for this tab.
pub fn set_tab_text(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(key, text);
    }
}
