//! The API's document and its page: in both modes, with the headers of every page, and every example that asks for no WeChat
//! sent to the running server.

use std::collections::BTreeSet;

use identity::wechat::App;
use reqwest::{Method, Response};
use rstest::rstest;
use serde_json::{Value, json};
use server::config::Live;

use crate::test_app::{TestApp, envelope};

async fn app(live: bool) -> TestApp {
    if !live {
        return TestApp::demo().await;
    }
    let app = App { appid: "wx1111111111111111".to_owned(), secret: "5ec5e7".to_owned().into() };
    TestApp::live(Live { apps: vec![app], base_url: "http://127.0.0.1:9".parse().unwrap() }).await
}

async fn ask(app: &TestApp, method: Method, path: &str, header: (&'static str, &str)) -> Response {
    app.client.request(method, app.url(path)).header(header.0, header.1).send().await.unwrap()
}

const NOTHING: (&str, &str) = ("accept", "*/*");

#[rstest]
#[tokio::test]
async fn both_are_served_with_the_headers_of_a_page(
    #[values(false, true)] live: bool,
    #[values(("/openapi.json", "application/json; charset=utf-8"), ("/docs", "text/html; charset=utf-8"))] file: (
        &str,
        &str,
    ),
) {
    let app = app(live).await;
    let answer = ask(&app, Method::GET, file.0, NOTHING).await;
    assert_eq!(answer.status(), 200);
    let headers = answer.headers().clone();
    assert_eq!(headers["content-type"], file.1);
    assert_eq!(headers["cache-control"], "no-cache");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["referrer-policy"], "no-referrer");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let length = answer.bytes().await.unwrap().len().to_string();

    let tag = headers["etag"].to_str().unwrap();
    let known = ask(&app, Method::GET, file.0, ("if-none-match", tag)).await;
    assert_eq!((known.status().as_u16(), known.content_length()), (304, Some(0)));
    let head = ask(&app, Method::HEAD, file.0, NOTHING).await;
    assert_eq!((head.status().as_u16(), head.headers()["content-length"].to_str().unwrap()), (200, length.as_str()));
    assert_eq!(head.headers()["etag"], tag);
    for coding in ["br", "gzip"] {
        let packed = ask(&app, Method::GET, file.0, ("accept-encoding", coding)).await;
        assert_eq!(packed.headers()["content-encoding"], coding);
        assert!(packed.bytes().await.unwrap().len() < 16 * 1024);
    }
    assert_eq!(ask(&app, Method::POST, file.0, NOTHING).await.status(), 405);
}

#[tokio::test]
async fn they_name_this_server_and_are_not_below_the_base_path() {
    let app = app(true).await;
    let document: Value = ask(&app, Method::GET, "/openapi.json", NOTHING).await.json().await.unwrap();
    assert_eq!(document["servers"][0]["url"], app.url(""));
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let page = ask(&app, Method::GET, "/docs", NOTHING).await.text().await.unwrap();
    assert!(page.contains(&app.api("auth/login_by_weixin")));
    for path in ["/oapro/wx/docs", "/oapro/wx/openapi.json"] {
        assert_eq!(envelope(ask(&app, Method::GET, path, NOTHING).await).await["errno"], 404, "{path}");
    }
    assert_eq!(ask(&app, Method::GET, "/docs/nothing", NOTHING).await.status(), 404);
}

/// What the document promises of every operation, asked of the running server: the example goes through or fails with an
/// errno that is listed, a guarded call wants a token, and `data` has the members that its schema has.
#[tokio::test]
async fn the_document_drives_the_server() {
    let app = TestApp::demo().await;
    let document: Value = ask(&app, Method::GET, "/openapi.json", NOTHING).await.json().await.unwrap();
    let mut succeeded = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let Some(schema) = operation.pointer("/responses/200/content/application~1json/schema/oneOf") else {
                continue;
            };
            let listed: BTreeSet<i64> = schema[1]["properties"]["errno"]["oneOf"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| {
                    document.pointer(one["$ref"].as_str().unwrap().trim_start_matches('#')).unwrap()["const"]
                        .as_i64()
                        .unwrap()
                })
                .collect();
            let guarded = operation["security"].as_array().unwrap().iter().any(|one| one.get("token").is_some());
            let mut body = operation.pointer("/requestBody/content/application~1json/example").cloned();
            if let (Some(body), true) = (&mut body, id == "auth_login_by_weixin") {
                body["code"] = json!(app.code("lin").await);
            }
            let send = async |token: Option<&str>| {
                let mut request = app.client.request(method.to_uppercase().parse().unwrap(), app.url(path));
                request = token.into_iter().fold(request, |request, token| request.header("X-OA-Token", token));
                request = body.iter().fold(request, |request, body| request.json(body));
                envelope(request.send().await.unwrap()).await
            };
            if guarded {
                assert!(listed.contains(&501));
                assert_eq!(send(None).await["errno"], 501, "{path}");
            }
            let token = app.token("lin").await;
            let answer = send(Some(&token)).await;
            let errno = answer["errno"].as_i64().unwrap();
            assert!(errno == 0 || listed.contains(&errno), "{path}: {answer}");
            if errno == 0 {
                succeeded.insert(id);
                let data = &schema[0]["properties"]["data"];
                assert_eq!(data.is_null(), answer.get("data").is_none(), "{path}");
                assert_eq!(members(&answer["data"]), members(&operation_example(operation)["data"]), "{path}");
            }
        }
    }
    // a phone code and a picture are not in the document
    assert_eq!(succeeded.len(), 10, "{succeeded:?}");
}

fn operation_example(operation: &Value) -> &Value {
    operation.pointer("/responses/200/content/application~1json/examples/0/value").unwrap()
}

/// The names in an object or in a list's first element; `phone` is there once it is bound.
fn members(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter().filter(|(name, _)| *name != "phone") {
                found.insert(name.clone());
                found.extend(members(value).into_iter().map(|inner| format!("{name}.{inner}")));
            }
        }
        Value::Array(array) => found.extend(array.first().into_iter().flat_map(members)),
        _ => {}
    }
    found
}
