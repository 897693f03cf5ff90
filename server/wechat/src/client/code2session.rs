//! `/sns/jscode2session`: exchanges a code of `wx.login` for an openid and a session_key.

use secrecy::ExposeSecret as _;
use tokio::time::Instant;

use super::call::Call;
use super::{App, Client};
use crate::{CodeSession, Error};

const PATH: &str = "/sns/jscode2session";

impl Client {
    /// `GET /sns/jscode2session`. `world` becomes `X-Double-World`, in demo mode only.
    ///
    /// Retried at most twice, within [`ClientConfig::call_budget`](crate::ClientConfig), and only when WeChat was busy (-1)
    /// or not reached. After an unknown outcome (a time-out, a broken connection) the code may be used up: the client must
    /// call `wx.login` again.
    ///
    /// # Errors
    /// Every variant of [`Error`].
    pub async fn code2session(&self, app: &App, code: &str, world: Option<&str>) -> Result<CodeSession, Error> {
        let _permit = self.permit(PATH)?;
        let query = [
            ("appid", app.appid.as_str()),
            ("secret", app.secret.expose_secret()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];
        let deadline = Instant::now() + self.config.call_budget;
        let call = Call { path: PATH, query: &query, body: None, world, attempt: 0, deadline };
        self.call_with_retry(call, code, CodeSession::parse).await
    }
}
