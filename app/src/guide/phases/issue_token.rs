//! Phase 3: the server makes a login state of its own.

use super::PhaseText;
use crate::{
    guide::article::{Article, Source},
    text::text,
};

pub(super) const PHASE: PhaseText = PhaseText {
    intro: text(
        "微信的部分到此结束。接下来服务器认出（或新建）用户，开一个自己的会话，把 token 交给手机。以后的请求只认这个 token。",
        "WeChat's part ends here. The server now finds or makes the user, opens a session of its own and hands the phone a token. \
         That token is all that later requests need.",
    ),
    articles: &[
        Article {
            step_id: "upsert",
            what: text(
                "一个事务里：按 (appid, openid) 找到或新建用户，保存加密后的 session_key，插入一行会话，其中只有 token 的 SHA-256。",
                "In one transaction: the user is found by (appid, openid) or made, the session_key is kept encrypted, and a session is inserted with \
                 no more than the token's SHA-256.",
            ),
            why: text(
                "数据库泄露时，里面没有一样东西可以直接拿来登录：token 是散列，session_key 是 AES-256-GCM 密文。",
                "If the database leaks, nothing in it logs anybody in: the token is a hash, the session_key is sealed by AES-256-GCM.",
            ),
            wrong: &[
                text(
                    "先查再插：两台手机同时首次登录，一个死在唯一索引上。要用 UPSERT。",
                    "First SELECT, then INSERT: of two first logins at once, one dies on the unique index. Use an upsert.",
                ),
                text(
                    "MySQL 默认的排序规则不分大小写，两个只差大小写的 openid 成了同一个人。",
                    "MySQL's default collation ignores case, so that two openids that differ in case alone are one person.",
                ),
                text(
                    "每次登录都用手机发来的昵称覆盖，用户改好的资料变回「微信用户」。",
                    "Each login overwrites the nickname with what the phone sent, and a corrected profile turns into 微信用户 again.",
                ),
            ],
            source: Source::new(
                text("UnionID 机制说明", "UnionID"),
                "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html",
            ),
        },
        Article {
            step_id: "token",
            what: text(
                "服务器返回 `token`、`tokenExpire` 和 `userInfo`。token 是 32 个随机字节；最后一次使用后 7 天、登录后 30 天失效，先到者为准。",
                "The server returns `token`, `tokenExpire` and `userInfo`. The token is 32 random bytes; it ends 7 days after its last use or 30 days after the login, whichever comes first.",
            ),
            why: text(
                "自己的 token 可以随时作废、按设备区分、换成任何期限，见 {why-token} 返回的资料是库里存的，不是手机刚才声称的。",
                "A token of your own can be revoked, is one per device, and lives as long as you decide. See {why-token} The profile is the stored one, \
                 not an echo of what the phone claimed.",
            ),
            wrong: &[
                text(
                    "直接把 openid 当 token：它永远不变，泄露一次就无法收回。",
                    "The openid serves as the token: it never changes, so one leak is for ever.",
                ),
                text(
                    "把 session_key 一起返回：谁都能用它伪造手机号，见 {why-session-key}",
                    "The session_key comes along: anybody can forge a phone number with it. See {why-session-key}",
                ),
                text(
                    "用公开的签名密钥或 `java.util.Random` 造 token：可以猜出来。",
                    "A signing secret from a tutorial, or `java.util.Random`: such a token can be guessed.",
                ),
            ],
            source: Source::new(
                text("小程序登录", "Mini-program login"),
                "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html",
            ),
        },
        Article {
            step_id: "storage",
            what: text(
                "小程序用 `wx.setStorageSync` 保存 `token` 和 `userInfo`，下次打开不用再登录。",
                "The mini-program keeps `token` and `userInfo` by `wx.setStorageSync`, and needs no login at its next start.",
            ),
            why: text(
                "小程序的本地缓存按小程序、按微信用户隔离，别的小程序读不到。",
                "Storage is separate for each mini-program and each WeChat user; no other mini-program reads it.",
            ),
            wrong: &[
                text(
                    "有 token 就当作已登录。服务器可能已经撤销它，最终以 {errno-501} 为准。",
                    "A token in the storage counts as logged in. The server may have revoked it; {errno-501} has the last word.",
                ),
                text(
                    "把 openid、session_key 也存进来。手机上没有任何地方需要它们。",
                    "openid and session_key are kept, too. Nothing on the phone needs them.",
                ),
            ],
            source: Source::new(
                text("wx.setStorageSync", "wx.setStorageSync"),
                "https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html",
            ),
        },
    ],
};
