//! The API's document, its page and what that loads: in both modes, with the headers of every page, and every example that asks
//! for no WeChat sent to the running server.

use std::collections::BTreeSet;

use identity::wechat::App;
use reqwest::{Method, Response};
use rstest::rstest;
use serde_json::{Value, json};
use server::config::{Live, Mode};

use crate::test_app::{TestApp, envelope};

fn mode(live: bool) -> Mode {
    if !live {
        return Mode::Demo { public: false };
    }
    let app = App { appid: "wx1111111111111111".to_owned(), secret: "5ec5e7".to_owned().into() };
    Mode::Live(Live { apps: vec![app], base_url: "http://127.0.0.1:9".parse().unwrap() })
}

async fn app(live: bool) -> TestApp {
    TestApp::with_docs(mode(live), true).await
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
    for path in ["/oapro/wx/docs", "/oapro/wx/openapi.json"] {
        assert_eq!(envelope(ask(&app, Method::GET, path, NOTHING).await).await["errno"], 404, "{path}");
    }
    assert_eq!(ask(&app, Method::GET, "/docs/nothing", NOTHING).await.status(), 404);
}

#[tokio::test]
async fn the_document_is_in_the_language_that_is_asked_for() {
    let app = app(false).await;
    let summary = async |path: &str| {
        let document: Value = ask(&app, Method::GET, path, ("accept-language", "en")).await.json().await.unwrap();
        document["paths"]["/oapro/wx/auth/login_by_weixin"]["post"]["summary"].as_str().unwrap().to_owned()
    };
    assert_eq!(summary("/openapi.json?lang=zh").await, "微信登录");
    assert_eq!(summary("/openapi.json?lang=en").await, "Log in with WeChat");
    for both in ["/openapi.json", "/openapi.json?lang=fr"] {
        assert_eq!(summary(both).await, "微信登录 Log in with WeChat");
    }
}

/// The addresses that the page loads, which are all of this server.
fn loaded(page: &str) -> Vec<String> {
    let quoted = page.split('"').filter(|part| part.starts_with("/docs/"));
    quoted.map(str::to_owned).collect()
}

#[rstest]
#[tokio::test]
async fn what_the_page_loads_is_kept_for_ever_and_compressed(#[values(false, true)] live: bool) {
    let app = app(live).await;
    let page = ask(&app, Method::GET, "/docs", NOTHING).await.text().await.unwrap();
    let files = loaded(&page);
    assert_eq!(files.len(), 4, "Swagger UI is there (`make packages`): {page}");
    for file in files {
        let answer = ask(&app, Method::GET, &file, ("accept-encoding", "br")).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!((answer.status().as_u16(), header("content-encoding").as_str()), (200, "br"), "{file}");
        assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(ask(&app, Method::POST, &file, NOTHING).await.status(), 405);
        let absent = ask(&app, Method::GET, &format!("{file}.map"), NOTHING).await;
        assert_eq!(absent.status(), 404);
    }
}

#[rstest]
#[tokio::test]
async fn the_page_can_be_off_and_the_document_stays(#[values(false, true)] live: bool) {
    let on = app(live).await;
    let page = ask(&on, Method::GET, "/docs", NOTHING).await.text().await.unwrap();
    let off = TestApp::with_docs(mode(live), false).await;
    for path in loaded(&page).iter().map(String::as_str).chain(["/docs", "/docs?lang=en"]) {
        assert_eq!(ask(&off, Method::GET, path, NOTHING).await.status(), 404, "{path}");
    }
    assert_eq!(ask(&off, Method::GET, "/openapi.json", NOTHING).await.status(), 200);
}

/// The table of the API in README.md: every operation, its method, and whether it wants a token.
#[tokio::test]
async fn the_readme_lists_the_operations() {
    let app = TestApp::demo().await;
    let document: Value = ask(&app, Method::GET, "/openapi.json", NOTHING).await.json().await.unwrap();
    let mut documented = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(path) = path.strip_prefix("/oapro/wx/") else { continue };
        for (method, operation) in methods.as_object().unwrap() {
            documented.insert((method.to_uppercase(), path.to_owned(), operation["security"] != json!([])));
        }
    }
    let readme = include_str!("../../../README.md");
    let mut listed = BTreeSet::new();
    for line in readme.lines().filter(|line| line.starts_with("| GET |") || line.starts_with("| POST |")) {
        let [_, method, paths, token, ..] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            unreachable!()
        };
        for path in paths.split('`').skip(1).step_by(2) {
            listed.insert((method.to_owned(), path.to_owned(), token == "✓"));
        }
    }
    assert_eq!(listed, documented);
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
