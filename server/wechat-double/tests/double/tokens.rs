//! access_tokens, and the two calls that need a token and a signature.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use wechat_double::{DEMO_APPID, DEMO_SECRET};

use crate::test_server::{TestServer, test_server};

async fn fresh(default_world: &TestServer) -> Value {
    let path = "/cgi-bin/token?grant_type=client_credential";
    default_world.get(&format!("{path}&appid={DEMO_APPID}&secret={DEMO_SECRET}")).await.json()
}

async fn stable(default_world: &TestServer, force_refresh: bool) -> Value {
    let grant = json!({ "grant_type": "client_credential", "appid": DEMO_APPID, "secret": DEMO_SECRET,
        "force_refresh": force_refresh });
    default_world.post("/cgi-bin/stable_token", grant).await.json()
}

/// The errcode of a call with `token`: 0 if it is valid.
async fn check(default_world: &TestServer, token: &Value) -> i64 {
    let path = format!("/wxa/business/getuserphonenumber?access_token={}", token["access_token"].as_str().unwrap());
    let errcode = default_world.post(&path, json!({ "code": "none" })).await.json()["errcode"].as_i64().unwrap();
    if errcode == 40029 { 0 } else { errcode }
}

#[tokio::test]
async fn a_new_token_kills_the_old_one_after_five_minutes() {
    let default_world = test_server();
    let (first, second) = (fresh(&default_world).await, fresh(&default_world).await);
    assert_eq!(first["expires_in"], 7200);
    assert_ne!(first, second);
    default_world.pass(299_999);
    assert_eq!((check(&default_world, &first).await, check(&default_world, &second).await), (0, 0));
    default_world.pass(1);
    assert_eq!((check(&default_world, &first).await, check(&default_world, &second).await), (42001, 0));
    default_world.pass(7_200_000);
    assert_eq!(check(&default_world, &second).await, 42001);
}

#[tokio::test]
async fn a_stable_token_stays_until_five_minutes_before_its_end() {
    let default_world = test_server();
    let first = stable(&default_world, false).await;
    default_world.pass(6_000_000);
    let later = stable(&default_world, false).await;
    assert_eq!((&later["access_token"], &later["expires_in"]), (&first["access_token"], &json!(1200)));
    default_world.pass(900_000);
    let renewed = stable(&default_world, false).await;
    assert_ne!(renewed["access_token"], first["access_token"]);
    assert_eq!((check(&default_world, &first).await, check(&default_world, &renewed).await), (0, 0));
}

#[tokio::test]
async fn a_forced_refresh_kills_at_once_and_is_rationed() {
    let default_world = test_server();
    let first = stable(&default_world, false).await;
    let forced = stable(&default_world, true).await;
    assert_eq!((check(&default_world, &first).await, check(&default_world, &forced).await), (42001, 0));
    assert_eq!(stable(&default_world, true).await["errcode"], 45011);
    for _ in 1..20 {
        default_world.pass(30_000);
        assert!(stable(&default_world, true).await["access_token"].is_string());
    }
    default_world.pass(30_000);
    assert_eq!(stable(&default_world, true).await["errcode"], 45009);
}

#[tokio::test]
async fn a_token_needs_the_secret() {
    let default_world = test_server();
    let reply =
        default_world.get(&format!("/cgi-bin/token?grant_type=client_credential&appid={DEMO_APPID}&secret=x")).await;
    assert_eq!(
        (reply.json()["errcode"].as_i64(), reply.content_type()),
        (Some(40125), "application/json; charset=UTF-8")
    );
    assert_eq!(default_world.get("/cgi-bin/token").await.json()["errcode"], 40002);
    assert_eq!(default_world.post("/cgi-bin/stable_token", json!([])).await.json()["errcode"], 47001);
}

#[tokio::test]
async fn a_token_belongs_to_its_world() {
    let default_world = test_server();
    let token = fresh(&default_world).await;
    assert_eq!(check(&default_world.in_world("blue"), &token).await, 40001);
}

fn sign(key: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn the_servers_key_can_be_checked_and_reset() {
    let default_world = test_server();
    let token = fresh(&default_world).await["access_token"].as_str().unwrap().to_owned();
    let session = default_world.session("lin").await;
    let (openid, key) = (session["openid"].as_str().unwrap(), session["session_key"].as_str().unwrap());
    let path = |call: &str, signature: &str, method: &str| {
        format!("/wxa/{call}?access_token={token}&openid={openid}&signature={signature}&sig_method={method}")
    };
    let good = sign(key);
    let check = path("checksession", &good, "hmac_sha256");
    assert_eq!(default_world.get(&check).await.json(), json!({ "errcode": 0, "errmsg": "ok" }));
    assert_eq!(default_world.get(&path("checksession", &sign("x"), "hmac_sha256")).await.json()["errcode"], 87009);
    assert_eq!(default_world.get(&path("checksession", &good, "md5")).await.json()["errcode"], 87008);

    let reset = default_world.get(&path("resetusersessionkey", &good, "hmac_sha256")).await.json();
    assert_eq!((&reset["errcode"], &reset["openid"]), (&json!(0), &session["openid"]));
    assert_ne!(reset["session_key"], session["session_key"]);
    assert_eq!(default_world.get(&check).await.json()["errcode"], 87009);
    assert_eq!(default_world.session("lin").await["session_key"], reset["session_key"]);
}

#[tokio::test]
async fn a_user_without_a_living_key_is_87007() {
    let default_world = test_server();
    let session = default_world.session("lin").await;
    let (openid, good) = (session["openid"].as_str().unwrap(), sign(session["session_key"].as_str().unwrap()));
    let check = async |token: &Value| {
        let token = token["access_token"].as_str().unwrap();
        let query = format!("access_token={token}&openid={openid}&signature={good}&sig_method=hmac_sha256");
        default_world.get(&format!("/wxa/checksession?{query}")).await.json()["errcode"].clone()
    };
    assert_eq!(check(&fresh(&default_world).await).await, 0);
    default_world.pass(3 * 24 * 3600 * 1000);
    assert_eq!(check(&fresh(&default_world).await).await, 87007, "three days later");
    default_world.post("/_double/control/reset", json!({ "user": "lin" })).await;
    assert_eq!(check(&fresh(&default_world).await).await, 87007, "never logged in");
}

#[tokio::test]
async fn ten_thousand_questions_a_minute() {
    let default_world = test_server();
    for _ in 0..10_000 {
        assert!(stable(&default_world, false).await["access_token"].is_string());
    }
    assert_eq!(stable(&default_world, false).await["errcode"], 45011);
    default_world.pass(60_000);
    assert!(stable(&default_world, false).await["access_token"].is_string());
}
