//! The files of a project that the frame may see, found once.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::{Limits, OpenError, Problem, media::media_type, problem::Place};

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    JavaScript,
    TypeScript,
    Json,
    Template,
    TemplateScript,
    StyleSheet,
    /// A style sheet in a language that the developer tools compile and this crate does not.
    ForeignStyleSheet,
    /// A picture, font, sound or film, with its content type.
    Media(&'static str),
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        Some(match extension {
            "js" => Self::JavaScript,
            "ts" if !stem.ends_with(".d") => Self::TypeScript,
            "json" => Self::Json,
            "wxml" => Self::Template,
            "wxs" => Self::TemplateScript,
            "wxss" => Self::StyleSheet,
            "less" | "sass" | "scss" | "styl" => Self::ForeignStyleSheet,
            other => Self::Media(media_type(other)?),
        })
    }
}

/// A file of the index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    /// Bytes, when it was found.
    pub(crate) size: u64,
    /// Nanoseconds since 1970, when it was found: what the version knows of a media file.
    pub(crate) modified: u128,
}

/// The files below a root, by path.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) files: BTreeMap<String, Entry>,
    /// The folders that were read, for whoever watches them.
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) problems: Vec<Problem>,
}

/// Folders that a mini-program does not consist of.
const IGNORED_FOLDERS: [&str; 3] = ["node_modules", "cloudfunctions", "miniprogram_dist"];
/// Settings of WeChat's tools: the second may hold what its owner does not share.
const IGNORED_FILES: [&str; 2] = ["project.config.json", "project.private.config.json"];

impl Index {
    /// Finds the files. Symbolic links, names that begin with a dot and files of other kinds are left out.
    pub(crate) fn of(root: &Path, limits: &Limits) -> Result<Self, OpenError> {
        let mut walk = Walk { limits, entries: 0, total: 0, index: Self::default() };
        walk.folder(root, "", 0)?;
        Ok(walk.index)
    }
}

struct Walk<'a> {
    limits: &'a Limits,
    entries: usize,
    total: u64,
    index: Index,
}

impl Walk<'_> {
    fn folder(&mut self, path: &Path, below: &str, depth: usize) -> Result<(), OpenError> {
        if depth > self.limits.depth {
            let message = format!("more than {} folders deep: left out", self.limits.depth);
            self.index.problems.push(Problem::warning(below, Place::FILE, message));
            return Ok(());
        }
        let read = |source| OpenError::Read { path: path.to_owned(), source };
        self.index.folders.push(path.to_owned());
        for entry in fs::read_dir(path).map_err(read)? {
            let entry = entry.map_err(read)?;
            self.entries += 1;
            if self.entries > self.limits.entries {
                return Err(OpenError::TooManyFiles { path: path.to_owned(), limit: self.limits.entries });
            }
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let below = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            // of the entry itself, not of what a link leads to; gone meanwhile is no error
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() {
                if !IGNORED_FOLDERS.contains(&name.as_str()) {
                    self.folder(&entry.path(), &below, depth + 1)?;
                }
            } else if metadata.is_file() && !IGNORED_FILES.contains(&name.as_str()) {
                self.file(entry.path(), below, &name, &metadata)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf, below: String, name: &str, metadata: &fs::Metadata) -> Result<(), OpenError> {
        let Some(kind) = Kind::of(name) else { return Ok(()) };
        let size = metadata.len();
        let limit = match kind {
            Kind::Media(_) => self.limits.media_bytes,
            Kind::ForeignStyleSheet => u64::MAX,
            _ => self.limits.source_bytes,
        };
        if size > limit {
            let message = format!("{size} bytes are more than the limit of {limit}: left out");
            self.index.problems.push(Problem::error(below, Place::FILE, message));
            return Ok(());
        }
        if !matches!(kind, Kind::Media(_) | Kind::ForeignStyleSheet) {
            self.total += size;
            if self.total > self.limits.total_bytes {
                return Err(OpenError::TooLarge { path, limit: self.limits.total_bytes });
            }
        }
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map(|time| time.as_nanos()).unwrap_or_default();
        self.index.files.insert(below, Entry { kind, size, modified });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use rstest::rstest;

    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn names(index: &Index) -> Vec<&str> {
        index.files.keys().map(String::as_str).collect()
    }

    #[test]
    fn finds_what_the_frame_may_see() {
        let dir = tempfile::tempdir().unwrap();
        let secret = tempfile::tempdir().unwrap();
        write(secret.path(), "a.js", "secret");
        for path in [
            "app.json",
            "app.js",
            "pages/a/a.wxml",
            "pages/a/a.ts",
            "typings/a.d.ts",
            "images/a.png",
            "a.sh",
            "README",
            ".env.js",
            ".git/a.js",
            "node_modules/a/a.js",
            "cloudfunctions/a/a.js",
            "project.private.config.json",
            "project.config.json",
            "lib/noise.d.js",
        ] {
            write(dir.path(), path, "");
        }
        symlink(secret.path(), dir.path().join("link")).unwrap();
        symlink(secret.path().join("a.js"), dir.path().join("link.js")).unwrap();
        let index = Index::of(dir.path(), &Limits::default()).unwrap();
        assert_eq!(
            names(&index),
            ["app.js", "app.json", "images/a.png", "lib/noise.d.js", "pages/a/a.ts", "pages/a/a.wxml"]
        );
        assert_eq!(index.problems, []);
    }

    #[test]
    fn leaves_out_what_is_large() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "a.js", "1234");
        write(dir.path(), "b.js", "12345");
        write(dir.path(), "a.png", "12345");
        let limits = Limits { source_bytes: 4, media_bytes: 5, ..Limits::default() };
        let index = Index::of(dir.path(), &limits).unwrap();
        assert_eq!(names(&index), ["a.js", "a.png"]);
        assert_eq!(index.problems[0].to_string(), "b.js: error: 5 bytes are more than the limit of 4: left out");
    }

    #[test]
    fn leaves_out_what_is_deep() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "1/2/a.js", "");
        write(dir.path(), "1/2/3/b.js", "");
        let index = Index::of(dir.path(), &Limits { depth: 2, ..Limits::default() }).unwrap();
        assert_eq!(names(&index), ["1/2/a.js"]);
        assert_eq!(index.problems[0].to_string(), "1/2/3: warning: more than 2 folders deep: left out");
    }

    #[rstest]
    #[case(Limits { entries: 3, ..Limits::default() }, "more than 3 files")]
    #[case(Limits { total_bytes: 7, ..Limits::default() }, "more than 7 bytes")]
    fn refuses_what_is_too_much(#[case] limits: Limits, #[case] message: &str) {
        let dir = tempfile::tempdir().unwrap();
        for path in ["a.js", "b.js", "c.txt", "d.txt"] {
            write(dir.path(), path, "1234");
        }
        let error = Index::of(dir.path(), &limits).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}
