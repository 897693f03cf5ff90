//! `home/…`

pub mod index;

pub use index::home_index;
