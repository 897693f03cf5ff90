//! `oa-mini user list`

use clap::ValueEnum;
use identity::{Realm, Status, Store, UserQuery};
use serde_json::json;

use super::{
    OperatorError, Output,
    format::{self, Phones},
    output::{OutputFormat, count},
};

/// List accounts
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini user list
  oa-mini user list --status disabled
  oa-mini user list --name 林
  oa-mini user list --phone 13800138000 --show-phones
  oa-mini user list --json --limit 1000 --page 2 | jq '.users[].openid'")]
pub struct Args {
    /// Only this app; an account of the demo belongs to APPID/WORLD
    #[arg(long, value_name = "APPID")]
    app: Option<String>,
    /// Only accounts that are so
    #[arg(long)]
    status: Option<StatusName>,
    /// Only openids that begin with this
    #[arg(long, value_name = "PREFIX")]
    openid: Option<String>,
    /// Only accounts whose nickname has this in it, as written
    #[arg(long, value_name = "PART")]
    name: Option<String>,
    /// Only this phone number, without its country code
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// Which page
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..))]
    page: i64,
    /// Accounts a page, up to 1000
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=1000))]
    limit: i64,
    #[command(flatten)]
    phones: Phones,
    #[command(flatten)]
    format: OutputFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatusName {
    Active,
    Disabled,
    Closed,
}

pub(super) async fn run(args: &Args, store: &dyn Store) -> Result<Output, OperatorError> {
    let query = UserQuery {
        realm: args.app.clone().map(Realm::from),
        status: args.status.map(|name| match name {
            StatusName::Active => Status::Active,
            StatusName::Disabled => Status::Disabled,
            StatusName::Closed => Status::Closed,
        }),
        openid_prefix: args.openid.clone(),
        nick_name_part: args.name.clone(),
        pure_number: args.phone.clone(),
        page: args.page,
        limit: args.limit,
    };
    let page = store.users(&query).await?;
    let table_text = || {
        let rows = page.list.iter().map(|record| {
            let user = &record.user;
            [
                user.id.to_string(),
                format::printable(user.realm.as_str()),
                format::printable(&user.openid),
                format::name(user),
                format::phone(record, args.phones),
                format::status(user.status).to_owned(),
                user.level.to_string(),
                format::time(user.created_ms),
                format::time(record.last_login_ms),
            ]
        });
        let header =
            ["ID", "APP", "OPENID", "NAME", "PHONE", "STATUS", "LEVEL", "REGISTERED +08:00", "LAST LOGIN +08:00"];
        let more = if args.page.saturating_mul(args.limit) < page.total {
            format!(", more with --page {}", args.page + 1)
        } else {
            String::new()
        };
        let table = if page.list.is_empty() { String::new() } else { format::table(header, rows) + "\n" };
        format!("{table}{} of {}{more}", page.list.len(), count(page.total, "account"))
    };
    let users: Vec<_> = page.list.iter().map(|record| format::account(record, args.phones)).collect();
    let json_value = json!({ "users": users, "total": page.total, "page": args.page, "limit": args.limit });
    Ok(args.format.output(table_text, json_value))
}
