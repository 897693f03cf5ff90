//! `pages/ucenter/user/…`

#[expect(clippy::module_inception, reason = "the mini-program names its pages so")]
mod user;

pub(crate) use user::page;
