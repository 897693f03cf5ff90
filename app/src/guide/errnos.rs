//! Every errno: when it comes, what to do, and how to see it here. What to do is the text of the workbench's card; the API's
//! document takes both from here.

use leptos::prelude::*;

use super::prose::Prose;
use crate::{
    advice,
    text::{Both, Text, text},
    wire::Errno,
};

const WHAT_TO_DO: Text = text("怎么办", "What to do");
const SEE_IT: Text = text("在这里看到它", "See it here");

/// An errno, explained for the API's document.
pub struct ErrnoHelp {
    /// When it comes: Chinese, English.
    pub when: [&'static str; 2],
    /// What to do about it: Chinese, English.
    pub what_to_do: [&'static str; 2],
}

/// The explanation of an errno: the guide's, and the workbench's advice.
pub fn errno_help(errno: Errno) -> ErrnoHelp {
    let (when, what_to_do) = (when(errno), advice::find(i64::from(errno as i32)).advice);
    ErrnoHelp { when: [when.zh, when.en], what_to_do: [what_to_do.zh, what_to_do.en] }
}

/// When it comes, without any mark-up.
pub(super) const fn when(errno: Errno) -> Text {
    match errno {
        Errno::Failed => text(
            "其他错误，例如微信未列出的 errcode",
            "another failure, such as an errcode of WeChat that is not listed",
        ),
        Errno::Missing => text("缺少必填参数", "a required argument is missing"),
        Errno::Invalid => text("JSON 有误、类型不对或超出范围", "malformed JSON, a wrong type, a value out of range"),
        Errno::NotFound => text("没有这个路径", "no such path"),
        Errno::Method => text("路径不支持此方法", "known path, wrong method"),
        Errno::ClientTimeout => text("请求体未在 15 秒内发完", "the client did not send its body within 15 seconds"),
        Errno::TooLarge => text("请求体超过上限", "the body is over its limit"),
        Errno::TooMany => text("超过频率限制", "rate limit"),
        Errno::SignIn => text("令牌缺失、未知、过期或已撤销", "the token is missing, unknown, expired or revoked"),
        Errno::Internal => text("服务器故障：数据库、超时、崩溃", "our fault: database, time-out, panic"),
        Errno::Stale => text("保留，目前不会出现：乐观锁冲突", "reserved, not sent today: an optimistic lock was lost"),
        Errno::NotUpdated => text("没有更新任何记录，账号可能已删除", "no row was updated; the account may be gone"),
        Errno::CodeInvalid => text("code 无效或已过期（微信 40029）", "the code is invalid or expired (WeChat 40029)"),
        Errno::CodeUsed => text("code 已被使用（微信 40163）", "the code was used before (WeChat 40163)"),
        Errno::TooFrequent => {
            text("微信限制了登录频率（微信 45011）", "WeChat limits how often a user logs in (WeChat 45011)")
        }
        Errno::HighRisk => {
            text("微信拦截了高风险用户（微信 40226）", "WeChat blocks a user of high risk (WeChat 40226)")
        }
        Errno::WeChatDown => {
            text("微信繁忙、超时或响应不是微信的格式", "WeChat is busy, times out, or answers what WeChat never sends")
        }
        Errno::CannotDecrypt => text("没有密钥能解密这份数据", "no key on record decrypts the data"),
        Errno::WrongApp => text("数据水印的 appid 不是本小程序", "the appid in the watermark is another app's"),
        Errno::StaleData => text("数据超过 10 分钟，或来自未来", "the data is over 10 minutes old, or from the future"),
        Errno::PhoneTaken => text("手机号属于另一个账号", "another account has the number"),
        Errno::Disabled => text("账号已禁用或注销", "the account is disabled or closed"),
        Errno::Misconfigured => text("appid、密钥或 IP 白名单有误", "appid, secret or IP allow-list is wrong"),
        Errno::PhoneCode => text(
            "手机号 code 无效、过期或已用（微信 40029、40163）",
            "the phone code is invalid, expired or used (WeChat 40029, 40163)",
        ),
    }
}

/// How to cause it in this demo.
const fn how_to_see(errno: Errno) -> Text {
    match errno {
        Errno::Failed => text(
            "让微信替身返回一个少见的 errcode：`POST /wechat-double/_double/control/fault`，正文 `{\"times\":1,\"errcode\":48001}`，再登录。",
            "Let the WeChat double answer with a rare errcode: `POST /wechat-double/_double/control/fault` with `{\"times\":1,\"errcode\":48001}`, then log in.",
        ),
        Errno::Missing => text(
            "在浏览器控制台用 `wx.request` 登录，正文里不写 `code`。",
            "Log in by `wx.request` in the browser's console, without a `code` in the body.",
        ),
        Errno::Invalid => text(
            "在浏览器控制台用 `wx.request` 登录，把 `code` 写成数字。",
            "Log in by `wx.request` in the browser's console, with a number for the `code`.",
        ),
        Errno::NotFound => text(
            "在浏览器控制台用 `wx.request` 请求 `/oapro/wx/nothing`。",
            "Request `/oapro/wx/nothing` by `wx.request` in the browser's console.",
        ),
        Errno::Method => text(
            "在浏览器控制台用 `wx.request` 以 GET 请求 `auth/logout`。",
            "GET `auth/logout` by `wx.request` in the browser's console.",
        ),
        Errno::ClientTimeout => text(
            "页面里做不到：浏览器总是一次发完。用 `curl --limit-rate 1` 上传头像可以看到。",
            "Not from this page, since a browser sends at once: upload a portrait by `curl --limit-rate 1`.",
        ),
        Errno::TooLarge => text(
            "在浏览器控制台用 `wx.request` 登录，正文超过 64 KiB。",
            "Log in by `wx.request` in the browser's console, with a body over 64 KiB.",
        ),
        Errno::TooMany => text(
            "一分钟内绑定手机号超过 10 次，或一小时内换头像超过 10 次。",
            "Bind the phone more than 10 times a minute, or change the portrait more than 10 times an hour.",
        ),
        Errno::SignIn => text(
            "一键演示「两台手机」；或在「会话」里撤销这台手机，再切换标签页。",
            "The demo “Two phones”; or revoke this phone under Sessions, then switch tabs on it.",
        ),
        Errno::Internal => text("页面里做不到：停掉数据库可以看到。", "Not from this page: stop the database."),
        Errno::Stale => text("看不到。", "Nowhere."),
        Errno::NotUpdated => text(
            "页面里做不到：请求进行中删除账号，才会出现。",
            "Not from this page: delete the account while its request runs.",
        ),
        Errno::CodeInvalid => text(
            "一键演示「code 过期」；或「故障」里的 code 过期。",
            "The demo “Code expired”; or Expire codes under Faults.",
        ),
        Errno::CodeUsed => text("一键演示「code 重放」。", "The demo “Code replayed”."),
        Errno::TooFrequent => text(
            "一键演示「频率限制」；或「故障」里的频率限制，再登录。",
            "The demo “Quota”; or Rate limit under Faults, then log in.",
        ),
        Errno::HighRisk => text(
            "让微信替身返回 40226：`POST /wechat-double/_double/control/fault`，正文 `{\"times\":1,\"errcode\":40226}`，再登录。",
            "Let the WeChat double answer with 40226: `POST /wechat-double/_double/control/fault` with `{\"times\":1,\"errcode\":40226}`, then log in.",
        ),
        Errno::WeChatDown => text(
            "一键演示「微信不可用」；或「故障」里的微信服务超时，再登录。",
            "The demo “WeChat is down”; or WeChat times out under Faults, then log in.",
        ),
        Errno::CannotDecrypt => text(
            "一键演示「密钥已轮换」；或「故障」里的轮换 session_key，再绑定手机号。",
            "The demo “Key rotated”; or Rotate session_key under Faults, then bind the phone.",
        ),
        Errno::WrongApp => text("一键演示里标着 716 的一项。", "The demo that is marked 716."),
        Errno::StaleData => text(
            "「故障」里把时钟拨快或拨慢 15 分钟，再绑定手机号。",
            "Move the Clock under Faults by 15 minutes, then bind the phone.",
        ),
        Errno::PhoneTaken => text("一键演示里标着 718 的一项。", "The demo that is marked 718."),
        Errno::Disabled => text("一键演示「账号停用」。", "The demo “Account disabled”."),
        Errno::Misconfigured => text(
            "让微信替身返回 40125：`POST /wechat-double/_double/control/fault`，正文 `{\"times\":1,\"errcode\":40125}`，再登录。",
            "Let the WeChat double answer with 40125: `POST /wechat-double/_double/control/fault` with `{\"times\":1,\"errcode\":40125}`, then log in.",
        ),
        Errno::PhoneCode => text(
            "用手机号 code 绑定，并让微信替身返回 40029：正文 `{\"path\":\"/wxa/business/getuserphonenumber\",\"times\":1,\"errcode\":40029}`。",
            "Bind by a phone code, and let the WeChat double answer with 40029: `{\"path\":\"/wxa/business/getuserphonenumber\",\"times\":1,\"errcode\":40029}`.",
        ),
    }
}

/// An errno.
#[component]
pub(super) fn ErrnoArticle(errno: Errno) -> impl IntoView {
    let advice = advice::find(i64::from(errno as i32));
    let name = Text { zh: errno.message(), en: advice.errmsg_en };
    view! {
        <article id=format!("errno-{}", errno as i32)>
            <h3><code>{errno as i32}</code> " " <Both text=name/></h3>
            <p><Both text=when(errno)/></p>
            <p><b><Both text=WHAT_TO_DO/></b> " " <Both text=advice.advice/></p>
            <p><b><Both text=SEE_IT/></b> " " <Prose text=how_to_see(errno)/></p>
        </article>
    }
}
