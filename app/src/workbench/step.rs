//! The twenty steps of the flow, in their order: who talks to whom, what is said, and which steps one action of the user takes.

use crate::{
    text::{Text, text},
    wx::PhoneStep,
};

/// A participant of the diagram, in the order of the lifelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lane {
    Phone,
    Server,
    WeChat,
    Database,
}

impl Lane {
    /// What a screen reader calls it.
    pub(super) const fn name(self) -> Text {
        match self {
            Self::Phone => text("小程序", "mini-program"),
            Self::Server => text("oa-mini", "oa-mini"),
            Self::WeChat => text("微信", "WeChat"),
            Self::Database => text("数据库", "database"),
        }
    }
}

/// A step as the diagram draws it at rest.
pub(super) struct StepInfo {
    /// Its id: `step` of the demo's event stream, and `step-…` in the diagram.
    pub(super) id: &'static str,
    pub(super) from: Lane,
    pub(super) to: Lane,
    pub(super) label: Text,
}

const fn step(id: &'static str, from: Lane, to: Lane, label: Text) -> StepInfo {
    StepInfo { id, from, to, label }
}

/// A label that is the same in both languages.
const fn name(label: &'static str) -> Text {
    text(label, label)
}

use Lane::{Database, Phone, Server, WeChat};

/// How many steps there are.
pub(super) const COUNT: usize = 20;

/// All steps.
pub(super) static STEPS: [StepInfo; COUNT] = [
    step("profile", Phone, Phone, name("wx.getUserProfile")),
    step("login", Phone, WeChat, name("wx.login()")),
    step("code", WeChat, Phone, name("code")),
    step("post", Phone, Server, name("POST login_by_weixin")),
    step("j2s", Server, WeChat, name("GET jscode2session")),
    step("openid", WeChat, Server, name("openid + session_key")),
    step("upsert", Server, Database, name("UPSERT user · INSERT session")),
    step("token", Server, Phone, name("token + userInfo")),
    step("storage", Phone, Phone, name("wx.setStorageSync")),
    step("index", Phone, Server, name("GET user/index")),
    step("lookup", Server, Database, name("sha256(token) → session")),
    step("counts", Server, Phone, text("业务数据", "business data")),
    step("enc", WeChat, Phone, name("encryptedData + iv")),
    step("bind", Phone, Server, name("POST bindPhone")),
    step("decrypt", Server, Server, text("AES-128-CBC 解密 · 水印", "AES-128-CBC · watermark")),
    step("save", Server, Database, name("UPDATE user.phone")),
    step("phone", Server, Phone, name("phone")),
    step("logout", Phone, Server, name("POST logout")),
    step("revoke", Server, Database, text("撤销这台设备的会话", "revoke this device's session")),
    step("clear", Phone, Phone, name("wx.removeStorageSync · reLaunch")),
];

/// WeChat's response to the exchange: a refusal of it explains a login that failed.
pub(super) const OPENID: usize = 5;
/// The first step of logging out.
pub(super) const LOGOUT: usize = 17;

/// A phase: its name, and the steps from its first to before its end.
pub(super) struct Phase {
    pub(super) name: Text,
    pub(super) first: usize,
    pub(super) end: usize,
}

const fn phase(name: Text, first: usize, end: usize) -> Phase {
    Phase { name, first, end }
}

/// The six phases.
pub(super) static PHASES: [Phase; 6] = [
    phase(text("wx.login 取 code", "Get a code"), 0, 3),
    phase(text("换 openid + session_key", "Exchange the code"), 3, 6),
    phase(text("下发登录态 token", "Issue our token"), 6, 9),
    phase(text("携带 token 请求数据", "Call with the token"), 9, 12),
    phase(text("绑定手机号", "Bind the phone"), 12, 17),
    phase(text("退出", "Log out"), 17, COUNT),
];

/// The number of a step.
pub(super) fn number(id: &str) -> Option<usize> {
    STEPS.iter().position(|step| step.id == id)
}

/// The number of a step that the phone takes by itself, and what stands on its arrow.
pub(super) fn of_phone(step: PhoneStep) -> (usize, &'static str) {
    match step {
        PhoneStep::Profile => (0, "wx.getUserProfile"),
        PhoneStep::Login => (1, "wx.login()"),
        PhoneStep::Code => (2, "code"),
        PhoneStep::Storage => (8, "wx.setStorageSync"),
        PhoneStep::Encrypted => (12, "encryptedData"),
        PhoneStep::Clear => (19, "wx.removeStorageSync"),
    }
}

/// Where the action ends that begins with step `first`: a step that begins one clears what the last run left of it.
pub(super) fn end_of_action(first: usize) -> Option<usize> {
    match first {
        0 | 1 | 3 => Some(9),
        9 => Some(12),
        12 | 13 => Some(17),
        LOGOUT => Some(COUNT),
        _ => None,
    }
}

/// The step that the response is to the call that begins with step `first`.
pub(super) fn response_of(first: usize) -> usize {
    match first {
        3 => 7,
        9 => 11,
        13 => 16,
        _ => 18,
    }
}

/// The step that a call to `path` is.
pub(super) fn of_path(path: &str) -> Option<usize> {
    match path.rsplit('/').next()? {
        "login_by_weixin" => Some(3),
        "index" if path.ends_with("user/index") => Some(9),
        "bindPhone" => Some(13),
        "logout" => Some(LOGOUT),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn steps_have_numbers() {
        assert_eq!(number("decrypt"), Some(14));
        assert_eq!(number("nothing"), None);
        for step in [PhoneStep::Profile, PhoneStep::Login, PhoneStep::Code, PhoneStep::Storage] {
            assert!(STEPS[of_phone(step).0].from == Phone || STEPS[of_phone(step).0].to == Phone);
        }
    }

    #[test]
    fn phases_follow_each_other() {
        for (phase, next) in PHASES.iter().zip(PHASES.iter().skip(1)) {
            assert_eq!(phase.end, next.first);
        }
        assert_eq!((PHASES[0].first, PHASES[5].end), (0, COUNT));
    }

    #[rstest]
    #[case("/oapro/wx/auth/login_by_weixin", Some("post"))]
    #[case("/oapro/wx/user/index", Some("index"))]
    #[case("/oapro/wx/home/index", None)]
    #[case("/oapro/wx/auth/bindPhone", Some("bind"))]
    #[case("/oapro/wx/auth/logout", Some("logout"))]
    fn calls_are_steps(#[case] path: &str, #[case] id: Option<&str>) {
        assert_eq!(of_path(path).map(|step| STEPS[step].id), id);
    }
}
