//! Every variant of a field and its result, through the command itself, on each database.

use rstest::rstest;
use serde_json::{Value, json};

use crate::{fixture::Fixture, support::database::Kind};

/// The result of a row.
#[derive(Clone)]
enum Outcome {
    /// Imported, with this value.
    Taken(Value),
    /// Imported, with this value and a note in the report.
    Without(Value, String),
    /// Skipped, with a note in the report.
    Out(&'static str),
}

use Outcome::{Out, Taken, Without};

/// The columns of the file after the id.
const COLUMNS: [&str; 12] = [
    "weixin_openid",
    "nickname",
    "avatar",
    "gender",
    "mobile",
    "user_level",
    "status",
    "last_login_time",
    "last_login_ip",
    "share_user_id",
    "add_time",
    "deleted",
];

fn without(value: Value, why: &str) -> Outcome {
    Without(value, why.to_owned())
}

/// Column, cell, the field of `user list --json`, outcome.
fn table() -> Vec<(&'static str, String, &'static str, Outcome)> {
    let mut table = Vec::new();
    let mut add = |column, field, rows: Vec<(&str, Outcome)>| {
        table.extend(rows.into_iter().map(|(cell, outcome)| (column, cell.to_owned(), field, outcome)));
    };
    let cut = "名".repeat(128);
    let long = "名".repeat(129);
    add(
        "nickname",
        "nickName",
        vec![
            ("林晓", Taken(json!("林晓"))),
            (" 林晓\u{3000}", Taken(json!("林晓"))),
            ("say \"hi\", 林", Taken(json!("say \"hi\", 林"))),
            ("", Taken(json!(""))),
            ("NULL", Taken(json!(""))),
            ("👩‍👩‍👧", Taken(json!("👩‍👩‍👧"))),
            ("林\r\n晓", without(json!("林 晓"), "nickname: without control characters")),
            ("林\u{7}晓", without(json!("林晓"), "nickname: without control characters")),
            ("林\0晓", without(json!("林晓"), "nickname: without control characters")),
            ("林\u{9b}31m", without(json!("林31m"), "nickname: without control characters")),
            ("林\u{202e}晓", without(json!("林晓"), "nickname: without control characters")),
            ("\u{200b}\u{2060}", without(json!(""), "nickname: no visible character")),
            (&long, without(json!(cut), "nickname: shortened to 128 characters")),
        ],
    );
    let no_gender = || without(json!(0), "gender: not 0, 1 or 2");
    add(
        "gender",
        "gender",
        vec![
            ("1", Taken(json!(1))),
            ("2.0", Taken(json!(2))),
            ("", Taken(json!(0))),
            ("男", Taken(json!(1))),
            ("女", Taken(json!(2))),
            ("Male", Taken(json!(1))),
            ("female", Taken(json!(2))),
            ("未知", Taken(json!(0))),
            ("3", no_gender()),
            ("-1", no_gender()),
            ("其他", no_gender()),
        ],
    );
    add(
        "user_level",
        "userLevel",
        vec![("2", Taken(json!(2))), ("", Taken(json!(0))), ("5", without(json!(0), "user_level: not 0, 1 or 2"))],
    );
    add(
        "status",
        "status",
        vec![
            ("0", Taken(json!("active"))),
            ("", Taken(json!("active"))),
            ("1", Taken(json!("disabled"))),
            ("2", Taken(json!("closed"))),
            ("3", Out("status is not 0, 1 or 2")),
            ("frozen", Out("status is not 0, 1 or 2")),
        ],
    );
    for (column, field) in [("add_time", "registerTime"), ("last_login_time", "lastLoginTime")] {
        let minute = || Taken(json!("2019-03-05T09:12:00+08:00"));
        let no_time = || Without(json!(null), format!("{column}: not a time as yyyy-MM-dd HH:mm:ss"));
        let day = || Taken(json!("2019-03-05T00:00:00+08:00"));
        add(
            column,
            field,
            vec![
                ("2019-03-05 09:12:00", minute()),
                ("2019-03-05 09:12:00.000000", minute()),
                ("2019-03-05 09:12", minute()),
                ("2019/3/5 9:12", minute()),
                ("2019/03/05 09:12:00", minute()),
                ("2019年3月5日 9:12", minute()),
                ("2019-03-05T09:12:00", minute()),
                ("2019-03-05T01:12:00Z", minute()),
                ("2019-03-05T01:12:00.000Z", minute()),
                ("2019-03-05T10:12:00+09:00", minute()),
                ("1551748320", minute()),
                ("1551748320000", minute()),
                ("2019-03-05", day()),
                ("2019/3/5", day()),
                ("0000-00-00 00:00:00", Taken(json!(null))),
                ("", Taken(json!(null))),
                ("yesterday", no_time()),
                ("2019-02-30 08:00:00", no_time()),
                ("3/5/2019 9:12", no_time()),
                ("43529.38", no_time()),
            ],
        );
    }
    let no_phone = || without(json!(null), "mobile: not a phone number");
    add(
        "mobile",
        "phone",
        vec![
            ("12066600011", Taken(json!("12066600011"))),
            ("+86 120-6660-0012", Taken(json!("12066600012"))),
            ("12066600013.0", Taken(json!("12066600013"))),
            ("'12066600014", Taken(json!("12066600014"))),
            ("=\"12066600015\"", Taken(json!("12066600015"))),
            ("\t12066600016\t", Taken(json!("12066600016"))),
            ("+85251234567", Taken(json!("+85251234567"))),
            ("", Taken(json!(null))),
            (
                "1.20666E+10",
                without(json!(null), "mobile: rounded by a spreadsheet (as 1.2E+10): export the column as text"),
            ),
            ("0755-1234", no_phone()),
            ("120****0001", no_phone()),
            ("12066600011", without(json!(null), "mobile: bound to another account")),
        ],
    );
    add(
        "avatar",
        "avatar",
        vec![
            ("https://wx.qlogo.cn/a/132", Taken(json!("https://wx.qlogo.cn/a/132"))),
            ("http://wx.qlogo.cn/a/132", Taken(json!("https://wx.qlogo.cn/a/132"))),
            ("/static/a.png", without(json!(""), "avatar: not an https address of WeChat's (*.qlogo.cn)")),
            ("javascript:alert(1)", without(json!(""), "avatar: not an https address of WeChat's (*.qlogo.cn)")),
        ],
    );
    add(
        "last_login_ip",
        "lastLoginIp",
        vec![
            ("10.0.0.3", Taken(json!("10.0.0.3"))),
            ("::1", Taken(json!("::1"))),
            ("unknown", without(json!(""), "last_login_ip: not an address")),
        ],
    );
    add(
        "share_user_id",
        "shareUserId",
        vec![
            ("1", Taken(json!(1))),
            ("1.0", Taken(json!(1))),
            ("0", Taken(json!(null))),
            ("", Taken(json!(null))),
            ("99999", without(json!(null), "share_user_id: no such account was taken")),
            ("x", without(json!(null), "share_user_id: no such account was taken")),
        ],
    );
    let active = || Taken(json!("active"));
    let deleted = || Out("it is deleted there");
    let no = [
        "0",
        "",
        "NULL",
        "\\N",
        "false",
        "FALSE",
        "f",
        "no",
        "b'0'",
        "b'\\x00'",
        "\0",
        "0.0",
        "0x00",
        "否",
        "0000-00-00",
    ];
    let yes = [
        "1",
        "true",
        "T",
        "yes",
        "Y",
        "b'1'",
        "b'\\x01'",
        "\u{1}",
        "1.0",
        "2",
        "-1",
        "0x01",
        "是",
        "2020-01-01 00:00:00",
    ];
    add("deleted", "status", no.iter().map(|cell| (*cell, active())).collect());
    add("deleted", "status", yes.iter().map(|cell| (*cell, deleted())).collect());
    let no_openid = || Out("weixin_openid is not an openid");
    add(
        "weixin_openid",
        "openid",
        vec![
            ("'oQuoted", Taken(json!("oQuoted"))),
            ("=\"oFormula\"", Taken(json!("oFormula"))),
            ("", Out("it has no openid")),
            ("NULL", Out("it has no openid")),
            ("o 1", no_openid()),
            ("微信", no_openid()),
        ],
    );
    table
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_variant_of_a_field_has_its_outcome(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id"].iter().chain(&COLUMNS)).unwrap();
    let table = table();
    for (id, column, cell) in [(1, "", "")]
        .into_iter()
        .chain(table.iter().zip(2..).map(|((column, cell, ..), id)| (id, *column, cell.as_str())))
    {
        let cells = COLUMNS.map(|name| match name {
            _ if name == column => cell.to_owned(),
            "weixin_openid" => format!("o{id}"),
            _ => String::new(),
        });
        writer.write_record([id.to_string()].iter().chain(&cells)).unwrap();
    }
    fixture.write("users.csv", writer.into_inner().unwrap());
    let done = fixture.run(&["import", "users.csv", "--skip-bad", "--escape", "csv", "--json"]);
    assert_eq!(done.code(), 3, "{}", done.stderr());
    let report: Value = serde_json::from_str(&done.stdout()).unwrap();
    let users = fixture.json(&["user", "list", "--show-phones", "--limit", "1000"])["users"].clone();
    for ((column, cell, field, outcome), id) in table.into_iter().zip(2..) {
        let user = users.as_array().unwrap().iter().find(|user| user["userId"] == id);
        let remarks = report["rows"].as_array().unwrap().iter().filter(|row| row["id"] == id);
        let remarks: Vec<_> = remarks.map(|row| (row["taken"] == true, row["why"].as_str().unwrap())).collect();
        let case = format!("{column} {cell:?} on {kind:?}: {remarks:?}");
        let value = match &outcome {
            Out(why) => {
                assert!(user.is_none(), "{case}");
                assert_eq!(remarks, [(false, *why)], "{case}");
                continue;
            }
            Taken(value) => {
                assert!(remarks.is_empty(), "{case}");
                value
            }
            Without(value, why) => {
                assert_eq!(remarks, [(true, why.as_str())], "{case}");
                value
            }
        };
        let user = user.unwrap_or_else(|| panic!("lost: {case}"));
        if value.is_null() && field.ends_with("Time") {
            assert_eq!(user[field], users[0][field], "now, as of a row without times: {case}");
        } else {
            assert_eq!(&user[field], value, "{case}");
        }
    }
}
