//! A CSV file of accounts. It is read whole, because its rows must come by id, in whatever order they were written.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, Trim};
use identity::SeedUser;

use super::{judge::Skipped, source::Row};
use crate::operator::words::printable;

/// Why the file is not one of accounts.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// The file.
    #[error("it cannot be read")]
    Read(#[from] csv::Error),
    /// The first line.
    #[error("its first line has no column `{0}`; it must name the columns")]
    Column(&'static str),
    /// The first line.
    #[error("its first line names the column `{0}` twice")]
    Twice(String),
    /// Another encoding, such as Excel's GBK.
    #[error("line {0} is not UTF-8; save the file as UTF-8")]
    Encoding(u64),
}

type Field = fn(&mut SeedUser) -> &mut Option<String>;

/// Every column but the id.
const COLUMNS: [(&str, Field); 11] = [
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
];

/// How tools write a field that has nothing in it.
const NOTHING: [&str; 6] = ["", "\\N", "NULL", "null", "(NULL)", "(null)"];

/// The id is read apart; with the other two, nobody signs in here. Any other name that is not ours may be a slip.
const SILENT: [&str; 3] = ["id", "username", "password"];

/// The rows by id, those without one last; and the columns that nothing is made of.
pub(super) fn read(file: impl Read) -> Result<(Vec<Row>, Vec<String>), FileError> {
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(file);
    let header = texts(reader.byte_headers()?).ok_or(FileError::Encoding(1))?;
    let mut columns = Vec::new();
    for (place, name) in header.iter().enumerate() {
        if header.iter().take(place).any(|earlier| earlier == name) {
            return Err(FileError::Twice(printable(name)));
        }
        columns.push(COLUMNS.iter().find(|(known, _)| known == name).map(|(_, field)| *field));
    }
    let id = header.iter().position(|name| name == "id").ok_or(FileError::Column("id"))?;
    if !header.iter().any(|name| name == "weixin_openid") {
        return Err(FileError::Column("weixin_openid"));
    }
    let mut rows = Vec::new();
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        let texts = texts(&record).ok_or(FileError::Encoding(line))?;
        rows.push(row(line, &texts, id, &columns));
    }
    rows.sort_by_key(|row| (row.id.is_none(), row.id));
    let known = |name: &String| SILENT.contains(&name.as_str()) || COLUMNS.iter().any(|(column, _)| column == name);
    Ok((rows, header.into_iter().filter(|name| !known(name)).collect()))
}

fn texts(record: &ByteRecord) -> Option<Vec<String>> {
    // A byte order mark is what Excel writes first; the reader drops it.
    record.iter().map(|field| String::from_utf8(field.to_vec()).ok()).collect()
}

fn row(line: u64, texts: &[String], id: usize, columns: &[Option<Field>]) -> Row {
    let mut user = SeedUser::default();
    for (text, column) in texts.iter().zip(columns) {
        if let Some(field) = column
            && !NOTHING.contains(&text.as_str())
        {
            *field(&mut user) = Some(text.clone());
        }
    }
    let number = texts.get(id).and_then(|id| id.parse::<i64>().ok());
    let breaks = texts.iter().flat_map(|text| text.bytes()).filter(|byte| *byte == b'\n').count() as u64;
    let user = match number {
        // the rest of the file may be in that field, up to the next quotation mark: other people's rows
        _ if breaks > 0 => Err(Skipped::LineBreak(line + breaks)),
        _ if texts.len() != columns.len() => Err(Skipped::Fields { has: texts.len(), header: columns.len() }),
        Some(number) => Ok(SeedUser { id: number, ..user }),
        None => Err(Skipped::Id),
    };
    Row { line: Some(line), id: number, user }
}

#[cfg(test)]
mod tests {
    use super::{FileError, Skipped, read};

    #[test]
    fn rows_come_by_id_whatever_their_order_and_the_columns() {
        let text = "\u{feff}nickname,id,weixin_openid,moblie\n\"林, 晓\",20,o2,x\nNULL , 3,o1,\n\\N,x,o3,\n";
        let (rows, ignored) = read(text.as_bytes()).unwrap();
        assert_eq!(ignored, ["moblie"]);
        let seen: Vec<_> = rows.iter().map(|row| (row.id, row.line, row.user.is_ok())).collect();
        assert_eq!(seen, [(Some(3), Some(3), true), (Some(20), Some(2), true), (None, Some(4), false)]);
        let named = |place: usize| rows[place].user.as_ref().ok().unwrap().nickname.clone();
        assert_eq!((named(0), named(1)), (None, Some("林, 晓".to_owned())));
    }

    #[test]
    fn a_forgotten_quotation_mark_merges_nobody() {
        let text = "id,weixin_openid,nickname,mobile\n1,o1,\"xiao,1\n2,o2,b,2\n3,o3,\"c,3\n4,o4,d,4\n";
        let (rows, _) = read(text.as_bytes()).unwrap();
        let why = |place: usize| rows[place].user.as_ref().err().copied();
        assert_eq!((rows.len(), rows[0].line, why(0)), (2, Some(2), Some(Skipped::LineBreak(4))));
        assert_eq!((rows[1].id, why(1)), (Some(4), None), "what comes after is read again");
    }

    #[test]
    fn what_is_no_file_of_accounts_is_refused() {
        assert!(matches!(read("".as_bytes()), Err(FileError::Column("id"))));
        assert!(matches!(read("id,openid\n1,o1\n".as_bytes()), Err(FileError::Column("weixin_openid"))));
        assert!(matches!(read("id,weixin_openid,id\n".as_bytes()), Err(FileError::Twice(_))));
        let gbk = [b"id,weixin_openid,nickname\n1,o1,\xc1\xd6\n".as_slice()].concat();
        assert!(matches!(read(gbk.as_slice()), Err(FileError::Encoding(2))));
    }
}
