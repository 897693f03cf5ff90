//! Phase 1: the mini-program gets a code.

use super::PhaseText;
use crate::{
    guide::article::{Article, Source},
    text::text,
};

pub(super) const PHASE: PhaseText = PhaseText {
    intro: text(
        "小程序不知道用户是谁，也不该知道。它只向微信要一张一次性的票据 `code`，其余的都在服务器之间完成。头像和昵称是另一回事：登录不需要它们。",
        "The mini-program does not know who the user is, and need not. It asks WeChat for a ticket that works once, the `code`; \
         servers do the rest. Portrait and nickname are another matter: a login does not need them.",
    ),
    articles: &[
        Article {
            step_id: "profile",
            what: text(
                "用户点按钮，微信弹出面板，同意后小程序得到 `userInfo`、`rawData` 和 `signature`。拒绝则得到 `getUserProfile:fail auth deny`，什么也不会发给服务器。",
                "The user taps, WeChat asks, and after consent the mini-program has `userInfo`, `rawData` and `signature`. A refusal \
                 is `getUserProfile:fail auth deny`, and nothing is sent to the server.",
            ),
            why: text(
                "资料属于用户，所以必须由一次点击触发，并且写明用途 `desc`（不超过 30 字）。`signature` 是 `sha1(rawData + session_key)`：只有持有密钥的服务器能验证资料没有被改过。",
                "A profile is the user's own, so it takes a tap, and a `desc` of at most 30 characters that says what for. `signature` is \
                 `sha1(rawData + session_key)`: only a server that has the key can tell that nobody changed the data.",
            ),
            wrong: &[
                text(
                    "2022 年 10 月 25 日以后发布的版本只得到「微信用户」和灰色头像。改用 `open-type=\"chooseAvatar\"` 和 `type=\"nickname\"` 让用户自己填。",
                    "Versions published since 25 October 2022 get 微信用户 and a grey portrait. Let users fill it in themselves: \
                     `open-type=\"chooseAvatar\"` and `type=\"nickname\"`.",
                ),
                text(
                    "放在 `onLoad` 或异步回调里调用：不在点击之内，直接失败。",
                    "Called in `onLoad` or after an `await`: that is not inside a tap, and fails at once.",
                ),
                text(
                    "不给资料就不让登录。其实有 {step-openid} 里的 openid 就够了。",
                    "No profile, no login. Yet the openid of {step-openid} is all that a login needs.",
                ),
            ],
            source: Source::new(
                text("wx.getUserProfile", "wx.getUserProfile"),
                "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html",
            ),
        },
        Article {
            step_id: "login",
            what: text(
                "小程序调用 `wx.login()`。这是微信客户端自己的能力，不是发给你的服务器的请求，也不弹窗。",
                "The mini-program calls `wx.login()`. That is a faculty of the WeChat app, no request to your server, and nothing pops up.",
            ),
            why: text(
                "用户是谁，微信已经知道：手机上的微信是登录着的。小程序只需要一份能交给服务器的凭据。",
                "WeChat knows who the user is: the app on the phone is signed in. The mini-program only needs something that it can hand to a server.",
            ),
            wrong: &[
                text(
                    "每次打开都调用。token 还有效就不必登录；太频繁会得到 {errcode-45011}，即 {errno-712}。",
                    "Called at every start. While the token is good there is no need; too often is {errcode-45011}, hence {errno-712}.",
                ),
                text(
                    "在取手机号的回调里调用。它可能换掉 session_key，手机号就解不开了：{errno-715}，见 {why-715}",
                    "Called in the callback that brings the phone number. It may change the session_key, and the number cannot be decrypted: \
                     {errno-715}. See {why-715}",
                ),
            ],
            source: Source::new(
                text("wx.login", "wx.login"),
                "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html",
            ),
        },
        Article {
            step_id: "code",
            what: text(
                "微信返回 `code`：五分钟内有效，只能用一次，只对这个小程序有效。",
                "WeChat returns the `code`: good for five minutes, good once, and for this mini-program alone.",
            ),
            why: text(
                "`code` 本身不含身份，没有 AppSecret 的人拿到它也没有用。所以它可以经过手机和网络，见 {why-code}",
                "The `code` holds no identity, and without the AppSecret it is worth nothing. So it may pass through a phone and a network. \
                 See {why-code}",
            ),
            wrong: &[
                text(
                    "存起来以后再用：过了五分钟就是 {errcode-40029}，即 {errno-710}。",
                    "Kept for later: after five minutes it is {errcode-40029}, hence {errno-710}.",
                ),
                text(
                    "把它当作用户标识。每次登录的 `code` 都不同。",
                    "Taken for the user's id. Every login has another one.",
                ),
            ],
            source: Source::new(
                text("小程序登录", "Mini-program login"),
                "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html",
            ),
        },
    ],
};
