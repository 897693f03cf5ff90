//! One request to WeChat for the operator's `check`: are appid, secret, IP whitelist and clock correct?

use std::net::IpAddr;
use std::time::UNIX_EPOCH;

use secrecy::ExposeSecret as _;
use serde_json::json;
use tokio::time::Instant;

use super::call::Call;
use super::{App, Client, stable_token};
use crate::Error;
use crate::response::access_token;

/// What the request showed.
#[derive(Debug, Clone, Copy)]
pub struct Diagnosis {
    /// Whether WeChat accepts appid and secret from this machine.
    pub outcome: Result<(), Error>,
    /// This server's address as WeChat names it, if it is not on the whitelist (40164).
    pub refused_ip: Option<IpAddr>,
    /// WeChat's time, in UTC epoch ms, with a resolution of one second.
    pub date_ms: Option<i64>,
}

impl Client {
    /// Requests the stable token of `app`, once and without a forced refresh, and discards it.
    pub async fn diagnose(&self, app: &App) -> Diagnosis {
        let body = json!({
            "grant_type": "client_credential", "appid": app.appid, "secret": app.secret.expose_secret(),
        });
        let deadline = Instant::now() + self.config.response_timeout;
        let call = Call { path: stable_token::PATH, query: &[], body: Some(&body), world: None, attempt: 0, deadline };
        let observed = self.observe(&call, access_token).await;
        let date = observed.date.and_then(|date| date.duration_since(UNIX_EPOCH).ok());
        Diagnosis {
            outcome: observed.outcome.map(drop),
            refused_ip: observed.refused_ip,
            date_ms: date.and_then(|since| i64::try_from(since.as_millis()).ok()),
        }
    }
}
