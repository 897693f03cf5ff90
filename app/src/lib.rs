//! The page and the API, one source compiled twice: for the server (`ssr`) and for the browser (`hydrate`).
//!
//! Arrows point one way; a module uses only what stands above it:
//!
//! - `wire`: the types that travel; `text`: two languages; `advice`: what to do about an errno; `icon`: drawings; `mask`: what may be shown
//!   of a secret; `browser`: the only module that touches the browser
//! - `trace`: what happened, run by run
//! - `protocol`: how calls travel (and on the server who may make them); `settings`: language, theme, first visit
//! - `wx`: the simulated runtime
//! - `api`: the endpoints
//! - `util`: the mini-program's own helpers
//! - `phone`: the frame around a page, and its controls
//! - `pages`: the mini-program's pages at its own paths; `workbench`: what stands beside the phone. Neither knows the other.
//! - `guide`: the login explained, a page of its own, on the server alone
//! - `app`, `shell`: the page and its document

#![forbid(unsafe_code)]
#![expect(unreachable_pub, reason = "the functions that Leptos' #[component] writes are")]
#![recursion_limit = "256"] // one view is one type

mod advice;
pub mod api;
mod app;
pub mod browser;
#[cfg(feature = "ssr")]
pub mod guide;
mod icon;
mod mask;
mod pages;
mod phone;
pub mod protocol;
mod settings;
#[cfg(feature = "ssr")]
mod shell;
mod text;
pub mod trace;
mod util;
pub mod wire;
mod workbench;
mod wx;

pub use app::App;
// Icon, settings and texts are what the developer's tools (a crate of their own) have in common with the page
pub use icon::Icon;
pub use settings::{LANG_META, Settings, use_settings};
#[cfg(feature = "ssr")]
pub use shell::{APPLY_SETTINGS, Head, SPRITE, shell};
pub use text::{Beside, Both, Lang, Text, text};
pub use workbench::ApiUrl;
/// What the page takes for the name of a world of the double's.
pub use wx::is_world_name;
pub use wx::{OpenedProgram, Page, PhoneClient};
