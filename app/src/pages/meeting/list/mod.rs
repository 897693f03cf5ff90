//! `pages/meeting/list/…`

#[expect(clippy::module_inception, reason = "the mini-program names its pages so")]
mod list;
mod swiper;

pub(crate) use list::MeetingPage;
