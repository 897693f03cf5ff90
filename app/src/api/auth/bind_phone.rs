//! POST auth/bindPhone

use leptos::prelude::server;

use crate::{
    protocol::{BindingPhone, WxJson},
    wire::{ApiError, BindPhoneRequest, PhoneData},
    wx::PhoneClient,
};

/// The phone number of `getPhoneNumber` becomes the account's: its one-time `code`, or `encrypted_data` and `iv`. With
/// both, the code goes first, and the data is tried where WeChat does not exchange it.
///
/// # Errors
/// 501, 719, 429, 402; 401 when neither is whole; of the code 721, 712 to 714, 720 and -1; of the data 715; 716 to 718; 505.
#[server(prefix = "/oapro/wx", endpoint = "auth/bindPhone", protocol = WxJson<BindingPhone, BindPhoneRequest>, client = PhoneClient)]
pub async fn bind_phone(
    /// What proves the number.
    request: BindPhoneRequest,
) -> Result<PhoneData, ApiError> {
    use crate::{
        protocol::{call::Call, session},
        wire::Errno,
    };

    let BindPhoneRequest { code, encrypted_data, iv } = request;
    let proof = identity::PhoneProof::new(code, encrypted_data, iv)
        .ok_or(ApiError::from(Errno::Missing).because("code, or encryptedData and iv: missing"))?;
    let phone = Call::current()?.identity.bind_phone(&session()?, proof).await?;
    Ok(PhoneData { phone: phone.display() })
}
