//! GET meeting/list
#![expect(missing_docs, reason = "server_fn makes a struct of the arguments; the function says what they are")]

use leptos::prelude::server;

use crate::api::{ApiError, MeetingItem, Page, Public, WxClient, WxQuery};

/// One page of the meetings. `state` 0 to 2, `page` from 1, `limit` 1 to 100 (10 unless given).
///
/// # Errors
/// 402 for a value out of its range.
#[server(prefix = "/oapro/wx", endpoint = "meeting/list", protocol = WxQuery<Public>, client = WxClient)]
pub async fn meeting_list(
    state: Option<i64>,
    page: Option<i64>,
    limit: Option<i64>,
) -> Result<Page<MeetingItem>, ApiError> {
    use crate::api::{call::Call, wire_from::list_query};

    let call = Call::current()?;
    let query = list_query(state, page, limit)?;
    let meetings = call.identity.meetings(query).await?;
    Ok(Page::of(meetings, query, |meeting| MeetingItem::of(meeting, &call)))
}
