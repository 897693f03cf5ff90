//! `pages/vote/list/list`: the votes, a list like that of the meetings, without pictures.

use leptos::{ev::Event, prelude::*};

use crate::{
    api::vote::vote_list,
    pages::list::{Listing, Row, moment, near_end},
    phone::on_click,
    wire::{ListRequest, VoteItem},
    wx::{State, Wx},
};

/// Loads what is not there yet.
pub(crate) fn on_show(wx: Wx) {
    load(wx, false);
}

fn load(wx: Wx, next: bool) {
    Listing::load(wx, |state| &mut state.votes, next, |page| vote_list(ListRequest { page, ..ListRequest::default() }));
}

/// 投票
pub(crate) fn page(wx: Wx, state: &State) -> impl IntoView + use<> {
    let reach_bottom = move |event: Event| {
        if near_end(&event) {
            load(wx, true);
        }
    };
    let nothing = ("#i-vote", "暂无投票", "发布的投票会出现在这里");
    view! {
        <div class="page page--votes" role="region" aria-label="投票" tabindex="0" on:scroll=reach_bottom>
            <h2 class="visually-hidden">"投票列表"</h2>
            <h2 class="page__heading">"投票信息"</h2>
            {state.votes.view(nothing, on_click(move || load(wx, false)))}
        </div>
    }
}

impl From<VoteItem> for Row {
    fn from(item: VoteItem) -> Self {
        Self {
            picture: None,
            title: item.title,
            state: item.state,
            number: item.num,
            unit: "人已投票",
            lines: vec![["截止 ", &moment(&item.end_time)].concat()],
        }
    }
}
