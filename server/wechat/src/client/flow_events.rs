//! Requests to WeChat and its answers as hops, for whoever listens. The app secret is in none of them, not even masked.

use secrecy::SecretString;

use super::call::Call;
use crate::crypto::PhoneInfo;
use crate::hops::{Hop, Lane, mask, mask_phone};
use crate::{CodeSession, Error};

/// An answer of which something may be shown.
pub(super) trait Shown {
    /// What it is.
    const LABEL: &'static str;

    /// What may be seen of it.
    fn shown(&self) -> String;
}

impl Shown for CodeSession {
    const LABEL: &'static str = "openid";

    fn shown(&self) -> String {
        let key: String = self.session_key.reveal().chars().take(2).collect();
        format!("{} · key {key}…", mask(&self.openid, 4, 3))
    }
}

impl Shown for PhoneInfo {
    const LABEL: &'static str = "phone_info";

    fn shown(&self) -> String {
        mask_phone(&self.pure_number)
    }
}

/// An access_token and its life in s: of the token nothing.
impl Shown for (SecretString, i64) {
    const LABEL: &'static str = "access_token";

    fn shown(&self) -> String {
        format!("{} s", self.1)
    }
}

/// The request goes out.
pub(super) fn sent(call: &Call<'_>) -> Hop {
    let (method, name) = (if call.body.is_some() { "POST" } else { "GET" }, name(call));
    Hop::new(name, Lane::Server, Lane::WeChat, method, name)
}

/// The answer, or what came in its place.
pub(super) fn received<T: Shown>(call: &Call<'_>, outcome: &Result<T, Error>) -> Hop {
    let back = |value| Hop::new(name(call), Lane::WeChat, Lane::Server, T::LABEL, value);
    match outcome {
        Ok(answer) => back(answer.shown()),
        Err(error) => {
            let silence = match error {
                Error::Unavailable(how) if error.errcode().is_none() => how.to_string(),
                _ => String::new(),
            };
            back(silence).failed(error.errcode())
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
    fn little_is_shown_of_an_answer_and_nothing_of_the_secret() {
        let session = CodeSession {
            openid: "oLX7aaaaaaaaaaaaaaaaaaaaa2Qd".into(),
            session_key: SessionKey::new("tiihtNczf5v6AKRyjwEUhQ==".into()),
            unionid: None,
        };
        assert_eq!(received(&call(), &Ok(session)).value, "oLX7…2Qd · key ti…");
        let token: (SecretString, i64) = ("ACCESS".to_owned().into(), 7200);
        assert_eq!(token.shown(), "7200 s");
        assert_eq!(sent(&call()), Hop::new("jscode2session", Lane::Server, Lane::WeChat, "GET", "jscode2session"));
    }

    #[test]
    fn a_refusal_has_its_errcode_and_a_silence_its_kind() {
        let refused = received::<CodeSession>(&call(), &Err(Error::CodeUsed));
        assert_eq!((refused.ok, refused.errcode, &*refused.value), (false, Some(40163), ""));
        let silent = received::<CodeSession>(&call(), &Err(Error::Unavailable(Unavailable::Timeout)));
        assert_eq!((silent.ok, silent.errcode, &*silent.value), (false, None, "no answer in time"));
        let busy = received::<CodeSession>(&call(), &Err(Error::Unavailable(Unavailable::Busy)));
        assert_eq!((busy.errcode, &*busy.value), (Some(-1), ""));
    }
}
