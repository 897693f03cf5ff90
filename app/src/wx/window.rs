//! `window.wx`: the simulated runtime for other people's scripts. What a call does is here; `browser.js` gives it the
//! callbacks and promises of a mini-program, its defaults and the shape of its answer. Only in the browser.

use js_sys::Promise;
use wasm_bindgen::{JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::{
    Fail, Icon, Modal, Overlay, State, Tap, Wx, check_session, get_user_info, login, modal::pick, navigate, profile,
    re_launch, request, switch_tab, toast,
};
use crate::{
    json::{self, Value},
    pages::Page,
};

type Call = dyn Fn(String, String, bool) -> Promise;

#[wasm_bindgen(module = "/src/web/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = installWindowWx)]
    fn install_window_wx(call: &Closure<Call>, library: &Closure<dyn Fn() -> String>, stored: &Closure<dyn Fn()>);
}

/// Gives `window.wx` the functions that it calls: a module that the WASM imports cannot import the WASM's exports.
pub(super) fn install() {
    let call = Closure::<Call>::new(|name, options, tapped| future_to_promise(wx_call(name, options, tapped)));
    let library = Closure::<dyn Fn() -> String>::new(wx_library);
    let stored = Closure::<dyn Fn()>::new(wx_stored);
    install_window_wx(&call, &library, &stored);
    // they live as long as the page
    call.forget();
    library.forget();
    stored.forget();
}

/// `wx.{name}` with its options as JSON. Resolves to the answer, as `browser.js` knows it; rejects with the errMsg. `tapped`:
/// a user did it.
async fn wx_call(name: String, options: String, tapped: bool) -> Result<JsValue, JsValue> {
    let answer = match Wx::here() {
        Some(wx) => call(wx, &name, options, tapped).await,
        None => Err(Fail::new("fail")), // the page is not alive yet
    };
    answer.map(JsValue::from).map_err(|fail| JsValue::from(&*fail.err_msg))
}

/// A script has looked into the storage, and may have changed it.
fn wx_stored() {
    if let Some(wx) = Wx::here() {
        wx.change(State::read_storage);
    }
}

/// The version of the base library.
fn wx_library() -> String {
    Wx::here().map(|wx| wx.read(|state| state.base_library.clone())).unwrap_or_default()
}

async fn call(wx: Wx, name: &str, what: String, tapped: bool) -> Result<String, Fail> {
    let options = json::value(&what).unwrap_or_default();
    let number = |key: &str| options.whole(key).and_then(|number| u64::try_from(number).ok());
    let timeout = number("timeout").and_then(|ms| u32::try_from(ms).ok());
    let mut answer = String::new();
    match name {
        "login" => answer = login(wx, timeout).await?,
        "checkSession" => check_session(wx).await?,
        "getUserProfile" => {
            let (desc, lang) = (text(&options, "desc"), text(&options, "lang"));
            answer = profile::get_signed_profile(wx, Tap::seen(tapped), &desc, Some(&lang)).await?.text;
        }
        "getUserInfo" => answer = serde_json::to_string(&get_user_info(wx)?).unwrap_or_default(),
        "request" | "uploadFile" => answer = request::exchange(name, what, timeout).await?,
        "showToast" => {
            let icon = match &*text(&options, "icon") {
                "error" => Icon::Error,
                "loading" => Icon::Loading,
                "none" => Icon::None,
                _ => Icon::Success,
            };
            toast::show_toast_for(wx, text(&options, "title").into(), icon, number("duration").unwrap_or_default());
        }
        "hideToast" => wx.change(|state| state.toast = None),
        "showModal" | "showActionSheet" => {
            let picked = pick(wx, overlay(name, &options)).await;
            // one digit, or none
            answer.extend(picked.and_then(|at| u8::try_from(at).ok()).map(|at| char::from(b'0' + at)));
        }
        "navigateBack" => navigate::back(wx, number("delta").and_then(|delta| delta.try_into().ok()).unwrap_or(1))?,
        _ => go(wx, name, &text(&options, "url"))?,
    }
    Ok(answer)
}

/// An option that is a text; empty where it is not there.
fn text(options: &Value, key: &str) -> String {
    options.text(key).to_owned()
}

fn overlay(name: &str, options: &Value) -> Overlay {
    if name == "showActionSheet" {
        let items = options.list("itemList").iter();
        return Overlay::Actions("操作菜单", items.filter_map(Value::as_str).map(str::to_owned).collect());
    }
    let cancel = text(options, "cancelText");
    Overlay::Modal(Modal {
        title: text(options, "title"),
        content: text(options, "content"),
        cancel: options.is_true("showCancel").then_some(cancel),
        confirm: text(options, "confirmText"),
        cancel_color: text(options, "cancelColor"),
        confirm_color: text(options, "confirmColor"),
    })
}

/// Goes to a page, one way or the other.
fn go(wx: Wx, name: &str, path: &str) -> Result<(), Fail> {
    let Some(page) = Page::parse(path) else {
        return Err([name, ":fail page \"", path.get(1..).unwrap_or_default(), "\" is not found"].concat().into());
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
