//! `pages/ucenter/user/user`: the profile, the phone number, and the way out.

use leptos::{either::Either, ev::MouseEvent, prelude::*, task::spawn_local};

use super::profile;
use crate::{
    api::auth::bind_phone,
    pages::Page,
    phone::{busy_button, button, icon, on_click, on_tap, span},
    util::{request, user},
    wire::BindPhoneRequest,
    wx::{Icon, Modal, State, Tap, Wx, double, get_phone_number, re_launch, show_modal, show_toast, storage},
};

/// Reads storage, and whether WeChat still tells profiles.
pub(crate) fn on_show(wx: Wx) {
    wx.change(State::read_storage);
    spawn_local(async { drop(double::state().await) });
}

/// 用户设置
pub(crate) fn page(wx: Wx, state: &State) -> impl IntoView + use<> {
    let me = state.me.as_ref();
    let phone = match me.and_then(|me| me.phone.clone()) {
        Some(number) => Either::Left(locked(number)),
        None => {
            let tap = on_tap(move |event| bind(wx, event));
            Either::Right(busy_button(state, "row__get", None, "点击获取", tap))
        }
    };
    let id = me.map(|me| locked(["1000", &me.user_id.to_string()].concat()));
    view! {
        <div class="page page--user" role="region" aria-label="用户设置" tabindex="0">
            <dl class="rows">
                <div class="row"><dt class="row__name">"头像"</dt><dd class="row__value">{profile::avatar(wx, state)}</dd></div>
                <div class="row"><dt class="row__name">"名字"</dt><dd class="row__value">{profile::name(wx, state)}</dd></div>
                <div class="row"><dt class="row__name">"手机号码"</dt><dd class="row__value">{phone}</dd></div>
                <div class="row"><dt class="row__name">"ID号"</dt><dd class="row__value">{id}</dd></div>
            </dl>
            {button("logout", "退 出", on_click(move || leave(wx)))}
        </div>
    }
}

/// A value that cannot be changed.
fn locked(value: String) -> impl IntoView {
    view! { <span class="row__bound">{span("", value)}{icon("row__lock", "#i-lock")}</span> }
}

/// `<button open-type="getPhoneNumber">`, and what the mini-program does with what it gives.
fn bind(wx: Wx, event: &MouseEvent) {
    let tap = Tap::of(event);
    if !wx.begin() {
        return;
    }
    let holder = wx.holder();
    spawn_local(async move {
        let outcome = bound(wx, tap).await;
        if wx.holder() != holder {
            return; // the phone is in other hands
        }
        wx.end();
        if let Some((text, icon)) = outcome {
            show_toast(wx, text, icon);
        }
    });
}

/// What the toast says, if there is to be one.
async fn bound(wx: Wx, tap: Option<Tap>) -> Option<(std::borrow::Cow<'static, str>, Icon)> {
    let token = storage::token();
    if token.is_none() {
        return Some(("绑定失败:请先登录".into(), Icon::Error));
    }
    let number = match get_phone_number(wx, tap).await {
        Ok(number) => number,
        Err(fail) if fail.is_refusal() => return None,
        Err(fail) => return Some((fail.err_msg, Icon::Error)),
    };
    let (code, data, iv) = if wx.read(|state| state.bind_by_code) {
        (number.code, None, None)
    } else {
        (None, Some(number.encrypted_data), Some(number.iv))
    };
    match request::send(wx, bind_phone(BindPhoneRequest { code, encrypted_data: data, iv })).await {
        Ok(data) => {
            if let Some(mut me) = storage::user_info() {
                me.phone = Some(data.phone);
                user::remember(wx, token, &me);
            }
            Some(("绑定手机号码成功".into(), Icon::Success))
        }
        Err(error) => Some((error.errmsg, Icon::Error)),
    }
}

/// 退 出: asks first; the phone forgets whatever the server says.
fn leave(wx: Wx) {
    if !wx.begin() {
        return;
    }
    let holder = wx.holder();
    let (title, confirm_color) = ("退出登录?".to_owned(), "var(--wx-confirm)".to_owned());
    let question = Modal { title, confirm_color, ..Modal::default() };
    spawn_local(async move {
        if show_modal(wx, question).await {
            user::logout(wx).await;
            if wx.holder() == holder {
                re_launch(wx, Page::Index);
            }
        }
        if wx.holder() == holder {
            wx.end();
        }
    });
}
