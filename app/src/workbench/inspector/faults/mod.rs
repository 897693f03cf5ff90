//! 故障: what the double is told to do wrong, and what this phone does wrong by itself. Shown as the double says it is.

mod card;
mod change;
mod fault;
mod widgets;

use leptos::prelude::*;

pub(in crate::workbench) use self::change::{load, restore};
use self::{
    card::FaultCard,
    change::{BASE_VERSION, Change, apply},
    fault::Fault,
};
use super::Panel;
use crate::{
    text::{Both, Text, text},
    workbench::state::{Tab, WorkbenchState, use_workbench},
    wx::double::WorldState,
};

const ACTIVE: Text = text("项故障生效", "active");
const SCOPE: Text = text("只作用于模拟手机和离线的微信替身。", "On the simulated phone and the offline double only.");
const RESTORE: Text = text("全部恢复", "Restore all");

/// What is in force, as the double said last.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::workbench) struct FaultState(WorldState);

impl FaultState {
    /// The exchange of codes is throttled.
    fn is_limited(&self) -> bool {
        self.0.faults.iter().any(|fault| fault.errcode.is_some())
    }

    /// WeChat does not respond in time.
    fn is_slow(&self) -> bool {
        self.0.faults.iter().any(|fault| fault.delay_ms.is_some())
    }

    /// How far WeChat's clock is ahead, in minutes.
    fn minutes(&self) -> i64 {
        self.0.clock.advance_s / 60
    }

    fn version(&self) -> &str {
        &self.0.base_library.version
    }

    fn is_other_version(&self) -> bool {
        !self.version().is_empty() && self.version() != BASE_VERSION
    }
}

impl WorkbenchState {
    /// How many faults are active.
    pub(super) fn active_faults(self) -> usize {
        Fault::ALL.into_iter().filter(|fault| fault.is_active(self)).count()
    }
}

/// The cards.
#[component]
pub(super) fn FaultsPanel() -> impl IntoView {
    let workbench = use_workbench();
    let count = Signal::derive(move || workbench.active_faults().to_string());
    view! {
        <Panel tab=Tab::Faults class="panel faults">
            <ul class="fault-grid">{Fault::ALL.map(|fault| view! { <FaultCard fault/> }).into_iter().collect_view()}</ul>
            <p class="panel__note faults__note">
                <span class="faults__active">
                    <span id="fault-count">{count}</span>
                    " "
                    <Both text=ACTIVE/>
                </span>
                <Both text=SCOPE/>
                <button class="text-button" type="button" on:click=move |_| apply(workbench, Change::RestoreAll)>
                    <Both text=RESTORE/>
                </button>
            </p>
        </Panel>
    }
}
