//! The mini-program's pages, each under its own path.
//!
//! Every page of the stack stays mounted below the one on the screen, as in WeChat, and keeps its data in its own signals.

pub(crate) mod auth;
mod frame;
pub(crate) mod index;
mod list;
pub(crate) mod meeting;
pub(crate) mod ucenter;
pub(crate) mod vote;

use leptos::{either::EitherOf6, prelude::*};

use self::{
    auth::login::LoginPage,
    index::IndexPage,
    meeting::list::MeetingPage,
    ucenter::{index::UcenterPage, user::UserPage},
    vote::list::VotePage,
};
use crate::wx::{Page, StackEntry, use_wx};

/// Every mounted page; the one on top of the stack is on the screen. None while another mini-program is in the phone.
#[component]
pub(crate) fn PageStack() -> impl IntoView {
    let wx = use_wx();
    let mounted = move || if wx.is_opened.get() { Vec::new() } else { wx.mounted() };
    view! { <For each=mounted key=|entry| entry.id let:entry><MountedPage entry/></For> }
}

/// One page.
#[component]
fn MountedPage(entry: StackEntry) -> impl IntoView {
    // for its frame
    provide_context(entry);
    match entry.page {
        Page::Index => EitherOf6::A(view! { <IndexPage/> }),
        Page::Login => EitherOf6::B(view! { <LoginPage/> }),
        Page::Meeting => EitherOf6::C(view! { <MeetingPage/> }),
        Page::Vote => EitherOf6::D(view! { <VotePage/> }),
        Page::Ucenter => EitherOf6::E(view! { <UcenterPage/> }),
        Page::User => EitherOf6::F(view! { <UserPage/> }),
    }
}
