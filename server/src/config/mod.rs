//! The configuration: a TOML file, overridden by environment variables. Every setting is validated here; an error names
//! the setting.

pub(crate) mod database_url;
mod mode;
mod parse_error;
mod proxies;
mod source;

use std::{
    ffi::OsString,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use identity::MAX_LISTED_SESSIONS;
use ipnet::IpNet;
use secrecy::SecretString;

pub use mode::{Live, Mode};
use source::Source;

/// The settings, for `--help`. The names in a file are these without `OA_`, in lower case.
pub const HELP: &str = "\
Settings (environment, or lower case without OA_ in the file):
  OA_LISTEN             address to listen on                [127.0.0.1:8080]
  OA_PUBLIC_URL         what clients call                   [http:// and the listen address]
  DATABASE_URL          sqlite://FILE, or mysql:// or postgres://USER:PASSWORD@HOST/DATABASE
                                                            [sqlite://data/oa-mini.db]
                        percent-encoded: / is %2F, # %23, ? %3F, @ %40, : %3A, % %25
  OA_WX_APP_ID, OA_WX_APP_SECRET   both set: live mode; none: demo mode
  OA_WX_BASE_URL        where WeChat is, in live mode       [https://api.weixin.qq.com]
  OA_DEMO               `public` lets a demo listen on an address that is not loopback
  OA_MASTER_KEY         id:base64(32 bytes), several by comma; required in live mode
  OA_MASTER_KEY_FILE    a file that holds the same          [demo: made beside the database]
  OA_RATE_LIMIT         on or off: logins, bound phones, avatars and reads, per address and account  [on]
  OA_MAX_SESSIONS       signed-in devices an account, 1 to 200; one more ends the one used longest ago  [20]
  OA_TRUSTED_PROXIES    CIDRs, by comma, whose X-Forwarded-For is believed, or none
                                                            [loopback, where OA_LISTEN is loopback]
  OA_METRICS_LISTEN     address for GET /metrics (Prometheus), apart from the API; off is none  [off]
  OA_DOCS               on or off: the page /docs that shows the API and sends calls; /openapi.json stays  [on]
  OA_LOG                tracing filter                      [info]
  OA_LOG_FORMAT         text or json                        [text]";

/// The search path of the configuration file if none is named, in this order: the current folder, then DEPLOY.md's
/// location.
pub const SEARCH_PATHS: [&str; 2] = ["oa-mini.toml", "/etc/oa-mini/oa-mini.toml"];

/// All settings.
pub struct Settings {
    /// The file that was read, if any.
    pub file: Option<PathBuf>,
    /// `OA_LISTEN`
    pub listen: SocketAddr,
    /// `OA_PUBLIC_URL`, without a trailing slash; the default is `http://` and the listen address.
    pub public_url: Option<String>,
    /// `DATABASE_URL`
    pub database_url: String,
    /// Demo or live.
    pub mode: Mode,
    /// `OA_MASTER_KEY`, or the content of `OA_MASTER_KEY_FILE`.
    pub master_key: MasterKeySetting,
    /// `OA_RATE_LIMIT`
    pub rate_limit: bool,
    /// `OA_MAX_SESSIONS`
    pub max_sessions: u32,
    /// `OA_TRUSTED_PROXIES`, or its default for `listen`.
    pub trusted_proxies: Vec<IpNet>,
    /// `OA_METRICS_LISTEN`
    pub metrics_listen: Option<SocketAddr>,
    /// `OA_DOCS`
    pub docs: bool,
    /// `OA_LOG`
    pub log: String,
    /// `OA_LOG_FORMAT`
    pub log_format: LogFormat,
    /// `--miniprogram` and `--backend`, which are the command line's alone.
    #[cfg(feature = "miniprogram")]
    pub miniprogram: Option<crate::miniprogram::Opening>,
}

/// The source of the master keys.
pub enum MasterKeySetting {
    /// `OA_MASTER_KEY`
    Given(SecretString),
    /// `OA_MASTER_KEY_FILE`
    File(PathBuf),
    /// Neither: demo mode generates a file.
    Absent,
}

/// `OA_LOG_FORMAT`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For a terminal.
    Text,
    /// For a log collector.
    Json,
}

/// An invalid setting: its name and the reason.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read, or contains an unknown name or a wrong type.
    #[error("{0}")]
    File(String),
    /// One setting.
    #[error("{name}: {why}")]
    Setting {
        /// The variable.
        name: &'static str,
        /// The reason.
        why: String,
    },
}

impl From<config::ConfigError> for ConfigError {
    fn from(error: config::ConfigError) -> Self {
        Self::File(parse_error::reason(&error))
    }
}

impl ConfigError {
    pub(crate) fn new(name: &'static str, why: impl Into<String>) -> Self {
        Self::Setting { name, why: why.into() }
    }
}

impl Settings {
    /// Loads `file`, or the first existing one of [`SEARCH_PATHS`], overridden by the environment.
    ///
    /// # Errors
    /// The first invalid setting.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::load_from(file, &SEARCH_PATHS.map(Path::new), std::env::vars_os())
    }

    /// As [`Self::load`], with other search paths and another environment.
    ///
    /// # Errors
    /// The first invalid setting.
    pub fn load_from(
        file: Option<&Path>,
        search_paths: &[&Path],
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigError> {
        let file = match file {
            Some(file) => Some(file.to_owned()),
            None => source::find(search_paths)?,
        };
        let settings = Self::parse(Source::read(file.as_deref(), source::to_utf8(variables))?)?;
        Ok(Self { file, ..settings })
    }

    /// The public URL of a server that listens on `address`.
    pub(crate) fn public_url_at(&self, address: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{address}"))
    }

    fn parse(source: Source) -> Result<Self, ConfigError> {
        let listen =
            parse_value("OA_LISTEN", source.listen.as_deref(), "127.0.0.1:8080", "an address like 127.0.0.1:8080")?;
        Ok(Self {
            file: None,
            listen,
            public_url: source.public_url.as_deref().map(public_url).transpose()?,
            database_url: validate_database_url(source.database_url.as_deref().unwrap_or("sqlite://data/oa-mini.db"))?,
            master_key: match (&source.master_key, &source.master_key_file) {
                (Some(_), Some(_)) => {
                    return Err(ConfigError::new("OA_MASTER_KEY", "is set, and OA_MASTER_KEY_FILE too; set one"));
                }
                (Some(key), None) => MasterKeySetting::Given(SecretString::from(key.clone())),
                (None, Some(file)) => MasterKeySetting::File(file.into()),
                (None, None) => MasterKeySetting::Absent,
            },
            rate_limit: switch("OA_RATE_LIMIT", source.rate_limit.as_deref())?,
            max_sessions: max_sessions(source.max_sessions.as_deref())?,
            trusted_proxies: proxies::parse(source.trusted_proxies.as_deref(), listen)?,
            metrics_listen: match source.metrics_listen.as_deref() {
                None | Some("off") => None,
                address => {
                    Some(parse_value("OA_METRICS_LISTEN", address, "", "off, or an address like 127.0.0.1:9464")?)
                }
            },
            docs: switch("OA_DOCS", source.docs.as_deref())?,
            log: source.log.clone().unwrap_or_else(|| "info".to_owned()),
            log_format: match source.log_format.as_deref() {
                None | Some("text") => LogFormat::Text,
                Some("json") => LogFormat::Json,
                Some(other) => {
                    return Err(ConfigError::new("OA_LOG_FORMAT", format!("`{other}` is neither text nor json")));
                }
            },
            mode: Mode::parse(&source, listen)?,
            #[cfg(feature = "miniprogram")]
            miniprogram: None,
        })
    }
}

fn validate_database_url(url: &str) -> Result<String, ConfigError> {
    database_url::validate(url).map_err(|why| ConfigError::new("DATABASE_URL", why))?;
    Ok(url.to_owned())
}

fn parse_value<T: FromStr>(
    name: &'static str,
    value: Option<&str>,
    default: &str,
    wanted: &str,
) -> Result<T, ConfigError> {
    let value = value.unwrap_or(default);
    value.parse().map_err(|_| ConfigError::new(name, format!("`{value}` is not {wanted}")))
}

/// A setting that is on unless it is off.
fn switch(name: &'static str, value: Option<&str>) -> Result<bool, ConfigError> {
    match value {
        None | Some("on") => Ok(true),
        Some("off") => Ok(false),
        Some(other) => Err(ConfigError::new(name, format!("`{other}` is neither on nor off"))),
    }
}

/// The maximum of the setting is the number of sessions that `auth/sessions` can list.
fn max_sessions(setting: Option<&str>) -> Result<u32, ConfigError> {
    let sessions = parse_value("OA_MAX_SESSIONS", setting, "20", "a number from 1 to 200")?;
    if (1..=MAX_LISTED_SESSIONS).contains(&sessions) {
        return Ok(sessions);
    }
    Err(ConfigError::new("OA_MAX_SESSIONS", format!("`{sessions}` is not a number from 1 to {MAX_LISTED_SESSIONS}")))
}

fn public_url(value: &str) -> Result<String, ConfigError> {
    let url: url::Url = parse_value("OA_PUBLIC_URL", Some(value), "", "an address like https://oa.example.com")?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.path() == "/";
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() || !plain {
        return Err(ConfigError::new("OA_PUBLIC_URL", format!("`{value}` is not http(s)://host[:port]")));
    }
    Ok(value.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests;
