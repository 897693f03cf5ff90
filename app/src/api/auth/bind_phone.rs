//! POST auth/bindPhone
#![expect(missing_docs, reason = "server_fn makes a struct of the arguments; the function says what they are")]

use leptos::prelude::server;

use crate::api::{ApiError, Guarded, PhoneData, WxClient, WxJson};

/// The phone number of `getPhoneNumber`, encrypted under the session_key, becomes the account's.
///
/// # Errors
/// 501, 719, 402, 401, 715 to 718.
#[server(prefix = "/oapro/wx", endpoint = "auth/bindPhone", protocol = WxJson<Guarded>, client = WxClient)]
pub async fn bind_phone(
    #[server(rename = "encryptedData")] encrypted_data: String,
    iv: String,
) -> Result<PhoneData, ApiError> {
    use crate::api::call::{Call, session};

    let phone = Call::current()?.identity.bind_phone(&session()?, &encrypted_data, &iv).await?;
    Ok(PhoneData { phone: phone.display() })
}
