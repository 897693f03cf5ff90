//! What a row of the other system is worth here: an account, or a reason why not.

use std::net::IpAddr;

use identity::{ImportedUser, Phone, Realm, SeedUser, Status, is_wechat_avatar};
use jiff::{
    civil::DateTime,
    tz::{Offset, TimeZone},
};

use super::mobile;

/// The longest openid, in bytes. WeChat's have 28.
const MAX_OPENID: usize = 64;
/// The longest name, in characters, as at login.
const MAX_NAME: usize = 128;

/// The highest id that is kept, 2⁵²: JavaScript, which reads ours, counts exactly to twice that, and there is room above it.
const MAX_ID: i64 = 1 << 52;

/// Why a row was not taken. None of the texts holds a value but ids: there may be a phone number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Skipped {
    #[error("it has {has} fields, the first line has {header}")]
    Fields { has: usize, header: usize },
    #[error("id is not a number")]
    Id,
    #[error("a field has a line break in it, to line {0}: is a quotation mark missing?")]
    LineBreak(u64),
    #[error("it has no openid")]
    NoOpenid,
    #[error("weixin_openid is not an openid")]
    Openid,
    #[error("row {0} has the same openid")]
    SameOpenid(i64),
    #[error("nickname is longer than {MAX_NAME} characters, or has a control character in it")]
    Name,
    #[error("gender is not 0, 1 or 2")]
    Gender,
    #[error("user_level is not 0, 1 or 2")]
    Level,
    #[error("status is not 0, 1 or 2")]
    Status,
    #[error("add_time is not yyyy-MM-dd HH:mm:ss")]
    AddTime,
    #[error("last_login_time is not yyyy-MM-dd HH:mm:ss")]
    LastLoginTime,
}

/// What an account was taken without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Without {
    #[error("share_user_id: no such account was taken")]
    Sharer,
    #[error("mobile: not a phone number")]
    Mobile,
    #[error("mobile: bound to another account")]
    PhoneTaken,
    #[error("avatar: not an https address of WeChat's (*.qlogo.cn)")]
    Avatar,
    #[error("last_login_ip: not an address")]
    Ip,
}

/// An account as it may be taken. Its `share_user_id` is still empty.
pub(super) struct Judged {
    pub(super) user: ImportedUser,
    /// Who shared, as an id of the other system.
    pub(super) sharer: Option<i64>,
    pub(super) without: Vec<Without>,
}

/// Judges one row.
pub(super) fn judge(seed: &SeedUser, realm: &Realm, now_ms: i64) -> Result<Judged, Skipped> {
    let openid = seed.weixin_openid.as_deref().map(str::trim).filter(|openid| !openid.is_empty());
    let openid = openid.ok_or(Skipped::NoOpenid)?;
    if openid.len() > MAX_OPENID || !openid.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Skipped::Openid);
    }
    let nick_name = seed.nickname.clone().unwrap_or_default();
    if nick_name.chars().count() > MAX_NAME || nick_name.chars().any(char::is_control) {
        return Err(Skipped::Name);
    }
    let created_ms = time(seed.add_time.as_deref()).map_err(|()| Skipped::AddTime)?;
    let last_login_ms = time(seed.last_login_time.as_deref()).map_err(|()| Skipped::LastLoginTime)?;
    let mut without = Vec::new();
    let avatar = avatar(seed.avatar.as_deref()).unwrap_or_else(|missing| {
        without.push(missing);
        String::new()
    });
    let last_login_ip = ip(seed.last_login_ip.as_deref()).unwrap_or_else(|missing| {
        without.push(missing);
        String::new()
    });
    let phone = phone(seed.mobile.as_deref()).unwrap_or_else(|missing| {
        without.push(missing);
        None
    });
    let user = ImportedUser {
        id: Some(seed.id).filter(|id| (1..=MAX_ID).contains(id)),
        realm: realm.clone(),
        openid: openid.to_owned(),
        nick_name,
        avatar,
        gender: up_to_two(seed.gender.as_deref()).ok_or(Skipped::Gender)?,
        phone,
        level: up_to_two(seed.user_level.as_deref()).ok_or(Skipped::Level)?,
        status: up_to_two(seed.status.as_deref()).map(Status::from_column).ok_or(Skipped::Status)?,
        share_user_id: None,
        brought: Vec::new(),
        last_login_ms: last_login_ms.or(created_ms).unwrap_or(now_ms),
        last_login_ip,
        created_ms: created_ms.or(last_login_ms).unwrap_or(now_ms),
        now_ms,
    };
    // 0 is how the seed writes nobody; and nobody brings oneself
    let sharer = filled(seed.share_user_id.as_deref()).filter(|id| *id != "0").map(|id| id.parse().unwrap_or(seed.id));
    if sharer == Some(seed.id) {
        without.push(Without::Sharer);
    }
    Ok(Judged { user, sharer: sharer.filter(|id| *id != seed.id), without })
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// 0, 1 or 2; nothing is 0.
fn up_to_two(text: Option<&str>) -> Option<i64> {
    filled(text).map_or(Some(0), |text| text.parse().ok().filter(|number| (0..=2).contains(number)))
}

fn phone(text: Option<&str>) -> Result<Option<Phone>, Without> {
    filled(text).map(|text| mobile::parse(text).ok_or(Without::Mobile)).transpose()
}

/// China time, to UTC epoch milliseconds. MySQL writes no date as zeros.
fn time(text: Option<&str>) -> Result<Option<i64>, ()> {
    let Some(text) = filled(text).filter(|text| !text.starts_with("0000-00-00")) else { return Ok(None) };
    let local = DateTime::strptime("%Y-%m-%d %H:%M:%S%.f", text).map_err(drop)?;
    let time = TimeZone::fixed(Offset::constant(8)).to_timestamp(local).map_err(drop)?;
    Ok(Some(time.as_millisecond()))
}

/// The rule of a login: any other address would let one account make every phone that shows it call there. WeChat gave
/// `http` addresses for years; the same picture is at `https`.
fn avatar(text: Option<&str>) -> Result<String, Without> {
    let Some(text) = filled(text) else { return Ok(String::new()) };
    let address = text.strip_prefix("http://").map_or_else(|| text.to_owned(), |rest| format!("https://{rest}"));
    if is_wechat_avatar(&address) { Ok(address) } else { Err(Without::Avatar) }
}

fn ip(text: Option<&str>) -> Result<String, Without> {
    let Some(text) = filled(text) else { return Ok(String::new()) };
    text.parse().map(|ip: IpAddr| ip.to_string()).map_err(|_| Without::Ip)
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
