//! Detects the dialect of a CSV file: MySQL, Navicat, Excel and DBeaver export differently.

use super::records::{Dialect, Record, records};

/// The meaning of a backslash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Escape {
    /// MySQL's ESCAPED BY: a backslash stands before a quotation mark, a delimiter and a line break, \N is NULL
    Mysql,
    /// A letter like any other; a quotation mark is doubled
    Csv,
}

/// The possible delimiters; the most frequent one in the first line is used.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Parses `text` in the detected dialect. `escape` is the operator's choice, if any.
pub(super) fn detect(text: &str, escape: Option<Escape>) -> (Vec<Record>, Dialect) {
    let mut line = 1;
    let (mut text, mut named) = (text.trim_start_matches('\u{feff}'), None);
    if let Some((delimiter, rest)) = sep(text) {
        (text, named, line) = (rest, Some(delimiter), 2);
    }
    let header = text.trim_start().lines().next().unwrap_or_default();
    let plain = Dialect {
        delimiter: named.unwrap_or_else(|| delimiter(header)),
        quote: Some(if header.trim_start().starts_with('\'') { '\'' } else { '"' }),
        escape: escape == Some(Escape::Mysql),
    };
    let as_written: Vec<_> = records(text, line, plain).collect();
    let as_mysql = || {
        let mysql = Dialect { escape: true, ..plain };
        (records(text, line, mysql).collect::<Vec<_>>(), mysql)
    };
    let quoted = match escape {
        None if text.contains('\\') => {
            let mysql = as_mysql();
            let (plain_errors, mysql_errors) = (error_count(&as_written), error_count(&mysql.0));
            let is_mysql =
                mysql_errors < plain_errors || (mysql_errors == plain_errors && is_all_escapes(text, mysql.1));
            if is_mysql { mysql } else { (as_written, plain) }
        }
        _ => (as_written, plain),
    };
    if quoted.1.delimiter != '\t' || escape == Some(Escape::Csv) {
        return quoted;
    }
    // MySQL's batch mode and a bare INTO OUTFILE quote no field, but a name may begin with a quotation mark.
    let bare = Dialect { quote: None, escape: true, ..plain };
    let unquoted: Vec<_> = records(text, line, bare).collect();
    let (quoted_errors, bare_errors) = (error_count(&quoted.0), error_count(&unquoted));
    let is_bare = bare_errors < quoted_errors || (bare_errors == quoted_errors && quoted.1.escape);
    if is_bare && !is_mostly_quoted(text, plain) { (unquoted, bare) } else { quoted }
}

/// Whether at least half of the lines have a field that begins with a quotation mark: then it is a quote, not part of a
/// name.
fn is_mostly_quoted(text: &str, dialect: Dialect) -> bool {
    let begins = |field: &str| dialect.quote.is_some_and(|quote| field.starts_with(quote));
    let quoted = text.lines().filter(|line| line.split(dialect.delimiter).any(begins)).count();
    quoted * 2 >= text.lines().count()
}

/// Excel's first line `sep=;`: returns the delimiter and the rest.
fn sep(text: &str) -> Option<(char, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_end_matches('\r').trim_matches('"');
    let delimiter = first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(first.get(4..))?;
    let mut characters = delimiter.chars();
    match (characters.next(), characters.next()) {
        (Some(delimiter), None) if delimiter != '"' && !delimiter.is_alphanumeric() => Some((delimiter, rest)),
        _ => None,
    }
}

fn delimiter(header: &str) -> char {
    let most_frequent = DELIMITERS.into_iter().rev().max_by_key(|delimiter| header.matches(*delimiter).count());
    most_frequent.unwrap_or(',')
}

/// The number of records that are malformed, or whose field count differs from the header's.
fn error_count(records: &[Record]) -> usize {
    let columns = records.first().map_or(0, |header| header.fields.len());
    records.iter().filter(|record| record.is_broken || record.fields.len() != columns).count()
}

/// Whether each backslash precedes a character that MySQL escapes: `INTO OUTFILE` escapes NUL, NULL, backslash,
/// quotation mark, delimiter and line break; the client's batch mode, which uses tabs, also tab and `\n`.
fn is_all_escapes(text: &str, dialect: Dialect) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let is_escape = |next: char| {
            let is_batch = dialect.delimiter == '\t' && matches!(next, 'n' | 't' | 'r');
            is_batch
                || matches!(next, '0' | 'N' | '\\' | '\n' | '\r')
                || next == dialect.delimiter
                || Some(next) == dialect.quote
        };
        if character == '\\' && !characters.next().is_some_and(is_escape) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{Escape, detect};

    #[rstest]
    #[case::comma("id,name\n1,a\n", ',')]
    #[case::semicolon("id;name\n1;a,b\n", ';')]
    #[case::tab("id\tname\n1\ta,b\n", '\t')]
    #[case::quoted("\"id\";\"name\"\r\n\"1\";\"a\"\r\n", ';')]
    #[case::sep("sep=;\nid;name\n1;a\n", ';')]
    #[case::sep_over_the_header("sep=|\r\nid|name\r\n1|a,b;c\r\n", '|')]
    #[case::sep_quoted("\"sep=,\"\nid,name\n1,a\n", ',')]
    #[case::sep_tab("SEP=\t\nid\tname\n1\ta\n", '\t')]
    fn the_delimiter_is_detected(#[case] text: &str, #[case] delimiter: char) {
        let (records, dialect) = detect(text, None);
        assert_eq!((dialect.delimiter, records.len()), (delimiter, 2));
        assert!(records.iter().all(|record| record.fields.len() == 2), "{records:?}");
        let sep = text.to_lowercase().contains("sep=");
        assert_eq!(records[0].line, if sep { 2 } else { 1 }, "lines are the file's");
    }

    #[rstest]
    #[case::batch("id\tname\n1\t\"a\"\n2\t\"b\n3\tc\n4\td\\\\\n", &["\"a\"", "\"b", "c", "d\\"])]
    #[case::batch_without_backslash("id\tname\n1\t\"a\n2\tb\n3\tc\n", &["\"a", "b", "c"])]
    #[case::outfile_with_marks("id\tname\n1\t\"a\\\"\"\n2\t\"b\"\n", &["a\"", "b"])]
    #[case::unicode_text("id\tname\n1\t\"say \"\"a\"\"\"\n2\tb\n3\tc\n4\td\n", &["say \"a\"", "b", "c", "d"])]
    #[case::navicat("\"id\"\t\"name\"\n\"1\"\t\"a\\b\"\n\"2\"\t\"\"\n", &["a\\b", ""])]
    fn quoting_of_tab_separated_fields_is_detected(#[case] text: &str, #[case] names: &[&str]) {
        let seen: Vec<_> = detect(text, None).0.iter().skip(1).map(|record| record.fields[1].clone()).collect();
        assert_eq!(seen, names);
    }

    #[rstest]
    #[case::quote("id,name\n1,\"a\\\"b\"\n", true)]
    #[case::quote_and_comma("id,name\n1,\"a\\\",b\"\n", true)]
    #[case::null("id,name\n1,\\N\n", true)]
    #[case::delimiter("id,name\n1,a\\,b\n", true)]
    #[case::doubled_backslash("id,name\n1,c:\\\\dir\n", true)]
    #[case::a_name_ends_with_one("id,name\n1,\"a\\\"\n2,\"b\"\n", false)]
    #[case::doubled("id,name\n1,\"a\\\"\"b\"\n", false)]
    #[case::kaomoji("id,name\n1,¯\\_(ツ)_/¯\n", false)]
    #[case::folder("id,name\n1,c:\\dir\n", false)]
    #[case::no_line("id,name\n1,a\\new\n", false)]
    #[case::batch("id\tname\n1\ta\\nb\n", true)]
    #[case::none("id,name\n1,a\n", false)]
    fn backslash_escapes_are_detected(#[case] text: &str, #[case] escape: bool) {
        assert_eq!(detect(text, None).1.escape, escape);
        assert!(detect(text, Some(Escape::Mysql)).1.escape);
        assert!(!detect(text, Some(Escape::Csv)).1.escape);
    }
}
