//! `pages/ucenter/index/index`: who one is, and how much one has to do.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::user::user_index,
    pages::{Page, index::DEFAULT_AVATAR, ucenter::user::NOBODY},
    phone::{icon, icon_button, on_click, picture, span},
    util::request,
    wire::UserCounts,
    wx::{Icon, State, Wx, navigate_to, show_toast, storage},
};

/// Reads storage, and where a token is stored, the counts. The last known ones stay until the new ones are there.
pub(crate) fn on_show(wx: Wx) {
    let token = storage::token();
    wx.change(|state| {
        state.read_storage();
        if token.is_none() {
            state.counts = None;
        }
    });
    if token.is_none() {
        return;
    }
    spawn_local(async move {
        let answer = request::send(wx, user_index()).await;
        match answer {
            _ if storage::token() != token => {} // somebody else's by now
            Ok(counts) => wx.change(|state| state.counts = Some(counts)),
            Err(error) => show_toast(wx, error.errmsg, Icon::Error),
        }
    });
}

/// 我的
pub(crate) fn page(wx: Wx, state: &State) -> impl IntoView + use<> {
    let (avatar, name) = match &state.me {
        // a name that nobody gave is WeChat's own for it
        Some(me) if me.nick_name.is_empty() => (me.avatar_url.clone(), NOBODY.to_owned()),
        Some(me) => (me.avatar_url.clone(), me.nick_name.clone()),
        None => (DEFAULT_AVATAR.to_owned(), "点击登录".to_owned()),
    };
    let who = on_click(move || {
        if wx.read(|state| !state.has_login) {
            let _ = navigate_to(wx, Page::Login);
        }
    });
    let settings = on_click(move || {
        let _ = navigate_to(wx, if wx.read(|state| state.me.is_some()) { Page::User } else { Page::Login });
    });
    let count = |count: fn(&UserCounts) -> i64| state.counts.as_ref().map(|counts| count(counts).to_string());
    view! {
        <div class="page page--ucenter" role="region" aria-label="我的" tabindex="0">
            <div class="profile">
                <button class="profile__who" type="button" on:click=who>
                    {picture("profile__avatar", avatar, String::new())}
                    {span("profile__name", name)}
                </button>
                {icon_button("profile__settings", "用户设置", "#i-gear", settings)}
            </div>
            <ul class="cells">
                {cell(wx, "#i-host", "--tint:#2782d7", "我主持的会议", count(|counts| counts.metting_pubs))}
                {cell(wx, "#i-join", "--tint:#07a35a", "我参与的会议", count(|counts| counts.metting_joins))}
            </ul>
            <ul class="cells">
                {cell(wx, "#i-publish", "--tint:#c96a10", "我发布的投票", count(|counts| counts.vote_pubs))}
                {cell(wx, "#i-voted", "--tint:#7a5bd0", "我参与的投票", count(|counts| counts.vote_joins))}
            </ul>
            <ul class="cells">
                {cell(wx, "#i-message", "--tint:#2782d7", "消息", None)}
                {cell(wx, "#i-gear", "--tint:#6b6f76", "设置", None)}
            </ul>
        </div>
    }
}

/// A row with an arrow. None of them leads anywhere yet.
fn cell(wx: Wx, picture: &'static str, tint: &'static str, text: &'static str, count: Option<String>) -> impl IntoView {
    view! {
        <li>
            <button class="cell" type="button" on:click=on_click(move || show_toast(wx, "开发中", Icon::None))>
                <span class="cell__icon" style=tint>{icon("icon", picture)}</span>
                {span("cell__text", text.to_owned())}
                {span("cell__value", count.unwrap_or_default())}
                {icon("cell__arrow", "#i-arrow")}
            </button>
        </li>
    }
}
