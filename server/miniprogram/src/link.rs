//! From compiled files to a bundle: what they mean for each other.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use serde_json::{Map, Value};

use crate::{
    Bundle, Limits, OpenError, Problem,
    app::App,
    compile::{Compiled, Sources, module_name, stem},
    components::{Components, JsonFiles, missing_pages},
    expand::Sheets,
    folder::Folder,
    index::{Index, Kind},
    problem::Place,
    project_config::ProjectConfig,
    reach::{Links, reachable},
    resolve::{Resolver, aliases},
};

/// What a bundle is made of.
pub(crate) struct Parts {
    pub(crate) folder: Folder,
    pub(crate) path: PathBuf,
    pub(crate) config: ProjectConfig,
    pub(crate) index: Index,
    pub(crate) sources: Sources,
    pub(crate) limits: Limits,
    /// The name of the project where it says none.
    pub(crate) fallback: String,
}

/// A project whose files know each other.
pub(crate) struct Linked {
    pub(crate) app: App,
    /// File by module name.
    pub(crate) modules: BTreeMap<String, String>,
    /// Per module, what each text in a `require` means.
    pub(crate) requires: BTreeMap<String, BTreeMap<String, String>>,
    pub(crate) components: BTreeMap<String, Value>,
    pub(crate) sheets: Sheets,
    pub(crate) problems: Vec<Problem>,
}

/// Most problems are told of the same mistake; nobody reads more.
const MAX_PROBLEMS: usize = 500;

pub(crate) fn link(parts: Parts) -> Result<Bundle, OpenError> {
    let app_json = match parts.sources.get("app.json").map(|source| source.compiled.as_ref()) {
        Some(Compiled::Json(json)) => json,
        Some(Compiled::Unreadable(problem)) => return Err(OpenError::App(problem.clone())),
        _ => return Err(OpenError::NoApp(parts.path)),
    };
    let Some(value) = &app_json.value else {
        let problem = app_json.script.problems.first().cloned();
        return Err(problem.map_or_else(|| OpenError::NoApp(parts.path), OpenError::App));
    };
    let files = Files(&parts.sources);
    let theme = theme(value, &files);
    let app = App::of(value.clone(), &theme);
    if app.pages.is_empty() {
        return Err(OpenError::App(Problem::error("app.json", Place::FILE, "there is no page in \"pages\"")));
    }
    let modules = modules(&parts);
    let resolver = resolver(&parts, &modules, value);
    let components = Components::of(&app, &theme, &resolver, &files);
    let mut links = Links::of(&parts.sources, &modules, &resolver);
    let mut problems = parts.index.problems.clone();
    problems.extend(missing_pages(&app, &app_json.text, &resolver));
    problems.extend(components.problems);
    let reached = reachable(components.json.keys(), &links, &modules);
    // what no page leads to may be anything: tests, build scripts, examples of a library
    problems.extend(
        reached.iter().filter_map(|file| parts.sources.get(file)).flat_map(|it| it.compiled.problems()).cloned(),
    );
    problems.extend(links.problems.drain(..).filter(|problem| reached.contains(&problem.file)));
    let before_app = extended_sheet(value, &parts.index);
    let sheets = Sheets { sheets: sheets(&parts.sources), imports: links.imports, before_app };
    problems.extend(too_large(&components.json, &sheets, &parts.limits));
    problems.extend(foreign_sheets(components.json.keys(), &parts.index));
    problems.sort_by(|a, b| (a.level, a).cmp(&(b.level, b)));
    problems.dedup();
    problems.truncate(MAX_PROBLEMS);
    let linked = Linked { app, modules, requires: links.requires, components: components.json, sheets, problems };
    Ok(Bundle::of(parts, linked))
}

struct Files<'a>(&'a Sources);

impl JsonFiles for Files<'_> {
    fn json(&self, file: &str) -> Option<&Value> {
        match self.0.get(file)?.compiled.as_ref() {
            Compiled::Json(json) => json.value.as_ref(),
            _ => None,
        }
    }

    fn text(&self, file: &str) -> &str {
        match self.0.get(file).map(|source| source.compiled.as_ref()) {
            Some(Compiled::Json(json)) => &json.text,
            _ => "",
        }
    }
}

/// The light theme: the phone has no other.
fn theme(app: &Value, files: &Files<'_>) -> Map<String, Value> {
    let theme = App::theme_file(app).and_then(|file| files.json(&file)?.get("light")?.as_object().cloned());
    theme.unwrap_or_default()
}

/// Each module with its file. Of a TypeScript file and the JavaScript beside it, one is the other's output.
fn modules(parts: &Parts) -> BTreeMap<String, String> {
    let mut modules: BTreeMap<String, String> = BTreeMap::new();
    for (file, entry) in &parts.index.files {
        let wins = match entry.kind {
            Kind::JavaScript | Kind::Json => true,
            Kind::TypeScript => parts.config.prefers_typescript || !modules.contains_key(&module_name(file)),
            _ => continue,
        };
        if wins {
            modules.insert(module_name(file), file.clone());
        }
    }
    modules
}

fn resolver(parts: &Parts, modules: &BTreeMap<String, String>, app: &Value) -> Resolver {
    let of = |kind: Kind| parts.index.files.iter().filter(move |(_, entry)| entry.kind == kind).map(|(file, _)| file);
    Resolver {
        modules: modules.keys().cloned().collect(),
        templates: of(Kind::Template).map(|file| stem(file).to_owned()).collect(),
        others: of(Kind::TemplateScript).chain(of(Kind::StyleSheet)).cloned().collect(),
        aliases: aliases(app),
    }
}

/// With `"useExtendedLib": {"weui": true}`, or a version in place of `true`, WeChat brings WeUI's sheet by itself. Here the package does, once npm was built.
fn extended_sheet(app: &Value, index: &Index) -> Option<String> {
    const WEUI: &str = "miniprogram_npm/weui-miniprogram/weui-wxss/dist/style/weui.wxss";
    let is_used =
        app.pointer("/useExtendedLib/weui").is_some_and(|used| used.is_string() || *used == Value::Bool(true));
    (is_used && index.files.contains_key(WEUI)).then(|| WEUI.to_owned())
}

fn sheets(sources: &Sources) -> HashMap<String, Arc<crate::sheet::Sheet>> {
    let sheets = sources.iter().filter_map(|(file, source)| match source.compiled.as_ref() {
        Compiled::Sheet(sheet) => Some((file.clone(), Arc::clone(sheet))),
        _ => None,
    });
    sheets.collect()
}

/// Sheets whose imports multiply.
fn too_large(components: &BTreeMap<String, Value>, sheets: &Sheets, limits: &Limits) -> Vec<Problem> {
    let paths: BTreeSet<String> =
        components.keys().map(|path| format!("{path}.wxss")).chain(["app.wxss".to_owned()]).collect();
    let refused = paths.into_iter().filter(|path| sheets.expand(path, None, "", limits).is_err());
    let problem =
        |path| Problem::error(path, Place::FILE, "with its imports the style sheet is too large: it is left out");
    refused.map(problem).collect()
}

/// Sheets in a language that is not compiled, where there is none in WXSS.
fn foreign_sheets<'a>(components: impl Iterator<Item = &'a String>, index: &Index) -> Vec<Problem> {
    let mut problems = Vec::new();
    for path in components.map(String::as_str).chain(["app"]) {
        if index.files.contains_key(&format!("{path}.wxss")) {
            continue;
        }
        let found = ["less", "sass", "scss", "styl"].map(|extension| format!("{path}.{extension}"));
        if let Some(file) = found.into_iter().find(|file| index.files.contains_key(file)) {
            let message = format!("only WXSS is compiled here: let the project's own tools make {path}.wxss of it");
            problems.push(Problem::warning(file, Place::FILE, message));
        }
    }
    problems
}
