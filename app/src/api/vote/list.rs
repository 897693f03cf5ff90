//! GET vote/list

use leptos::prelude::server;

use crate::{
    protocol::{Public, WxQuery},
    wire::{ApiError, ListRequest, Page, VoteItem},
    wx::PhoneClient,
};

/// One page of the votes. `state` 0 to 2, `page` from 1, `limit` 1 to 100 (10 unless given).
///
/// # Errors
/// 402 for a value out of its range.
#[server(prefix = "/oapro/wx", endpoint = "vote/list", protocol = WxQuery<Public, ListRequest>, client = PhoneClient)]
pub async fn vote_list(
    /// Which page of which votes.
    request: ListRequest,
) -> Result<Page<VoteItem>, ApiError> {
    use crate::{api::convert::list_query, protocol::call::Call};

    let call = Call::current()?;
    let query = list_query(request)?;
    let votes = call.identity.votes(query).await?;
    Ok(Page::of(votes, query, |vote| VoteItem::of(vote, &call)))
}
