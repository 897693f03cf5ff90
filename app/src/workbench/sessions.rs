//! 会话: the devices of the user in view, read with the phone's own token, and ended from here.

use leptos::task::spawn_local;
use serde_json::Value;

use super::{
    bench::{api, with},
    markup::{both, escape, fill, nothing},
    network::unreachable,
};
use crate::{
    value::{self, Members as _},
    web,
    wx::storage,
};

/// Reads the list anew.
pub(super) fn load() {
    let Some(token) = storage::token() else {
        let html = nothing(&both("还没有设备登录", "No device is signed in"));
        with(|bench| bench.show("#devices", html));
        return;
    };
    spawn_local(async move {
        let answer = call(token, "auth/sessions", None).await;
        let list = answer.as_ref().and_then(|answer| answer.get("data")?.get("list")?.as_array());
        let html = match (list, &answer) {
            (Some(list), _) => table(list),
            (None, Some(answer)) => {
                let errmsg = answer.text("errmsg");
                nothing(&escape(errmsg))
            }
            (None, None) => unreachable("tab sessions"),
        };
        with(|bench| bench.show("#devices", html));
    });
}

/// Ends the session `id`, or all others.
pub(super) async fn revoke(id: &str) {
    let Some(token) = storage::token() else { return };
    let body = if id == "others" { r#"{"others":true}"#.to_owned() } else { fill(r#"{"id":"%"}"#, &[id]) };
    call(token, "auth/revoke", Some(body)).await;
    load();
}

/// Not through `wx.request`: it is the workbench that asks, and the phone is to find out by itself.
async fn call(token: String, path: &str, body: Option<String>) -> Option<Value> {
    value::parse(&web::fetch(api(path), body, vec![("X-OA-Token", token)]).await?)
}

fn table(list: &[Value]) -> String {
    let mut head = String::new();
    for (chinese, english) in
        [("设备", "Device"), ("会话", "Session"), ("登录", "Signed in"), ("最近使用", "Last used"), ("到期", "Expires")]
    {
        head.push_str(&fill("<th scope=\"col\">%</th>", &[&both(chinese, english)]));
    }
    let rows: String = list.iter().map(row).collect();
    fill(
        r#"<table class="table"><thead><tr>%<td><button class="text-button text-button--danger" type="button" data-do="revoke others">%</button></td></tr></thead><tbody>%</tbody></table>"#,
        &[&head, &both("撤销其他设备", "Revoke the others"), &rows],
    )
}

fn row(session: &Value) -> String {
    let text = |name: &str| escape(session.text(name));
    // 2026-11-24T09:41:08+08:00
    let time = |name: &str| text(name).get(5..16).unwrap_or_default().replace('T', " ");
    let id = text("id");
    let current = session.is_true("current");
    let tag = fill(r#" <span class="code-pill code-pill--accent">%</span>"#, &[&both("当前", "this one")]);
    fill(
        r#"<tr><th scope="row">%%</th><td><code>%…</code></td><td>%</td><td>%</td><td>%</td><td><button class="text-button" type="button" data-do="revoke %">%</button></td></tr>"#,
        &[
            &text("device"),
            if current { &tag } else { "" },
            id.get(..8).unwrap_or(&id),
            &time("createTime"),
            &time("lastSeenTime"),
            &time("expireTime"),
            &id,
            &both("撤销", "Revoke"),
        ],
    )
}
