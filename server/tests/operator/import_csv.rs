//! import of a CSV file.

use serde_json::{Value, json};

use crate::fixture::Fixture;

/// One row of every kind.
const EVERY_KIND: &str = "\
id,username,password,weixin_openid,nickname,avatar,gender,mobile,user_level,status,last_login_time,last_login_ip,share_user_id,add_time
3,a,x,oGuest,\"客, 人\",https://thirdwx.qlogo.cn/a/132,2,+85251234567,1,0,2020-02-29 00:30:00,10.0.0.3,1,2019-12-31 23:59:59
1,b,x,oFirst,第一,http://wx.qlogo.cn/b/0,1,12066600009,2,1,2020-01-01 08:00:00,10.0.0.1,0,2019-01-01 08:00:00
2,c,x,oSecond,,,,,,,,,,
4,d,x,,无名,,0,,0,0,,,,2019-01-01 08:00:00
5,e,x,oGender,五,,7,,0,0,,,,2019-01-01 08:00:00
6,f,x,oPhone,六,,0,12066600009,0,0,,,,2019-01-01 08:00:00
7,g,x,oNumber,七,,0,1206660,0,0,,,,2019-01-01 08:00:00
8,h,x,oSharer,八,,0,,0,0,,,99,2019-01-01 08:00:00
9,i,x,oSkippedSharer,九,,0,,0,0,,,5,2019-01-01 08:00:00
19,s,x,oLateSharer,十九,,0,,0,0,,,20,2019-01-01 08:00:00
20,t,x,oLate,二十,,0,,0,0,,,20,2019-01-01 08:00:00
9223372036854775807,u,x,oHuge,大,,0,8612066600021,0,1,,,8,2019-01-01 08:00:00
10,j,x,oFirst,十,,0,,0,0,,,,2019-01-01 08:00:00
11,k,x,oTime,十一,,0,,0,0,,,,2019-02-30 08:00:00
12,l,x,oLevel,十二,,0,,5,0,,,,2019-01-01 08:00:00
13,m,x,oStatus,十三,,0,,0,frozen,,,,2019-01-01 08:00:00
14,n,x,oAvatar,十四,https://evil.example/a.png,0,,0,0,,unknown,,2019-01-01 08:00:00
15,o,x,o Space,十五,,0,,0,0,,,,2019-01-01 08:00:00
16,p,x,oLogin,十六,,0,,0,0,1546300800,,,2019-01-01 08:00:00
x,q,x,oId,十七,,0,,0,0,,,,2019-01-01 08:00:00
18,r,x,oShort
";

#[test]
fn every_kind_of_row_is_imported_or_has_a_reason() {
    let fixture = Fixture::new();
    fixture.write("users.csv", EVERY_KIND);
    let dry_run = fixture.run(&["import", "users.csv", "--dry-run", "--skip-bad"]);
    assert!(dry_run.failure(3).contains("would be skipped"));
    assert_eq!(fixture.json(&["user", "list"])["total"], 0, "a dry run takes nobody in");

    let first = fixture.run(&["import", "users.csv", "--skip-bad"]);
    assert_eq!(first.code(), 3);
    insta::assert_snapshot!(first.stdout() + &first.stderr());
    assert_eq!(dry_run.stdout().replace("Dry run, nobody taken in: ", ""), first.stdout());
    for number in ["12066600009", "51234567", "1206660"] {
        assert!(!(first.stdout() + &first.stderr()).contains(number));
    }

    let users = fixture.json(&["user", "list", "--show-phones"]);
    let of = |id: i64| users["users"].as_array().unwrap().iter().find(|user| user["userId"] == id).unwrap().clone();
    let mut guest = of(3);
    guest.as_object_mut().unwrap().remove("updateTime");
    insta::assert_snapshot!(format!("{guest:#}"));
    assert_eq!((&of(1)["status"], &of(1)["avatar"]), (&json!("disabled"), &json!("https://wx.qlogo.cn/b/0")));
    assert_eq!((&of(8)["shareUserId"], &of(14)["avatar"]), (&Value::Null, &json!("")));
    assert_eq!((&of(19)["shareUserId"], &of(20)["shareUserId"]), (&json!(20), &Value::Null));
    assert_eq!(
        (&of(21)["openid"], &of(21)["shareUserId"], &of(21)["phone"]),
        (&json!("oHuge"), &json!(8), &json!("12066600021"))
    );
    assert_eq!((&of(6)["phone"], &of(7)["phone"]), (&Value::Null, &Value::Null), "taken without");
}

#[test]
fn an_import_twice_changes_nothing() {
    let fixture = Fixture::new();
    let users = "id,weixin_openid,nickname\n1,o1,一\n2,o2,二\n";
    let first = fixture.run_with(&["import", "-", "--json"], users).json();
    assert_eq!((&first["new"], &first["unchanged"], &first["skipped"]), (&json!(2), &json!(0), &json!(0)));
    let before = fixture.json(&["user", "list"]);
    for args in [["import", "-", "--json"].as_slice(), &["import", "-", "--json", "--dry-run"]] {
        let again = fixture.run_with(args, users).json();
        assert_eq!((&again["new"], &again["unchanged"], &again["skipped"]), (&json!(0), &json!(2), &json!(0)));
    }
    assert_eq!(fixture.json(&["user", "list"]), before);
    let more = fixture.run_with(&["import", "-", "--json"], &users.replace("2,o2", "9,o9")).json();
    assert_eq!((&more["new"], &more["unchanged"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn an_imported_user_logs_in_and_keeps_the_profile() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (_, known) = server.login("chen").await;
    let (lin, chen) = (server.openid("lin").await, server.openid("chen").await);
    let users = format!(
        "id,weixin_openid,nickname,user_level,mobile,share_user_id,add_time\n\
         1,{chen},旧名,2,,,2018-05-06 00:00:00\n2001,{lin},老林,1,12066600001,1,2018-05-06 00:00:00\n"
    );
    let report = fixture.run_with(&["import", "-", "--json"], &users).json();
    assert_eq!((&report["new"], &report["unchanged"]), (&json!(1), &json!(1)));

    let data = server.try_login("lin").await["data"]["userInfo"].clone();
    assert_eq!(
        (&data["userId"], &data["nickName"], &data["phone"]),
        (&json!(2001), &json!("老林"), &json!("12066600001"))
    );
    assert_eq!((&data["userLevel"], &data["registerDate"]), (&json!(1), &json!("2018-05-06")));
    assert_eq!(fixture.json(&["user", "show", "2001"])["shareUserId"].to_string(), known, "by the id here");
    let data = server.try_login("chen").await["data"]["userInfo"].clone();
    assert_eq!((&data["nickName"], &data["userLevel"]), (&json!("chen晓"), &json!(0)), "who was here stays");
}

#[test]
fn an_id_is_never_reused() {
    let fixture = Fixture::new();
    fixture.run_with(&["import", "-"], "id,weixin_openid\n50,o50\n").success();
    let stderr = fixture.run_with(&["import", "-"], "id,weixin_openid,share_user_id\n7,o7,\n60,o60,7\n").success();
    assert!(stderr.contains("2 new (1 under another id: theirs was given before, or none that is kept)"), "{stderr}");
    let users = fixture.json(&["user", "list"])["users"].clone();
    assert_eq!(
        (&users[1]["userId"], &users[1]["shareUserId"], &users[2]["openid"], &users[2]["userId"]),
        (&json!(60), &json!(61), &json!("o7"), &json!(61)),
        "who keeps the id comes first, and still has who shared"
    );
}

/// DEPLOY.md tells the operator to log in on a phone before anybody else.
#[tokio::test]
async fn one_id_that_is_not_free_moves_no_other() {
    let fixture = Fixture::new();
    fixture.serve().login("lin").await;
    fixture.write("users.csv", "id,weixin_openid,share_user_id\n1,o1,\n0,o0,\n2,o2,1\n2,oTwice,\n3,o3,0\n4,o4,2\n");
    let dry_run = fixture.run(&["import", "users.csv", "--dry-run"]).success();
    assert_eq!(fixture.json(&["user", "list"])["total"], 1);
    let stderr = fixture.run(&["import", "users.csv"]).success();
    assert_eq!(dry_run, format!("Dry run, nobody taken in: {stderr}"));
    assert!(stderr.contains("6 new (3 under another id"), "{stderr}");
    let users = fixture.json(&["user", "list"])["users"].clone();
    let seen: Vec<_> = users.as_array().unwrap().iter().skip(1).collect();
    let seen: Vec<_> = seen.iter().map(|user| (&user["userId"], &user["openid"], &user["shareUserId"])).collect();
    let expected = [
        (2, "o2", Some(6)),
        (3, "o3", None),
        (4, "o4", Some(2)),
        (5, "o0", None),
        (6, "o1", None),
        (7, "oTwice", None),
    ];
    let expected = expected.map(|(id, openid, sharer)| (json!(id), json!(openid), json!(sharer)));
    let expected: Vec<_> = expected.iter().map(|(id, openid, sharer)| (id, openid, sharer)).collect();
    assert_eq!(seen, expected);
}

#[test]
fn the_source_may_stand_in_the_environment() {
    let fixture = Fixture::new();
    fixture.write("users.csv", "id,weixin_openid\n1,o1\n");
    let done = fixture.command().args(["import", "--json"]).env("OA_IMPORT_SOURCE", "users.csv").output().unwrap();
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(report["new"], 1);
    let wrong = fixture.command().args(["import"]).env("OA_IMPORT_SOURCE", "redis://u:hunter2@h/0").output().unwrap();
    assert!(!String::from_utf8(wrong.stderr).unwrap().contains("hunter2"));
    let help = fixture.command().args(["import", "--help"]).env("OA_IMPORT_SOURCE", "mysql://u:hunter2@h/0").output();
    assert!(!String::from_utf8(help.unwrap().stdout).unwrap().contains("hunter2"));
}

#[test]
fn with_several_apps_one_must_be_named() {
    let fixture = Fixture::new();
    let app = |id: &str| format!("[[wx.app]]\nid = \"{id}\"\nsecret = \"5ec5e7\"\n");
    fixture.write("two.toml", app("wx1234") + &app("wx5678"));
    let import = |args: &[&str]| {
        fixture.run_with(&[&["import", "-", "--config", "two.toml"], args].concat(), "id,weixin_openid\n1,o1\n")
    };
    assert!(import(&[]).failure(1).contains("--app: say whose openids they are: wx1234, wx5678"));
    assert!(import(&["--app", "wx9"]).failure(1).contains("`wx9` is not configured"));
    assert_eq!(import(&["--app", "wx5678", "--json"]).json()["app"], "wx5678");
    fixture.write("one.toml", app("wx1234"));
    let one = ["import", "-", "--config", "one.toml", "--json"];
    assert_eq!(fixture.run_with(&one, "id,weixin_openid\n1,o1\n").json()["new"], 1);
    let demo = fixture.run_with(&["import", "-", "--app", "wx1234"], "id,weixin_openid\n1,o1\n");
    assert!(demo.failure(1).contains("this is the demo"));
}

#[test]
fn an_invalid_source_is_one_line() {
    let fixture = Fixture::new();
    fixture.write("gbk.csv", b"id,weixin_openid,nickname\n1,o1,\xc1\xd6\n");
    fixture.write("other.csv", "name\nx\n");
    for (source, stderr) in [
        ("nowhere.csv", "nowhere.csv: "),
        ("gbk.csv", "gbk.csv: line 2 is not UTF-8; it looks like GB18030: give --encoding gb18030"),
        ("other.csv", "other.csv: its first line has no column `id`"),
        ("redis://u:hunter2@h/0", "import reads mysql:// and CSV files"),
        ("mysql:u:hunter2@h/d", "the source is not mysql://USER:PASSWORD@HOST/DATABASE"),
        ("mysql://u:hunter2@127.0.0.1:1/d", "mysql://u:…@127.0.0.1:1/d: "),
    ] {
        let line = fixture.run(&["import", source]).failure(1);
        assert!(line.contains(stderr) && !line.contains("hunter2"), "{line}");
    }
    assert_eq!(fixture.json(&["user", "list"])["total"], 0);
}
