//! `pages/ucenter/user/user`: the profile, the phone number, and the way out.

use std::borrow::Cow;

use leptos::{either::Either, ev::MouseEvent, prelude::*};

use super::{avatar::AvatarRow, nickname::NicknameRow};
use crate::{
    api::auth::bind_phone,
    icon::Icon,
    pages::frame::PageFrame,
    phone::controls::BusyButton,
    util::{request, user},
    wire::BindPhoneRequest,
    wx::{
        Flow, Modal, Page, Tap, ToastIcon, Wx, double, get_phone_number, re_launch, show_modal, show_toast, storage,
        use_wx,
    },
};

/// 用户设置
#[component]
pub(crate) fn UserPage() -> impl IntoView {
    let wx = use_wx();
    // whether WeChat still tells profiles
    let load_state = Action::new(move |_: &()| async move { drop(double::load_state(wx).await) });
    let on_show = move |()| {
        wx.read_storage();
        load_state.dispatch(());
    };
    let leave = Flow::new(wx, move |_: &()| leave(wx));
    let id = move || {
        wx.me.with(|me| me.as_ref().map(|me| format!("1000{}", me.user_id))).map(|id| view! { <LockedValue value=id/> })
    };
    view! {
        <PageFrame class="page--user" on_show>
            <dl class="rows">
                <Row name="头像"><AvatarRow/></Row>
                <Row name="名字"><NicknameRow/></Row>
                <Row name="手机号码"><PhoneRow/></Row>
                <Row name="ID号">{id}</Row>
            </dl>
            <BusyButton class="logout" label="退 出" is_busy=leave.is_busy on_tap=move |_| leave.begin(())/>
        </PageFrame>
    }
}

/// A row of the table: a name and what belongs to it.
#[component]
fn Row<C: IntoView + 'static>(name: &'static str, children: TypedChildren<C>) -> impl IntoView {
    view! {
        <div class="row">
            <dt class="row__name">{name}</dt>
            <dd class="row__value">{children.into_inner()()}</dd>
        </div>
    }
}

/// A value that cannot be changed.
#[component]
fn LockedValue(value: String) -> impl IntoView {
    view! {
        <span class="row__bound">
            <span>{value}</span>
            <Icon class="row__lock" name="#i-lock"/>
        </span>
    }
}

/// The number, or `<button open-type="getPhoneNumber">`.
#[component]
fn PhoneRow() -> impl IntoView {
    let wx = use_wx();
    let number = Memo::new(move |_| wx.me.with(|me| me.as_ref().and_then(|me| me.phone.clone())));
    let bind = Flow::new(wx, move |tap: &Option<Tap>| {
        let tap = *tap;
        async move {
            let phone_id = wx.phone_id();
            let outcome = bind(wx, tap).await;
            if let Some((text, icon)) = outcome
                && wx.phone_id() == phone_id
            {
                show_toast(wx, text, icon);
            }
        }
    });
    let on_tap = move |event: MouseEvent| bind.begin(Tap::of(wx, &event));
    move || match number.get() {
        Some(value) => Either::Left(view! { <LockedValue value/> }),
        None => Either::Right(view! { <BusyButton class="row__get" label="点击获取" is_busy=bind.is_busy on_tap/> }),
    }
}

/// What the mini-program does with what the button gives. Returns what the toast says, if there is to be one.
async fn bind(wx: Wx, tap: Option<Tap>) -> Option<(Cow<'static, str>, ToastIcon)> {
    let token = storage::token();
    if token.is_none() {
        return Some(("绑定失败:请先登录".into(), ToastIcon::Error));
    }
    let number = match get_phone_number(wx, tap).await {
        Ok(number) => number,
        Err(error) if error.is_refusal() => return None,
        Err(error) => return Some((error.err_msg, ToastIcon::Error)),
    };
    let proof = if wx.bind_by_code.get_untracked() {
        BindPhoneRequest { code: number.code, ..BindPhoneRequest::default() }
    } else {
        BindPhoneRequest { code: None, encrypted_data: Some(number.encrypted_data), iv: Some(number.iv) }
    };
    match request::send(wx, bind_phone(proof)).await {
        Ok(data) => {
            if let Some(mut me) = storage::user_info() {
                me.phone = Some(data.phone);
                user::store_profile(wx, token, &me);
            }
            Some(("绑定手机号码成功".into(), ToastIcon::Success))
        }
        Err(error) => Some((error.errmsg, ToastIcon::Error)),
    }
}

/// 退 出: asks first; the phone forgets whatever the server says.
async fn leave(wx: Wx) {
    let phone_id = wx.phone_id();
    let (title, confirm_color) = ("退出登录?".to_owned(), "var(--wx-confirm)".to_owned());
    if show_modal(wx, Modal { title, confirm_color, ..Modal::default() }).await {
        user::logout(wx).await;
        if wx.phone_id() == phone_id {
            re_launch(wx, Page::Index);
        }
    }
}
