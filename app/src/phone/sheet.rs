//! The panels that rise from the bottom: WeChat's two questions of consent, and `wx.showActionSheet`.

use crate::{
    html::{button, escape, icon, picture},
    pages::index::DEFAULT_AVATAR,
    wx::State,
};

/// What is picked by a button that is not there yet.
pub(super) const OTHER: &str = "other";

/// `getUserProfile`: nickname and avatar, for the reason that the mini-program gives.
pub(super) fn profile(state: &State, desc: &str) -> String {
    let (avatar, name) = match state.person() {
        Some(person) => (person.avatar_url.as_str(), person.nick_name.as_str()),
        None => (DEFAULT_AVATAR, "微信用户"),
    };
    let desc = ["<p class=\"sheet__desc\">", &escape(desc), "</p>"].concat();
    let choice = [&picture("sheet__avatar", avatar, ""), &*who(name, "微信个人信息")].concat();
    sheet("获取你的昵称、头像、地区及性别", &desc, &choice, "", "拒绝")
}

/// `getPhoneNumber`: the number that WeChat knows, masked.
pub(super) fn phone_number(state: &State) -> String {
    let number = state.person().map(|person| person.masked_phone.as_str()).unwrap_or_default();
    let more = ["<p class=\"sheet__more\">", &button("sheet__link", "使用其他号码", OTHER), "</p>"].concat();
    sheet("获取并验证你的手机号", "", &who(number, "微信绑定号码"), &more, "不允许")
}

/// `wx.showActionSheet`: what may be chosen, and the way out.
pub(super) fn actions(name: &str, items: &[String]) -> String {
    let mut html = ["<div class=\"actions\" role=\"dialog\" aria-modal=\"true\" aria-label=\"", name, "\">"].concat();
    for (item, pick) in items.iter().zip(["0", "1", "2", "3", "4", "5"]) {
        html.push_str(&button("actions__item", item, pick));
    }
    html + &button("actions__item actions__item--cancel", "取消", "") + "</div>"
}

fn who(name: &str, what: &str) -> String {
    ["<span class=\"sheet__who\"><b>", &escape(name), "</b><small>", what, "</small></span>"].concat()
}

fn sheet(title: &str, desc: &str, choice: &str, more: &str, refuse: &str) -> String {
    [
        "<div class=\"sheet\" role=\"dialog\" aria-modal=\"true\" aria-labelledby=\"sheet-title\"><p class=\"sheet__app\">",
        &icon("sheet__logo", "logo"),
        "<b>会议 OA</b> 申请</p><h2 class=\"sheet__title\" id=\"sheet-title\">",
        title,
        "</h2>",
        desc,
        "<div class=\"sheet__choice\">",
        choice,
        &icon("sheet__tick", "check"),
        "</div>",
        more,
        "<div class=\"sheet__buttons\">",
        &button("button button--grey", refuse, ""),
        &button("button button--primary", "允许", "0"),
        "</div></div>",
    ]
    .concat()
}
