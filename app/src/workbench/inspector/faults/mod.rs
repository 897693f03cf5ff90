//! 故障: what the double is told to do wrong, and what this phone does wrong by itself. Shown as the double says it is.

mod card;
mod change;
mod fault;
mod rotation;
mod taken_number;
mod widgets;

use leptos::prelude::*;

use self::{
    card::FaultCard,
    change::{BASE_VERSION, Change, TOO_OFTEN, apply},
    fault::CARDS,
};
pub(in crate::workbench) use self::{
    change::{load, restore},
    taken_number::take_number,
};
use super::Panel;
use crate::{
    text::{Both, Text, text},
    workbench::state::{Tab, WorkbenchState, use_workbench},
    wx::{WxEvent, double::WorldState},
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
        self.0.errcode() == Some(TOO_OFTEN)
    }

    /// How far WeChat's clock is ahead, in minutes.
    fn minutes(&self) -> i64 {
        self.0.advance_s() / 60
    }

    fn is_other_version(&self) -> bool {
        !self.0.version().is_empty() && self.0.version() != BASE_VERSION
    }
}

impl WorkbenchState {
    /// How many faults are active.
    pub(in crate::workbench) fn active_faults(self) -> usize {
        CARDS.iter().filter(|card| card.fault.is_active(self)).count()
    }
}

/// The cards.
#[component]
pub(super) fn FaultsPanel() -> impl IntoView {
    let workbench = use_workbench();
    // a fault that has struck for the last time is over
    Effect::new(move |_| {
        workbench.wx.observe(move |event| {
            if let WxEvent::ResponseReceived { .. } = event
                && untrack(|| workbench.active_faults()) > 0
            {
                load(workbench);
            }
        });
    });
    let count = Signal::derive(move || workbench.active_faults().to_string());
    view! {
        <Panel tab=Tab::Faults class="panel faults">
            <ul class="fault-grid">{CARDS.iter().map(|card| view! { <FaultCard card/> }).collect_view()}</ul>
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
