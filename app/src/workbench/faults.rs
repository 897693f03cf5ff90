//! 故障: what the double is told to do wrong, and what this phone does wrong by itself. Shown as the double says it is.

use leptos::task::spawn_local;

use super::{bench::with, crypto, markup::fill};
use crate::{value::Members as _, web, wx::double};

/// How far a step of the clock goes, and the most of one move, in s.
const STEP_S: i64 = 300;
const DAY_S: i64 = 86_400;

/// A card's control was used: `on` is a switch's state, `value` what a field holds.
pub(super) fn set(name: &str, on: bool, value: String) {
    let Some(wx) = with(|bench| bench.wx) else { return };
    match name {
        "deny" => wx.change(|state| state.deny = on),
        "offline" => wx.change(|state| state.offline = on),
        _ => {}
    }
    let name = name.to_owned();
    spawn_local(async move {
        let user = wx.read(|state| state.user.clone());
        let (call, body) = match name.as_str() {
            "rotate" => ("rotate-key", fill(r#"{"user":"%"}"#, &[&user])),
            "expire" => ("expire-codes", "{}".to_owned()),
            "limit" | "timeout" => return upset().await,
            "slower" => ("clock", advance(-STEP_S)),
            "faster" => ("clock", advance(STEP_S)),
            "base" => ("base-library", fill(r#"{"version":"%"}"#, &[&value])),
            "restore" => {
                restore().await;
                return;
            }
            _ => return load().await,
        };
        double::control(call, body).await;
        load().await;
        if name == "rotate" {
            crypto::explain();
        }
    });
}

/// WeChat's faults as the switches say.
async fn upset() {
    double::control("fault", r#"{"times":0}"#.to_owned()).await;
    if web::is_checked("#fault-limit") {
        double::control("fault", r#"{"path":"/sns/jscode2session","times":1000000,"errcode":45011}"#.to_owned()).await;
    }
    if web::is_checked("#fault-timeout") {
        double::control("fault", r#"{"times":1000000,"delay_ms":10000}"#.to_owned()).await;
    }
    load().await;
}

/// Every card as it was at first; accounts stay.
pub(super) async fn restore() {
    if let Some(wx) = with(|bench| bench.wx) {
        wx.change(|state| (state.deny, state.offline) = (false, false));
    }
    double::control("fault", r#"{"times":0}"#.to_owned()).await;
    double::control("base-library", r#"{"version":"2.21.2"}"#.to_owned()).await;
    let advanced = double::state().await.map(|state| advanced_s(&state));
    if let Some(advanced) = advanced.filter(|advanced| *advanced != 0) {
        double::control("clock", advance(-advanced)).await;
    }
    load().await;
}

/// How far the world's clock is ahead, in s.
fn advanced_s(state: &serde_json::Value) -> i64 {
    state.get("clock").and_then(|clock| clock.whole("advance_s")).unwrap_or_default()
}

fn advance(seconds: i64) -> String {
    fill(r#"{"advance_s":%}"#, &[&seconds.clamp(-DAY_S, DAY_S).to_string()])
}

/// Reads what is in force and shows it.
pub(super) async fn load() {
    let (Some(state), Some(wx)) = (double::state().await, with(|bench| bench.wx)) else { return };
    let faults = state.list("faults");
    let limited = faults.iter().any(|fault| fault.get("errcode").is_some());
    let slow = faults.iter().any(|fault| fault.get("delay_ms").is_some());
    let (deny, offline) = wx.read(|state| (state.deny, state.offline));
    let minutes = advanced_s(&state) / 60;
    let version = double::base_library(&state);

    for (place, on) in [("deny", deny), ("limit", limited), ("timeout", slow), ("offline", offline)] {
        web::set_checked(&["#fault-", place].concat(), on);
    }
    let sign = if minutes < 0 { "" } else { "+" };
    web::set_html("#clock-value", &[sign, &*minutes.to_string()].concat());
    web::set_value("#fault-base", version);
    let (moved, newer) = (minutes != 0, version != "2.21.2");
    for (place, on) in [("#fault-clock", moved), ("#fault-library", newer)] {
        web::set_attribute(place, "data-on", on.then_some(""));
    }
    let active = [deny, limited, slow, offline, moved, newer].iter().filter(|on| **on).count();
    web::set_html("#fault-count", &active.to_string());
    web::set_attribute(":root", "data-fault", (active > 0).then_some(""));
}
