//! The contract: the endpoints, one file each under their own paths, and what they share.
//!
//! A server function *is* the endpoint that a mini-program calls. `wire` has the JSON, `error` the errno, `envelope` what goes
//! around both, `protocol` everything that depends on server_fn's traits, `args` tells 401 from 402 and
//! names the field, `claim` is a field that never refuses, `call` is what a request
//! brings besides its arguments.

#[cfg(feature = "ssr")]
mod args;
pub mod auth;
#[cfg(feature = "ssr")]
mod body_fault;
#[cfg(feature = "ssr")]
pub mod call;
mod claim;
mod envelope;
mod error;
pub mod home;
pub mod meeting;
mod protocol;
pub mod swiper_imgs;
pub mod user;
pub mod vote;
mod wire;
#[cfg(feature = "ssr")]
mod wire_from;
mod wire_read;

pub use claim::{Claim, FromClaim, Referrer};
pub use envelope::{CONTENT_TYPE, envelope};
pub use error::{ApiError, Errno};
pub use protocol::{Binding, Counted, Guarded, Parting, Public, Reading, SigningIn, WxClient, WxJson, WxQuery};
pub use wire::*;

/// Every path of the API begins with this.
pub const BASE: &str = "/oapro/wx";

/// What the body of a call may weigh, in bytes. Of a login only what is no decoration counts.
pub const MAX_BODY: usize = 64 * 1024;
