//! `wx.getUserProfile`.

use rstest::rstest;
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use wechat_double::DEMO_APPID;

use crate::test_server::{NOW_MS, decrypt, test_server};

fn ask(lang: Option<&str>) -> Value {
    json!({ "user": "lin", "desc": "用于完善会员资料", "lang": lang })
}

#[tokio::test]
async fn a_profile_is_signed_and_encrypted_under_the_current_key() {
    let default_world = test_server();
    let response = default_world.phone("getUserProfile", ask(Some("zh_CN"))).await;
    let key = default_world.session("lin").await["session_key"].clone();
    assert_eq!(response["errMsg"], "getUserProfile:ok");
    let info = json!({
        "nickName": "林晓", "gender": 2, "language": "zh_CN", "city": "杭州", "province": "浙江", "country": "中国",
        "avatarUrl": "http://127.0.0.1:8080/wechat-double/mmopen/vi_32/lin/132",
    });
    assert_eq!(response["userInfo"], info);
    let raw_data = response["rawData"].as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(raw_data).unwrap(), info);
    let digest = Sha1::digest(format!("{raw_data}{}", key.as_str().unwrap()));
    let expected: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(response["signature"], expected);
    let mut plaintext = info;
    plaintext["watermark"] = json!({ "timestamp": NOW_MS / 1000, "appid": DEMO_APPID });
    assert_eq!(decrypt(&key, &response), Some(plaintext));
}

#[tokio::test]
async fn data_encrypted_before_a_rotation_cannot_be_decrypted() {
    let default_world = test_server();
    let response = default_world.phone("getUserProfile", ask(None)).await;
    default_world.control("rotate-key", json!({ "user": "lin" })).await;
    assert_eq!(decrypt(&default_world.session("lin").await["session_key"], &response), None);
}

#[rstest]
#[case(None, "en", "Hangzhou")]
#[case(Some("fr"), "en", "Hangzhou")]
#[case(Some("zh_TW"), "zh_TW", "杭州")]
#[tokio::test]
async fn locations_are_english_by_default(#[case] lang: Option<&str>, #[case] language: &str, #[case] city: &str) {
    let info = test_server().phone("getUserProfile", ask(lang)).await["userInfo"].clone();
    assert_eq!((&info["language"], &info["city"]), (&json!(language), &json!(city)));
}

#[rstest]
#[case::missing(None, "parameter error: parameter.desc should be String instead of Undefined;")]
#[case::number(Some(json!(1)), "parameter error: parameter.desc should be String instead of Number;")]
#[case::empty(Some(json!("")), "desc length does not meet the requirements")]
#[case::long(Some(json!("字".repeat(31))), "desc length does not meet the requirements")]
#[tokio::test]
async fn desc_is_required(#[case] desc: Option<Value>, #[case] reason: &str) {
    let mut body = json!({ "user": "lin" });
    if let Some(desc) = desc {
        body["desc"] = desc;
    }
    let reply = test_server().post("/_double/phone/getUserProfile", body).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json(), json!({ "errMsg": format!("getUserProfile:fail {reason}") }));
}

#[tokio::test]
async fn thirty_characters_of_desc_are_enough() {
    let body = json!({ "user": "lin", "desc": "字".repeat(30) });
    assert_eq!(test_server().phone("getUserProfile", body).await["errMsg"], "getUserProfile:ok");
}

#[rstest]
#[case("2.27.0", "林晓")]
#[case("2.27.1", "微信用户")]
#[case("3.0.0", "微信用户")]
#[tokio::test]
async fn newer_base_libraries_give_anonymous_profiles(#[case] version: &str, #[case] name: &str) {
    let default_world = test_server();
    default_world.control("base-library", json!({ "version": version })).await;
    let info = default_world.phone("getUserProfile", ask(None)).await["userInfo"].clone();
    assert_eq!(info["nickName"], name);
    let grey = info["avatarUrl"].as_str().unwrap().ends_with("/mmopen/vi_32/default/132");
    assert_eq!(grey, name == "微信用户");
}
