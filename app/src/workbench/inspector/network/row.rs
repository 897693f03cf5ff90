//! A call in the list.

use leptos::{either::Either, prelude::*};

use crate::{
    workbench::{
        call::{Call, CallKind},
        duration::whole,
        state::use_workbench,
    },
    wx::SentRequest,
};

/// Method, path, errno, bytes and ms. A path too long is cut at its start: its end tells calls apart.
#[component]
pub(super) fn CallRow(
    call: Call,
    /// The key of the call that is looked at.
    shown: Memo<Option<String>>,
    /// What the editor has: selecting a call closes it.
    draft: RwSignal<Option<SentRequest>>,
) -> impl IntoView {
    let workbench = use_workbench();
    let arrow = if call.kind == CallKind::ToWeChat { "⇢ " } else { "" };
    let (method, title, response) = ([arrow, &call.method].concat(), call.target.clone(), call.response.clone());
    let outcome = move || match &*response.read() {
        Some(response) => {
            let class = if response.is_failed { "request__errno is-bad" } else { "request__errno" };
            let bytes = response.message.bytes.map_or_else(|| "—".to_owned(), |bytes| bytes.to_string());
            Either::Left(view! {
                <span class=class>{response.code()}</span>
                <span class="request__size">{bytes}</span>
                <span class="request__ms">{whole(response.ms).to_string()}</span>
            })
        }
        None => Either::Right(view! { <i class="request__wait"></i> }),
    };
    let key = StoredValue::new(call.key.clone());
    let is_current =
        Signal::derive(move || key.with_value(|key| shown.with(|shown| shown.as_ref() == Some(key))).then_some("true"));
    view! {
        <li>
            <button
                class="request"
                type="button"
                title=title
                aria-current=is_current
                on:click=move |_| {
                    draft.set(None);
                    workbench.selected_call.set(Some(key.get_value()));
                }
            >
                <span class="request__method">{method}</span>
                <span class="request__path"><bdi>{call.path.clone()}</bdi></span>
                {outcome}
            </button>
        </li>
    }
}
