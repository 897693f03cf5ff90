//! 故障: what the double is told to do wrong, and what this phone does wrong by itself. Shown as the double says it is.

mod card;
mod control;

use leptos::prelude::*;

pub(in crate::workbench) use self::control::{load, restore};
use self::{
    card::{FaultCard, FaultSwitch, Stepper, VersionSelect},
    control::{BASE_VERSION, Change},
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
const ROTATE: Text = text("轮换", "Rotate");
const EXPIRE: Text = text("作废", "Expire");

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
        let of_phone = [self.wx.deny.get(), self.wx.offline.get()];
        let of_double = self
            .faults
            .with(|faults| [faults.is_limited(), faults.is_slow(), faults.minutes() != 0, faults.is_other_version()]);
        of_phone.into_iter().chain(of_double).filter(|is_active| *is_active).count()
    }
}

/// The cards.
#[component]
pub(super) fn FaultsPanel() -> impl IntoView {
    let workbench = use_workbench();
    let wx = workbench.wx;
    let faults = workbench.faults;
    let apply = move |change: Change| control::apply(workbench, change);
    let is_moved = Memo::new(move |_| faults.with(|faults| faults.minutes() != 0));
    let is_other_version = Memo::new(move |_| faults.with(FaultState::is_other_version));
    view! {
        <Panel tab=Tab::Faults class="panel faults">
            <ul class="fault-grid">
                <FaultCard
                    title=text("轮换 session_key", "Rotate session_key")
                    hint=text("微信换了密钥，服务器还不知道", "WeChat has a new key, the server does not")
                    code="715"
                >
                    <button class="text-button" type="button" on:click=move |_| apply(Change::RotateKey)>
                        <Both text=ROTATE/>
                    </button>
                </FaultCard>
                <FaultCard
                    title=text("code 过期", "Expire codes")
                    hint=text("发出的 code 全部作废", "All codes issued so far die")
                    code="40029 → 710"
                >
                    <button class="text-button" type="button" on:click=move |_| apply(Change::ExpireCodes)>
                        <Both text=EXPIRE/>
                    </button>
                </FaultCard>
                <FaultCard
                    title=text("拒绝授权", "Refuse consent")
                    title_for="fault-deny"
                    hint=text("面板自动点「拒绝」", "Sheets answer “refuse” by themselves")
                    code="auth deny"
                >
                    <FaultSwitch id="fault-deny" is_on=wx.deny on_switch=move |is_on| apply(Change::Deny(is_on))/>
                </FaultCard>
                <FaultCard
                    title=text("频率限制", "Rate limit")
                    title_for="fault-limit"
                    hint=text("换取 code 被微信限流", "The exchange is throttled")
                    code="45011 → 712"
                >
                    <FaultSwitch
                        id="fault-limit"
                        is_on=Memo::new(move |_| faults.with(FaultState::is_limited))
                        on_switch=move |is_on| apply(Change::Limit(is_on))
                    />
                </FaultCard>
                <FaultCard
                    title=text("微信服务超时", "WeChat times out")
                    title_for="fault-timeout"
                    hint=text("接口 10 秒不回答", "No answer for 10 seconds")
                    code="714"
                >
                    <FaultSwitch
                        id="fault-timeout"
                        is_on=Memo::new(move |_| faults.with(FaultState::is_slow))
                        on_switch=move |is_on| apply(Change::Timeout(is_on))
                    />
                </FaultCard>
                <FaultCard
                    title=text("断网", "Offline")
                    title_for="fault-offline"
                    hint=text("手机到服务器不通", "The phone cannot reach the server")
                    code="request:fail"
                >
                    <FaultSwitch
                        id="fault-offline"
                        is_on=wx.offline
                        on_switch=move |is_on| apply(Change::Offline(is_on))
                    />
                </FaultCard>
                <FaultCard
                    title=text("时钟", "Clock")
                    id="fault-clock"
                    is_on=is_moved
                    hint=text("拨快微信的钟，单位是分钟", "Moves WeChat's clock, in minutes")
                    code="717"
                >
                    <Stepper
                        minutes=Memo::new(move |_| faults.with(FaultState::minutes))
                        on_step=move |steps| apply(Change::MoveClock { steps })
                    />
                </FaultCard>
                <FaultCard
                    title=text("基础库版本", "Base library")
                    title_for="fault-base"
                    id="fault-library"
                    is_on=is_other_version
                    hint=text("≥ 2.27.1 得到「微信用户」", "≥ 2.27.1 gives 微信用户")
                    code="getUserProfile"
                >
                    <VersionSelect
                        version=Memo::new(move |_| faults.with(|faults| faults.version().to_owned()))
                        on_select=move |version| apply(Change::BaseLibrary(version))
                    />
                </FaultCard>
            </ul>
            <p class="panel__note faults__note">
                <span class="faults__active">
                    <span id="fault-count">{move || workbench.active_faults()}</span>
                    " "
                    <Both text=ACTIVE/>
                </span>
                <Both text=SCOPE/>
                <button class="text-button" type="button" on:click=move |_| apply(Change::RestoreAll)>
                    <Both text=RESTORE/>
                </button>
            </p>
        </Panel>
    }
}
