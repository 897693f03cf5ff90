//! app.json: the pages of a project, and what it says of all of them.

use serde_json::{Map, Value};

use crate::path::join;

/// app.json, with its paths in one form.
#[derive(Debug, Clone)]
pub(crate) struct App {
    /// All of it, for the frame.
    pub(crate) json: Value,
    /// Every page, those of subpackages too, in order, without extension.
    pub(crate) pages: Vec<String>,
}

impl App {
    /// Reads app.json; `theme` is what the file of `themeLocation` says of the light theme, which `@name` stands for.
    pub(crate) fn of(mut json: Value, theme: &Map<String, Value>) -> Self {
        let mut pages = Vec::new();
        add_pages(&mut pages, "", json.get("pages"));
        for packages in ["subpackages", "subPackages"] {
            for package in json.get(packages).and_then(Value::as_array).into_iter().flatten() {
                let root = package.get("root").and_then(Value::as_str).unwrap_or_default();
                add_pages(&mut pages, root, package.get("pages"));
            }
        }
        for part in ["window", "tabBar"] {
            if let Some(part) = json.get_mut(part) {
                apply_theme(part, theme);
            }
        }
        for tab in json.pointer_mut("/tabBar/list").and_then(Value::as_array_mut).into_iter().flatten() {
            normalize(tab.get_mut("pagePath"));
        }
        normalize(json.get_mut("entryPagePath"));
        Self { json, pages }
    }

    /// The file of the themes, if there are any.
    pub(crate) fn theme_file(json: &Value) -> Option<String> {
        json.get("themeLocation").and_then(Value::as_str).and_then(|path| join("", path))
    }
}

/// A page's path as other tools and older versions write it: with a leading slash, or `.html`.
fn page(path: &str) -> Option<String> {
    join("", path.strip_suffix(".html").unwrap_or(path)).filter(|path| !path.is_empty())
}

fn normalize(value: Option<&mut Value>) {
    if let Some(value) = value
        && let Some(path) = value.as_str().and_then(page)
    {
        *value = path.into();
    }
}

fn add_pages(pages: &mut Vec<String>, root: &str, list: Option<&Value>) {
    for path in list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        if let Some(path) = page(&format!("{root}/{path}"))
            && !pages.contains(&path)
        {
            pages.push(path);
        }
    }
}

/// Puts the theme's values in the place of `@name`.
pub(crate) fn apply_theme(value: &mut Value, theme: &Map<String, Value>) {
    match value {
        Value::String(text) => {
            if let Some(themed) = text.strip_prefix('@').and_then(|name| theme.get(name)) {
                *value = themed.clone();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| apply_theme(value, theme)),
        Value::Object(values) => values.values_mut().for_each(|value| apply_theme(value, theme)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn collects_the_pages() {
        let app = App::of(
            json!({
                "pages": ["pages/a/a", "/pages/b/b.html", "pages/a/a", 1, "../x"],
                "subpackages": [{"root": "one/", "pages": ["c"]}, {"root": "two"}, 3],
                "subPackages": [{"root": "/three", "pages": ["/d/d"]}],
                "entryPagePath": "/pages/b/b.html",
                "tabBar": {"color": "@tab", "list": [{"pagePath": "/pages/a/a.html"}, {"pagePath": 1}, null]},
            }),
            json!({"tab": "#fff"}).as_object().unwrap(),
        );
        assert_eq!(app.pages, ["pages/a/a", "pages/b/b", "one/c", "three/d/d"]);
        assert_eq!(
            app.json["tabBar"],
            json!({"color": "#fff", "list": [{"pagePath": "pages/a/a"}, {"pagePath": 1}, null]})
        );
        assert_eq!(app.json["entryPagePath"], "pages/b/b");
    }

    #[test]
    fn takes_what_is_no_object() {
        assert!(App::of(json!([]), &Map::new()).pages.is_empty());
    }
}
