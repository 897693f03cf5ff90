//! `vote/…`

pub mod list;

pub use list::vote_list;
