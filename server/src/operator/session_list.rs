//! `oa-mini session list`

use identity::Store;
use serde_json::json;

use super::{
    Answer, OperatorError, account,
    answer::{Form, count},
    words,
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
    form: Form,
}

pub(super) async fn run(args: &Args, store: &dyn Store, now_ms: i64) -> Result<Answer, OperatorError> {
    account(store, args.user).await?;
    let sessions = store.sessions(args.user, now_ms).await?;
    let people = || {
        let rows = sessions.iter().map(|session| {
            [
                session.id.to_string(),
                words::printable(&session.device),
                session.ip.clone(),
                words::time(session.created_ms),
                words::time(session.last_seen_ms),
                words::time(session.expires_ms),
            ]
        });
        let header = ["ID", "DEVICE", "IP", "LOGIN +08:00", "LAST SEEN +08:00", "ENDS +08:00"];
        let table = if sessions.is_empty() { String::new() } else { words::table(header, rows) + "\n" };
        format!("{table}{} of account {}", count(sessions.len() as i128, "session"), args.user)
    };
    let list: Vec<_> = sessions
        .iter()
        .map(|session| {
            json!({
                "id": session.id.to_string(),
                "device": words::printable(&session.device),
                "ip": session.ip,
                "createTime": words::rfc3339(session.created_ms),
                "lastSeenTime": words::rfc3339(session.last_seen_ms),
                "expireTime": words::rfc3339(session.expires_ms),
            })
        })
        .collect();
    Ok(args.form.answer(people, json!({ "userId": args.user, "sessions": list })))
}
