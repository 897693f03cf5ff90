//! Properties of every response below the base path, unusual ones included.

use crate::test_app::{TestApp, envelope};
use rstest::rstest;
use serde_json::json;

#[rstest]
#[case::unknown("GET", "nothing/here", 404)]
#[case::unknown_root("GET", "", 404)]
#[case::encoded_slash("POST", "auth%2Flogout", 404)]
#[case::bad_utf8("GET", "%FF", 404)]
#[case::method("GET", "auth/login_by_weixin", 405)]
#[case::method_of_a_guarded_call("POST", "user/index", 405)]
#[case::head_of_a_post("HEAD", "auth/logout", 405)]
#[case::method_of_the_upload("GET", "auth/avatar", 405)]
#[case::head_of_the_upload("HEAD", "auth/avatar", 405)]
#[case::slash_after_the_upload("POST", "auth/avatar/", 501)]
#[case::empty_body("POST", "auth/login_by_weixin", 402)]
#[case::no_token("GET", "user/index", 501)]
#[case::no_token_comes_before_no_body("POST", "auth/bindPhone", 501)]
#[case::trailing_slash("GET", "swiperImgs/", 0)]
#[case::two_trailing_slashes("GET", "swiperImgs//", 404)]
#[case::query_out_of_range("GET", "meeting/list?limit=101", 402)]
#[case::query_wrong_type("GET", "meeting/list?page=one", 402)]
#[case::query_page_zero("GET", "vote/list?page=0", 402)]
#[case::query_state("GET", "vote/list?state=3", 402)]
#[case::query_empty("GET", "meeting/list?state=&page=&limit=", 0)]
#[tokio::test]
async fn responses(#[case] method: &str, #[case] path: &str, #[case] errno: i64) {
    let app = TestApp::demo().await;
    let request = app.client.request(method.parse().unwrap(), app.api(path));
    let response = request.send().await.unwrap();
    if method == "HEAD" {
        assert_eq!(response.status(), 200);
        return;
    }
    assert_eq!(envelope(response).await["errno"], errno);
}

#[tokio::test]
async fn a_browsers_form_is_not_redirected() {
    let app = TestApp::demo().await;
    let request = app.client.post(app.api("auth/login_by_weixin")).header("accept", "text/html").body("{}");
    let response = request.header("referer", "https://servicewechat.com/wx0a1b2c3d4e5f6789/devtools/page-frame.html");
    assert_eq!(envelope(response.send().await.unwrap()).await["errno"], 401);
}

#[tokio::test]
async fn options_lists_allowed_methods_without_cors() {
    let app = TestApp::demo().await;
    for (path, allow) in
        [("auth/logout", "POST, OPTIONS"), ("auth/avatar", "POST, OPTIONS"), ("user/index", "GET, HEAD, OPTIONS")]
    {
        let request = app.client.request(reqwest::Method::OPTIONS, app.api(path)).header("origin", "https://x.example");
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["allow"], allow);
        assert!(!response.headers().contains_key("access-control-allow-origin"));
        let body = envelope(response).await;
        assert_eq!(body, json!({ "errno": 0, "errmsg": "成功" }));
    }
}

#[tokio::test]
async fn a_wrong_method_lists_the_allowed_ones() {
    let app = TestApp::demo().await;
    let response = app.client.delete(app.api("user/index")).send().await.unwrap();
    assert_eq!(response.headers()["allow"], "GET, HEAD, OPTIONS");
}

#[tokio::test]
async fn head_follows_get_without_a_body() {
    let app = TestApp::demo().await;
    let head = app.client.head(app.api("swiperImgs")).send().await.unwrap();
    let length: usize = head.headers()["content-length"].to_str().unwrap().parse().unwrap();
    assert_eq!(head.headers()["content-type"], "application/json; charset=utf-8");
    assert!(head.bytes().await.unwrap().is_empty());
    let get = app.client.get(app.api("swiperImgs")).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(get.len(), length);
}

#[tokio::test]
async fn a_client_that_is_still_sending_reads_the_413() {
    let app = TestApp::demo().await;
    let body = vec![b'x'; 3 * 1024 * 1024];
    let response = app.client.post(app.api("auth/login_by_weixin")).body(body.clone()).send().await.unwrap();
    assert_eq!(envelope(response).await["errno"], 413);

    // the same without a length: the limit is met in the middle
    let mut request = b"POST /oapro/wx/auth/login_by_weixin HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                        transfer-encoding: chunked\r\n\r\n"
        .to_vec();
    request.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
    request.extend_from_slice(&body);
    request.extend_from_slice(b"\r\n0\r\n\r\n");
    let response = app.raw(&request).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert!(response.contains(r#"{"errno":413,"errmsg":"请求过大"}"#), "{response}");
}

#[tokio::test]
async fn the_limit_itself_is_within_it() {
    let app = TestApp::demo().await;
    let body = |size: usize| format!("{{\"pad\":\"{}\"}}", "x".repeat(size - 10));
    assert_eq!(app.client.post(app.api("auth/login_by_weixin")).body(body(65_536)).send().await.unwrap().status(), 200);
    for (size, errno) in [(65_536, 401), (65_537, 413)] {
        let response = app.client.post(app.api("auth/login_by_weixin")).body(body(size)).send().await.unwrap();
        assert_eq!(envelope(response).await["errno"], errno, "{size}");
    }
}

#[tokio::test]
async fn tokens_of_every_shape_are_501() {
    let app = TestApp::demo().await;
    for token in ["", "x", &"x".repeat(5_000), &format!("oa_{}", "A".repeat(43)), "oa_<script>"] {
        let response = app.client.get(app.api("user/index")).header("X-OA-Token", token).send().await.unwrap();
        assert_eq!(envelope(response).await, json!({ "errno": 501, "errmsg": "请登录" }), "{token}");
    }
    let token = app.token("lin").await;
    let two = app.client.get(app.api("user/index")).header("x-oa-token", &token).header("X-OA-Token", "another");
    assert_eq!(envelope(two.send().await.unwrap()).await["errno"], 501);
    let bearer = app.client.get(app.api("user/index")).bearer_auth(&token).send().await.unwrap();
    assert_eq!(envelope(bearer).await["errno"], 0);
    let in_url = app.client.get(app.api(&format!("user/index?token={token}"))).send().await.unwrap();
    assert_eq!(envelope(in_url).await["errno"], 501, "a token never travels in a URL");
}

#[tokio::test]
async fn a_plain_request_id_is_returned() {
    let app = TestApp::demo().await;
    for (sent, kept) in [("abc-123", true), ("a b", false), (&"x".repeat(65), false)] {
        let response = app.client.get(app.api("swiperImgs")).header("x-request-id", sent).send().await.unwrap();
        assert_eq!(response.headers()["x-request-id"] == sent, kept, "{sent}");
    }
}

#[tokio::test]
async fn eleven_functions_are_registered() {
    // the linker may drop unreferenced endpoints; a path that is missing here would be a 404 in production
    let mut paths: Vec<_> =
        server_fn::axum::server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
    paths.sort();
    insta::assert_snapshot!(paths.join("\n"), @"
    GET /oapro/wx/auth/sessions
    GET /oapro/wx/home/index
    GET /oapro/wx/meeting/list
    GET /oapro/wx/swiperImgs
    GET /oapro/wx/user/index
    GET /oapro/wx/vote/list
    POST /oapro/wx/auth/bindPhone
    POST /oapro/wx/auth/login_by_weixin
    POST /oapro/wx/auth/logout
    POST /oapro/wx/auth/profile
    POST /oapro/wx/auth/revoke
    ");
}
