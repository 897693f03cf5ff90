//! The source of the rows.

use identity::SeedUser;

use super::{
    file::{self, CsvOptions, File},
    validate::SkipReason,
};
use crate::{
    database::without_password,
    operator::{OperatorError, format::printable},
};

/// Rows of a file per batch.
const BATCH: usize = 500;

/// A row of the source.
pub(super) struct Row {
    /// The line of the file where the row begins, from 1.
    pub(super) line: Option<u64>,
    /// The id, if it has one.
    pub(super) id: Option<i64>,
    /// The row, or why it cannot be read.
    pub(super) user: Result<SeedUser, SkipReason>,
}

/// How a file was read, for the report. Empty for a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// Columns that are not imported.
    pub(super) ignored: Vec<String>,
    pub(super) encoding: Option<&'static str>,
    pub(super) delimiter: Option<char>,
    pub(super) escape: Option<&'static str>,
}

impl Layout {
    fn of(file: &File) -> Self {
        Self {
            ignored: file.ignored.clone(),
            encoding: Some(file.encoding.name()),
            delimiter: Some(file.dialect.delimiter),
            escape: Some(if file.dialect.escape { "mysql" } else { "csv" }),
        }
    }

    /// Describes the detected format, if it is not the usual one.
    pub(super) fn sentence(&self) -> String {
        let encoding = self.encoding.filter(|name| *name != "UTF-8").map(|name| format!("in {name}"));
        let delimiter = self.delimiter.filter(|delimiter| *delimiter != ',').map(|delimiter| match delimiter {
            '\t' => "with tabs between fields".to_owned(),
            other => format!("with {} between fields", printable(&other.to_string())),
        });
        let escape = self.escape.filter(|escape| *escape == "mysql").map(|_| "with MySQL's backslashes".to_owned());
        let found: Vec<_> = [encoding, delimiter, escape].into_iter().flatten().collect();
        if found.is_empty() { String::new() } else { format!("Read as a file {}\n", found.join(", ")) }
    }
}

/// An open source.
pub(super) enum Source {
    /// A parsed file.
    File { rows: std::vec::IntoIter<Row>, layout: Layout },
    /// A table.
    #[cfg(feature = "mysql")]
    MySql(Box<store_mysql::WxUsers>, String),
}

impl Source {
    /// Opens the source.
    pub(super) async fn open(source: &str, options: CsvOptions) -> Result<Self, OperatorError> {
        let scheme = source.split_once("://").map(|(scheme, _)| scheme);
        if scheme.is_some() && options.is_given() {
            return Err(OperatorError::Refused("--encoding and --escape are for CSV files".to_owned()));
        }
        // An incomplete address would be treated as a file name, and printed with its password.
        let is_incomplete_url =
            scheme.is_none() && ["mysql:", "mariadb:"].iter().any(|start| source.starts_with(start));
        match scheme {
            None if is_incomplete_url => {
                Err(OperatorError::Refused("the source is not mysql://USER:PASSWORD@HOST/DATABASE".to_owned()))
            }
            #[cfg(feature = "mysql")]
            Some("mysql" | "mariadb") => {
                if let Err(why) = crate::config::database_url::validate(source) {
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
                    file::read(std::io::stdin().lock(), options)
                } else {
                    match std::fs::File::open(source) {
                        Ok(opened) => file::read(opened, options),
                        Err(error) => return Err(OperatorError::File(printable(source), error.into())),
                    }
                };
                let file = read.map_err(|error| OperatorError::File(printable(source), error.into()))?;
                Ok(Self::File { layout: Layout::of(&file), rows: file.rows.into_iter() })
            }
        }
    }

    /// The format of the file.
    pub(super) fn layout(&self) -> Layout {
        match self {
            Self::File { layout, .. } => layout.clone(),
            #[cfg(feature = "mysql")]
            Self::MySql(..) => Layout::default(),
        }
    }

    /// The next rows; empty at the end.
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
