//! The stream: worlds, resuming, lost events, authorisation, and its end.

use reqwest::StatusCode;
use serde_json::json;

use super::Page;
use crate::test_app::TestApp;

/// More calls than a subscriber's buffers hold, so that it counts as slow.
const MANY: usize = 120;

#[tokio::test]
async fn it_is_an_event_stream() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let stream = page.read().await;
    let headers = stream.response.headers();
    assert_eq!(headers["content-type"], "text/event-stream");
    assert_eq!(headers["cache-control"], "no-cache");
    assert_eq!(headers["x-accel-buffering"], "no");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(!headers.contains_key("access-control-allow-origin"), "pages elsewhere may not read it");
}

#[tokio::test]
async fn two_worlds_never_mix() {
    let app = TestApp::demo().await;
    let (one, two) = (Page { app: &app, world: "one" }, Page { app: &app, world: "two" });
    let (mut first, mut second) = (one.read().await, two.read().await);
    tokio::join!(one.login("of-one"), two.login("of-two"));
    one.call("end", "swiperImgs", None, None).await;
    two.call("end", "swiperImgs", None, None).await;
    first.until_response("end").await;
    second.until_response("end").await;
    assert!(first.raw.contains("of-one") && !first.raw.contains("of-two"));
    assert!(second.raw.contains("of-two") && !second.raw.contains("of-one"));
}

#[tokio::test]
async fn last_event_id_resumes() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let mut stream = page.read().await;
    page.call("one", "swiperImgs", None, None).await;
    let last = stream.next().await.unwrap();
    assert_eq!((last.id.as_str(), &last.data["from"]), ("1", &json!("phone")));
    drop(stream);
    page.call("two", "swiperImgs", None, None).await;
    let mut stream = page.resume(Some(&last.id)).await;
    let next = stream.next().await.unwrap();
    assert_eq!((next.id.as_str(), &next.data["to"]), ("2", &json!("database")));
    let rest = stream.until_response("two").await;
    assert_eq!(rest.len(), 4, "each once: {rest:?}");
    // from before a restart, or invalid: all kept events
    for id in ["99", "x", "-1"] {
        assert_eq!(page.resume(Some(id)).await.next().await.unwrap().id, "1", "{id}");
    }
}

#[tokio::test]
async fn the_last_200_events_are_kept_and_losses_are_reported() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    for number in 0..MANY {
        page.call(&format!("c{number}"), "swiperImgs", None, None).await; // three events each
    }
    let mut stream = page.resume(Some("5")).await;
    let lost = stream.next().await.unwrap();
    assert_eq!((lost.event.as_str(), &lost.data, lost.id.as_str()), ("lost", &json!({ "n": MANY * 3 - 200 - 5 }), ""));
    let first = stream.next().await.unwrap();
    assert_eq!(first.id, (MANY * 3 - 200 + 1).to_string());
    let rest = stream.take(199).await;
    assert_eq!(rest[198]["request"], format!("c{}", MANY - 1));
    let mut fresh = page.read().await;
    assert_eq!(fresh.next().await.unwrap().id, first.id, "a new page gets no loss of events that it never had");
}

/// The same with the largest events that a visitor makes: signed logins and numbers by code and by data.
#[tokio::test]
async fn as_many_are_kept_of_the_largest_events() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    for round in 0..15 {
        let profile = page.double("phone/getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
        let login = json!({ "code": page.code().await, "userInfo": {}, "rawData": profile["rawData"],
            "signature": profile["signature"] });
        let login = page.call(&format!("{round:032}"), "auth/login_by_weixin", None, Some(login)).await;
        let token = login["data"]["token"].as_str();
        let phone = page.encrypted_phone().await;
        let data = json!({ "encryptedData": phone["encryptedData"], "iv": phone["iv"] });
        for proof in [json!({ "code": phone["code"] }), data] {
            page.call(&format!("{round:032}"), "auth/bindPhone", token, Some(proof)).await;
        }
    }
    let mut stream = page.resume(Some("1")).await;
    let lost = stream.next().await.unwrap();
    let first = stream.next().await.unwrap().id.parse::<u64>().unwrap();
    assert_eq!(lost.data["n"], first - 2);
    stream.take(199).await;
    page.call("end", "swiperImgs", None, None).await;
    assert_eq!(stream.next().await.unwrap().id, (first + 200).to_string(), "200 were kept");
}

#[tokio::test]
async fn the_oldest_of_three_streams_is_replaced() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    page.code().await;
    let (mut first, mut second, mut third) = (page.read().await, page.read().await, page.read().await);
    let replaced = first.next().await.unwrap();
    assert_eq!((replaced.event.as_str(), replaced.retry.as_str()), ("replaced", "86400000"));
    assert!(first.next().await.is_none());
    page.call("c", "swiperImgs", None, None).await;
    second.until_response("c").await;
    third.until_response("c").await;
    // another world has its own limit
    let mut other = Page { app: &app, world: "b" }.read().await;
    Page { app: &app, world: "b" }.call("c", "swiperImgs", None, None).await;
    other.until_response("c").await;
}

#[tokio::test]
async fn a_reset_of_the_world_forgets_its_events_and_keeps_its_page() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let mut stream = page.read().await;
    page.login("before").await;
    stream.until_response("before").await;
    page.double("control/reset", json!({})).await;
    page.login("after").await;
    let events = stream.until_response("after").await;
    assert!(events.iter().all(|event| event["request"] == "after"), "no event is lost or repeated: {events:?}");
    assert_eq!(page.read().await.next().await.unwrap().data["request"], "after", "nothing of before is kept");
}

#[tokio::test]
async fn unauthorised_subscribers_are_rejected() {
    let app = TestApp::demo().await;
    let status = async |app: &TestApp, query: &str, host: Option<&str>| {
        let mut request = app.client.get(app.url(&format!("/demo/events{query}")));
        if let Some(host) = host {
            request = request.header("host", host);
        }
        request.send().await.unwrap().status()
    };
    assert_eq!(status(&app, "?world=a", Some("evil.example")).await, StatusCode::FORBIDDEN);
    for query in ["", "?world=", "?world=No", "?world=a_b", &format!("?world={}", "a".repeat(65))] {
        assert_eq!(status(&app, query, None).await, StatusCode::BAD_REQUEST, "{query}");
    }
    let public = TestApp::public().await;
    for query in ["?world=default", &format!("?world={}", "a".repeat(21))] {
        assert_eq!(status(&public, query, None).await, StatusCode::BAD_REQUEST, "{query}");
    }
    assert_eq!(status(&public, &format!("?world={}", "a".repeat(22)), None).await, StatusCode::OK);
}

/// A stream never ends by itself: it must not block a shutdown.
#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let app = TestApp::demo().await;
    let mut stream = Page { app: &app, world: "a" }.read().await;
    let started = tokio::time::Instant::now();
    let database = app.stop();
    assert!(stream.next().await.is_none());
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
    drop(database);
}
