//! `wx.showActionSheet`: what may be chosen, and the way out.

use leptos::prelude::*;

use crate::wx::{reply, use_wx};

/// The list, one button an item.
#[component]
pub(super) fn ActionSheet(
    /// Its accessible name.
    name: &'static str,
    items: Vec<String>,
) -> impl IntoView {
    let wx = use_wx();
    let item = |(index, item): (usize, String)| {
        view! { <button class="actions__item" type="button" on:click=move |_| reply(wx, Some(index))>{item}</button> }
    };
    view! {
        <div class="actions" role="dialog" aria-label=name>
            {items.into_iter().enumerate().map(item).collect_view()}
            <button class="actions__item actions__item--cancel" type="button" on:click=move |_| reply(wx, None)>
                "取消"
            </button>
        </div>
    }
}
