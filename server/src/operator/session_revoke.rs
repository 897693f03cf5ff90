//! `oa-mini session revoke`

use identity::{Revoke, SessionId, Store, end_sessions};
use serde_json::json;

use super::{
    OperatorError, Output, account, format,
    output::{BatchResult, OutputFormat, count},
};

/// End sessions: their next call answers errno 501
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini session revoke 3q2-7wEjRWeJq83vASNFZw
  oa-mini session revoke --user 12

The ids are those of `oa-mini session list`. One that begins with a hyphen goes after --:
  oa-mini session revoke -- -q2-7wEjRWeJq83vASNFZw")]
pub struct Args {
    /// The sessions' ids
    #[arg(required_unless_present = "user", value_name = "ID", value_parser = session_id)]
    ids: Vec<SessionId>,
    /// Every session of this account
    #[arg(long, value_name = "USER_ID", conflicts_with = "ids", value_parser = clap::value_parser!(i64).range(1..))]
    user: Option<i64>,
    #[command(flatten)]
    format: OutputFormat,
}

fn session_id(text: &str) -> Result<SessionId, String> {
    text.parse().map_err(|_| "a session id has 22 letters, digits, - or _".to_owned())
}

pub(super) async fn run(args: &Args, store: &dyn Store, now_ms: i64) -> Result<Output, OperatorError> {
    if let Some(user) = args.user {
        account(store, user).await?;
        let (ended, outcome) = end_sessions(store, user, Revoke::All, now_ms).await;
        outcome?;
        let table_text = || format!("{} of account {user} ended", count(ended, "session"));
        return Ok(args.format.output(table_text, json!({ "userId": user, "revoked": ended })));
    }
    let (mut batch, mut rows) = (BatchResult::default(), Vec::new());
    for id in &args.ids {
        let owner = store.session_owner(id).await?;
        let ended = match owner {
            Some(user) => store.revoke(user, &Revoke::One(*id), now_ms).await?,
            None => 0,
        };
        match owner {
            Some(user) if ended == 1 => {
                rows.push([id.to_string(), user.to_string(), "ended".to_owned()]);
                batch.done(json!({ "id": id.to_string(), "userId": user }));
            }
            _ => batch.failed(id, "no such session, or it has ended"),
        }
    }
    let table_text = || if rows.is_empty() { String::new() } else { format::table(["ID", "ACCOUNT", "STATUS"], rows) };
    Ok(batch.output(args.format, "revoked", table_text))
}
