//! Who holds the phone.

use leptos::{either::Either, prelude::*};

use super::menu::{Menu, MenuContext};
use crate::{
    text::{Both, Text, text},
    wx::{Person, switch_phone, use_wx},
};

const USER: Text = text("虚拟用户", "Virtual user");

/// The virtual users.
#[component]
pub(super) fn UserMenu() -> impl IntoView {
    let wx = use_wx();
    let current = Memo::new(move |_| wx.person());
    let now = move || match current.get() {
        Some(person) => Either::Left(view! {
            <Portrait src=person.avatar_url.clone()/>
            <Names person/>
        }),
        // before the double has listed them
        None => Either::Right(view! {
            <span lang="zh-CN">"林晓"</span>
            " "
            <small lang="en">"Lin"</small>
        }),
    };
    let button = move || {
        view! {
            <span class="visually-hidden"><Both text=USER/> " "</span>
            <span class="menu__now" id="user-now">{now}</span>
        }
    };
    view! {
        <Menu class="menu menu--user" button_class="menu__button" list_class="menu__list" list_id="users" button=ViewFn::from(button)>
            <For each=move || wx.people.get() key=|person| person.user.clone() let:person><UserItem person/></For>
        </Menu>
    }
}

/// A user.
#[component]
fn UserItem(person: Person) -> impl IntoView {
    let wx = use_wx();
    let menu = expect_context::<MenuContext>();
    let user = StoredValue::new(person.user.clone());
    let is_current = Signal::derive(move || (wx.user.get() == user.get_value()).then_some("true"));
    let phone = person.masked_phone.clone();
    let select = move |_| {
        menu.close();
        switch_phone(wx, user.get_value(), wx.device.get_untracked());
    };
    view! {
        <li>
            <button class="menu__item" type="button" aria-current=is_current on:click=select>
                <Portrait src=person.avatar_url.clone()/>
                <Names person/>
                <code>{phone}</code>
            </button>
        </li>
    }
}

#[component]
fn Portrait(src: String) -> impl IntoView {
    view! { <img class="menu__avatar" alt="" src=src/> }
}

/// `林晓 Lin`
#[component]
fn Names(person: Person) -> impl IntoView {
    let mut letters = person.user.chars();
    let english: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    view! {
        <span class="menu__label">
            <span lang="zh-CN">{person.nick_name}</span>
            " "
            <small lang="en">{english}</small>
        </span>
    }
}
