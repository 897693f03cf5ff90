//! `pages/auth/login/login`: where a visitor becomes a user.

use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

use crate::{
    pages::Page,
    phone::{busy_button, button, icon, on_click, on_tap},
    util::user,
    wx::{Icon, State, Tap, Wx, navigate_back, show_toast},
};

/// Whoever is logged in has no business here.
pub(crate) fn on_show(wx: Wx) {
    if wx.read(|state| state.has_login) {
        navigate_back(wx, Page::Ucenter);
    }
}

/// 登录
pub(crate) fn page(wx: Wx, state: &State) -> impl IntoView + use<> {
    let tap = on_tap(move |event| wx_login(wx, event));
    let by_account = on_click(move || show_toast(wx, "开发中", Icon::None));
    view! {
        <div class="page page--login" role="region" aria-label="登录" tabindex="0">
            <div class="login__brand">
                {icon("login__logo", "#i-logo")}
                <p class="login__name">"会议 OA"</p>
            </div>
            <div class="login__actions">
                {busy_button(state, "button button--primary", Some("#i-bubbles"), "微信直接登录", tap)}
                {button("button button--plain", "账号登录", by_account)}
            </div>
        </div>
    }
}

/// The tap on 微信直接登录. A second one while the first is under way does nothing.
fn wx_login(wx: Wx, event: &MouseEvent) {
    let tap = Tap::of(event);
    if !wx.begin() {
        return;
    }
    let holder = wx.holder();
    spawn_local(async move {
        let outcome = user::login_by_weixin(wx, tap).await;
        if wx.holder() != holder {
            return; // the phone is in other hands
        }
        wx.end();
        match outcome {
            Ok(()) if wx.page() == Page::Login => navigate_back(wx, Page::Ucenter),
            Ok(()) => wx.page().on_show(wx), // left meanwhile
            Err(reason) if reason.ends_with("timeout") => show_toast(wx, "微信登录超时", Icon::Error),
            Err(reason) => show_toast(wx, reason, Icon::Error),
        }
    });
}
