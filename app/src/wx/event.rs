//! What the runtime does, for observers. The runtime does not know who observes it: the workbench draws it.

use leptos::prelude::*;

use super::Wx;

/// A step that the phone takes by itself. The steps of the server come from the server's own stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhoneStep {
    /// `wx.getUserProfile`
    Profile,
    /// `wx.login` is called.
    Login,
    /// Its `code` is there.
    Code,
    /// Token and profile are stored.
    Storage,
    /// `getPhoneNumber` gives encrypted data.
    Encrypted,
    /// It gives a code, which goes to the server in place of the data.
    PhoneCode,
    /// Token and profile are removed.
    Clear,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Began,
    Done,
    Failed,
}

/// What is observed.
#[derive(Debug, Clone)]
pub(crate) enum WxEvent {
    /// A step, and a value that may be shown.
    Step(PhoneStep, Stage, String),
    /// A request goes out.
    RequestSent(SentRequest),
    /// Its response; `Err` is the errMsg where there is none.
    ResponseReceived { request_id: String, result: Result<ReceivedResponse, String> },
    /// The platform gave encrypted data or a signed profile.
    SealedData(SealedData),
}

/// [`SentRequest::method`] of a native call: what WeChat itself does, and no request of the mini-program's.
pub(crate) const NATIVE: &str = "wx";

/// A request as it is sent, or a native call: [`NATIVE`], `wx.login()` and its options. Its secrets are not masked yet: an observer masks what it keeps.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentRequest {
    /// `x-request-id`
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
}

/// A response as it came; of a native call its result, without status and headers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ReceivedResponse {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// How long its head was awaited, in ms, where that is known.
    pub(crate) waited_ms: Option<f64>,
}

/// Encrypted data, and the signature of a profile; what is not part of it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SealedData {
    pub(crate) encrypted_data: String,
    pub(crate) iv: String,
    pub(crate) raw_data: String,
    pub(crate) signature: String,
}

impl Wx {
    /// From now on `observer` is called with every event, in their order. Not a signal: a signal keeps the latest value only.
    pub(crate) fn observe(self, observer: impl Fn(WxEvent) + Send + Sync + 'static) {
        self.observers.update_value(|observers| observers.push(Callback::new(observer)));
    }

    /// Tells the observers.
    pub(crate) fn emit(self, event: WxEvent) {
        for observer in self.observers.get_value() {
            observer.run(event.clone());
        }
    }

    /// Tells the observers of a step.
    pub(crate) fn emit_step(self, step: PhoneStep, stage: Stage, value: impl Into<String>) {
        self.emit(WxEvent::Step(step, stage, value.into()));
    }
}
