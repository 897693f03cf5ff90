//! What is asked, over a grey page.

use leptos::{either::EitherOf4, ev::KeyboardEvent, html, prelude::*, wasm_bindgen::JsCast as _, web_sys::HtmlElement};

use super::{
    action_sheet::ActionSheet,
    modal::ModalView,
    sheet::{PhoneNumberSheet, ProfileSheet},
};
use crate::{
    browser::focus,
    wx::{Overlay, reply, use_wx},
};

/// What does no harm in an overlay: it has the focus first.
pub(super) const FIRST_CHOICE: &str = ".sheet__buttons button, .modal__button, .actions__item";

/// The overlay, while something is asked. A tap on the grey does nothing, as in WeChat, and Esc refuses. Nor does a tap take
/// the focus away: Esc would reach nothing. The rest of the phone is inert, and the workbench is not: Tab leads on to it.
#[component]
pub(super) fn OverlayView() -> impl IntoView {
    let wx = use_wx();
    move || wx.overlay.get().map(|overlay| view! { <Question overlay/> })
}

/// One question.
#[component]
fn Question(overlay: Overlay) -> impl IntoView {
    let wx = use_wx();
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        focus::focus_next_frame(move || first_choice(&element));
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            reply(wx, None);
        }
    };
    let is_modal = matches!(overlay, Overlay::Modal(_));
    view! {
        <div
            class="overlay"
            class:overlay--modal=is_modal
            node_ref=element
            on:keydown=on_key
            on:mousedown=|event| focus::hold(&event)
        >
            {match overlay {
                Overlay::Profile(desc) => EitherOf4::A(view! { <ProfileSheet desc/> }),
                Overlay::PhoneNumber => EitherOf4::B(view! { <PhoneNumberSheet/> }),
                Overlay::Modal(modal) => EitherOf4::C(view! { <ModalView modal/> }),
                Overlay::ActionSheet(name, items) => EitherOf4::D(view! { <ActionSheet name items/> }),
            }}
        </div>
    }
}

/// The first button that chooses or refuses.
fn first_choice(overlay: &HtmlElement) -> Option<HtmlElement> {
    let found = overlay.query_selector(FIRST_CHOICE).ok()??;
    found.dyn_into().ok()
}
