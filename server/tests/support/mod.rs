//! What the tests of the whole server share: a database of their own, the settings of a test, what was logged.

#![allow(dead_code, clippy::allow_attributes, reason = "not every test program needs all of it")]

pub(crate) mod database;
pub(crate) mod lines;

use server::config::{LogFormat, MasterKeySetting, Mode, Settings};

/// `OA_MASTER_KEY` of every test that does not bring its own.
pub(crate) const MASTER_KEY: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A server on a port of its own.
pub(crate) fn settings(database_url: String, mode: Mode) -> Settings {
    Settings {
        file: None,
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        database_url,
        mode,
        master_key: MasterKeySetting::Given(MASTER_KEY.into()),
        // a test calls more often than any phone
        rate_limit: false,
        max_sessions: 20,
        trusted_proxies: Vec::new(),
        metrics_listen: None,
        docs: true,
        log: "info".into(),
        log_format: LogFormat::Text,
        #[cfg(feature = "miniprogram")]
        miniprogram: None,
    }
}
