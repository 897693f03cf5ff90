//! Compiling again when a file changes.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::watch;

use crate::{Bundle, OpenError, Project};

/// How long nothing may happen before the folder is read: an editor writes a file in several steps, a compiler many files.
const QUIET: Duration = Duration::from_millis(60);
/// How long a stream of changes may put that off.
const MAX_DELAY: Duration = Duration::from_millis(600);
/// Events that wait for the compiling thread; when it is full, there is a change to see anyway.
const QUEUE: usize = 64;

/// A project that is compiled whenever a file of it changes. Dropping it ends that.
#[derive(Debug)]
pub struct Watch {
    bundles: watch::Receiver<Arc<Bundle>>,
    errors: watch::Receiver<Option<String>>,
    stop: mpsc::SyncSender<Message>,
}

#[derive(Debug)]
enum Message {
    Changed,
    Stop,
}

impl Watch {
    /// The newest bundle, and those to come. One comes only if something is different.
    #[must_use]
    pub fn bundles(&self) -> watch::Receiver<Arc<Bundle>> {
        self.bundles.clone()
    }

    /// Why the folder cannot be opened any more, while the last bundle that could stands; `None` while all is well.
    #[must_use]
    pub fn errors(&self) -> watch::Receiver<Option<String>> {
        self.errors.clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // a full queue is read to its end, where the receiver of bundles is missing too
        let _ = self.stop.try_send(Message::Stop);
    }
}

/// Compiles a project, and again on a thread of its own whenever a file changes. Blocks for the first compilation.
///
/// # Errors
///
/// If the project cannot be compiled now, or if the system does not watch files: on Linux, when `fs.inotify.max_user_watches` is
/// used up.
pub fn watch(mut project: Project) -> Result<Watch, OpenError> {
    let (sender, receiver) = mpsc::sync_channel(QUEUE);
    let changes = sender.clone();
    let changed = move |event: notify::Result<Event>| {
        // reading a file is an event too, and the compiler reads them all
        if event.map_or(true, |event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = changes.try_send(Message::Changed);
        }
    };
    let system = |error: notify::Error| OpenError::System(format!("watching files: {error}"));
    let watcher = RecommendedWatcher::new(changed, Config::default().with_follow_symlinks(false)).map_err(system)?;
    let mut watched = Watched { watcher, folders: HashSet::new() };
    let bundle = project.compile()?;
    watched.update(&project).map_err(system)?;
    // what changed while it was read
    let _ = sender.try_send(Message::Changed);
    let (bundles, latest) = watch::channel(Arc::new(bundle));
    let (errors, error) = watch::channel(None);
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            while changed_and_quiet(&receiver) && !bundles.is_closed() {
                match project.compile() {
                    Ok(bundle) => {
                        errors.send_if_modified(|error| error.take().is_some());
                        bundles.send_if_modified(|current| {
                            let changed = current.version() != bundle.version();
                            if changed {
                                *current = Arc::new(bundle);
                            }
                            changed
                        });
                    }
                    Err(error) => {
                        errors.send_replace(Some(error.to_string()));
                    }
                }
                if let Err(error) = watched.update(&project) {
                    tracing::warn!(reason = %error, "folder not watched");
                }
            }
        })
        .map_err(|error| OpenError::System(error.to_string()))?;
    Ok(Watch { bundles: latest, errors: error, stop: sender })
}

/// Waits for a change and for quiet after it; false when watching has ended.
fn changed_and_quiet(receiver: &mpsc::Receiver<Message>) -> bool {
    let Ok(Message::Changed) = receiver.recv() else { return false };
    let mut waited = Duration::ZERO;
    while waited < MAX_DELAY {
        match receiver.recv_timeout(QUIET) {
            Ok(Message::Changed) => waited += Duration::from_millis(1),
            Ok(Message::Stop) => return false,
            Err(_) => return true,
        }
    }
    true
}

/// The folders that are watched: those that were read, for a watch on the whole tree would count `node_modules` too.
struct Watched {
    watcher: RecommendedWatcher,
    folders: HashSet<PathBuf>,
}

impl Watched {
    fn update(&mut self, project: &Project) -> notify::Result<()> {
        let folders: HashSet<PathBuf> = project.folders().map(PathBuf::from).collect();
        for gone in self.folders.difference(&folders) {
            // it may not exist any more
            let _ = self.watcher.unwatch(gone);
        }
        // a folder that was deleted and made again has the same name and no watch: asking again costs nothing
        let mut result = Ok(());
        for folder in &folders {
            if let Err(error) = self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                result = Err(error);
            }
        }
        self.folders = folders;
        result
    }
}
