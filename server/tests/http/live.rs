//! Live mode: the API and the probes, and nothing of the demo.

use crate::{
    support::lines::Lines,
    test_app::{TestApp, envelope},
};
use identity::wechat::App;
use rstest::rstest;
use serde_json::json;
use server::config::Live;

async fn live(base_url: &str) -> TestApp {
    let app = |appid: &str| App { appid: appid.to_owned(), secret: "5ec5e7".to_owned().into() };
    let live = Live { apps: vec![app("wx1111111111111111")], base_url: base_url.parse().unwrap() };
    TestApp::live(live).await
}

#[rstest]
#[case("/")]
#[case("/decrypt")]
#[case("/traces")]
#[case("/pages/index/index")]
#[case("/wechat-double/_double/users")]
#[case("/wechat-double/sns/jscode2session")]
#[case("/demo/events")]
#[case("/guide")]
#[case("/assets/app.js")]
#[tokio::test]
async fn there_is_no_page_and_no_double(#[case] path: &str) {
    let app = live("http://127.0.0.1:9").await;
    assert_eq!(app.client.get(app.url(path)).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn live_mode_has_no_controls_and_no_streams() {
    let app = live("http://127.0.0.1:9").await;
    let status =
        app.client.post(app.url("/demo/status")).json(&json!({ "user": "lin", "status": 1 })).send().await.unwrap();
    assert_eq!(status.status(), 404);
    // a call that demo mode would stream works as usual
    let request = app.client.post(app.api("auth/login_by_weixin")).header("x-request-id", "a1");
    let response = envelope(request.json(&json!({ "code": "c", "userInfo": {} })).send().await.unwrap()).await;
    assert_eq!(response["errno"], 714);
    assert_eq!(app.client.get(app.url("/demo/events?world=default")).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn the_probes_and_the_api_are_there() {
    let app = live("http://127.0.0.1:9").await;
    for path in ["/healthz", "/readyz", "/oapro/images/avatar-default.svg"] {
        assert_eq!(app.client.get(app.url(path)).send().await.unwrap().status(), 200, "{path}");
    }
    assert_eq!(app.get("meeting/list", None).await["data"]["total"], 0, "no demo content in an operator's database");
}

#[tokio::test]
async fn an_unreachable_wechat_is_714_and_the_world_header_is_ignored() {
    let app = live("http://127.0.0.1:9").await;
    let request = app.client.post(app.api("auth/login_by_weixin")).header("x-double-world", "No Such");
    let response = envelope(request.json(&json!({ "code": "c", "userInfo": {} })).send().await.unwrap()).await;
    assert_eq!(response, json!({ "errno": 714, "errmsg": "微信服务暂不可用" }));
}

#[tokio::test]
async fn a_mini_programs_own_request_works() {
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{method, path, query_param},
    };
    let wechat = MockServer::start().await;
    let session = json!({ "session_key": "nzoqhc3OnwHzeTxJs+inbQ==", "openid": "oVBkZ0aYgDMDIywRdgPW8-joxXc4" });
    Mock::given(method("GET"))
        .and(path("/sns/jscode2session"))
        .and(query_param("appid", "wx1111111111111111"))
        .and(query_param("secret", "5ec5e7"))
        .and(query_param("js_code", "0c3f"))
        .and(query_param("grant_type", "authorization_code"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(session.to_string(), "text/plain"))
        .mount(&wechat)
        .await;
    let app = live(&wechat.uri()).await;
    let request = app
        .client
        .post(app.api("auth/login_by_weixin"))
        .header("content-type", "application/json")
        .header("X-OA-Token", "")
        .header("referer", "https://servicewechat.com/wx1111111111111111/devtools/page-frame.html")
        .body(r#"{"code":"0c3f","userInfo":{"nickName":"微信用户","avatarUrl":"https://thirdwx.qlogo.cn/mmopen/vi_32/x/132","gender":0,"country":"","province":"","city":"","language":""}}"#);
    let mut response = envelope(request.send().await.unwrap()).await;
    let text = response.to_string();
    assert!(!text.contains("session_key") && !text.contains("oVBkZ0aY") && !text.contains("nzoqhc3O"), "{text}");
    let token = response["data"]["token"].take();
    let token = token.as_str().unwrap();
    assert_eq!(response["data"]["userInfo"]["nickName"], "微信用户");
    let counts = json!({ "metting_pubs": 0, "metting_joins": 0, "vote_pubs": 0, "vote_joins": 0 });
    assert_eq!(app.get("user/index", Some(token)).await["data"], counts);
    assert_eq!(app.post("auth/logout", Some(token), json!({})).await["errno"], 0);
}

/// An unknown appid of a client is not the operator's problem.
#[rstest]
#[case::header(&[("x-oa-app-id", "wx9999999999999999")])]
#[case::header_of_nonsense(&[("x-oa-app-id", "../../etc")])]
#[case::referer(&[("referer", "https://servicewechat.com/wx9999999999999999/1/page-frame.html")])]
#[tokio::test]
async fn an_unknown_appid_is_402_and_raises_no_alert(#[case] headers: &[(&str, &str)]) {
    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let app = |appid: &str| App { appid: appid.to_owned(), secret: "5ec5e7".to_owned().into() };
    let apps = vec![app("wx1111111111111111"), app("wx2222222222222222")];
    let app = TestApp::live(Live { apps, base_url: "http://127.0.0.1:9".parse().unwrap() }).await;
    let login = |headers: &[(&str, &str)]| {
        let request = app.client.post(app.api("auth/login_by_weixin")).json(&json!({ "code": "c", "userInfo": {} }));
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send()
    };
    assert_eq!(envelope(login(headers).await.unwrap()).await, json!({ "errno": 402, "errmsg": "参数值不对" }));
    let text = lines.text();
    assert!(text.contains("INFO") && text.contains("a login for an app that is not configured"), "{text}");
    assert!(!text.contains("WARN a login") && !text.contains("ERROR"), "{text}");
    // for a configured app WeChat is called, and guarded calls take the app from their session
    assert_eq!(envelope(login(&[("x-oa-app-id", "wx2222222222222222")]).await.unwrap()).await["errno"], 714);
    let mut index = app.client.get(app.api("user/index"));
    for (name, value) in headers {
        index = index.header(*name, *value);
    }
    assert_eq!(envelope(index.send().await.unwrap()).await["errno"], 501);
}
