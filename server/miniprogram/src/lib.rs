//! The folder of a WeChat mini-program, compiled for the phone in the browser.
//!
//! [`Project`] reads the folder and compiles it to a [`Bundle`], which gives each file that the frame loads by an exact key.
//! [`watch`](watch()) does it again when a file changes. Nothing here knows HTTP; `runtime/protocol.ts` beside this crate says what the
//! frame expects.
//!
//! A project is code of strangers. It is read below one folder and through no symbolic link, within [`Limits`], and a compiler that
//! panics spoils one file. None of it runs here.

#![forbid(unsafe_code)]

mod app;
mod balance;
mod bundle;
mod compile;
mod components;
mod error;
mod esm;
mod expand;
mod folder;
mod guard;
mod hash;
mod index;
mod json;
mod limits;
mod link;
mod manifest;
mod marks;
mod media;
mod nesting;
mod path;
mod problem;
mod project;
mod project_config;
mod reach;
mod requests;
mod resolve;
mod script;
mod sheet;
mod source;
mod spaces;
mod template;
mod templates;
mod watch;
mod wxs;

pub use bundle::{Asset, Bundle};
pub use error::OpenError;
pub use limits::Limits;
pub use problem::{Level, Problem};
pub use project::Project;
pub use watch::{Watch, watch};
