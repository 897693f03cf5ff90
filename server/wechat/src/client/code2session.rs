//! `/sns/jscode2session`: a code of `wx.login` becomes an openid and a session_key.

use secrecy::ExposeSecret as _;
use tokio::time::Instant;

use super::call::Call;
use super::{App, Client, retry};
use crate::{CodeSession, Error};

impl Client {
    /// `GET /sns/jscode2session`. `world` becomes `X-Double-World`, in demo mode only.
    ///
    /// Sent again at most twice, within [`ClientConfig::call_budget`](crate::ClientConfig), and only when WeChat was busy
    /// (-1) or not reached. After an unknown outcome (a time-out, a cut) the code may be spent: that is for the client to
    /// end by a new `wx.login`.
    ///
    /// # Errors
    /// Every variant of [`Error`].
    pub async fn code2session(&self, app: &App, code: &str, world: Option<&str>) -> Result<CodeSession, Error> {
        let deadline = Instant::now() + self.config.call_budget;
        let query = [
            ("appid", app.appid.as_str()),
            ("secret", app.secret.expose_secret()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];
        let mut spent_by_us = false;
        for attempt in 0.. {
            let call = Call { path: "/sns/jscode2session", query: &query, world, attempt, deadline };
            let error = match self.call(&call, CodeSession::parse).await {
                // our own request before this one reached WeChat and may have spent the code
                Err(Error::CodeUsed) if spent_by_us => return Err(Error::InvalidCode),
                Err(error) if retry::is_safe(&error) => error,
                outcome => return outcome,
            };
            let Some(pause) = retry::pause(attempt, code, deadline - Instant::now()) else {
                return Err(error);
            };
            spent_by_us |= error.errcode().is_some();
            tokio::time::sleep(pause).await;
        }
        Err(Error::Unavailable(crate::Unavailable::Timeout))
    }
}
