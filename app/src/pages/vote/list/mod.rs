//! `pages/vote/list/…`

#[expect(clippy::module_inception, reason = "the mini-program names its pages so")]
mod list;

pub(crate) use list::VotePage;
