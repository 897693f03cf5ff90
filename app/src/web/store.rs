//! localStorage, by `browser.js`. A browser may refuse it: then the phone forgets everything, but works.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/web/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = storeItem)]
    fn store_item(key: &str) -> Option<String>;
    #[wasm_bindgen(js_name = storeSet)]
    fn store_set(key: &str, value: &str);
    #[wasm_bindgen(js_name = storeRemove)]
    fn store_remove(key: &str);
}

/// A value as it stands.
pub(crate) fn item(key: &str) -> Option<String> {
    store_item(key)
}

/// Writes a value.
pub(crate) fn set_item(key: &str, value: &str) {
    store_set(key, value);
}

/// Removes a value.
pub(crate) fn remove_item(key: &str) {
    store_remove(key);
}
