//! What may be shown of a value. Of JSON that WeChat or a phone sent, an allow-list says it: a member that it does not know
//! is hidden, so that a new one cannot reveal anything.

use serde_json::{Map, Value};

/// What is shown of a value that must not be shown.
pub(crate) const HIDDEN: &str = "••••";

/// The first `head` and the last `tail` characters of a secret; nothing of one that is too short for that.
pub fn mask(secret: &str, head: usize, tail: usize) -> String {
    let letters: Vec<char> = secret.chars().collect();
    if letters.len() < head + tail + 4 {
        return HIDDEN.to_owned();
    }
    let end = letters.len() - tail;
    letters.iter().take(head).chain(&['…']).chain(letters.iter().skip(end)).collect()
}

/// `120****0001`
pub fn mask_phone(number: &str) -> String {
    mask(number, 3, 4).replace('…', "****")
}

/// The value of the argument or member `name`, as it may be shown.
pub(crate) fn mask_text(name: &str, text: &str) -> String {
    match name {
        "appid" | "grant_type" | "errcode" | "errmsg" | "countryCode" | "language" => text.to_owned(),
        "code" | "js_code" | "openid" | "openId" | "unionid" | "unionId" | "access_token" => mask(text, 4, 3),
        "session_key" => text.chars().take(2).chain(['…']).collect(),
        "phoneNumber" | "purePhoneNumber" => mask_phone(text),
        _ => HIDDEN.to_owned(),
    }
}

/// The members of an object, as they may be shown.
pub(crate) fn mask_members(members: &Map<String, Value>) -> Map<String, Value> {
    members.iter().map(|(name, value)| (name.clone(), mask_value(name, value))).collect()
}

fn mask_value(name: &str, value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(mask_members(members)),
        Value::Array(items) => items.iter().map(|item| mask_value(name, item)).collect(),
        Value::String(text) => mask_text(name, text).into(),
        Value::Number(_) if !matches!(name, "errcode" | "expires_in" | "timestamp" | "countryCode" | "gender") => {
            HIDDEN.into()
        }
        Value::Number(_) | Value::Bool(_) | Value::Null => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_keeps_its_ends() {
        assert_eq!(mask("oLX7aaaaaaaaaaa2Qd", 4, 3), "oLX7…2Qd");
        assert_eq!(mask("0c3f2Qd", 4, 3), "••••");
        assert_eq!(mask_phone("12066600001"), "120****0001");
        assert_eq!(mask_phone("61234567"), "••••");
    }

    #[test]
    fn members_are_hidden_unless_they_are_known() {
        let sent = json!({
            "errcode": 0, "errmsg": "ok", "session_key": "tiihtNczf5v6AKRyjwEUhQ==",
            "openid": "oLX7aaaaaaaaaaaaaaaaaaaaa2Qd", "secret": "5ec2e7c0ffee", "later": "5ec2e7c0ffee", "id": 4711,
            "tokens": ["5ec2e7c0ffee", 4711], "is_new": true, "none": null,
            "phone_info": { "phoneNumber": "+85261234567", "purePhoneNumber": "61234567", "countryCode": 852,
                "watermark": { "timestamp": 1637744274, "appid": "wx1" } },
        });
        let shown = json!({
            "errcode": 0, "errmsg": "ok", "session_key": "ti…",
            "openid": "oLX7…2Qd", "secret": "••••", "later": "••••", "id": "••••",
            "tokens": ["••••", "••••"], "is_new": true, "none": null,
            "phone_info": { "phoneNumber": "+85****4567", "purePhoneNumber": "••••", "countryCode": 852,
                "watermark": { "timestamp": 1637744274, "appid": "wx1" } },
        });
        assert_eq!(Value::Object(mask_members(sent.as_object().unwrap())), shown);
    }
}
