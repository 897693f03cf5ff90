//! What lies over the page and waits for an answer: `wx.showModal`, `wx.showActionSheet` and WeChat's own consent panels.
//! One at a time; the one before is refused.

use futures::channel::oneshot;
use leptos::prelude::request_animation_frame;

use super::Wx;
use crate::web;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// Consent to `getUserProfile`, for a reason.
    Profile(String),
    /// Consent to `getPhoneNumber`.
    PhoneNumber,
    /// `wx.showModal`
    Modal(Modal),
    /// The capsule's menu.
    Actions,
}

/// The arguments of `wx.showModal` that this mini-program uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Modal {
    pub(crate) title: &'static str,
    pub(crate) confirm_color: &'static str,
}

/// `wx.showModal`: whether 确定 was tapped.
pub(crate) async fn show_modal(wx: Wx, modal: Modal) -> bool {
    ask(wx, Overlay::Modal(modal)).await
}

/// The menu behind the capsule's dots: whether its one item was tapped.
pub(crate) async fn show_action_sheet(wx: Wx) -> bool {
    ask(wx, Overlay::Actions).await
}

/// Shows `overlay` until it is answered.
pub(super) async fn ask(wx: Wx, overlay: Overlay) -> bool {
    let (sender, answer) = oneshot::channel();
    web::remember_focus();
    wx.change(|state| {
        state.answer = Some(sender); // drops the one before, which is a refusal
        state.overlay = Some(overlay);
    });
    // the button that does no harm
    request_animation_frame(|| web::focus(".sheet__buttons button, .modal__button, .actions__item"));
    answer.await.unwrap_or(false)
}

/// The answer to what is asked, if anything is.
pub(crate) fn reply(wx: Wx, yes: bool) {
    let mut waiting = None;
    wx.change(|state| {
        state.overlay = None;
        waiting = state.answer.take();
    });
    let Some(sender) = waiting else { return };
    request_animation_frame(web::restore_focus);
    let _ = sender.send(yes); // whoever asked may be gone
}
