//! project.config.json: what the developer tools know of a project.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::{Limits, Problem, folder::Folder, json};

/// What is used of project.config.json; all of it may be missing.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct ProjectConfig {
    /// The folder of app.json, normalized as a path; empty for the project's own.
    pub(crate) root: String,
    pub(crate) name: Option<String>,
    pub(crate) appid: String,
    /// Whether a script in TypeScript stands above one of the same name in JavaScript, which is what another compiler has made of it.
    pub(crate) prefers_typescript: bool,
}

/// The file's name.
pub(crate) const FILE: &str = "project.config.json";

impl ProjectConfig {
    /// Reads the file; what is missing or unreadable is as if it were empty, and the latter a problem.
    pub(crate) fn read(folder: &Folder, limits: &Limits) -> (Self, Option<Problem>) {
        let Ok(bytes) = folder.read(FILE, limits.source_bytes) else { return (Self::default(), None) };
        let text = crate::source::text(&bytes);
        match json::parse(FILE, &text, limits) {
            Ok(value) => (Self::of(&value), None),
            Err(problem) => (Self::default(), Some(problem)),
        }
    }

    fn of(value: &Value) -> Self {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let plugins = value.pointer("/setting/useCompilerPlugins").and_then(Value::as_array);
        Self {
            root: text("miniprogramRoot").unwrap_or_default(),
            // the tools write a name in Chinese percent-encoded
            name: text("projectname").map(|name| percent_decode_str(&name).decode_utf8_lossy().into_owned()),
            appid: text("appid").unwrap_or_default(),
            prefers_typescript: plugins.is_some_and(|plugins| plugins.iter().any(|plugin| plugin == "typescript")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn takes_what_is_there() {
        let config = ProjectConfig::of(&json!({
            "miniprogramRoot": "miniprogram/", "projectname": "%E5%95%86%E5%9F%8E", "appid": "wx1",
            "setting": { "useCompilerPlugins": ["typescript", "sass"] },
        }));
        let name = Some("商城".to_owned());
        assert_eq!(
            config,
            ProjectConfig { root: "miniprogram/".into(), name, appid: "wx1".into(), prefers_typescript: true }
        );
        assert_eq!(ProjectConfig::of(&json!([])), ProjectConfig::default());
        assert_eq!(ProjectConfig::of(&json!({"setting": {"useCompilerPlugins": false}})), ProjectConfig::default());
    }
}
