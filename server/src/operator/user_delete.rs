//! `oa-mini user delete`. Asks for confirmation: a deletion cannot be undone.

use std::collections::BTreeSet;

use identity::{Revoke, Store, end_sessions};
use serde_json::json;

use super::{
    OperatorError, Output,
    confirm::{Question, confirm},
    format,
    output::{BatchResult, OutputFormat, count},
};

/// Delete accounts with all that is theirs: sessions, keys, picture, links to meetings and votes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini user delete 12
  oa-mini user delete --yes 12 13

Nothing brings an account back; `oa-mini user close` keeps it and lets nobody in. The next login of the same person makes
a new account with a new id.")]
pub struct Args {
    /// The accounts' ids
    #[arg(required = true, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    ids: Vec<i64>,
    /// Do not ask; needed where there is no terminal
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, store: &dyn Store) -> Result<Output, OperatorError> {
    let (mut batch, mut found, mut rows) = (BatchResult::default(), Vec::new(), Vec::new());
    for id in args.ids.iter().collect::<BTreeSet<_>>() {
        match store.user(*id).await? {
            Some(record) => found.push(record),
            None => batch.failed(id, "no such account"),
        }
    }
    if !args.yes && !found.is_empty() {
        let lines: Vec<_> = found.iter().map(|record| format::line(&record.user)).collect();
        let what = format!("Delete {} with all that is theirs", count(found.len() as i128, "account"));
        let question = Question { lines: &lines, what: &what, yes_does: "deletes", nothing: "nothing was deleted" };
        confirm(&question)?;
    }
    for record in found {
        let id = record.user.id;
        // sessions first and in batches, as there may be many, so that the server's writes do not wait long
        end_sessions(store, id, Revoke::All, i64::MIN).await.1?;
        if store.delete_user(id).await? {
            batch.done(json!({ "userId": id }));
            rows.push([id.to_string(), format::name(&record.user), "deleted".to_owned()]);
        } else {
            batch.failed(id, "no such account");
        }
    }
    let table_text = || if rows.is_empty() { String::new() } else { format::table(["ID", "NAME", "STATUS"], rows) };
    Ok(batch.output(args.format, "deleted", table_text))
}
