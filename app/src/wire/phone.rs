//! `auth/bindPhone`.

use serde::{Deserialize, Serialize};

/// What `auth/bindPhone` takes: the code of `getPhoneNumber`, or the encrypted data with its iv, or both.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BindPhoneRequest {
    /// 一次性的手机号凭证 one-time phone code
    #[cfg_attr(feature = "ssr", schemars(length(min = 0, max = identity::MAX_CODE)))]
    pub code: Option<String>,
    /// Base64, AES-128-CBC
    pub encrypted_data: Option<String>,
    /// Base64, 16 字节 bytes
    pub iv: Option<String>,
}

/// `data` of `auth/bindPhone`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PhoneData {
    /// 手机号：+86 只有号码，其他为 `+区号号码` the bare number for +86, else `+CC` and the number
    pub phone: String,
}
