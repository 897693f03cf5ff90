//! Rows that stay out of an import: deleted ones, the earlier ones of an openid, and bad ones, which stop it.

use rstest::rstest;
use serde_json::{Value, json};

use crate::{fixture::Fixture, support::database::Kind};

/// Openids by id, as the operator lists them.
fn accounts(fixture: &Fixture) -> Vec<(i64, String)> {
    let users = fixture.json(&["user", "list"])["users"].clone();
    let account = |user: &Value| (user["userId"].as_i64().unwrap(), user["openid"].as_str().unwrap().to_owned());
    users.as_array().unwrap().iter().map(account).collect()
}

fn listed(pairs: &[(i64, &str)]) -> Vec<(i64, String)> {
    pairs.iter().map(|(id, openid)| (*id, (*openid).to_owned())).collect()
}

/// A mended row must find its id free.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_rows_stop_an_import_before_it_begins(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let broken = "id,weixin_openid,status,gender\n1,o1,0,0\n2,,0,0\n3,o3,frozen,0\n4,o4,0,3\nx,o5,0,0\n90,o 9,0,0\n";
    fixture.write("broken.csv", broken);
    for args in [["import", "broken.csv", "--dry-run"].as_slice(), &["import", "broken.csv"]] {
        let refused = fixture.run(args);
        let stderr = refused.failure(1);
        let nobody = if args.len() == 3 { "nobody would be taken in" } else { "nobody was taken in" };
        assert!(
            stderr.contains(&format!("{nobody}: 4 rows cannot be; mend them in the source, or --skip-bad")),
            "{stderr}"
        );
        assert!(stderr.contains("mended after that, 2 of the bad rows will get another id"), "{stderr}");
        for why in
            ["it has no openid", "status is not 0, 1 or 2", "id is not a number", "is not an openid", "gender: not 0"]
        {
            assert!(refused.stdout().contains(why), "{}", refused.stdout());
        }
        assert!(refused.stdout().contains("2 new, 0 here already, 4 skipped (4 bad)"), "{}", refused.stdout());
        assert_eq!(accounts(&fixture), []);
    }
    let report: Value = serde_json::from_str(&fixture.run(&["import", "broken.csv", "--json"]).stdout()).unwrap();
    assert_eq!(
        (&report["refused"], &report["bad"], &report["badWithOtherIdLater"]),
        (&json!(true), &json!(4), &json!(2))
    );

    let mended = broken.replace("2,,", "2,o2,").replace("frozen", "1").replace("x,o5", "5,o5").replace("o 9", "o9");
    fixture.write("mended.csv", mended);
    assert_eq!(fixture.run(&["import", "mended.csv"]).code(), 3, "the gender is named");
    assert_eq!(accounts(&fixture), listed(&[(1, "o1"), (2, "o2"), (3, "o3"), (4, "o4"), (5, "o5"), (90, "o9")]));
}

#[test]
fn skip_bad_imports_the_others_and_warns_of_lost_ids() {
    let fixture = Fixture::new();
    fixture.write("users.csv", "id,weixin_openid\n1,o1\n2,\n3,o3\n70,\n");
    let dry_run = fixture.run(&["import", "users.csv", "--skip-bad", "--dry-run"]);
    let done = fixture.run(&["import", "users.csv", "--skip-bad"]);
    for done in [&dry_run, &done] {
        let stderr = done.failure(3);
        assert!(stderr.contains("; mended and imported later, 1 of the bad rows will get another id"), "{stderr}");
    }
    assert_eq!(dry_run.stdout().replace("Dry run, nobody taken in: ", ""), done.stdout());
    assert_eq!(accounts(&fixture), listed(&[(1, "o1"), (3, "o3")]));
    fixture.write("users.csv", "id,weixin_openid\n1,o1\n2,o2\n3,o3\n70,o70\n");
    let stderr = fixture.run(&["import", "users.csv"]).success();
    assert!(stderr.contains("2 new (1 under another id"), "{stderr}");
    assert_eq!(
        accounts(&fixture),
        listed(&[(1, "o1"), (3, "o3"), (70, "o70"), (71, "o2")]),
        "2 was passed by, 70 is kept"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_row_replaces_no_other_row(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let users = "id,weixin_openid,nickname,mobile,last_login_time,deleted,share_user_id\n\
        1,oSame,旧,12066600001,2024-01-01 00:00:00,1,\n2,oSame,新,12066600001,2020-01-01 00:00:00,0,\n\
        3,oGone,走,12066600003,2024-01-01 00:00:00,1,\n4,oHas,留,12066600003,,0,3\n5,,,,,true,\n";
    fixture.write("users.csv", users);
    let done = fixture.run(&["import", "users.csv", "--json"]);
    let report: Value = serde_json::from_str(&done.stdout()).unwrap();
    assert_eq!((done.code(), &report["deleted"], &report["new"], &report["bad"]), (3, &json!(3), &json!(2), &json!(0)));
    let why: Vec<_> =
        report["rows"].as_array().unwrap().iter().map(|row| (row["id"].as_i64(), row["why"].as_str())).collect();
    let deleted = Some("it is deleted there");
    let expected = [(1, deleted), (3, deleted), (4, Some("share_user_id: no such account was taken")), (5, deleted)];
    assert_eq!(why, expected.map(|(id, why)| (Some(id), why)));
    let users = fixture.json(&["user", "list", "--show-phones"])["users"].clone();
    for (index, id, phone) in [(0, 2, "12066600001"), (1, 4, "12066600003")] {
        let user = &users[index];
        assert_eq!((&user["userId"], &user["phone"], &user["status"]), (&json!(id), &json!(phone), &json!("active")));
    }
}

/// Rows of one openid as `id,last_login_time,add_time`, and the id of the imported one.
#[rstest]
#[case::later_login("1,2020-01-01,2018-01-01 2,2021-01-01,2017-01-01 3,2019-01-01,2019-01-01", 2)]
#[case::a_login_over_none("1,2001-01-01,2018-01-01 2,,2024-01-01", 1)]
#[case::made_later("1,,2018-01-01 2,,2019-01-01 3,,2017-01-01", 2)]
#[case::made_later_after_one_login("1,2020-01-01,2019-01-01 2,2020-01-01,2018-01-01", 1)]
#[case::higher_id("7,, 3,, 5,,", 7)]
#[case::a_time_that_is_none("1,2020-01-01,2018-01-01 2,tomorrow,2018-01-01", 1)]
#[case::other_spelling("1,2020-01-01 00:00:00,\t2,2020/1/1 0:01,", 2)]
fn of_several_rows_of_one_openid_the_latest_is_imported(#[case] rows: &str, #[case] taken: i64) {
    let fixture = Fixture::new();
    let separator = if rows.contains('\t') { '\t' } else { ' ' };
    let rows: Vec<_> = rows.split(separator).collect();
    for order in [rows.clone(), rows.iter().rev().copied().collect()] {
        let mut text = "id,last_login_time,add_time,weixin_openid\n".to_owned();
        order.iter().for_each(|row| text += &format!("{row},oSame\n"));
        let done = fixture.run_with(&["import", "-", "--dry-run", "--json"], &text);
        let report: Value = serde_json::from_str(&done.stdout()).unwrap();
        let named: Vec<_> = report["rows"].as_array().unwrap().iter().filter(|row| row["taken"] == false).collect();
        assert_eq!((done.code(), named.len(), &report["new"]), (3, order.len() - 1, &json!(1)), "{report:#}");
        assert!(named.iter().all(|row| row["why"] == format!("row {taken} has the same openid and is the later one")));
        assert_eq!((&report["sameOpenid"], &report["bad"]), (&json!(order.len() - 1), &json!(0)));
    }
    fixture.run_with(
        &["import", "-"],
        &format!("id,last_login_time,add_time,weixin_openid\n{},oSame\n", rows.join(",oSame\n")),
    );
    assert_eq!(accounts(&fixture), listed(&[(taken, "oSame")]));
}

#[test]
fn referrals_of_an_earlier_row_move_to_the_later() {
    let fixture = Fixture::new();
    let users = "id,weixin_openid,last_login_time,share_user_id\n\
        1,oSame,2019-01-01,\n2,oGuest,,1\n3,oSame,2020-01-01,\n4,oLate,,1\n";
    assert!(fixture.run_with(&["import", "-"], users).failure(3).contains("1 row skipped, 0 taken without something"));
    for guest in ["2", "4"] {
        assert_eq!(fixture.json(&["user", "show", guest])["shareUserId"], 3);
    }
}
