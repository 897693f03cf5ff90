//! What 会议 and 投票 share: a list that is loaded once, grows when its end is reached, and can fail.

use leptos::{either::EitherOf4, ev::Event, prelude::*, task::spawn_local, web_sys::Element};

use crate::{
    phone::{Click, button, icon, line, picture, span},
    wire::{ApiError, Page},
    wx::{State, Wx},
};

/// How near to the end (px) the next page is asked for, as WeChat's `onReachBottomDistance`.
const NEAR: i32 = 50;

/// A row, of whatever list: one type of them keeps the WASM small.
pub(crate) struct Row {
    /// Address of its picture, if rows of this list have one.
    pub(crate) picture: Option<String>,
    pub(crate) title: String,
    /// 0 to 2, as the API has it.
    pub(crate) state: i64,
    pub(crate) number: i64,
    /// What the number counts.
    pub(crate) unit: &'static str,
    pub(crate) lines: Vec<String>,
}

/// The rows that are there, and whether more are to come.
#[derive(Default)]
pub(crate) struct Listing {
    /// None until the first page came.
    rows: Option<Vec<Row>>,
    /// The last call failed.
    failed: bool,
    page: i64,
    pages: i64,
    busy: bool,
}

impl Listing {
    /// Begins with what came with the page.
    pub(crate) fn new<T: Into<Row>>(first: Option<Page<T>>) -> Self {
        let mut listing = Self::default();
        if let Some(page) = first {
            listing.take(page);
        }
        listing
    }

    fn take<T: Into<Row>>(&mut self, page: Page<T>) {
        (self.page, self.pages) = (page.page, page.pages);
        self.rows.get_or_insert_default().extend(page.list.into_iter().map(Into::into));
    }

    /// The number of the page to ask for: the first, unless it is there; or the `next`, unless that was the last.
    fn wanted(&self, next: bool) -> Option<i64> {
        let wanted = if next { self.page > 0 && self.page < self.pages } else { self.page == 0 };
        (wanted && !self.busy).then_some(self.page + 1)
    }

    /// Loads what is wanted into the listing that `of` finds in the state.
    pub(crate) fn load<T: Into<Row> + 'static, F: Future<Output = Result<Page<T>, ApiError>> + 'static>(
        wx: Wx,
        of: fn(&mut State) -> &mut Self,
        next: bool,
        fetch: fn(Option<i64>) -> F,
    ) {
        let mut wanted = None;
        wx.change(|state| {
            let listing = of(state);
            wanted = listing.wanted(next);
            if wanted.is_some() {
                (listing.busy, listing.failed) = (true, false);
            }
        });
        if wanted.is_none() {
            return;
        }
        spawn_local(async move {
            let answer = fetch(wanted).await;
            wx.change(|state| {
                let listing = of(state);
                listing.busy = false;
                listing.failed = answer.is_err();
                if let Ok(page) = answer {
                    listing.take(page);
                }
            });
        });
    }

    /// The rows, or what stands in their place: grey ones while they are awaited, a picture and two lines when there are
    /// none, and the way to ask again when they failed to load.
    pub(crate) fn view(
        &self,
        nothing: (&'static str, &'static str, &'static str),
        again: Click,
    ) -> impl IntoView + use<> {
        let (picture, title, text) = nothing;
        match &self.rows {
            Some(rows) if rows.is_empty() => EitherOf4::A(view! {
                <div class="empty">
                    {icon("empty__icon", picture)}
                    {line("empty__title", title.to_owned())}
                    {line("empty__text", text.to_owned())}
                </div>
            }),
            Some(rows) => EitherOf4::B(view! { <ul class="meetings">{rows.iter().map(view).collect_view()}</ul> }),
            None if self.failed => EitherOf4::C(button("again", "加载失败，点击重试", again)),
            None => EitherOf4::D(view! {
                <div class="meetings waiting" role="img" aria-label="加载中">
                    <p class="waiting__row"></p>
                    <p class="waiting__row"></p>
                    <p class="waiting__row"></p>
                </div>
            }),
        }
    }
}

fn view(row: &Row) -> impl IntoView + use<> {
    let class = if row.picture.is_some() { "meeting" } else { "meeting meeting--vote" };
    let lines = row.lines.iter().map(|text| line("meeting__line", text.clone())).collect_view();
    view! {
        <li class=class>
            {row.picture.clone().map(|address| picture("meeting__picture", address, String::new()))}
            <div class="meeting__body">
                <h3 class="meeting__title">{row.title.clone()}</h3>
                <p class="meeting__line">{badge(row.state)}<b>{row.number.to_string()}</b>" "{row.unit}</p>
                {lines}
            </div>
        </li>
    }
}

/// Whether a scroll event brought its page near the end.
pub(crate) fn near_end(event: &Event) -> bool {
    let page = event_target::<Element>(event);
    page.scroll_height() - page.scroll_top() - page.client_height() < NEAR
}

/// 未开始, 进行中, 已结束.
fn badge(state: i64) -> impl IntoView {
    let (class, text) = match state {
        0 => ("badge badge--soon", "未开始"),
        1 => ("badge badge--on", "进行中"),
        _ => ("badge badge--off", "已结束"),
    };
    span(class, text.to_owned())
}

/// `11-24 09:30` of RFC 3339; what is none stays as it is.
pub(crate) fn moment(time: &str) -> String {
    match (time.get(5..10), time.get(11..16)) {
        (Some(day), Some(hour)) => [day, hour].join(" "),
        _ => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Listing, Row, moment};
    use crate::wire::Page;

    #[test]
    fn a_moment_is_short() {
        assert_eq!(moment("2025-11-24T09:30:00+08:00"), "11-24 09:30");
        assert_eq!(moment("soon"), "soon");
        assert_eq!(moment("会议会议会议会议会议"), "会议会议会议会议会议");
    }

    #[test]
    fn pages_are_asked_for_one_by_one() {
        let row = |number| Row { picture: None, title: String::new(), state: 0, number, unit: "", lines: Vec::new() };
        let page = |page| Page { list: vec![row(page)], total: 2, page, limit: 1, pages: 2 };
        let mut listing = Listing::default();
        assert_eq!((listing.wanted(false), listing.wanted(true)), (Some(1), None));
        listing.take(page(1));
        assert_eq!((listing.wanted(false), listing.wanted(true)), (None, Some(2)));
        listing.busy = true;
        assert_eq!(listing.wanted(true), None);
        listing.busy = false;
        listing.take(page(2));
        assert_eq!((listing.wanted(false), listing.wanted(true)), (None, None));
        let numbers: Vec<i64> = listing.rows.unwrap().iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2]);
    }
}
