//! `wx.showToast`, `wx.hideToast`

use std::{borrow::Cow, time::Duration};

use leptos::prelude::*;

use super::Wx;

/// How long a toast stays, in ms; a failure is read more slowly.
const DURATION_MS: u64 = 1500;
const FAILURE_DURATION_MS: u64 = 2500;

/// The picture over the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ToastIcon {
    /// `success`
    Success,
    /// `error`
    Error,
    /// `loading`
    Loading,
    /// `none`
    None,
}

/// A toast on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Toast {
    pub(crate) title: Cow<'static, str>,
    pub(crate) icon: ToastIcon,
    /// Tells it from the one before with the same words.
    number: u32,
}

impl Toast {
    pub(crate) const fn new(title: Cow<'static, str>, icon: ToastIcon, number: u32) -> Self {
        Self { title, icon, number }
    }
}

/// Shows `title` for a while, in place of the toast that may be there.
pub(crate) fn show_toast(wx: Wx, title: impl Into<Cow<'static, str>>, icon: ToastIcon) {
    let duration_ms = if icon == ToastIcon::Error { FAILURE_DURATION_MS } else { DURATION_MS };
    show_toast_for(wx, title.into(), icon, duration_ms);
}

/// The same, for `duration_ms`.
pub(super) fn show_toast_for(wx: Wx, title: Cow<'static, str>, icon: ToastIcon, duration_ms: u64) {
    let number = wx.toast.with_untracked(|last| last.as_ref().map_or(0, |last| last.number.wrapping_add(1)));
    wx.toast.set(Some(Toast::new(title, icon, number)));
    let hide = move || {
        if wx.toast.with_untracked(|now| now.as_ref().is_some_and(|now| now.number == number)) {
            hide_toast(wx);
        }
    };
    set_timeout(hide, Duration::from_millis(duration_ms));
}

/// Takes the toast away.
pub(crate) fn hide_toast(wx: Wx) {
    wx.toast.set(None);
}
