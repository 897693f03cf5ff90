//! The dark square of `wx.showToast`.

use crate::{
    html::{escape, icon},
    wx::{Icon, Toast},
};

pub(super) fn toast(toast: &Toast) -> String {
    let (class, role, picture) = match toast.icon {
        Icon::Success => ("toast", "status", icon("toast__icon", "check")),
        Icon::Error => ("toast toast--fail", "alert", icon("toast__icon", "warn")),
        Icon::Loading => ("toast", "status", icon("toast__icon spinner", "")),
        Icon::None => ("toast toast--text", "status", String::new()),
    };
    let text = escape(&toast.title);
    ["<div class=\"", class, "\" role=\"", role, "\">", &picture, "<p class=\"toast__text\">", &text, "</p></div>"]
        .concat()
}
