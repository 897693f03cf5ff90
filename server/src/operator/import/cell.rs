//! Parses cells as export tools write them: the spellings of null, of numbers and of booleans.

/// The spellings of null, in lower case.
const NULL: [&str; 5] = ["\\n", "null", "(null)", "[null]", "<null>"];

/// The spellings of false, in lower case and without quotes: MySQL's BIT is exported as the byte 0, or as `b'0'`.
const FALSE: [&str; 9] = ["", "\0", "false", "f", "no", "n", "否", "off", "\\0"];

/// The text of a cell; `None` if it is null. Excel preserves digits written as `="0138"`.
pub(super) fn filled(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let cell = cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell).trim();
    (!cell.is_empty() && !NULL.contains(&cell.to_lowercase().as_str())).then_some(cell)
}

/// Why a cell is not an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberError {
    /// It is not a number.
    NotANumber,
    /// A spreadsheet exported it as `1.38E+10`: the other digits are lost.
    Rounded,
}

/// The digits of an integer as written: `13800138000.0` of a data frame, `1,024`, `'0138` of a spreadsheet.
pub(super) fn digits(cell: &str) -> Result<String, NumberError> {
    let cell = cell.trim().trim_start_matches('\'').trim();
    if is_rounded(cell) {
        return Err(NumberError::Rounded);
    }
    let whole = cell.split_once('.').map_or(Some(cell), |(whole, fraction)| {
        (!fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0')).then_some(whole)
    });
    let whole = whole.ok_or(NumberError::NotANumber)?;
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().unwrap_or_default();
    let has_commas = whole.contains(',');
    let fits = groups.all(|group| group.len() == 3) && (!has_commas || (1..=3).contains(&first.len()));
    let number: String = whole.chars().filter(|character| *character != ',').collect();
    let unsigned = number.strip_prefix('-').unwrap_or(&number);
    let is_number = !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    if fits && is_number { Ok(number) } else { Err(NumberError::NotANumber) }
}

/// Parses an integer.
pub(super) fn number(cell: &str) -> Result<i64, NumberError> {
    digits(cell)?.parse().map_err(|_| NumberError::NotANumber)
}

/// Parses 0, 1 or 2; null is 0.
pub(super) fn up_to_two(cell: Option<&str>) -> Option<i64> {
    let Some(cell) = cell.and_then(filled) else { return Some(0) };
    number(cell).ok().filter(|number| (0..=2).contains(number))
}

/// Whether a flag is set. Anything but a spelling of false is true.
pub(super) fn is_set(cell: Option<&str>) -> bool {
    let Some(cell) = cell.and_then(filled) else { return false };
    let cell = cell.to_lowercase();
    let bare = cell.strip_prefix('b').filter(|rest| rest.starts_with('\'')).unwrap_or(&cell);
    let bare = bare.trim_matches(['\'', '"']).trim();
    let hex = bare.strip_prefix("0x").or_else(|| bare.strip_prefix("\\x")).unwrap_or(bare);
    // also 0.0, and the zero date
    let is_zero = !hex.is_empty() && hex.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-' | b':' | b' '));
    !is_zero && !FALSE.contains(&bare)
}

fn is_rounded(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['e', 'E']) else { return false };
    let is = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is(mantissa) && is(exponent.trim_start_matches(['+', '-']))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{NumberError, digits, filled, is_set, number, up_to_two};

    #[rstest]
    #[case("", None)]
    #[case(" \u{3000}\u{a0}", None)]
    #[case("\\N", None)]
    #[case("NULL", None)]
    #[case("Null", None)]
    #[case("(NULL)", None)]
    #[case("[NULL]", None)]
    #[case("=\"\"", None)]
    #[case("=\"0138\"", Some("0138"))]
    #[case(" a b\t", Some("a b"))]
    #[case("N", Some("N"))]
    fn null_has_many_spellings(#[case] cell: &str, #[case] text: Option<&str>) {
        assert_eq!(filled(cell), text);
    }

    #[rstest]
    #[case("7", Ok("7"))]
    #[case("0138", Ok("0138"))]
    #[case("'0138", Ok("0138"))]
    #[case("-3", Ok("-3"))]
    #[case("13800138000.0", Ok("13800138000"))]
    #[case("7.00", Ok("7"))]
    #[case("1,024", Ok("1024"))]
    #[case("1,234,567", Ok("1234567"))]
    #[case("1,2", Err(NumberError::NotANumber))]
    #[case("1234,567", Err(NumberError::NotANumber))]
    #[case("7.5", Err(NumberError::NotANumber))]
    #[case("7.", Err(NumberError::NotANumber))]
    #[case("-", Err(NumberError::NotANumber))]
    #[case("", Err(NumberError::NotANumber))]
    #[case("x", Err(NumberError::NotANumber))]
    #[case("1.38001E+10", Err(NumberError::Rounded))]
    #[case("1e+05", Err(NumberError::Rounded))]
    fn numbers_as_tools_write_them(#[case] cell: &str, #[case] expected: Result<&str, NumberError>) {
        assert_eq!(digits(cell).as_deref(), expected.as_ref().map(|digits| *digits));
    }

    #[test]
    fn numbers_are_range_checked() {
        assert_eq!(number("9223372036854775807"), Ok(i64::MAX));
        assert_eq!(number("9223372036854775808"), Err(NumberError::NotANumber));
        assert_eq!((up_to_two(None), up_to_two(Some("NULL")), up_to_two(Some("2.0"))), (Some(0), Some(0), Some(2)));
        assert_eq!((up_to_two(Some("3")), up_to_two(Some("-1")), up_to_two(Some("x"))), (None, None, None));
    }

    #[rstest]
    fn no(
        #[values(
            "",
            " ",
            "0",
            "00",
            "0.0",
            "'0",
            "NULL",
            "\\N",
            "(NULL)",
            "false",
            "FALSE",
            "f",
            "No",
            "N",
            "否",
            "\0",
            "b'0'",
            "b'\\x00'",
            "b'\\0'",
            "0x00",
            "\\x00",
            "0000-00-00 00:00:00",
            "=\"0\"",
            "'0'"
        )]
        cell: &str,
    ) {
        assert!(!is_set(Some(cell)));
    }

    #[rstest]
    fn yes(
        #[values(
            "1",
            "1.0",
            "2",
            "-1",
            "10",
            "true",
            "TRUE",
            "t",
            "Yes",
            "y",
            "是",
            "\u{1}",
            "b'1'",
            "b'\\x01'",
            "0x01",
            "\\x01",
            "2019-03-05 09:12:33",
            "=\"1\"",
            "'1",
            "deleted",
            "0.1",
            "已删除"
        )]
        cell: &str,
    ) {
        assert!(is_set(Some(cell)));
    }
}
