//! Worlds do not see each other, and a public demo's cannot be guessed.

use std::sync::Arc;

use rstest::rstest;
use serde_json::json;
use wechat_double::{DEMO_APPID, DEMO_SECRET, EnterError, Forgotten};

use crate::test_server::{decrypt, test_server, test_server_as, test_server_with};

#[tokio::test]
async fn worlds_share_nothing() {
    let red = test_server().in_world("red");
    let blue = red.in_world("blue");
    let code = red.code("lin").await;
    blue.get("/_double/users").await;
    assert_eq!(blue.errcode(&code).await, 40029);
    assert_eq!(red.errcode(&code).await, 0);
    assert_ne!(red.double.openid("red", "lin"), red.double.openid("blue", "lin"));

    let (ours, theirs) = (red.session("lin").await, blue.session("lin").await);
    assert_ne!(ours["session_key"], theirs["session_key"]);
    let response = red.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    assert_eq!(decrypt(&theirs["session_key"], &response), None);

    red.control("fault", json!({ "times": 9, "errcode": -1 })).await;
    red.control("clock", json!({ "advance_s": 60 })).await;
    red.control("quota", json!({ "login_per_minute": 1 })).await;
    red.control("users", json!({ "user": "mo" })).await;
    let state = blue.get("/_double/control/state").await.json();
    assert_eq!((&state["faults"], &state["clock"]["advance_s"]), (&json!([]), &json!(0)));
    assert_eq!(state["quota"]["login_per_minute"], 100);
    assert_eq!(blue.get("/_double/users").await.json().as_array().unwrap().len(), 6);
    assert_eq!(blue.get("/_double/control/journal").await.json().as_array().unwrap().len(), 3);
}

#[rstest]
#[case("A", 400)]
#[case("a_b", 400)]
#[case("", 400)]
#[case("a-1", 200)]
#[tokio::test]
async fn a_name_has_its_letters(#[case] name: &str, #[case] status: u16) {
    let default_world = test_server().in_world(name);
    assert_eq!(default_world.get("/_double/users").await.status.as_u16(), status);
    assert_eq!(default_world.get("/sns/jscode2session").await.status.as_u16(), status);
}

#[tokio::test]
async fn a_public_demo_has_no_guessable_world() {
    let default_world = test_server_with(true);
    assert_eq!(default_world.get("/_double/users").await.status, 403);
    assert_eq!(default_world.in_world("default").get("/_double/users").await.status, 403);
    assert_eq!(default_world.in_world(&"a".repeat(21)).get("/_double/users").await.status, 403);
    assert_eq!(default_world.in_world(&"a".repeat(22)).get("/_double/users").await.status, 200);
}

#[tokio::test]
async fn an_idle_world_is_dropped_and_reported() {
    let default_world = test_server();
    let session = default_world.in_world("red").session("lin").await;
    default_world.pass(24 * 3600 * 1000);
    default_world.get("/_double/users").await;
    assert_eq!(*default_world.forgotten.lock().unwrap(), [Forgotten::World("red".to_owned())]);
    let again = default_world.in_world("red").session("lin").await;
    assert_eq!(again["openid"], session["openid"]);
    assert_ne!(again["session_key"], session["session_key"]);
}

/// Every path of WeChat's, and its response in an unused world.
#[rstest]
#[case::login("GET", "/sns/jscode2session?grant_type=authorization_code&js_code=x&APP", 40029)]
#[case::number("POST", "/wxa/business/getuserphonenumber?access_token=x", 40001)]
#[case::session("GET", "/wxa/checksession?access_token=x", 40001)]
#[case::reset("GET", "/wxa/resetusersessionkey?access_token=x", 40001)]
#[case::sealed("POST", "/wxa/business/checkencryptedmsg?access_token=x", 40001)]
#[case::token("GET", "/cgi-bin/token?grant_type=client_credential&APP", 0)]
#[case::stable("POST", "/cgi-bin/stable_token", 47001)]
#[case::method("DELETE", "/cgi-bin/stable_token", 43002)]
#[case::path("GET", "/no/such", 40066)]
#[tokio::test]
async fn wechats_own_paths_create_no_world(#[case] method: &str, #[case] path: &str, #[case] errcode: i64) {
    let default_world = test_server();
    let path = path.replace("APP", &format!("appid={DEMO_APPID}&secret={DEMO_SECRET}"));
    for nth in 0..3 {
        let there = default_world.in_world(&format!("unknown-{nth}"));
        let body = axum::body::Body::from(if path.contains("stable_token") { "[]" } else { "{}" });
        let reply = there.send(there.request(method, &path).body(body).unwrap()).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert_eq!(reply.json()["errcode"].as_i64().unwrap_or(0), errcode, "{}", reply.text);
    }
    assert_eq!(default_world.double.worlds(), 0);
    // the default world always exists: a backend that calls before any phone finds its token again
    let path = format!("/cgi-bin/token?grant_type=client_credential&appid={DEMO_APPID}&secret={DEMO_SECRET}");
    let token = default_world.get(&path).await.json()["access_token"].as_str().unwrap().to_owned();
    let path = format!("/wxa/business/getuserphonenumber?access_token={token}");
    let number = default_world.post(&path, json!({ "code": "x" }));
    assert_eq!(number.await.json()["errcode"], 40029);
    assert_eq!(default_world.double.worlds(), 1);
}

#[tokio::test]
async fn an_address_creates_20_worlds_an_hour_and_gets_retry_after() {
    let default_world = test_server_as(|config| {
        config.public = true;
        config.caller = Some(Arc::new(|headers, _| headers.get("from")?.to_str().ok()?.parse().ok()));
    });
    let open = async |nth: i32, from: &str| {
        let there = default_world.in_world(&format!("world-of-22-characters-{nth}"));
        let request = there.request("GET", "/_double/users").header("from", from);
        there.send(request.body(axum::body::Body::empty()).unwrap()).await
    };
    for nth in 0..20 {
        assert_eq!(open(nth, "192.0.2.1").await.status, 200);
        default_world.pass(1000);
    }
    let refused = open(20, "192.0.2.1").await;
    assert_eq!((refused.status.as_u16(), &refused.headers["retry-after"]), (429, &"3580".parse().unwrap()));
    assert!(refused.json()["error"].as_str().unwrap().contains("20 new worlds"));
    assert_eq!(open(3, "192.0.2.1").await.status, 200, "a world that is there");
    assert_eq!(open(20, "192.0.2.2").await.status, 200, "another address");
    assert_eq!(
        default_world.double.enter("world-of-22-characters-21", Some([192, 0, 2, 1].into())).await,
        Err(EnterError::TooMany { wait_ms: 3_580_000 })
    );
    default_world.pass(3_580_000);
    assert_eq!(open(21, "192.0.2.1").await.status, 200);
    assert_eq!(open(22, "192.0.2.1").await.status, 429);
}

#[tokio::test]
async fn a_world_in_use_outlives_any_number_of_new_ones() {
    let default_world = test_server();
    let mine = default_world.in_world("mine");
    let code = mine.code("lin").await;
    let mut refused = 0;
    for nth in 0..2000 {
        let reply = default_world.in_world(&format!("w{nth}")).get("/_double/users").await;
        if reply.status != 200 {
            assert_eq!(reply.status, 503);
            assert_eq!(reply.headers["retry-after"], "600");
            assert!(reply.json()["error"].as_str().unwrap().contains("every world is in use"));
            refused += 1;
        }
    }
    assert_eq!((refused, default_world.double.worlds()), (1001, 1000));
    assert_eq!(*default_world.forgotten.lock().unwrap(), []);
    let phone = default_world.in_world("late").phone("login", json!({ "user": "lin" })).await;
    assert_eq!(phone["errMsg"], "login:fail every world is in use: try again in some minutes");
    assert_eq!(mine.errcode(&code).await, 0);
    // ten minutes later unused worlds are evicted, and not the used one
    default_world.pass(5 * 60_000);
    mine.get("/_double/users").await;
    default_world.pass(5 * 60_000);
    for nth in 2000..2999 {
        assert_eq!(default_world.in_world(&format!("w{nth}")).get("/_double/users").await.status, 200);
    }
    assert_eq!(default_world.in_world("late").get("/_double/users").await.status, 503);
    assert!(!default_world.forgotten.lock().unwrap().contains(&Forgotten::World("mine".to_owned())));
}
