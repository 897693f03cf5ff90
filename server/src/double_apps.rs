//! `--app APPID:SECRET`: the apps of a standalone double. Error messages do not contain the secret.

use std::str::FromStr;

use secrecy::{ExposeSecret as _, SecretString};
use wechat_double::DoubleApp;

use crate::config::ConfigError;

/// The option.
const NAME: &str = "--app";
/// The maximum number of apps: every world keeps keys and tokens for each.
const MAX_APPS: usize = 32;

/// An unparsed argument: clap would print an argument that it rejects, secret included.
#[derive(Debug, Clone)]
pub struct AppArgument(SecretString);

impl FromStr for AppArgument {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned().into()))
    }
}

/// Parses the apps; the first is the default of a phone's call. Without any, the double's own app.
///
/// # Errors
/// The first invalid argument, and the expected format.
pub fn parse(arguments: &[AppArgument]) -> Result<Vec<DoubleApp>, ConfigError> {
    if arguments.len() > MAX_APPS {
        return Err(ConfigError::new(NAME, format!("more than {MAX_APPS} apps; start a second double for the others")));
    }
    let mut apps: Vec<DoubleApp> = Vec::new();
    for (nth, argument) in arguments.iter().enumerate() {
        let app = app(argument.0.expose_secret(), nth + 1)?;
        if apps.iter().any(|other| other.appid == app.appid) {
            return Err(ConfigError::new(NAME, format!("`{}` is given twice; keep one of the two", app.appid)));
        }
        apps.push(app);
    }
    Ok(if apps.is_empty() { vec![DoubleApp::demo()] } else { apps })
}

fn app(text: &str, nth: usize) -> Result<DoubleApp, ConfigError> {
    // appid and secret may be swapped, so neither is repeated unless the first part looks like an appid
    let invalid = |why: &str| ConfigError::new(NAME, format!("number {nth} {why}"));
    let (appid, secret) = text.split_once(':').ok_or_else(|| invalid("is not APPID:SECRET, with a colon between"))?;
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
    if !(3..=32).contains(&appid.len()) || !appid.starts_with("wx") || !plain(appid) {
        return Err(invalid("has no appid before the colon: wx and 1 to 30 letters or digits"));
    }
    if !(1..=128).contains(&secret.len()) || !plain(secret) {
        return Err(ConfigError::new(
            NAME,
            format!("`{appid}` has no secret after the colon: 1 to 128 letters or digits"),
        ));
    }
    Ok(DoubleApp { appid: appid.to_owned(), secret: secret.into() })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Vec<DoubleApp>, ConfigError> {
        parse(&arguments.iter().map(|text| text.parse().unwrap()).collect::<Vec<_>>())
    }

    #[rstest]
    #[case(&[], &["wx0a1b2c3d4e5f6789"])]
    #[case(&["wx1:s"], &["wx1"])]
    #[case(&["wx0a1b2c3d4e5f6789:0123456789abcdef0123456789abcdef", "wx2:S2"], &["wx0a1b2c3d4e5f6789", "wx2"])]
    fn apps(#[case] arguments: &[&str], #[case] appids: &[&str]) {
        let apps = parsed(arguments).unwrap();
        assert_eq!(apps.iter().map(|app| app.appid.as_str()).collect::<Vec<_>>(), appids);
        if let Some(first) = arguments.first() {
            assert_eq!(format!("{}:{}", apps[0].appid, apps[0].secret.expose_secret()), *first);
        }
    }

    #[rstest]
    #[case::no_colon(&["5ec5e7wx"], "number 1 is not APPID:SECRET")]
    #[case::empty(&["wx1:s", ""], "number 2 is not APPID:SECRET")]
    #[case::swapped(&["5ec5e7:wx1"], "number 1 has no appid before the colon")]
    #[case::short(&["wx:5ec5e7"], "number 1 has no appid")]
    #[case::capitals(&["WX1:5ec5e7"], "number 1 has no appid")]
    #[case::no_secret(&["wx1:"], "`wx1` has no secret after the colon")]
    #[case::two_colons(&["wx1:5ec5e7:x"], "`wx1` has no secret")]
    #[case::space(&["wx1: 5ec5e7"], "`wx1` has no secret")]
    #[case::twice(&["wx1:5ec5e7", "wx1:5ec5e7b"], "`wx1` is given twice")]
    #[case::many(&["wx1:5ec5e7"; 33], "more than 32 apps")]
    fn an_error_does_not_contain_the_secret(#[case] arguments: &[&str], #[case] expected: &str) {
        let error = parsed(arguments).unwrap_err().to_string();
        assert!(error.starts_with("--app: ") && error.contains(expected), "{error}");
        assert!(!error.contains("5ec5e7"), "{error}");
    }

    #[test]
    fn an_argument_is_not_printed() {
        assert!(!format!("{:?}", "wx1:5ec5e7".parse::<AppArgument>().unwrap()).contains("5ec5e7"));
    }
}
