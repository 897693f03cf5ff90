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
mod tests {
    use identity::{Realm, SeedUser, Status};
    use rstest::rstest;

    use super::{Skipped, Without, judge};

    const NOW_MS: i64 = 1_795_485_600_000;

    fn seed() -> SeedUser {
        let text = |text: &str| Some(text.to_owned());
        SeedUser {
            id: 7,
            weixin_openid: text("oAbc_1-x"),
            nickname: text("林晓"),
            avatar: text("http://thirdwx.qlogo.cn/mmopen/a/132"),
            gender: text("2"),
            mobile: text("12066600001"),
            user_level: text("1"),
            status: text("1"),
            last_login_time: text("2020-02-29 00:30:00"),
            last_login_ip: text("0:0:0:0:0:0:0:1"),
            share_user_id: text("3"),
            add_time: text("2019-12-31 23:59:59.000000"),
        }
    }

    #[test]
    fn a_whole_row_is_taken_whole() {
        let judged = judge(&seed(), &Realm::new("wx1", None), NOW_MS).ok().unwrap();
        let user = judged.user;
        assert_eq!((user.id, user.openid.as_str(), user.nick_name.as_str()), (Some(7), "oAbc_1-x", "林晓"));
        assert_eq!(user.avatar, "https://thirdwx.qlogo.cn/mmopen/a/132");
        assert_eq!((user.gender, user.level, user.status), (2, 1, Status::Disabled));
        assert_eq!(user.phone.unwrap().display(), "12066600001");
        assert_eq!((user.created_ms, user.last_login_ms), (1_577_807_999_000, 1_582_907_400_000));
        assert_eq!(user.last_login_ip, "::1");
        assert_eq!((judged.sharer, judged.without), (Some(3), vec![]));
    }

    #[test]
    fn an_openid_is_enough() {
        let bare = SeedUser { id: -1, weixin_openid: Some("o1".into()), ..SeedUser::default() };
        let judged = judge(&bare, &Realm::new("wx1", None), NOW_MS).ok().unwrap();
        assert_eq!((judged.user.id, judged.user.created_ms, judged.user.last_login_ms), (None, NOW_MS, NOW_MS));
        assert_eq!((judged.user.status, judged.sharer, judged.without), (Status::Active, None, vec![]));
    }

    #[rstest]
    #[case(Skipped::NoOpenid, |seed: &mut SeedUser| seed.weixin_openid = Some(" ".into()))]
    #[case(Skipped::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("o 1".into()))]
    #[case(Skipped::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("o".repeat(65)))]
    #[case(Skipped::Name, |seed: &mut SeedUser| seed.nickname = Some("名".repeat(129)))]
    #[case(Skipped::Name, |seed: &mut SeedUser| seed.nickname = Some("林\n晓".into()))]
    #[case(Skipped::Gender, |seed: &mut SeedUser| seed.gender = Some("3".into()))]
    #[case(Skipped::Gender, |seed: &mut SeedUser| seed.gender = Some("男".into()))]
    #[case(Skipped::Level, |seed: &mut SeedUser| seed.user_level = Some("-1".into()))]
    #[case(Skipped::Status, |seed: &mut SeedUser| seed.status = Some("9".into()))]
    #[case(Skipped::AddTime, |seed: &mut SeedUser| seed.add_time = Some("2019-02-29 00:00:00".into()))]
    #[case(Skipped::AddTime, |seed: &mut SeedUser| seed.add_time = Some("2019/1/1".into()))]
    #[case(Skipped::LastLoginTime, |seed: &mut SeedUser| seed.last_login_time = Some("yesterday".into()))]
    fn a_bad_row_has_a_reason(#[case] reason: Skipped, #[case] spoil: fn(&mut SeedUser)) {
        let mut seed = seed();
        spoil(&mut seed);
        assert_eq!(judge(&seed, &Realm::new("wx1", None), NOW_MS).err(), Some(reason));
    }

    #[rstest]
    #[case(Without::Avatar, |seed: &mut SeedUser| seed.avatar = Some("https://evil.example/a.png".into()))]
    #[case(Without::Avatar, |seed: &mut SeedUser| seed.avatar = Some("/static/a.png".into()))]
    #[case(Without::Mobile, |seed: &mut SeedUser| seed.mobile = Some("0755-1234".into()))]
    #[case(Without::Ip, |seed: &mut SeedUser| seed.last_login_ip = Some("unknown".into()))]
    fn some_things_it_can_be_taken_without(#[case] missing: Without, #[case] spoil: fn(&mut SeedUser)) {
        let mut seed = seed();
        spoil(&mut seed);
        assert_eq!(judge(&seed, &Realm::new("wx1", None), NOW_MS).ok().unwrap().without, [missing]);
    }

    #[rstest]
    #[case("0", None, &[])]
    #[case("", None, &[])]
    #[case("12", Some(12), &[])]
    #[case("7", None, &[Without::Sharer])]
    #[case("x", None, &[Without::Sharer])]
    fn zero_oneself_and_nonsense_shared_nothing(
        #[case] text: &str,
        #[case] sharer: Option<i64>,
        #[case] without: &[Without],
    ) {
        let judged = judge(&SeedUser { share_user_id: Some(text.into()), ..seed() }, &Realm::new("wx1", None), NOW_MS);
        let judged = judged.ok().unwrap();
        assert_eq!((judged.sharer, judged.without.as_slice()), (sharer, without));
    }

    #[rstest]
    #[case(0, None)]
    #[case(1 << 52, Some(1 << 52))]
    #[case((1 << 52) + 1, None)]
    #[case(i64::MAX, None)]
    fn an_id_that_javascript_cannot_count_to_is_not_kept(#[case] id: i64, #[case] kept: Option<i64>) {
        assert_eq!(judge(&SeedUser { id, ..seed() }, &Realm::new("wx1", None), NOW_MS).ok().unwrap().user.id, kept);
    }

    #[test]
    fn no_date_is_none() {
        let seed = SeedUser { add_time: Some("0000-00-00 00:00:00".into()), ..seed() };
        assert_eq!(judge(&seed, &Realm::new("wx1", None), NOW_MS).ok().unwrap().user.created_ms, 1_582_907_400_000);
    }
}
