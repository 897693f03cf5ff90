//! Demo or live mode: how it is selected, and the validation of its settings.

use std::net::SocketAddr;

use identity::wechat::App;
use secrecy::SecretString;
use url::Url;
use wechat_double::{DEMO_APPID, DEMO_SECRET};

use super::{ConfigError, source::Source};

/// The mode of the server.
pub enum Mode {
    /// The page, the API and the WeChat double.
    Demo {
        /// Whether the demo is public: worlds must have unguessable names, and `default` is closed.
        public: bool,
    },
    /// The API only, against the real WeChat.
    Live(Live),
}

/// The mini-programs and WeChat's base URL.
pub struct Live {
    /// `OA_WX_APP_ID` and `OA_WX_APP_SECRET`, or every `[[wx.app]]`: at least one. The first is the default.
    pub apps: Vec<App>,
    /// `OA_WX_BASE_URL`
    pub base_url: Url,
}

impl Mode {
    pub(super) fn parse(source: &Source, listen: SocketAddr) -> Result<Self, ConfigError> {
        match (source.wx_app_id.as_deref(), source.wx_app_secret.as_deref()) {
            (None, None) if source.wx.app.is_empty() => demo(source.demo.as_deref(), listen),
            (None, None) => {
                live(source, source.wx.app.iter().map(|app| (app.id.as_str(), app.secret.as_str())).collect())
            }
            (Some(_), Some(_)) if !source.wx.app.is_empty() => {
                Err(ConfigError::new("OA_WX_APP_ID", "is set, and [[wx.app]] is in the file; keep one of the two"))
            }
            (Some(appid), Some(secret)) => live(source, vec![(appid, secret)]),
            (Some(_), None) => Err(half("OA_WX_APP_SECRET", "OA_WX_APP_ID")),
            (None, Some(_)) => Err(half("OA_WX_APP_ID", "OA_WX_APP_SECRET")),
        }
    }
}

fn half(missing: &'static str, present: &str) -> ConfigError {
    ConfigError::new(missing, format!("is missing, but {present} is set; set both for live mode, none for the demo"))
}

fn demo(setting: Option<&str>, listen: SocketAddr) -> Result<Mode, ConfigError> {
    let public = match setting {
        None => false,
        Some("public") => true,
        Some(other) => return Err(ConfigError::new("OA_DEMO", format!("`{other}` is not `public`"))),
    };
    if !public && !listen.ip().is_loopback() {
        let why = format!("{listen} is not loopback, and a demo lets anybody in; set OA_DEMO=public if that is meant");
        return Err(ConfigError::new("OA_LISTEN", why));
    }
    Ok(Mode::Demo { public })
}

fn live(source: &Source, apps: Vec<(&str, &str)>) -> Result<Mode, ConfigError> {
    if source.demo.is_some() {
        return Err(ConfigError::new("OA_DEMO", "is set together with OA_WX_APP_ID; live mode has no demo"));
    }
    let mut parsed: Vec<App> = Vec::new();
    for (appid, secret) in apps {
        let app = app(appid, secret)?;
        if parsed.iter().any(|other| other.appid == app.appid) {
            return Err(ConfigError::new("OA_WX_APP_ID", format!("`{appid}` is configured twice")));
        }
        parsed.push(app);
    }
    let base = source.wx_base_url.as_deref().unwrap_or("https://api.weixin.qq.com");
    let wrong = |why: &str| ConfigError::new("OA_WX_BASE_URL", why);
    let base_url: Url = base.parse().map_err(|_| wrong("is not an address like https://api.weixin.qq.com"))?;
    if base_url.scheme() != "https" && !(base_url.scheme() == "http" && is_loopback(&base_url)) {
        return Err(wrong("is not https, and the secret travels in it; http is for loopback alone"));
    }
    Ok(Mode::Live(Live { apps: parsed, base_url }))
}

fn app(appid: &str, secret: &str) -> Result<App, ConfigError> {
    if appid == DEMO_APPID {
        return Err(ConfigError::new("OA_WX_APP_ID", "is the demo's; take your mini-program's own"));
    }
    if secret == DEMO_SECRET {
        return Err(ConfigError::new("OA_WX_APP_SECRET", "is the demo's; take your mini-program's own"));
    }
    let is_valid =
        |text: &str| text.starts_with("wx") && text.len() > 2 && text.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_valid(appid) {
        return Err(ConfigError::new("OA_WX_APP_ID", format!("`{appid}` is not an appid: wx and letters or digits")));
    }
    if secret.is_empty() || secret.contains(|c: char| !c.is_ascii_alphanumeric()) {
        return Err(ConfigError::new(
            "OA_WX_APP_SECRET",
            "is empty, or holds something that is neither letter nor digit",
        ));
    }
    Ok(App { appid: appid.to_owned(), secret: SecretString::from(secret.to_owned()) })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
