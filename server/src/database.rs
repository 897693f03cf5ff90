//! Which database: the scheme of `DATABASE_URL` decides, once, here. A crate each, and a feature each, because every
//! driver takes its time to compile.

use std::sync::Arc;

use identity::Store;

use crate::config::database_url;

/// What this program was built for, as an error says it.
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
    /// Another scheme, or none: the text is not repeated, since there may be a password in it.
    #[error("is not the address of a database that this program knows: {}", KNOWN.join(", "))]
    Unknown,
    /// Found, and not opened; the password may be another one than was meant.
    #[error("{0}; {1}")]
    Password(String, String),
    /// There is no file, and a command makes none.
    #[error("there is no {0}; {MADE_BY_SERVER}")]
    Missing(String),
    /// There is a database, but no table of this program in it, and a command makes none.
    #[error("{0} holds no tables of oa-mini; {MADE_BY_SERVER}")]
    Empty(String),
}

const MADE_BY_SERVER: &str = "only the server makes a database, at its first start. Where it did start, run this where it \
     runs, or with its --config and environment";

/// Opens the database, makes it where there is none, and brings its schema up to date.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn open(url: &str) -> Result<Arc<dyn Store>, OpenError> {
    opened(url).await.map_err(|error| with_hint(url, error))
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

/// As [`open`], for a command: only the server makes a database, so that a command in the wrong folder, or with the wrong
/// configuration, makes none.
///
/// # Errors
/// [`OpenError::Missing`], [`OpenError::Empty`], or what [`open`] says.
pub(crate) async fn open_existing(url: &str) -> Result<Arc<dyn Store>, OpenError> {
    require(url).await?;
    open(url).await
}

/// Refuses an address at which no database of this program is. Nothing is made and nothing migrated.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn require(url: &str) -> Result<(), OpenError> {
    required(url).await.map_err(|error| with_hint(url, error))
}

/// Says what to look at, where a password may not be what was meant.
fn with_hint(url: &str, error: OpenError) -> OpenError {
    let refused = match &error {
        #[cfg(feature = "mysql")]
        OpenError::MySql(store_mysql::OpenError::Connect(_)) => true,
        #[cfg(feature = "postgres")]
        OpenError::Postgres(store_postgres::OpenError::Connect(_)) => true,
        _ => false,
    };
    match database_url::hint(url).filter(|_| refused) {
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

/// Why a demo does not work on this database.
pub(crate) fn live_in_demo(url: &str) -> String {
    format!(
        "DATABASE_URL: {} holds accounts of a live app, and without OA_WX_APP_ID and OA_WX_APP_SECRET this is the demo, which \
         takes a database of its own",
        without_password(url)
    )
}

/// The address as a person may be shown it: without password and parameters, and with the file's whole path where the
/// address is relative to the current folder.
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

/// The address as an error may show it: without password and parameters.
pub(crate) fn without_password(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.to_owned();
    }
    let Ok(mut parsed) = url::Url::parse(url) else { return "the database".to_owned() };
    if parsed.password().is_some() && parsed.set_password(Some("…")).is_err() {
        return format!("the {} database", parsed.scheme());
    }
    parsed.set_query(None);
    // The driver takes what follows the scheme as it is; so does the reader.
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
    async fn refuses_other_addresses_without_a_word_of_them(#[case] url: &str) {
        let Err(error) = open(url).await else { panic!("opened") };
        assert!(!format!("{error:?} {error}").contains("hunter2"));
        assert!(url.contains("ql:") || url.starts_with("postgres") || matches!(error, OpenError::Unknown));
    }
}
