//! The navigation bar: title, back arrow on every page that is not a tab, capsule.

use leptos::prelude::*;

use super::{capsule::capsule, icon, on_tap};
use crate::{
    pages::Page,
    wx::{Wx, navigate_back},
};

pub(super) fn navbar(wx: Wx, at: Page, covered: bool) -> impl IntoView {
    let back = on_tap(move |event| {
        event.prevent_default();
        navigate_back(wx, Page::Index);
    });
    view! {
        <header class="phone__navbar" inert=covered>
            // a link, so that it leads somewhere before the script is there
            <a class="phone__back" href=Page::Index.path() aria-label="返回" on:click=back>{icon("icon", "#i-back")}</a>
            <h1 class="phone__title">{at.title()}</h1>
            {capsule(wx)}
        </header>
    }
}
