//! `pages/meeting/…`

pub(crate) mod list;
