//! The tab bar, on the four tab pages. Real links, which lead somewhere without a script too.

use leptos::{ev::MouseEvent, prelude::*};

use super::coach::FIRST_HINT;
use crate::icon::Icon;
use crate::{
    settings::use_settings,
    wx::{Page, switch_tab, use_wx},
};

/// The pages, and their drawings.
const TABS: [(Page, &str); 4] =
    [(Page::Index, "#i-home"), (Page::Meeting, "#i-meeting"), (Page::Vote, "#i-vote"), (Page::Ucenter, "#i-me")];

/// The bar.
#[component]
pub(super) fn TabBar(
    #[prop(into)] page: Signal<Page>,
    /// Whether an overlay lies over the phone.
    #[prop(into)]
    is_covered: Signal<bool>,
) -> impl IntoView {
    view! {
        <nav class="tabbar" aria-label="标签栏" hidden=Signal::derive(move || !page.get().is_tab()) inert=is_covered>
            {TABS.map(|(tab, icon)| view! { <TabItem tab icon page/> }).into_iter().collect_view()}
        </nav>
    }
}

/// A tab.
#[component]
fn TabItem(
    /// The page that it opens.
    tab: Page,
    icon: &'static str,
    /// The page on the screen.
    page: Signal<Page>,
) -> impl IntoView {
    let wx = use_wx();
    let settings = use_settings();
    let open = move |event: MouseEvent| {
        // a new tab of the browser stays possible
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            let _ = switch_tab(wx, tab);
        }
    };
    let described_by =
        Signal::derive(move || (tab == Page::Ucenter && settings.shows_coach.get()).then_some(FIRST_HINT));
    view! {
        <a
            class="tabbar__item"
            href=tab.path()
            data-tab=tab.name()
            aria-current=Signal::derive(move || (page.get() == tab).then_some("page"))
            aria-describedby=described_by
            on:click=open
        >
            <Icon name=icon/>
            <span>{tab.title()}</span>
        </a>
    }
}
