//! The proof that a call comes from a tap: WeChat shows its panels to nobody else.

use std::cell::Cell;

use leptos::ev::MouseEvent;

thread_local! {
    /// A demo is tapping for the visitor, who asked for it by a tap.
    static STORY: Cell<bool> = const { Cell::new(false) };
}

/// A tap by the user. Only an event can make one, or the browser that saw it.
#[derive(Debug)]
pub(crate) struct Tap(());

impl Tap {
    /// The tap that `event` is, unless a script made it up.
    pub(crate) fn of(event: &MouseEvent) -> Option<Self> {
        (event.is_trusted() || STORY.get()).then_some(Self(()))
    }

    /// The tap that the browser says a script's call comes from.
    #[cfg(feature = "hydrate")]
    pub(super) fn seen(active: bool) -> Option<Self> {
        active.then_some(Self(()))
    }
}

/// Taps as a demo does.
pub(crate) fn by_story(tap: impl FnOnce()) {
    STORY.set(true);
    tap();
    STORY.set(false);
}
