//! A folder on its way to a bundle.

use std::path::{Path, PathBuf};

use crate::{
    Bundle, Limits, OpenError,
    compile::{self, Sources},
    folder::Folder,
    guard,
    index::Index,
    link::{Parts, link},
    path::join,
    project_config::ProjectConfig,
};

/// The folder of a mini-program, and what its last compilation has left for the next.
#[derive(Debug)]
pub struct Project {
    dir: PathBuf,
    limits: Limits,
    pool: rayon::ThreadPool,
    sources: Sources,
    folders: Vec<PathBuf>,
}

impl Project {
    /// Opens a folder: that of app.json, or one above it whose project.config.json has `miniprogramRoot`. The path itself may hold
    /// symbolic links, the folder may not. Blocks on the file system.
    ///
    /// # Errors
    ///
    /// If there is no app.json, or if the threads that compile cannot be started.
    pub fn open(dir: &Path, limits: Limits) -> Result<Self, OpenError> {
        let pool = guard::pool().map_err(|error| OpenError::System(error.to_string()))?;
        let dir = dir.canonicalize().map_err(|source| OpenError::Read { path: dir.to_owned(), source })?;
        let project = Self { dir, limits, pool, sources: Sources::new(), folders: Vec::new() };
        let (folder, path, _, _) = project.root()?;
        if folder.read("app.json", project.limits.source_bytes).is_err() {
            return Err(OpenError::NoApp(path));
        }
        Ok(project)
    }

    /// Reads the folder and compiles what has changed since the last time. Blocks for as long as that takes: a second for some
    /// hundred pages, a few milliseconds when one file has changed.
    ///
    /// # Errors
    ///
    /// If app.json is missing or broken, or if the folder exceeds a limit. Whatever else is wrong is in
    /// [`Bundle::problems`].
    pub fn compile(&mut self) -> Result<Bundle, OpenError> {
        let (folder, path, config, problem) = self.root()?;
        let mut index = Index::of(&path, &self.limits)?;
        index.problems.extend(problem);
        self.folders = std::mem::take(&mut index.folders);
        let sources = self.pool.install(|| compile::all(&folder, &index, &self.limits, &self.sources));
        self.sources = sources.clone();
        let fallback = self.dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let parts = Parts { folder, path, config, index, sources, limits: self.limits, fallback };
        self.pool.install(|| link(parts))
    }

    /// The folders that the last compilation read, and the project's own.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path).chain([self.dir.as_path()])
    }

    /// The folder of app.json.
    fn root(&self) -> Result<(Folder, PathBuf, ProjectConfig, Option<crate::Problem>), OpenError> {
        let read = |source| OpenError::Read { path: self.dir.clone(), source };
        let dir = Folder::open(&self.dir).map_err(read)?;
        let (config, problem) = ProjectConfig::read(&dir, &self.limits);
        match join("", &config.root) {
            Some(root) if root.is_empty() => Ok((dir, self.dir.clone(), config, problem)),
            Some(root) => {
                let folder = dir.folder(&root).map_err(|_| OpenError::Root(config.root.clone()))?;
                Ok((folder, self.dir.join(root), config, problem))
            }
            None => Err(OpenError::Root(config.root.clone())),
        }
    }
}
