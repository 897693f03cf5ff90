//! Error messages for an unparsable configuration file, without its content: it contains secrets.

use config::ConfigError;

/// One line with position and reason. The parser's own message would show the line, and the value of a wrong type.
pub(super) fn reason(error: &ConfigError) -> String {
    match error {
        ConfigError::FileParse { uri, cause } => {
            let text = cause.to_string();
            let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !is_excerpt(line)).collect();
            format!("{}: {}", uri.as_deref().unwrap_or("the file of settings"), lines.join(", "))
        }
        ConfigError::Type { origin, expected, key, .. } => {
            let origin = origin.as_deref().map(|origin| format!("{origin}: ")).unwrap_or_default();
            format!("{origin}`{}` is not {expected}", key.as_deref().unwrap_or_default())
        }
        ConfigError::At { error, origin, key } => {
            let origin = origin.as_deref().map(|origin| format!("{origin}: ")).unwrap_or_default();
            let key = key.as_deref().map(|key| format!("`{key}`: ")).unwrap_or_default();
            format!("{origin}{key}{}", reason(error))
        }
        // serde's message for a wrong type or value, which contains the value
        ConfigError::Message(text) if text.starts_with("invalid ") => {
            format!(
                "it is not {}",
                text.rsplit_once(", expected ").map_or("what belongs here", |(_, expected)| expected)
            )
        }
        other => other.to_string(),
    }
}

/// An excerpt such as `1 | secret = …` and the lines around it, or an empty line.
fn is_excerpt(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    line.is_empty() || line.starts_with('|')
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rstest::rstest;

    use crate::config::{Settings, source::Source};

    #[rstest]
    #[case::no_quotes("wx_app_id = \"wx1\"\nwx_app_secret = hunter2", "line 2")]
    #[case::no_quotes_colon("master_key = k1:hunter2=", "line 1")]
    #[case::half_a_quote("database_url = \"mysql://oa:hunter2@db/oa\nlisten = \"127.0.0.1:1\"", "line 1")]
    #[case::twice("wx_app_secret = \"hunter2\"\nwx_app_secret = \"hunter2\"", "line 2")]
    #[case::escape("wx_app_secret = \"hunter2\\q\"", "line 1")]
    #[case::table("[[wx.app]]\nid = \"wx1\"\nsecret = hunter2", "line 3")]
    #[case::list("wx_app_secret = [\"hunter2\"]", "wx_app_secret")]
    #[case::list_in_a_table("[[wx.app]]\nid = \"wx1\"\nsecret = [\"hunter2\"]", "secret")]
    #[case::no_table("wx = \"hunter2\"", "wx")]
    #[case::no_tables("[wx]\napp = \"hunter2\"", "app")]
    fn errors_do_not_contain_the_secret(#[case] text: &str, #[case] expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("oa-mini.toml");
        std::fs::write(&file, text).unwrap();
        let read = |file: &Path| Source::read(Some(file), std::iter::empty()).and_then(Settings::parse);
        let error = crate::one_line(&read(&file).err().unwrap());
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("hunter2") && !error.contains('\n'), "{error}");
    }
}
