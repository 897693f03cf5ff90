//! `pages/ucenter/…`

pub(crate) mod index;
pub(crate) mod user;
