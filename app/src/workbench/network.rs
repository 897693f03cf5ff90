//! 网络: every call of the phone, and the server's calls to WeChat. Kept as what may be shown, already masked.

use super::{
    bench::Bench,
    markup::{both, escape, fill, json, masked},
};
use crate::web;

/// A call.
pub(super) struct Call {
    /// Its `x-request-id`.
    pub(super) request: String,
    pub(super) path: String,
    method: &'static str,
    errno: Option<i64>,
    failed: bool,
    /// When it was sent, and how long it took, in ms.
    sent: f64,
    ms: Option<f64>,
    /// The two halves of the detail: HTML.
    asked: String,
    answer: String,
    /// Number in the list, for `data-do`.
    pub(super) key: String,
}

impl Call {
    /// The phone sends one.
    pub(super) fn sent(request: &str, address: &str, headers: &[(&'static str, String)], body: Option<&str>) -> Self {
        let method = if body.is_some() { "POST" } else { "GET" };
        let mut head = fill("<b>%</b> %\n", &[method, &escape(address)]);
        for (name, value) in headers {
            head.push_str(&header(name, &masked(name, value)));
        }
        let body = body.map(json).unwrap_or_default();
        Self {
            request: request.to_owned(),
            path: address.to_owned(),
            method,
            errno: None,
            failed: false,
            sent: web::now(),
            ms: None,
            asked: message(&title("请求", "Request", ""), &fill("%\n%", &[&head, &body])),
            answer: String::new(),
            key: request.to_owned(),
        }
    }

    /// The server called WeChat; `hop` is the event that told it.
    pub(super) fn of_server(key: String, path: String, ok: bool, ms: f64, hop: &str) -> Self {
        Self {
            request: String::new(),
            path,
            method: "⇢",
            errno: None,
            failed: !ok,
            sent: 0.0,
            ms: Some(ms),
            asked: message(&title("oa-mini → 微信", "oa-mini → WeChat", ""), &json(hop)),
            answer: String::new(),
            key,
        }
    }

    /// The answer, or the errMsg where there is none, and when it came. How long it took, in ms.
    pub(super) fn answered(&mut self, answer: Result<&str, &str>, errno: Option<i64>, now: f64) -> f64 {
        let ms = now - self.sent;
        self.errno = errno;
        self.failed = answer.is_err() || errno.is_some_and(|errno| errno != 0);
        self.ms = Some(ms);
        let pill = errno.map(|errno| {
            let kind = if errno == 0 { "ok" } else { "danger" };
            fill(r#"<span class="code-pill code-pill--%">errno %</span>"#, &[kind, &errno.to_string()])
        });
        let head = web::head(&self.request);
        let reason = head.lines().find_map(|line| line.strip_prefix("x-oa-error:"));
        let reason = reason.map(|reason| fill(r#"<span class="code-pill">%</span>"#, &[&escape(reason)]));
        let more = fill(
            "%%<code class=\"message__ms\">%</code>",
            &[&pill.unwrap_or_default(), &reason.unwrap_or_default(), &duration(ms)],
        );
        let mut text = String::new();
        for line in head.lines() {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            text.push_str(&header(name, value));
        }
        text.push_str(&answer.map_or_else(escape, json));
        self.answer = message(&title("回答", "Answer", &more), &text);
        ms
    }
}

/// A line of a head.
fn header(name: &str, value: &str) -> String {
    fill("<span class=\"k\">%</span>: %\n", &[&escape(name), &escape(value)])
}

/// `38 ms`; from a second on `1.2 s`.
pub(super) fn duration(ms: f64) -> String {
    if ms >= 1000.0 {
        return [&tenths(ms / 1000.0), " s"].concat();
    }
    [&if ms < 10.0 { tenths(ms) } else { whole(ms).to_string() }, " ms"].concat()
}

fn tenths(value: f64) -> String {
    let tenths = whole(value * 10.0);
    [tenths / 10, tenths % 10].map(|digits| digits.to_string()).join(".")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration, rounded")]
fn whole(value: f64) -> u32 {
    (value + 0.5) as u32
}

fn title(chinese: &str, english: &str, more: &str) -> String {
    let title =
        r#"<h3 class="message__title"><span class="zh">%</span> <span class="en en--beside" lang="en">%</span>%</h3>"#;
    fill(title, &[chinese, english, more])
}

fn message(title: &str, text: &str) -> String {
    fill(r#"<section class="message">%<pre class="code" tabindex="0">%</pre></section>"#, &[title, text])
}

/// Draws the list and the call that is looked at: the newest, unless another one was chosen.
pub(super) fn draw(bench: &mut Bench) {
    let chosen = bench
        .chosen
        .clone()
        .or_else(|| bench.calls.iter().rev().find(|call| call.path.starts_with("/oapro")).map(|call| call.key.clone()));
    let (mut list, mut detail) = (String::new(), String::new());
    for call in &bench.calls {
        let here = Some(&call.key) == chosen.as_ref();
        if here {
            detail = [call.asked.as_str(), &call.answer].concat();
        }
        list.push_str(&row(call, here));
    }
    web::set_attribute(":root", "data-activity", Some(if list.is_empty() { "none" } else { "some" }));
    if bench.show("#requests", list) && bench.chosen.is_none() {
        web::scroll_end(".network__list");
    }
    bench.show("#detail", detail);
}

fn row(call: &Call, here: bool) -> String {
    let path = escape(&call.path);
    let last = path.rsplit('/').next().unwrap_or_default();
    let errno = call.errno.map_or_else(|| "—".to_owned(), |errno| errno.to_string());
    let ms = match call.ms {
        Some(ms) => whole(ms).to_string(),
        None => "<i class=\"request__wait\"></i>".to_owned(),
    };
    fill(
        r#"<li><button class="request" type="button" data-do="call %" title="%"%><span class="request__method">%</span><span class="request__path">%</span><span class="request__errno%">%</span><span class="request__ms">%</span></button></li>"#,
        &[
            &call.key,
            &path,
            if here { " aria-current=\"true\"" } else { "" },
            call.method,
            last,
            if call.failed { " is-bad" } else { "" },
            &errno,
            &ms,
        ],
    )
}

/// What stands where the server was not reached.
pub(super) fn unreachable(act: &str) -> String {
    fill(
        r#"<p class="panel__lost">% <button class="text-button" type="button" data-do="%">%</button></p>"#,
        &[&both("工作台连不上服务器", "The workbench cannot reach the server"), act, &both("重试", "Retry")],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration(0.04), "0.0 ms");
        assert_eq!(duration(3.16), "3.2 ms");
        assert_eq!(duration(37.6), "38 ms");
        assert_eq!(duration(1249.0), "1.2 s");
    }

    #[test]
    fn a_call_keeps_nothing_that_may_not_be_shown() {
        let token = "oa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let body = r#"{"code":"0c3fBBBBBBBBBBBBBBBBBBBBBBBZt1"}"#;
        let mut call = Call::sent("r", "/oapro/wx/user/index", &[("X-OA-Token", token.to_owned())], Some(body));
        call.answered(
            Ok(&format!(r#"{{"errno":0,"data":{{"token":"{token}","phone":"12066600001"}}}}"#)),
            Some(0),
            3.0,
        );
        let shown = [call.asked.clone(), call.answer.clone(), row(&call, true)].concat();
        for secret in ["AAAAAAAAAA", "BBBBBBBBBB", "12066600001"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("oa_AAA…AAA") && shown.contains("errno 0"), "{shown}");
    }
}
