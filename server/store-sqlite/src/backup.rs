//! A copy of the database in a file of its own, of one moment, while a server writes.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row};
use tempfile::Builder;

use crate::OpenError;
use crate::open::options;

/// Why there is no copy. One line each, for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The address.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// There is no database.
    #[error("there is no database file `{}`", .0.display())]
    Missing(PathBuf),
    /// Nothing is ever written over.
    #[error("`{}` is there already; a backup overwrites nothing", .0.display())]
    Exists(PathBuf),
    /// The file cannot be made or written, or its name is no UTF-8.
    #[error("`{}` cannot be written", .0.display())]
    File(PathBuf, #[source] std::io::Error),
    /// SQLite refused: the disk is full, or the database is damaged.
    #[error("the database was not copied")]
    Copy(#[from] sqlx::Error),
    /// The copy did not pass SQLite's own check.
    #[error("the copy is damaged: {0}")]
    Damaged(String),
}

/// Copies the database of `url` (see [`crate::SqliteStore::open`]) into `to`, which must not be there: a file for its owner
/// alone, on the disk and checked when this returns. The source is only read, so that its schema may be an older one and
/// a server may go on writing. Returns the size in bytes. The name `to` is given to a whole copy only: where this fails or
/// is killed there is no such file, and at the most one of that name with `.part` at its end.
///
/// # Errors
/// [`BackupError`].
pub async fn backup(url: &str, to: &Path) -> Result<u64, BackupError> {
    let source = options(url)?.read_only(true);
    if !source.get_filename().exists() {
        return Err(BackupError::Missing(source.get_filename().to_path_buf()));
    }
    let unwritable = |error| BackupError::File(to.to_path_buf(), error);
    // Absolute, so that SQLite takes no name for a `file:` address.
    let target = std::path::absolute(to).map_err(unwritable)?;
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(unwritable(ErrorKind::InvalidFilename.into()));
    };
    let exists = || BackupError::Exists(to.to_path_buf());
    if fs::symlink_metadata(&target).is_ok() {
        return Err(exists());
    }
    let mut prefix = name.to_os_string();
    prefix.push(".");
    // For its owner alone; SQLite writes into a file that is empty.
    let part = Builder::new().prefix(&prefix).suffix(".part").tempfile_in(folder).map_err(unwritable)?;
    let bytes = copy(&source, part.path(), to).await?;
    part.persist_noclobber(&target).map_err(|refused| match refused.error.kind() {
        ErrorKind::AlreadyExists => exists(),
        _ => unwritable(refused.error),
    })?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable)?;
    Ok(bytes)
}

async fn copy(source: &SqliteConnectOptions, part: &Path, to: &Path) -> Result<u64, BackupError> {
    let unwritable = |error| BackupError::File(to.to_path_buf(), error);
    let name = part.to_str().ok_or_else(|| unwritable(ErrorKind::InvalidFilename.into()))?;
    let mut connection = source.connect().await?;
    sqlx::query("VACUUM INTO ?1").bind(name).execute(&mut connection).await?;
    connection.close().await?;
    // VACUUM INTO leaves that to us.
    File::open(part).and_then(|file| file.sync_all()).map_err(unwritable)?;
    let mut copy = SqliteConnectOptions::new().filename(part).read_only(true).connect().await?;
    let verdict: String = sqlx::query("PRAGMA integrity_check").fetch_one(&mut copy).await?.try_get(0)?;
    copy.close().await?;
    if verdict != "ok" {
        return Err(BackupError::Damaged(verdict));
    }
    Ok(fs::metadata(part).map_err(unwritable)?.len())
}
