//! `pages/meeting/list/list`: the swiper and the meetings.

use leptos::{ev::Event, prelude::*, task::spawn_local, web_sys::Element};

use crate::{
    api::{meeting::meeting_list, swiper_imgs::swiper_imgs},
    pages::list::{Listing, Row, moment, near_end},
    phone::{line, on_click, on_tap, picture, span},
    wire::{ListRequest, MeetingItem, SwiperImg},
    wx::{State, Wx},
};

/// Loads what is not there yet.
pub(crate) fn on_show(wx: Wx) {
    if wx.read(|state| state.swiper.is_none()) {
        spawn_local(async move {
            // without pictures there is a list all the same
            if let Ok(images) = swiper_imgs().await {
                wx.change(|state| state.swiper = Some(images));
            }
        });
    }
    load(wx, false);
}

fn load(wx: Wx, next: bool) {
    Listing::load(
        wx,
        |state| &mut state.meetings,
        next,
        |page| meeting_list(ListRequest { page, ..ListRequest::default() }),
    );
}

/// 会议
pub(crate) fn page(wx: Wx, state: &State) -> impl IntoView + use<> {
    let reach_bottom = move |event: Event| {
        if near_end(&event) {
            load(wx, true);
        }
    };
    let nothing = ("#i-meeting", "暂无会议", "发布的会议会出现在这里");
    let images = state.swiper.as_deref().filter(|images| !images.is_empty());
    view! {
        <div class="page page--meetings" role="region" aria-label="会议" tabindex="0" on:scroll=reach_bottom>
            {images.map(|images| swiper(wx, images, state.slide))}
            <h2 class="page__heading">"会议信息"</h2>
            {state.meetings.view(nothing, on_click(move || load(wx, false)))}
        </div>
    }
}

/// The pictures, one at a time: swiped, scrolled with the arrow keys, or tapped for the next one.
fn swiper(wx: Wx, images: &[SwiperImg], at: usize) -> impl IntoView + use<> {
    let count = images.len();
    let scrolled = move |event: Event| {
        let track = event_target::<Element>(&event);
        let width = track.client_width().max(1);
        let slide = usize::try_from((track.scroll_left() + width / 2) / width).unwrap_or_default();
        if wx.read(|state| state.slide != slide) {
            wx.change(|state| state.slide = slide);
        }
    };
    let next = on_tap(move |event| {
        // the track itself, or a picture on it
        if let Ok(Some(track)) = event_target::<Element>(event).closest(".swiper__track") {
            let last = wx.read(|state| state.slide + 1 >= count);
            track.set_scroll_left(if last { 0 } else { track.scroll_left() + track.client_width() });
        }
    });
    let dots = (0..count).map(|dot| span(if dot == at { "is-current" } else { "" }, String::new())).collect_view();
    let slides = images
        .iter()
        .map(|image| {
            view! {
                <li>
                    {picture("swiper__image", image.image.clone(), String::new())}
                    {line("swiper__title", image.title.clone())}
                </li>
            }
        })
        .collect_view();
    let label = ["图片 ", &(at + 1).to_string(), " / ", &count.to_string()].concat();
    view! {
        <div class="swiper" role="group" aria-roledescription="轮播" aria-label=label on:click=next>
            <ul class="swiper__track" tabindex="0" on:scroll=scrolled>{slides}</ul>
            <span class="swiper__dots" aria-hidden="true">{dots}</span>
        </div>
    }
}

impl From<MeetingItem> for Row {
    fn from(item: MeetingItem) -> Self {
        Self {
            picture: Some(item.image),
            title: item.title,
            state: item.state,
            number: item.num,
            unit: "人参加",
            lines: vec![moment(&item.time), item.address],
        }
    }
}
