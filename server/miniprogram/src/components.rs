//! The configuration of each page and of each component that they use.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{
    Problem,
    app::{App, apply_theme},
    json::place_of,
    problem::Place,
    resolve::Resolver,
};

/// The JSON files of pages and components, as the project has them.
pub(crate) trait JsonFiles {
    /// The content of a file; `None` where it is missing or broken.
    fn json(&self, file: &str) -> Option<&Value>;
    /// Its text, to find a place in it.
    fn text(&self, file: &str) -> &str;
}

/// Pages and components by path, with `usingComponents` resolved.
#[derive(Debug, Default)]
pub(crate) struct Components {
    pub(crate) json: BTreeMap<String, Value>,
    pub(crate) problems: Vec<Problem>,
}

impl Components {
    /// Follows `usingComponents` from the pages.
    pub(crate) fn of(app: &App, theme: &Map<String, Value>, resolver: &Resolver, files: &impl JsonFiles) -> Self {
        let mut reader = Reader { resolver, files, components: Self::default(), queue: Vec::new() };
        let shared = reader.using("app", &app.json);
        reader.queue.extend(app.pages.iter().cloned());
        if app.json.pointer("/tabBar/custom").and_then(Value::as_bool) == Some(true) {
            reader.queue.push("custom-tab-bar/index".to_owned());
        }
        while let Some(path) = reader.queue.pop() {
            if !reader.components.json.contains_key(&path) {
                let json = reader.component(&path, theme, &shared);
                reader.components.json.insert(path, json);
            }
        }
        reader.components.problems.sort();
        reader.components
    }
}

struct Reader<'a, F> {
    resolver: &'a Resolver,
    files: &'a F,
    components: Components,
    queue: Vec<String>,
}

impl<F: JsonFiles> Reader<'_, F> {
    fn component(&mut self, path: &str, theme: &Map<String, Value>, shared: &Map<String, Value>) -> Value {
        let mut json = self.files.json(&format!("{path}.json")).cloned().unwrap_or_default();
        if !json.is_object() {
            json = Value::Object(Map::new());
        }
        let mut using = shared.clone();
        using.extend(self.using(path, &json));
        let generics = self.generics(path, &json);
        apply_theme(&mut json, theme);
        if let Some(json) = json.as_object_mut() {
            json.insert("usingComponents".to_owned(), using.into());
            if let Some(generics) = generics {
                json.insert("componentGenerics".to_owned(), generics.into());
            }
        }
        json
    }

    /// `usingComponents` of a file, resolved; what is not found is a problem and left out.
    fn using(&mut self, path: &str, json: &Value) -> Map<String, Value> {
        let using = json.get("usingComponents").and_then(Value::as_object);
        let pairs = using.into_iter().flatten().filter_map(|(tag, reference)| {
            let resolved = self.resolve(path, tag, reference.as_str()?)?;
            Some((tag.clone(), resolved.into()))
        });
        pairs.collect()
    }

    /// `componentGenerics` of a file, with the paths of their defaults resolved.
    fn generics(&mut self, path: &str, json: &Value) -> Option<Map<String, Value>> {
        let mut generics = json.get("componentGenerics")?.as_object()?.clone();
        for (tag, generic) in &mut generics {
            if let Some(reference) = generic.get("default").and_then(Value::as_str) {
                *generic = match self.resolve(path, tag, reference) {
                    Some(resolved) => serde_json::json!({ "default": resolved }),
                    None => true.into(),
                };
            }
        }
        Some(generics)
    }

    fn resolve(&mut self, path: &str, tag: &str, reference: &str) -> Option<String> {
        if let Some(found) = self.resolver.component(path, reference) {
            self.queue.push(found.clone());
            return Some(format!("/{found}"));
        }
        let file = format!("{path}.json");
        let place = place_of(self.files.text(&file), reference);
        let problem = if ["plugin://", "plugin-private://", "dynamicLib://", "ext://", "weui:"]
            .iter()
            .any(|it| reference.starts_with(it))
        {
            Problem::warning(file, place, format!("<{tag}>: {reference:?} comes with WeChat and is not in this folder"))
        } else if reference.starts_with(['.', '/']) {
            Problem::error(file, place, format!("<{tag}>: there is no component {reference:?}"))
        } else {
            let message =
                format!("<{tag}>: there is no component {reference:?}; if it is a package, build npm (构建 npm) first");
            Problem::error(file, place, message)
        };
        self.components.problems.push(problem);
        None
    }
}

/// Pages that are in app.json and nowhere else.
pub(crate) fn missing_pages(app: &App, text: &str, resolver: &Resolver) -> Vec<Problem> {
    let missing = app.pages.iter().filter_map(|page| {
        let script = resolver.modules.contains(&format!("{page}.js"));
        match (resolver.templates.contains(page), script) {
            (true, true) => None,
            (true, false) => Some(Problem::warning(format!("{page}.js"), Place::FILE, "the page has no script")),
            (false, true) => Some(Problem::error(format!("{page}.wxml"), Place::FILE, "the page has no template")),
            (false, false) => {
                Some(Problem::error("app.json", place_of(text, page), format!("there is no page {page:?}")))
            }
        }
    });
    missing.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Files(BTreeMap<String, Value>);

    impl JsonFiles for Files {
        fn json(&self, file: &str) -> Option<&Value> {
            self.0.get(file)
        }
        fn text(&self, _: &str) -> &str {
            "{\n\"./missing\"}"
        }
    }

    fn components(app: Value, files: Value, templates: &[&str]) -> Components {
        let resolver =
            Resolver { templates: templates.iter().map(|path| (*path).to_owned()).collect(), ..Resolver::default() };
        let files = Files(files.as_object().unwrap().clone().into_iter().collect());
        let theme = json!({"bg": "#fff"}).as_object().unwrap().clone();
        Components::of(&App::of(app, &theme), &theme, &resolver, &files)
    }

    #[test]
    fn follows_what_is_used() {
        let components = components(
            json!({"pages": ["pages/a"], "usingComponents": {"x-b": "components/b", "x-c": "components/b"}}),
            json!({
                "pages/a.json": {"usingComponents": {"x-c": "./c"}, "backgroundColor": "@bg"},
                "pages/c.json": {"component": true, "componentGenerics": {"one": true, "two": {"default": "../components/d"}}},
                "components/unused.json": {"component": true},
            }),
            &["pages/a", "pages/c", "components/b/index", "components/d", "components/unused"],
        );
        insta::assert_json_snapshot!(components.json);
        assert_eq!(components.problems, []);
    }

    #[test]
    fn tells_what_is_missing() {
        let components = components(
            json!({"pages": ["pages/a"], "tabBar": {"custom": true}}),
            json!({
                "pages/a.json": {"usingComponents": {"a": "./missing", "b": "plugin://x/y", "c": "@vant/weapp/button", "d": 1}},
                "custom-tab-bar/index.json": [],
            }),
            &["pages/a"],
        );
        let problems: Vec<String> = components.problems.iter().map(ToString::to_string).collect();
        insta::assert_json_snapshot!((components.json, problems));
    }
}
