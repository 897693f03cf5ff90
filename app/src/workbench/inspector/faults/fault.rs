//! The faults: what each card says, and whether the fault is in force.

use leptos::prelude::*;

use crate::{
    text::{Text, text},
    workbench::state::WorkbenchState,
};

/// A fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    RotatedKey,
    ExpiredCodes,
    Deny,
    Limit,
    Timeout,
    Offline,
    Clock,
    BaseLibrary,
}

impl Fault {
    /// All of them, in the order of the cards.
    pub(super) const ALL: [Self; 8] = [
        Self::RotatedKey,
        Self::ExpiredCodes,
        Self::Deny,
        Self::Limit,
        Self::Timeout,
        Self::Offline,
        Self::Clock,
        Self::BaseLibrary,
    ];

    pub(super) const fn title(self) -> Text {
        match self {
            Self::RotatedKey => text("轮换 session_key", "Rotate session_key"),
            Self::ExpiredCodes => text("code 过期", "Expire codes"),
            Self::Deny => text("拒绝授权", "Refuse consent"),
            Self::Limit => text("频率限制", "Rate limit"),
            Self::Timeout => text("微信服务超时", "WeChat times out"),
            Self::Offline => text("断网", "Offline"),
            Self::Clock => text("时钟", "Clock"),
            Self::BaseLibrary => text("基础库版本", "Base library"),
        }
    }

    pub(super) const fn hint(self) -> Text {
        match self {
            Self::RotatedKey => text("微信换了密钥，服务器还不知道", "WeChat has a new key, the server does not"),
            Self::ExpiredCodes => text("发出的 code 全部作废", "All codes issued so far die"),
            Self::Deny => text("面板自动点「拒绝」", "Sheets answer “refuse” by themselves"),
            Self::Limit => text("换取 code 被微信限流", "The exchange is throttled"),
            Self::Timeout => text("接口 10 秒不回答", "No answer for 10 seconds"),
            Self::Offline => text("手机到服务器不通", "The phone cannot reach the server"),
            Self::Clock => text("拨快微信的钟，单位是分钟", "Moves WeChat's clock, in minutes"),
            Self::BaseLibrary => text("≥ 2.27.1 得到「微信用户」", "≥ 2.27.1 gives 微信用户"),
        }
    }

    /// What it will cause.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::RotatedKey => "715",
            Self::ExpiredCodes => "40029 → 710",
            Self::Deny => "auth deny",
            Self::Limit => "45011 → 712",
            Self::Timeout => "714",
            Self::Offline => "request:fail",
            Self::Clock => "717",
            Self::BaseLibrary => "getUserProfile",
        }
    }

    /// The id of the control that the title labels; a control that names itself has none.
    pub(super) const fn control_id(self) -> Option<&'static str> {
        match self {
            Self::Deny => Some("fault-deny"),
            Self::Limit => Some("fault-limit"),
            Self::Timeout => Some("fault-timeout"),
            Self::Offline => Some("fault-offline"),
            Self::BaseLibrary => Some("fault-base"),
            Self::RotatedKey | Self::ExpiredCodes | Self::Clock => None,
        }
    }

    /// The id of a card that is marked while its fault is in force; that of a switch is marked by the switch.
    pub(super) const fn card_id(self) -> Option<&'static str> {
        match self {
            Self::Clock => Some("fault-clock"),
            Self::BaseLibrary => Some("fault-library"),
            _ => None,
        }
    }

    /// Whether it is in force; tracked. The first two strike once.
    pub(super) fn is_active(self, workbench: WorkbenchState) -> bool {
        let faults = workbench.faults.read();
        match self {
            Self::RotatedKey | Self::ExpiredCodes => false,
            Self::Deny => workbench.wx.deny.get(),
            Self::Limit => faults.is_limited(),
            Self::Timeout => faults.is_slow(),
            Self::Offline => workbench.wx.offline.get(),
            Self::Clock => faults.minutes() != 0,
            Self::BaseLibrary => faults.is_other_version(),
        }
    }
}
