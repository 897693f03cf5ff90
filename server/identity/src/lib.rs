//! Who is signed in: users, sessions, keys at rest, and the flows that the endpoints run.
//!
//! This crate knows no HTTP server and no SQL. A database is a [`Store`], WeChat is the `wechat` crate, time and
//! randomness are parameters ([`Clock`], [`Random`]). One file per flow: `login` (and `login_once`, for a
//! login that is sent again), `authenticate`, `bind_phone`, `logout`, `user_index`, `home`.

#![forbid(unsafe_code)]

mod authenticate;
mod avatar;
mod bind_phone;
mod content;
#[cfg(feature = "contract")]
pub mod contract;
mod error;
mod home;
mod login;
mod login_once;
mod logout;
mod model;
mod phone_proof;
mod ports;
mod service;
mod store;
mod token;
mod user_index;
mod vault;

pub use content::*;
pub use error::{Error, StoreError};
pub use login::{ClientProfile, Login, SignedIn};
pub use model::*;
pub use phone_proof::{EncryptedPhone, PhoneProof};
pub use ports::{Clock, Random};
pub use service::{Config, Identity, Welcome};
pub use store::*;
pub use token::{Token, TokenHash};
pub use vault::{MasterKeys, MasterKeysError};
pub use wechat;
