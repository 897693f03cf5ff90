//! What the frame loads, by key.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::{
    Limits, Problem,
    compile::{Compiled, Sources, stem},
    expand::{Sheets, prefix},
    folder::Folder,
    hash::{hash, short},
    index::Kind,
    link::{Linked, Parts},
    manifest, templates,
};

/// A project, compiled. It holds all but pictures, fonts and other media, which it reads when they are asked for.
#[derive(Debug)]
pub struct Bundle {
    version: String,
    name: String,
    problems: Vec<Problem>,
    project: Bytes,
    templates: Bytes,
    /// By module name.
    modules: BTreeMap<String, Arc<Compiled>>,
    sheets: Sheets,
    /// Content type by path.
    media: BTreeMap<String, &'static str>,
    folder: Folder,
    limits: Limits,
}

/// One file for the frame.
#[derive(Debug, Clone)]
pub struct Asset {
    /// As `Content-Type` has it.
    pub content_type: &'static str,
    /// The content.
    pub bytes: Bytes,
    /// A strong entity tag, with its quotes.
    pub etag: String,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

impl Bundle {
    pub(crate) fn of(parts: Parts, linked: Linked) -> Self {
        let version = version(&parts);
        let name = parts.config.name.clone().unwrap_or_else(|| parts.fallback.clone());
        let project = manifest::script(&version, &name, &parts.config, &parts.sources, &linked);
        let templates = templates(&parts.sources);
        let modules = linked.modules.iter().filter_map(|(module, file)| {
            let source = parts.sources.get(file)?;
            Some((module.clone(), Arc::clone(&source.compiled)))
        });
        let media = parts.index.files.iter().filter_map(|(file, entry)| match entry.kind {
            Kind::Media(content_type) => Some((file.clone(), content_type)),
            _ => None,
        });
        Self {
            version,
            name,
            problems: linked.problems,
            project: project.into(),
            templates: templates.into(),
            modules: modules.collect(),
            sheets: linked.sheets,
            media: media.collect(),
            folder: parts.folder,
            limits: parts.limits,
        }
    }

    /// The file of a key: `project.js`, `templates.js`, `js/<path>.js`, `js/<path>.json`, `css/page/<path>.css`,
    /// `css/component/<path>.css` or `files/<path>`, percent-decoded. Nothing but what the index holds has a key; no path is built from
    /// one. Blocks while it reads a media file of at most [`Limits::media_bytes`].
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Asset> {
        let script = |bytes| Some(Asset::of(SCRIPT, bytes));
        let (folder, path) = key.split_once('/').unwrap_or(("", key));
        match (folder, path) {
            ("", "project.js") => script(self.project.clone()),
            ("", "templates.js") => script(self.templates.clone()),
            ("js", path) => script(Bytes::from(self.modules.get(path)?.script()?.code.clone())),
            ("css", path) => self.sheet(path),
            ("files", path) => self.media(path),
            _ => None,
        }
    }

    /// A hash of everything that the frame loads: 16 hexadecimal digits.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// `projectname` of project.config.json, else the name of the folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong, errors first, of what a page leads to; at most 500.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Every key that [`get`](Self::get) knows, in order.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let sheets: std::collections::BTreeSet<&str> = self.sheets.sheets.keys().map(|file| stem(file)).collect();
        let css =
            sheets.into_iter().flat_map(|path| [format!("css/component/{path}.css"), format!("css/page/{path}.css")]);
        let files = self.media.keys().map(|path| format!("files/{path}"));
        let modules = self.modules.iter().filter(|(_, compiled)| compiled.script().is_some());
        let modules = modules.map(|(path, _)| format!("js/{path}"));
        ["project.js".to_owned(), "templates.js".to_owned()].into_iter().chain(css).chain(files).chain(modules)
    }

    fn sheet(&self, key: &str) -> Option<Asset> {
        let (form, path) = key.split_once('/')?;
        let path = path.strip_suffix(".css")?;
        let prefix = match form {
            "page" => None,
            "component" => Some(prefix(path)),
            _ => return None,
        };
        let file = format!("{path}.wxss");
        if !self.sheets.sheets.contains_key(&file) {
            return None;
        }
        // css/page/<path>.css is as deep as its slashes
        let files = format!("{}files/", "../".repeat(2 + path.matches('/').count()));
        let css = self.sheets.expand(&file, prefix.as_deref(), &files, &self.limits);
        let css = css.unwrap_or_else(|_| "/* too large, with what it imports */".to_owned());
        Some(Asset::of(STYLE, css.into()))
    }

    fn media(&self, path: &str) -> Option<Asset> {
        let (path, content_type) = self.media.get_key_value(path)?;
        let bytes = self.folder.read(path, self.limits.media_bytes).ok()?;
        Some(Asset::of(content_type, bytes.into()))
    }
}

impl Asset {
    fn of(content_type: &'static str, bytes: Bytes) -> Self {
        let etag = format!("\"{}\"", short(&hash(&bytes)));
        Self { content_type, bytes, etag }
    }
}

/// A hash of the sources, not of the output, and of what is known of media files without reading them.
fn version(parts: &Parts) -> String {
    let mut hasher = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hasher.update(bytes.len().to_le_bytes());
        hasher.update(bytes);
    };
    field(env!("CARGO_PKG_VERSION").as_bytes());
    field(format!("{:?}", parts.config).as_bytes());
    for (file, entry) in &parts.index.files {
        field(file.as_bytes());
        match parts.sources.get(file) {
            Some(source) => field(&source.hash),
            None => field(format!("{} {}", entry.size, entry.modified).as_bytes()),
        }
    }
    short(&hasher.finalize().into())
}

fn templates(sources: &Sources) -> String {
    let compiled = || sources.iter().map(|(file, source)| (file.as_str(), source.compiled.as_ref()));
    templates::script(
        compiled().filter_map(|(file, compiled)| match compiled {
            Compiled::Template(template) => Some((stem(file), template)),
            _ => None,
        }),
        compiled().filter_map(|(file, compiled)| match compiled {
            Compiled::TemplateScript(script) => Some((file, script)),
            _ => None,
        }),
    )
}
