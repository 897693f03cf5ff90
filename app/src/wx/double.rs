//! The phone's line to WeChat, which here is the double's phone side.

use futures::future::{Either, select};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Fail, Wx,
    watch::{Seen, tell},
};
use crate::{
    mask,
    value::{self, Members as _},
    web,
    wire::ProfileClaim,
};

/// Where the double is mounted.
const BASE: &str = "/wechat-double/_double/";
/// How long WeChat is waited for unless the call says so, in ms.
pub(super) const TIMEOUT: u32 = 60_000;

/// A virtual user. Of the number only a masked form is kept, of the openid nothing.
#[derive(Debug, Clone, Deserialize)]
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
    String::deserialize(deserializer).map(|phone| mask::phone(&phone))
}

/// What any call may answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    err_msg: String,
    pub(super) code: Option<String>,
    pub(super) user_info: Option<ProfileClaim>,
    pub(super) encrypted_data: Option<String>,
    pub(super) iv: Option<String>,
    /// The answer as it came.
    #[serde(skip)]
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "for scripts, which only a browser has"))]
    pub(super) text: String,
}

/// What any call may ask.
#[derive(Debug, Default, Serialize)]
pub(super) struct Ask<'a> {
    pub(super) user: String,
    pub(super) device: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) desc: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<&'a str>,
}

/// `api` (`login`, `getUserProfile`, …) of the double's phone side, within `timeout` ms.
pub(super) async fn call(wx: Wx, api: &str, mut ask: Ask<'_>, timeout: u32) -> Result<Answer, Fail> {
    reach(wx, api)?;
    (ask.user, ask.device) = wx.read(|state| (state.user.clone(), state.device.clone()));
    let body = serde_json::to_string(&ask).ok();
    let address = [BASE, "phone/", api].concat();
    let request = web::random_hex(16);
    tell(&Seen::Sent { request: &request, address: &address, headers: &[], body: body.as_deref() });
    let Some(text) = within(timeout, web::fetch(address, body, vec![("x-request-id", request.clone())])).await else {
        let fail = [api, ":fail timeout"].concat();
        tell(&Seen::Answered { request: &request, answer: Err(&fail) });
        return Err(fail.into());
    };
    tell(&Seen::Answered { request: &request, answer: text.as_deref().ok_or("request:fail") });
    let answer = text.and_then(|text| {
        let answer = Answer { text: text.clone(), ..serde_json::from_str(&text).ok()? };
        if answer.iv.is_some() {
            tell(&Seen::Sealed(&text));
        }
        Some(answer)
    });
    match answer {
        Some(answer) if answer.err_msg.ends_with(":ok") => Ok(answer),
        Some(answer) => Err(answer.err_msg.into()),
        None => Err(format!("{api}:fail").into()),
    }
}

/// What a phone without network says.
pub(super) const OFFLINE: &str = "net::ERR_INTERNET_DISCONNECTED";

/// Whether WeChat can be reached at all.
///
/// # Errors
/// `…:fail net::ERR_INTERNET_DISCONNECTED`
pub(super) fn reach(wx: Wx, api: &str) -> Result<(), Fail> {
    if wx.read(|state| state.offline) { Err([api, ":fail ", OFFLINE].concat().into()) } else { Ok(()) }
}

/// What the double answers to `call` of its control side.
pub(crate) async fn control(call: &str, body: String) -> Option<Value> {
    value::parse(&web::fetch([BASE, "control/", call].concat(), Some(body), Vec::new()).await?)
}

/// What is in force in this world. The base library that it names is the phone's.
pub(crate) async fn state() -> Option<Value> {
    let state = value::parse(&web::fetch([BASE, "control/state"].concat(), None, Vec::new()).await?)?;
    let version = base_library(&state);
    if let Some(wx) = Wx::here()
        && wx.read(|state| state.base_library != version)
    {
        wx.change(|state| version.clone_into(&mut state.base_library));
    }
    Some(state)
}

/// The version of the base library that a state names.
pub(crate) fn base_library(state: &Value) -> &str {
    state.get("base_library").map_or("", |library| library.text("version"))
}

/// What a server does with encrypted data of `user`, step by step; `proof` is rawData and its signature.
pub(crate) async fn explain(user: &str, data: &str, iv: &str, proof: Option<(&str, &str)>) -> Option<Value> {
    let ask = Explain {
        user,
        encrypted_data: data,
        iv,
        raw_data: proof.map(|(raw, _)| raw),
        signature: proof.map(|(_, signature)| signature),
    };
    control("explain", serde_json::to_string(&ask).ok()?).await
}

/// What `explain` asks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explain<'a> {
    user: &'a str,
    encrypted_data: &'a str,
    iv: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'a str>,
}

/// Asks who there is, unless it is known.
pub(super) async fn meet(wx: Wx) {
    if wx.read(|state| state.people.is_empty())
        && let Some(text) = web::fetch(format!("{BASE}users"), None, Vec::new()).await
        && let Ok(people) = serde_json::from_str(&text)
    {
        wx.change(|state| state.people = people);
    }
}

/// What `work` gives, or none when it takes more than `ms`.
pub(crate) async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    match select(Box::pin(work), Box::pin(web::sleep(ms))).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}
