//! `pages/meeting/list/list`: the swiper and the meetings.

use leptos::prelude::*;

use super::swiper::Swiper;
use crate::{
    api::{meeting::meeting_list, swiper_imgs::swiper_imgs},
    pages::{
        frame::PageFrame,
        list::{ListView, Listing, Row, rows, short_time},
    },
    wire::{ListRequest, MeetingItem},
};

/// 会议
#[component]
pub(crate) fn MeetingPage() -> impl IntoView {
    let meetings = Listing::new(|page| Box::pin(rows(meeting_list(ListRequest { page, ..ListRequest::default() }))));
    let images = Resource::new(|| (), |()| swiper_imgs());
    let on_show = move |()| {
        if images.with_untracked(|images| matches!(images, Some(Err(_)))) {
            images.refetch();
        }
        meetings.on_show();
    };
    // without pictures there is a list all the same
    let swiper = move || {
        Suspend::new(async move {
            let images = images.await.unwrap_or_default();
            (!images.is_empty()).then(|| view! { <Swiper images/> })
        })
    };
    view! {
        <PageFrame class="page--meetings" on_show on_reach_bottom=move |()| meetings.on_reach_bottom()>
            <Suspense>{swiper}</Suspense>
            <h2 class="page__heading">"会议信息"</h2>
            <ListView listing=meetings empty=("#i-meeting", "暂无会议", "发布的会议会出现在这里")/>
        </PageFrame>
    }
}

impl From<MeetingItem> for Row {
    fn from(item: MeetingItem) -> Self {
        Self {
            id: item.id,
            picture: Some(item.image),
            title: item.title,
            state: item.state,
            number: item.num,
            unit: "人参加".to_owned(),
            lines: vec![short_time(&item.time), item.address],
        }
    }
}
