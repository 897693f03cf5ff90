//! `pages/ucenter/index/index`: who the user is, and how much there is to do.

use leptos::prelude::*;

use crate::{
    api::user::user_index,
    icon::Icon,
    pages::frame::PageFrame,
    phone::controls::Picture,
    util::request,
    wire::UserCounts,
    wx::{DEFAULT_AVATAR, Page, ToastIcon, UNNAMED, navigate_to, show_toast, storage, use_wx},
};

/// 我的
#[component]
pub(crate) fn UcenterPage() -> impl IntoView {
    let wx = use_wx();
    // the last known counts stay until the new ones are there
    let counts = RwSignal::new(None::<UserCounts>);
    let load = Action::new(move |_: &()| async move {
        let token = storage::token();
        let response = request::send(wx, user_index()).await;
        match response {
            _ if storage::token() != token => {} // another user's by now
            Ok(loaded) => counts.set(Some(loaded)),
            Err(error) => show_toast(wx, error.errmsg, ToastIcon::Error),
        }
    });
    let on_show = move |()| {
        wx.read_storage();
        if storage::token().is_some() {
            load.dispatch(());
        } else {
            counts.set(None);
        }
    };
    let open_login = move |_| {
        if !wx.has_login.get_untracked() {
            let _ = navigate_to(wx, Page::Login);
        }
    };
    let open_settings = move || {
        let is_known = wx.me.with_untracked(Option::is_some);
        let _ = navigate_to(wx, if is_known { Page::User } else { Page::Login });
    };
    let avatar =
        move || wx.me.with(|me| me.as_ref().map_or_else(|| DEFAULT_AVATAR.to_owned(), |me| me.avatar_url.clone()));
    let name = move || {
        wx.me.with(|me| match me {
            // a name that nobody gave is WeChat's own for it
            Some(me) if me.nick_name.is_empty() => UNNAMED.to_owned(),
            Some(me) => me.nick_name.clone(),
            None => "点击登录".to_owned(),
        })
    };
    let count = move |count: fn(&UserCounts) -> i64| {
        Signal::derive(move || {
            let is_known = wx.me.with(Option::is_some);
            counts.with(|counts| counts.as_ref().filter(|_| is_known).map(|counts| count(counts).to_string()))
        })
    };
    view! {
        <PageFrame class="page--ucenter" on_show>
            <div class="profile">
                <button class="profile__who" type="button" on:click=open_login>
                    <Picture class="profile__avatar" src=Signal::derive(avatar)/>
                    <span class="profile__name">{Signal::derive(name)}</span>
                </button>
                <button class="profile__settings" type="button" aria-label="用户设置" on:click=move |_| open_settings()>
                    <Icon name="#i-gear"/>
                </button>
            </div>
            <ul class="cells">
                <Cell icon="#i-host" tint="#2782d7" text="我主持的会议" value=count(|counts| counts.metting_pubs)/>
                <Cell icon="#i-join" tint="#07a35a" text="我参与的会议" value=count(|counts| counts.metting_joins)/>
            </ul>
            <ul class="cells">
                <Cell icon="#i-publish" tint="#c96a10" text="我发布的投票" value=count(|counts| counts.vote_pubs)/>
                <Cell icon="#i-voted" tint="#7a5bd0" text="我参与的投票" value=count(|counts| counts.vote_joins)/>
            </ul>
            <ul class="cells">
                <Cell icon="#i-message" tint="#2782d7" text="消息"/>
                <Cell icon="#i-gear" tint="#6b6f76" text="设置" on_tap=move |()| open_settings()/>
            </ul>
        </PageFrame>
    }
}

/// A row with an arrow. One that leads nowhere yet says so.
#[component]
fn Cell(
    icon: &'static str,
    /// The colour of its icon.
    tint: &'static str,
    text: &'static str,
    /// What stands at its right.
    #[prop(optional, into)]
    value: Signal<Option<String>>,
    #[prop(optional, into)] on_tap: Option<Callback<()>>,
) -> impl IntoView {
    let wx = use_wx();
    let tap = move |_| match on_tap {
        Some(on_tap) => on_tap.run(()),
        None => show_toast(wx, "开发中", ToastIcon::None),
    };
    view! {
        <li>
            <button class="cell" class:cell--settings=on_tap.is_some() type="button" on:click=tap>
                <span class="cell__icon" style:--tint=tint><Icon name=icon/></span>
                <span class="cell__text">{text}</span>
                <span class="cell__value">{value}</span>
                <Icon class="cell__arrow" name="#i-arrow"/>
            </button>
        </li>
    }
}
