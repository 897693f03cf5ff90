//! A database that version 0.1.0 made and left, under this version: a dump of each kind, restored. `fixtures/v0.1.0` says how they
//! were made; `facts.json` has what the people of it hold: their tokens, and a phone number that was encrypted for them.

use std::sync::Arc;

use rstest::rstest;
use serde_json::{Value, json};
use server::{config::Mode, serve::BoundServer, system};

use crate::{
    fixture::Fixture,
    support::{
        database::{Kind, TestDatabase},
        settings,
    },
};

const FACTS: &str = include_str!("fixtures/v0.1.0/facts.json");

/// The dump, what its schema lacks, and the facts.
fn fixture(kind: Kind) -> (&'static str, &'static str, Value) {
    let mut facts: Value = serde_json::from_str(FACTS).unwrap();
    let (dump, pending, name) = match kind {
        Kind::Sqlite => (include_str!("fixtures/v0.1.0/sqlite.sql"), "pending: 4 session recent", "sqlite"),
        Kind::MySql => (include_str!("fixtures/v0.1.0/mysql.sql"), "pending: 3 session recent", "mysql"),
        Kind::Postgres => (include_str!("fixtures/v0.1.0/postgres.sql"), "pending: 3 session recent", "postgres"),
    };
    (dump, pending, facts[name].take())
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_0_1_0_is_migrated_and_serves(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let (dump, pending, facts) = fixture(kind);
    database.execute(dump).await;
    let before = database.everything().await;
    let held: Vec<_> = before.iter().map(Vec::len).collect();
    assert_eq!(held[..4], [3, 4, 3, 1], "accounts, sessions, keys, pictures");
    assert!(held[4..].iter().all(|rows| *rows > 0), "content: {held:?}");

    let (url, folder) = (database.url(), Fixture::beside(database));
    assert!(folder.run(&["check", "--pending"]).success().contains(pending));
    // migrates; a test's server may lose what it acknowledged, which is another ✗
    let checked = folder.run(&["check"]).stdout();
    assert!(checked.contains("opens all 3 session_keys on record"), "{checked}");
    assert!(folder.run(&["check", "--pending"]).success().contains("nothing pending"));
    assert!(folder.database().everything().await == before, "every row is as it was");

    let now_ms = facts["now_ms"].as_i64().unwrap() + 1_000;
    let settings = settings(url, Mode::Demo { public: false });
    let server = BoundServer::start(&settings, Arc::new(move || now_ms), system::random()).await.unwrap();
    let api = Api(reqwest::Client::new(), format!("http://{}", server.address()));
    tokio::spawn(server.run(std::future::pending()));
    let token = facts["token"].as_str().unwrap();
    for (token, errno) in [(&facts["token"], 0), (&facts["second"], 0), (&facts["disabled"], 719)] {
        assert_eq!(api.get("oapro/wx/user/index", token.as_str().unwrap()).await["errno"], errno);
    }
    let user = api.get("oapro/wx/auth/sessions", token).await;
    assert_eq!(user["data"]["list"].as_array().unwrap().len(), 2, "{user}");
    let phone = json!({ "encryptedData": facts["encryptedData"], "iv": facts["iv"] });
    assert_eq!(api.post("oapro/wx/auth/bindPhone", token, phone).await["errno"], 0, "the key of before opens");
    let picture = before[3][0][1].clone();
    let transfer::Value::Bytes(Some(sha256)) = picture else { panic!("the picture's hash") };
    let name: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(api.0.get(format!("{}/oapro/avatar/{name}", api.1)).send().await.unwrap().status(), 200);
    // ids go on, and who is known stays who they are
    for (name, id) in [("lin", 1), ("wu", 4)] {
        let code = api.post("wechat-double/_double/phone/login", "", json!({ "user": name })).await["code"].clone();
        let body = json!({ "code": code, "userInfo": { "nickName": name } });
        let login = api.post("oapro/wx/auth/login_by_weixin", "", body).await;
        assert_eq!(login["data"]["userInfo"]["userId"], id, "{login}");
    }
}

/// Calls of a server in this process.
struct Api(reqwest::Client, String);

impl Api {
    async fn get(&self, path: &str, token: &str) -> Value {
        let request = self.0.get(format!("{}/{path}", self.1)).header("x-oa-token", token);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, token: &str, body: Value) -> Value {
        let request = self.0.post(format!("{}/{path}", self.1)).header("x-oa-token", token).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }
}
