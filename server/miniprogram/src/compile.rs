//! Every source of a project, compiled by itself; what has not changed is kept.

use std::{collections::BTreeMap, sync::Arc};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::Value;

use crate::{
    Limits, Problem,
    folder::Folder,
    guard::with_stack,
    hash::{ContentHash, hash},
    index::{Entry, Index, Kind},
    json,
    problem::Place,
    script::{self, Script},
    sheet::{self, Sheet},
    source,
    template::{self, Template},
    wxs::{self, TemplateScript},
};

/// A file with what it was compiled from and to.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) hash: ContentHash,
    pub(crate) compiled: Arc<Compiled>,
}

/// What a file is compiled to.
#[derive(Debug)]
pub(crate) enum Compiled {
    Script(Script),
    Json(Json),
    Template(Template),
    TemplateScript(TemplateScript),
    Sheet(Arc<Sheet>),
    /// It could not be read.
    Unreadable(Problem),
}

/// A JSON file, which may be configuration and may be required.
#[derive(Debug)]
pub(crate) struct Json {
    pub(crate) script: Script,
    pub(crate) value: Option<Value>,
    /// To find a place in it.
    pub(crate) text: String,
}

impl Compiled {
    /// What is wrong with the file by itself.
    pub(crate) fn problems(&self) -> &[Problem] {
        match self {
            Self::Script(script) => &script.problems,
            Self::Json(json) => &json.script.problems,
            Self::Template(template) => &template.problems,
            Self::TemplateScript(script) => &script.problems,
            Self::Sheet(sheet) => &sheet.problems,
            Self::Unreadable(problem) => std::slice::from_ref(problem),
        }
    }

    /// The module that the file is, if it is one.
    pub(crate) fn script(&self) -> Option<&Script> {
        match self {
            Self::Script(script) => Some(script),
            Self::Json(json) => Some(&json.script),
            _ => None,
        }
    }
}

/// The sources of a project, by path.
pub(crate) type Sources = BTreeMap<String, Source>;

/// Compiles the sources of an index, in parallel. Media files are not read.
pub(crate) fn all(folder: &Folder, index: &Index, limits: &Limits, previous: &Sources) -> Sources {
    let files: Vec<(&String, &Entry)> = index.files.iter().collect();
    let sources = files.par_iter().filter_map(|(file, entry)| {
        let source = one(folder, file, entry.kind, limits, previous.get(*file))?;
        Some(((*file).clone(), source))
    });
    sources.collect()
}

fn one(folder: &Folder, file: &str, kind: Kind, limits: &Limits, previous: Option<&Source>) -> Option<Source> {
    if matches!(kind, Kind::Media(_) | Kind::ForeignStyleSheet) {
        return None;
    }
    let bytes = match folder.read(file, limits.source_bytes) {
        Ok(bytes) => bytes,
        Err(error) => {
            let compiled = Compiled::Unreadable(Problem::error(file, Place::FILE, error.to_string()));
            return Some(Source { hash: hash(&[]), compiled: Arc::new(compiled) });
        }
    };
    let hash = hash(&bytes);
    if let Some(previous) = previous
        && previous.hash == hash
        && !matches!(*previous.compiled, Compiled::Unreadable(_))
    {
        return Some(previous.clone());
    }
    let text = source::text(&bytes);
    let compiled =
        with_stack(file, text.len(), || compile(file, kind, &text, limits)).unwrap_or_else(Compiled::Unreadable);
    Some(Source { hash, compiled: Arc::new(compiled) })
}

fn compile(file: &str, kind: Kind, text: &str, limits: &Limits) -> Compiled {
    match kind {
        Kind::JavaScript => Compiled::Script(script::compile(file, file, text, limits)),
        Kind::TypeScript => Compiled::Script(script::compile(file, &module_name(file), text, limits)),
        Kind::Template => Compiled::Template(template::compile(stem(file), text, limits)),
        Kind::TemplateScript => Compiled::TemplateScript(wxs::compile(file, text, limits)),
        Kind::StyleSheet => Compiled::Sheet(Arc::new(sheet::compile(file, text, limits))),
        Kind::Json | Kind::Media(_) | Kind::ForeignStyleSheet => Compiled::Json(Json {
            script: script::compile_json(file, text, limits),
            value: json::parse(file, text, limits).ok(),
            text: text.to_owned(),
        }),
    }
}

/// A path without its extension.
pub(crate) fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// A script's name as a module: TypeScript has `.js` too.
pub(crate) fn module_name(file: &str) -> String {
    file.strip_suffix(".ts").map_or_else(|| file.to_owned(), |stem| format!("{stem}.js"))
}
