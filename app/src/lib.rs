//! The page and the API, one source compiled twice: for the server (`ssr`) and for the browser (`hydrate`).
//!
//! `api` is the contract, `pages` the mini-program's pages at its own paths, `wx` the simulated runtime under them,
//! `util` the mini-program's own helpers, `phone` the frame around a page, `workbench` what stands beside the phone,
//! `web` the only place that touches the browser.

#![forbid(unsafe_code)]
#![recursion_limit = "256"] // one view is one type

pub mod api;
mod app;
pub mod first;
mod html;
mod json;
mod mask;
pub mod pages;
mod phone;
#[cfg(feature = "ssr")]
mod shell;
mod util;
mod web;
mod workbench;
mod wx;

pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::{Head, shell};
/// What the page takes for the name of a world of the double's.
pub use wx::is_world_name;
