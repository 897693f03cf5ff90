//! WeChat's errcodes. The English is what the server's log says, from the same place.

use identity::wechat::{Error, advice};
use leptos::prelude::*;

use super::prose::Prose;
use crate::{
    text::{Both, Text, text},
    wire::{ApiError, Errno},
};

const BECOMES: Text = text("小程序看到", "The mini-program sees");

/// An errcode: what it means, who must act, and what to do, in Chinese. The log's advice is the English.
pub(super) struct Errcode {
    pub(super) errcode: i64,
    pub(super) zh: &'static str,
}

const fn errcode(errcode: i64, zh: &'static str) -> Errcode {
    Errcode { errcode, zh }
}

/// All that the log has advice about.
pub(super) static ERRCODES: [Errcode; 24] = [
    errcode(-1, "微信繁忙，不需要谁处理：服务器会自动重试。稍后再试。"),
    errcode(
        40001,
        "access_token 不是最新的：有别的服务在用这个 appid 调用 `/cgi-bin/token` 或强制刷新。服务器会重新取一个；如果反复出现，让所有服务都改用 `/cgi-bin/stable_token`。取 token 时出现，则是 AppSecret 不对。",
    ),
    errcode(40002, "grant_type 不是微信认识的：是 oa-mini 的错，或者途中的代理改了请求。请报告。"),
    errcode(40003, "openid 不属于这个 appid：是不是几个小程序共用一个数据库？核对它们的 appid。"),
    errcode(
        40013,
        "微信不认识这个 appid：与 mp.weixin.qq.com「开发管理 > 开发设置」核对 `OA_WX_APP_ID`。它以 wx 开头，共 18 个字符。",
    ),
    errcode(40014, "access_token 格式不对：途中的代理截断了参数或 token。服务器会重新取一个。"),
    errcode(
        40029,
        "`code` 不存在，或已超过五分钟。登录时：重新 `wx.login`，五分钟内用掉 code；手机号：再点一次，不必重新登录。如果次次如此，是小程序与服务器的 appid 不同。",
    ),
    errcode(
        40125,
        "AppSecret 不对，或已被重置：到 mp.weixin.qq.com「开发管理 > 开发设置 > AppSecret」重新生成，写入 `OA_WX_APP_SECRET`。",
    ),
    errcode(
        40163,
        "`code` 已经用过。登录时：code 只能用一次：不要重发同一个请求，重新 `wx.login`；手机号：再点一次，不必重新登录。",
    ),
    errcode(
        40164,
        "服务器的出口 IP 不在白名单：到 mp.weixin.qq.com「开发管理 > 开发设置 > IP 白名单」加入它的公网地址。",
    ),
    errcode(
        40226,
        "微信把这个用户判为高风险。这里谁也解除不了，用户可以到微信安全中心申诉。不要重试：改用其他方式验证，或拒绝。",
    ),
    errcode(40243, "AppSecret 已被冻结：到 mp.weixin.qq.com「开发管理 > 开发设置 > AppSecret」解冻。"),
    errcode(41001, "没有发出 access_token：途中的代理丢掉了参数。"),
    errcode(41002, "没有发出 appid：`OA_WX_APP_ID` 为空，或途中的代理丢掉了参数。"),
    errcode(41004, "没有发出 AppSecret：`OA_WX_APP_SECRET` 为空，或途中的代理丢掉了参数。"),
    errcode(41008, "没有发出 `code`：途中的代理丢掉了参数。（空的 `code` 不会离开本服务器。）"),
    errcode(42001, "access_token 提前过期了。服务器会重新取一个，不需要谁处理。"),
    errcode(45009, "这个接口当天的额度用完了：等到明天，或到 mp.weixin.qq.com「开发管理 > 接口设置」重置。"),
    errcode(
        45011,
        "超过每分钟的额度（每个用户 100 次登录）。token 还有效就不要重新登录；一分钟后再试。如果同一个用户长期如此，找找小程序里的登录死循环。",
    ),
    errcode(47001, "微信读不懂请求的 JSON：途中的代理改了正文。"),
    errcode(48001, "小程序没有这个接口的权限：它必须已认证，并且是有此权限的类型。"),
    errcode(87007, "微信已经没有这个用户的 session_key：客户端重新登录。"),
    errcode(87008, "sig_method 不是微信认识的：是 oa-mini 的错。请报告。"),
    errcode(87009, "签名不是用当前的 session_key 算的：客户端重新登录。"),
];

/// What becomes of an errcode: on login, and on a phone code where that differs.
fn errnos(errcode: i64) -> Vec<i32> {
    let at_login = ApiError::from(identity::Error::WeChat(Error::from_errcode(errcode))).errno;
    let of_phone_code = matches!(errcode, 40029 | 40163).then_some(Errno::PhoneCode as i32);
    [at_login].into_iter().chain(of_phone_code).collect()
}

/// An errcode.
#[component]
pub(super) fn ErrcodeArticle(errcode: &'static Errcode) -> impl IntoView {
    let Errcode { errcode, zh } = *errcode;
    let meaning = Text { zh, en: advice(errcode).unwrap_or_default() };
    let links = errnos(errcode).into_iter().map(|errno| {
        view! { " " <a href=format!("#errno-{errno}")>{format!("errno {errno}")}</a> }
    });
    view! {
        <article id=format!("errcode-{errcode}")>
            <h3><code>{errcode}</code></h3>
            <p><Prose text=meaning/></p>
            <p><Both text=BECOMES/> {links.collect_view()}</p>
        </article>
    }
}

#[cfg(test)]
mod tests {
    use identity::wechat::advice;

    use super::{ERRCODES, errnos};
    use crate::advice::find;

    #[test]
    fn every_errcode_of_the_log_is_explained() {
        for errcode in -10..100_000 {
            let is_explained = ERRCODES.iter().any(|known| known.errcode == errcode);
            assert_eq!(is_explained, advice(errcode).is_some(), "{errcode}");
        }
    }

    /// The log says of a refusal what the card says of the errno that it becomes. 720 and -1 send the reader to the log.
    #[test]
    fn the_log_says_what_the_card_says() {
        for known in &ERRCODES {
            let log = advice(known.errcode).unwrap();
            for errno in errnos(known.errcode) {
                let card = find(i64::from(errno)).advice;
                if !matches!(errno, -1 | 720) {
                    assert!(log.contains(card.en), "{}: {log}", known.errcode);
                    let zh = card.zh.trim_end_matches('。');
                    assert!(known.zh.replace('`', "").contains(zh), "{}: {}", known.errcode, known.zh);
                }
            }
        }
    }
}
