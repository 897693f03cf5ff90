//! The body of a call: arguments, or one of two errors. Includes the source file itself: its crate is the whole page, which
//! takes minutes to compile.
#![no_main]
#![expect(missing_docs, reason = "a fuzz target")]

use libfuzzer_sys::fuzz_target;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[path = "../../app/src/protocol/from_value.rs"]
mod from_value;

/// Every type that occurs in the API's arguments.
#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Args {
    code: String,
    user_info: UserInfo,
    share_user_id: Option<i64>,
    #[serde(default)]
    others: bool,
    #[serde(default)]
    list: Vec<UserInfo>,
    wide: Option<u64>,
    real: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
struct UserInfo {
    nick_name: Option<String>,
    gender: Option<u8>,
}

fuzz_target!(|body: &[u8]| {
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return };
    let strict = serde_json::from_value::<Args>(value.clone());
    match from_value::from_value::<Args>(value) {
        Ok(args) => {
            let again = from_value::from_value::<Args>(serde_json::to_value(&args).unwrap());
            assert_eq!(again.as_ref(), Ok(&args));
        }
        // whatever serde accepts by name, this reader accepts too
        Err(error) => assert!(strict.is_err() || body.contains(&b'['), "{error}"),
    }
});
