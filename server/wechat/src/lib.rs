//! The client of api.weixin.qq.com and WeChat's crypto.
//!
//! [`Client`] speaks to any base URL: the real host in live mode, the double in demo mode. `crypto` decrypts what a
//! phone brings. Nothing here logs or prints a secret, a code, a session_key, an access_token or a URL.

#![forbid(unsafe_code)]

mod advice;
pub mod answer;
mod client;
pub mod crypto;
mod error;
pub mod hops;
mod observer;
mod session_key;

pub use advice::advice;
pub use answer::CodeSession;
pub use client::{App, CheckUp, Client, ClientConfig};
pub use error::{Error, Tls, Unavailable};
pub use observer::{Exchange, Observer};
pub use session_key::SessionKey;
