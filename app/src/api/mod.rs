//! The contract: the endpoints, one file each under their own paths.
//!
//! A server function *is* the endpoint that a mini-program calls, and the page calls it as a function. Its JSON is in
//! [`wire`](crate::wire), how it travels in [`protocol`](crate::protocol); `convert` makes the wire's types from the flows'.

pub mod auth;
#[cfg(feature = "ssr")]
mod convert;
pub mod home;
pub mod meeting;
pub mod swiper_imgs;
pub mod user;
pub mod vote;

/// Every path of the API begins with this.
pub const BASE: &str = "/oapro/wx";
