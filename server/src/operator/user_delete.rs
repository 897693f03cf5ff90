//! `oa-mini user delete`, which asks first: nothing brings an account back.

use std::collections::BTreeSet;

use identity::Store;
use serde_json::json;

use super::{
    Answer, OperatorError,
    answer::{Each, Form, count},
    confirm::{Question, confirm},
    words,
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
    form: Form,
}

pub(super) async fn run(args: &Args, store: &dyn Store) -> Result<Answer, OperatorError> {
    let (mut each, mut found, mut rows) = (Each::default(), Vec::new(), Vec::new());
    for id in args.ids.iter().collect::<BTreeSet<_>>() {
        match store.user(*id).await? {
            Some(record) => found.push(record),
            None => each.failed(id, "no such account"),
        }
    }
    if !args.yes && !found.is_empty() {
        let lines: Vec<_> = found.iter().map(|record| words::line(&record.user)).collect();
        let what = format!("Delete {} with all that is theirs", count(found.len() as i128, "account"));
        let question = Question { lines: &lines, what: &what, yes_does: "deletes", nothing: "nothing was deleted" };
        confirm(&question)?;
    }
    for record in found {
        let id = record.user.id;
        if store.delete_user(id).await? {
            each.done(json!({ "userId": id }));
            rows.push([id.to_string(), words::name(&record.user), "deleted".to_owned()]);
        } else {
            each.failed(id, "no such account");
        }
    }
    let people = || if rows.is_empty() { String::new() } else { words::table(["ID", "NAME", "STATUS"], rows) };
    Ok(each.answer(args.form, "deleted", people))
}
