//! The client of api.weixin.qq.com and WeChat's crypto.
//!
//! `Client` calls any base URL: the real host in live mode, the double in demo mode. [`crypto`] decrypts what a phone
//! sends; it is all that is left without the feature `client`, and then it runs in a browser. Nothing here logs or prints a
//! secret, a code, a session_key, an access_token or a URL.

#![forbid(unsafe_code)]

#[cfg(feature = "client")]
mod advice;
#[cfg(feature = "client")]
mod client;
pub mod crypto;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
pub mod flow;
#[cfg_attr(not(feature = "client"), expect(unreachable_pub, reason = "`flow` exports it"))]
mod mask;
#[cfg(feature = "client")]
mod observer;
#[cfg(feature = "client")]
pub mod response;
mod session_key;

#[cfg(feature = "client")]
pub use advice::advice;
#[cfg(feature = "client")]
pub use client::{App, Client, ClientConfig, Diagnosis, classify, client_builder};
#[cfg(feature = "client")]
pub use error::{Error, Tls, Unavailable};
#[cfg(feature = "client")]
pub use observer::{CompletedCall, Observer};
#[cfg(feature = "client")]
pub use response::CodeSession;
pub use session_key::SessionKey;
