//! The menu of virtual users: who holds the phone.

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::{
    pages::index::DEFAULT_AVATAR,
    phone::{icon, on_click, picture},
    web,
    wx::{Person, State, Wx, switch_user},
};

/// The menu's selector.
const MENU: &str = ".menu--user";

/// The menu. Its list is there once the double has told who there is.
pub(super) fn users(wx: Wx, state: &State) -> impl IntoView + use<> {
    let (avatar, name) = match state.person() {
        Some(person) => (person.avatar_url.clone(), person.nick_name.clone()),
        None => (DEFAULT_AVATAR.to_owned(), String::new()),
    };
    let key = |event: KeyboardEvent| {
        if event.key() == "Escape" {
            web::shut(MENU);
        }
    };
    view! {
        <details class="menu menu--user" on:keydown=key>
            <summary class="menu__button">
                <span class="visually-hidden">"虚拟用户 Virtual user "</span>
                {picture("menu__avatar", avatar, String::new())}
                {names(name, &state.user)}
                {icon("menu__chevron", "#i-chevron")}
            </summary>
            <ul class="menu__list">{state.people.iter().map(|person| item(wx, state, person)).collect_view()}</ul>
        </details>
    }
}

fn item(wx: Wx, state: &State, person: &Person) -> impl IntoView + use<> {
    let user = person.user.clone();
    let choose = on_click(move || {
        web::shut(MENU);
        switch_user(wx, user.clone());
    });
    let current = (person.user == state.user).then_some("true");
    view! {
        <li>
            <button class="menu__item" type="button" aria-current=current on:click=choose>
                {picture("menu__avatar", person.avatar_url.clone(), String::new())}
                {names(person.nick_name.clone(), &person.user)}
                <code>{person.masked_phone.clone()}</code>
            </button>
        </li>
    }
}

/// `林晓 Lin`
fn names(name: String, user: &str) -> impl IntoView + use<> {
    view! { <span class="menu__label">{name}" "<small lang="en">{english(user)}</small></span> }
}

/// `Lin` of `lin`.
fn english(user: &str) -> String {
    let mut letters = user.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
