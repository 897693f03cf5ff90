//! `meeting/…`

pub mod list;

pub use list::meeting_list;
