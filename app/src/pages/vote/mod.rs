//! `pages/vote/…`

pub(crate) mod list;
