//! What the cards do.

use leptos::{prelude::*, task::spawn_local};
use serde_json::{Value, json};

use super::FaultState;
use crate::{workbench::state::WorkbenchState, wx::double};

/// The versions of the base library that may be chosen; the first is the double's own.
pub(super) const VERSIONS: [&str; 3] = [BASE_VERSION, "2.27.1", "3.5.8"];
pub(super) const BASE_VERSION: &str = "2.21.2";
/// How far a step of the clock goes, and the most of one move, in s.
const STEP_S: i64 = 300;
const DAY_S: i64 = 86_400;
/// How often a fault that is on strikes: until it is off.
const ALWAYS: u32 = 1_000_000;

/// A control was used.
#[derive(Debug, Clone)]
pub(super) enum Change {
    RotateKey,
    ExpireCodes,
    /// Consent panels refuse by themselves.
    Deny(bool),
    /// The exchange of codes is throttled.
    Limit(bool),
    /// WeChat does not respond in time.
    Timeout(bool),
    Offline(bool),
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
        let faults = workbench.faults.get_untracked();
        match change {
            Change::RotateKey => {
                control(workbench, "rotate-key", json!({ "user": wx.user.get_untracked() })).await;
            }
            Change::ExpireCodes => control(workbench, "expire-codes", json!({})).await,
            Change::Deny(is_on) => wx.deny.set(is_on),
            Change::Offline(is_on) => wx.offline.set(is_on),
            Change::Limit(is_on) => set_wechat_faults(workbench, is_on, faults.is_slow()).await,
            Change::Timeout(is_on) => set_wechat_faults(workbench, faults.is_limited(), is_on).await,
            Change::MoveClock { steps } => advance(workbench, steps * STEP_S).await,
            Change::BaseLibrary(version) => control(workbench, "base-library", json!({ "version": version })).await,
            Change::RestoreAll => restore(workbench).await,
        }
        read(workbench).await;
    });
}

async fn control(workbench: WorkbenchState, call: &str, body: Value) {
    double::control::<Value>(workbench.wx, call, &body).await;
}

async fn set_wechat_faults(workbench: WorkbenchState, is_limited: bool, is_slow: bool) {
    control(workbench, "fault", json!({ "times": 0 })).await;
    if is_limited {
        let fault = json!({ "path": "/sns/jscode2session", "times": ALWAYS, "errcode": 45_011 });
        control(workbench, "fault", fault).await;
    }
    if is_slow {
        control(workbench, "fault", json!({ "times": ALWAYS, "delay_ms": 10_000 })).await;
    }
}

async fn advance(workbench: WorkbenchState, seconds: i64) {
    control(workbench, "clock", json!({ "advance_s": seconds.clamp(-DAY_S, DAY_S) })).await;
}

/// Every card as it was at first; accounts stay.
pub(in crate::workbench) async fn restore(workbench: WorkbenchState) {
    workbench.wx.deny.set(false);
    workbench.wx.offline.set(false);
    control(workbench, "fault", json!({ "times": 0 })).await;
    control(workbench, "base-library", json!({ "version": BASE_VERSION })).await;
    let state = double::load_state(workbench.wx).await.unwrap_or_default();
    if state.clock.advance_s != 0 {
        advance(workbench, -state.clock.advance_s).await;
    }
    read(workbench).await;
}

/// Reads what is in force, and shows it.
pub(in crate::workbench) fn load(workbench: WorkbenchState) {
    spawn_local(read(workbench));
}

async fn read(workbench: WorkbenchState) {
    if let Some(state) = double::load_state(workbench.wx).await {
        workbench.faults.set(FaultState(state));
    }
}
