//! Who looks on. The runtime says what it does; it does not know that a workbench draws it.

use std::cell::Cell;

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Began,
    Done,
    Failed,
}

/// What is seen.
pub(crate) enum Seen<'a> {
    /// A step that the phone takes by itself, by its id in the diagram, and a value that may be shown.
    Step(&'static str, Stage, String),
    /// A call goes out.
    Sent { request: &'a str, address: &'a str, headers: &'a [(&'static str, String)], body: Option<&'a str> },
    /// Its answer; `Err` is the errMsg where there is none.
    Answered { request: &'a str, answer: Result<&'a str, &'a str> },
    /// The platform gave encrypted data or a signed profile: the body that it answered.
    Sealed(&'a str),
}

thread_local! {
    static WATCHER: Cell<Option<fn(&Seen<'_>)>> = const { Cell::new(None) };
}

/// From now on `watcher` is told.
pub(crate) fn watch(watcher: fn(&Seen<'_>)) {
    WATCHER.set(Some(watcher));
}

/// Tells whoever looks on.
pub(crate) fn tell(seen: &Seen<'_>) {
    if let Some(watcher) = WATCHER.get() {
        watcher(seen);
    }
}

/// Tells of a step.
pub(crate) fn step(id: &'static str, stage: Stage, value: impl Into<String>) {
    tell(&Seen::Step(id, stage, value.into()));
}
