//! 头像: to be seen, or where WeChat tells no profile any more, WeChat's own replacement: `chooseAvatar`.

use leptos::{either::Either, ev::MouseEvent, prelude::*};

use super::profile::{change, is_asked};
use crate::{
    api::auth::avatar,
    phone::controls::Picture,
    wx::{Flow, Tap, ToastIcon, Wx, choose_avatar, show_toast, use_wx},
};

/// The picture.
#[component]
pub(super) fn AvatarRow() -> impl IntoView {
    let wx = use_wx();
    let is_asked = Memo::new(move |_| wx.me.with(|me| me.as_ref().map(|me| is_asked(wx, me))));
    let src = Signal::derive(move || wx.me.with(|me| me.as_ref().map(|me| me.avatar_url.clone())).unwrap_or_default());
    let alt = Signal::derive(move || {
        wx.me.with(|me| me.as_ref().map(|me| format!("{}的头像", me.nick_name))).unwrap_or_default()
    });
    let picture = move || view! { <Picture class="row__avatar" src alt/> };
    let choose = Flow::new(wx, move |tap: &Option<Tap>| choose(wx, *tap));
    let on_tap = move |event: MouseEvent| choose.begin(Tap::of(wx, &event));
    let button = move || {
        view! {
            <button type="button" class="row__choose" open-type="chooseAvatar" on:click=on_tap>
                {picture()}
                <span class="visually-hidden">"，更换头像"</span>
            </button>
        }
    };
    move || is_asked.get().map(|is_asked| if is_asked { Either::Left(button()) } else { Either::Right(picture()) })
}

/// Another picture is chosen, sent, and shown. The server takes it for the account's at once: auth/profile has nothing to add.
async fn choose(wx: Wx, tap: Option<Tap>) {
    let phone_id = wx.phone_id();
    let outcome = match choose_avatar(wx, tap).await {
        Ok(file) => change(wx, avatar(wx, file), |me, data| me.avatar_url = data.avatar_url).await,
        Err(error) if error.is_refusal() => Ok(()),
        Err(error) => Err(error.err_msg),
    };
    if let Err(reason) = outcome
        && wx.phone_id() == phone_id
    {
        show_toast(wx, reason, ToastIcon::Error);
    }
}
