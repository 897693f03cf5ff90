//! The panels that rise from the bottom: WeChat's two questions of consent, and the capsule's menu.

use leptos::prelude::*;

use super::{button, icon, line, on_click, picture};
use crate::{
    pages::index::DEFAULT_AVATAR,
    wx::{Icon, State, Wx, reply, show_toast},
};

/// `getUserProfile`: nickname and avatar, for the reason that the mini-program gives.
pub(super) fn profile(wx: Wx, state: &State, desc: &str) -> impl IntoView + use<> {
    let (avatar, name) = match state.person() {
        Some(person) => (person.avatar_url.clone(), person.nick_name.clone()),
        None => (DEFAULT_AVATAR.to_owned(), "微信用户".to_owned()),
    };
    view! {
        <div class="sheet" role="dialog" aria-modal="true" aria-labelledby="sheet-title">
            {app_line()}
            <h2 class="sheet__title" id="sheet-title">"获取你的昵称、头像、地区及性别"</h2>
            {line("sheet__desc", desc.to_owned())}
            <div class="sheet__choice">
                {picture("sheet__avatar", avatar, String::new())}
                <span class="sheet__who"><b>{name}</b><small>"微信个人信息"</small></span>
                {icon("sheet__tick", "#i-check")}
            </div>
            {buttons(wx, "拒绝")}
        </div>
    }
}

/// `getPhoneNumber`: the number that WeChat knows, masked.
pub(super) fn phone_number(wx: Wx, state: &State) -> impl IntoView + use<> {
    let number = state.person().map(|person| person.masked_phone.clone()).unwrap_or_default();
    let other = on_click(move || show_toast(wx, "开发中", Icon::None));
    view! {
        <div class="sheet" role="dialog" aria-modal="true" aria-labelledby="sheet-title">
            {app_line()}
            <h2 class="sheet__title" id="sheet-title">"获取并验证你的手机号"</h2>
            <div class="sheet__choice">
                <span class="sheet__who"><b>{number}</b><small>"微信绑定号码"</small></span>
                {icon("sheet__tick", "#i-check")}
            </div>
            <p class="sheet__more">{button("sheet__link", "使用其他号码", other)}</p>
            {buttons(wx, "不允许")}
        </div>
    }
}

/// The menu behind the capsule's dots.
pub(super) fn actions(wx: Wx) -> impl IntoView {
    view! {
        <div class="actions" role="dialog" aria-modal="true" aria-label="更多">
            {answer(wx, "actions__item", "重新进入小程序", true)}
            {answer(wx, "actions__item", "取消", false)}
        </div>
    }
}

fn app_line() -> impl IntoView {
    view! { <p class="sheet__app">{icon("sheet__logo", "#i-logo")}<b>"会议 OA"</b>" 申请"</p> }
}

fn buttons(wx: Wx, refuse: &'static str) -> impl IntoView {
    view! {
        <div class="sheet__buttons">
            {answer(wx, "button button--grey", refuse, false)}
            {answer(wx, "button button--primary", "允许", true)}
        </div>
    }
}

/// A button that answers what is asked.
pub(super) fn answer(wx: Wx, class: &'static str, label: &'static str, yes: bool) -> impl IntoView {
    button(class, label, on_click(move || reply(wx, yes)))
}
