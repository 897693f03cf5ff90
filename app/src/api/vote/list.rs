//! GET vote/list
#![expect(missing_docs, reason = "server_fn makes a struct of the arguments; the function says what they are")]

use leptos::prelude::server;

use crate::api::{ApiError, Page, Public, VoteItem, WxClient, WxQuery};

/// One page of the votes. `state` 0 to 2, `page` from 1, `limit` 1 to 100 (10 unless given).
///
/// # Errors
/// 402 for a value out of its range.
#[server(prefix = "/oapro/wx", endpoint = "vote/list", protocol = WxQuery<Public>, client = WxClient)]
pub async fn vote_list(state: Option<i64>, page: Option<i64>, limit: Option<i64>) -> Result<Page<VoteItem>, ApiError> {
    use crate::api::{call::Call, wire_from::list_query};

    let call = Call::current()?;
    let query = list_query(state, page, limit)?;
    let votes = call.identity.votes(query).await?;
    Ok(Page::of(votes, query, |vote| VoteItem::of(vote, &call)))
}
