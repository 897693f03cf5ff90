//! `oa-mini copy`: every row of one database into another, of whichever two kinds.

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    time::Duration,
};

use identity::{KeysOnRecord, check_keys, error_chain};
use serde_json::json;
use tokio::time::sleep;
use transfer::{Copied, Side};

use super::{
    OperatorError, Output, format,
    output::{OutputFormat, count},
};
use crate::{
    config::{ConfigError, Settings, database_url},
    database::{self, shown},
    master_keys,
};

/// A server lists a connection for a moment after its end: that of a program that was just stopped, and that by which this one
/// has looked at the schema. Whoever stays connected for 2 s uses the source.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// Copy everything from one database into another, of whichever kinds: SQLite, MySQL, PostgreSQL
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini copy sqlite:///var/lib/oa-mini/oa-mini.db postgres://oa:PASSWORD@db/oa
  oa-mini copy --json mysql://oa:PASSWORD@old/oa mysql://oa:PASSWORD@new/oa

Accounts, sessions, sealed session_keys, pictures and content: every row of every table, as it is, with its id. Who is signed
in stays signed in. The next login in the target gets an id above every one that the source ever gave. SOURCE is only read.
TARGET is made as a server's first start makes it, and must be empty: a copy never mixes two databases.

Stop every server of SOURCE first. A server, or anybody else, who is connected to it is a reason to stop before anything is
copied: SQLite is locked against others while it is read, MySQL and PostgreSQL list their connections (MySQL only those of
the same user, unless that has the privilege PROCESS). At the end the numbers of rows, the highest ids and the latest changes
are looked at again. With --live neither is done, and the target has what the source held when the copy began.

It may be killed and run again: the target has a table _oa_copy with how far it came, written together with each batch of
rows, and what the source looked like. It goes on if that looks the same; until it has ended, no server starts on the target.
At the end every row is compared, and every session_key opened with OA_MASTER_KEY. The key is not in a database: the server
on TARGET needs the same one (of a demo, the file *.key beside the SQLite file).

Exit code 3: all was copied, and session_keys do not open, which they did not in SOURCE either.

OA_COPY_SOURCE and OA_COPY_TARGET may hold the addresses: there nobody else reads a password, as on a command line.")]
pub struct Args {
    /// What is copied: an address as DATABASE_URL takes it
    #[arg(value_name = "SOURCE_URL", env = "OA_COPY_SOURCE", hide_env = true, hide_env_values = true)]
    source: String,
    /// Where it goes
    #[arg(value_name = "TARGET_URL", env = "OA_COPY_TARGET", hide_env = true, hide_env_values = true)]
    target: String,
    /// Copy also while servers write to SOURCE: what they write from now on is not copied
    #[arg(long)]
    live: bool,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, settings: &Settings) -> Result<Output, OperatorError> {
    for (name, url) in [("SOURCE_URL", &args.source), ("TARGET_URL", &args.target)] {
        database_url::validate(url).map_err(|why| ConfigError::new(name, why))?;
    }
    if args.source == args.target {
        return Err(refused("SOURCE_URL and TARGET_URL are the same database"));
    }
    let keys = master_keys::load_existing_beside(settings, &args.source)?;
    let mut source = open_source(args).await?;
    let store = database::open_half_copied(&args.target)
        .await
        .map_err(|error| refused(format!("TARGET_URL: {}", crate::one_line(&error))))?;
    let mut target = database::side(&args.target)
        .await
        .map_err(|error| refused(format!("TARGET_URL: {}", crate::one_line(&error))))?;
    let copied = transfer::copy(&mut *source, &mut *target, args.live, &progress).await;
    if io::stderr().is_terminal() {
        drop(writeln!(io::stderr()));
    }
    source.close().await;
    let copied = copied.map_err(|error| refused(error_chain(&error).to_string()))?;
    let seen = check_keys(&*store, &keys).await?;
    target.end().await?;
    target.close().await;
    Ok(output(args, &copied, &seen))
}

/// The source, reading one moment.
async fn open_source(args: &Args) -> Result<Box<dyn Side>, OperatorError> {
    let named = |error: database::OpenError| refused(format!("SOURCE_URL: {}", crate::one_line(&error)));
    let (pending, newest) = database::pending(&args.source).await.map_err(named)?;
    if let Some((version, name)) = pending.first() {
        return Err(refused(format!(
            "SOURCE_URL: its schema is of an older version (pending: {version} {name}); `oa-mini check` with it as DATABASE_URL \
             brings it up to date"
        )));
    }
    let mut source = database::side(&args.source).await.map_err(named)?;
    let mut others = source.begin_reading(!args.live).await?;
    for _ in 0..TRIES {
        if others == 0 {
            break;
        }
        sleep(PAUSE).await;
        others = source.begin_reading(!args.live).await?;
    }
    if others > 0 {
        return Err(refused(format!(
            "the source is in use ({} to it): stop every server, and whatever else is connected, or copy what it holds now \
             with --live",
            count(i128::from(others), "other connection")
        )));
    }
    if source.schema().await? > newest.map_or(0, |(version, _)| version) {
        return Err(refused("SOURCE_URL: its schema is of a newer version than this program"));
    }
    if source.mark().await?.is_some() {
        return Err(refused("SOURCE_URL is itself the target of a copy that has not ended"));
    }
    Ok(source)
}

fn refused(why: impl Into<String>) -> OperatorError {
    OperatorError::Refused(why.into())
}

fn progress(table: &'static str, rows: u64) {
    let mut stderr = io::stderr();
    if stderr.is_terminal() {
        drop(write!(stderr, "\r{table} {rows} rows        ").and_then(|()| stderr.flush()));
    }
}

fn output(args: &Args, copied: &Copied, seen: &KeysOnRecord) -> Output {
    let (source, target) = (shown(&args.source), shown(&args.target));
    let total: u64 = copied.rows.iter().map(|(_, rows)| rows).sum();
    let table_text = || {
        let rows = copied.rows.iter().map(|(table, rows)| [(*table).to_owned(), rows.to_string()]);
        let resumed = if copied.resumed { ", after an earlier run that had not ended" } else { "" };
        format!(
            "{}\n{} copied from {source} to {target}{resumed}, each compared; OA_MASTER_KEY opens {}",
            format::table(["TABLE", "ROWS"], rows),
            count(i128::from(total), "row"),
            count(i128::from(seen.opened), "session_key")
        )
    };
    let json_value = json!({
        "source": source,
        "target": target,
        "live": args.live,
        "resumed": copied.resumed,
        "rows": copied.rows.iter().copied().collect::<BTreeMap<_, _>>(),
        "keys": { "opened": seen.opened, "unknown": seen.unknown, "unopened": seen.unopened },
    });
    let output = args.format.output(table_text, json_value);
    let left: Vec<_> =
        seen.unknown.iter().chain(&seen.unopened).map(|(id, rows)| format!("{rows} under {id}")).collect();
    if left.is_empty() {
        return output;
    }
    let why = "give OA_MASTER_KEY the key that sealed them, or these users must log in again before bindPhone";
    output.with_failure(3, format!("all was copied, but session_keys do not open: {}; {why}", left.join(", ")))
}
