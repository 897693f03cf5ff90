//! The tab bar, on the four tab pages. Real links, which lead somewhere without a script too.

use leptos::prelude::*;

use super::on_tap;
use crate::{
    html::icon,
    pages::Page,
    web,
    wx::{Wx, switch_tab},
};

/// The pages, and their drawings.
const TABS: [(Page, &str); 4] =
    [(Page::Index, "home"), (Page::Meeting, "meeting"), (Page::Vote, "vote"), (Page::Ucenter, "me")];

pub(super) fn tabbar(wx: Wx, at: Page, covered: bool) -> impl IntoView {
    let mut html = String::new();
    for (page, picture) in TABS {
        let current = if at == page { "\" aria-current=\"page" } else { "" };
        let (path, name) = (page.path(), page.name());
        let begin =
            ["<a class=\"tabbar__item\" href=\"", path, "\" data-tab=\"", name, "\" data-pick=\"", name, current];
        html += &begin.concat();
        html += &["\">", &icon("icon", picture), "<span>", page.title(), "</span></a>"].concat();
    }
    let open = on_tap(move |event| {
        let picked = web::picked(event);
        let page = TABS.into_iter().map(|(page, _)| page).find(|page| picked.as_deref() == Some(page.name()));
        // a new tab of the browser stays possible
        if let Some(page) = page
            && !(event.ctrl_key() || event.meta_key() || event.shift_key())
        {
            event.prevent_default();
            let _ = switch_tab(wx, page);
        }
    });
    view! {
        <nav class="tabbar" aria-label="标签栏" hidden=!at.is_tab() inert=covered inner_html=html on:click=open></nav>
    }
}
