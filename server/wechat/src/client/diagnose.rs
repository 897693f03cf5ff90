//! One question to WeChat, for the operator: are appid, secret, address and clock right?

use std::net::IpAddr;
use std::time::UNIX_EPOCH;

use secrecy::ExposeSecret as _;
use serde_json::json;
use tokio::time::Instant;

use super::call::Call;
use super::{App, Client, stable_token};
use crate::Error;
use crate::answer::access_token;

/// What the question showed.
#[derive(Debug, Clone, Copy)]
pub struct CheckUp {
    /// Whether WeChat takes appid and secret from here.
    pub outcome: Result<(), Error>,
    /// The address of ours that WeChat named, when it is not on the whitelist (40164).
    pub refused_ip: Option<IpAddr>,
    /// WeChat's time, in UTC epoch ms; to the second.
    pub date_ms: Option<i64>,
}

impl Client {
    /// Asks for the stable token of `app`, once and without forcing anything, and keeps nothing of the answer.
    pub async fn check_up(&self, app: &App) -> CheckUp {
        let body = json!({
            "grant_type": "client_credential", "appid": app.appid, "secret": app.secret.expose_secret(),
        });
        let deadline = Instant::now() + self.config.answer_timeout;
        let call = Call { path: stable_token::PATH, query: &[], body: Some(&body), world: None, attempt: 0, deadline };
        let seen = self.observe(&call, |body| access_token(body).map(drop)).await;
        let date = seen.date.and_then(|date| date.duration_since(UNIX_EPOCH).ok());
        CheckUp {
            outcome: seen.outcome,
            refused_ip: seen.refused_ip,
            date_ms: date.and_then(|since| i64::try_from(since.as_millis()).ok()),
        }
    }
}
