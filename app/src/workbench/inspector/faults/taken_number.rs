//! A number that another account has: one that changed hands. WeChat gives it to everybody then, and another virtual user has
//! bound it first, by the calls that every phone makes; none of them is the visitor's, so none is in the diagram.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::{
    api::BASE,
    browser::http::Request,
    workbench::state::WorkbenchState,
    wx::{Wx, double},
};

/// A virtual test number that belongs to no virtual user.
const NUMBER: &str = "12066600099";
/// Who has bound it; the second where the first holds the phone.
const OWNERS: [&str; 2] = ["he", "su"];

/// The number is another account's from now on, or everybody has their own again.
pub(in crate::workbench) async fn take_number(workbench: WorkbenchState, is_taken: bool) {
    let wx = workbench.wx;
    let phone = is_taken.then_some(NUMBER);
    double::control::<Value>(wx, "number", &json!({ "phone": phone })).await;
    if is_taken {
        bind(wx).await;
    }
    super::load(workbench);
}

/// Logs the owner in, binds the number, and logs out again.
async fn bind(wx: Wx) {
    let owner = OWNERS.into_iter().find(|owner| wx.user.with_untracked(|user| user != owner)).unwrap_or_default();
    let phone = |call: &str| format!("{}/phone/{call}", double::BASE);
    let code = call(wx, phone("login"), "", json!({ "user": owner })).await;
    let login = json!({ "code": code.get("code"), "userInfo": {} });
    let session = call(wx, format!("{BASE}/auth/login_by_weixin"), "", login).await;
    let token = session.pointer("/data/token").and_then(Value::as_str).unwrap_or_default();
    let number = call(wx, phone("getPhoneNumber"), "", json!({ "user": owner })).await;
    let proof = json!({ "encryptedData": number.get("encryptedData"), "iv": number.get("iv") });
    call(wx, format!("{BASE}/auth/bindPhone"), token, proof).await;
    call(wx, format!("{BASE}/auth/logout"), token, json!({})).await;
}

async fn call(wx: Wx, url: String, token: &str, body: Value) -> Value {
    let mut request = Request::post_json(url, body.to_string());
    if !token.is_empty() {
        request = request.header("X-OA-Token", token);
    }
    let response = wx.send(request).await;
    response.and_then(|response| serde_json::from_str(&response.body).ok()).unwrap_or_default()
}
