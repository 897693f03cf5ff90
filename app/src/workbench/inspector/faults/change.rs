//! What the cards do.

use leptos::{prelude::*, task::spawn_local};
use serde_json::{Value, json};

use super::{FaultState, take_number};
use crate::{workbench::state::WorkbenchState, wx::double};

/// The versions of the base library that may be chosen; the first is the double's own.
pub(super) const VERSIONS: [&str; 3] = [BASE_VERSION, "2.27.1", "3.5.8"];
pub(super) const BASE_VERSION: &str = "2.21.2";
/// What WeChat says of a user who logs in too often.
pub(super) const TOO_OFTEN: i64 = 45_011;
/// Another mini-program's.
const FOREIGN_APPID: &str = "wx00000000000000ff";
/// How far a step of the clock goes, and the most of one move, in s.
const STEP_S: i64 = 300;
const DAY_S: i64 = 86_400;
/// How often a fault that is on strikes: until it is off.
const ALWAYS: u32 = 1_000_000;

/// A control was used.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// The next code of `wx.login` is expired.
    ExpireLogin(bool),
    /// The next number is bound by a code, which is expired.
    ExpirePhone(bool),
    /// Consent panels refuse by themselves.
    Deny(bool),
    /// The exchange of codes is throttled.
    Limit(bool),
    /// The exchange of codes fails with an errcode.
    Errcode(Option<i64>),
    /// WeChat does not respond in time.
    Timeout(bool),
    Offline(bool),
    /// The phone's data are another mini-program's.
    ForeignData(bool),
    /// Another account has the number.
    TakenNumber(bool),
    MoveClock {
        steps: i64,
    },
    BaseLibrary(String),
    RestoreAll,
}

/// Does it, and shows what is in force then.
pub(super) fn apply(workbench: WorkbenchState, change: Change) {
    let wx = workbench.wx;
    spawn_local(async move {
        let state = workbench.faults.get_untracked().0;
        let (call, body) = match change {
            Change::Deny(is_on) => return wx.deny.set(is_on),
            Change::Offline(is_on) => return wx.offline.set(is_on),
            Change::TakenNumber(is_on) => return take_number(workbench, is_on).await,
            Change::RestoreAll => return restore(workbench).await,
            Change::Limit(is_on) => return set(workbench, is_on.then_some(TOO_OFTEN), state.is_slow()).await,
            Change::Errcode(errcode) => return set(workbench, errcode, state.is_slow()).await,
            Change::Timeout(is_on) => return set(workbench, state.errcode(), is_on).await,
            Change::ExpireLogin(is_on) => ("expire-codes", json!({ "next_login": is_on })),
            Change::ExpirePhone(is_on) => {
                wx.bind_by_code.set(is_on);
                ("expire-codes", json!({ "next_phone": is_on }))
            }
            Change::ForeignData(is_on) => ("watermark", json!({ "appid": is_on.then_some(FOREIGN_APPID) })),
            Change::MoveClock { steps } => ("clock", json!({ "advance_s": (steps * STEP_S).clamp(-DAY_S, DAY_S) })),
            Change::BaseLibrary(version) => ("base-library", json!({ "version": version })),
        };
        control(workbench, call, body).await;
        read(workbench).await;
    });
}

async fn control(workbench: WorkbenchState, call: &str, body: Value) {
    double::control::<Value>(workbench.wx, call, &body).await;
}

/// What WeChat does wrong; both may be on at a time.
async fn set(workbench: WorkbenchState, errcode: Option<i64>, is_slow: bool) {
    control(workbench, "fault", json!({ "times": 0 })).await;
    if let Some(errcode) = errcode {
        let fault = json!({ "path": "/sns/jscode2session", "times": ALWAYS, "errcode": errcode });
        control(workbench, "fault", fault).await;
    }
    if is_slow {
        control(workbench, "fault", json!({ "times": ALWAYS, "delay_ms": 10_000 })).await;
    }
    read(workbench).await;
}

/// Every card as it was at first; accounts stay.
pub(in crate::workbench) async fn restore(workbench: WorkbenchState) {
    let wx = workbench.wx;
    for switch in [wx.deny, wx.offline, wx.bind_by_code] {
        switch.set(false);
    }
    control(workbench, "restore", json!({})).await;
    read(workbench).await;
}

/// Reads what is in force, and shows it.
pub(in crate::workbench) fn load(workbench: WorkbenchState) {
    spawn_local(read(workbench));
}

async fn read(workbench: WorkbenchState) {
    if let Some(state) = double::load_state(workbench.wx).await {
        let was_on = workbench.faults.with_untracked(|faults| faults.0.is_next_phone_code_expired());
        if was_on && !state.is_next_phone_code_expired() {
            workbench.wx.bind_by_code.set(false); // it has struck
        }
        workbench.faults.set(FaultState(state));
    }
}
