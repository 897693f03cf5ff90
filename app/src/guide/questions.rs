//! What people ask about the whole of it.

use leptos::prelude::*;

use super::prose::Prose;
use crate::text::{Both, Text, text};

/// A question, and its answer in paragraphs.
pub(super) struct Question {
    pub(super) id: &'static str,
    pub(super) title: Text,
    pub(super) answer: &'static [Text],
}

/// All of them.
pub(super) static QUESTIONS: [Question; 4] = [
    Question {
        id: "why-code",
        title: text("为什么 code 要先交给服务器？", "Why does the code go to the server first?"),
        answer: &[
            text(
                "因为兑换 `code` 需要 AppSecret，而小程序里放不住秘密：代码包会下载到每一台手机上，谁都可以解开。微信也不允许小程序直接请求 `api.weixin.qq.com`。",
                "Because exchanging the `code` takes the AppSecret, and a mini-program cannot keep a secret: its package is downloaded to every phone, and anybody can unpack it. \
                 Nor does WeChat let a mini-program call `api.weixin.qq.com`.",
            ),
            text(
                "更重要的是信任的方向。假如手机自己换到 openid 再告诉服务器，服务器就只能相信它，改一个字就成了别人。现在手机交出的是一张无法伪造的票，身份由服务器亲自向微信核实。",
                "What matters more is who trusts whom. If the phone exchanged the `code` and told the server an openid, the server would have to believe it, and one changed letter would make it somebody else. \
                 As it is, the phone hands over a ticket that it cannot forge, and the server asks WeChat itself.",
            ),
        ],
    },
    Question {
        id: "why-session-key",
        title: text("为什么 session_key 不能离开服务器？", "Why does the session_key never leave the server?"),
        answer: &[
            text(
                "AES 是对称加密：能解密的密钥也能加密。拿到 session_key 的人可以造一份 `encryptedData`，里面写任何手机号，服务器解密时看不出破绽；也可以给任何 `rawData` 算出正确的 `signature`。",
                "AES is symmetric: the key that decrypts also encrypts. With a session_key one can make an `encryptedData` that holds any phone number, and the server would notice nothing; \
                 one can also compute the right `signature` of any `rawData`.",
            ),
            text(
                "所以它不返回给小程序，不从小程序接收，不写进日志，在库里也是密文。",
                "So it is never returned to the mini-program, never taken from it, never logged, and encrypted in the database.",
            ),
        ],
    },
    Question {
        id: "why-token",
        title: text("为什么要自己的 token，不直接用 openid？", "Why a token of our own, and not the openid?"),
        answer: &[
            text(
                "openid 是名字，不是钥匙。它永远不变，会出现在订单、客服和日志里；用它登录，等于用身份证号当密码。",
                "An openid is a name, not a key. It never changes, and it turns up in orders, support tickets and logs; to log in with it is to use one's passport number as a password.",
            ),
            text(
                "token 是随机的，每台设备一个，可以到期，可以撤销，库里只存散列。登录时问一次微信，之后就与微信无关，微信再慢也不影响请求。",
                "A token is random, one for each device; it expires, it can be revoked, and the database has only its hash. WeChat is asked once, at login; \
                 after that its slowness is nobody's problem.",
            ),
        ],
    },
    Question {
        id: "why-715",
        title: text("为什么手机号有时解不开（715）？", "Why does the phone number sometimes not decrypt (715)?"),
        answer: &[
            text(
                "加密用的是微信那边当前的 session_key，解密用的是服务器记下的那一把。两边不是同一把，就解不开。最常见的顺序错误：用户点「获取手机号」，在回调里又调用 `wx.login`；密钥换了，而密文是用旧密钥加的。「第一次失败、第二次成功」就是它。",
                "WeChat encrypts under its current session_key, the server decrypts with the one that it kept. If they differ, nothing decrypts. The usual mistake is the order: the user taps for the number, \
                 and the callback calls `wx.login`; the key changes, while the ciphertext was made under the old one. That is “fails first, works the second time”.",
            ),
            text(
                "避免的方法：先登录，后显示按钮；按钮出现之前用 `wx.checkSession` 检查，失效就重新登录；回调里只发送数据。服务器再保留上几把密钥，逐一尝试（oa-mini 就是这样做的）。或者改用手机号 `code`，它与 session_key 无关。",
                "How to avoid it: log in first, then show the button; call `wx.checkSession` before it shows, and log in again if that fails; in the callback only send the data. The server keeps the previous keys and tries them in turn, \
                 as oa-mini does. Or use the phone `code`, which has nothing to do with the session_key.",
            ),
            text(
                "还有两种原因与密钥无关：Base64 里的 `+` 在表单编码中变成了空格；数据被截断。",
                "Two causes have nothing to do with a key: a `+` of the Base64 became a blank in form encoding, or the data was cut short.",
            ),
        ],
    },
];

/// The title of a question.
pub(super) fn title_of(id: &str) -> Option<Text> {
    QUESTIONS.iter().find(|question| question.id == id).map(|question| question.title)
}

/// A question.
#[component]
pub(super) fn QuestionArticle(question: &'static Question) -> impl IntoView {
    let answer = question.answer.iter().map(|text| view! { <p><Prose text=*text/></p> });
    view! {
        <article id=question.id>
            <h3><Both text=question.title/></h3>
            {answer.collect_view()}
        </article>
    }
}
