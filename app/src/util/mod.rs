//! The mini-program's own helpers, `utils/` there.

pub(crate) mod request;
pub(crate) mod user;
