//! Phase 4: calls with the token.

use super::PhaseText;
use crate::{
    guide::article::{Article, Source},
    text::text,
};

const REQUEST: Source = Source::new(
    text("wx.request", "wx.request"),
    "https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html",
);

pub(super) const PHASE: PhaseText = PhaseText {
    intro: text(
        "登录只发生一次，请求发生千百次。每次带上 token，服务器由它找到会话和用户；微信不再参与。",
        "A login happens once, requests a thousand times. Each carries the token, by which the server finds session and user; WeChat has no part in it.",
    ),
    articles: &[
        Article {
            step_id: "index",
            what: text(
                "小程序请求 `GET user/index`，token 放在请求头 `X-OA-Token`。",
                "The mini-program requests `GET user/index`, with the token in the header `X-OA-Token`.",
            ),
            why: text(
                "小程序没有 Cookie，登录态要自己带。放在请求头里，它就不会出现在网址、代理和日志中。",
                "A mini-program has no cookies, so it carries the login state itself. In a header it stays out of URLs, proxies and logs.",
            ),
            wrong: &[
                text(
                    "token 放在网址参数里：每一层代理的访问日志都记下了它。",
                    "The token is in the query: the access log of every proxy has it.",
                ),
                text(
                    "有的请求忘了带：{errno-501}。把请求封装成一个函数，只在那里加请求头。",
                    "One request lacks it: {errno-501}. Let one function make all requests, and add the header there.",
                ),
            ],
            source: REQUEST,
        },
        Article {
            step_id: "lookup",
            what: text(
                "服务器算出 token 的 SHA-256，用一条语句查出会话、用户状态和这次要的数据。",
                "The server takes the token's SHA-256 and reads session, account status and the data that was asked for in one statement.",
            ),
            why: text(
                "每次都查库，所以退出、撤销和停用立刻生效。停用的账号得到 {errno-719}。",
                "It reads the database every time, so that a logout, a revocation or a disabled account holds at once. A disabled account gets {errno-719}.",
            ),
            wrong: &[
                text(
                    "会话放在进程内存里：重启后全体掉线，第二台服务器也不认识它。",
                    "Sessions are in the process's memory: a restart logs everybody out, and a second server knows none of them.",
                ),
                text(
                    "一个用户只留一个 token：换一台手机登录，前一台就被挤下线。",
                    "One token a user: a login on another phone throws out the first.",
                ),
            ],
            source: REQUEST,
        },
        Article {
            step_id: "counts",
            what: text(
                "服务器返回业务数据。HTTP 状态总是 200，结果看 `errno`：0 是成功。",
                "The server returns business data. The HTTP status is always 200, and `errno` is the outcome: 0 is success.",
            ),
            why: text(
                "小程序的请求封装常把非 200 一律当作网络错误，用户就看不到原因。所以原因放在正文里。",
                "Helpers around `wx.request` often take any other status for a network failure, and show no reason. So the reason is in the body.",
            ),
            wrong: &[
                text(
                    "只看 `success` 回调：有响应就会触发它，包括 {errno-501}。",
                    "Only the callback `success` is looked at: any response fires it, {errno-501} too.",
                ),
                text(
                    "几个请求同时得到 501，各自跳一次登录页。只处理第一个，并且只清除发出去的那个 token。",
                    "Several requests meet 501 at once and each opens the login page. Act on the first, and clear the token only if it is the one that was sent.",
                ),
            ],
            source: REQUEST,
        },
    ],
};
