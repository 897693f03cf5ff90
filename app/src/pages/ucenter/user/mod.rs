//! `pages/ucenter/user/…`

mod avatar;
mod nickname;
mod profile;
#[expect(clippy::module_inception, reason = "the mini-program names its pages so")]
mod user;

pub(crate) use user::UserPage;
