//! `pages/index/index`: the two official ways to a profile, side by side. Shows what the platform gives; the server is
//! not asked.

use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

use crate::{
    phone::{busy_button, line, on_tap, picture, span},
    wire::ProfileClaim,
    wx::{Icon, State, Tap, Wx, get_user_info, get_user_profile, show_toast},
};

/// Why the page wants a profile, as the consent panel says it.
pub(crate) const DESC: &str = "用于完善会员资料";
/// What stands where there is no avatar.
pub(crate) const DEFAULT_AVATAR: &str = "/oapro/images/avatar-default.svg";

/// The page's `data`.
pub(crate) struct Data {
    /// `canIUseGetUserProfile`, for the visitor to switch.
    can_i_use: bool,
    /// What was got last.
    user_info: ProfileClaim,
}

impl Default for Data {
    fn default() -> Self {
        Self { can_i_use: true, user_info: ProfileClaim::default() }
    }
}

/// 首页
pub(crate) fn page(wx: Wx, state: &State) -> impl IntoView + use<> {
    let Data { can_i_use, user_info } = &state.index;
    let avatar = user_info.avatar_url.get().cloned().unwrap_or_else(|| DEFAULT_AVATAR.to_owned());
    let name = user_info.nick_name.get().cloned().unwrap_or_default();
    let (label, hint) = if *can_i_use {
        ("微信直接登录1", "tap → wx.getUserProfile")
    } else {
        ("微信直接登录2", "open-type=\"getUserInfo\"")
    };
    let tap = on_tap(move |event| tapped(wx, event));
    view! {
        <div class="page page--index" role="region" aria-label="首页" tabindex="0">
            <label class="cell cell--switch">
                <span class="cell__text">"canIUseGetUserProfile"</span>
                <input
                    class="switch"
                    type="checkbox"
                    role="switch"
                    checked=true
                    prop:checked=*can_i_use
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        wx.change(|state| state.index.can_i_use = on);
                    }
                />
            </label>
            <div class="page__center">
                {busy_button(state, "button button--primary", None, label, tap)}
                {line("page__hint", hint.to_owned())}
                {picture("portrait", avatar, "头像".to_owned())}
                <p class="page__nickname">"昵称:"{span("", name)}</p>
            </div>
        </div>
    }
}

fn tapped(wx: Wx, event: &MouseEvent) {
    if wx.read(|state| state.index.can_i_use) {
        with_profile(wx, event);
    } else {
        silently(wx);
    }
}

/// The way that asks.
fn with_profile(wx: Wx, event: &MouseEvent) {
    let tap = Tap::of(event);
    if !wx.begin() {
        return;
    }
    let holder = wx.holder();
    spawn_local(async move {
        let answer = get_user_profile(wx, tap, DESC, None).await;
        if wx.holder() != holder {
            return; // the phone is in other hands
        }
        wx.end();
        match answer {
            Ok(info) => wx.change(|state| state.index.user_info = info),
            // refusing is no failure
            Err(fail) if fail.is_refusal() => {}
            Err(fail) => show_toast(wx, fail.err_msg, Icon::Error),
        }
    });
}

/// The withdrawn, silent way.
fn silently(wx: Wx) {
    match get_user_info(wx) {
        Ok(info) => wx.change(|state| state.index.user_info = info),
        Err(_) => show_toast(wx, "微信登录失败", Icon::Error),
    }
}
