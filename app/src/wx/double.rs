//! The phone's line to WeChat, which here is the double's phone side.

use futures::future::{Either, select};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{Fail, Wx};
use crate::{api::ProfileClaim, json, web};

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
    #[serde(deserialize_with = "masked", rename = "phone")]
    pub(crate) masked_phone: String,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) desc: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<&'a str>,
}

/// `api` (`login`, `getUserProfile`, …) of the double's phone side, within `timeout` ms.
pub(super) async fn call(wx: Wx, api: &str, mut ask: Ask<'_>, timeout: u32) -> Result<Answer, Fail> {
    reach(wx, api)?;
    ask.user = wx.user();
    let body = serde_json::to_string(&ask).ok();
    let address = format!("{BASE}phone/{api}");
    let Some(text) = within(timeout, web::fetch(address, body, Vec::new())).await else {
        return Err(format!("{api}:fail timeout").into());
    };
    let answer = text.and_then(|text| Some(Answer { text: text.clone(), ..json::read(&text)? }));
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

/// Looks which base library the phone has: the double's control may have changed it.
pub(crate) async fn look(wx: Wx) {
    if let Some(text) = web::fetch(format!("{BASE}control/state"), None, Vec::new()).await
        && let Ok(state) = serde_json::from_str::<Value>(&text)
        && let Some(version) = state.get("base_library").and_then(|library| library.get("version")?.as_str())
        && wx.read(|state| state.base_library != version)
    {
        wx.change(|state| version.clone_into(&mut state.base_library));
    }
}

/// Asks who there is, unless it is known.
pub(super) async fn meet(wx: Wx) {
    if wx.read(|state| state.people.is_empty())
        && let Some(text) = web::fetch(format!("{BASE}users"), None, Vec::new()).await
        && let Some(people) = json::read(&text)
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

fn masked<'de, D: Deserializer<'de>>(number: D) -> Result<String, D::Error> {
    Ok(mask(&String::deserialize(number)?))
}

/// `120****0001`
fn mask(number: &str) -> String {
    match (number.get(..3), number.len().checked_sub(4).and_then(|from| number.get(from..))) {
        (Some(begin), Some(end)) if number.len() > 7 => format!("{begin}****{end}"),
        _ => "****".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn a_number_is_masked() {
        assert_eq!(mask("12066600001"), "120****0001");
        assert_eq!(mask("1234567"), "****");
        assert_eq!(mask(""), "****");
        assert_eq!(mask("号码号码号码"), "****");
    }
}
