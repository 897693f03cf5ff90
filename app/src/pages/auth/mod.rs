//! `pages/auth/…`

pub(crate) mod login;
