//! What the first page shows from the database: it comes with the page, so that it is there before any script runs.

use serde::{Deserialize, Serialize};

use crate::wire::{MeetingItem, Page, SwiperImg, VoteItem};

/// The element that carries it.
pub(crate) const ELEMENT: &str = "first-data";

/// The first data of a page. Pages that show none have none; what failed to load is absent, and the page asks again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FirstData {
    /// The swiper of 会议.
    pub swiper: Option<Vec<SwiperImg>>,
    /// The first page of `meeting/list`.
    pub meetings: Option<Page<MeetingItem>>,
    /// The first page of `vote/list`.
    pub votes: Option<Page<VoteItem>>,
}

/// Calls the server functions in-process. Needs a [`Call`](crate::protocol::call::Call) in context.
#[cfg(feature = "ssr")]
pub async fn load(page: crate::pages::Page) -> FirstData {
    use crate::{
        api::{meeting::meeting_list, swiper_imgs::swiper_imgs, vote::vote_list},
        pages::Page as At,
        wire::ListRequest,
    };

    match page {
        At::Meeting => FirstData {
            swiper: swiper_imgs().await.ok(),
            meetings: meeting_list(ListRequest::default()).await.ok(),
            votes: None,
        },
        At::Vote => FirstData { votes: vote_list(ListRequest::default()).await.ok(), ..FirstData::default() },
        _ => FirstData::default(),
    }
}

/// Takes it from the context on the server, and from the page in the browser: the same on both sides.
pub(crate) fn read() -> FirstData {
    #[cfg(feature = "ssr")]
    return leptos::prelude::use_context().unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    crate::web::text_of(ELEMENT).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}
