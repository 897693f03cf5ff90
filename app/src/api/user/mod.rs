//! `user/…`

pub mod index;

pub use index::user_index;
