//! A call in the list.

use leptos::{either::Either, prelude::*};

use crate::workbench::{call::Call, duration::whole, state::use_workbench};

/// Method, last segment of the path, errno and ms.
#[component]
pub(super) fn CallRow(
    call: Call,
    /// The key of the call that is looked at.
    shown: Memo<Option<String>>,
) -> impl IntoView {
    let workbench = use_workbench();
    let Call { key, method, path, response, .. } = call;
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let (failed, errno, ms) = (response.clone(), response.clone(), response);
    let is_failed =
        Signal::derive(move || failed.with(|response| response.as_ref().is_some_and(|response| response.is_failed)));
    let errno = Signal::derive(move || {
        let errno = errno.with(|response| response.as_ref().and_then(|response| response.errno));
        errno.map_or_else(|| "—".to_owned(), |errno| errno.to_string())
    });
    let ms = move || match ms.with(|response| response.as_ref().map(|response| response.ms)) {
        Some(ms) => Either::Left(whole(ms).to_string()),
        None => Either::Right(view! { <i class="request__wait"></i> }),
    };
    let current_key = key.clone();
    let is_current = Signal::derive(move || shown.with(|shown| shown.as_ref() == Some(&current_key)).then_some("true"));
    view! {
        <li>
            <button
                class="request"
                type="button"
                title=path
                aria-current=is_current
                on:click=move |_| workbench.selected_call.set(Some(key.clone()))
            >
                <span class="request__method">{method}</span>
                <span class="request__path">{name}</span>
                <span class="request__errno" class:is-bad=is_failed>{errno}</span>
                <span class="request__ms">{ms}</span>
            </button>
        </li>
    }
}
