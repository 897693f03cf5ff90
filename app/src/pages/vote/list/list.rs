//! `pages/vote/list/list`: the votes, a list like that of the meetings, without pictures.

use leptos::prelude::*;

use crate::{
    api::vote::vote_list,
    pages::{
        frame::PageFrame,
        list::{ListView, Listing, Row, rows, short_time},
    },
    wire::{ListRequest, VoteItem},
};

/// 投票
#[component]
pub(crate) fn VotePage() -> impl IntoView {
    let votes = Listing::new(|page| Box::pin(rows(vote_list(ListRequest { page, ..ListRequest::default() }))));
    view! {
        <PageFrame
            class="page--votes"
            on_show=move |()| votes.on_show()
            on_reach_bottom=move |()| votes.on_reach_bottom()
        >
            <h2 class="visually-hidden">"投票列表"</h2>
            <h2 class="page__heading">"投票信息"</h2>
            <ListView listing=votes empty=("#i-vote", "暂无投票", "发布的投票会出现在这里")/>
        </PageFrame>
    }
}

impl From<VoteItem> for Row {
    fn from(item: VoteItem) -> Self {
        Self {
            id: item.id,
            picture: None,
            title: item.title,
            state: item.state,
            number: item.num,
            unit: "人已投票".to_owned(),
            lines: vec![format!("截止 {}", short_time(&item.end_time))],
        }
    }
}
