//! `<swiper>`: pictures, one at a time.

use leptos::{ev::Event, html, prelude::*, web_sys::Element};

use crate::{phone::controls::Picture, wire::SwiperImg};

/// The pictures: swiped, scrolled with the arrow keys, or tapped for the next one.
#[component]
pub(super) fn Swiper(images: Vec<SwiperImg>) -> impl IntoView {
    let count = images.len();
    let current = RwSignal::new(0);
    let track = NodeRef::<html::Ul>::new();
    let on_scroll = move |event: Event| {
        let track: Element = event_target(&event);
        let width = track.client_width().max(1);
        let slide = usize::try_from((track.scroll_left() + width / 2) / width).unwrap_or_default();
        if current.get_untracked() != slide {
            current.set(slide);
        }
    };
    let next = move |_| {
        if let Some(track) = track.get_untracked() {
            let is_last = current.get_untracked() + 1 >= count;
            track.set_scroll_left(if is_last { 0 } else { track.scroll_left() + track.client_width() });
        }
    };
    let slide = |image: SwiperImg| {
        view! {
            <li>
                <Picture class="swiper__image" src=image.image/>
                <p class="swiper__title">{image.title}</p>
            </li>
        }
    };
    let dot = |index: usize| view! { <span class:is-current=move || current.get() == index></span> };
    view! {
        <div
            class="swiper"
            role="group"
            aria-roledescription="轮播"
            aria-label=move || format!("图片 {} / {count}", current.get() + 1)
        >
            <ul class="swiper__track" tabindex="0" node_ref=track on:scroll=on_scroll on:click=next>
                {images.into_iter().map(slide).collect_view()}
            </ul>
            <span class="swiper__dots" aria-hidden="true">{(0..count).map(dot).collect_view()}</span>
        </div>
    }
}
