//! Parts that many views share. One type each, however often they are used: that is what keeps the WASM small.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};

use crate::{web, wx::State};

/// What a click does. Boxed, so that all buttons are of one type.
pub(crate) type Click = Box<dyn FnMut(MouseEvent)>;

/// What a key does.
pub(crate) type Key = Box<dyn FnMut(KeyboardEvent)>;

/// Does `action` on a click.
pub(crate) fn on_click(mut action: impl FnMut() + 'static) -> Click {
    Box::new(move |_| action())
}

/// Does `action` on a click, which it wants to see.
pub(crate) fn on_tap(mut action: impl FnMut(&MouseEvent) + 'static) -> Click {
    Box::new(move |event| action(&event))
}

/// A drawing of the sprite, by its fragment. Says nothing to a screen reader: words stand beside it.
pub(crate) fn icon(class: &'static str, fragment: &'static str) -> impl IntoView {
    view! { <svg class=class aria-hidden="true"><use href=fragment></use></svg> }
}

/// A picture from the net; `alt` is empty where words beside it say the same.
pub(crate) fn picture(class: &'static str, address: String, alt: String) -> impl IntoView {
    view! { <img class=class src=address alt=alt/> }
}

/// Words in a line of text.
pub(crate) fn span(class: &'static str, text: String) -> impl IntoView {
    view! { <span class=class>{text}</span> }
}

/// What is drawn as text and heard as a whole; see [`html`](crate::html). A tap on it moves the focus into a field only.
pub(crate) fn drawn(class: &'static str, html: String, click: Click, key: Key) -> impl IntoView {
    let hold = |event: MouseEvent| web::hold_focus(&event);
    view! { <div class=class inner_html=html on:click=click on:keydown=key on:mousedown=hold></div> }
}

/// A line of text.
pub(crate) fn line(class: &'static str, text: String) -> impl IntoView {
    view! { <p class=class>{text}</p> }
}

/// A button with words on it.
pub(crate) fn button(class: &'static str, label: &'static str, click: Click) -> impl IntoView {
    view! { <button class=class type="button" on:click=click>{label}</button> }
}

/// A button with a drawing on it, and a name for those who do not see it.
pub(crate) fn icon_button(
    class: &'static str,
    name: &'static str,
    fragment: &'static str,
    click: Click,
) -> impl IntoView {
    view! { <button class=class type="button" aria-label=name on:click=click>{icon("icon", fragment)}</button> }
}

/// A button that begins a flow, and shows that one is under way.
pub(crate) fn busy_button(
    state: &State,
    class: &'static str,
    picture: Option<&'static str>,
    label: &'static str,
    tap: Click,
) -> impl IntoView + use<> {
    let picture = picture.map(|picture| icon("icon", picture));
    let spinner = state.busy.then(|| view! { <i class="spinner" aria-hidden="true"></i> });
    view! {
        <button class=class type="button" aria-disabled=state.busy.then_some("true") on:click=tap>
            {spinner}
            {picture}
            {label}
        </button>
    }
}
