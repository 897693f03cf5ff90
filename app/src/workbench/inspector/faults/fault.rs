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
    ExpiredLogin,
    ExpiredPhone,
    Deny,
    Limit,
    Errcode,
    Timeout,
    Offline,
    ForeignData,
    TakenNumber,
    Clock,
    BaseLibrary,
}

/// What a card says.
pub(super) struct Card {
    pub(super) fault: Fault,
    pub(super) title: Text,
    pub(super) hint: Text,
    /// What the fault causes.
    pub(super) code: &'static str,
    /// The id of the control that the title labels; a control that names itself has none.
    pub(super) control_id: Option<&'static str>,
    /// The id of a card that is marked while its fault is in force; that of a switch is marked by the switch.
    pub(super) id: Option<&'static str>,
}

const fn card(fault: Fault, title: Text, hint: Text, code: &'static str, control_id: &'static str) -> Card {
    Card { fault, title, hint, code, control_id: Some(control_id), id: None }
}

const fn marked(card: Card, id: &'static str) -> Card {
    Card { id: Some(id), ..card }
}

const fn unlabelled(card: Card) -> Card {
    Card { control_id: None, ..card }
}

/// All of them, in their order.
pub(super) static CARDS: [Card; 12] = [
    unlabelled(card(
        Fault::RotatedKey,
        text("轮换 session_key", "Rotate session_key"),
        text("微信换了密钥，服务器还不知道", "WeChat has a new key, the server does not"),
        "715",
        "",
    )),
    card(
        Fault::ExpiredLogin,
        text("code 过期", "Login code expired"),
        text("作废未用的 code，和下一次 wx.login 的", "Invalidates unused codes, and that of the next wx.login"),
        "40029 → 710",
        "fault-login-code",
    ),
    card(
        Fault::ExpiredPhone,
        text("手机号 code 过期", "Phone code expired"),
        text("下一次绑定改用 code，发出就作废", "The next number is bound by a code that is invalid at once"),
        "40029 → 721",
        "fault-phone-code",
    ),
    card(
        Fault::Deny,
        text("拒绝授权", "Refuse consent"),
        text("授权弹窗自动拒绝", "Consent is refused automatically"),
        "auth deny",
        "fault-deny",
    ),
    card(
        Fault::Limit,
        text("频率限制", "Rate limit"),
        text("换取 code 被微信限流", "WeChat throttles the exchange of codes"),
        "45011 → 712",
        "fault-limit",
    ),
    marked(
        card(
            Fault::Errcode,
            text("微信返回 errcode", "WeChat's errcode"),
            text("换取 code 时微信这样回答", "What WeChat responds to a code"),
            "712 · 713 · 714 · 720 · -1",
            "fault-errcode",
        ),
        "fault-errcodes",
    ),
    card(
        Fault::Timeout,
        text("微信服务超时", "WeChat times out"),
        text("微信 10 秒不响应，服务器等 5 秒就放弃", "No response for 10 s; the server gives up after 5 s → 714"),
        "714",
        "fault-timeout",
    ),
    card(
        Fault::Offline,
        text("断网", "Offline"),
        text("手机到服务器不通", "The phone cannot reach the server"),
        "request:fail",
        "fault-offline",
    ),
    card(
        Fault::ForeignData,
        text("别的小程序的密文", "Another app's data"),
        text("水印里是别的 AppID，密钥却对", "The key fits, the watermark has another AppID"),
        "716",
        "fault-foreign",
    ),
    card(
        Fault::TakenNumber,
        text("号码已被绑定", "Number is taken"),
        text("微信给出的号码，别的账号已经绑定", "Another account has bound the number that WeChat gives"),
        "718",
        "fault-taken",
    ),
    marked(
        unlabelled(card(
            Fault::Clock,
            text("时钟", "Clock"),
            text(
                "拨微信的钟（分钟）：快 2 或慢 10 以上就拒绝",
                "WeChat's clock in minutes: over 2 fast or 10 slow is refused",
            ),
            "717",
            "",
        )),
        "fault-clock",
    ),
    marked(
        card(
            Fault::BaseLibrary,
            text("基础库版本", "Base library"),
            text("2.27.1 起只返回匿名资料", "From 2.27.1 on only an anonymous profile"),
            "getUserProfile",
            "fault-base",
        ),
        "fault-library",
    ),
];

impl Fault {
    /// Whether it is in force; tracked. A rotated key is no state: the next login has it.
    pub(super) fn is_active(self, workbench: WorkbenchState) -> bool {
        let faults = workbench.faults.read();
        let state = &faults.0;
        match self {
            Self::RotatedKey => false,
            Self::ExpiredLogin => state.is_next_login_code_expired(),
            Self::ExpiredPhone => state.is_next_phone_code_expired(),
            Self::Deny => workbench.wx.deny.get(),
            Self::Limit => faults.is_limited(),
            // the rate limit has a card of its own
            Self::Errcode => state.errcode().is_some() && !faults.is_limited(),
            Self::Timeout => state.is_slow(),
            Self::Offline => workbench.wx.offline.get(),
            Self::ForeignData => state.is_watermark_foreign(),
            Self::TakenNumber => state.is_number_shared(),
            Self::Clock => faults.minutes() != 0,
            Self::BaseLibrary => faults.is_other_version(),
        }
    }
}
