//! `wx.showToast`, `wx.hideToast`

use std::{borrow::Cow, time::Duration};

use leptos::prelude::set_timeout;

use super::Wx;

/// How long a toast stays, in ms; a failure is read more slowly.
pub(super) const STAY: u64 = 1500;
const STAY_FAILED: u64 = 2500;

/// The picture over the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    /// `success`
    Success,
    /// `error`
    Error,
    /// `loading`
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only scripts show it"))]
    Loading,
    /// `none`
    None,
}

/// A toast on the screen.
#[derive(Debug, Clone)]
pub(crate) struct Toast {
    pub(crate) title: Cow<'static, str>,
    pub(crate) icon: Icon,
    number: u32,
}

/// Shows `title` for a while, in place of the toast that may be there.
pub(crate) fn show_toast(wx: Wx, title: impl Into<Cow<'static, str>>, icon: Icon) {
    show_toast_for(wx, title.into(), icon, if icon == Icon::Error { STAY_FAILED } else { STAY });
}

/// The same, for `stay` ms.
pub(super) fn show_toast_for(wx: Wx, title: Cow<'static, str>, icon: Icon, stay: u64) {
    let number = wx.read(|state| state.toast.as_ref().map_or(0, |last| last.number.wrapping_add(1)));
    let toast = Toast { title, icon, number };
    wx.change(|state| state.toast = Some(toast));
    let hide = move || {
        if wx.read(|state| state.toast.as_ref().is_some_and(|now| now.number == number)) {
            wx.change(|state| state.toast = None);
        }
    };
    set_timeout(hide, Duration::from_millis(stay));
}
