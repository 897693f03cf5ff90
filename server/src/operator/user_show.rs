//! `oa-mini user show`

use identity::Store;
use serde_json::json;

use super::{
    OperatorError, Output, account,
    format::{self, Phones},
    output::OutputFormat,
};

/// Show one account
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini user show 12
  oa-mini user show 12 --show-phones --json")]
pub struct Args {
    /// The account's id. (The page shows 1000 before it.)
    #[arg(value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    id: i64,
    #[command(flatten)]
    phones: Phones,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, store: &dyn Store, now_ms: i64) -> Result<Output, OperatorError> {
    let record = account(store, args.id).await?;
    let sessions = store.sessions(args.id, now_ms).await?.len();
    let table_text = || {
        let user = &record.user;
        let word = |words: [&str; 3], number: i64| {
            usize::try_from(number).ok().and_then(|number| words.get(number).copied()).unwrap_or_default().to_owned()
        };
        let lines = [
            ("id", user.id.to_string()),
            ("app", user.realm.as_str().to_owned()),
            ("openid", user.openid.clone()),
            ("unionid", record.unionid.clone().unwrap_or_default()),
            ("name", format::name(user)),
            ("avatar", user.avatar.clone()),
            ("gender", word(["unknown", "male", "female"], user.gender)),
            ("phone", format::phone(&record, args.phones)),
            ("status", format::status(user.status).to_owned()),
            ("level", word(["ordinary", "member", "agent of a region"], user.level)),
            ("shared by", record.share_user_id.map(|id| id.to_string()).unwrap_or_default()),
            ("registered", format::time(user.created_ms)),
            ("last login", format::time(record.last_login_ms)),
            ("from", record.last_login_ip.clone()),
            ("sessions", sessions.to_string()),
        ];
        let rows = lines.map(|(name, value)| [name.to_owned(), format::printable(&value)]);
        format::table(["FIELD", "VALUE (times at +08:00)"], rows)
    };
    let mut json_value = format::account(&record, args.phones);
    if let Some(fields) = json_value.as_object_mut() {
        fields.insert("sessions".to_owned(), json!(sessions));
    }
    Ok(args.format.output(table_text, json_value))
}
