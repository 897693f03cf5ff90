//! Formats the cells of the operator's tables (times, phone numbers, names chosen by users) and the tables themselves.

use comfy_table::{Table, presets::NOTHING};
use identity::{DisplayName, Phone, Status, User, UserRecord};
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use serde_json::{Value, json};

/// Whether phone numbers are shown.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Phones {
    /// Show phone numbers whole; without it, 120****0001
    #[arg(long)]
    show_phones: bool,
}

impl Phones {
    fn show(self, phone: &Phone) -> String {
        if self.show_phones { phone.display() } else { masked(phone) }
    }
}

/// Keeps the first three and the last four digits of a number that is long enough.
fn masked(phone: &Phone) -> String {
    let digits: Vec<char> = phone.pure_number.chars().collect();
    let country = if phone.country_code == "86" { String::new() } else { format!("+{} ", phone.country_code) };
    match (digits.first_chunk::<3>(), digits.last_chunk::<4>()) {
        (Some(first), Some(last)) if digits.len() >= 10 => {
            format!("{country}{}****{}", String::from_iter(first), String::from_iter(last))
        }
        _ => format!("{country}****"),
    }
}

/// Formats a time at +08:00.
fn china(ms: i64, format: &str) -> String {
    let time = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    time.to_zoned_datetime(TimeZone::fixed(Offset::constant(8))).strftime(format).to_string()
}

/// A readable time at +08:00.
pub(super) fn time(ms: i64) -> String {
    china(ms, "%Y-%m-%d %H:%M:%S")
}

/// RFC 3339 at +08:00, for JSON.
pub(super) fn rfc3339(ms: i64) -> String {
    china(ms, "%Y-%m-%dT%H:%M:%S%:z")
}

/// A user's text made safe for a terminal: control characters, which could rewrite the screen, and bidirectional
/// controls are replaced.
pub(super) fn printable(text: &str) -> String {
    let hidden = |c: char| {
        let turns =
            matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
    };
    text.chars().map(|c| if hidden(c) { '\u{fffd}' } else { c }).collect()
}

/// A user's name by the current rule: an older version may have stored control or bidirectional characters.
pub(super) fn name(user: &User) -> String {
    DisplayName::cut(&user.nick_name).map(String::from).unwrap_or_default()
}

/// An account in one line, for questions.
pub(super) fn line(user: &User) -> String {
    format!("{}  {}  {}", user.id, name(user), printable(&user.openid))
}

/// The name of a status.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Disabled => "disabled",
        Status::Closed => "closed",
    }
}

/// An account's phone number, masked unless requested.
pub(super) fn phone(record: &UserRecord, phones: Phones) -> String {
    record.user.phone.as_ref().map(|phone| phones.show(phone)).unwrap_or_default()
}

/// An account as JSON.
pub(super) fn account(record: &UserRecord, phones: Phones) -> Value {
    let user = &record.user;
    json!({
        "userId": user.id,
        "app": printable(user.realm.as_str()),
        "openid": printable(&user.openid),
        "unionid": record.unionid.as_deref().map(printable),
        "nickName": name(user),
        "avatar": printable(&user.avatar),
        "gender": user.gender,
        "phone": user.phone.as_ref().map(|phone| phones.show(phone)),
        "userLevel": user.level,
        "status": status(user.status),
        "shareUserId": record.share_user_id,
        "registerTime": rfc3339(user.created_ms),
        "lastLoginTime": rfc3339(record.last_login_ms),
        "lastLoginIp": printable(&record.last_login_ip),
        "updateTime": rfc3339(record.updated_ms),
    })
}

/// A table without borders: columns two spaces apart by display width, readable for people and `awk`.
pub(super) fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header).add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt()
}

#[cfg(test)]
mod tests {
    use identity::Phone;
    use rstest::rstest;

    use super::{masked, printable, table, time};

    #[rstest]
    #[case("86", "12066600001", "120****0001")]
    #[case("852", "51234567", "+852 ****")]
    #[case("1", "2025550123", "+1 202****0123")]
    #[case("86", "12345", "****")]
    fn a_phone_is_masked(#[case] country_code: &str, #[case] number: &str, #[case] shown: &str) {
        assert_eq!(masked(&Phone { country_code: country_code.into(), pure_number: number.into() }), shown);
    }

    #[test]
    fn a_name_cannot_write_on_the_terminal() {
        assert_eq!(printable("林\u{1b}[2J晓\n\u{202e}x\u{9b}"), "林\u{fffd}[2J晓\u{fffd}\u{fffd}x\u{fffd}");
        assert_eq!(printable("👩‍👩‍👧 é"), "👩‍👩‍👧 é");
    }

    #[test]
    fn a_chinese_character_is_two_columns_wide() {
        let shown = table(
            ["ID", "NAME", "STATUS"],
            [["1".into(), "林晓".into(), "active".into()], ["12".into(), "Ann".into(), "closed".into()]],
        );
        assert_eq!(shown, "ID  NAME  STATUS\n1   林晓  active\n12  Ann   closed");
    }

    #[test]
    fn times_are_chinas() {
        assert_eq!(time(1_795_485_600_000), "2026-11-24 10:00:00");
    }
}
