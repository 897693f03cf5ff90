//! localStorage, which a browser may refuse: then the phone forgets everything, but works.

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::window;
use web_sys::Storage;

/// A browser that forbids storage has none; gloo-storage alone would end the page there.
fn store() -> Option<Storage> {
    window().local_storage().ok().flatten()?;
    Some(LocalStorage::raw())
}

/// A value as it stands.
pub(crate) fn item(key: &str) -> Option<String> {
    store()?.get_item(key).ok()?
}

/// Writes a value.
pub(crate) fn set_item(key: &str, value: &str) {
    if let Some(store) = store() {
        let _ = store.set_item(key, value);
    }
}

/// Removes a value.
pub(crate) fn remove_item(key: &str) {
    if let Some(store) = store() {
        let _ = store.remove_item(key);
    }
}
