//! Where the rows come from, always by id: an id is kept only where no higher one was given before it.

use identity::SeedUser;

use super::{file, judge::Skipped};
use crate::{
    config::database_url,
    database::without_password,
    operator::{OperatorError, words::printable},
};

/// Rows of a file that are handed on at a time.
const BATCH: usize = 500;

/// A row of the source.
pub(super) struct Row {
    /// The line of the file where it begins, from 1.
    pub(super) line: Option<u64>,
    /// The id, where it has one.
    pub(super) id: Option<i64>,
    /// What it says, or why it cannot be read.
    pub(super) user: Result<SeedUser, Skipped>,
}

/// An open source.
pub(super) enum Source {
    /// A file, read and sorted.
    File { rows: std::vec::IntoIter<Row>, ignored: Vec<String> },
    /// A table.
    #[cfg(feature = "mysql")]
    MySql(Box<store_mysql::WxUsers>, String),
}

impl Source {
    /// Opens what the operator named.
    pub(super) async fn open(source: &str) -> Result<Self, OperatorError> {
        let scheme = source.split_once("://").map(|(scheme, _)| scheme);
        // An address that is not whole would be taken for a file, and shown with its password.
        let is_slip = scheme.is_none() && ["mysql:", "mariadb:"].iter().any(|start| source.starts_with(start));
        match scheme {
            None if is_slip => {
                Err(OperatorError::Refused("the source is not mysql://USER:PASSWORD@HOST/DATABASE".to_owned()))
            }
            #[cfg(feature = "mysql")]
            Some("mysql" | "mariadb") => {
                if let Err(why) = database_url::judge(source) {
                    return Err(OperatorError::Refused(format!("the source: {why}")));
                }
                let name = without_password(source);
                match store_mysql::WxUsers::open(source).await {
                    Ok(users) => Ok(Self::MySql(Box::new(users), name)),
                    Err(error) => Err(OperatorError::File(name, error.into())),
                }
            }
            Some(_) => Err(OperatorError::Refused(format!(
                "{}: import reads mysql:// and CSV files{}",
                without_password(source),
                if cfg!(feature = "mysql") { "" } else { ", and this program was built without MySQL" }
            ))),
            None => {
                let read = if source == "-" {
                    file::read(std::io::stdin().lock())
                } else {
                    match std::fs::File::open(source) {
                        Ok(opened) => file::read(opened),
                        Err(error) => return Err(OperatorError::File(printable(source), error.into())),
                    }
                };
                let (rows, ignored) = read.map_err(|error| OperatorError::File(printable(source), error.into()))?;
                Ok(Self::File { rows: rows.into_iter(), ignored })
            }
        }
    }

    /// Columns of the file that nothing is made of.
    pub(super) fn ignored_columns(&self) -> Vec<String> {
        match self {
            Self::File { ignored, .. } => ignored.clone(),
            #[cfg(feature = "mysql")]
            Self::MySql(..) => Vec::new(),
        }
    }

    /// The next rows; none at the end.
    pub(super) async fn next(&mut self) -> Result<Vec<Row>, OperatorError> {
        match self {
            Self::File { rows, .. } => Ok(rows.take(BATCH).collect()),
            #[cfg(feature = "mysql")]
            Self::MySql(users, name) => {
                let users = users.next().await.map_err(|error| OperatorError::File(name.clone(), error.into()))?;
                Ok(users.into_iter().map(|user| Row { line: None, id: Some(user.id), user: Ok(user) }).collect())
            }
        }
    }
}
