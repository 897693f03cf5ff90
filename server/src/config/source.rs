//! Reads the settings as written: the file, overridden by the environment. Rejects unknown names; values are validated
//! elsewhere.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use config::{Config, Environment, File, FileFormat, Map};
use serde::Deserialize;

use super::ConfigError;

/// The unvalidated settings.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) listen: Option<String>,
    pub(super) public_url: Option<String>,
    pub(super) database_url: Option<String>,
    pub(super) wx_app_id: Option<String>,
    pub(super) wx_app_secret: Option<String>,
    pub(super) wx_base_url: Option<String>,
    pub(super) demo: Option<String>,
    pub(super) master_key: Option<String>,
    pub(super) master_key_file: Option<String>,
    pub(super) rate_limit: Option<String>,
    pub(super) max_sessions: Option<String>,
    pub(super) trusted_proxies: Option<String>,
    pub(super) metrics_listen: Option<String>,
    pub(super) docs: Option<String>,
    pub(super) log: Option<String>,
    pub(super) log_format: Option<String>,
    /// Several mini-programs; in the file only.
    #[serde(default)]
    pub(super) wx: WxSource,
}

/// `[wx]`
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WxSource {
    #[serde(default)]
    pub(super) app: Vec<AppSource>,
}

/// `[[wx.app]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct AppSource {
    pub(super) id: String,
    pub(super) secret: String,
}

const VARIABLES: [&str; 16] = [
    "OA_LISTEN",
    "OA_PUBLIC_URL",
    "DATABASE_URL",
    "OA_WX_APP_ID",
    "OA_WX_APP_SECRET",
    "OA_WX_BASE_URL",
    "OA_DEMO",
    "OA_MASTER_KEY",
    "OA_MASTER_KEY_FILE",
    "OA_RATE_LIMIT",
    "OA_MAX_SESSIONS",
    "OA_TRUSTED_PROXIES",
    "OA_METRICS_LISTEN",
    "OA_DOCS",
    "OA_LOG",
    "OA_LOG_FORMAT",
];

impl Source {
    /// Reads the file, overridden by `variables`. An empty variable counts as absent.
    pub(super) fn read(
        file: Option<&Path>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let ours: Map<String, String> = variables
            .filter(|(name, value)| VARIABLES.contains(&name.as_str()) && !value.is_empty())
            .map(|(name, value)| (name.trim_start_matches("OA_").to_owned(), value))
            .collect();
        let file = file.map(|path| File::from(path).format(FileFormat::Toml).required(true));
        Ok(Config::builder()
            .add_source(file.into_iter().collect::<Vec<_>>())
            .add_source(Environment::default().source(Some(ours)))
            .build()?
            .try_deserialize()?)
    }
}

/// The first existing path of `search_paths`. An inaccessible one is an error: the command would use another
/// configuration than the server.
pub(super) fn find(search_paths: &[&Path]) -> Result<Option<PathBuf>, ConfigError> {
    for path in search_paths {
        match path.try_exists() {
            Ok(true) => return Ok(Some(path.to_path_buf())),
            Ok(false) => {}
            Err(cause) => {
                let why =
                    format!("{}: {cause}; run this as the user who may read it, or give --config FILE", path.display());
                return Err(ConfigError::File(why));
            }
        }
    }
    Ok(None)
}

/// The variables as text. Unrelated variables may contain invalid UTF-8, which is no error.
pub(super) fn to_utf8(variables: impl Iterator<Item = (OsString, OsString)>) -> impl Iterator<Item = (String, String)> {
    variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
}

#[cfg(test)]
#[path = "example_tests.rs"]
mod example;
