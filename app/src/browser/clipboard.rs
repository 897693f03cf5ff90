//! The clipboard.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Puts a text on the clipboard. False where the browser does not let a page do that: not over plain HTTP, but for localhost.
pub(crate) async fn write(text: &str) -> bool {
    window().is_secure_context() && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
