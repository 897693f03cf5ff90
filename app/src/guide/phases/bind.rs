//! Phase 5: the phone number, by decryption or by a code.

use super::PhaseText;
use crate::{
    guide::article::{Article, Source},
    text::text,
};

const BUTTON: Source = Source::new(
    text("手机号快速验证组件", "Phone number component"),
    "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html",
);
const SIGNATURE: Source = Source::new(
    text("开放数据校验与解密", "Signature and decryption"),
    "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html",
);
const PHONE_NUMBER: Source = Source::new(
    text("getPhoneNumber", "getPhoneNumber"),
    "https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html",
);

pub(super) const PHASE: PhaseText = PhaseText {
    intro: text(
        "手机号有两条路。旧的：微信用 session_key 加密，服务器解密。新的：微信给一个手机号 `code`，服务器拿它去换。新的不依赖 session_key，能用就用它。两条路都必须由服务器完成。",
        "There are two ways to a phone number. The old one: WeChat encrypts it under the session_key, the server decrypts it. The new one: WeChat gives a phone `code`, \
         and the server exchanges it. The new one does not depend on the session_key; prefer it. Either way the server does the work.",
    ),
    articles: &[
        Article {
            step_id: "enc",
            what: text(
                "用户点 `open-type=\"getPhoneNumber\"` 的按钮并同意。微信给出 `encryptedData` 和 `iv`，基础库 2.21.2 起还有 `code`。",
                "The user taps a button with `open-type=\"getPhoneNumber\"` and agrees. WeChat gives `encryptedData` and `iv`, and since base library 2.21.2 a `code` as well.",
            ),
            why: text(
                "手机号不能由小程序自己说，否则谁都可以填别人的号码。密文只有微信造得出，只有服务器解得开。",
                "A mini-program cannot just state a number: it could be anybody's. Only WeChat can make this ciphertext, and only the server can open it.",
            ),
            wrong: &[
                text(
                    "session_key 已经换了，服务器还不知道：{errno-715}。点按钮之前先 `wx.checkSession`，见 {why-715}",
                    "The session_key has changed, and the server does not know: {errno-715}. Call `wx.checkSession` before the tap. See {why-715}",
                ),
                text(
                    "个人主体或未认证的小程序没有这个能力，真机上直接 fail。",
                    "A personal or uncertified mini-program may not use it, and fails on a phone.",
                ),
                text(
                    "把这里的 `code` 当成登录的 `code`。它们不通用。",
                    "Its `code` is taken for the one of a login. They are not the same.",
                ),
            ],
            source: BUTTON,
        },
        Article {
            step_id: "bind",
            what: text(
                "小程序带着 token 把 `{encryptedData, iv}` 或 `{code}` 发到 `auth/bindPhone`。",
                "With its token the mini-program posts `{encryptedData, iv}` or `{code}` to `auth/bindPhone`.",
            ),
            why: text(
                "token 说明是谁要绑定，所以用哪一把 session_key 由服务器决定，不由请求决定。",
                "The token says whose number it is, so the server chooses the session_key, and the request does not.",
            ),
            wrong: &[
                text(
                    "用表单编码发送：Base64 里的 `+` 变成空格，怎么都解不开。要发 JSON。",
                    "Sent form-encoded: each `+` of the Base64 becomes a blank, and nothing decrypts. Send JSON.",
                ),
                text(
                    "在小程序里解密，或把 session_key 发上来。两样都等于没有密钥。",
                    "Decrypted in the mini-program, or sent together with a session_key. Either way there is no secret left.",
                ),
                text(
                    "重试太快：{errno-429}，每个账号每分钟 10 次。",
                    "Tried too fast: {errno-429}. An account has 10 a minute.",
                ),
            ],
            source: BUTTON,
        },
        Article {
            step_id: "decrypt",
            what: text(
                "服务器用 session_key 做 AES-128-CBC 解密，检查 PKCS#7 填充，解析 JSON，再核对水印：`appid` 是不是自己的，`timestamp` 是不是十分钟以内。新密钥不行就试上一把。",
                "The server decrypts by AES-128-CBC under the session_key, checks the PKCS#7 padding, reads the JSON, then the watermark: is the `appid` ours, \
                 is the `timestamp` less than ten minutes old? Where the newest key does not fit, it tries the one before.",
            ),
            why: text(
                "解得开只说明密钥对。水印才说明这份数据是给这个小程序的、是刚才的，不是别处抄来重放的。",
                "Decryption merely says that the key fits. The watermark says that the data is for this mini-program, and of now: not copied from elsewhere, not replayed.",
            ),
            wrong: &[
                text(
                    "没有一把密钥解得开：{errno-715}。对外只有这一个错误，因为说出是哪一步失败会帮助伪造者；哪一步写在服务器日志里。",
                    "No key fits: {errno-715}. That is all a client hears, since naming the step would help a forger; the server's log has it.",
                ),
                text(
                    "水印的 appid 不对：{errno-716}。过旧或来自未来：{errno-717}，先查服务器时钟。",
                    "Another appid in the watermark: {errno-716}. Too old, or from the future: {errno-717}; look at the server's clock first.",
                ),
                text(
                    "填充只看最后一个字节：错的密钥每 16 次就「成功」一次，得到乱码。",
                    "Of the padding only the last byte is looked at: a wrong key then “succeeds” once in 16 times, with garbage.",
                ),
            ],
            source: SIGNATURE,
        },
        Article {
            step_id: "phonecode",
            what: text(
                "服务器请求 `POST /wxa/business/getuserphonenumber`，带 access_token 和手机号 `code`。",
                "The server requests `POST /wxa/business/getuserphonenumber` with an access_token and the phone `code`.",
            ),
            why: text(
                "不用 session_key，所以不会因为密钥轮换而失败。access_token 代表小程序而不是用户，由服务器保管，用 `stable_token` 取得，各台服务器拿到同一个。",
                "It takes no session_key, so a changed key cannot break it. The access_token stands for the mini-program, not for a user; \
                 the server keeps it, and gets it by `stable_token`, which gives every node the same one.",
            ),
            wrong: &[
                text(
                    "两个服务各自调用 `/cgi-bin/token`，互相让对方的 access_token 失效：{errcode-40001}。",
                    "Two services call `/cgi-bin/token` and end each other's access_token: {errcode-40001}.",
                ),
                text("小程序没有认证：{errcode-48001}。", "The mini-program is not certified: {errcode-48001}."),
            ],
            source: PHONE_NUMBER,
        },
        Article {
            step_id: "phoneinfo",
            what: text(
                "微信回答 `phone_info`：`purePhoneNumber`、`countryCode` 和水印。",
                "WeChat answers with `phone_info`: `purePhoneNumber`, `countryCode` and a watermark.",
            ),
            why: text(
                "号码直接来自微信，手机没有机会改它。水印仍然要核对。",
                "The number comes from WeChat itself; a phone has no chance to change it. The watermark is checked all the same.",
            ),
            wrong: &[
                text(
                    "手机号 `code` 过期或用过：{errcode-40029}、{errcode-40163}，即 {errno-721}。再点一次按钮就好，不必重新登录。",
                    "The phone `code` is old or used: {errcode-40029}, {errcode-40163}, hence {errno-721}. Another tap will do; no new login is needed.",
                ),
                text(
                    "`countryCode` 有时是数字、有时是字符串，两种都要接受。",
                    "`countryCode` is sometimes a number, sometimes a string. Take both.",
                ),
            ],
            source: PHONE_NUMBER,
        },
        Article {
            step_id: "save",
            what: text(
                "服务器把号码写到用户行。(appid, 国家码, 号码) 唯一。",
                "The server writes the number to the user's row. (appid, country code, number) is unique.",
            ),
            why: text(
                "一个号码对应一个账号，才能用它找回账号、联系用户。",
                "One number, one account: only then can it find an account again.",
            ),
            wrong: &[
                text(
                    "号码已属于另一个账号：{errno-718}。要由人决定归谁，不要悄悄转移。",
                    "Another account has the number: {errno-718}. Let a person decide whose it is; never move it silently.",
                ),
                text(
                    "只比较号码、不比较国家码：不同国家的同一串数字成了一个人。",
                    "The number is compared without its country code: the same digits in two countries are one person.",
                ),
            ],
            source: PHONE_NUMBER,
        },
        Article {
            step_id: "phone",
            what: text(
                "服务器返回 `{phone}`，小程序更新页面和缓存。",
                "The server returns `{phone}`; the mini-program updates its page and its storage.",
            ),
            why: text(
                "手机显示的是服务器确认过的号码，不是自己猜的。",
                "The phone shows the number that the server confirmed, not one of its own.",
            ),
            wrong: &[
                text(
                    "只弹「绑定成功」，缓存里的 `userInfo` 没有更新，下次打开又要求绑定。",
                    "A toast says so, but `userInfo` in the storage is the old one, and the next start asks again.",
                ),
                text(
                    "号码写进日志。日志里只应该有账号编号和结果。",
                    "The number is logged. A log needs the account's id and the outcome, no more.",
                ),
            ],
            source: BUTTON,
        },
    ],
};
