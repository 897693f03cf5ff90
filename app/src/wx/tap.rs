//! The proof that a call comes from a tap: WeChat shows its panels to nobody else.

use leptos::ev::MouseEvent;

/// A tap by the user. Only an event can make one, or the browser that saw it.
#[derive(Debug)]
pub(crate) struct Tap(());

impl Tap {
    /// The tap that `event` is, unless a script made it up.
    pub(crate) fn of(event: &MouseEvent) -> Option<Self> {
        event.is_trusted().then_some(Self(()))
    }

    /// The tap that the browser says a script's call comes from.
    #[cfg(feature = "hydrate")]
    pub(super) fn seen(active: bool) -> Option<Self> {
        active.then_some(Self(()))
    }
}
