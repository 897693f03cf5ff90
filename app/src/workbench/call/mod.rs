//! A call as the network panel keeps it. What is shown of it is masked already, so that nothing is recorded that may not be shown;
//! what was sent whole is kept beside it in memory alone, for copying it and sending it again.

mod message;
mod of_server;
mod whole;

use std::{ops::Deref, sync::Arc};

use leptos::prelude::*;

use self::message::{is_shown, masked_url, path_of};
pub(super) use self::{message::Message, whole::Whole};
use super::json_tokens::{masked, plain, tokens};
use crate::{
    text::{Text, text},
    wx::{NATIVE, ReceivedResponse, SentRequest},
};

/// Who calls whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    /// `wx.request`: the mini-program calls its server.
    Request,
    /// Another call of `wx`, which WeChat itself answers.
    Native,
    /// The server calls api.weixin.qq.com.
    ToWeChat,
}

impl CallKind {
    pub(super) const ALL: [Self; 3] = [Self::Request, Self::Native, Self::ToWeChat];

    /// What the filter calls it, and the title of its request.
    pub(super) const fn names(self) -> (Text, Text) {
        match self {
            Self::Request => (text("小程序", "Program"), text("请求", "Request")),
            Self::Native => (text("wx", "wx"), text("小程序 → 微信客户端", "Mini-program → WeChat app")),
            Self::ToWeChat => (text("微信", "WeChat"), text("oa-mini → 微信", "oa-mini → WeChat")),
        }
    }
}

/// A call. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Call(Arc<CallRecord>);

impl Deref for Call {
    type Target = CallRecord;

    fn deref(&self) -> &CallRecord {
        &self.0
    }
}

/// What a [`Call`] is made of.
#[derive(Debug)]
pub(super) struct CallRecord {
    /// Identifies it in the list: the request's id, and for a call of the server one of its own.
    pub(super) key: String,
    /// `x-request-id`; empty for a call of the server.
    pub(super) request_id: String,
    pub(super) kind: CallKind,
    pub(super) method: String,
    /// Without the query; of a native call its name, such as `login()`.
    pub(super) path: String,
    /// With the query; of a native call `wx.login()`.
    pub(super) target: String,
    /// When it was sent, in ms since the page was opened.
    pub(super) sent_ms: f64,
    pub(super) request: Message,
    pub(super) sent: Whole<SentRequest>,
    /// What came of it; none while it is awaited.
    pub(super) response: ArcRwSignal<Option<CallResponse>>,
}

/// The end of a call.
#[derive(Debug, Clone)]
pub(super) struct CallResponse {
    /// How long it took, in ms.
    pub(super) ms: f64,
    /// How much of that passed before the head of the response came, where that is known.
    pub(super) waited_ms: Option<f64>,
    /// Of our server's envelope; none for another response.
    pub(super) errno: Option<i64>,
    /// WeChat's own number, where it gave one.
    pub(super) errcode: Option<i64>,
    pub(super) is_failed: bool,
    /// `x-oa-error`: what of the request was refused.
    pub(super) reason: Option<String>,
    pub(super) message: Message,
    pub(super) received: Whole<ReceivedResponse>,
}

impl CallResponse {
    /// What the list shows of its outcome: errno or errcode, else whether it succeeded.
    pub(super) fn code(&self) -> String {
        match self.errcode.or(self.errno) {
            Some(number) => number.to_string(),
            None => if self.is_failed { "fail" } else { "ok" }.to_owned(),
        }
    }
}

impl Call {
    /// The phone sends one, or makes a native call.
    pub(super) fn sent(request: &SentRequest, now_ms: f64) -> Self {
        let kind = if request.method == NATIVE { CallKind::Native } else { CallKind::Request };
        let headers = request.headers.iter().filter(|(name, _)| is_shown(name));
        let target = masked_url(&request.url);
        Self(Arc::new(CallRecord {
            key: request.id.clone(),
            request_id: request.id.clone(),
            kind,
            method: request.method.clone(),
            path: path_of(&target),
            target,
            sent_ms: now_ms,
            request: Message {
                headers: headers.map(|(name, value)| (name.clone(), masked(name, value))).collect(),
                bytes: Some(request.body.as_ref().map_or(0, String::len)),
                body: request.body.as_deref().map(tokens).unwrap_or_default(),
            },
            sent: Whole::of(request.clone()),
            response: ArcRwSignal::new(None),
        }))
    }

    /// The response, or the errMsg where there is none. Returns how long it took, in ms.
    pub(super) fn respond(&self, result: Result<&ReceivedResponse, &str>, errno: Option<i64>, now_ms: f64) -> f64 {
        let ms = now_ms - self.sent_ms;
        let mut message =
            Message { body: result.map_or_else(plain, |response| tokens(&response.body)), ..Message::default() };
        if let Ok(response) = result {
            message.bytes = Some(response.body.len());
            if self.kind == CallKind::Request {
                message.headers.push(("status".to_owned(), response.status.to_string()));
            }
            message.headers.extend(response.headers.iter().map(|(name, value)| (name.clone(), masked(name, value))));
        }
        let reason = message.headers.iter().find(|(name, _)| name == "x-oa-error");
        self.response.set(Some(CallResponse {
            ms,
            waited_ms: result.ok().and_then(|response| response.waited_ms),
            errno,
            errcode: None,
            is_failed: result.map_or(true, |response| response.status >= 400) || errno.is_some_and(|errno| errno != 0),
            reason: reason.map(|(_, value)| value.clone()),
            message,
            received: result.ok().cloned().map_or_else(Whole::default, Whole::of),
        }));
        ms
    }

    /// Whether the response is still awaited.
    pub(super) fn is_awaited(&self) -> bool {
        self.response.with_untracked(Option::is_none)
    }

    /// Whether method, path or number contain `text`, which is in lower case of ASCII.
    pub(super) fn contains(&self, text: &str) -> bool {
        let code =
            || self.response.with(|response| response.as_ref().is_some_and(|response| response.code().contains(text)));
        self.target.to_ascii_lowercase().contains(text) || self.method.to_ascii_lowercase().contains(text) || code()
    }
}

#[cfg(test)]
mod tests;
