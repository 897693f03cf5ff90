//! The opened mini-program: an element that `host.js` of `server/miniprogram/runtime` defines. It draws the bars, and a frame.

use leptos::prelude::*;

use crate::wx::use_wx;

/// The opened mini-program, if the server has one. `phone` is whose phone it is in, and absent while ours is in it; the style
/// sheet hides our own bars and page while it is there.
#[component]
pub(super) fn OpenedMiniProgram() -> impl IntoView {
    let wx = use_wx();
    let phone = move || wx.is_opened.get().then(|| wx.phone_id_tracked());
    wx.opened().map(|program| view! { <opened-mini-program base=program.base phone=phone></opened-mini-program> })
}
