//! session list and revoke.

use serde_json::json;

use crate::fixture::Fixture;

#[tokio::test]
async fn a_revoked_session_is_over_at_the_next_call() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (first, id) = server.login("lin").await;
    let (second, _) = server.login("lin").await;
    let listed = fixture.json(&["session", "list", &id]);
    let sessions = listed["sessions"].as_array().unwrap().clone();
    assert_eq!(sessions.len(), 2);
    let table = fixture.run(&["session", "list", &id]).success();
    assert!(table.starts_with("ID") && table.ends_with(&format!("2 sessions of account {id}\n")), "{table}");

    let newest = sessions[0]["id"].as_str().unwrap();
    let revoked = fixture.run(&["session", "revoke", "--json", "--", newest]).json();
    assert_eq!(revoked["revoked"], json!([{ "id": newest, "userId": id.parse::<i64>().unwrap() }]));
    assert_eq!((server.errno(&first).await, server.errno(&second).await), (0, 501));
    assert!(fixture.run(&["session", "revoke", "--", newest]).failure(1).contains("no such session"));
}

#[tokio::test]
async fn all_sessions_of_an_account_end_and_no_others() {
    let fixture = Fixture::new();
    let server = fixture.serve();
    let (first, id) = server.login("lin").await;
    let (second, _) = server.login("lin").await;
    let (other, _) = server.login("chen").await;
    assert_eq!(
        fixture.run(&["session", "revoke", "--user", &id]).success(),
        format!("2 sessions of account {id} ended\n")
    );
    assert_eq!((server.errno(&first).await, server.errno(&second).await, server.errno(&other).await), (501, 501, 0));
    assert!(fixture.run(&["session", "revoke", "--user", "999"]).failure(1).contains("no account 999"));
}

#[test]
fn an_id_can_begin_with_a_hyphen() {
    let fixture = Fixture::new();
    fixture.run_with(&["import", "-"], "id,weixin_openid\n").success();
    for id in ["-AAAAAAAAAAAAAAAAAAAAA", "--AAAAAAAAAAAAAAAAAAAA", "-hAAAAAAAAAAAAAAAAAAAA"] {
        assert!(fixture.run(&["session", "revoke", "--", id]).failure(1).contains("no such session"), "{id}");
    }
    assert_eq!(fixture.run(&["session", "revoke", "x"]).code(), 2);
    assert_eq!(fixture.run(&["session", "revoke"]).code(), 2);
}
