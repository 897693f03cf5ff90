//! The box of `wx.showModal`.

use leptos::prelude::*;

use crate::wx::{Modal, reply, use_wx};

/// The box.
#[component]
pub(super) fn ModalView(modal: Modal) -> impl IntoView {
    let wx = use_wx();
    let Modal { title, content, cancel_text, confirm_text, cancel_color, confirm_color } = modal;
    let label = if title.is_empty() { content.clone() } else { title.clone() };
    let cancel = |text: String| {
        view! { <button class="modal__button" type="button" on:click=move |_| reply(wx, None)>{text}</button> }
    };
    view! {
        <div class="modal" role="alertdialog" aria-label=label>
            {(!title.is_empty()).then(|| view! { <h2 class="modal__title">{title}</h2> })}
            {(!content.is_empty()).then(|| view! { <p class="modal__content">{content}</p> })}
            <div class="modal__buttons" style:--cancel=cancel_color style:--confirm=confirm_color>
                {cancel_text.map(cancel)}
                <button
                    class="modal__button modal__button--confirm"
                    type="button"
                    on:click=move |_| reply(wx, Some(0))
                >
                    {confirm_text}
                </button>
            </div>
        </div>
    }
}
