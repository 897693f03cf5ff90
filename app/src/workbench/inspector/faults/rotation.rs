//! The button that rotates the session_key, and what came of it: the key itself is never shown, its fingerprints are.

use leptos::{prelude::*, task::spawn_local};
use serde_json::{Value, json};

use crate::{
    text::{Both, Text, text},
    workbench::state::use_workbench,
    wx::double,
};

const ROTATE: Text = text("轮换", "Rotate");
const ROTATED: Text = text("已轮换 ✓", "Rotated ✓");
/// In place of a key that there was not.
const NONE: &str = "—";

/// Rotates the key of the user in view.
#[component]
pub(super) fn Rotation() -> impl IntoView {
    let workbench = use_workbench();
    let wx = workbench.wx;
    let fingerprints = RwSignal::new(String::new());
    let rotate = move |_| {
        spawn_local(async move {
            let body = json!({ "user": wx.user.get_untracked() });
            if let Some(keys) = double::control::<Value>(wx, "rotate-key", &body).await {
                let key = |name: &str| keys.get(name).and_then(Value::as_str).unwrap_or(NONE).to_owned();
                fingerprints.set(format!("{} → {}", key("from"), key("to")));
            }
        });
    };
    let said = move || {
        let fingerprints = fingerprints.get();
        (!fingerprints.is_empty()).then(|| {
            view! {
                <Both text=ROTATED/>
                " "
                <code>{fingerprints}</code>
            }
        })
    };
    view! {
        <button class="text-button" type="button" on:click=rotate><Both text=ROTATE/></button>
        <p class="fault__said" role="status">{said}</p>
    }
}
