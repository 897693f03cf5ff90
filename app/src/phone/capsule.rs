//! WeChat's capsule at the top right: a menu, and the way out (which here leads to the first page again).

use leptos::{prelude::*, task::spawn_local};

use super::{icon_button, on_click};
use crate::{
    pages::Page,
    wx::{Wx, re_launch, show_action_sheet},
};

pub(super) fn capsule(wx: Wx) -> impl IntoView {
    let menu = on_click(move || {
        spawn_local(async move {
            if show_action_sheet(wx).await {
                re_launch(wx, Page::Index);
            }
        });
    });
    view! {
        <div class="capsule">
            {icon_button("capsule__button", "更多", "#i-more", menu)}
            {icon_button("capsule__button", "关闭", "#i-close-ring", on_click(move || re_launch(wx, Page::Index)))}
        </div>
    }
}
