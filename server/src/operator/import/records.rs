//! Splits CSV text into records, in both common dialects: RFC 4180's, where a quotation mark in a quoted field is
//! doubled, and MySQL's (`ESCAPED BY '\\'`), where a backslash escapes special characters in quoted and unquoted
//! fields. The crate `csv` does not support backslashes outside of quotes and does not report stray quotes.

use std::{iter::Peekable, str::Chars};

/// A CSV dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The delimiter of fields.
    pub(super) delimiter: char,
    /// The quote character; `None` if there is none, as in the batch mode of MySQL's client.
    pub(super) quote: Option<char>,
    /// Whether a backslash escapes.
    pub(super) escape: bool,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// The line where the record begins, from 1.
    pub(super) line: u64,
    /// The line where the record ends.
    pub(super) last_line: u64,
    pub(super) fields: Vec<String>,
    /// A quoted field is unterminated, or continues after its closing quote.
    pub(super) is_broken: bool,
}

/// The records of `text`, whose first line has the number `line`. Skips empty lines.
pub(super) fn records(text: &str, line: u64, dialect: Dialect) -> impl Iterator<Item = Record> {
    Reader { characters: text.chars().peekable(), line, dialect }
}

struct Reader<'a> {
    characters: Peekable<Chars<'a>>,
    line: u64,
    dialect: Dialect,
}

/// What ended a field.
#[derive(PartialEq, Eq)]
enum End {
    Delimiter,
    Record,
}

impl Iterator for Reader<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while matches!(self.characters.peek()?, '\n' | '\r') {
            self.advance();
        }
        let mut record = Record { line: self.line, last_line: self.line, fields: Vec::new(), is_broken: false };
        while self.field(&mut record) == End::Delimiter {}
        Some(record)
    }
}

impl Reader<'_> {
    fn advance(&mut self) -> Option<char> {
        let character = self.characters.next();
        self.line += u64::from(character == Some('\n'));
        character
    }

    fn skip_blanks(&mut self) {
        while self.characters.next_if_eq(&' ').is_some() {}
    }

    fn field(&mut self, record: &mut Record) -> End {
        let mut text = String::new();
        self.skip_blanks();
        if self.characters.next_if(|next| Some(*next) == self.dialect.quote).is_some() {
            record.is_broken |= !self.quoted(&mut text);
            self.skip_blanks();
            let ends = |next: &char| matches!(next, '\n' | '\r') || *next == self.dialect.delimiter;
            record.is_broken |= !self.characters.peek().is_none_or(ends);
        }
        record.last_line = self.line;
        let end = self.unquoted(&mut text);
        record.fields.push(text);
        end
    }

    /// Reads up to the closing quote. `false` if there is none.
    fn quoted(&mut self, text: &mut String) -> bool {
        loop {
            match self.advance() {
                None => return false,
                Some('\\') if self.dialect.escape => self.escaped(text),
                Some(quote) if Some(quote) == self.dialect.quote => match self.characters.next_if_eq(&quote) {
                    Some(quote) => text.push(quote),
                    None => return true,
                },
                Some(character) => text.push(character),
            }
        }
    }

    fn unquoted(&mut self, text: &mut String) -> End {
        loop {
            match self.advance() {
                None | Some('\n') => return End::Record,
                Some('\r') => {
                    if self.characters.peek() == Some(&'\n') {
                        self.advance();
                    }
                    return End::Record;
                }
                Some(delimiter) if delimiter == self.dialect.delimiter => return End::Delimiter,
                Some('\\') if self.dialect.escape => self.escaped(text),
                Some(character) => text.push(character),
            }
        }
    }

    /// Unescapes as `LOAD DATA` does; `\N`, which is NULL, stays as it is.
    fn escaped(&mut self, text: &mut String) {
        match self.advance() {
            None => text.push('\\'),
            Some('N') => text.push_str("\\N"),
            Some('0') => text.push('\0'),
            Some('b') => text.push('\u{8}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('Z') => text.push('\u{1a}'),
            Some(character) => text.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::{Dialect, Record, records};

    const CSV: Dialect = Dialect { delimiter: ',', quote: Some('"'), escape: false };
    const MYSQL: Dialect = Dialect { escape: true, ..CSV };

    fn all(text: &str, dialect: Dialect) -> Vec<Record> {
        records(text, 1, dialect).collect()
    }

    /// Fields with | between them, records with ¶.
    fn shown(text: &str, dialect: Dialect) -> String {
        fields(text, dialect).iter().map(|fields| fields.join("|")).collect::<Vec<_>>().join("¶")
    }

    fn fields(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        all(text, dialect).into_iter().map(|record| record.fields).collect()
    }

    #[rstest]
    #[case::plain("a,b\nc,d\n", "a|b¶c|d")]
    #[case::no_end("a,b", "a|b")]
    #[case::crlf("a,b\r\n\r\nc,d\r\n", "a|b¶c|d")]
    #[case::empty_fields(",\n\"\",\n", "|¶|")]
    #[case::doubled("\"a\"\"b\",c", "a\"b|c")]
    #[case::delimiter_and_lines("\"a,\r\nb\",c", "a,\r\nb|c")]
    #[case::blanks_around("a , \"b\" ,c", "a |b|c")]
    #[case::mark_inside("a\"b,c\"", "a\"b|c\"")]
    #[case::backslash_before_the_end("\"a\\\",b", "a\\|b")]
    #[case::null("\\N,b", "\\N|b")]
    fn rfc_4180(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(shown(text, CSV), expected);
        assert!(all(text, CSV).iter().all(|record| !record.is_broken));
    }

    #[rstest]
    #[case::mark("\"a\\\"b\",c", "a\"b|c")]
    #[case::delimiter("a\\,b,c", "a,b|c")]
    #[case::line("a\\\nb,c\nd,e", "a\nb|c¶d|e")]
    #[case::names("a\\tb\\n\\0\\\\,c", "a\tb\n\0\\|c")]
    #[case::null("\\N,\"\\N\"", "\\N|\\N")]
    #[case::doubled_too("\"a\"\"b\"", "a\"b")]
    #[case::at_the_end("a\\", "a\\")]
    fn mysql(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(shown(text, MYSQL), expected);
        assert!(all(text, MYSQL).iter().all(|record| !record.is_broken));
    }

    #[rstest]
    #[case::no_end("a,\"b\nc,d\n", 1, 3)]
    #[case::goes_on("a,\"b\nc,\"d\ne,f\n", 1, 2)]
    fn a_missing_quotation_mark_is_detected(#[case] text: &str, #[case] line: u64, #[case] last_line: u64) {
        let first = all(text, CSV).remove(0);
        assert_eq!((first.is_broken, first.line, first.last_line), (true, line, last_line));
    }

    #[test]
    fn quotes_can_be_disabled() {
        let bare = Dialect { quote: None, ..MYSQL };
        assert_eq!(shown("\"a,\"b\"\nc,d\\\"", bare), "\"a|\"b\"¶c|d\"");
    }

    #[test]
    fn lines_are_counted() {
        let lines: Vec<_> = all("a\r\n\n\"b\nc\"\nd", CSV).iter().map(|r| (r.line, r.last_line)).collect();
        assert_eq!(lines, [(1, 1), (3, 4), (5, 5)]);
    }

    /// Escapes as `INTO OUTFILE … ESCAPED BY '\\'` does.
    fn as_mysql(field: &str, quoted: bool) -> String {
        let escaped = |c: char| match c {
            '\0' => "\\0".to_owned(),
            '\\' | '\n' => format!("\\{c}"),
            '"' if quoted => "\\\"".to_owned(),
            ',' if !quoted => "\\,".to_owned(),
            c => c.to_string(),
        };
        let text: String = field.chars().map(escaped).collect();
        if quoted { format!("\"{text}\"") } else { text }
    }

    proptest! {
        #[test]
        fn what_the_crate_csv_writes_is_read_back(rows in prop::collection::vec(prop::collection::vec("[a-c\",\\\\\n\r 林]{0,6}", 2..4), 1..5)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(fields(&text, CSV), rows);
        }

        #[test]
        fn what_mysql_writes_is_read_back(rows in prop::collection::vec(prop::collection::vec("[a-c\",\\\\\n\0 林]{0,6}", 2..4), 1..5)) {
            let line = |row: &Vec<String>| row.iter().map(|field| as_mysql(field, true)).collect::<Vec<_>>().join(",") + "\n";
            prop_assert_eq!(fields(&rows.iter().map(line).collect::<String>(), MYSQL), rows);
        }

        #[test]
        fn unquoted_too(fields_ in prop::collection::vec("[a-c\",\\\\\n\0林]{1,6}", 2..4)) {
            prop_assume!(!fields_.iter().any(|field| field.starts_with('"') || field.starts_with('\n')));
            let line = fields_.iter().map(|field| as_mysql(field, false)).collect::<Vec<_>>().join(",");
            prop_assert_eq!(fields(&line, MYSQL), [fields_]);
        }

        #[test]
        fn any_text_is_parsed(text in "[a\",\\\\\n\r ]{0,40}", escape: bool) {
            let records = all(&text, Dialect { escape, ..CSV });
            prop_assert!(records.iter().all(|record| record.line <= record.last_line && !record.fields.is_empty()));
        }
    }
}
