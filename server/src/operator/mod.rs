//! The operator's commands: accounts, sessions, an import, the master keys, a backup, a copy into another database. All but the
//! last use the database of `DATABASE_URL` beside a running server; the server caches none of it, so changes take effect with the
//! next call. No task of the server runs here, and only `rotate-key` and `copy` read the master keys.

mod backup;
mod confirm;
mod copy;
mod format;
mod import;
mod output;
mod rotate_key;
mod session_list;
mod session_revoke;
mod user_delete;
mod user_list;
mod user_release_phone;
mod user_show;
mod user_status;

use std::sync::Arc;

use clap::Subcommand;
use identity::{Status, Store, StoreError, UserRecord};

pub use output::Output;

use crate::{
    config::{ConfigError, Settings},
    database, system,
};

/// What the operator can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Accounts: list, show, disable, enable, close, release-phone, delete
    #[command(subcommand)]
    User(User),
    /// Signed-in devices: list, revoke
    #[command(subcommand)]
    Session(Session),
    /// Take accounts in from another system: its table wx_user in MySQL, or a CSV file
    Import(import::Args),
    /// Seal every session_key on record under the first master key, beside a running server
    RotateKey(rotate_key::Args),
    /// Copy the SQLite database into a file, beside a running server
    Backup(backup::Args),
    /// Copy everything from one database into another, of whichever kinds: SQLite, MySQL, PostgreSQL
    Copy(copy::Args),
}

/// `oa-mini user`
#[derive(Debug, Subcommand)]
pub enum User {
    /// List accounts
    List(user_list::Args),
    /// Show one account
    Show(user_show::Args),
    /// Disable accounts: logins and calls answer errno 719 from now on, until they are enabled
    Disable(user_status::Args),
    /// Enable disabled accounts; their sessions work again
    Enable(user_status::Args),
    /// Close accounts for good: logins and calls answer errno 719 from now on
    Close(user_status::Args),
    /// Take the phone number from accounts, so that another account can bind it (errno 718)
    ReleasePhone(user_release_phone::Args),
    /// Delete accounts with all that is theirs; the next login of the same person starts anew
    Delete(user_delete::Args),
}

/// `oa-mini session`
#[derive(Debug, Subcommand)]
pub enum Session {
    /// List the signed-in devices of an account
    List(session_list::Args),
    /// End sessions: their next call answers errno 501
    Revoke(session_revoke::Args),
}

/// Why a command did nothing or stopped. No message contains a password or a phone number.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The database was not opened.
    #[error("DATABASE_URL: {0}")]
    Open(#[from] database::OpenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A setting is invalid.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The request cannot be fulfilled.
    #[error("{0}")]
    Refused(String),
    /// The database failed in the middle of an import.
    #[error("the import stopped at row {0}; what came before it is in, run it again")]
    Stopped(i64, #[source] StoreError),
    /// The database failed while the import assigned new ids.
    #[error("the import stopped among the rows that get new ids; what came before them is in, run it again")]
    StoppedLate(#[source] StoreError),
    /// The source of an import, or the target of a backup.
    #[error("{0}")]
    File(String, #[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Command {
    /// Whether the command changes a deployment as a whole, so that it prints its target first.
    pub fn announces_target(&self) -> bool {
        matches!(self, Self::Import(_) | Self::RotateKey(_))
    }
}

/// Runs one command.
///
/// # Errors
/// [`OperatorError`].
pub async fn run(command: &Command, settings: &Settings) -> Result<Output, OperatorError> {
    let now_ms = (system::clock())();
    match command {
        Command::User(User::List(args)) => user_list::run(args, &*open(settings).await?).await,
        Command::User(User::Show(args)) => user_show::run(args, &*open(settings).await?, now_ms).await,
        Command::User(User::Disable(args)) => {
            user_status::run(args, Status::Disabled, &*open(settings).await?, now_ms).await
        }
        Command::User(User::Enable(args)) => {
            user_status::run(args, Status::Active, &*open(settings).await?, now_ms).await
        }
        Command::User(User::Close(args)) => {
            user_status::run(args, Status::Closed, &*open(settings).await?, now_ms).await
        }
        Command::User(User::ReleasePhone(args)) => user_release_phone::run(args, &*open(settings).await?, now_ms).await,
        Command::User(User::Delete(args)) => user_delete::run(args, &*open(settings).await?).await,
        Command::Session(Session::List(args)) => session_list::run(args, &*open(settings).await?, now_ms).await,
        Command::Session(Session::Revoke(args)) => session_revoke::run(args, &*open(settings).await?, now_ms).await,
        Command::Import(args) => import::run(args, settings, now_ms).await,
        Command::RotateKey(args) => rotate_key::run(args, &*open(settings).await?, settings).await,
        Command::Backup(args) => backup::run(args, &settings.database_url).await,
        Command::Copy(args) => copy::run(args, settings).await,
    }
}

/// Opens the configured database, which must exist.
async fn open(settings: &Settings) -> Result<Arc<dyn Store>, OperatorError> {
    Ok(database::open_existing(&settings.database_url).await?)
}

/// Loads an account, which must exist.
async fn account(store: &dyn Store, id: i64) -> Result<UserRecord, OperatorError> {
    store.user(id).await?.ok_or_else(|| OperatorError::Refused(format!("there is no account {id}")))
}
