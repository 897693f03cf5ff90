//! `oa-mini import`: imports the accounts of another system, the seed's table `wx_user`. Existing accounts stay
//! unchanged, so that an import can be repeated after a failure or for new rows.

mod apply;
mod cell;
mod dialect;
mod dry_run;
mod encoding;
mod file;
mod phone_number;
mod records;
mod report;
mod select;
mod source;
mod time;
mod validate;

use std::{
    io::{self, IsTerminal, Write},
    time::Duration,
};

use identity::Realm;
use wechat_double::DEMO_APPID;

use super::{OperatorError, Output, output::OutputFormat};
use crate::{
    config::{Mode, Settings},
    database,
};
use apply::{Importer, Target};
use dry_run::DryRun;
use file::CsvOptions;
use report::{Report, Summary};
use select::Selection;
use source::Source;

/// The pause after each written row, so that a running server's own writes get the lock: SQLite has one writer, and
/// waiters do not queue.
const PAUSE: Duration = Duration::from_millis(2);

/// Take accounts in from another system: its table wx_user in MySQL, or a CSV file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini import --dry-run mysql://reader:PASSWORD@10.0.0.5/oapro
  oa-mini import wx_user.csv --app wx1234567890abcdef
  ssh old-server cat wx_user.csv | oa-mini import -

Columns: id, weixin_openid, nickname, avatar, gender, mobile, user_level, status, last_login_time, last_login_ip,
share_user_id, add_time, deleted. A CSV file names them in its first line, in any order and letter case; id and
weixin_openid must be there. Others are ignored. Comma, semicolon or tab, quotation marks doubled or behind MySQL's
backslash: as MySQL, Navicat, Excel and DBeaver write it, and the report says how it was read. UTF-8, UTF-16 with its mark,
or --encoding; a file that looks like another encoding is not guessed at. An empty field, \\N and NULL are none.

Who stays out: a row whose `deleted` is set, and of several rows of one openid all but the one with the latest
last_login_time, else add_time, else id. What is wrong with a nickname, avatar, gender, mobile, user_level, time, address or
share_user_id costs that field and not the account. Times without an offset are China's; a mobile without + is +86.

A row that is bad (no openid, no id, an unknown status, bytes or quotation marks that cannot be read) stops the import before
anybody is taken in, since its id would be given away: mend it, or say --skip-bad. An account that is here already (the same
openid) stays as it is: running it twice changes nothing. An id is kept where it is above every id that was given here, so
import before the first login; the others get new ids when all rows are in.

Exit code 1: nobody was taken in. 3: rows stayed out, or were taken without something; the report names each, and why. A
running server may go on. About 10 000 rows a minute.

OA_IMPORT_SOURCE may hold SOURCE: there nobody else reads the password of a database, as on a command line.")]
pub struct Args {
    /// mysql://USER:PASSWORD@HOST/DATABASE, a CSV file, or - for CSV on stdin
    #[arg(value_name = "SOURCE", env = "OA_IMPORT_SOURCE", hide_env = true, hide_env_values = true)]
    source: String,
    /// Whose openids they are; needed where several apps are configured
    #[arg(long, value_name = "APPID")]
    app: Option<String>,
    #[command(flatten)]
    options: CsvOptions,
    /// Take the other rows in where some are bad; mended and imported later, these get other ids
    #[arg(long)]
    skip_bad: bool,
    /// Say what would happen, and take nobody in
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, settings: &Settings, now_ms: i64) -> Result<Output, OperatorError> {
    let realm = realm(&settings.mode, args.app.as_deref())?;
    let store = database::open_existing(&settings.database_url).await?;
    if matches!(settings.mode, Mode::Demo { .. }) && store.holds_other_app(DEMO_APPID).await? {
        return Err(OperatorError::Refused(database::live_in_demo(&settings.database_url)));
    }
    let mut source = Source::open(&args.source, args.options).await?;
    let (layout, mut selection, mut read) = (source.layout(), Selection::new(realm.clone(), now_ms), 0);
    loop {
        let rows = source.next().await?;
        if rows.is_empty() {
            break;
        }
        read += rows.len() as u64;
        rows.into_iter().for_each(|row| selection.add(row));
        progress(read);
    }
    drop(source);
    let (candidates, skipped_rows) = selection.finish();
    let refused = skipped_rows.bad() > 0 && !args.skip_bad;
    let writes = !args.dry_run && !refused;
    let target = if writes { Target::Database(store) } else { Target::DryRun(DryRun::of(&*store, &realm).await?) };
    let (mut report, mut importer) = (Report::new(layout, &skipped_rows), Importer::new(target));
    for candidate in candidates {
        let row_ref = candidate.row_ref;
        let stopped = |error| OperatorError::Stopped(row_ref.id.unwrap_or_default(), error);
        if let Some(applied) = importer.apply(candidate).await.map_err(stopped)?
            && report.add(row_ref, applied)
        {
            pause(writes).await;
        }
        progress(report.read());
    }
    while let Some((row_ref, applied)) = importer.next_later().await.map_err(OperatorError::StoppedLate)? {
        if report.add(row_ref, applied) {
            pause(writes).await;
        }
        progress(report.read());
    }
    let (bad, moved) = (skipped_rows.bad(), skipped_rows.moved_by(importer.highest()));
    importer.without_referrer().into_iter().for_each(|row_ref| report.without_referrer(row_ref));
    if io::stderr().is_terminal() {
        drop(writeln!(io::stderr()));
    }
    Ok(report.output(args.format, Summary { realm: &realm, dry_run: args.dry_run, refused, bad, moved }))
}

async fn pause(writes: bool) {
    if writes {
        tokio::time::sleep(PAUSE).await;
    }
}

/// The app, and in the demo the world, that the openids belong to.
fn realm(mode: &Mode, wanted: Option<&str>) -> Result<Realm, OperatorError> {
    let refuse = |why: String| Err(OperatorError::Refused(format!("--app: {why}")));
    match (mode, wanted) {
        (Mode::Demo { .. }, None) => Ok(Realm::new(DEMO_APPID, Some("default"))),
        (Mode::Demo { .. }, Some(wanted)) => match wanted.split_once('/') {
            Some((DEMO_APPID, world)) if !world.is_empty() => Ok(Realm::new(DEMO_APPID, Some(world))),
            _ => refuse(format!(
                "without OA_WX_APP_ID and OA_WX_APP_SECRET this is the demo, whose accounts belong to {DEMO_APPID}/WORLD"
            )),
        },
        (Mode::Live(live), wanted) => {
            let ids: Vec<_> = live.apps.iter().map(|app| app.appid.as_str()).collect();
            match (wanted, ids.as_slice()) {
                (None, [only]) => Ok(Realm::new(only, None)),
                (None, _) => refuse(format!("say whose openids they are: {}", ids.join(", "))),
                (Some(wanted), _) if ids.contains(&wanted) => Ok(Realm::new(wanted, None)),
                (Some(wanted), _) => refuse(format!("`{wanted}` is not configured; there is {}", ids.join(", "))),
            }
        }
    }
}

fn progress(rows: u64) {
    let mut stderr = io::stderr();
    if stderr.is_terminal() {
        drop(write!(stderr, "\r{rows} rows").and_then(|()| stderr.flush()));
    }
}
