//! Parses times as export tools write them.

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

/// Formats of a date with or without a time: MySQL's, Excel's in China, a person's.
const FORMATS: [&str; 14] = [
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y.%m.%d %H:%M:%S%.f",
    "%Y.%m.%d",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日",
    "%Y%m%d%H%M%S",
];

/// The valid years of a WeChat user's row: anything else is another number, or another order of day and year.
const YEARS: std::ops::Range<i16> = 1970..2200;

/// Why a cell is not a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeError;

/// Parses to UTC epoch milliseconds. Without an offset it is China's time; ten digits are seconds and thirteen digits
/// milliseconds since 1970. MySQL's null date is all zeros.
pub(super) fn parse(cell: &str) -> Result<Option<i64>, TimeError> {
    let cell = cell.trim_start_matches('\'').trim();
    let is_none = cell.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'/' | b':' | b'.' | b' ' | b'T'));
    if is_none {
        return Ok(None);
    }
    let china = TimeZone::fixed(Offset::constant(8));
    let epoch = if cell.bytes().all(|byte| byte.is_ascii_digit()) { cell.parse::<i64>().ok() } else { None };
    let time = match (epoch, cell.len()) {
        (Some(seconds), 9..=10) => Timestamp::from_second(seconds).ok(),
        (Some(ms), 12..=13) => Timestamp::from_millisecond(ms).ok(),
        _ => zoned(cell).or_else(|| {
            let local = FORMATS.iter().find_map(|format| DateTime::strptime(format, cell).ok());
            local.and_then(|local| china.to_timestamp(local).ok())
        }),
    };
    let time = time.filter(|time| YEARS.contains(&china.to_datetime(*time).year())).ok_or(TimeError)?;
    Ok(Some(time.as_millisecond()))
}

/// A time with an offset, as in ISO 8601, or with a blank before the offset, as PostgreSQL's tools write it.
fn zoned(cell: &str) -> Option<Timestamp> {
    let joined = cell.rsplit_once(' ').filter(|(_, offset)| offset.starts_with(['+', '-', 'Z']));
    joined.map_or_else(|| cell.to_owned(), |(time, offset)| format!("{time}{offset}")).parse().ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{TimeError, parse};

    /// 2019-03-05 00:00:00 in China.
    const DAY: i64 = 1_551_715_200_000;
    const MINUTE: i64 = DAY + (9 * 60 + 12) * 60_000;

    #[rstest]
    #[case("2019-03-05 09:12:33", MINUTE + 33_000)]
    #[case("2019-03-05 09:12:33.500000", MINUTE + 33_500)]
    #[case("2019-03-05 09:12", MINUTE)]
    #[case("2019-3-5 9:12", MINUTE)]
    #[case("2019-03-05", DAY)]
    #[case("2019/3/5 9:12", MINUTE)]
    #[case("2019/3/5 9:12:33", MINUTE + 33_000)]
    #[case("2019/03/05", DAY)]
    #[case("2019.3.5", DAY)]
    #[case("2019年3月5日", DAY)]
    #[case("2019年3月5日 9:12", MINUTE)]
    #[case("20190305091233", MINUTE + 33_000)]
    #[case("2019-03-05T09:12:33", MINUTE + 33_000)]
    #[case("2019-03-05T09:12", MINUTE)]
    #[case("2019-03-05T01:12:00Z", MINUTE)]
    #[case("2019-03-05T01:12:00.000Z", MINUTE)]
    #[case("2019-03-05T09:12:00+08:00", MINUTE)]
    #[case("2019-03-05T10:12:00.000+0900", MINUTE)]
    #[case("2019-03-05 09:12:00+08", MINUTE)]
    #[case("2019-03-05 09:12:00 +08:00", MINUTE)]
    #[case("1551748320", MINUTE)]
    #[case("1551748320000", MINUTE)]
    #[case("'2019-03-05", DAY)]
    fn times_as_tools_write_them(#[case] cell: &str, #[case] ms: i64) {
        assert_eq!(parse(cell), Ok(Some(ms)));
    }

    #[rstest]
    fn no_date_is_none(
        #[values("", "0", "0000-00-00", "0000-00-00 00:00:00", "0000-00-00 00:00:00.000000")] cell: &str,
    ) {
        assert_eq!(parse(cell), Ok(None));
    }

    #[rstest]
    fn what_is_no_time_is_not_guessed(
        #[values(
            "yesterday",
            "2019-02-29 00:00:00",
            "2019-13-01",
            "3/5/2019 9:12",
            "05/03/2019",
            "19-03-05",
            "43529.38",
            "43529",
            "12:33.0",
            "2019-03-05 25:00:00",
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "#######"
        )]
        cell: &str,
    ) {
        assert_eq!(parse(cell), Err(TimeError));
    }
}
