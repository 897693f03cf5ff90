//! `pages/auth/login/…`

#[expect(clippy::module_inception, reason = "the mini-program names its pages so")]
mod login;

pub(crate) use login::LoginPage;
