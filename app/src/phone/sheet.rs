//! The panels that rise from the bottom: WeChat's two questions of consent.

use leptos::prelude::*;

use super::controls::{Button, Picture};
use crate::{
    icon::Icon,
    wx::{DEFAULT_AVATAR, ToastIcon, UNNAMED, reply, show_toast, use_wx},
};

/// `getUserProfile`: nickname and avatar, for the reason that the mini-program gives.
#[component]
pub(super) fn ProfileSheet(
    /// The reason.
    desc: String,
) -> impl IntoView {
    let person = use_wx().person_untracked();
    let (avatar, name) = person.map_or_else(
        || (DEFAULT_AVATAR.to_owned(), UNNAMED.to_owned()),
        |person| (person.avatar_url, person.nick_name),
    );
    view! {
        <Sheet title="获取你的昵称、头像、地区及性别" desc=Some(desc) refuse="拒绝" has_other_number=false>
            <Picture class="sheet__avatar" src=avatar/>
            <Choice name what="微信个人信息"/>
        </Sheet>
    }
}

/// `getPhoneNumber`: the number that WeChat knows, masked.
#[component]
pub(super) fn PhoneNumberSheet() -> impl IntoView {
    let number = use_wx().person_untracked().map(|person| person.masked_phone).unwrap_or_default();
    view! {
        <Sheet title="获取并验证你的手机号" desc=None refuse="不允许" has_other_number=true>
            <Choice name=number what="微信绑定号码"/>
        </Sheet>
    }
}

/// What is given if the user agrees.
#[component]
fn Choice(name: String, what: &'static str) -> impl IntoView {
    view! {
        <span class="sheet__who">
            <b>{name}</b>
            <small>{what}</small>
        </span>
    }
}

/// A panel of consent.
#[component]
fn Sheet<C: IntoView + 'static>(
    title: &'static str,
    desc: Option<String>,
    /// What the refusing button says.
    refuse: &'static str,
    /// Whether another number may be chosen, which is not there yet.
    has_other_number: bool,
    children: TypedChildren<C>,
) -> impl IntoView {
    let wx = use_wx();
    let other_number = move || {
        view! {
            <p class="sheet__more">
                <Button class="sheet__link" label="使用其他号码" on_tap=move |_| show_toast(wx, "开发中", ToastIcon::None)/>
            </p>
        }
    };
    view! {
        <div class="sheet" role="dialog" aria-labelledby="sheet-title">
            <p class="sheet__app">
                <Icon class="sheet__logo" name="#i-logo"/>
                <b>"会议 OA"</b>
                " 申请"
            </p>
            <h2 class="sheet__title" id="sheet-title">{title}</h2>
            {desc.map(|desc| view! { <p class="sheet__desc">{desc}</p> })}
            <div class="sheet__choice">{children.into_inner()()} <Icon class="sheet__tick" name="#i-check"/></div>
            {has_other_number.then(other_number)}
            <div class="sheet__buttons">
                <Button class="button button--grey" label=refuse on_tap=move |_| reply(wx, None)/>
                <Button class="button button--primary" label="允许" on_tap=move |_| reply(wx, Some(0))/>
            </div>
        </div>
    }
}
