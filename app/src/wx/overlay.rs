//! What lies over the page and waits for a choice: `wx.showModal`, `wx.showActionSheet` and WeChat's own consent panels.
//! One at a time; a new one refuses the one before.

use futures::channel::oneshot::{self, Receiver};
use leptos::{prelude::*, web_sys::HtmlElement};
use send_wrapper::SendWrapper;

use super::Wx;
use crate::browser::{focus, timer};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// Consent to `getUserProfile`, for a reason.
    Profile(String),
    /// Consent to `getPhoneNumber`.
    PhoneNumber,
    /// `wx.showModal`
    Modal(Modal),
    /// `wx.showActionSheet`: its accessible name, and what may be chosen.
    ActionSheet(&'static str, Vec<String>),
}

impl Overlay {
    fn is_consent(&self) -> bool {
        matches!(self, Self::Profile(_) | Self::PhoneNumber)
    }
}

/// The arguments of `wx.showModal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Modal {
    pub(crate) title: String,
    pub(crate) content: String,
    /// None where `showCancel` is false.
    pub(crate) cancel_text: Option<String>,
    pub(crate) confirm_text: String,
    pub(crate) cancel_color: String,
    pub(crate) confirm_color: String,
}

impl Default for Modal {
    fn default() -> Self {
        Self {
            title: String::new(),
            content: String::new(),
            cancel_text: Some("取消".to_owned()),
            confirm_text: "确定".to_owned(),
            cancel_color: "#000".to_owned(),
            confirm_color: "var(--wx-link)".to_owned(),
        }
    }
}

/// How long a refusal that nobody taps can be seen, in ms.
const DENY_AFTER_MS: u32 = 400;

/// Who waits for the choice, and what had the focus before.
pub(super) struct Pending {
    reply: oneshot::Sender<Option<usize>>,
    focus_before: Option<SendWrapper<HtmlElement>>,
}

/// `wx.showModal`: whether the confirming button was tapped.
pub(crate) async fn show_modal(wx: Wx, modal: Modal) -> bool {
    choose(wx, Overlay::Modal(modal)).await.is_some()
}

/// `wx.showActionSheet`: which item was tapped.
pub(crate) async fn show_action_sheet(wx: Wx, name: &'static str, items: &[&str]) -> Option<usize> {
    choose(wx, Overlay::ActionSheet(name, items.iter().map(|&item| item.to_owned()).collect())).await
}

/// Shows a consent panel until it is answered. Where the demo denies consent, the panel refuses by itself.
pub(super) async fn ask_consent(wx: Wx, overlay: Overlay) -> bool {
    let choice = show(wx, overlay);
    if wx.deny.get_untracked() {
        timer::sleep(DENY_AFTER_MS).await;
        // not what may have been opened since
        if wx.overlay.with_untracked(|overlay| overlay.as_ref().is_some_and(Overlay::is_consent)) {
            reply(wx, None);
        }
    }
    choice.await.is_ok_and(|choice| choice.is_some())
}

/// Shows `overlay` until something of it is chosen, or nothing.
pub(super) async fn choose(wx: Wx, overlay: Overlay) -> Option<usize> {
    show(wx, overlay).await.unwrap_or_default()
}

fn show(wx: Wx, overlay: Overlay) -> Receiver<Option<usize>> {
    let (reply, choice) = oneshot::channel();
    let focus_before = focus::focused();
    // drops the one before, which is a refusal
    wx.pending.set_value(Some(Pending { reply, focus_before }));
    wx.overlay.set(Some(overlay));
    choice
}

/// What is chosen of what is asked, if anything is. None refuses.
pub(crate) fn reply(wx: Wx, choice: Option<usize>) {
    wx.overlay.set(None);
    let mut pending = None;
    wx.pending.update_value(|waiting| pending = waiting.take());
    let Some(Pending { reply, focus_before }) = pending else { return };
    if let Some(element) = focus_before {
        focus::restore(element);
    }
    let _ = reply.send(choice); // the flow that asked may be gone
}
