//! `oa-mini import`: the accounts of another system, the seed's table `wx_user`. What is here already stays as it is, so
//! that an import can be run again, after a failure or for the rows that are new.

mod file;
mod judge;
mod mobile;
mod rehearsal;
mod report;
mod source;
mod take;

use std::{
    io::{self, IsTerminal, Write},
    time::Duration,
};

use identity::Realm;
use wechat_double::DEMO_APPID;

use super::{Answer, OperatorError, answer::Form};
use crate::{
    config::{Mode, Settings},
    database,
};
use rehearsal::Rehearsal;
use report::Report;
use source::Source;
use take::{Place, Taker, Target};

/// After each row that was written, so that a running server's own writes come in between: SQLite has one writer, and
/// those who wait for it do not queue.
const PAUSE: Duration = Duration::from_millis(2);

/// Take accounts in from another system: its table wx_user in MySQL, or a CSV file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini import --dry-run mysql://reader:PASSWORD@10.0.0.5/oapro
  oa-mini import wx_user.csv --app wx1234567890abcdef
  ssh old-server cat wx_user.csv | oa-mini import -

Columns: id, weixin_openid, nickname, avatar, gender, mobile, user_level, status, last_login_time, last_login_ip,
share_user_id, add_time. A CSV file (UTF-8) names them in its first line, in any order; id and weixin_openid must be
there. Others are ignored. Times are China time, yyyy-MM-dd HH:mm:ss; a mobile without + is +86; an empty field, \\N,
NULL and (NULL) are none.

An account that is here already (the same openid) stays as it is: running it twice changes nothing. An id is kept where
it is above every id that was given here, so import before the first login; the others get new ids when all rows are in.
Exit code 3: some rows were skipped, or taken without something; the report says which and why. A running server may go
on. About 10 000 rows a minute.

OA_IMPORT_SOURCE may hold SOURCE: there nobody else reads the password of a database, as on a command line.")]
pub struct Args {
    /// mysql://USER:PASSWORD@HOST/DATABASE, a CSV file, or - for CSV on stdin
    #[arg(value_name = "SOURCE", env = "OA_IMPORT_SOURCE", hide_env = true, hide_env_values = true)]
    source: String,
    /// Whose openids they are; needed where several apps are configured
    #[arg(long, value_name = "APPID")]
    app: Option<String>,
    /// Say what would happen, and take nobody in
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    form: Form,
}

pub(super) async fn run(args: &Args, settings: &Settings, now_ms: i64) -> Result<Answer, OperatorError> {
    let realm = realm(&settings.mode, args.app.as_deref())?;
    let store = database::open_existing(&settings.database_url).await?;
    if matches!(settings.mode, Mode::Demo { .. }) && store.holds_other_app(DEMO_APPID).await? {
        return Err(OperatorError::Refused(database::live_in_demo(&settings.database_url)));
    }
    let mut source = Source::open(&args.source).await?;
    let target = if args.dry_run {
        Target::Rehearsal(Rehearsal::of(Some(&*store), &realm).await?)
    } else {
        Target::Database(store)
    };
    let mut report = Report::new(source.ignored_columns());
    let mut taker = Taker::new(target, realm.clone(), now_ms);
    loop {
        let rows = source.next().await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let place = Place { line: row.line, id: row.id };
            let stopped = |error| OperatorError::Stopped(place.id.unwrap_or_default(), error);
            if let Some(taken) = taker.take(row).await.map_err(stopped)?
                && report.add(place, taken)
            {
                pause(args).await;
            }
        }
        progress(report.read());
    }
    while let Some((place, taken)) = taker.next_later().await.map_err(OperatorError::StoppedLate)? {
        if report.add(place, taken) {
            pause(args).await;
        }
        progress(report.read());
    }
    taker.orphans().into_iter().for_each(|place| report.orphan(place));
    if io::stderr().is_terminal() {
        drop(writeln!(io::stderr()));
    }
    Ok(report.answer(args.form, &realm, args.dry_run))
}

async fn pause(args: &Args) {
    if !args.dry_run {
        tokio::time::sleep(PAUSE).await;
    }
}

/// Which app the openids belong to; in the demo also which world.
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
