//! `oa-mini user release-phone`: frees a number that an old account or a former owner holds (errno 718), which the user
//! cannot do. Asks for confirmation: only the user can bind the number again.

use std::collections::BTreeSet;

use identity::{Store, UserRecord};
use serde_json::json;

use super::{
    OperatorError, Output,
    confirm::{Question, confirm},
    format::{self, Phones},
    output::{BatchResult, OutputFormat, count},
};

/// Take the phone number from accounts, so that another account can bind it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini user list --phone 13800138000
  oa-mini user release-phone 12
  oa-mini user release-phone --yes 12 --json

Who is told that the number is bound to another account (errno 718) can bind it then. The account that had it stays as it is
otherwise; its user may bind another number, or this one while it is free.")]
pub struct Args {
    /// The accounts' ids
    #[arg(required = true, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    ids: Vec<i64>,
    /// Do not ask; needed where there is no terminal
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    phones: Phones,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, store: &dyn Store, now_ms: i64) -> Result<Output, OperatorError> {
    let (mut batch, mut found, mut rows) = (BatchResult::default(), Vec::new(), Vec::new());
    for id in args.ids.iter().collect::<BTreeSet<_>>() {
        match store.user(*id).await? {
            Some(record) => match record.user.phone.clone() {
                Some(phone) => found.push((record, phone)),
                None => batch.failed(id, "no phone number"),
            },
            None => batch.failed(id, "no such account"),
        }
    }
    if !args.yes && !found.is_empty() {
        let line =
            |record: &UserRecord| format!("{}  {}", format::line(&record.user), format::phone(record, args.phones));
        let lines: Vec<_> = found.iter().map(|(record, _)| line(record)).collect();
        let what = format!("Release the phone number of {}", count(found.len() as i128, "account"));
        let question = Question { lines: &lines, what: &what, yes_does: "releases", nothing: "nothing was released" };
        confirm(&question)?;
    }
    for (record, phone) in found {
        let id = record.user.id;
        if store.release_phone(id, &phone, now_ms).await? {
            let shown = format::phone(&record, args.phones);
            batch.done(json!({ "userId": id, "phone": shown }));
            rows.push([id.to_string(), format::name(&record.user), shown, "released".to_owned()]);
        } else {
            batch.failed(id, "the number changed meanwhile");
        }
    }
    let table_text = || if rows.is_empty() { String::new() } else { format::table(["ID", "NAME", "PHONE", ""], rows) };
    Ok(batch.output(args.format, "released", table_text))
}
