//! What every page has around it: its place on the stack, its name, its scrolling, its `onShow` and its `onReachBottom`.

use leptos::{ev::Event, html, prelude::*, web_sys::Element};

use crate::{
    browser::focus,
    wx::{StackEntry, use_wx},
};

/// How near to the end (px) a page counts as scrolled to its bottom: WeChat's `onReachBottomDistance`.
const REACH_BOTTOM_DISTANCE: i32 = 50;

/// A page of the mini-program. It is hidden while another one lies on top of it.
#[component]
pub(super) fn PageFrame<C: IntoView + 'static>(
    class: &'static str,
    /// `onShow`: the page comes to the screen.
    #[prop(optional, into)]
    on_show: Option<Callback<()>>,
    /// `onReachBottom`
    #[prop(optional, into)]
    on_reach_bottom: Option<Callback<()>>,
    children: TypedChildren<C>,
) -> impl IntoView {
    let entry = expect_context::<StackEntry>();
    let (element, is_below) = follow_stack(entry, on_show);
    let on_scroll = move |event: Event| reach_bottom(&event, on_reach_bottom);
    view! {
        <div
            class=format!("page {class}")
            role="region"
            aria-label=entry.page.title()
            tabindex="0"
            hidden=is_below
            node_ref=element
            on:scroll=on_scroll
        >
            {children.into_inner()()}
        </div>
    }
}

/// Does the page's `onShow` when it comes to the screen; returns its element, and whether it lies below another page. Apart
/// from the component, which is compiled once for each page's children.
fn follow_stack(entry: StackEntry, on_show: Option<Callback<()>>) -> (NodeRef<html::Div>, Signal<bool>) {
    let wx = use_wx();
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(shown) = wx.shown(entry) else { return };
        if shown.takes_focus {
            // the page may be gone by then
            focus::focus_next_frame(move || element.try_get_untracked().flatten().map(Into::into));
        }
        if let Some(on_show) = on_show {
            untrack(|| on_show.run(()));
        }
    });
    (element, Signal::derive(move || wx.top() != entry))
}

fn reach_bottom(event: &Event, on_reach_bottom: Option<Callback<()>>) {
    if let Some(on_reach_bottom) = on_reach_bottom
        && is_near_bottom(&event_target(event))
    {
        on_reach_bottom.run(());
    }
}

fn is_near_bottom(page: &Element) -> bool {
    page.scroll_height() - page.scroll_top() - page.client_height() < REACH_BOTTOM_DISTANCE
}
