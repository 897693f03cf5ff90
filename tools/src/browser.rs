//! The browser, as far as the tools need it. Compiled for the server too, where nothing calls it.

use js_sys::{Date, wasm_bindgen::JsValue};
use leptos::{
    prelude::{document, request_animation_frame, window},
    web_sys::HtmlInputElement,
};
use wasm_bindgen_futures::JsFuture;

/// China's time, ahead of UTC, in ms.
const CHINA_MS: f64 = 8.0 * 3_600_000.0;

/// The page reacts from now on; a test waits for it, as a person would.
pub(crate) fn say_alive() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-alive", "");
    }
}

/// This device's clock, in ms of UTC epoch time.
pub(crate) fn now_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "whole ms, far below 2^53")]
    let now = Date::now() as i64;
    now
}

/// `2016-10-24 21:03:07`, in China; nothing for a time that no calendar has.
pub(crate) fn china_time(epoch_s: i64) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "a time that has no exact number is none")]
    let ms = epoch_s.checked_mul(1000)? as f64 + CHINA_MS;
    let date = Date::new(&JsValue::from_f64(ms));
    date.get_time().is_finite().then(|| String::from(date.to_iso_string()).replace('T', " ").chars().take(19).collect())
}

/// Scrolls an element into view that begins below the window's end.
pub(crate) fn show(id: &str) {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    if let Some(element) = document().get_element_by_id(id)
        && element.get_bounding_client_rect().top() > height
    {
        element.scroll_into_view();
    }
}

/// Shows the element that the fragment names, once it is drawn.
pub(crate) fn show_target() {
    request_animation_frame(|| {
        let fragment = window().location().hash().unwrap_or_default();
        if fragment.len() > 1 {
            let _ = window().location().replace(&fragment);
        }
    });
}

/// The text of the file that was chosen.
pub(crate) async fn chosen_file(input: &HtmlInputElement) -> Option<String> {
    let file = input.files()?.get(0)?;
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// An address that holds `text` itself, for a link that saves it.
pub(crate) fn data_url(text: &str) -> String {
    ["data:application/json;charset=utf-8,", &String::from(js_sys::encode_uri_component(text))].concat()
}
