//! The browser, as far as the page needs it: the only modules that use `web-sys`, `js-sys` and the gloo crates.
//!
//! They compile for the server too, where nothing calls them: events, effects and actions exist only in the browser.

pub(crate) mod clipboard;
pub(crate) mod document;
pub(crate) mod event_source;
pub(crate) mod focus;
pub(crate) mod fragment;
pub mod history;
pub(crate) mod http;
pub(crate) mod image;
pub(crate) mod random;
pub(crate) mod scroll;
pub mod storage;
pub mod timer;
