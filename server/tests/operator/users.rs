//! user list, show, disable, enable, close, delete.

use identity::{Imported, ImportedUser, Phone, Realm, Status};
use rstest::rstest;
use serde_json::json;

use crate::{fixture::Fixture, support::database::Kind};

#[tokio::test]
async fn a_disabled_account_is_locked_out_at_once_until_it_is_enabled() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (token, id) = server.login("lin").await;
    let (other, _) = server.login("chen").await;
    let stderr = fixture.run(&["user", "disable", &id]).success();
    assert!(stderr.contains("disabled") && stderr.contains("719"), "{stderr}");
    assert_eq!((server.errno(&token).await, server.errno(&other).await), (719, 0));
    assert_eq!(server.try_login("lin").await["errno"], 719);
    let enabled = fixture.json(&["user", "enable", &id]);
    assert_eq!(
        enabled["changed"],
        json!([{ "userId": id.parse::<i64>().unwrap(), "status": "active", "sessions": 1 }])
    );
    assert_eq!(server.errno(&token).await, 0);
    assert_eq!(server.try_login("lin").await["errno"], 0);
}

#[tokio::test]
async fn a_closed_account_stays_closed_and_a_deleted_one_starts_anew() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (token, id) = server.login("lin").await;
    fixture.run(&["user", "close", &id]).success();
    assert_eq!(server.errno(&token).await, 719);
    let stderr = fixture.run(&["user", "enable", &id, "999"]).failure(1);
    assert!(stderr.contains(&format!("2 of 2 not done: {id} (closed for good), 999 (no such account)")), "{stderr}");
    assert_eq!(server.try_login("lin").await["errno"], 719);

    let stderr = fixture.run(&["user", "delete", &id]).failure(1);
    assert!(stderr.contains("--yes"), "{stderr}");
    assert_eq!(server.errno(&token).await, 719, "nothing was deleted");
    assert_eq!(fixture.json(&["user", "delete", "--yes", &id])["deleted"][0]["userId"].to_string(), id);
    assert_eq!(server.errno(&token).await, 501);
    let (_, anew) = server.login("lin").await;
    assert!(anew.parse::<i64>().unwrap() > id.parse::<i64>().unwrap());
}

#[tokio::test]
async fn partial_failures_are_reported() {
    let fixture = Fixture::new();
    let (_, id) = fixture.serve().login("lin").await;
    let done = fixture.run(&["user", "disable", "999", &id, "--json"]);
    let stderr: serde_json::Value = serde_json::from_str(&done.stdout()).unwrap();
    assert_eq!(stderr["changed"][0]["userId"].to_string(), id);
    assert_eq!(stderr["failed"], json!([{ "id": "999", "why": "no such account" }]));
    done.failure(1);
}

#[tokio::test]
async fn accounts_are_listed_and_shown_with_phones_masked() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (token, id) = server.login("lin").await;
    server.login("chen").await;
    server.login("lin").await;
    let phone = server.encrypted_phone("lin").await;
    assert_eq!(server.post("auth/bindPhone", &token, phone).await["errno"], 0);

    let table = fixture.run(&["user", "list"]).success();
    assert!(table.starts_with("ID") && table.contains("120****0001") && table.contains("lin晓"), "{table}");
    assert!(table.ends_with("2 of 2 accounts\n") && !table.contains("12066600001"), "{table}");
    let whole = fixture.run(&["user", "list", "--phone", "12066600001", "--show-phones"]).success();
    assert!(whole.contains("12066600001") && whole.ends_with("1 of 1 account\n"), "{whole}");
    let page = fixture.json(&["user", "list", "--limit", "1", "--page", "2"]);
    assert_eq!((&page["total"], &page["users"][0]["nickName"]), (&json!(2), &json!("chen晓")));
    let openid = server.openid("chen").await;
    assert_eq!(fixture.json(&["user", "list", "--openid", &openid])["users"][0]["openid"], openid);
    assert_eq!(fixture.json(&["user", "list", "--name", "晓", "--limit", "1"])["total"], 2);
    assert_eq!(fixture.json(&["user", "list", "--name", "chen"])["users"][0]["openid"], openid);
    assert_eq!(fixture.json(&["user", "list", "--status", "closed"])["total"], 0);
    assert_eq!(fixture.json(&["user", "list", "--app", "wx0a1b2c3d4e5f6789/default"])["total"], 2);

    let shown = fixture.run(&["user", "show", &id]).success();
    assert!(shown.contains("120****0001") && shown.contains("active"), "{shown}");
    let shown = fixture.json(&["user", "show", &id, "--show-phones"]);
    assert_eq!(
        (&shown["phone"], &shown["sessions"], &shown["status"]),
        (&json!("12066600001"), &json!(2), &json!("active"))
    );
    assert!(fixture.run(&["user", "show", "999"]).failure(1).contains("no account 999"));
}

/// As mini-programs have it: a number, or the text of one, as all in a page's `options` is.
#[tokio::test]
async fn the_referrer_is_stored_at_the_first_login() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (_, sharer) = server.login("lin").await;
    let number: i64 = sharer.parse().unwrap();
    let log_in = async |user: &str, referrer: serde_json::Value| {
        let code = server.double("phone/login", json!({ "user": user })).await["code"].clone();
        let body = json!({ "code": code, "userInfo": {}, "shareUserId": referrer });
        let id = server.post("auth/login_by_weixin", "", body).await["data"]["userInfo"]["userId"].to_string();
        fixture.json(&["user", "show", &id])["shareUserId"].clone()
    };
    assert_eq!(log_in("chen", json!(sharer)).await, json!(number));
    assert_eq!(log_in("zhou", json!(number)).await, json!(number));
    assert_eq!(log_in("zhou", json!(null)).await, json!(number), "a later login changes nothing");
    assert_eq!(log_in("lin", json!(2)).await, json!(null), "not of a later login");
}

#[test]
fn an_address_of_no_database_is_not_repeated() {
    let fixture = Fixture::new();
    let stderr = fixture.command().args(["user", "list"]).env("DATABASE_URL", "redis://u:hunter2@x").output().unwrap();
    let stderr = String::from_utf8(stderr.stderr).unwrap();
    assert!(stderr.contains("DATABASE_URL") && !stderr.contains("hunter2"), "{stderr}");
}

/// As an older version stored it.
fn old_account(openid: &str, nick_name: &str) -> ImportedUser {
    ImportedUser {
        id: None,
        realm: Realm::new("wx0a1b2c3d4e5f6789", Some("default")),
        openid: openid.to_owned(),
        nick_name: nick_name.to_owned(),
        avatar: String::new(),
        gender: 0,
        phone: None,
        level: 0,
        status: Status::Active,
        share_user_id: None,
        referred: Vec::new(),
        last_login_ms: 0,
        last_login_ip: String::new(),
        created_ms: 0,
        now_ms: 0,
    }
}

/// Escape sequences, DEL, C1 and characters that turn the direction of writing: in tables and in JSON, which escapes the
/// first only.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_name_cannot_write_on_the_terminal(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let name = "林\u{1b}[2J\u{7}\u{7f}\u{9b}31m\u{202e}\u{2067}\r\n晓";
    let store = fixture.store().await;
    for (openid, name) in [("o1", name), ("o2", "\u{202e}\u{200b}"), ("o\u{9b}3\u{202e}", "三")] {
        assert!(matches!(store.import_user(&old_account(openid, name)).await.unwrap(), Imported::New(_)));
    }
    let is_raw =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    for args in [
        ["user", "list"].as_slice(),
        &["user", "list", "--json"],
        &["user", "show", "1"],
        &["user", "show", "1", "--json"],
        &["user", "show", "3", "--json"],
        &["user", "disable", "1", "3"],
        &["user", "release-phone", "--yes", "1"],
        &["user", "delete", "--yes", "1", "3"],
    ] {
        let done = fixture.run(args);
        let stderr = done.stdout() + &done.stderr();
        assert!(!stderr.chars().any(is_raw), "{args:?}: {stderr:?}");
        if args[1] == "list" {
            assert!(stderr.contains("林[2J31m 晓"), "{stderr:?}");
        }
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_released_number_can_be_bound_by_another(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let phone = Some(Phone { country_code: "86".into(), pure_number: "12066600001".into() });
    let store = fixture.store().await;
    store.import_user(&ImportedUser { phone, ..old_account("oOld", "旧") }).await.unwrap();
    let server = fixture.serve();
    let (token, id) = server.login("lin").await;
    let sent = server.encrypted_phone("lin").await;
    assert_eq!(server.post("auth/bindPhone", &token, sent.clone()).await["errno"], 718);

    let stderr = fixture.run(&["user", "release-phone", "1"]).failure(1);
    assert!(stderr.contains("this is not a terminal, so nobody can be asked; --yes releases"), "{stderr}");
    assert_eq!(server.post("auth/bindPhone", &token, sent.clone()).await["errno"], 718, "nothing was released");

    let stderr = fixture.run(&["user", "release-phone", "--yes", "1", &id, "999"]);
    let line = stderr.failure(1);
    assert!(line.contains(&format!("2 of 3 not done: {id} (no phone number), 999 (no such account)")), "{line}");
    let table = stderr.stdout();
    assert!(table.contains("120****0001") && table.contains("released") && !table.contains("12066600001"), "{table}");
    assert_eq!(server.post("auth/bindPhone", &token, sent).await["errno"], 0);
    assert_eq!(fixture.json(&["user", "show", "1"])["phone"], json!(null));
    let released = fixture.json(&["user", "release-phone", "--yes", &id, "--show-phones"]);
    let id: i64 = id.parse().unwrap();
    assert_eq!(released, json!({ "released": [{ "userId": id, "phone": "12066600001" }], "failed": [] }));
}

/// The log line of a refused login names the account, so that an operator finds it.
#[tokio::test]
async fn a_refused_login_is_logged_with_its_account() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (token, id) = server.login("lin").await;
    fixture.run(&["user", "disable", &id]).success();
    assert_eq!(server.try_login("lin").await["errno"], 719);
    assert_eq!(server.errno(&token).await, 719);
    let log = std::fs::read_to_string(fixture.path("log")).unwrap();
    let refused: Vec<_> = log.lines().filter(|line| line.contains("errno=719")).collect();
    assert_eq!(refused.len(), 2, "{log}");
    assert!(refused.iter().all(|line| line.contains(&format!("user={id}"))), "{refused:?}");
}
