//! `project.js`: what the frame knows of the project. The type `Project` in `runtime/protocol.ts` is its reader.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::{
    Problem,
    compile::{Compiled, Sources},
    expand::prefix,
    json::to_script,
    link::Linked,
    project_config::ProjectConfig,
};

#[derive(Serialize)]
struct Manifest<'a> {
    version: &'a str,
    name: &'a str,
    appid: &'a str,
    app: &'a Value,
    pages: &'a [String],
    json: &'a BTreeMap<String, Value>,
    modules: BTreeMap<&'a str, Module<'a>>,
    styles: BTreeMap<&'a str, String>,
    tags: BTreeSet<&'a str>,
    problems: &'a [Problem],
}

#[derive(Serialize)]
struct Module<'a> {
    requires: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dynamic: bool,
}

/// The text of `project.js`.
pub(crate) fn script(version: &str, name: &str, config: &ProjectConfig, sources: &Sources, linked: &Linked) -> String {
    let modules = linked.requires.iter().map(|(module, requires)| {
        let file = linked.modules.get(module);
        let script = file.and_then(|file| sources.get(file)).and_then(|source| source.compiled.script());
        (module.as_str(), Module { requires, dynamic: script.is_some_and(|script| script.dynamic) })
    });
    let paths = linked.components.keys().map(String::as_str).chain(["app"]);
    let styles = paths.filter(|path| linked.sheets.sheets.contains_key(&format!("{path}.wxss")));
    let templates = sources.values().filter_map(|source| match &*source.compiled {
        Compiled::Template(template) => Some(template),
        _ => None,
    });
    let manifest = Manifest {
        version,
        name,
        appid: &config.appid,
        app: &linked.app.json,
        pages: &linked.app.pages,
        json: &linked.components,
        modules: modules.collect(),
        styles: styles.map(|path| (path, prefix(path))).collect(),
        tags: templates.flat_map(|template| template.tags.iter().map(String::as_str)).collect(),
        problems: &linked.problems,
    };
    // a map's keys are strings and nothing else can fail
    let json = serde_json::to_value(manifest).unwrap_or_default();
    format!("__project({})\n", to_script(&json))
}
