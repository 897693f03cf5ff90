//! Why a folder is no mini-program.

use std::{io, path::PathBuf};

use crate::Problem;

/// Why a folder cannot be opened as a mini-program. The message names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder, or one below it, cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder has no app.json where project.config.json says, or at its top.
    #[error("{}: no app.json here; name the folder that holds it, or project.config.json with miniprogramRoot", .0.display())]
    NoApp(PathBuf),
    /// `miniprogramRoot` leads out of the folder, through a symbolic link, or nowhere.
    #[error("project.config.json: miniprogramRoot {0:?} is no folder of this project")]
    Root(String),
    /// app.json is no JSON, or has no pages.
    #[error("{0}")]
    App(Problem),
    /// More files than [`Limits::entries`](crate::Limits::entries).
    #[error("{}: more than {limit} files; name the mini-program's own folder", path.display())]
    TooManyFiles {
        /// Where the limit was met.
        path: PathBuf,
        /// The limit.
        limit: usize,
    },
    /// More source text than [`Limits::total_bytes`](crate::Limits::total_bytes).
    #[error("{}: the sources are more than {limit} bytes; name the mini-program's own folder", path.display())]
    TooLarge {
        /// Where the limit was met.
        path: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// The compiling threads, or the file watcher, cannot be started.
    #[error("{0}")]
    System(String),
}
