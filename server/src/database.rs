//! Which database: the scheme of `DATABASE_URL` decides, once, here. A crate each, and a feature each, because every
//! driver takes its time to compile.

use std::sync::Arc;

use identity::Store;

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
}

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn open(url: &str) -> Result<Arc<dyn Store>, OpenError> {
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

/// As [`open`], for a command that has nothing to do where there is no database: `None` where the file is missing, so
/// that a command in the wrong folder makes none.
///
/// # Errors
/// [`OpenError`].
pub(crate) async fn open_if_there(url: &str) -> Result<Option<Arc<dyn Store>>, OpenError> {
    #[cfg(feature = "sqlite")]
    if url.starts_with("sqlite:") && !store_sqlite::SqliteStore::is_there(url)? {
        return Ok(None);
    }
    open(url).await.map(Some)
}

/// The address as an error may show it: without password and parameters.
pub(crate) fn without_password(url: &str) -> String {
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
