//! Unknown paths: WeChat's own response on its paths, and the double's own on `/_double`.

use axum::body::Body;
use rstest::rstest;
use serde_json::Value;

use crate::test_server::test_server;

#[rstest]
#[case::get("GET", "/cgi-bin/stable_token", 43002)]
#[case::get_number("GET", "/wxa/business/getuserphonenumber?access_token=x", 43002)]
#[case::get_sealed("GET", "/wxa/business/checkencryptedmsg", 43002)]
#[case::post("POST", "/sns/jscode2session", 43002)]
#[case::post_token("POST", "/cgi-bin/token", 43002)]
#[case::post_session("POST", "/wxa/checksession", 43002)]
#[case::delete("DELETE", "/wxa/resetusersessionkey", 43002)]
#[case::options("OPTIONS", "/sns/jscode2session", 43002)]
#[case::made_up("PURGE", "/cgi-bin/token", 43002)]
#[case::root("GET", "/", 40066)]
#[case::unknown("GET", "/cgi-bin/nothing", 40066)]
#[case::unknown_post("POST", "/wxa/business/nothing", 40066)]
#[case::longer("GET", "/sns/jscode2session/x", 40066)]
#[case::slash("GET", "/sns/jscode2session/", 40066)]
#[case::capitals("GET", "/SNS/jscode2session", 40066)]
#[case::like_ours("GET", "/_doubles", 40066)]
#[tokio::test]
async fn wechats_paths_respond_as_wechat_does(#[case] method: &str, #[case] path: &str, #[case] errcode: i64) {
    let default_world = test_server();
    let reply = default_world.send(default_world.request(method, path).body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 200);
    let text: Value = reply.json();
    assert_eq!(text["errcode"], errcode);
    assert!(text["errmsg"].as_str().unwrap().starts_with("invalid "), "{text}");
    let plain = path.split('?').next() == Some("/sns/jscode2session");
    assert_eq!(reply.content_type(), if plain { "text/plain" } else { "application/json; charset=UTF-8" });
    let journal = default_world.get("/_double/control/journal").await.json();
    assert_eq!((&journal[0]["path"], &journal[0]["errcode"]), (&path.split('?').next().into(), &errcode.into()));
}

#[rstest]
#[case("GET", "/_double", 404, "error")]
#[case("GET", "/_double/", 404, "error")]
#[case("GET", "/_double/nothing", 404, "error")]
#[case("POST", "/_double/control/nothing", 404, "error")]
#[case("POST", "/_double/phone/nothing", 404, "errMsg")]
#[case("GET", "/_double/phone/login", 405, "errMsg")]
#[case("GET", "/_double/control/clock", 405, "error")]
#[case("POST", "/_double/users", 405, "error")]
#[tokio::test]
async fn the_doubles_own_calls_keep_their_format(
    #[case] method: &str,
    #[case] path: &str,
    #[case] status: u16,
    #[case] field: &str,
) {
    let default_world = test_server();
    let request = default_world.request(method, path).header("content-type", "application/json");
    let reply = default_world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status.as_u16(), status);
    assert!(reply.json()[field].is_string(), "{}", reply.text);
}

#[tokio::test]
async fn a_long_path_fills_no_world() {
    let default_world = test_server();
    for _ in 0..300 {
        default_world.get(&format!("/{}", "x".repeat(8000))).await;
    }
    let journal = default_world.get("/_double/control/journal").await;
    assert_eq!(journal.json()[0]["path"].as_str().unwrap().len(), 96);
    assert!(journal.text.len() < 64 * 1024, "{}", journal.text.len());
}
