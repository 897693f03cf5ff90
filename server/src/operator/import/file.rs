//! Parses a CSV file of accounts from any export tool; columns are found by the names in the first line.

use std::io::Read;

use encoding_rs::Encoding;
use identity::SeedUser;

use super::{
    cell,
    dialect::{self, Escape},
    encoding::{self, Decoded, INVALID_BYTES},
    records::{Dialect, Record},
    source::Row,
    validate::SkipReason,
};
use crate::operator::format::printable;

/// Why the file is not a list of accounts.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// The file cannot be read.
    #[error("it cannot be read")]
    Read(#[from] std::io::Error),
    /// The first line.
    #[error("its first line has no column `{0}`; it must name the columns")]
    Column(&'static str),
    /// The first line.
    #[error("its first line names the column `{0}` twice")]
    Twice(String),
    /// The encoding is neither UTF-8 nor given.
    #[error("line {line} is not UTF-8; it looks like {name}: give --encoding {lower}", lower = .name.to_lowercase())]
    Encoding { line: usize, name: String },
}

/// How to read a CSV file.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct CsvOptions {
    /// The encoding of a CSV file, such as gb18030 or big5; else it is UTF-8, or what its byte order mark says
    #[arg(long, value_name = "NAME", value_parser = encoding::named)]
    encoding: Option<&'static Encoding>,
    /// What a backslash is in a CSV file; else the file says it itself
    #[arg(long, value_name = "DIALECT")]
    escape: Option<Escape>,
}

impl CsvOptions {
    /// Whether any option is given.
    pub(super) fn is_given(self) -> bool {
        self.encoding.is_some() || self.escape.is_some()
    }
}

/// A parsed file.
pub(super) struct File {
    pub(super) rows: Vec<Row>,
    /// Columns that are not imported.
    pub(super) ignored: Vec<String>,
    /// The encoding and the dialect.
    pub(super) encoding: &'static Encoding,
    pub(super) dialect: Dialect,
}

type Field = fn(&mut SeedUser) -> &mut Option<String>;

/// Every column except the id.
const COLUMNS: [(&str, Field); 12] = [
    ("weixin_openid", |user| &mut user.weixin_openid),
    ("nickname", |user| &mut user.nickname),
    ("avatar", |user| &mut user.avatar),
    ("gender", |user| &mut user.gender),
    ("mobile", |user| &mut user.mobile),
    ("user_level", |user| &mut user.user_level),
    ("status", |user| &mut user.status),
    ("last_login_time", |user| &mut user.last_login_time),
    ("last_login_ip", |user| &mut user.last_login_ip),
    ("share_user_id", |user| &mut user.share_user_id),
    ("add_time", |user| &mut user.add_time),
    ("deleted", |user| &mut user.deleted),
];

/// Columns that are not reported as ignored: the id is parsed separately, and username and password are not used for
/// WeChat logins. Any other unknown name may be a typo.
const SILENT: [&str; 3] = ["id", "username", "password"];

/// The use of a column.
#[derive(Clone, Copy)]
enum Column {
    Id,
    Of(Field),
    Nothing,
}

/// Reads a whole file.
pub(super) fn read(mut file: impl Read, options: CsvOptions) -> Result<File, FileError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let decoded = encoding::decode(&bytes, options.encoding);
    let Decoded { mut text, encoding } = decoded.map_err(|detect| {
        let good = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        FileError::Encoding { line: good.matches('\n').count() + 1, name: detect.name().to_uppercase() }
    })?;
    drop(bytes);
    if !text.contains('\n') {
        text = text.replace('\r', "\n"); // an old Mac's
    }
    let (records, dialect) = dialect::detect(&text, options.escape);
    let mut records = records.into_iter();
    let (columns, ignored) = header(records.next().map(|record| record.fields).unwrap_or_default())?;
    let rows = records.filter(|record| record.fields.iter().any(|field| !field.trim().is_empty()));
    let rows = rows.map(|record| row(&record, &columns, dialect, encoding)).collect();
    Ok(File { rows, ignored, encoding, dialect })
}

/// Normalises a column's name: `weixin_openid`, `WEIXIN_OPENID`, `` `wx_user`.`weixin_openid` `` and `weixinOpenid` are
/// the same.
fn bare(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or(name);
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn header(mut names: Vec<String>) -> Result<(Vec<Column>, Vec<String>), FileError> {
    while names.last().is_some_and(|name| name.trim().is_empty()) {
        names.pop();
    }
    let bare_names: Vec<_> = names.iter().map(|name| bare(name)).collect();
    let has = |wanted: &str| bare_names.contains(&bare(wanted));
    let (mut columns, mut ignored) = (Vec::new(), Vec::new());
    for (row_ref, (name, shown)) in bare_names.iter().zip(&names).enumerate() {
        if !name.is_empty() && bare_names.iter().take(row_ref).any(|earlier| earlier == name) {
            return Err(FileError::Twice(printable(shown.trim())));
        }
        let known = COLUMNS.iter().find(|(known, _)| bare(known) == *name);
        columns.push(match known {
            _ if name == "id" => Column::Id,
            Some((_, field)) => Column::Of(*field),
            None => Column::Nothing,
        });
        if known.is_none() && !SILENT.contains(&name.as_str()) {
            ignored.push(shown.trim().trim_matches(['`', '"', '\'']).to_owned());
        }
    }
    match ["id", "weixin_openid"].into_iter().find(|wanted| !has(wanted)) {
        Some(missing) => Err(FileError::Column(missing)),
        None => Ok((columns, ignored)),
    }
}

fn row(record: &Record, columns: &[Column], dialect: Dialect, encoding: &'static Encoding) -> Row {
    let (mut user, mut id, mut is_readable) = (SeedUser::default(), Err(cell::NumberError::NotANumber), true);
    for (text, column) in record.fields.iter().zip(columns) {
        is_readable &= matches!(column, Column::Nothing) || !text.contains(INVALID_BYTES);
        match column {
            Column::Id => id = cell::number(cell::filled(text).unwrap_or_default()),
            Column::Of(field) => *field(&mut user) = cell::filled(text).map(str::to_owned),
            Column::Nothing => {}
        }
    }
    let number = id.ok();
    user.id = number.unwrap_or_default();
    let reason = match id {
        _ if has_merged(record, columns.len(), dialect) => Some(SkipReason::LineBreak(record.last_line)),
        _ if !has_as_many(record, columns.len()) => {
            Some(SkipReason::Fields { has: record.fields.len(), header: columns.len() })
        }
        // a deleted row is skipped whatever else is wrong with it
        _ if cell::is_set(user.deleted.as_deref()) => None,
        _ if !is_readable => Some(SkipReason::Bytes(encoding.name())),
        Err(cell::NumberError::Rounded) => Some(SkipReason::RoundedId),
        Err(cell::NumberError::NotANumber) => Some(SkipReason::Id),
        Ok(_) => None,
    };
    Row { line: Some(record.line), id: number, user: reason.map_or(Ok(user), Err) }
}

/// Whether there are as many fields as columns, or only empty ones after them, which a spreadsheet adds.
fn has_as_many(record: &Record, columns: usize) -> bool {
    record.fields.len() >= columns && record.fields.iter().skip(columns).all(|field| field.trim().is_empty())
}

/// Whether a quotation mark is missing, so that following rows were merged into a field of this one, up to the next
/// mark. A name may contain a line break, but not a line that could be a row.
fn has_merged(record: &Record, columns: usize, dialect: Dialect) -> bool {
    let is_row = |line: &str| line.matches(dialect.delimiter).count() + 1 >= columns;
    let holds_rows = || record.fields.iter().any(|field| columns > 1 && field.lines().skip(1).any(is_row));
    record.line != record.last_line && (record.is_broken || !has_as_many(record, columns) || holds_rows())
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
