//! auth/avatar, and the stored picture.

use std::io::Cursor;
use std::time::Duration;

use crate::test_app::{TestApp, envelope};
use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgb, RgbImage};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::time::Instant;

const BOUNDARY: &str = "----WebKitFormBoundaryQxH7";
const MIB: usize = 1024 * 1024;

/// A form as `wx.uploadFile` sends it: `formData` first, then the file. `file` is the file's field name.
fn form(field: &str, declared: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nlin\r\n--{BOUNDARY}\r\nContent-Disposition: \
         form-data; name=\"{field}\"; filename=\"tmp_4f.png\"\r\nContent-Type: {declared}\r\n\r\n"
    );
    [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

fn request(app: &TestApp, token: &str, body: Vec<u8>) -> reqwest::RequestBuilder {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    app.client.post(app.api("auth/avatar")).header("content-type", kind).header("x-oa-token", token).body(body)
}

async fn upload(app: &TestApp, token: &str, file: &[u8]) -> Value {
    envelope(request(app, token, form("file", "image/png", file)).send().await.unwrap()).await
}

/// The address of an upload that must succeed.
async fn address(app: &TestApp, token: &str, file: &[u8]) -> String {
    let response = upload(app, token, file).await;
    assert_eq!(response["errno"], 0);
    response["data"]["avatarUrl"].as_str().unwrap().to_owned()
}

async fn fetch(app: &TestApp, address: &str) -> Option<Vec<u8>> {
    let response = app.client.get(address).send().await.unwrap();
    if response.status() == 404 {
        return None;
    }
    assert_eq!(response.status(), 200);
    Some(response.bytes().await.unwrap().to_vec())
}

fn picture(shade: u8, width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let image: DynamicImage = RgbImage::from_pixel(width, height, Rgb([shade, 60, 200])).into();
    image.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn png(shade: u8) -> Vec<u8> {
    picture(shade, 64, 64, ImageFormat::Png)
}

#[rstest]
#[tokio::test]
async fn an_uploaded_picture_is_reencoded(
    #[values(ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP)] format: ImageFormat,
    #[values("image/png", "image/gif", "text/html")] declared: &str,
) {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let body = form("file", declared, &picture(9, 1000, 500, format));
    let response = envelope(request(&app, &token, body).send().await.unwrap()).await;
    let address = response["data"]["avatarUrl"].as_str().unwrap();
    let name = address.strip_prefix(&app.url("/oapro/avatar/")).unwrap();
    assert_eq!(response, json!({ "errno": 0, "errmsg": "成功", "data": { "avatarUrl": address } }));
    let response = app.client.get(address).send().await.unwrap();
    assert_eq!(response.status(), 200);
    for (header, value) in [
        ("content-type", "image/jpeg"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'"),
        ("etag", &format!("\"{name}\"")),
    ] {
        assert_eq!(response.headers()[header], value);
    }
    let picture = image::load_from_memory_with_format(&response.bytes().await.unwrap(), ImageFormat::Jpeg).unwrap();
    assert_eq!(picture.dimensions(), (512, 256));
    // the profile shows it, also at the next login, and may name it
    assert_eq!(app.login("lin").await["userInfo"]["avatarUrl"], address);
    let profile = app.post("auth/profile", Some(&token), json!({ "avatarUrl": address })).await;
    assert_eq!(profile["data"]["userInfo"]["avatarUrl"], address);
}

#[tokio::test]
async fn a_cached_avatar_is_304_and_a_missing_one_404() {
    let app = TestApp::demo().await;
    let address = address(&app, &app.token("lin").await, &png(1)).await;
    let tag = app.client.head(&address).send().await.unwrap().headers()["etag"].clone();
    let again = app.client.get(&address).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!((again.status().as_u16(), again.bytes().await.unwrap().len()), (304, 0));
    let upper = address.rsplit('/').next().unwrap().to_uppercase();
    for name in ["", "x", "%FF", &"0".repeat(64), &upper, "..%2Fwx", &format!("{}/", "0".repeat(64))] {
        let response = app.client.get(app.url(&format!("/oapro/avatar/{name}"))).header("if-none-match", &tag);
        assert_eq!(response.send().await.unwrap().status(), 404, "{name}");
    }
    assert_eq!(app.client.post(&address).send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn one_avatar_an_account() {
    let app = TestApp::demo().await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    let old = address(&app, &lin, &png(1)).await;
    // the same picture of another account: the same address, and no hint that it existed before
    assert_eq!(address(&app, &chen, &png(1)).await, old);
    let new = address(&app, &lin, &png(2)).await;
    assert!(fetch(&app, &old).await.is_some(), "chen's still");
    address(&app, &chen, &png(3)).await;
    assert!(fetch(&app, &old).await.is_none());
    assert!(fetch(&app, &new).await.is_some());
}

#[tokio::test]
async fn metadata_of_a_picture_is_removed() {
    let app = TestApp::demo().await;
    let polyglot = [&png(1), b"<script>alert('polyglot')</script>".as_slice()].concat();
    let address = address(&app, &app.token("lin").await, &polyglot).await;
    let kept = fetch(&app, &address).await.unwrap();
    assert!(!kept.windows(8).any(|part| part == b"polyglot"));
}

/// A PNG whose header says 10 000 × 10 000.
fn bomb() -> Vec<u8> {
    let mut png = png(1);
    png[16..20].copy_from_slice(&10_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&10_000_u32.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&png[12..29]);
    png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    png
}

#[rstest]
#[case::gif(b"GIF89a\x01\0\x01\0\0\0\0;".to_vec())]
#[case::svg(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec())]
#[case::html(b"<!DOCTYPE html><script>alert(1)</script>".to_vec())]
#[case::nothing(Vec::new())]
#[case::cut(png(1)[..50].to_vec())]
#[case::bomb(bomb())]
#[tokio::test]
async fn no_picture_is_402(#[case] file: Vec<u8>) {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let begun = Instant::now();
    assert_eq!(upload(&app, &token, &file).await, json!({ "errno": 402, "errmsg": "参数值不对" }));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    let shown = app.login("lin").await["userInfo"]["avatarUrl"].clone();
    assert!(!shown.as_str().unwrap().contains("/oapro/avatar/"), "{shown}");
}

#[tokio::test]
async fn the_checks_come_in_their_order() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let send = async |request: reqwest::RequestBuilder| {
        envelope(request.send().await.unwrap()).await["errno"].as_i64().unwrap()
    };
    // bytes after a PNG's end are ignored, so it can have any size
    let sized = |size: usize| {
        let mut file = png(1);
        file.resize(size, b'x');
        form("file", "image/png", &file)
    };
    assert_eq!(send(request(&app, &token, sized(2 * MIB))).await, 0, "the limit itself is within it");
    assert_eq!(send(request(&app, &token, sized(2 * MIB + 1))).await, 413);
    assert_eq!(send(request(&app, &token, sized(3 * MIB))).await, 413);
    assert_eq!(send(request(&app, "", sized(3 * MIB))).await, 413, "413 comes before 501");
    assert_eq!(send(request(&app, "", form("file", "image/png", &png(1)))).await, 501);
    assert_eq!(send(request(&app, "", b"no form".to_vec())).await, 501, "501 before the form is read");
    assert_eq!(send(request(&app, &token, b"no form".to_vec())).await, 402);
    assert_eq!(send(request(&app, &token, Vec::new())).await, 402);
    assert_eq!(send(request(&app, &token, form("picture", "image/png", &png(1)))).await, 401);
    assert_eq!(send(request(&app, &token, format!("--{BOUNDARY}--\r\n").into_bytes())).await, 401);
    let mut unended = form("file", "image/png", &png(1));
    unended.truncate(unended.len() - BOUNDARY.len() - 6);
    assert_eq!(send(request(&app, &token, unended)).await, 402);
    let json = app.client.post(app.api("auth/avatar")).header("x-oa-token", &token).json(&json!({ "file": "x" }));
    assert_eq!(send(json).await, 402);
}

#[tokio::test]
async fn the_11th_upload_within_an_hour_waits() {
    let app = TestApp::limited(&[]).await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    for nth in 0..10 {
        address(&app, &lin, &png(nth)).await;
    }
    let response = request(&app, &lin, form("file", "image/png", &png(10))).send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "360");
    assert_eq!(envelope(response).await, json!({ "errno": 429, "errmsg": "请求过于频繁" }));
    // checked before the length, and the client can read the response while it is still sending
    let response = request(&app, &lin, vec![b'x'; 3 * MIB]).send().await.unwrap();
    assert_eq!(envelope(response).await["errno"], 429);
    assert_eq!(request(&app, "", Vec::new()).send().await.unwrap().headers().get("retry-after"), None);
    address(&app, &chen, &png(1)).await;
    app.advance(360_000);
    address(&app, &lin, &png(11)).await;
    assert_eq!(upload(&app, &lin, &png(12)).await["errno"], 429);
}

#[tokio::test]
async fn many_at_once_wait_for_their_turn() {
    let app = TestApp::demo().await;
    let token = app.token("lin").await;
    let file = picture(7, 600, 600, ImageFormat::Jpeg);
    let responses = futures::future::join_all((0..20).map(|_| upload(&app, &token, &file))).await;
    assert!(responses.iter().all(|response| response["errno"] == 0 && response == &responses[0]), "{responses:?}");
}
