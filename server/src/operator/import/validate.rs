//! Validates a row of the other system: an account, or the reason to skip it.

use std::net::IpAddr;

use identity::{DisplayName, ImportedUser, MAX_NAME, Phone, Realm, SeedUser, Status, is_wechat_avatar};

use super::{cell, phone_number, time};

/// The longest openid, in bytes. WeChat's have 28.
const MAX_OPENID: usize = 64;

/// The highest id that is kept, 2⁵²: JavaScript counts exactly to twice that, which leaves room above it.
pub(super) const MAX_ID: i64 = 1 << 52;

/// Why a row is skipped. The messages contain no values but ids, since a value may be a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum SkipReason {
    #[error("it has {has} fields, the first line has {header}")]
    Fields { has: usize, header: usize },
    #[error("it has bytes that are not {0}")]
    Bytes(&'static str),
    #[error("id is not a number")]
    Id,
    #[error("id was rounded by a spreadsheet (as 1.2E+11): export the column as text")]
    RoundedId,
    #[error("a quotation mark is missing: a field goes on to line {0}")]
    LineBreak(u64),
    #[error("it has no openid")]
    NoOpenid,
    #[error("weixin_openid is not an openid")]
    Openid,
    #[error("status is not 0, 1 or 2")]
    Status,
    #[error("it is deleted there")]
    Deleted,
    #[error("row {0} has the same openid and is the later one")]
    SameOpenid(i64),
}

impl SkipReason {
    /// Whether the row is invalid. The others are skipped as intended.
    pub(super) fn is_bad(self) -> bool {
        !matches!(self, Self::Deleted | Self::SameOpenid(_))
    }
}

/// A field that an account is imported without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum DroppedField {
    #[error("nickname: no visible character")]
    Name,
    #[error("nickname: shortened to {MAX_NAME} characters")]
    NameCut,
    #[error("nickname: without control characters")]
    NameCleaned,
    #[error("gender: not 0, 1 or 2")]
    Gender,
    #[error("user_level: not 0, 1 or 2")]
    Level,
    #[error("add_time: not a time as yyyy-MM-dd HH:mm:ss")]
    AddTime,
    #[error("last_login_time: not a time as yyyy-MM-dd HH:mm:ss")]
    LastLoginTime,
    #[error("share_user_id: no such account was taken")]
    Referrer,
    #[error("mobile: not a phone number")]
    Mobile,
    #[error("mobile: rounded by a spreadsheet (as 1.2E+10): export the column as text")]
    RoundedMobile,
    #[error("mobile: bound to another account")]
    PhoneTaken,
    #[error("avatar: not an https address of WeChat's (*.qlogo.cn)")]
    Avatar,
    #[error("last_login_ip: not an address")]
    Ip,
}

/// A valid account. Its `share_user_id` is still empty.
#[derive(Clone)]
pub(super) struct ValidRow {
    pub(super) user: ImportedUser,
    /// The referrer's source id.
    pub(super) referrer: Option<i64>,
    pub(super) dropped: Vec<DroppedField>,
    /// `last_login_time` and `add_time`, if present: decide which of two rows of one openid is later.
    pub(super) recency: (Option<i64>, Option<i64>),
}

/// Validates a row. An invalid optional field drops only the field.
pub(super) fn validate(seed: &SeedUser, realm: &Realm, now_ms: i64) -> Result<ValidRow, SkipReason> {
    if cell::is_set(seed.deleted.as_deref()) {
        return Err(SkipReason::Deleted);
    }
    let openid = filled(seed.weixin_openid.as_deref()).ok_or(SkipReason::NoOpenid)?;
    let openid = openid.trim_start_matches('\'');
    if openid.is_empty() || openid.len() > MAX_OPENID || !openid.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(SkipReason::Openid);
    }
    let status = cell::up_to_two(seed.status.as_deref()).map(Status::from_column).ok_or(SkipReason::Status)?;
    let mut dropped = DroppedFields::default();
    let created_ms = dropped.or_default(time_of(seed.add_time.as_deref(), DroppedField::AddTime));
    let last_login_ms = dropped.or_default(time_of(seed.last_login_time.as_deref(), DroppedField::LastLoginTime));
    let user = ImportedUser {
        id: Some(seed.id).filter(|id| (1..=MAX_ID).contains(id)),
        realm: realm.clone(),
        openid: openid.to_owned(),
        nick_name: dropped.name(seed.nickname.as_deref()),
        avatar: dropped.or_default(avatar(seed.avatar.as_deref())),
        gender: dropped.or_default(gender(seed.gender.as_deref())),
        phone: dropped.or_default(phone(seed.mobile.as_deref())),
        level: dropped.or_default(cell::up_to_two(seed.user_level.as_deref()).ok_or(DroppedField::Level)),
        status,
        share_user_id: None,
        referred: Vec::new(),
        last_login_ms: last_login_ms.or(created_ms).unwrap_or(now_ms),
        last_login_ip: dropped.or_default(ip(seed.last_login_ip.as_deref())),
        created_ms: created_ms.or(last_login_ms).unwrap_or(now_ms),
        now_ms,
    };
    let referrer = dropped.or_default(referrer(seed));
    Ok(ValidRow { user, referrer, dropped: dropped.0, recency: (last_login_ms, created_ms) })
}

/// The dropped fields of a row.
#[derive(Default)]
struct DroppedFields(Vec<DroppedField>);

impl DroppedFields {
    /// The value, or its default if it is invalid; notes the dropped field.
    fn or_default<T: Default>(&mut self, value: Result<T, DroppedField>) -> T {
        value.unwrap_or_else(|field| {
            self.0.push(field);
            T::default()
        })
    }

    /// The name, cleaned and shortened for display.
    fn name(&mut self, text: Option<&str>) -> String {
        let Some(text) = filled(text) else { return String::new() };
        let name = DisplayName::cut(text).map(String::from);
        match &name {
            None => self.0.push(DroppedField::Name),
            Some(_) if DisplayName::parse(text).is_err() => self.0.push(DroppedField::NameCut),
            Some(name) if name != text => self.0.push(DroppedField::NameCleaned),
            Some(_) => {}
        }
        name.unwrap_or_default()
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.and_then(cell::filled)
}

fn time_of(text: Option<&str>, field: DroppedField) -> Result<Option<i64>, DroppedField> {
    filled(text).map_or(Ok(None), |text| time::parse(text).map_err(|_| field))
}

/// Parses WeChat's number, or a word for it.
fn gender(text: Option<&str>) -> Result<i64, DroppedField> {
    let word = filled(text).unwrap_or_default().to_lowercase();
    match word.as_str() {
        "未知" | "保密" | "unknown" => Ok(0),
        "男" | "男性" | "male" | "m" => Ok(1),
        "女" | "女性" | "female" | "f" => Ok(2),
        _ => cell::up_to_two(text).ok_or(DroppedField::Gender),
    }
}

fn phone(text: Option<&str>) -> Result<Option<Phone>, DroppedField> {
    let Some(text) = filled(text) else { return Ok(None) };
    let number = match cell::digits(text) {
        Ok(digits) => digits,
        Err(cell::NumberError::Rounded) => return Err(DroppedField::RoundedMobile),
        Err(cell::NumberError::NotANumber) => text.trim_start_matches('\'').to_owned(),
    };
    phone_number::parse(&number).ok_or(DroppedField::Mobile).map(Some)
}

/// 0 means no referrer; nobody can refer oneself.
fn referrer(seed: &SeedUser) -> Result<Option<i64>, DroppedField> {
    let Some(text) = filled(seed.share_user_id.as_deref()) else { return Ok(None) };
    match cell::number(text) {
        Ok(0) => Ok(None),
        Ok(id) if id != seed.id => Ok(Some(id)),
        _ => Err(DroppedField::Referrer),
    }
}

/// The same rule as at login: any other address would let an account make every phone that shows it send a request
/// there. WeChat used `http` addresses for years; the same picture is available at `https`.
fn avatar(text: Option<&str>) -> Result<String, DroppedField> {
    let Some(text) = filled(text) else { return Ok(String::new()) };
    let address = text.strip_prefix("http://").map_or_else(|| text.to_owned(), |rest| format!("https://{rest}"));
    if is_wechat_avatar(&address) { Ok(address) } else { Err(DroppedField::Avatar) }
}

fn ip(text: Option<&str>) -> Result<String, DroppedField> {
    let Some(text) = filled(text) else { return Ok(String::new()) };
    text.parse().map(|ip: IpAddr| ip.to_string()).map_err(|_| DroppedField::Ip)
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
