//! 会话: the devices of the user in view, read with the phone's own token, and ended from here.

use leptos::{either::EitherOf4, prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{ColumnHeading, Panel};
use crate::{
    api::BASE,
    browser::http::Request,
    text::{Both, Text, text},
    wire::{self, ApiError, RevokedData, SessionItem, SessionList},
    workbench::state::{Tab, WorkbenchState, use_workbench},
    wx::storage,
};

const EMPTY: Text = text("还没有设备登录", "No device is signed in");
const NOTE: Text = text(
    "撤销后，那台手机的下一次请求得到 errno 501，并回到登录页。",
    "After a revocation that phone's next call gets errno 501 and returns to the login page.",
);
const REVOKE: Text = text("撤销", "Revoke");
const REVOKE_OTHERS: Text = text("撤销其他设备", "Revoke the others");
const CURRENT: Text = text("当前", "this one");
const UNREACHABLE: Text = text("工作台连不上服务器", "The workbench cannot reach the server");
const RETRY: Text = text("重试", "Retry");
const HEADINGS: [Text; 5] = [
    text("设备", "Device"),
    text("会话", "Session"),
    text("登录", "Signed in"),
    text("最近使用", "Last used"),
    text("到期", "Expires"),
];

/// What the panel knows.
#[derive(Debug, Clone, Default)]
pub(in crate::workbench) enum Sessions {
    /// Not read yet.
    #[default]
    Unread,
    /// The phone has no token.
    SignedOut,
    List(Vec<SessionItem>),
    /// The server refused, by its errmsg.
    Refused(String),
    Unreachable,
}

/// What is to end.
#[derive(Debug, Clone)]
pub(in crate::workbench) enum Revocation {
    /// One session, by its id.
    Id(String),
    /// All but the phone's own.
    Others,
}

/// Reads the list anew. What comes for a phone that was put away meanwhile is not shown.
pub(in crate::workbench) fn load(workbench: WorkbenchState) {
    let phone_id = workbench.wx.phone_id();
    spawn_local(async move {
        let sessions = read(workbench).await;
        if workbench.wx.phone_id() == phone_id {
            workbench.sessions.set(sessions);
        }
    });
}

async fn read(workbench: WorkbenchState) -> Sessions {
    let Some(token) = storage::token() else { return Sessions::SignedOut };
    match call::<SessionList>(workbench, token, Request::get(format!("{BASE}/auth/sessions"))).await {
        Some(Ok(sessions)) => Sessions::List(sessions.list),
        Some(Err(error)) => Sessions::Refused(error.errmsg.into_owned()),
        None => Sessions::Unreachable,
    }
}

/// Ends sessions, and reads the list anew.
pub(in crate::workbench) async fn revoke(workbench: WorkbenchState, revocation: Revocation) {
    let Some(token) = storage::token() else { return };
    let body = match revocation {
        Revocation::Id(id) => json!({ "id": id }),
        Revocation::Others => json!({ "others": true }),
    };
    let request = Request::post_json(format!("{BASE}/auth/revoke"), body.to_string());
    call::<RevokedData>(workbench, token, request).await;
    load(workbench);
}

/// Not through `wx.request`: the workbench asks, and the phone is to find out by itself. None where the server is not reached.
async fn call<T: DeserializeOwned>(
    workbench: WorkbenchState,
    token: String,
    request: Request,
) -> Option<Result<T, ApiError>> {
    let response = workbench.wx.send(request.header("X-OA-Token", token)).await?;
    Some(wire::open(&response.body))
}

/// The list of devices.
#[component]
pub(super) fn SessionsPanel() -> impl IntoView {
    let workbench = use_workbench();
    // the phone is another one, has logged in or out, or something was called: the list may have changed
    Effect::new(move |_| {
        workbench.wx.phone_id_tracked();
        workbench.wx.storage.track();
        workbench.calls.track();
        if workbench.tab.get() == Tab::Sessions {
            load(workbench);
        }
    });
    let content = move || {
        Some(match workbench.sessions.get() {
            Sessions::Unread => return None,
            Sessions::SignedOut => EitherOf4::A(view! { <p class="panel__nothing"><Both text=EMPTY/></p> }),
            Sessions::List(sessions) => EitherOf4::B(view! { <Table sessions/> }),
            Sessions::Refused(errmsg) => EitherOf4::C(view! { <p class="panel__nothing">{errmsg}</p> }),
            Sessions::Unreachable => EitherOf4::D(view! { <Unreachable/> }),
        })
    };
    view! {
        <Panel tab=Tab::Sessions class="panel sessions">
            <div id="devices">{content}</div>
            <p class="panel__note"><Both text=NOTE/></p>
        </Panel>
    }
}

#[component]
fn Unreachable() -> impl IntoView {
    let workbench = use_workbench();
    view! {
        <p class="panel__lost">
            <Both text=UNREACHABLE/>
            " "
            <button class="text-button" type="button" on:click=move |_| load(workbench)><Both text=RETRY/></button>
        </p>
    }
}

#[component]
fn Table(sessions: Vec<SessionItem>) -> impl IntoView {
    view! {
        <table class="table">
            <thead>
                <tr>
                    {HEADINGS.map(|text| view! { <ColumnHeading text/> }).into_iter().collect_view()}
                    <td>
                        <RevokeButton
                            class="text-button text-button--danger"
                            label=REVOKE_OTHERS
                            revocation=Revocation::Others
                        />
                    </td>
                </tr>
            </thead>
            <tbody>{sessions.into_iter().map(|session| view! { <TableRow session/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn RevokeButton(class: &'static str, label: Text, revocation: Revocation) -> impl IntoView {
    let workbench = use_workbench();
    let revoke = Action::new(move |_: &()| revoke(workbench, revocation.clone()));
    let on_click = move |_| {
        revoke.dispatch(());
    };
    view! { <button class=class type="button" on:click=on_click><Both text=label/></button> }
}

#[component]
fn TableRow(session: SessionItem) -> impl IntoView {
    // 2026-11-24T09:41:08+08:00
    let time = |time: &str| time.get(5..16).unwrap_or_default().replace('T', " ");
    let tag = session.current.then(|| {
        view! {
            " "
            <span class="code-pill code-pill--accent"><Both text=CURRENT/></span>
        }
    });
    let [_, session_label, login, last_used, expiry] = HEADINGS.map(Text::localized);
    let short_id = format!("{}…", session.id.get(..8).unwrap_or(&session.id));
    view! {
        <tr>
            <th scope="row"><span lang="zh-CN">{session.device}</span> " " {tag}</th>
            <td data-label=session_label><code>{short_id}</code></td>
            <td data-label=login>{time(&session.create_time)}</td>
            <td data-label=last_used>{time(&session.last_seen_time)}</td>
            <td data-label=expiry>{time(&session.expire_time)}</td>
            <td><RevokeButton class="text-button" label=REVOKE revocation=Revocation::Id(session.id)/></td>
        </tr>
    }
}
