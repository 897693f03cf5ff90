//! session list and revoke.

use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn a_revoked_session_is_over_at_the_next_call() {
    let stage = Stage::new();
    let server = stage.serve();
    let (first, id) = server.login("lin").await;
    let (second, _) = server.login("lin").await;
    let listed = stage.json(&["session", "list", &id]);
    let sessions = listed["sessions"].as_array().unwrap().clone();
    assert_eq!(sessions.len(), 2);
    let table = stage.run(&["session", "list", &id]).good();
    assert!(table.starts_with("ID") && table.ends_with(&format!("2 sessions of account {id}\n")), "{table}");

    let newest = sessions[0]["id"].as_str().unwrap();
    let revoked = stage.run(&["session", "revoke", "--json", "--", newest]).json();
    assert_eq!(revoked["revoked"], json!([{ "id": newest, "userId": id.parse::<i64>().unwrap() }]));
    assert_eq!((server.errno(&first).await, server.errno(&second).await), (0, 501));
    assert!(stage.run(&["session", "revoke", "--", newest]).refused(1).contains("no such session"));
}

#[tokio::test]
async fn all_sessions_of_an_account_end_and_nobody_elses() {
    let stage = Stage::new();
    let server = stage.serve();
    let (first, id) = server.login("lin").await;
    let (second, _) = server.login("lin").await;
    let (other, _) = server.login("chen").await;
    assert_eq!(stage.run(&["session", "revoke", "--user", &id]).good(), format!("2 sessions of account {id} ended\n"));
    assert_eq!((server.errno(&first).await, server.errno(&second).await, server.errno(&other).await), (501, 501, 0));
    assert!(stage.run(&["session", "revoke", "--user", "999"]).refused(1).contains("no account 999"));
}

#[test]
fn an_id_may_begin_with_a_hyphen() {
    let stage = Stage::new();
    stage.run_with(&["import", "-"], "id,weixin_openid\n").good();
    for id in ["-AAAAAAAAAAAAAAAAAAAAA", "--AAAAAAAAAAAAAAAAAAAA", "-hAAAAAAAAAAAAAAAAAAAA"] {
        assert!(stage.run(&["session", "revoke", "--", id]).refused(1).contains("no such session"), "{id}");
    }
    assert_eq!(stage.run(&["session", "revoke", "x"]).code(), 2);
    assert_eq!(stage.run(&["session", "revoke"]).code(), 2);
}
