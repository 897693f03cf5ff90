//! GET meeting/list

use leptos::prelude::server;

use crate::{
    protocol::{Public, WxQuery},
    wire::{ApiError, ListRequest, MeetingItem, Page},
    wx::PhoneClient,
};

/// One page of the meetings. `state` 0 to 2, `page` from 1, `limit` 1 to 100 (10 unless given).
///
/// # Errors
/// 402 for a value out of its range.
#[server(prefix = "/oapro/wx", endpoint = "meeting/list", protocol = WxQuery<Public, ListRequest>, client = PhoneClient)]
pub async fn meeting_list(
    /// Which page of which meetings.
    request: ListRequest,
) -> Result<Page<MeetingItem>, ApiError> {
    use crate::{api::convert::list_query, protocol::call::Call};

    let call = Call::current()?;
    let query = list_query(request)?;
    let meetings = call.identity.meetings(query).await?;
    Ok(Page::of(meetings, query, |meeting| MeetingItem::of(meeting, &call)))
}
