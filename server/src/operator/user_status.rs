//! `oa-mini user disable`, `enable` and `close`: set the status of one or more accounts.

use identity::{Status, Store};
use serde_json::json;

use super::{
    OperatorError, Output, format,
    output::{BatchResult, OutputFormat},
};

/// Which accounts
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini user disable 12
  oa-mini user enable 12 13
  oa-mini user close 12 --json

A running server obeys at once. A closed account stays closed.")]
pub struct Args {
    /// The accounts' ids
    #[arg(required = true, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    ids: Vec<i64>,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, status: Status, store: &dyn Store, now_ms: i64) -> Result<Output, OperatorError> {
    let (mut batch, mut rows) = (BatchResult::default(), Vec::new());
    for id in &args.ids {
        let is_so = store.set_status(*id, status, now_ms).await?;
        match store.user(*id).await? {
            Some(record) if is_so => {
                let sessions = store.sessions(*id, now_ms).await?.len();
                let word = format::status(status);
                rows.push([id.to_string(), format::name(&record.user), word.to_owned(), sessions.to_string()]);
                batch.done(json!({ "userId": id, "status": word, "sessions": sessions }));
            }
            Some(_) => batch.failed(id, "closed for good"),
            None => batch.failed(id, "no such account"),
        }
    }
    let table_text = || {
        if rows.is_empty() {
            return String::new();
        }
        let effect = match status {
            Status::Active => "Their sessions work again.",
            Status::Disabled => "Their logins and calls answer errno 719 until they are enabled.",
            Status::Closed => "Their logins and calls answer errno 719 from now on.",
        };
        format!("{}\n{effect}", format::table(["ID", "NAME", "STATUS", "SESSIONS"], rows))
    };
    Ok(batch.output(args.format, "changed", table_text))
}
