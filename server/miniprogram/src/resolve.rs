//! What a name in a script, template, style sheet or `usingComponents` means.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::path::{ancestors, join, parent};

/// The paths that names are resolved to.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    /// Scripts and JSON files, as modules are named: TypeScript has `.js` too.
    pub(crate) modules: BTreeSet<String>,
    /// Templates, without extension.
    pub(crate) templates: BTreeSet<String>,
    /// WXS files and style sheets, with theirs.
    pub(crate) others: BTreeSet<String>,
    /// `resolveAlias` of app.json.
    pub(crate) aliases: Vec<(String, String)>,
}

/// The folder that "构建 npm" makes of packages.
const NPM: &str = "miniprogram_npm";

impl Resolver {
    /// The module that `require(id)` or `import` in `from` means.
    pub(crate) fn module(&self, from: &str, id: &str) -> Option<String> {
        self.named(from, id, |path| self.module_at(path))
    }

    /// The component that `usingComponents` of `from` (a path without extension, or `app`) names.
    pub(crate) fn component(&self, from: &str, reference: &str) -> Option<String> {
        let reference = reference.strip_suffix(".html").unwrap_or(reference);
        self.named(from, reference, |path| {
            [path.to_owned(), format!("{path}/index")]
                .into_iter()
                .find(|path| self.templates.contains(path) || self.modules.contains(&format!("{path}.js")))
        })
    }

    /// The style sheet that `@import` in `from` names.
    pub(crate) fn sheet(&self, from: &str, reference: &str) -> Option<String> {
        let path = join(parent(from), reference)?;
        [path.clone(), format!("{path}.wxss")].into_iter().find(|path| self.others.contains(path))
    }

    /// The WXS file that a template or another one names, by a path from the root with the extension or without.
    pub(crate) fn template_script(&self, path: &str) -> Option<String> {
        let path = join("", path)?;
        [path.clone(), format!("{path}.wxs")].into_iter().find(|path| self.others.contains(path))
    }

    fn named(&self, from: &str, reference: &str, find: impl Fn(&str) -> Option<String>) -> Option<String> {
        let folder = parent(from);
        let at = |folder: &str, reference: &str| join(folder, reference).and_then(|path| find(&path));
        let package = |name: &str| ancestors(folder).find_map(|folder| at(folder, &format!("{NPM}/{name}")));
        if reference.starts_with(['.', '/']) {
            // a package may be named like a file that is not there: `./threejs-miniprogram` in Tencent's own demo
            let name = reference.strip_prefix("./").or_else(|| reference.strip_prefix('/'));
            return at(folder, reference).or_else(|| package(name?));
        }
        at(folder, reference)
            .or_else(|| self.alias(reference).and_then(|path| at("", &path)))
            .or_else(|| package(reference))
            .or_else(|| at("", reference))
    }

    fn module_at(&self, path: &str) -> Option<String> {
        let candidates = [
            path.to_owned(),
            format!("{path}.js"),
            format!("{path}/index.js"),
            format!("{path}.json"),
            path.strip_suffix(".ts").map(|stem| format!("{stem}.js")).unwrap_or_default(),
        ];
        candidates.into_iter().find(|path| self.modules.contains(path))
    }

    fn alias(&self, reference: &str) -> Option<String> {
        self.aliases.iter().find_map(|(from, to)| match (from.strip_suffix('*'), to.strip_suffix('*')) {
            (Some(from), Some(to)) => reference.strip_prefix(from).map(|rest| format!("{to}{rest}")),
            _ => (from == reference).then(|| to.clone()),
        })
    }
}

/// `resolveAlias` of app.json: from a name, or names with `*` at the end, to a path from the root.
pub(crate) fn aliases(app: &Value) -> Vec<(String, String)> {
    let aliases = app.get("resolveAlias").and_then(Value::as_object);
    let pairs = aliases.into_iter().flatten().filter_map(|(from, to)| Some((from.clone(), to.as_str()?.to_owned())));
    pairs.collect::<BTreeMap<_, _>>().into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn resolver() -> Resolver {
        let set = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
        Resolver {
            modules: set(&[
                "app.js",
                "utils/a.js",
                "utils/index.js",
                "utils/b.json",
                "utils/a.wxs.js",
                "miniprogram_npm/dayjs/index.js",
                "miniprogram_npm/@vant/weapp/button/index.js",
                "sub/miniprogram_npm/dayjs/index.js",
                "pages/a/a.js",
                "lib/c.js",
            ]),
            templates: set(&["pages/a/a", "components/b/index", "miniprogram_npm/@vant/weapp/button/index"]),
            others: set(&["app.wxss", "styles/a.wxss", "utils/a.wxs"]),
            aliases: aliases(&json!({"resolveAlias": {"@/*": "/*", "~lib": "lib/c", "@utils/*": "utils/*"}})),
        }
    }

    #[rstest]
    #[case("pages/a/a.js", "../../utils/a", Some("utils/a.js"))]
    #[case("pages/a/a.js", "../../utils/a.js", Some("utils/a.js"))]
    #[case("pages/a/a.js", "../../utils/a.ts", Some("utils/a.js"))]
    #[case("pages/a/a.js", "../../utils", Some("utils/index.js"))]
    #[case("pages/a/a.js", "../../utils/", Some("utils/index.js"))]
    #[case("pages/a/a.js", "../../utils/b", Some("utils/b.json"))]
    #[case("pages/a/a.js", "/utils/b.json", Some("utils/b.json"))]
    #[case("pages/a/a.js", "a", Some("pages/a/a.js"))]
    #[case("pages/a/a.js", "utils/a", Some("utils/a.js"))]
    #[case("pages/a/a.js", "dayjs", Some("miniprogram_npm/dayjs/index.js"))]
    #[case("sub/pages/a.js", "dayjs", Some("sub/miniprogram_npm/dayjs/index.js"))]
    #[case("miniprogram_npm/x/index.js", "@vant/weapp/button", Some("miniprogram_npm/@vant/weapp/button/index.js"))]
    #[case("pages/a/a.js", "@/utils/a", Some("utils/a.js"))]
    #[case("pages/a/a.js", "@utils/a", Some("utils/a.js"))]
    #[case("pages/a/a.js", "~lib", Some("lib/c.js"))]
    #[case("pages/a/a.js", "./dayjs", Some("miniprogram_npm/dayjs/index.js"))]
    #[case("pages/a/a.js", "/dayjs", Some("miniprogram_npm/dayjs/index.js"))]
    #[case("pages/a/a.js", "../dayjs", None)]
    #[case("app.js", "../utils/a", None)]
    #[case("app.js", "", None)]
    fn modules(#[case] from: &str, #[case] id: &str, #[case] path: Option<&str>) {
        assert_eq!(resolver().module(from, id).as_deref(), path);
    }

    #[rstest]
    #[case("app", "components/b/index", Some("components/b/index"))]
    #[case("app", "/components/b", Some("components/b/index"))]
    #[case("pages/a/a", "../../components/b/index", Some("components/b/index"))]
    #[case("pages/a/a", "components/b", Some("components/b/index"))]
    #[case("pages/a/a", "@vant/weapp/button/index", Some("miniprogram_npm/@vant/weapp/button/index"))]
    #[case("pages/a/a", "@vant/weapp/button", Some("miniprogram_npm/@vant/weapp/button/index"))]
    #[case("pages/a/a", "/@vant/weapp/button/index", Some("miniprogram_npm/@vant/weapp/button/index"))]
    #[case("pages/a/a", "./a", Some("pages/a/a"))]
    #[case("pages/a/a", "plugin://x/y", None)]
    fn components(#[case] from: &str, #[case] reference: &str, #[case] path: Option<&str>) {
        assert_eq!(resolver().component(from, reference).as_deref(), path);
    }

    #[rstest]
    #[case("pages/a/a.wxss", "../../styles/a.wxss", Some("styles/a.wxss"))]
    #[case("pages/a/a.wxss", "/styles/a", Some("styles/a.wxss"))]
    #[case("app.wxss", "styles/a", Some("styles/a.wxss"))]
    #[case("app.wxss", "../styles/a", None)]
    fn sheets(#[case] from: &str, #[case] reference: &str, #[case] path: Option<&str>) {
        assert_eq!(resolver().sheet(from, reference).as_deref(), path);
    }
}
