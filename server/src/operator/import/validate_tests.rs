use identity::{Realm, SeedUser, Status};
use rstest::rstest;

use super::{DroppedField, SkipReason, validate};

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
        deleted: text("0"),
    }
}

#[test]
fn a_complete_row_is_imported_completely() {
    let row = validate(&seed(), &Realm::new("wx1", None), NOW_MS).ok().unwrap();
    let user = row.user;
    assert_eq!((user.id, user.openid.as_str(), user.nick_name.as_str()), (Some(7), "oAbc_1-x", "林晓"));
    assert_eq!(user.avatar, "https://thirdwx.qlogo.cn/mmopen/a/132");
    assert_eq!((user.gender, user.level, user.status), (2, 1, Status::Disabled));
    assert_eq!(user.phone.unwrap().display(), "12066600001");
    assert_eq!((user.created_ms, user.last_login_ms), (1_577_807_999_000, 1_582_907_400_000));
    assert_eq!(user.last_login_ip, "::1");
    assert_eq!((row.referrer, row.dropped), (Some(3), vec![]));
}

#[test]
fn only_the_openid_is_required() {
    let bare = SeedUser { id: -1, weixin_openid: Some("o1".into()), ..SeedUser::default() };
    let row = validate(&bare, &Realm::new("wx1", None), NOW_MS).ok().unwrap();
    assert_eq!((row.user.id, row.user.created_ms, row.user.last_login_ms), (None, NOW_MS, NOW_MS));
    assert_eq!((row.user.status, row.referrer, row.dropped), (Status::Active, None, vec![]));
}

#[rstest]
#[case(SkipReason::NoOpenid, |seed: &mut SeedUser| seed.weixin_openid = Some(" ".into()))]
#[case(SkipReason::NoOpenid, |seed: &mut SeedUser| seed.weixin_openid = Some("NULL".into()))]
#[case(SkipReason::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("o 1".into()))]
#[case(SkipReason::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("林".into()))]
#[case(SkipReason::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("o".repeat(65)))]
#[case(SkipReason::Status, |seed: &mut SeedUser| seed.status = Some("9".into()))]
#[case(SkipReason::Status, |seed: &mut SeedUser| seed.status = Some("deleted".into()))]
#[case(SkipReason::Deleted, |seed: &mut SeedUser| seed.deleted = Some("1".into()))]
#[case(SkipReason::Deleted, |seed: &mut SeedUser| (seed.deleted, seed.weixin_openid) = (Some("1".into()), None))]
fn a_row_is_skipped_for_a_reason(#[case] reason: SkipReason, #[case] spoil: fn(&mut SeedUser)) {
    let mut seed = seed();
    spoil(&mut seed);
    assert_eq!(validate(&seed, &Realm::new("wx1", None), NOW_MS).err(), Some(reason));
    assert_eq!(reason.is_bad(), reason != SkipReason::Deleted);
}

#[rstest]
#[case(DroppedField::Avatar, |seed: &mut SeedUser| seed.avatar = Some("https://evil.example/a.png".into()))]
#[case(DroppedField::Avatar, |seed: &mut SeedUser| seed.avatar = Some("/static/a.png".into()))]
#[case(DroppedField::Mobile, |seed: &mut SeedUser| seed.mobile = Some("0755-1234".into()))]
#[case(DroppedField::RoundedMobile, |seed: &mut SeedUser| seed.mobile = Some("1.20666E+10".into()))]
#[case(DroppedField::Ip, |seed: &mut SeedUser| seed.last_login_ip = Some("unknown".into()))]
#[case(DroppedField::NameCut, |seed: &mut SeedUser| seed.nickname = Some("名".repeat(129)))]
#[case(DroppedField::NameCleaned, |seed: &mut SeedUser| seed.nickname = Some("林\n晓".into()))]
#[case(DroppedField::Name, |seed: &mut SeedUser| seed.nickname = Some("\u{200b}".into()))]
#[case(DroppedField::Gender, |seed: &mut SeedUser| seed.gender = Some("3".into()))]
#[case(DroppedField::Gender, |seed: &mut SeedUser| seed.gender = Some("x".into()))]
#[case(DroppedField::Level, |seed: &mut SeedUser| seed.user_level = Some("-1".into()))]
#[case(DroppedField::AddTime, |seed: &mut SeedUser| seed.add_time = Some("2019-02-29 00:00:00".into()))]
#[case(DroppedField::LastLoginTime, |seed: &mut SeedUser| seed.last_login_time = Some("yesterday".into()))]
fn an_invalid_optional_field_is_dropped(#[case] missing: DroppedField, #[case] spoil: fn(&mut SeedUser)) {
    let mut seed = seed();
    spoil(&mut seed);
    assert_eq!(validate(&seed, &Realm::new("wx1", None), NOW_MS).ok().unwrap().dropped, [missing]);
}

#[rstest]
#[case("0", None, &[])]
#[case("", None, &[])]
#[case("12", Some(12), &[])]
#[case("7", None, &[DroppedField::Referrer])]
#[case("x", None, &[DroppedField::Referrer])]
fn zero_self_and_invalid_referrers_are_none(
    #[case] text: &str,
    #[case] referrer: Option<i64>,
    #[case] dropped: &[DroppedField],
) {
    let row = validate(&SeedUser { share_user_id: Some(text.into()), ..seed() }, &Realm::new("wx1", None), NOW_MS);
    let row = row.ok().unwrap();
    assert_eq!((row.referrer, row.dropped.as_slice()), (referrer, dropped));
}

#[rstest]
#[case(0, None)]
#[case(1 << 52, Some(1 << 52))]
#[case((1 << 52) + 1, None)]
#[case(i64::MAX, None)]
fn an_id_beyond_javascript_precision_is_not_kept(#[case] id: i64, #[case] kept: Option<i64>) {
    assert_eq!(validate(&SeedUser { id, ..seed() }, &Realm::new("wx1", None), NOW_MS).ok().unwrap().user.id, kept);
}

#[test]
fn a_zero_date_is_none() {
    let seed = SeedUser { add_time: Some("0000-00-00 00:00:00".into()), ..seed() };
    assert_eq!(validate(&seed, &Realm::new("wx1", None), NOW_MS).ok().unwrap().user.created_ms, 1_582_907_400_000);
}
