//! Where to begin, and what comes next: until somebody has logged in here, and then once where the settings are. The style sheet
//! shows the hint of the page on the screen. Not in WeChat's looks, so that nobody takes it for a part of it.

use leptos::prelude::*;

use crate::text::{Both, Text, text};

/// The hints: class, title, text. The first is also the description of the tab that it points at.
const HINTS: [(&str, Text, Text); 4] = [
    (
        "coach coach--index",
        text("从这里开始", "Start here"),
        text(
            "绿色按钮只取资料，并不登录。要登录，点「我的」",
            "The green button gets a profile and does not log in. To log in, tap 我的",
        ),
    ),
    ("coach coach--ucenter", text("第二步", "Step 2"), text("点「点击登录」", "Tap 点击登录")),
    (
        "coach coach--login",
        text("第三步", "Step 3"),
        text("点「微信直接登录」：用 code 换 token", "Tap 微信直接登录: a code becomes a token"),
    ),
    (
        "coach coach--settings",
        text("已登录", "Logged in"),
        text("接着点「设置」：绑定手机号，退出", "Next, tap 设置: bind the phone number, log out"),
    ),
];

/// The id of the first hint.
pub(super) const FIRST_HINT: &str = "coach";

/// The hints.
#[component]
pub(super) fn Coaches() -> impl IntoView {
    HINTS
        .map(|(class, title, text)| {
            let id = class.ends_with("index").then_some(FIRST_HINT);
            view! {
                <p class=class id=id>
                    <b><Both text=title/></b>
                    <Both text/>
                </p>
            }
        })
        .into_iter()
        .collect_view()
}
