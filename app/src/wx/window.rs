//! `window.wx`: the simulated runtime for other scripts in the page. What a call does is here; `window.js` gives it the
//! callbacks and promises of a mini-program, its defaults and the shape of its result, which is a matter of JavaScript.

use std::collections::BTreeMap;

use leptos::{
    prelude::*,
    wasm_bindgen::{closure::Closure, prelude::wasm_bindgen},
    web_sys::{AbortSignal, Blob},
};
use send_wrapper::SendWrapper;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen_futures::{future_to_promise, js_sys::Promise};

use super::{
    Modal, Overlay, Page, PhoneStep, Stage, Tap, ToastIcon, Wx, WxError, check_session, choose_avatar,
    get_phone_number, get_user_info, hide_toast, login, navigate, opened_request, overlay::choose, profile, re_launch,
    request, storage, switch_tab, toast::show_toast_for,
};
use crate::browser::http::{Body, Request};

/// Runs `wx.{name}` with its options as JSON; whether a user did it; what ends the call early.
type Call = Closure<dyn Fn(String, String, bool, Option<AbortSignal>) -> Promise>;
/// A temporary file by its address.
type File = Closure<dyn Fn(String) -> Option<Blob>>;

#[wasm_bindgen(module = "/src/wx/window.js")]
extern "C" {
    #[wasm_bindgen(js_name = installWindowWx)]
    fn install(call: &Call, stored: &Closure<dyn Fn()>, library: &Closure<dyn Fn() -> String>, file: &File);
}

/// Defines `window.wx`, for good.
pub(crate) fn install_window_wx(wx: Wx) {
    let call = Call::new(move |name: String, options: String, tapped: bool, signal: Option<AbortSignal>| {
        let signal = signal.map(SendWrapper::new);
        future_to_promise(async move {
            let result = run(wx, &name, &options, tapped, signal).await;
            result.map(Into::into).map_err(|error| error.err_msg.as_ref().into())
        })
    });
    let stored = Closure::<dyn Fn()>::new(move || read_storage(wx));
    let library = Closure::<dyn Fn() -> String>::new(move || wx.base_library.get_untracked());
    let file = File::new(move |address: String| wx.file(&address));
    install(&call, &stored, &library, &file);
    // they live as long as the page
    call.forget();
    stored.forget();
    library.forget();
    file.forget();
}

/// A script has written to the storage. A token that comes or goes is a step, as in our own pages.
fn read_storage(wx: Wx) {
    let before = wx.known_token.get_value();
    wx.read_storage();
    match wx.known_token.get_value() {
        after if after == before => {}
        after if after.is_empty() => wx.emit_step(PhoneStep::Clear, Stage::Done, storage::TOKEN),
        _ => wx.emit_step(PhoneStep::Storage, Stage::Done, storage::TOKEN),
    }
}

/// Resolves to the result as `window.js` reads it.
async fn run(
    wx: Wx,
    name: &str,
    options: &str,
    tapped: bool,
    signal: Option<SendWrapper<AbortSignal>>,
) -> Result<String, WxError> {
    let options: Value = serde_json::from_str(options).unwrap_or_default();
    let number = |key: &str| options.get(key).and_then(Value::as_u64);
    let mut result = String::new();
    match name {
        "login" => result = login(wx, timeout(&options)).await?,
        "checkSession" => check_session(wx).await?,
        "getUserProfile" => {
            let (tap, desc, lang) = (Tap::from_activation(tapped), text(&options, "desc"), text(&options, "lang"));
            result = profile::get_signed_profile(wx, tap, &desc, &lang).await?.text;
        }
        "getPhoneNumber" => {
            let number = get_phone_number(wx, Tap::from_activation(tapped)).await?;
            result = serde_json::to_string(&number).unwrap_or_default();
        }
        "chooseAvatar" => result = choose_avatar(wx, Tap::from_activation(tapped)).await?,
        "beginRequest" => result = opened_request::begin(wx, &options)?,
        "endRequest" => opened_request::end(wx, &options),
        "openedPage" => wx.show_opened_page(text(&options, "path")),
        "getUserInfo" => result = serde_json::to_string(&get_user_info(wx)?).unwrap_or_default(),
        "request" | "uploadFile" => result = exchange(wx, name, &options, signal).await?,
        "showToast" => {
            let duration_ms = number("duration").unwrap_or_default();
            show_toast_for(wx, text(&options, "title").into(), icon(&text(&options, "icon")), duration_ms);
        }
        "hideToast" => hide_toast(wx),
        "showModal" | "showActionSheet" => {
            let choice = choose(wx, overlay(name, &options)).await;
            result = choice.map(|choice| choice.to_string()).unwrap_or_default();
        }
        "navigateBack" => {
            let delta = number("delta").and_then(|delta| delta.try_into().ok());
            navigate::back(wx, delta.unwrap_or(1))?;
        }
        _ => open(wx, name, &text(&options, "url"))?,
    }
    Ok(result)
}

/// An option that is a text; empty where it is not there.
pub(super) fn text(options: &Value, key: &str) -> String {
    options.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// How long a call may take, in ms.
fn timeout(options: &Value) -> Option<u32> {
    options.get("timeout").and_then(Value::as_u64).and_then(|ms| ms.try_into().ok())
}

/// The texts of an option that is an object.
pub(super) fn texts(options: &Value, key: &str) -> BTreeMap<String, String> {
    let members = options.get(key).and_then(Value::as_object).into_iter().flatten();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    members.map(|(name, value)| (name.clone(), text(value))).collect()
}

fn icon(name: &str) -> ToastIcon {
    match name {
        "error" => ToastIcon::Error,
        "loading" => ToastIcon::Loading,
        "none" => ToastIcon::None,
        _ => ToastIcon::Success,
    }
}

fn overlay(name: &str, options: &Value) -> Overlay {
    if name == "showActionSheet" {
        let items = options.get("itemList").and_then(Value::as_array).into_iter().flatten();
        return Overlay::ActionSheet("操作菜单", items.filter_map(Value::as_str).map(str::to_owned).collect());
    }
    let can_cancel = options.get("showCancel").and_then(Value::as_bool).unwrap_or_default();
    Overlay::Modal(Modal {
        title: text(options, "title"),
        content: text(options, "content"),
        cancel_text: can_cancel.then(|| text(options, "cancelText")),
        confirm_text: text(options, "confirmText"),
        cancel_color: text(options, "cancelColor"),
        confirm_color: text(options, "confirmColor"),
    })
}

/// Opens a page, one way or the other.
fn open(wx: Wx, name: &str, path: &str) -> Result<(), WxError> {
    let Some(page) = Page::parse(path) else {
        return Err(format!("{name}:fail page \"{}\" is not found", path.get(1..).unwrap_or_default()).into());
    };
    match name {
        "navigateTo" => navigate::navigate_to(wx, page),
        "redirectTo" => navigate::redirect_to(wx, page),
        "switchTab" => switch_tab(wx, page),
        _ => {
            re_launch(wx, page);
            Ok(())
        }
    }
}

/// The whole response, for a script.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScriptResponse {
    pub(super) data: String,
    pub(super) status_code: u16,
    pub(super) header: BTreeMap<String, String>,
}

/// A script's call. A mini-program adds its token itself.
async fn exchange(
    wx: Wx,
    api: &str,
    options: &Value,
    signal: Option<SendWrapper<AbortSignal>>,
) -> Result<String, WxError> {
    let mut headers = texts(options, "header");
    let body = if api == "uploadFile" {
        headers.remove("content-type"); // the browser's own, with the boundary
        let (file, name, fields) = (text(options, "filePath"), text(options, "name"), texts(options, "formData"));
        let form = request::upload_form(wx, &file, &name, fields).await;
        Body::Form(form.ok_or(WxError::new("uploadFile:fail file not found"))?)
    } else {
        options.get("data").and_then(Value::as_str).map_or(Body::Empty, |data| Body::Text(data.to_owned()))
    };
    let (method, url) = (text(options, "method"), text(options, "url"));
    let request = Request { method, url, headers: headers.into_iter().collect(), body, signal };
    let response = request::exchange(wx, api, request, None, timeout(options)).await?;
    let header = response.headers.into_iter().collect();
    let whole = ScriptResponse { data: response.body, status_code: response.status, header };
    serde_json::to_string(&whole).map_err(|_| format!("{api}:fail").into())
}
