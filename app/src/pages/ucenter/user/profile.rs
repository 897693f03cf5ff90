//! The rows 头像 and 名字: to be read, or where WeChat tells no profile any more, to be filled in by WeChat's own
//! replacement, `chooseAvatar` and `nickname`.

use std::borrow::Cow;

use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

use crate::{
    api::auth,
    html,
    phone::{drawn, on_tap},
    util::{request, user},
    web,
    wire::{ApiError, ProfileRequest, UserInfo},
    wx::{Icon, State, Tap, Wx, choose_avatar, show_toast, storage},
};

/// What WeChat calls a user whom it does not name.
pub(crate) const NOBODY: &str = "微信用户";
/// The field of the name.
const FIELD: &str = ".nickname__field";
/// The button that is the picture.
const PICTURE: &str = ".row__choose";

/// Whether the user is asked for name and picture.
fn is_asked(state: &State, me: &UserInfo) -> bool {
    state.is_anonymous() || me.nick_name.is_empty() || me.nick_name == NOBODY
}

/// The picture.
pub(super) fn avatar(wx: Wx, state: &State) -> impl IntoView + use<> {
    let mut html = String::new();
    if let Some(me) = &state.me {
        html = html::picture("row__avatar", &me.avatar_url, &[me.nick_name.as_str(), "的头像"].concat());
        if is_asked(state, me) {
            html = [
                "<button type=\"button\" class=\"row__choose\" open-type=\"chooseAvatar\" data-pick>",
                &html,
                "<span class=\"visually-hidden\">，更换头像</span></button>",
            ]
            .concat();
        }
    }
    drawn("row__drawn", html, on_tap(move |event| choose(wx, event)), Box::new(|_| {}))
}

/// The name. While the field has the focus, WeChat's keyboard offers the name that WeChat knows.
pub(super) fn name(wx: Wx, state: &State) -> impl IntoView + use<> {
    let mut html = String::new();
    let mut known = String::new();
    if let Some(me) = &state.me {
        html = html::escape(&me.nick_name);
        if is_asked(state, me) {
            known = state.person().map(|person| person.nick_name.clone()).unwrap_or_default();
            html = [
                "<input class=\"row__value nickname__field\" type=\"nickname\" aria-label=\"名字\" placeholder=\"请输入昵称\" value=\"",
                &html,
                "\"><div class=\"nickname__bar\">使用微信昵称",
                &html::button("nickname__known", &known, ""),
                "</div>",
            ]
            .concat();
        }
    }
    let take = on_tap(move |event| {
        if web::picked(event).is_some() {
            rename(wx, known.clone());
        }
    });
    view! { <div class="nickname" on:change=move |event| rename(wx, event_target_value(&event))>{drawn("row__drawn", html, take, Box::new(|_| {}))}</div> }
}

/// A tap on the picture: another one is chosen, sent, and shown.
fn choose(wx: Wx, event: &MouseEvent) {
    let tap = Tap::of(event);
    if web::picked(event).is_none() || !wx.begin() {
        return;
    }
    let holder = wx.holder();
    spawn_local(async move {
        let outcome = match choose_avatar(wx, tap).await {
            // the server takes it for the account's at once: auth/profile has nothing to add
            Ok(file) => change(wx, auth::avatar(file), |me, data| me.avatar_url = data.avatar_url).await,
            Err(fail) if fail.is_refusal() => Ok(()),
            Err(fail) => Err(fail.err_msg),
        };
        if wx.holder() != holder {
            return; // the phone is in other hands
        }
        wx.end();
        if let Err(reason) = outcome {
            show_toast(wx, reason, Icon::Error);
        }
    });
}

/// Another name. An empty one is none.
fn rename(wx: Wx, name: String) {
    let old = wx.read(|state| state.me.as_ref().map(|me| me.nick_name.clone())).unwrap_or_default();
    // as it will be, or as it was
    web::set_value(FIELD, if name.is_empty() { &old } else { &name });
    if name.is_empty() || name == old {
        return;
    }
    spawn_local(async move {
        let request = ProfileRequest { nick_name: Some(name), ..ProfileRequest::default() };
        if let Err(reason) = change(wx, auth::profile(request), |me, data| *me = data.user_info).await {
            show_toast(wx, reason, Icon::Error);
        }
    });
}

/// A call that changes the own profile: what it answers is stored and shown.
async fn change<T>(
    wx: Wx,
    call: impl Future<Output = Result<T, ApiError>>,
    apply: fn(&mut UserInfo, T),
) -> Result<(), Cow<'static, str>> {
    let token = storage::token();
    let data = request::send(wx, call).await.map_err(|error| error.errmsg)?;
    let Some(mut me) = storage::user_info() else { return Ok(()) };
    apply(&mut me, data);
    web::keep_focus(PICTURE);
    web::keep_focus(FIELD);
    user::remember(wx, token, &me);
    Ok(())
}
