//! `oa-mini session list`

use identity::Store;
use serde_json::json;

use super::{
    OperatorError, Output, account, format,
    output::{OutputFormat, count},
};

/// List the signed-in devices of an account
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini session list 12
  oa-mini session list 12 --json")]
pub struct Args {
    /// The account's id
    #[arg(value_name = "USER_ID", value_parser = clap::value_parser!(i64).range(1..))]
    user: i64,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, store: &dyn Store, now_ms: i64) -> Result<Output, OperatorError> {
    account(store, args.user).await?;
    let sessions = store.sessions(args.user, now_ms).await?;
    let table_text = || {
        let rows = sessions.iter().map(|session| {
            [
                session.id.to_string(),
                format::printable(&session.device),
                session.ip.clone(),
                format::time(session.created_ms),
                format::time(session.last_seen_ms),
                format::time(session.expires_ms),
            ]
        });
        let header = ["ID", "DEVICE", "IP", "LOGIN +08:00", "LAST SEEN +08:00", "ENDS +08:00"];
        let table = if sessions.is_empty() { String::new() } else { format::table(header, rows) + "\n" };
        format!("{table}{} of account {}", count(sessions.len() as i128, "session"), args.user)
    };
    let list: Vec<_> = sessions
        .iter()
        .map(|session| {
            json!({
                "id": session.id.to_string(),
                "device": format::printable(&session.device),
                "ip": session.ip,
                "createTime": format::rfc3339(session.created_ms),
                "lastSeenTime": format::rfc3339(session.last_seen_ms),
                "expireTime": format::rfc3339(session.expires_ms),
            })
        })
        .collect();
    Ok(args.format.output(table_text, json!({ "userId": args.user, "sessions": list })))
}
