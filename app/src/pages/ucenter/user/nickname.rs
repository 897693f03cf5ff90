//! 名字: to be read, or where WeChat tells no profile any more, WeChat's own replacement: `<input type="nickname">`.

use leptos::{either::Either, html, prelude::*};

use super::profile::{change, is_asked};
use crate::{
    api::auth::profile,
    wire::ProfileRequest,
    wx::{ToastIcon, show_toast, use_wx},
};

/// The name. While the field has the focus, WeChat's keyboard offers the name that WeChat knows.
#[component]
pub(super) fn NicknameRow() -> impl IntoView {
    let wx = use_wx();
    let is_asked = Memo::new(move |_| wx.me.with(|me| me.as_ref().map(|me| is_asked(wx, me))));
    let name = Memo::new(move |_| wx.me.with(|me| me.as_ref().map(|me| me.nick_name.clone()).unwrap_or_default()));
    move || {
        is_asked.get().map(|is_asked| {
            if is_asked { Either::Left(view! { <NicknameField name/> }) } else { Either::Right(move || name.get()) }
        })
    }
}

/// The field, and the keyboard's offer.
#[component]
fn NicknameField(name: Memo<String>) -> impl IntoView {
    let wx = use_wx();
    let field = NodeRef::<html::Input>::new();
    let known_name = Memo::new(move |_| wx.person().map(|person| person.nick_name).unwrap_or_default());
    let save = Action::new(move |name: &String| {
        let call = profile(ProfileRequest { nick_name: Some(name.clone()), ..ProfileRequest::default() });
        async move {
            if let Err(reason) = change(wx, call, |me, data| *me = data.user_info).await {
                show_toast(wx, reason, ToastIcon::Error);
            }
        }
    });
    // an empty name is none
    let rename = move |new: String| {
        let old = name.get_untracked();
        if let Some(field) = field.get_untracked() {
            field.set_value(if new.is_empty() { &old } else { &new });
        }
        if !new.is_empty() && new != old {
            save.dispatch(new);
        }
    };
    view! {
        <div class="nickname">
            <input
                class="row__value nickname__field"
                type="nickname"
                aria-label="名字"
                placeholder="请输入昵称"
                prop:value=name
                node_ref=field
                on:change=move |event| rename(event_target_value(&event))
            />
            <div class="nickname__bar">
                "使用微信昵称"
                <button
                    type="button"
                    class="nickname__known"
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| rename(known_name.get_untracked())
                >
                    {known_name}
                </button>
            </div>
        </div>
    }
}
