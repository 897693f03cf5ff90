//! rotate-key: a new master key while people log in.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde_json::json;

use crate::fixture::{Fixture, KEYS};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_master_key_changes_while_people_log_in() {
    let mut fixture = Fixture::new();
    let first = fixture.serve();
    let (token, _) = first.login("lin").await;
    for number in 0..40 {
        let name = format!("guest{number}");
        let user = json!({ "user": name, "nickName": name, "phone": format!("120666{:05}", 10_000 + number) });
        first.double("control/users", user).await;
        first.login(&name).await;
    }
    let phone = first.encrypted_phone("lin").await;
    drop(first);

    fixture.set_master_key(&format!("{},{}", KEYS[1], KEYS[0]));
    let second = Arc::new(fixture.serve());
    let stop = Arc::new(AtomicBool::new(false));
    let logins = tokio::spawn({
        let (server, stop) = (second.clone(), stop.clone());
        async move {
            let mut slowest = std::time::Duration::ZERO;
            while !stop.load(Ordering::SeqCst) {
                for user in ["chen", "zhou"] {
                    let before = tokio::time::Instant::now();
                    server.login(user).await;
                    slowest = slowest.max(before.elapsed());
                }
            }
            slowest
        }
    });
    let stderr = tokio::task::block_in_place(|| fixture.json(&["rotate-key"]));
    stop.store(true, Ordering::SeqCst);
    let slowest = logins.await.unwrap();
    assert!(slowest.as_secs() < 5, "a login waited {slowest:?}");
    assert_eq!((&stderr["current"], &stderr["resealed"], &stderr["notOpened"]), (&json!("k2"), &json!(41), &json!(0)));
    assert_eq!(stderr["keys"][0], json!({ "id": "k1", "configured": true, "before": 41, "after": 0, "notOpened": 0 }));
    drop(second);

    fixture.set_master_key(KEYS[1]);
    assert!(fixture.run(&["check"]).success().contains("opens all"));
    let third = fixture.serve();
    let bound = third.post("auth/bindPhone", &token, phone).await;
    assert_eq!(bound["errno"], 0, "the key of before the rotation still opens: {bound}");
    assert_eq!(fixture.json(&["rotate-key"])["resealed"], 0);
}

#[tokio::test]
async fn rows_that_no_key_opens_are_counted_by_the_key_that_is_missing() {
    let mut fixture = Fixture::new();
    fixture.serve().login("lin").await;
    fixture.set_master_key(KEYS[1]);
    let done = fixture.run(&["rotate-key"]);
    let stderr = done.failure(3);
    assert!(stderr.contains("left: 1 row under k1") && stderr.contains("OA_MASTER_KEY"), "{stderr}");
    let line = done.stdout().lines().nth(1).unwrap().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(line, ["k1", "not", "configured", "1", "1", "1"]);
}

/// As after a restore with the master key of another machine: by its name alone it looks right.
#[tokio::test]
async fn a_check_opens_every_key_and_does_not_go_by_the_name() {
    let mut fixture = Fixture::new();
    let server = fixture.serve();
    server.login("lin").await;
    server.login("chen").await;
    drop(server);
    assert!(fixture.run(&["check"]).success().contains("opens all 2 session_keys on record"));
    fixture.set_master_key(&KEYS[1].replace("k2:", "k1:"));
    let checked = fixture.run(&["check"]);
    assert!(checked.stdout().contains("✗ master key: `k1` (2 rows) does not open"), "{}", checked.stdout());
    checked.failure(1);
}

/// An old key that was taken out too early, say.
#[tokio::test]
async fn a_check_names_the_key_that_is_missing() {
    let mut fixture = Fixture::new();
    fixture.serve().login("lin").await;
    fixture.set_master_key(KEYS[1]);
    let checked = fixture.run(&["check"]);
    let stderr = checked.stdout();
    assert!(
        stderr.contains("✗ master key: `k1` (1 rows) sealed session_keys on record but is not configured"),
        "{stderr}"
    );
    checked.failure(1);
    // a new one before it is no reason to complain
    fixture.set_master_key(&format!("{},{}", KEYS[1], KEYS[0]));
    fixture.run(&["check"]).success();
}
