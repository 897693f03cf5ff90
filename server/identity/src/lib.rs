//! Authentication: users, sessions, keys at rest, and the flows that the endpoints run.
//!
//! This crate knows no HTTP server and no SQL. A database is a [`Store`], WeChat is the `wechat` crate, time and
//! randomness are parameters ([`Clock`], [`Random`]). One file per flow: `login` (and `login_once`, for a
//! login that is sent again), `authenticate`, `bind_phone`, `logout`, `sessions`, `profile`, `avatar_upload`, `user_index`,
//! `home`, `rotate_keys`. `limit` is the rate limit of an account, `display_name` the rule of a name.

#![forbid(unsafe_code)]

mod authenticate;
mod avatar;
mod avatar_upload;
mod bind_phone;
mod check_keys;
mod client_profile;
mod content;
#[cfg(feature = "contract")]
pub mod contract;
mod count;
mod display_name;
mod error;
mod error_chain;
mod home;
mod limit;
mod login;
mod login_once;
mod logout;
mod model;
mod operator;
mod phone_decryption;
mod phone_proof;
mod ports;
mod profile;
mod rotate_keys;
mod service;
mod session_id;
mod sessions;
mod store;
mod token;
mod user_index;
mod vault;

pub use avatar::{DEFAULT_AVATAR, is_wechat_avatar};
pub use avatar_upload::Avatar;
pub use check_keys::{KeysOnRecord, check_keys};
pub use client_profile::{ClientProfile, ProfileClaims};
pub use content::*;
pub use count::{Change, Count};
pub use display_name::{DisplayName, NameError};
pub use error::{Error, StoreError};
pub use error_chain::error_chain;
pub use field_limits::*;
pub use limit::{Action, Limit};
pub use login::{Login, SignedIn, SignedProfile};
pub use model::*;
pub use operator::*;
pub use phone_proof::{EncryptedPhone, PhoneProof};
pub use ports::{Clock, Random};
pub use profile::{ProfileChange, ProfileRequest};
pub use rotate_keys::{Rotated, rotate_keys};
pub use service::{Config, DemoMemberships, Identity};
pub use session_id::SessionId;
pub use sessions::{Revoke, SessionInfo, end_sessions};
pub use store::*;
pub use token::{Token, TokenHash};
pub use vault::{MasterKeys, MasterKeysError};
pub use wechat;
pub use wechat::flow;
