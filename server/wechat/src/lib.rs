//! The client of api.weixin.qq.com and WeChat's crypto.
//!
//! [`Client`] calls any base URL: the real host in live mode, the double in demo mode. `crypto` decrypts what a phone
//! sends. Nothing here logs or prints a secret, a code, a session_key, an access_token or a URL.

#![forbid(unsafe_code)]

mod advice;
mod client;
pub mod crypto;
mod error;
pub mod flow;
mod mask;
mod observer;
pub mod response;
mod session_key;

pub use advice::advice;
pub use client::{App, Client, ClientConfig, Diagnosis, classify, client_builder};
pub use error::{Error, Tls, Unavailable};
pub use observer::{CompletedCall, Observer};
pub use response::CodeSession;
pub use session_key::SessionKey;
