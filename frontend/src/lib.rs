//! The WASM entry: brings the page that the server wrote to life, nothing else.

#![cfg(target_arch = "wasm32")]
#![forbid(unsafe_code)]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the script around the WASM.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    leptos::mount::hydrate_body(app::App);
}
