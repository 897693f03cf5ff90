//! Which calls are listed.

use leptos::prelude::*;

use crate::{
    text::{Both, Text, text},
    workbench::{
        call::{Call, CallKind},
        state::use_workbench,
    },
};

const LABEL: Text = text("筛选：路径、方法、errno", "Filter: path, method, errno");
const ALL: Text = text("全部", "All");
const CLEAR: Text = text("清空", "Clear");

/// What the visitor looks for.
#[derive(Clone, Copy, Default)]
pub(super) struct Filter {
    /// Part of a path, a method or a number.
    text: RwSignal<String>,
    /// Of which kind.
    kind: RwSignal<Option<CallKind>>,
}

impl Filter {
    /// The calls that fit.
    pub(super) fn apply(self, calls: &[Call]) -> Vec<Call> {
        let (text, kind) = (self.text.get().trim().to_ascii_lowercase(), self.kind.get());
        let fits =
            |call: &&Call| kind.is_none_or(|kind| kind == call.kind) && (text.is_empty() || call.contains(&text));
        calls.iter().filter(fits).cloned().collect()
    }
}

/// The text, the kinds, and the button that empties the list. The diagram stays.
#[component]
pub(super) fn FilterBar(filter: Filter) -> impl IntoView {
    let workbench = use_workbench();
    let [request, native, wechat] = CallKind::ALL.map(|kind| (kind.names().0, Some(Some(kind))));
    let button = |(name, kind): (Text, Option<Option<CallKind>>)| {
        let on_click = move |_| match kind {
            Some(kind) => filter.kind.set(kind),
            None => {
                workbench.calls.set(Vec::new());
                workbench.selected_call.set(None);
            }
        };
        let is_chosen =
            Signal::derive(move || kind.map(|kind| if filter.kind.get() == kind { "true" } else { "false" }));
        view! { <button class="filter__kind" type="button" aria-pressed=is_chosen on:click=on_click><Both text=name/></button> }
    };
    view! {
        <div class="filter">
            <input
                class="filter__text"
                type="search"
                aria-label=LABEL.localized()
                placeholder="path · method · errno"
                prop:value=filter.text
                on:input=move |event| filter.text.set(event_target_value(&event))
            />
            {[(ALL, Some(None)), request, native, wechat, (CLEAR, None)].map(button).into_iter().collect_view()}
        </div>
    }
}
