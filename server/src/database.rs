//! Selects the store by the scheme of `DATABASE_URL`. Each database has a crate and a feature of its own, because every
//! driver takes long to compile.

use std::sync::Arc;

use identity::{Store, StoreError};
use transfer::{MARK_TABLE, Side};

use crate::config::database_url;

/// The URL formats of the compiled-in databases, for error messages.
const KNOWN: &[&str] = &[
    #[cfg(feature = "sqlite")]
    "sqlite://FILE",
    #[cfg(feature = "mysql")]
    "mysql://USER:PASSWORD@HOST/DATABASE",
    #[cfg(feature = "postgres")]
    "postgres://USER:PASSWORD@HOST/DATABASE",
];

/// Why the database was not opened. None of the texts holds a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite.
    #[cfg(feature = "sqlite")]
    #[error(transparent)]
    Sqlite(#[from] store_sqlite::OpenError),
    /// MySQL or MariaDB.
    #[cfg(feature = "mysql")]
    #[error(transparent)]
    MySql(#[from] store_mysql::OpenError),
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Postgres(#[from] store_postgres::OpenError),
    /// Another scheme, or none: the text is not repeated, since it may contain a password.
    #[error("is not the address of a database that this program knows: {}", KNOWN.join(", "))]
    Unknown,
    /// Connecting failed, and the password may be encoded incorrectly.
    #[error("{0}; {1}")]
    Password(String, String),
    /// The file does not exist, and commands do not create it.
    #[error("there is no {0}; {MADE_BY_SERVER}")]
    Missing(String),
    /// The database has no tables of this program, and commands do not create them.
    #[error("{0} holds no tables of oa-mini; {MADE_BY_SERVER}")]
    Empty(String),
    /// A copy into the database has not ended.
    #[error(
        "{0} holds a part of a copy: run the same `oa-mini copy` again to finish it, or make the database anew (table {MARK_TABLE})"
    )]
    HalfCopied(String),
    /// It does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const MADE_BY_SERVER: &str = "only the server makes a database, at its first start. Where it did start, run this where it \
     runs, or with its --config and environment";

/// Opens the database, creates it if it does not exist, and applies pending migrations.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn open(url: &str) -> Result<Arc<dyn Store>, OpenError> {
    let store = open_half_copied(url).await?;
    if store.is_half_copied().await? { Err(OpenError::HalfCopied(shown(url))) } else { Ok(store) }
}

/// As [`open`], for the copy that fills the database.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn open_half_copied(url: &str) -> Result<Arc<dyn Store>, OpenError> {
    opened(url).await.map_err(|error| with_hint(url, error))
}

/// The database as a side of a copy. It must be there; nothing is made.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn side(url: &str) -> Result<Box<dyn Side>, OpenError> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        #[cfg(feature = "sqlite")]
        Some("sqlite") => Ok(Box::new(store_sqlite::Transfer::open(url).await?)),
        #[cfg(feature = "mysql")]
        Some("mysql" | "mariadb") => Ok(Box::new(store_mysql::Transfer::open(url).await?)),
        #[cfg(feature = "postgres")]
        Some("postgres" | "postgresql") => Ok(Box::new(store_postgres::Transfer::open(url).await?)),
        _ => Err(OpenError::Unknown),
    }
}

async fn opened(url: &str) -> Result<Arc<dyn Store>, OpenError> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        #[cfg(feature = "sqlite")]
        Some("sqlite") => Ok(Arc::new(store_sqlite::SqliteStore::open(url).await?)),
        #[cfg(feature = "mysql")]
        Some("mysql" | "mariadb") => Ok(Arc::new(store_mysql::MySqlStore::open(url).await?)),
        #[cfg(feature = "postgres")]
        Some("postgres" | "postgresql") => Ok(Arc::new(store_postgres::PgStore::open(url).await?)),
        _ => Err(OpenError::Unknown),
    }
}

/// As [`open`], for a command: only the server creates a database, so that a command in the wrong folder, or with the wrong
/// configuration, creates none.
///
/// # Errors
/// [`OpenError::Missing`], [`OpenError::Empty`], or those of [`open`].
pub(crate) async fn open_existing(url: &str) -> Result<Arc<dyn Store>, OpenError> {
    require(url).await?;
    open(url).await
}

/// Fails if there is no database of this program at the address. Creates and migrates nothing.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn require(url: &str) -> Result<(), OpenError> {
    required(url).await.map_err(|error| with_hint(url, error))
}

/// Version and name of a migration.
type Migration = (i64, String);

/// The migrations that [`open`] would apply to an existing database, and the newest one of this program.
///
/// # Errors
/// As [`open_existing`].
pub(crate) async fn pending(url: &str) -> Result<(Vec<Migration>, Option<Migration>), OpenError> {
    require(url).await?;
    match url.split_once(':').map(|(scheme, _)| scheme) {
        #[cfg(feature = "sqlite")]
        Some("sqlite") => Ok((store_sqlite::pending(url).await?, store_sqlite::newest_schema())),
        #[cfg(feature = "mysql")]
        Some("mysql" | "mariadb") => Ok((store_mysql::pending(url).await?, store_mysql::newest_schema())),
        #[cfg(feature = "postgres")]
        Some("postgres" | "postgresql") => Ok((store_postgres::pending(url).await?, store_postgres::newest_schema())),
        _ => Err(OpenError::Unknown),
    }
}

/// Adds a hint to a connection error if the password may be encoded incorrectly.
fn with_hint(url: &str, error: OpenError) -> OpenError {
    let is_connect_error = match &error {
        #[cfg(feature = "mysql")]
        OpenError::MySql(store_mysql::OpenError::Connect(_)) => true,
        #[cfg(feature = "postgres")]
        OpenError::Postgres(store_postgres::OpenError::Connect(_)) => true,
        _ => false,
    };
    match database_url::hint(url).filter(|_| is_connect_error) {
        Some(hint) => OpenError::Password(identity::error_chain(&error).to_string(), hint),
        None => error,
    }
}

async fn required(url: &str) -> Result<(), OpenError> {
    let holds = match url.split_once(':').map(|(scheme, _)| scheme) {
        #[cfg(feature = "sqlite")]
        Some("sqlite") => store_sqlite::holds_schema(url).await?.ok_or_else(|| OpenError::Missing(shown(url)))?,
        #[cfg(feature = "mysql")]
        Some("mysql" | "mariadb") => store_mysql::holds_schema(url).await?,
        #[cfg(feature = "postgres")]
        Some("postgres" | "postgresql") => store_postgres::holds_schema(url).await?,
        _ => return Err(OpenError::Unknown),
    };
    if holds { Ok(()) } else { Err(OpenError::Empty(shown(url))) }
}

/// The error message for a demo on the database of a live app.
pub(crate) fn live_in_demo(url: &str) -> String {
    format!(
        "DATABASE_URL: {} holds accounts of a live app, and without OA_WX_APP_ID and OA_WX_APP_SECRET this is the demo, which \
         takes a database of its own",
        without_password(url)
    )
}

/// The address for display: without password and parameters, and with the absolute path of an SQLite file if the address is
/// relative.
pub(crate) fn shown(url: &str) -> String {
    let name = without_password(url);
    #[cfg(feature = "sqlite")]
    if let Ok(file) = store_sqlite::SqliteStore::file(url)
        && file.is_relative()
        && let Ok(whole) = std::path::absolute(&file)
    {
        return format!("{name} ({})", whole.display());
    }
    name
}

/// The address without password and parameters.
pub(crate) fn without_password(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.to_owned();
    }
    let Ok(mut parsed) = url::Url::parse(url) else { return "the database".to_owned() };
    if parsed.password().is_some() && parsed.set_password(Some("…")).is_err() {
        return format!("the {} database", parsed.scheme());
    }
    parsed.set_query(None);
    // shown as typed, not percent-encoded
    parsed.to_string().replace("%E2%80%A6", "…")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{OpenError, open, without_password};

    #[rstest]
    #[case::file("sqlite://data/oa-mini.db", "sqlite://data/oa-mini.db")]
    #[case::password("mysql://oa:hunter2@db:3306/oa?ssl-mode=REQUIRED", "mysql://oa:…@db:3306/oa")]
    #[case::parameter("postgres://db/oa?password=hunter2", "postgres://db/oa")]
    #[case::user_alone("postgres://oa@db/oa", "postgres://oa@db/oa")]
    #[case::broken("postgres://oa:hunter2@:x/oa", "the database")]
    fn shows_no_password(#[case] url: &str, #[case] shown: &str) {
        assert_eq!(without_password(url), shown);
    }

    #[rstest]
    #[case("")]
    #[case("oa.db")]
    #[case("redis://u:hunter2@h/0")]
    #[case("MYSQL://u:hunter2@h/d")]
    #[case("mysql:u:hunter2@h/d")]
    #[case("postgres://u:hunter2@h:x/d")]
    #[tokio::test]
    async fn an_invalid_address_is_not_repeated_in_the_error(#[case] url: &str) {
        let Err(error) = open(url).await else { panic!("opened") };
        assert!(!format!("{error:?} {error}").contains("hunter2"));
        assert!(url.contains("ql:") || url.starts_with("postgres") || matches!(error, OpenError::Unknown));
    }
}
