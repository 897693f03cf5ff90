//! The phone's connection to WeChat, which here is the double's phone side.

use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    NATIVE, Overlay, ReceivedResponse, SealedData, SentRequest, Wx, WxError, WxEvent, network::check_online,
    overlay::ask_consent,
};
use crate::{
    browser::{http::Request, random},
    mask,
    wire::ProfileClaim,
};

/// Where the double is mounted.
pub(crate) const BASE: &str = "/wechat-double/_double";

/// A virtual user. Of the number only a masked form is kept, of the openid nothing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person {
    /// Short name.
    pub(crate) user: String,
    pub(crate) nick_name: String,
    pub(crate) avatar_url: String,
    #[serde(rename = "phone", deserialize_with = "masked")]
    pub(crate) masked_phone: String,
}

fn masked<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|number| mask::phone(&number))
}

/// What any phone call may ask.
#[derive(Debug, Default, Serialize)]
pub(super) struct PhoneRequest<'a> {
    /// Whose phone it is: the double's to know, and none of the call's options.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) user: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) device: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) desc: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<&'a str>,
}

/// What any phone call may respond.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhoneResponse {
    err_msg: String,
    pub(super) code: Option<String>,
    pub(super) user_info: Option<ProfileClaim>,
    pub(super) encrypted_data: Option<String>,
    pub(super) iv: Option<String>,
    raw_data: Option<String>,
    signature: Option<String>,
    /// The response as it came, for scripts.
    #[serde(skip)]
    pub(super) text: String,
}

impl PhoneResponse {
    /// What of it only a server can read or check.
    fn sealed_data(&self) -> Option<SealedData> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Some(SealedData {
            encrypted_data: text(&self.encrypted_data),
            iv: self.iv.clone()?,
            raw_data: text(&self.raw_data),
            signature: text(&self.signature),
        })
    }
}

/// A native call: asks the user first where `consent` says so, then `api` (`login`, `getUserProfile`, …) of the double's phone
/// side, within `timeout` ms. Observers see the call as the mini-program makes it, and not the double below it.
///
/// # Errors
/// `…:fail timeout`, `…:fail net::ERR_INTERNET_DISCONNECTED`, `…:fail` where no response came, what WeChat says, and the
/// refusal that `consent` names.
pub(super) async fn call_phone(
    wx: Wx,
    api: &'static str,
    request: PhoneRequest<'_>,
    consent: Option<(Overlay, &'static str)>,
    timeout: u32,
) -> Result<PhoneResponse, WxError> {
    let id = random::hex(16);
    wx.emit(WxEvent::RequestSent(SentRequest {
        id: id.clone(),
        method: NATIVE.to_owned(),
        // a button's open-type, and no function of wx
        url: if api == "getPhoneNumber" { api.to_owned() } else { format!("wx.{api}()") },
        headers: Vec::new(),
        body: serde_json::to_string(&request).ok().filter(|options| options != "{}"),
    }));
    let result = ask(wx, api, request, consent, timeout).await;
    let observed = match &result {
        Ok(response) => Ok(ReceivedResponse { body: response.text.clone(), ..ReceivedResponse::default() }),
        Err(error) => Err(error.err_msg.clone().into_owned()),
    };
    wx.emit(WxEvent::ResponseReceived { request_id: id, result: observed });
    let response = result?;
    if let Some(sealed) = response.sealed_data() {
        wx.emit(WxEvent::SealedData(sealed));
    }
    Ok(response)
}

async fn ask(
    wx: Wx,
    api: &str,
    mut request: PhoneRequest<'_>,
    consent: Option<(Overlay, &'static str)>,
    timeout: u32,
) -> Result<PhoneResponse, WxError> {
    check_online(wx, api)?;
    if let Some((overlay, refusal)) = consent
        && !ask_consent(wx, overlay).await
    {
        return Err(WxError::new(refusal));
    }
    (request.user, request.device) = (wx.user.get_untracked(), wx.device.get_untracked());
    let body = serde_json::to_string(&request).unwrap_or_default();
    let received = wx.send_within(timeout, Request::post_json(format!("{BASE}/phone/{api}"), body)).await;
    let text = received.map_err(|cause| cause.err_msg(api))?.body;
    let response: PhoneResponse = serde_json::from_str(&text).map_err(|_| format!("{api}:fail"))?;
    if response.err_msg.ends_with(":ok") {
        Ok(PhoneResponse { text, ..response })
    } else {
        Err(response.err_msg.into())
    }
}

/// What the double responds to `call` of its control side.
pub(crate) async fn control<T: DeserializeOwned>(wx: Wx, call: &str, body: &impl Serialize) -> Option<T> {
    let request = Request::post_json(format!("{BASE}/control/{call}"), serde_json::to_string(body).ok()?);
    serde_json::from_str(&wx.send(request).await?.body).ok()
}

/// What is in force in this world, as the double's `control/state` responds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct WorldState(Value);

impl WorldState {
    /// What lies at a JSON pointer.
    fn at(&self, pointer: &str) -> &Value {
        self.0.pointer(pointer).unwrap_or(&Value::Null)
    }

    fn faults(&self, name: &str) -> Option<i64> {
        self.at("/faults").as_array()?.iter().find_map(|fault| fault.get(name)?.as_i64())
    }

    /// The errcode that WeChat responds with, whatever is asked.
    pub(crate) fn errcode(&self) -> Option<i64> {
        self.faults("errcode")
    }

    /// Whether WeChat does not respond in time.
    pub(crate) fn is_slow(&self) -> bool {
        self.faults("delay_ms").is_some()
    }

    /// How far the world's clock is ahead, in s.
    pub(crate) fn advance_s(&self) -> i64 {
        self.at("/clock/advance_s").as_i64().unwrap_or_default()
    }

    /// The version of the phone's base library.
    pub(crate) fn version(&self) -> &str {
        self.at("/base_library/version").as_str().unwrap_or_default()
    }

    /// Whether the next code of `wx.login` is expired when it is issued.
    pub(crate) fn is_next_login_code_expired(&self) -> bool {
        *self.at("/codes/next_login") == Value::Bool(true)
    }

    /// Whether the next code of `getPhoneNumber` is.
    pub(crate) fn is_next_phone_code_expired(&self) -> bool {
        *self.at("/codes/next_phone") == Value::Bool(true)
    }

    /// Whether the phone's data are another mini-program's.
    pub(crate) fn is_watermark_foreign(&self) -> bool {
        self.at("/watermark/appid").is_string()
    }

    /// Whether all users are given one number.
    pub(crate) fn is_number_shared(&self) -> bool {
        self.at("/number/phone").is_string()
    }
}

/// Reads what is in force in this world. The base library that it names is the phone's.
pub(crate) async fn load_state(wx: Wx) -> Option<WorldState> {
    let response = wx.send(Request::get(format!("{BASE}/control/state"))).await?;
    let state = WorldState(serde_json::from_str(&response.body).ok()?);
    if wx.base_library.with_untracked(|version| version != state.version()) {
        wx.base_library.set(state.version().to_owned());
    }
    Some(state)
}

/// Reads the list of virtual users, unless it is there, or the phone has no network.
pub(super) async fn load_people(wx: Wx) {
    if wx.people.with_untracked(Vec::is_empty)
        && !wx.offline.get_untracked()
        && let Some(response) = wx.send(Request::get(format!("{BASE}/users"))).await
        && let Ok(people) = serde_json::from_str(&response.body)
    {
        wx.people.set(people);
    }
}
