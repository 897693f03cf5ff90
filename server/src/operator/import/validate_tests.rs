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
        deleted: text("0"),
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
#[case(Skipped::NoOpenid, |seed: &mut SeedUser| seed.weixin_openid = Some("NULL".into()))]
#[case(Skipped::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("o 1".into()))]
#[case(Skipped::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("林".into()))]
#[case(Skipped::Openid, |seed: &mut SeedUser| seed.weixin_openid = Some("o".repeat(65)))]
#[case(Skipped::Status, |seed: &mut SeedUser| seed.status = Some("9".into()))]
#[case(Skipped::Status, |seed: &mut SeedUser| seed.status = Some("deleted".into()))]
#[case(Skipped::Deleted, |seed: &mut SeedUser| seed.deleted = Some("1".into()))]
#[case(Skipped::Deleted, |seed: &mut SeedUser| (seed.deleted, seed.weixin_openid) = (Some("1".into()), None))]
fn a_row_stays_out_for_a_reason(#[case] reason: Skipped, #[case] spoil: fn(&mut SeedUser)) {
    let mut seed = seed();
    spoil(&mut seed);
    assert_eq!(judge(&seed, &Realm::new("wx1", None), NOW_MS).err(), Some(reason));
    assert_eq!(reason.is_bad(), reason != Skipped::Deleted);
}

#[rstest]
#[case(Without::Avatar, |seed: &mut SeedUser| seed.avatar = Some("https://evil.example/a.png".into()))]
#[case(Without::Avatar, |seed: &mut SeedUser| seed.avatar = Some("/static/a.png".into()))]
#[case(Without::Mobile, |seed: &mut SeedUser| seed.mobile = Some("0755-1234".into()))]
#[case(Without::RoundedMobile, |seed: &mut SeedUser| seed.mobile = Some("1.20666E+10".into()))]
#[case(Without::Ip, |seed: &mut SeedUser| seed.last_login_ip = Some("unknown".into()))]
#[case(Without::NameCut, |seed: &mut SeedUser| seed.nickname = Some("名".repeat(129)))]
#[case(Without::NameCleaned, |seed: &mut SeedUser| seed.nickname = Some("林\n晓".into()))]
#[case(Without::Name, |seed: &mut SeedUser| seed.nickname = Some("\u{200b}".into()))]
#[case(Without::Gender, |seed: &mut SeedUser| seed.gender = Some("3".into()))]
#[case(Without::Gender, |seed: &mut SeedUser| seed.gender = Some("x".into()))]
#[case(Without::Level, |seed: &mut SeedUser| seed.user_level = Some("-1".into()))]
#[case(Without::AddTime, |seed: &mut SeedUser| seed.add_time = Some("2019-02-29 00:00:00".into()))]
#[case(Without::LastLoginTime, |seed: &mut SeedUser| seed.last_login_time = Some("yesterday".into()))]
fn what_decorates_costs_the_field(#[case] missing: Without, #[case] spoil: fn(&mut SeedUser)) {
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
