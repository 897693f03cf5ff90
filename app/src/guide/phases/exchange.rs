//! Phase 2: the server exchanges the code.

use super::PhaseText;
use crate::{
    guide::article::{Article, Source},
    text::text,
};

const CODE2SESSION: Source = Source::new(
    text("code2Session", "code2Session"),
    "https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html",
);

pub(super) const PHASE: PhaseText = PhaseText {
    intro: text(
        "`code` 交给自己的服务器，服务器加上 appid 和 AppSecret 去问微信：这是谁？微信回答 openid，并给出一把密钥 session_key。从这里起，身份是服务器问来的，不是手机说的。",
        "The `code` goes to your own server, which adds appid and AppSecret and asks WeChat: who is this? WeChat answers with the openid and a key, \
         the session_key. From here on identity is what the server was told by WeChat, not what a phone claims.",
    ),
    articles: &[
        Article {
            step_id: "post",
            what: text(
                "小程序用 `wx.request` 把 `{code, userInfo}` 以 JSON 发到 `auth/login_by_weixin`。",
                "By `wx.request` the mini-program posts `{code, userInfo}` as JSON to `auth/login_by_weixin`.",
            ),
            why: text(
                "兑换需要 AppSecret，而它只能放在服务器上，见 {why-code} `userInfo` 只是手机的说法：服务器拿它当初始资料，不拿它判断身份。",
                "The exchange takes the AppSecret, whose only place is a server. See {why-code} `userInfo` is merely what the phone says: \
                 the server takes it for a first profile, never for identity.",
            ),
            wrong: &[
                text(
                    "同一个 `code` 发两次（连点、自动重试）：{errno-711}。oa-mini 会让 10 秒内完全相同的重发得到同一个回答。",
                    "The same `code` is sent twice (double tap, automatic retry): {errno-711}. oa-mini gives an identical repetition within 10 s the same answer.",
                ),
                text(
                    "域名没有加入「request 合法域名」，或不是 HTTPS：真机上 `request:fail`，开发者工具里却是好的。",
                    "The domain is not in the list of request domains, or not HTTPS: `request:fail` on a phone, while the developer tools look fine.",
                ),
                text(
                    "正文不是 JSON，或缺 `code`：{errno-402}、{errno-401}，响应头 `x-oa-error` 指出哪一项。",
                    "The body is no JSON, or has no `code`: {errno-402}, {errno-401}. The header `x-oa-error` names the field.",
                ),
            ],
            source: Source::new(
                text("网络", "Network"),
                "https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html",
            ),
        },
        Article {
            step_id: "j2s",
            what: text(
                "服务器请求 `GET /sns/jscode2session`，参数是 appid、secret、js_code 和 `grant_type=authorization_code`。",
                "The server requests `GET /sns/jscode2session` with appid, secret, js_code and `grant_type=authorization_code`.",
            ),
            why: text(
                "AppSecret 证明提问的是小程序的主人。没有这一步，谁捡到 `code` 谁就能冒充用户。",
                "The AppSecret proves that the mini-program's owner is asking. Without it, whoever finds a `code` could be the user.",
            ),
            wrong: &[
                text(
                    "AppSecret 写进小程序：代码包可以被解开，它等于公开了。",
                    "The AppSecret is in the mini-program: packages can be unpacked, so it is public.",
                ),
                text(
                    "服务器与小程序的 appid 不同（测试号、复制来的项目）：每个 `code` 都是 {errcode-40029}。",
                    "Server and mini-program have different appids (a test account, a copied project): every `code` is {errcode-40029}.",
                ),
                text(
                    "密钥被重置、被冻结，或出口 IP 不在白名单：{errcode-40125}、{errcode-40243}、{errcode-40164}，都是 {errno-720}。",
                    "The secret was reset or frozen, or the server's address is not on the whitelist: {errcode-40125}, {errcode-40243}, {errcode-40164}, all {errno-720}.",
                ),
                text("把完整网址打进日志：secret 也一起进去了。", "The whole URL is logged, and the secret with it."),
            ],
            source: CODE2SESSION,
        },
        Article {
            step_id: "openid",
            what: text(
                "微信回答 `openid` 和 `session_key`；小程序绑定了开放平台时还有 `unionid`。失败时是 `errcode`，HTTP 状态仍是 200。",
                "WeChat answers with `openid` and `session_key`, and with `unionid` where the mini-program is bound to an Open Platform account. \
                 A failure is an `errcode`; the HTTP status is 200 all the same.",
            ),
            why: text(
                "openid 是这个用户在这个小程序里的编号，永远不变，换一个小程序就不同。session_key 是微信和服务器之间的密钥，用来解密和验签，见 {why-session-key}",
                "The openid is this user's number in this mini-program: it never changes, and is another one in the next mini-program. The session_key \
                 is shared by WeChat and the server, to decrypt and to verify. See {why-session-key}",
            ),
            wrong: &[
                text(
                    "按 `content-type` 解析：微信用 `text/plain` 发送 JSON。",
                    "Parsed by its `content-type`: WeChat sends JSON as `text/plain`.",
                ),
                text(
                    "只看 HTTP 状态，或把所有 errcode 当成一种错误。{errcode--1} 可以重试，{errcode-40163} 必须重新 `wx.login`。",
                    "Only the HTTP status is looked at, or all errcodes are one failure. {errcode--1} may be tried again; {errcode-40163} needs another `wx.login`.",
                ),
                text(
                    "超时后重试得到 {errcode-40163}：第一次其实成功了。这不是故障，让用户再登录一次。",
                    "A retry after a time-out meets {errcode-40163}: the first one did succeed. That is no outage; let the user log in again.",
                ),
            ],
            source: CODE2SESSION,
        },
    ],
};
