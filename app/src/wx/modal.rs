//! What lies over the page and waits for an answer: `wx.showModal`, `wx.showActionSheet` and WeChat's own consent panels.
//! One at a time; the one before is refused.

use futures::channel::oneshot::{self, Receiver};
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
    /// `wx.showActionSheet`: a name for those who do not see it, and what may be chosen.
    Actions(&'static str, Vec<String>),
}

/// The arguments of `wx.showModal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Modal {
    pub(crate) title: String,
    pub(crate) content: String,
    /// None where `showCancel` is false.
    pub(crate) cancel: Option<String>,
    pub(crate) confirm: String,
    pub(crate) cancel_color: String,
    pub(crate) confirm_color: String,
}

impl Default for Modal {
    fn default() -> Self {
        Self {
            title: String::new(),
            content: String::new(),
            cancel: Some("取消".to_owned()),
            confirm: "确定".to_owned(),
            cancel_color: "#000".to_owned(),
            confirm_color: "var(--wx-link)".to_owned(),
        }
    }
}

/// How long a refusal that nobody taps can be seen, in ms.
const DENY_AFTER: u32 = 400;

/// `wx.showModal`: whether the confirming button was tapped.
pub(crate) async fn show_modal(wx: Wx, modal: Modal) -> bool {
    pick(wx, Overlay::Modal(modal)).await.is_some()
}

/// `wx.showActionSheet`: which one was tapped.
pub(crate) async fn show_action_sheet(wx: Wx, name: &'static str, items: &[&str]) -> Option<usize> {
    pick(wx, Overlay::Actions(name, items.iter().map(|&item| item.to_owned()).collect())).await
}

/// Shows a panel of consent until it is answered. Where consent is denied, it refuses by itself.
pub(super) async fn ask(wx: Wx, overlay: Overlay) -> bool {
    let answer = show(wx, overlay);
    if wx.read(|state| state.deny) {
        web::sleep(DENY_AFTER).await;
        // not what somebody may have opened since
        if wx.read(|state| matches!(state.overlay, Some(Overlay::Profile(_) | Overlay::PhoneNumber))) {
            reply(wx, None);
        }
    }
    answer.await.is_ok_and(|picked| picked.is_some())
}

/// Shows `overlay` until something of it is picked, or nothing.
pub(super) async fn pick(wx: Wx, overlay: Overlay) -> Option<usize> {
    show(wx, overlay).await.unwrap_or_default()
}

fn show(wx: Wx, overlay: Overlay) -> Receiver<Option<usize>> {
    let (sender, answer) = oneshot::channel();
    web::remember_focus();
    wx.change(|state| {
        state.answer = Some(sender); // drops the one before, which is a refusal
        state.overlay = Some(overlay);
    });
    // the button that does no harm
    request_animation_frame(|| web::focus(".sheet__buttons button, .modal__button, .actions__item"));
    answer
}

/// What is picked of what is asked, if anything is. None refuses.
pub(crate) fn reply(wx: Wx, picked: Option<usize>) {
    let mut waiting = None;
    wx.change(|state| {
        state.overlay = None;
        waiting = state.answer.take();
    });
    let Some(sender) = waiting else { return };
    request_animation_frame(web::restore_focus);
    let _ = sender.send(picked); // whoever asked may be gone
}
