//! Each errno that a visitor of the demo can cause, and what the stream says of it: the step that failed, WeChat's response,
//! the server's own attempt. Both must agree, and neither may show a secret.

use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use rstest::rstest;
use serde_json::{Value, json};
use wechat::SessionKey;
use wechat::crypto::{DecryptError, decrypt};

use super::{Page, secrets::assert_no_secret};
use crate::test_app::{START_MS, TestApp};

const APPID: &str = "wx0a1b2c3d4e5f6789";

/// An event in one line: its step, its outcome, and of its detail what the errno depends on.
fn line(event: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let number = |name: &str| event.get(name).map(|number| format!(" {name} {number}")).unwrap_or_default();
    let step = event.get("step").map_or_else(|| "-".to_owned(), text);
    let (outcome, detail) = (text(&event["outcome"]), summary(&event["detail"]));
    format!("{step} {outcome}{}{}{detail}", number("errno"), number("errcode"))
}

fn summary(detail: &Value) -> String {
    let Some((kind, detail)) = detail.as_object().and_then(|detail| detail.iter().next()) else { return String::new() };
    match kind.as_str() {
        "request" => format!(" {} {}", detail["method"], detail["path"]).replace('"', ""),
        "response" => format!(" HTTP {} errcode {}", detail["status"], detail["body"]["errcode"]),
        "failure" => format!(" {detail}"),
        "watermark" => format!(" watermark {} {} of {} s", detail["verdict"], detail["ageS"], detail["maxAgeS"]),
        "signature" => format!(" signature {}", detail["ok"]),
        "decryption" => {
            let keys = detail["keys"].as_array().unwrap().iter();
            let keys: Vec<_> = keys
                .map(|key| {
                    assert_eq!(key["fingerprint"].as_str().unwrap().len(), 8);
                    key["failedAt"].as_str().unwrap_or("fits").to_owned()
                })
                .collect();
            let last = detail["steps"].as_array().unwrap().last().unwrap();
            format!(" keys {keys:?} last {} {} {}", last["step"], last["ok"], last["cause"])
        }
        other => panic!("{other}"),
    }
    .replace('"', "")
}

/// A visitor: a world, whose user has logged in once.
struct Visitor<'a> {
    page: Page<'a>,
    token: String,
    session_key: String,
    /// All that the server has on record.
    keys: Vec<SessionKey>,
    /// What the visitor made or got that must not be shown.
    secrets: Vec<String>,
}

impl<'a> Visitor<'a> {
    async fn new(app: &'a TestApp, world: &'a str) -> Self {
        let page = Page { app, world };
        let token = page.login("first").await;
        let session_key = page.session_key().await;
        let secrets = vec![token.clone(), session_key.clone()];
        let keys = vec![SessionKey::new(session_key.clone())];
        Self { page, token, session_key, keys, secrets }
    }

    async fn fault(&self, fault: Value) {
        let mut fault = fault;
        fault["times"] = json!(9);
        self.page.double("control/fault", fault).await;
    }

    /// The phone's data, encrypted under its key by this test.
    fn encrypt(&self, plaintext: &Value) -> Value {
        let (key, iv) = (BASE64_STANDARD.decode(&self.session_key).unwrap(), [7; 16]);
        let plaintext = plaintext.to_string().into_bytes();
        let mut buffer = [plaintext.as_slice(), &[0; 16]].concat();
        let cipher = cbc::Encryptor::<Aes128>::new_from_slices(&key, &iv).unwrap();
        let data = cipher.encrypt_padded::<Pkcs7>(&mut buffer, plaintext.len()).unwrap();
        json!({ "encryptedData": BASE64_STANDARD.encode(data), "iv": BASE64_STANDARD.encode(iv) })
    }

    /// Whether none of the keys on record decrypts `phone` to padding: one in 256 texts would, by chance.
    fn fails_at_padding(&self, phone: &Value) -> bool {
        let (data, iv) = (phone["encryptedData"].as_str().unwrap(), phone["iv"].as_str().unwrap());
        self.keys.iter().all(|key| decrypt(key, data, iv) == Err(DecryptError::Padding))
    }

    async fn login(&self, code: &str) -> Value {
        let body = json!({ "code": code, "userInfo": { "nickName": "other" } });
        self.page.call("x", "auth/login_by_weixin", None, Some(body)).await
    }

    async fn bind(&self, body: Value) -> Value {
        self.page.call("x", "auth/bindPhone", Some(&self.token), Some(body)).await
    }

    /// The lines of the call `x`: those with a detail, a step that failed, and the response.
    async fn lines(&self) -> Vec<String> {
        let mut stream = self.page.read().await;
        stream.until_response("first").await;
        let mut events = stream.until_response("x").await;
        while events.iter().all(|event| event["request"] != "x") {
            events = stream.until_response("x").await;
        }
        for secret in &self.secrets {
            assert_no_secret(&stream.raw, "secret", secret, 6);
        }
        let shown = |event: &&Value| {
            let told = event.get("detail").is_some() || event["outcome"] == "error" || event["to"] == "phone";
            event["request"] == "x" && told
        };
        events.iter().filter(shown).map(line).collect()
    }
}

const J2S: &str = "j2s ok GET /sns/jscode2session";
const GOOD_SESSION: &str = "openid ok HTTP 200 errcode null";
const TOKEN: [&str; 2] = ["- ok POST /cgi-bin/stable_token", "- ok HTTP 200 errcode null"];
const PHONE_CODE: &str = "phonecode ok POST /wxa/business/getuserphonenumber";
const FITS: &str = "decrypt ok keys [fits] last json true null";
const FRESH: &str = "- ok watermark ok 0 of 600 s";

#[rstest]
#[case::unknown(710, json!({}), &[J2S, "openid error errcode 40029 HTTP 200 errcode 40029", "token error errno 710 errcode 40029"])]
#[case::used(711, json!({ "used": true }), &[J2S, "openid error errcode 40163 HTTP 200 errcode 40163", "token error errno 711 errcode 40163"])]
#[case::too_often(712, json!({ "errcode": 45011 }), &[J2S, "openid error errcode 45011 HTTP 200 errcode 45011", "token error errno 712 errcode 45011"])]
#[case::risk(713, json!({ "errcode": 40226 }), &[J2S, "openid error errcode 40226 HTTP 200 errcode 40226", "token error errno 713 errcode 40226"])]
#[case::down(714, json!({ "status": 503 }), &[J2S, "openid error HTTP 503 errcode null", "token error errno 714"])]
#[case::truncated(714, json!({ "truncate": true }), &[J2S, "openid error HTTP 200 errcode null", "token error errno 714"])]
#[case::slow(714, json!({ "delay_ms": 6_000 }), &[J2S, "openid error no answer in time", "token error errno 714"])]
#[case::configuration(720, json!({ "errcode": 40164 }), &[J2S, "openid error errcode 40164 HTTP 200 errcode 40164", "token error errno 720 errcode 40164"])]
#[case::disabled(719, json!({ "account": 1 }), &[J2S, GOOD_SESSION, "upsert error", "token error errno 719"])]
#[case::busy_before(719, json!({ "account": 1, "once": -1 }), &[J2S, "openid error errcode -1 HTTP 200 errcode -1", J2S, GOOD_SESSION, "upsert error", "token error errno 719"])]
#[tokio::test]
async fn a_login(#[case] errno: i64, #[case] cause: Value, #[case] expected: &[&str]) {
    let app = TestApp::demo().await;
    let mut visitor = Visitor::new(&app, "a").await;
    let code = if errno == 710 { "0a1bNobodysCodeNobodysCode9z8y".to_owned() } else { visitor.page.code().await };
    visitor.secrets.push(code.clone());
    if cause.get("used").is_some() {
        let body = json!({ "code": code, "userInfo": {} });
        visitor.page.call("before", "auth/login_by_weixin", None, Some(body)).await;
    }
    if cause.get("account").is_some() {
        let status = json!({ "user": "lin", "status": 1 });
        let post = app.client.post(app.url("/demo/status")).header("x-double-world", "a").json(&status);
        assert_eq!(post.send().await.unwrap().status(), 200);
    }
    if let Some(errcode) = cause.get("once") {
        visitor.page.double("control/fault", json!({ "times": 1, "errcode": errcode })).await;
    } else if cause.get("used").is_none() && cause.get("account").is_none() && errno != 710 {
        visitor.fault(cause).await;
    }
    assert_eq!(visitor.login(&code).await["errno"], errno);
    assert_eq!(visitor.lines().await, expected);
}

/// What a phone sends to bindPhone after the case's own preparation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Data,
    RotatedKey,
    RotatedKeyAfterTwoLogins,
    FlippedIv,
    NotBase64,
    Spaces,
    ShortIv,
    Profile,
    OtherApp,
    Old,
    Future,
    Taken,
    Code,
    CodeOfOldClock,
    UnknownCode,
    CodeOfRefusedServer,
    UnknownCodeAndData,
    UnknownCodeAndRotatedKey,
    Disabled,
}

use Sent::{
    Code, CodeOfOldClock, CodeOfRefusedServer, Data, Disabled, FlippedIv, Future, NotBase64, Old, OtherApp, Profile,
    RotatedKey, RotatedKeyAfterTwoLogins, ShortIv, Spaces, Taken, UnknownCode, UnknownCodeAndData,
    UnknownCodeAndRotatedKey,
};

fn is_rotated(sent: Sent) -> bool {
    matches!(sent, RotatedKey | RotatedKeyAfterTwoLogins | UnknownCodeAndRotatedKey)
}

async fn prepare(visitor: &mut Visitor<'_>, sent: Sent) -> Value {
    let page = &visitor.page;
    let clock = async |advance_s: i64| page.double("control/clock", json!({ "advance_s": advance_s })).await;
    match sent {
        RotatedKey | UnknownCodeAndRotatedKey => {
            page.double("control/rotate-key", json!({ "user": "lin" })).await;
        }
        RotatedKeyAfterTwoLogins => {
            page.double("control/rotate-key", json!({ "user": "lin" })).await;
            page.login("second").await;
            visitor.keys.push(SessionKey::new(page.session_key().await));
            page.double("control/rotate-key", json!({ "user": "lin" })).await;
        }
        Old | CodeOfOldClock => drop(clock(-700).await),
        Future => drop(clock(300).await),
        Taken => {
            let body = json!({ "user": "chen" });
            let code = page.double("phone/login", body).await["code"].take();
            let login = json!({ "code": code, "userInfo": {} });
            let login = page.call("chen", "auth/login_by_weixin", None, Some(login)).await;
            let number = json!({ "user": "chen", "phone": "12066600001" });
            let data = page.double("phone/getPhoneNumber", number).await;
            let data = json!({ "encryptedData": data["encryptedData"], "iv": data["iv"] });
            let bound = page.call("chen", "auth/bindPhone", login["data"]["token"].as_str(), Some(data)).await;
            assert_eq!(bound["errno"], 0);
        }
        CodeOfRefusedServer => {
            visitor.fault(json!({ "path": "/wxa/business/getuserphonenumber", "errcode": 40164 })).await;
        }
        Disabled => {
            let status = json!({ "user": "lin", "status": 1 });
            let url = page.app.url("/demo/status");
            page.app.client.post(url).header("x-double-world", page.world).json(&status).send().await.unwrap();
        }
        _ => {}
    }
    let mut phone = visitor.page.encrypted_phone().await;
    while is_rotated(sent) && !visitor.fails_at_padding(&phone) {
        phone = visitor.page.encrypted_phone().await;
    }
    let text = |name: &str| phone[name].as_str().unwrap().to_owned();
    let code = text("code");
    let (data, iv) = (text("encryptedData"), text("iv"));
    visitor.secrets.extend([code.clone(), data.clone()]);
    let body = |data: &str, iv: &str| json!({ "encryptedData": data, "iv": iv });
    let unknown = "0a1bNobodysCodeNobodysCode9z8y";
    match sent {
        Code | CodeOfOldClock | CodeOfRefusedServer => json!({ "code": code }),
        UnknownCode => json!({ "code": unknown }),
        UnknownCodeAndData | UnknownCodeAndRotatedKey => json!({ "code": unknown, "encryptedData": data, "iv": iv }),
        FlippedIv => {
            let mut bytes = BASE64_STANDARD.decode(iv).unwrap();
            *bytes.first_mut().unwrap() ^= 1;
            body(&data, &BASE64_STANDARD.encode(bytes))
        }
        NotBase64 => body(&format!("{data}?"), &iv),
        Spaces => body("+/+/+/+/+/+/+/+/+/+/+w==".replace('+', " ").as_str(), &iv),
        ShortIv => body(&data, "AAAA"),
        Profile => {
            let profile = json!({ "user": "lin", "desc": "x" });
            let profile = visitor.page.double("phone/getUserProfile", profile).await;
            body(profile["encryptedData"].as_str().unwrap(), profile["iv"].as_str().unwrap())
        }
        OtherApp => visitor.encrypt(&json!({
            "phoneNumber": "12066600001", "purePhoneNumber": "12066600001", "countryCode": "86",
            "watermark": { "timestamp": START_MS / 1000, "appid": "wx9f8e7d6c5b4a3210" },
        })),
        _ => body(&data, &iv),
    }
}

#[rstest]
#[case::data(0, Data, &[FITS, FRESH, "phone ok errno 0"])]
#[case::rotated(715, RotatedKey, &["decrypt error keys [padding] last padding false wrongPadding", "phone error errno 715"])]
#[case::rotated_twice(715, RotatedKeyAfterTwoLogins, &["decrypt error keys [padding, padding] last padding false wrongPadding", "phone error errno 715"])]
#[case::iv(715, FlippedIv, &["decrypt error keys [json] last json false notJson", "phone error errno 715"])]
#[case::base64(715, NotBase64, &["decrypt error keys [] last base64 false notBase64", "phone error errno 715"])]
#[case::spaces(715, Spaces, &["decrypt error keys [] last base64 false plusBecameSpace", "phone error errno 715"])]
#[case::length(715, ShortIv, &["decrypt error keys [] last length false wrongLength", "phone error errno 715"])]
#[case::profile(715, Profile, &["decrypt error keys [fits] last json false notPhoneNumber", "phone error errno 715"])]
#[case::app(716, OtherApp, &[FITS, "decrypt error watermark wrongApp 0 of 600 s", "phone error errno 716"])]
#[case::old(717, Old, &[FITS, "decrypt error watermark tooOld 700 of 600 s", "phone error errno 717"])]
#[case::future(717, Future, &[FITS, "decrypt error watermark future -300 of 600 s", "phone error errno 717"])]
#[case::taken(718, Taken, &[FITS, FRESH, "save error", "phone error errno 718"])]
#[case::disabled(719, Disabled, &["phone error errno 719"])]
#[case::code(0, Code, &[TOKEN[0], TOKEN[1], PHONE_CODE, "phoneinfo ok HTTP 200 errcode 0", FRESH, "phone ok errno 0"])]
#[case::old_code(717, CodeOfOldClock, &[TOKEN[0], TOKEN[1], PHONE_CODE, "phoneinfo ok HTTP 200 errcode 0", "phoneinfo error watermark tooOld 700 of 600 s", "phone error errno 717"])]
#[case::unknown_code(721, UnknownCode, &[TOKEN[0], TOKEN[1], PHONE_CODE, "phoneinfo error errcode 40029 HTTP 200 errcode 40029", "phone error errno 721 errcode 40029"])]
#[case::refused(720, CodeOfRefusedServer, &[TOKEN[0], TOKEN[1], PHONE_CODE, "phoneinfo error errcode 40164 HTTP 200 errcode 40164", "phone error errno 720 errcode 40164"])]
#[case::both(0, UnknownCodeAndData, &[TOKEN[0], TOKEN[1], PHONE_CODE, "phoneinfo error errcode 40029 HTTP 200 errcode 40029", FITS, FRESH, "phone ok errno 0"])]
#[case::neither(715, UnknownCodeAndRotatedKey, &[TOKEN[0], TOKEN[1], PHONE_CODE, "phoneinfo error errcode 40029 HTTP 200 errcode 40029", "decrypt error keys [padding] last padding false wrongPadding", "phone error errno 715"])]
#[tokio::test]
async fn a_phone(#[case] errno: i64, #[case] sent: Sent, #[case] expected: &[&str]) {
    let app = TestApp::demo().await;
    let mut visitor = Visitor::new(&app, "a").await;
    visitor.secrets.push("12066600001".to_owned());
    let body = prepare(&mut visitor, sent).await;
    assert_eq!(visitor.bind(body).await["errno"], errno);
    assert_eq!(visitor.lines().await, expected);
}

/// Beside the keys that the server tried the page shows the one that WeChat used.
#[tokio::test]
async fn the_doubles_fingerprint_is_that_of_the_key_that_fits() {
    let app = TestApp::demo().await;
    let visitor = Visitor::new(&app, "a").await;
    let mut ask = visitor.page.encrypted_phone().await;
    visitor.bind(json!({ "encryptedData": ask["encryptedData"], "iv": ask["iv"] })).await;
    ask["user"] = json!("lin");
    let of_wechat = visitor.page.double("control/explain", ask).await["fingerprint"].take();
    let mut stream = visitor.page.read().await;
    stream.until_response("first").await;
    let events = stream.until_response("x").await;
    let decryption = events.iter().find(|event| event["step"] == "decrypt").unwrap();
    let expected = json!([{ "fingerprint": of_wechat }]);
    assert_eq!(decryption["detail"]["decryption"]["keys"], expected);
    let watermark = events.iter().find_map(|event| event["detail"].get("watermark")).unwrap();
    assert_eq!((&watermark["appid"], &watermark["clockMs"]), (&json!(APPID), &json!(START_MS)));
}

/// A signature is checked with the key of the login's own session, and the event says so whether it matches or not.
#[tokio::test]
async fn a_signature_says_with_which_key_it_was_checked() {
    let app = TestApp::demo().await;
    let visitor = Visitor::new(&app, "a").await;
    let profile = visitor.page.double("phone/getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
    let raw_data = profile["rawData"].as_str().unwrap();
    let fingerprint = SessionKey::new(visitor.session_key.clone()).fingerprint();
    for (id, signature, ok) in [("good", &profile["signature"], true), ("forged", &json!("0a"), false)] {
        let code = visitor.page.code().await;
        let login = json!({ "code": code, "userInfo": {}, "rawData": raw_data, "signature": signature });
        visitor.page.call(id, "auth/login_by_weixin", None, Some(login)).await;
        let mut stream = visitor.page.read().await;
        let mut events = stream.until_response("first").await;
        while events.iter().all(|event| event["request"] != id) {
            events = stream.until_response(id).await;
        }
        let check = events.iter().rev().find_map(|event| event["detail"].get("signature")).unwrap();
        assert_eq!(*check, json!({ "ok": ok, "bytes": raw_data.len(), "fingerprint": fingerprint }));
    }
}
