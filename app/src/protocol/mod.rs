//! How a call of the API travels: every trait of server_fn that we implement, and what stands behind it.
//!
//! On the server a protocol authenticates (a guarded call before its arguments are decoded), decodes, runs, and always
//! responds with status 200 and `{"errno","errmsg","data"?}`. In the browser it undoes that: `errno` 0 is `Ok`.
//!
//! `rules` says who may call, `wx_json` and `wx_query` are the two protocols. On the server `call` is what a request brings
//! besides its arguments, `outcome` how it ended, `authorize` the guard; `args` decodes, by `from_value`, and tells 401 from 402.

#[cfg(feature = "ssr")]
mod args;
#[cfg(feature = "ssr")]
mod authorize;
#[cfg(feature = "ssr")]
mod body_error;
#[cfg(feature = "ssr")]
pub mod call;
mod error;
#[cfg(feature = "ssr")]
mod from_value;
#[cfg(feature = "ssr")]
mod outcome;
#[cfg(feature = "ssr")]
mod repair;
mod rules;
mod server;
mod wx_json;
mod wx_query;

#[cfg(feature = "ssr")]
pub(crate) use args::parse;
#[cfg(feature = "ssr")]
pub(crate) use authorize::{counts, session};
pub use rules::{BindingPhone, Counted, Guard, Guarded, LoggingIn, LoggingOut, Public, Reading, Rules};
pub use wx_json::WxJson;
pub use wx_query::WxQuery;

/// What the body of a call may weigh, in bytes. Of a login only what is no decoration counts.
pub const MAX_BODY: usize = 64 * 1024;
