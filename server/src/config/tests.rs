use std::io::Write;

use rstest::rstest;

use super::{LogFormat, MasterKeySetting, Mode, Settings, source::Source};

fn settings(variables: &[(&str, &str)]) -> Result<Settings, super::ConfigError> {
    from(None, variables)
}

fn from(file: Option<&std::path::Path>, variables: &[(&str, &str)]) -> Result<Settings, super::ConfigError> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::parse(Source::read(file, variables)?)
}

#[test]
fn nothing_set_is_a_demo_on_loopback() {
    let settings = settings(&[]).unwrap();
    assert!(matches!(settings.mode, Mode::Demo { public: false }));
    assert_eq!(settings.public_url, None);
    assert_eq!(settings.database_url, "sqlite://data/oa-mini.db");
    assert!(matches!(settings.master_key, MasterKeySetting::Absent));
    assert!(settings.rate_limit);
    // the defaults that DEPLOY.md describes
    assert!(settings.listen.ip().is_loopback());
    assert!(settings.trusted_proxies.iter().all(|proxy| proxy.addr().is_loopback()));
    assert_eq!(settings.metrics_listen, None);
    assert_eq!((settings.log.as_str(), settings.log_format), ("info", LogFormat::Text));
}

#[test]
fn both_halves_are_live() {
    let settings = settings(&[("OA_WX_APP_ID", "wx1234567890abcdef"), ("OA_WX_APP_SECRET", "abc123")]).unwrap();
    assert!(matches!(settings.mode, Mode::Live(live) if live.base_url.as_str() == "https://api.weixin.qq.com/"));
}

#[test]
fn the_environment_goes_over_the_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "listen = \"127.0.0.1:1\"\ndatabase_url = \"sqlite://a.db\"").unwrap();
    let settings = from(Some(file.path()), &[("OA_LISTEN", "127.0.0.1:2")]).unwrap();
    assert_eq!(settings.listen.port(), 2);
    assert_eq!(settings.database_url, "sqlite://a.db");
}

#[test]
fn the_rate_limit_can_be_off() {
    assert!(!settings(&[("OA_RATE_LIMIT", "off")]).unwrap().rate_limit);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "rate_limit = \"off\"").unwrap();
    assert!(!from(Some(file.path()), &[]).unwrap().rate_limit);
    assert!(from(Some(file.path()), &[("OA_RATE_LIMIT", "on")]).unwrap().rate_limit);
}

#[test]
fn the_metrics_are_off_unless_they_have_an_address() {
    let listen = |variables: &[(&str, &str)]| settings(variables).unwrap().metrics_listen;
    assert_eq!(listen(&[]), None);
    assert_eq!(listen(&[("OA_METRICS_LISTEN", "off")]), None);
    assert_eq!(listen(&[("OA_METRICS_LISTEN", "[::1]:9464")]), Some("[::1]:9464".parse().unwrap()));
}

#[test]
fn an_empty_variable_counts_as_absent() {
    assert!(matches!(settings(&[("OA_WX_APP_ID", "")]).unwrap().mode, Mode::Demo { .. }));
}

#[rstest]
#[case(&[("OA_LISTEN", "8080")], "OA_LISTEN")]
#[case(&[("OA_LISTEN", "0.0.0.0:8080")], "OA_DEMO=public")]
#[case(&[("OA_DEMO", "yes")], "OA_DEMO")]
#[case(&[("OA_PUBLIC_URL", "oa.example.com")], "OA_PUBLIC_URL")]
#[case(&[("OA_PUBLIC_URL", "https://oa.example.com/x")], "OA_PUBLIC_URL")]
#[case(&[("OA_WX_APP_ID", "wx12")], "OA_WX_APP_SECRET")]
#[case(&[("OA_WX_APP_SECRET", "abc")], "OA_WX_APP_ID")]
#[case(&[("OA_WX_APP_ID", "wx12"), ("OA_WX_APP_SECRET", wechat_double::DEMO_SECRET)], "OA_WX_APP_SECRET")]
#[case(&[("OA_WX_APP_ID", "wx0a1b2c3d4e5f6789"), ("OA_WX_APP_SECRET", "abc")], "OA_WX_APP_ID")]
#[case(&[("OA_WX_APP_ID", "wx12"), ("OA_WX_APP_SECRET", "abc"), ("OA_WX_BASE_URL", "http://10.0.0.1")], "OA_WX_BASE_URL")]
#[case(&[("OA_LOG_FORMAT", "xml")], "OA_LOG_FORMAT")]
#[case(&[("OA_RATE_LIMIT", "0")], "OA_RATE_LIMIT")]
#[case(&[("OA_DOCS", "no")], "OA_DOCS")]
#[case(&[("OA_METRICS_LISTEN", "9464")], "OA_METRICS_LISTEN")]
#[case(&[("OA_TRUSTED_PROXIES", "10.0.0.0/8, x")], "OA_TRUSTED_PROXIES")]
#[case(&[("OA_MASTER_KEY", "a"), ("OA_MASTER_KEY_FILE", "b")], "OA_MASTER_KEY")]
fn a_wrong_setting_is_named(#[case] variables: &[(&str, &str)], #[case] named: &str) {
    let error = settings(variables).err().expect("refused").to_string();
    assert!(error.contains(named), "{error}");
    assert!(!error.contains('\n'), "one line: {error}");
}

#[test]
fn an_unknown_name_in_the_file_is_rejected() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "listn = \"127.0.0.1:1\"").unwrap();
    let error = from(Some(file.path()), &[]).err().expect("refused").to_string();
    assert!(error.contains("listn"), "{error}");
}

#[test]
fn several_apps_are_in_the_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "[[wx.app]]\nid = \"wx1\"\nsecret = \"a\"\n[[wx.app]]\nid = \"wx2\"\nsecret = \"b\"").unwrap();
    let Mode::Live(live) = from(Some(file.path()), &[]).unwrap().mode else { panic!("live") };
    assert_eq!(live.apps.iter().map(|app| app.appid.as_str()).collect::<Vec<_>>(), ["wx1", "wx2"]);
    let both = from(Some(file.path()), &[("OA_WX_APP_ID", "wx3"), ("OA_WX_APP_SECRET", "c")]);
    assert!(both.err().expect("refused").to_string().contains("[[wx.app]]"));
}

#[rstest]
#[case::twice("[[wx.app]]\nid = \"wx1\"\nsecret = \"a\"\n[[wx.app]]\nid = \"wx1\"\nsecret = \"b\"", "twice")]
#[case::no_secret("[[wx.app]]\nid = \"wx1\"", "secret")]
#[case::another_name("[[wx.app]]\nid = \"wx1\"\nsecret = \"a\"\nkey = 1", "key")]
fn an_app_that_is_wrong_is_refused(#[case] text: &str, #[case] named: &str) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "{text}").unwrap();
    let error = from(Some(file.path()), &[]).err().expect("refused").to_string();
    assert!(error.contains(named), "{error}");
}

/// The defaults give no access to anybody who was not named.
#[test]
fn the_defaults_are_restrictive() {
    let settings = settings(&[]).unwrap();
    assert!(settings.listen.ip().is_loopback() && settings.rate_limit && settings.metrics_listen.is_none());
    assert!(settings.trusted_proxies.iter().all(|net| net.addr().is_loopback()));
    assert_eq!(settings.max_sessions, 20);
    let live = [("OA_WX_APP_ID", "wx1234"), ("OA_WX_APP_SECRET", "abc"), ("OA_LISTEN", "0.0.0.0:8080")];
    let settings = from(None, &live).unwrap();
    assert!(settings.trusted_proxies.is_empty() && settings.rate_limit && settings.metrics_listen.is_none());
    assert!(from(None, &[("OA_LISTEN", "0.0.0.0:8080")]).is_err(), "a demo elsewhere must be asked for");
}

#[rstest]
#[case("1", Some(1))]
#[case("200", Some(200))]
#[case("0", None)]
#[case("201", None)]
#[case("-1", None)]
#[case("off", None)]
#[case("20.5", None)]
fn an_account_has_1_to_200_sessions(#[case] value: &str, #[case] sessions: Option<u32>) {
    let found = settings(&[("OA_MAX_SESSIONS", value)]);
    match sessions {
        Some(sessions) => assert_eq!(found.unwrap().max_sessions, sessions),
        None => {
            let error = found.err().unwrap().to_string();
            assert!(error.starts_with("OA_MAX_SESSIONS: ") && error.contains("1 to 200"), "{error}");
        }
    }
}
