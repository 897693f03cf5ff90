//! `pages/auth/login/login`: where a visitor becomes a user.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    icon::Icon,
    pages::{frame::PageFrame, index::DESC},
    phone::controls::{BusyButton, Button},
    util::user,
    wx::{Flow, Page, Tap, ToastIcon, navigate_back, show_toast, use_wx},
};

/// 登录
#[component]
pub(crate) fn LoginPage() -> impl IntoView {
    let wx = use_wx();
    // a user who is logged in has no business here
    let on_show = move |()| {
        if wx.has_login.get_untracked() {
            navigate_back(wx, Page::Ucenter);
        }
    };
    let login = Flow::new(wx, move |tap: &Option<Tap>| {
        let tap = *tap;
        async move {
            let phone_id = wx.phone_id();
            let outcome = user::login_by_weixin(wx, tap, DESC).await;
            if wx.phone_id() != phone_id {
                return;
            }
            match outcome {
                Ok(()) if wx.page() == Page::Login => navigate_back(wx, Page::Ucenter),
                // the user has left meanwhile
                Ok(()) => wx.refresh_top(),
                Err(reason) if reason.ends_with("timeout") => show_toast(wx, "微信登录超时", ToastIcon::Error),
                Err(reason) => show_toast(wx, reason, ToastIcon::Error),
            }
        }
    });
    let on_tap = move |event: MouseEvent| login.begin(Tap::of(wx, &event));
    view! {
        <PageFrame class="page--login" on_show>
            <div class="login__brand">
                <Icon class="login__logo" name="#i-logo"/>
                <p class="login__name">"会议 OA"</p>
            </div>
            <div class="login__actions">
                <BusyButton
                    class="button button--primary"
                    label="微信直接登录"
                    icon="#i-bubbles"
                    is_busy=login.is_busy
                    on_tap
                />
                <Button
                    class="button button--plain"
                    label="账号登录"
                    on_tap=move |_| show_toast(wx, "开发中", ToastIcon::None)
                />
            </div>
        </PageFrame>
    }
}
