//! `oa-mini rotate-key`

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
};

use identity::{KeyUse, MasterKeys, Rotated, Store, rotate_keys};
use serde_json::json;

use super::{
    OperatorError, Output, format,
    output::{OutputFormat, count},
};
use crate::{config::Settings, master_keys, system};

/// Seal every session_key on record under the first master key, beside a running server
#[derive(Debug, clap::Args)]
#[command(after_help = "\
How to change the master key while the service runs:
  1. OA_MASTER_KEY=\"k2:$(openssl rand -base64 32),k1:…\": the new key first, the old one after it
  2. restart the servers with it, one after the other: from now on they seal under k2 and still open k1
  3. oa-mini rotate-key
  4. when it says that nothing is left under k1: take k1 out and restart

Nobody is signed out. It can be stopped and started again at any point. Exit code 3: rows are left under another key.")]
pub struct Args {
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, store: &dyn Store, settings: &Settings) -> Result<Output, OperatorError> {
    let random = system::random();
    let keys = master_keys::load_existing(settings)?;
    let before = by_id(store.master_key_ids().await?);
    let done = rotate_keys(store, &keys, &random, &progress).await?;
    if io::stderr().is_terminal() {
        drop(writeln!(io::stderr()));
    }
    let after = by_id(store.master_key_ids().await?);
    Ok(output(args.format, &keys, &before, &after, &done))
}

fn by_id(used: Vec<KeyUse>) -> BTreeMap<String, i64> {
    used.into_iter().map(|used| (used.key_id, used.rows)).collect()
}

fn progress(done: &Rotated) {
    let mut stderr = io::stderr();
    if stderr.is_terminal() {
        let rows = done.resealed + done.changed + done.unopened.values().sum::<u64>();
        drop(write!(stderr, "\r{rows} rows").and_then(|()| stderr.flush()));
    }
}

fn output(
    format: OutputFormat,
    keys: &MasterKeys,
    before: &BTreeMap<String, i64>,
    after: &BTreeMap<String, i64>,
    done: &Rotated,
) -> Output {
    let current = keys.current_id();
    let ids: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).map(String::as_str).collect();
    let state = |id: &str| match (id == current, keys.knows(id)) {
        (true, _) => "seals",
        (_, true) => "configured",
        _ => "not configured",
    };
    let rows = |side: &BTreeMap<String, i64>, id: &str| side.get(id).copied().unwrap_or(0);
    let unopened: u64 = done.unopened.values().sum();
    let table_text = || {
        let lines = ids.iter().map(|id| {
            let unopened = done.unopened.get(*id).copied().unwrap_or(0);
            [
                (*id).to_owned(),
                state(id).to_owned(),
                rows(before, id).to_string(),
                rows(after, id).to_string(),
                unopened.to_string(),
            ]
        });
        let table = if ids.is_empty() {
            String::new()
        } else {
            format::table(["MASTER KEY", "STATE", "ROWS BEFORE", "ROWS AFTER", "NOT OPENED"], lines) + "\n"
        };
        let changed = match done.changed {
            0 => String::new(),
            rows => format!(", {rows} that logins replaced meanwhile"),
        };
        format!("{table}{} sealed anew under {current}{changed}", count(done.resealed, "row"))
    };
    let json_value = json!({
        "current": current,
        "keys": ids
            .iter()
            .map(|id| json!({
                "id": id,
                "configured": keys.knows(id),
                "before": rows(before, id),
                "after": rows(after, id),
                "notOpened": done.unopened.get(*id).copied().unwrap_or(0),
            }))
            .collect::<Vec<_>>(),
        "resealed": done.resealed,
        "changed": done.changed,
        "notOpened": unopened,
    });
    let left: Vec<_> = after.iter().filter(|(id, _)| *id != current).collect();
    let output = format.output(table_text, json_value);
    if left.is_empty() {
        return output;
    }
    let listed: Vec<_> = left.iter().map(|(id, rows)| format!("{} under {id}", count(**rows, "row"))).collect();
    let why = if unopened > 0 {
        "those that do not open need their old key in OA_MASTER_KEY, or their users' next login"
    } else {
        "a server still seals under an old key: give each the new one first, restart it, and run this again"
    };
    output.with_failure(3, format!("left: {}; {why}", listed.join(", ")))
}
