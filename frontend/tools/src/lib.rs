//! The WASM entry of the developer's tools: brings the page that the server wrote to life, nothing else. A bundle of its own, so
//! that the first page does not pay for it.

#![cfg(target_arch = "wasm32")]
#![forbid(unsafe_code)]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the script around the WASM.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    leptos::mount::hydrate_body(tools::Tools);
}
