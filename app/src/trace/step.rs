//! The steps of the flow, in their order: who talks to whom, what is said, and which action of the user a step belongs to.

use crate::text::{Text, text};

/// A participant of the diagram, in the order of the lifelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The mini-program.
    Phone,
    /// oa-mini.
    Server,
    /// Its API.
    WeChat,
    /// oa-mini's.
    Database,
}

impl Lane {
    /// What a screen reader calls it.
    pub const fn name(self) -> Text {
        match self {
            Self::Phone => text("小程序", "mini-program"),
            Self::Server => text("oa-mini", "oa-mini"),
            Self::WeChat => text("微信", "WeChat"),
            Self::Database => text("数据库", "database"),
        }
    }
}

/// A step as the diagram draws it at rest.
pub struct StepInfo {
    /// Its id: `step` of the demo's event stream, and `step-…` in the diagram.
    pub id: &'static str,
    /// Where its arrow begins.
    pub from: Lane,
    /// Where it ends.
    pub to: Lane,
    /// What stands on it at rest.
    pub label: Text,
}

impl StepInfo {
    /// Whether only some runs have it: the number comes by code or by decryption. It is not drawn at rest.
    pub fn is_optional(&self) -> bool {
        matches!(self.id, "phonecode" | "phoneinfo")
    }
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
pub const COUNT: usize = 22;

/// All steps.
pub static STEPS: [StepInfo; COUNT] = [
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
    step("phonecode", Server, WeChat, name("POST getuserphonenumber")),
    step("phoneinfo", WeChat, Server, name("phone_info")),
    step("save", Server, Database, name("UPDATE user.phone")),
    step("phone", Server, Phone, name("phone")),
    step("logout", Phone, Server, name("POST logout")),
    step("revoke", Server, Database, text("撤销这台设备的会话", "revoke this device's session")),
    step("clear", Phone, Phone, name("wx.removeStorageSync · reLaunch")),
];

/// WeChat's response to the exchange: a refusal of it explains a login that failed.
pub const OPENID: usize = 5;
/// The first step of logging out.
pub const LOGOUT: usize = 19;
/// WeChat's response to a phone code.
pub const PHONE_INFO: usize = 16;

/// A phase: its name, and the steps from its first to before its end.
pub struct Phase {
    /// What it is called.
    pub name: Text,
    /// Its first step.
    pub first: usize,
    /// After its last.
    pub end: usize,
}

const fn phase(name: Text, first: usize, end: usize) -> Phase {
    Phase { name, first, end }
}

/// The six phases.
pub static PHASES: [Phase; 6] = [
    phase(text("wx.login 取 code", "Get a code"), 0, 3),
    phase(text("换 openid + session_key", "Exchange the code"), 3, 6),
    phase(text("下发登录态 token", "Issue our token"), 6, 9),
    phase(text("携带 token 请求数据", "Call with the token"), 9, 12),
    phase(text("绑定手机号", "Bind the phone"), 12, LOGOUT),
    phase(text("退出", "Log out"), LOGOUT, COUNT),
];

/// The number of a step.
pub fn number(id: &str) -> Option<usize> {
    STEPS.iter().position(|step| step.id == id)
}

/// The step that the response is to the call that begins with step `first`.
pub fn response_of(first: usize) -> usize {
    match first {
        3 => 7,
        9 => 11,
        13 => LOGOUT - 1,
        _ => COUNT - 2,
    }
}

/// The steps that a native call takes, by its name.
pub fn of_native_call(name: &str) -> &'static [usize] {
    match name {
        "wx.getUserProfile()" => &[0],
        "wx.login()" => &[1, 2],
        "getPhoneNumber" => &[12],
        _ => &[],
    }
}

/// The step that a call to `path` is.
pub fn of_path(path: &str) -> Option<usize> {
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
        assert_eq!((number("logout"), number("phoneinfo")), (Some(LOGOUT), Some(PHONE_INFO)));
        assert_eq!([9, 13, LOGOUT].map(response_of).map(|step| STEPS[step].id), ["counts", "phone", "revoke"]);
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
