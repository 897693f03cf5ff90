//! Requests to WeChat and its responses as flow events. The app secret is in none of them, not even masked.

use secrecy::SecretString;

use super::call::Call;
use crate::crypto::PhoneInfo;
use crate::flow::{FlowEvent, Lane, mask, mask_phone};
use crate::{CodeSession, Error};

/// A response of which a masked summary may be shown.
pub(super) trait MaskedSummary {
    /// The arrow's label.
    const LABEL: &'static str;

    /// The summary.
    fn masked(&self) -> String;
}

impl MaskedSummary for CodeSession {
    const LABEL: &'static str = "openid";

    fn masked(&self) -> String {
        let key: String = self.session_key.reveal().chars().take(2).collect();
        format!("{} · key {key}…", mask(&self.openid, 4, 3))
    }
}

impl MaskedSummary for PhoneInfo {
    const LABEL: &'static str = "phone_info";

    fn masked(&self) -> String {
        mask_phone(&self.pure_number)
    }
}

/// An access_token and its lifetime in s: nothing of the token is shown.
impl MaskedSummary for (SecretString, i64) {
    const LABEL: &'static str = "access_token";

    fn masked(&self) -> String {
        format!("{} s", self.1)
    }
}

/// The request is sent.
pub(super) fn sent(call: &Call<'_>) -> FlowEvent {
    let (method, name) = (if call.body.is_some() { "POST" } else { "GET" }, name(call));
    FlowEvent::new(name, Lane::Server, Lane::WeChat, method, name)
}

/// The response, or the failure.
pub(super) fn received<T: MaskedSummary>(call: &Call<'_>, outcome: &Result<T, Error>) -> FlowEvent {
    let event = |value| FlowEvent::new(name(call), Lane::WeChat, Lane::Server, T::LABEL, value);
    match outcome {
        Ok(response) => event(response.masked()),
        Err(error) => {
            let failure = match error {
                Error::Unavailable(how) if error.errcode().is_none() => how.to_string(),
                _ => String::new(),
            };
            event(failure).failed(error.errcode())
        }
    }
}

/// The last part of the path.
fn name(call: &Call<'_>) -> &'static str {
    call.path.rsplit('/').next().unwrap_or(call.path)
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;
    use crate::{SessionKey, Unavailable};

    fn call() -> Call<'static> {
        let deadline = Instant::now();
        Call {
            path: "/sns/jscode2session",
            query: &[("secret", "5ec2e7")],
            body: None,
            world: None,
            attempt: 0,
            deadline,
        }
    }

    #[test]
    fn a_response_is_masked_and_the_secret_is_absent() {
        let session = CodeSession {
            openid: "oLX7aaaaaaaaaaaaaaaaaaaaa2Qd".into(),
            session_key: SessionKey::new("tiihtNczf5v6AKRyjwEUhQ==".into()),
            unionid: None,
        };
        assert_eq!(received(&call(), &Ok(session)).value, "oLX7…2Qd · key ti…");
        let token: (SecretString, i64) = ("ACCESS".to_owned().into(), 7200);
        assert_eq!(token.masked(), "7200 s");
        assert_eq!(
            sent(&call()),
            FlowEvent::new("jscode2session", Lane::Server, Lane::WeChat, "GET", "jscode2session")
        );
    }

    #[test]
    fn a_refusal_has_its_errcode_and_a_failure_its_kind() {
        let refused = received::<CodeSession>(&call(), &Err(Error::CodeUsed));
        assert_eq!((refused.ok, refused.errcode, &*refused.value), (false, Some(40163), ""));
        let timeout = received::<CodeSession>(&call(), &Err(Error::Unavailable(Unavailable::Timeout)));
        assert_eq!((timeout.ok, timeout.errcode, &*timeout.value), (false, None, "no answer in time"));
        let busy = received::<CodeSession>(&call(), &Err(Error::Unavailable(Unavailable::Busy)));
        assert_eq!((busy.errcode, &*busy.value), (Some(-1), ""));
    }
}
