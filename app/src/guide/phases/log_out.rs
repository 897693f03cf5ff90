//! Phase 6: logging out, and what expires.

use super::PhaseText;
use crate::{
    guide::article::{Article, Source},
    text::text,
};

pub(super) const PHASE: PhaseText = PhaseText {
    intro: text(
        "退出要两边都做：服务器撤销会话，手机清除缓存。不退出，会话也会到期。三种期限互不相干：`code` 五分钟，session_key 由微信决定、从不告知，token 由服务器决定。",
        "Both sides log out: the server revokes the session, the phone clears its storage. Without that a session expires. Three terms have nothing to do with each other: \
         the `code` has five minutes, the session_key has what WeChat decides and never tells, the token has what the server decides.",
    ),
    articles: &[
        Article {
            step_id: "logout",
            what: text(
                "小程序带着 token 请求 `POST auth/logout`，正文是什么都可以。",
                "With its token the mini-program requests `POST auth/logout`; the body does not matter.",
            ),
            why: text(
                "token 是别人可能抄走的东西。只有服务器能让它真正失效。",
                "A token is something that others may have copied. Only the server can really end it.",
            ),
            wrong: &[
                text(
                    "只清缓存、不通知服务器：抄走的 token 还能用到过期。",
                    "The storage is cleared and the server is not told: a copied token works until it expires.",
                ),
                text(
                    "请求失败就不让退出。无论回答是什么，手机这边都要清除。",
                    "A failed request keeps the user in. Whatever the answer, the phone clears its side.",
                ),
            ],
            source: Source::new(
                text("小程序登录", "Mini-program login"),
                "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html",
            ),
        },
        Article {
            step_id: "revoke",
            what: text(
                "服务器删除这个 token 的会话行。同一用户的其他手机不受影响。",
                "The server deletes the session of this token. The user's other phones stay signed in.",
            ),
            why: text(
                "会话按设备一行，所以可以只退这一台，也可以「撤销其他设备」。被撤销的手机下一次请求得到 {errno-501}。",
                "A session is a row for each device, so one can end alone, or all others can. A phone that was revoked meets {errno-501} at its next request.",
            ),
            wrong: &[
                text(
                    "按用户删除：在一台手机上退出，所有手机都掉线。",
                    "Deleted by user: a logout on one phone is one on all.",
                ),
                text(
                    "用自包含的 JWT 而没有撤销名单：退出什么也没有改变。",
                    "A self-contained JWT without a list of revoked ones: logging out changes nothing.",
                ),
            ],
            source: Source::new(
                text("小程序登录", "Mini-program login"),
                "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html",
            ),
        },
        Article {
            step_id: "clear",
            what: text(
                "小程序用 `wx.removeStorageSync` 删除 `token` 和 `userInfo`，再 `wx.reLaunch` 回首页。",
                "The mini-program removes `token` and `userInfo` by `wx.removeStorageSync`, then starts over by `wx.reLaunch`.",
            ),
            why: text(
                "`reLaunch` 关闭所有页面。否则按返回还能看到上一个用户的数据。",
                "`reLaunch` closes all pages. Otherwise Back shows the data of the user who has left.",
            ),
            wrong: &[
                text(
                    "用 `wx.clearStorageSync`：草稿、设置等与登录无关的数据也没了。",
                    "By `wx.clearStorageSync`: drafts and settings that have nothing to do with the login go, too.",
                ),
                text(
                    "全局变量里的用户忘了清：下一个用户看到上一个的名字。",
                    "The user in a global variable is forgotten: the next user sees the name of the last.",
                ),
            ],
            source: Source::new(
                text("wx.removeStorageSync", "wx.removeStorageSync"),
                "https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.removeStorageSync.html",
            ),
        },
    ],
};
