//! `pages/ucenter/user/…`

mod profile;
#[expect(clippy::module_inception, reason = "the mini-program names its pages so")]
mod user;

pub(crate) use profile::NOBODY;
pub(crate) use user::{on_show, page};
