//! `pages/index/…`

#[expect(clippy::module_inception, reason = "the mini-program names its pages so")]
mod index;

pub(crate) use index::{DESC, IndexPage};
