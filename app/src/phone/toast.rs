//! The dark square of `wx.showToast`.

use leptos::prelude::*;

use super::{icon, line};
use crate::wx::{Icon, Toast};

pub(super) fn toast(toast: &Toast) -> impl IntoView + use<> {
    let (class, role, picture) = match toast.icon {
        Icon::Success => ("toast", "status", Some("#i-check")),
        Icon::Error => ("toast toast--fail", "alert", Some("#i-warn")),
        Icon::None => ("toast toast--text", "status", None),
    };
    let picture = picture.map(|picture| icon("toast__icon", picture));
    view! { <div class=class role=role>{picture}{line("toast__text", toast.title.clone().into_owned())}</div> }
}
