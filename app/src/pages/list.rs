//! What 会议 and 投票 share: a list that is loaded once, grows when its end is reached, and can fail.

use std::pin::Pin;

use leptos::{either::EitherOf3, prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    icon::Icon,
    phone::controls::{Button, Picture},
    wire::{ApiError, Page},
};

/// A row, of whatever list: both lists are of one type, which the WASM then has once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) id: i64,
    /// Address of its picture, if rows of this list have one.
    pub(super) picture: Option<String>,
    pub(super) title: String,
    /// 0 to 2, as the API has it.
    pub(super) state: i64,
    /// A number, and what it counts.
    pub(super) number: i64,
    pub(super) unit: String,
    pub(super) lines: Vec<String>,
}

/// What a list loads its pages by.
type Fetch = fn(Option<i64>) -> Pin<Box<dyn Future<Output = Result<Page<Row>, ApiError>> + Send>>;

/// A list of the API, page by page. The first page comes with the HTML where the server renders the list.
#[derive(Clone, Copy)]
pub(super) struct Listing {
    first: Resource<Result<Page<Row>, ApiError>>,
    /// The rows of the pages after the first.
    more: RwSignal<Vec<Row>>,
    next: Action<i64, ()>,
    is_loading: Memo<bool>,
}

/// A page of the API's as a page of rows.
pub(super) async fn rows<T: Into<Row>>(
    call: impl Future<Output = Result<Page<T>, ApiError>>,
) -> Result<Page<Row>, ApiError> {
    let Page { list, total, page, limit, pages } = call.await?;
    Ok(Page { list: list.into_iter().map(Into::into).collect(), total, page, limit, pages })
}

impl Listing {
    /// Loads by `fetch`, which takes the number of a page.
    pub(super) fn new(fetch: Fetch) -> Self {
        let more = RwSignal::new(Vec::new());
        let next = Action::new(move |page: &i64| {
            let page = fetch(Some(*page));
            async move {
                if let Ok(page) = page.await {
                    more.write().extend(page.list);
                }
            }
        });
        Self { first: Resource::new(|| (), move |()| fetch(None)), more, next, is_loading: next.pending() }
    }

    /// `onShow`: what failed to load is asked for again.
    pub(super) fn on_show(self) {
        if matches!(&*self.first.read_untracked(), Some(Err(_))) {
            self.first.refetch();
        }
    }

    /// `onReachBottom`: the next page, unless the last one is there or one is on its way.
    pub(super) fn on_reach_bottom(self) {
        let Some(Ok(Page { limit, pages, .. })) = *self.first.read_untracked() else { return };
        if let Some(page) = next_page(self.more.read_untracked().len(), limit, pages)
            && !self.is_loading.get_untracked()
        {
            self.next.dispatch(page);
        }
    }
}

/// The number of the page to ask for, when `more` rows are there besides the first page.
fn next_page(more: usize, limit: i64, pages: i64) -> Option<i64> {
    let (more, limit) = (i64::try_from(more).unwrap_or(i64::MAX), limit.max(1));
    let loaded = more.saturating_add(limit - 1).div_euclid(limit) + 1;
    (loaded < pages).then_some(loaded + 1)
}

/// The rows, or what stands in their place: grey ones while they are awaited, a picture and two lines when there are none,
/// and the way to ask again when they failed to load.
#[component]
pub(super) fn ListView(
    listing: Listing,
    /// Picture, title and text of a list without rows.
    empty: (&'static str, &'static str, &'static str),
) -> impl IntoView {
    let content = move || {
        Suspend::new(async move {
            match listing.first.await {
                Ok(page) if page.list.is_empty() => EitherOf3::A(view! { <EmptyList empty/> }),
                Ok(page) => EitherOf3::B(view! { <Rows first=page.list more=listing.more/> }),
                Err(_) => EitherOf3::C(view! {
                    <Button class="again" label="加载失败，点击重试" on_tap=move |_| listing.first.refetch()/>
                }),
            }
        })
    };
    view! { <Suspense fallback=|| view! { <Placeholder/> }>{content}</Suspense> }
}

/// Three grey rows. The style sheet shows them after 200 ms: a list that comes quickly shows none.
#[component]
fn Placeholder() -> impl IntoView {
    view! {
        <div class="meetings waiting" role="img" aria-label="加载中">
            <p class="waiting__row"></p>
            <p class="waiting__row"></p>
            <p class="waiting__row"></p>
        </div>
    }
}

/// A list without rows.
#[component]
fn EmptyList(empty: (&'static str, &'static str, &'static str)) -> impl IntoView {
    let (icon, title, text) = empty;
    view! {
        <div class="empty">
            <Icon class="empty__icon" name=icon/>
            <p class="empty__title">{title}</p>
            <p class="empty__text">{text}</p>
        </div>
    }
}

#[component]
fn Rows(first: Vec<Row>, more: RwSignal<Vec<Row>>) -> impl IntoView {
    let rows = move || -> Vec<Row> {
        let more = more.get();
        first.iter().cloned().chain(more).collect()
    };
    view! { <ul class="meetings"><For each=rows key=|row| row.id let:row><ListRow row/></For></ul> }
}

#[component]
fn ListRow(row: Row) -> impl IntoView {
    let is_plain = row.picture.is_none();
    view! {
        <li class="meeting" class:meeting--vote=is_plain>
            {row.picture.map(|src| view! { <Picture class="meeting__picture" src/> })}
            <div class="meeting__body">
                <h3 class="meeting__title">{row.title}</h3>
                <p class="meeting__line">
                    <Badge state=row.state/>
                    <b>{row.number.to_string()}</b>
                    " "
                    {row.unit}
                </p>
                {row.lines.into_iter().map(|line| view! { <p class="meeting__line">{line}</p> }).collect_view()}
            </div>
        </li>
    }
}

/// 未开始, 进行中, 已结束.
#[component]
fn Badge(
    /// 0 to 2, as the API has it.
    state: i64,
) -> impl IntoView {
    let (class, text) = match state {
        0 => ("badge badge--soon", "未开始"),
        1 => ("badge badge--on", "进行中"),
        _ => ("badge badge--off", "已结束"),
    };
    view! { <span class=class>{text}</span> }
}

/// `11-24 09:30` of RFC 3339; another text stays as it is.
pub(super) fn short_time(time: &str) -> String {
    match (time.get(5..10), time.get(11..16)) {
        (Some(day), Some(hour)) => format!("{day} {hour}"),
        _ => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{next_page, short_time};

    #[test]
    fn a_time_is_short() {
        assert_eq!(short_time("2025-11-24T09:30:00+08:00"), "11-24 09:30");
        assert_eq!(short_time("soon"), "soon");
        assert_eq!(short_time("会议会议会议会议会议"), "会议会议会议会议会议");
    }

    #[rstest]
    #[case::one_page(0, 10, 1, None)]
    #[case::the_second(0, 10, 3, Some(2))]
    #[case::the_third(10, 10, 3, Some(3))]
    #[case::all(20, 10, 3, None)]
    #[case::all_with_a_short_last_page(13, 10, 3, None)]
    #[case::no_limit(0, 0, 2, Some(2))]
    fn pages_are_asked_for_one_by_one(
        #[case] more: usize,
        #[case] limit: i64,
        #[case] pages: i64,
        #[case] next: Option<i64>,
    ) {
        assert_eq!(next_page(more, limit, pages), next);
    }
}
