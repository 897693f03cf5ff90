//! The sequence diagram with all its steps quiet.

use crate::workbench::steps::{PHASES, STEPS};

/// The phases' names.
const TITLES: [&str; 6] = [
    "wx.login 取 code||Get a code",
    "换 openid + session_key||Exchange the code",
    "下发登录态 token||Issue our token",
    "携带 token 请求数据||Call with the token",
    "绑定手机号||Bind the phone",
    "退出||Log out",
];

/// From which lane to which (`p`hone, `s`erver, `w`eChat, `d`atabase), and what is said, of each step.
const LINES: [(&str, &str); 20] = [
    ("p", "wx.getUserProfile"),
    ("pw", "wx.login()"),
    ("wp", "code"),
    ("ps", "POST login_by_weixin"),
    ("sw", "GET jscode2session"),
    ("ws", "openid + session_key"),
    ("sd", "UPSERT user · INSERT session"),
    ("sp", "token + userInfo"),
    ("p", "wx.setStorageSync"),
    ("ps", "GET user/index"),
    ("sd", "sha256(token) → session"),
    ("sp", "[[业务数据|business data]]"),
    ("wp", "encryptedData + iv"),
    ("ps", "POST bindPhone"),
    ("s", "[[AES-128-CBC 解密 · 水印|AES-128-CBC · watermark]]"),
    ("sd", "UPDATE user.phone"),
    ("sp", "phone"),
    ("ps", "POST logout"),
    ("sd", "[[撤销这台设备的会话|revoke this device's session]]"),
    ("p", "wx.removeStorageSync · reLaunch"),
];

/// The list of phases.
pub(super) fn phases() -> String {
    let bounds = PHASES.iter().zip(PHASES.iter().skip(1));
    let phase = |(number, (title, (from, to))): (usize, (&&str, (&usize, &usize)))| {
        let steps = STEPS.iter().zip(LINES).enumerate().skip(*from).take(to - from);
        let steps: String = steps.map(|(number, (id, (lanes, text)))| step(number, id, lanes, text)).collect();
        format!(
            "<li class=\"phase\" id=\"phase-{}\" data-status=\"ghost\"><h3 class=\"phase__title\"><span class=\"phase__number\" \
             aria-hidden=\"true\">{}</span><span class=\"phase__name\">[[{title}]]</span></h3><ol class=\"phase__steps\">{steps}</ol></li>",
            number + 1,
            number + 1
        )
    };
    TITLES.iter().zip(bounds).enumerate().map(phase).collect()
}

/// One step. Only the first can be reached by Tab; the arrows walk on.
fn step(number: usize, id: &str, lanes: &str, text: &str) -> String {
    let mut ends = lanes.chars().map(|lane| "pswd".find(lane).unwrap_or(0));
    let from = ends.next().unwrap_or(0);
    let to = ends.next().unwrap_or(from);
    let (kind, drawn) = match from.cmp(&to) {
        std::cmp::Ordering::Less => ("right", "<i class=\"step__line\" aria-hidden=\"true\"></i>"),
        std::cmp::Ordering::Greater => ("left", "<i class=\"step__line\" aria-hidden=\"true\"></i>"),
        std::cmp::Ordering::Equal => {
            ("self", "<svg class=\"step__loop\" aria-hidden=\"true\"><use href=\"#i-loop\"/></svg>")
        }
    };
    let span = if from == to { String::new() } else { format!(";--span:{}", from.abs_diff(to)) };
    let wait = if matches!(id, "profile" | "enc") {
        " <small class=\"step__wait\">[[等待授权…|waiting for consent…]]</small>"
    } else {
        ""
    };
    format!(
        "<li class=\"step step--{kind}\" id=\"step-{id}\" data-status=\"ghost\" style=\"--from:{}{span}\"><button \
         class=\"step__button\" type=\"button\" data-do=\"step {number}\" tabindex=\"{}\"><span class=\"visually-hidden\">{}</span>\
         <span class=\"step__wire\">{drawn}<span class=\"step__text\"><span class=\"step__ghost\">{text}{wait}</span><span \
         class=\"step__lit\"></span></span></span><span class=\"step__ms\"></span></button><div class=\"step__failure\" role=\"note\"></div></li>",
        from.min(to) + 3,
        if number == 0 { 0 } else { -1 },
        direction(from, to),
    )
}

fn direction(from: usize, to: usize) -> String {
    const LANES: [(&str, &str); 4] =
        [("小程序", "mini-program"), ("oa-mini", "oa-mini"), ("微信", "WeChat"), ("数据库", "database")];
    let name = |lane: usize| LANES.get(lane).copied().unwrap_or_default();
    let ((from_zh, from_en), (to_zh, to_en)) = (name(from), name(to));
    if from == to {
        format!("[[{from_zh}：|{from_en}: ]]")
    } else {
        format!("[[{from_zh} 到 {to_zh}：|{from_en} to {to_en}: ]]")
    }
}
