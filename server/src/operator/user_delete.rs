//! `oa-mini user delete`, which asks first: nothing brings an account back.

use std::{
    collections::BTreeSet,
    io::{self, BufRead, IsTerminal, Write},
};

use identity::{Revoke, Store, UserRecord, end_sessions};
use serde_json::json;

use super::{
    Answer, OperatorError,
    answer::{Each, Form, count},
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
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(OperatorError::Refused("this is not a terminal, so nobody can be asked; --yes deletes".into()));
        }
        let asked = ask(&found, &mut io::stderr(), &mut io::stdin().lock());
        if !asked.map_err(|error| OperatorError::File("the terminal cannot be read".into(), error.into()))? {
            return Err(OperatorError::Refused("nothing was deleted".into()));
        }
    }
    for record in found {
        let id = record.user.id;
        // first and in batches what there may be many of, so that no server waits long for its own writes
        end_sessions(store, id, Revoke::All, i64::MIN).await.1?;
        if store.delete_user(id).await? {
            each.done(json!({ "userId": id }));
            rows.push([id.to_string(), words::printable(&record.user.nick_name), "deleted".to_owned()]);
        } else {
            each.failed(id, "no such account");
        }
    }
    let people = || if rows.is_empty() { String::new() } else { words::table(["ID", "NAME", "STATUS"], rows) };
    Ok(each.answer(args.form, "deleted", people))
}

/// Whether the person at the terminal answers with `yes`, whole.
fn ask(records: &[UserRecord], to: &mut dyn Write, from: &mut dyn BufRead) -> io::Result<bool> {
    for UserRecord { user, .. } in records {
        writeln!(to, "{}  {}  {}", user.id, words::printable(&user.nick_name), words::printable(&user.openid))?;
    }
    write!(to, "Delete {} with all that is theirs? Type yes: ", count(records.len() as i128, "account"))?;
    to.flush()?;
    let mut answer = String::new();
    from.read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::ask;

    #[rstest]
    #[case("yes\n", true)]
    #[case("y\n", false)]
    #[case("no\n", false)]
    #[case("\n", false)]
    #[case("", false)]
    fn only_yes_is_yes(#[case] typed: &str, #[case] deletes: bool) {
        let mut shown = Vec::new();
        assert_eq!(ask(&[], &mut shown, &mut typed.as_bytes()).unwrap(), deletes);
        assert!(String::from_utf8(shown).unwrap().ends_with("Type yes: "));
    }
}
