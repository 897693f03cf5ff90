//! `pages/index/index`: the two official ways to a profile, side by side. Shows what the platform gives; the server is
//! not asked.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    pages::frame::PageFrame,
    phone::controls::{BusyButton, Picture},
    wire::ProfileClaim,
    wx::{DEFAULT_AVATAR, Flow, Tap, ToastIcon, get_user_info, get_user_profile, show_toast, use_wx},
};

/// Why the mini-program wants a profile, as the consent panel says it.
pub(crate) const DESC: &str = "用于完善会员资料";

/// 首页
#[component]
pub(crate) fn IndexPage() -> impl IntoView {
    let wx = use_wx();
    // `canIUseGetUserProfile`, for the visitor to switch
    let can_i_use = RwSignal::new(true);
    let user_info = RwSignal::new(ProfileClaim::default());
    let get_profile = Flow::new(wx, move |tap: &Option<Tap>| {
        let tap = *tap;
        async move {
            let phone_id = wx.phone_id();
            let profile = get_user_profile(wx, tap, DESC).await;
            if wx.phone_id() != phone_id {
                return;
            }
            match profile {
                Ok(info) => user_info.set(info),
                // refusing is no failure
                Err(error) if error.is_refusal() => {}
                Err(error) => show_toast(wx, error.err_msg, ToastIcon::Error),
            }
        }
    });
    // the withdrawn, silent way
    let get_info = move || match get_user_info(wx) {
        Ok(info) => user_info.set(info),
        Err(_) => show_toast(wx, "微信登录失败", ToastIcon::Error),
    };
    let on_tap = move |event: MouseEvent| {
        if can_i_use.get_untracked() {
            get_profile.begin(Tap::of(wx, &event));
        } else {
            get_info();
        }
    };
    let label = move || if can_i_use.get() { "微信直接登录1" } else { "微信直接登录2" };
    let hint = move || if can_i_use.get() { "tap → wx.getUserProfile" } else { "open-type=\"getUserInfo\"" };
    let avatar =
        move || user_info.with(|info| info.avatar_url.get().cloned()).unwrap_or_else(|| DEFAULT_AVATAR.to_owned());
    let name = move || user_info.with(|info| info.nick_name.get().cloned());
    view! {
        <PageFrame class="page--index">
            <label class="cell cell--switch">
                <span class="cell__text">"canIUseGetUserProfile"</span>
                <input
                    class="switch"
                    type="checkbox"
                    role="switch"
                    checked=true
                    prop:checked=can_i_use
                    on:change=move |event| can_i_use.set(event_target_checked(&event))
                />
            </label>
            <div class="page__center">
                <BusyButton
                    class="button button--primary"
                    label=Signal::derive(label)
                    is_busy=get_profile.is_busy
                    on_tap
                />
                <p class="page__hint">{Signal::derive(hint)}</p>
                <Picture class="portrait" src=Signal::derive(avatar) alt="头像"/>
                <p class="page__nickname">"昵称:" <span>{Signal::derive(name)}</span></p>
            </div>
        </PageFrame>
    }
}
