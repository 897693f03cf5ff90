//! No secret is in the stream, in whatever form.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Page;
use crate::test_app::TestApp;

#[tokio::test]
async fn no_secret_is_in_the_stream() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let mut stream = page.read().await;
    let profile = page.double("phone/getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
    let code = page.code().await;
    let login = json!({
        "code": code, "userInfo": profile["userInfo"], "rawData": profile["rawData"], "signature": profile["signature"],
    });
    let response = page.call("l", "auth/login_by_weixin", None, Some(login)).await;
    let token = response["data"]["token"].as_str().unwrap().to_owned();
    let phone = page.encrypted_phone().await;
    let both = json!({ "code": phone["code"], "encryptedData": phone["encryptedData"], "iv": phone["iv"] });
    page.call("b", "auth/bindPhone", Some(&token), Some(both)).await;
    let data = page.encrypted_phone().await;
    let data = json!({ "encryptedData": data["encryptedData"], "iv": data["iv"] });
    page.call("d", "auth/bindPhone", Some(&token), Some(data.clone())).await;
    page.call("i", "user/index", Some(&token), None).await;
    page.call("s", "auth/sessions", Some(&token), None).await;
    page.call("p", "auth/profile", Some(&token), Some(json!({ "nickName": "林晓晓" }))).await;
    page.call("o", "auth/logout", Some(&token), Some(json!({}))).await;
    page.call("u", "auth/login_by_weixin", None, Some(json!({ "code": code, "userInfo": {} }))).await;
    stream.until_response("u").await;

    let users = app.client.get(app.url("/wechat-double/_double/users")).header("x-double-world", "a");
    let users: Value = users.send().await.unwrap().json().await.unwrap();
    let lin = users.as_array().unwrap().iter().find(|user| user["user"] == "lin").unwrap();
    let requested = json!({
        "grant_type": "client_credential", "appid": "wx0a1b2c3d4e5f6789", "secret": "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5",
    });
    let url = app.url("/wechat-double/cgi-bin/stable_token");
    let access = app.client.post(url).header("x-double-world", "a").json(&requested).send().await.unwrap();
    let access: Value = access.json().await.unwrap();
    let session_key = page.session_key().await;
    let secrets = [
        ("session_key", session_key.as_str(), 6),
        ("token", token.as_str(), 6),
        ("code", &code, 4),
        ("phone code", phone["code"].as_str().unwrap(), 4),
        ("openid", lin["openid"].as_str().unwrap(), 4),
        ("unionid", lin["unionid"].as_str().unwrap(), 4),
        ("phone", lin["phone"].as_str().unwrap(), 6),
        ("access_token", access["access_token"].as_str().unwrap(), 4),
        ("app secret", "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5", 3),
        ("encryptedData", data["encryptedData"].as_str().unwrap(), 6),
        ("signature", profile["signature"].as_str().unwrap(), 6),
        ("nickName", "林晓晓", 2),
    ];
    for (name, secret, max) in secrets {
        assert_no_secret(&stream.raw, name, secret, max);
    }
    // of the session_key, which is in no response, two characters
    for shown in ["key ", r#""session_key":""#] {
        let (_, key) = stream.raw.split_once(shown).unwrap();
        assert_eq!(key.chars().nth(2), Some('…'), "{key}");
    }
    // whatever comes to the demo later, its details hold nothing that was not looked at here
    let members = members_in_details(&stream.raw);
    insta::assert_snapshot!(members.join("\n"));
}

/// Ten characters of a secret are in no other value by chance: a random hexadecimal one has any given ten
/// with a probability of 16⁻¹⁰, so a shorter run alone proves nothing.
const UNLIKELY: usize = 10;

/// Nothing of the secret is visible but in a mask, `head…tail`, which leaves at most `max` characters at each
/// of its sides.
pub(super) fn assert_no_secret(raw: &str, name: &str, secret: &str, max: usize) {
    let letters: Vec<char> = secret.chars().collect();
    for part in letters.windows(UNLIKELY.min(letters.len())) {
        let part: String = part.iter().collect();
        assert!(!raw.contains(&part), "{name}: {part} in {raw}");
    }
    let is_of_value = |letter: &char| letter.is_alphanumeric() || "+/=_-".contains(*letter);
    let around: Vec<&str> = raw.split('…').collect();
    for sides in around.windows(2) {
        let mut head: Vec<char> = sides[0].chars().rev().take_while(is_of_value).collect();
        head.reverse();
        let head: String = head.into_iter().collect();
        let tail: String = sides[1].chars().take_while(is_of_value).collect();
        let is_mask = secret.starts_with(&head) && secret.ends_with(&tail);
        let visible = head.chars().count().max(tail.chars().count());
        assert!(!is_mask || visible <= max, "{name}: {head}…{tail} in {raw}");
    }
}

/// The paths of all values in the details of events, once each.
fn members_in_details(raw: &str) -> Vec<String> {
    fn collect(path: &str, value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| collect(&format!("{path}.{name}"), value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(path, item, found)),
            _ => drop(found.insert(path.to_owned())),
        }
    }
    let mut found = BTreeSet::new();
    for line in raw.lines().filter_map(|line| line.strip_prefix("data:")) {
        let event: Value = serde_json::from_str(line).unwrap();
        collect("detail", &event["detail"], &mut found);
    }
    found.into_iter().collect()
}
