//! The navigation bar: title, back arrow on every page that is not a tab, and WeChat's capsule: a menu, and the way out
//! (which here leads to the first page again).

use leptos::{prelude::*, task::spawn_local};

use super::on_tap;
use crate::{
    html::icon,
    pages::Page,
    web,
    wx::{Wx, navigate_back, re_launch, show_action_sheet},
};

pub(super) fn navbar(wx: Wx, at: Page, covered: bool) -> impl IntoView {
    let html = [
        // a link, so that it leads somewhere before the script is there
        "<a class=\"phone__back\" href=\"",
        Page::Index.path(),
        "\" aria-label=\"返回\" data-pick=\"back\">",
        &icon("icon", "back"),
        "</a><h1 class=\"phone__title\">",
        at.title(),
        "</h1><div class=\"capsule\">",
        &half("更多", "menu", "more"),
        &half("关闭", "home", "close-ring"),
        "</div>",
    ]
    .concat();
    let tap = on_tap(move |event| {
        match web::picked(event).as_deref() {
            Some("back") => navigate_back(wx, Page::Index),
            Some("home") => re_launch(wx, Page::Index),
            Some(_) => menu(wx),
            None => return,
        }
        event.prevent_default();
    });
    view! { <header class="phone__navbar" inert=covered inner_html=html on:click=tap></header> }
}

/// A half of the capsule.
fn half(name: &str, pick: &str, picture: &str) -> String {
    let icon = icon("icon", picture);
    let begin = "<button class=\"capsule__button\" type=\"button\" aria-label=\"";
    [begin, name, "\" data-pick=\"", pick, "\">", &icon, "</button>"].concat()
}

fn menu(wx: Wx) {
    spawn_local(async move {
        if show_action_sheet(wx, "更多", &["重新进入小程序"]).await.is_some() {
            re_launch(wx, Page::Index);
        }
    });
}
