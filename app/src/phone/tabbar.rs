//! The tab bar, on the four tab pages. Real links, which lead somewhere without a script too.

use leptos::prelude::*;

use super::{icon, on_tap, span};
use crate::{
    pages::Page,
    wx::{Wx, switch_tab},
};

pub(super) fn tabbar(wx: Wx, at: Page, covered: bool) -> impl IntoView {
    view! {
        <nav class="tabbar" aria-label="标签栏" hidden=!at.is_tab() inert=covered>
            {item(wx, at, Page::Index, "#i-home")}
            {item(wx, at, Page::Meeting, "#i-meeting")}
            {item(wx, at, Page::Vote, "#i-vote")}
            {item(wx, at, Page::Ucenter, "#i-me")}
        </nav>
    }
}

fn item(wx: Wx, at: Page, page: Page, picture: &'static str) -> impl IntoView {
    let open = on_tap(move |event| {
        // a new tab of the browser stays possible
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            let _ = switch_tab(wx, page);
        }
    });
    view! {
        <a
            class="tabbar__item"
            href=page.path()
            data-tab=page.name()
            aria-current=(at == page).then_some("page")
            on:click=open
        >
            {icon("icon", picture)}
            {span("", page.title().to_owned())}
        </a>
    }
}
