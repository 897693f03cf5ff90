//! The proof that a call comes from a tap: WeChat shows its panels for nothing else.

use leptos::{ev::MouseEvent, prelude::*};

use super::Wx;

/// A tap by the user. Only an event can make one, or the browser that saw it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tap(());

impl Tap {
    /// The tap that `event` is: of a person, or of a demo, which a person has asked for.
    pub(crate) fn of(wx: Wx, event: &MouseEvent) -> Option<Self> {
        (event.is_trusted() || wx.is_demo_tap.get_value()).then_some(Self(()))
    }

    /// The tap that the browser says a script's call comes from.
    pub(super) fn from_activation(is_active: bool) -> Option<Self> {
        is_active.then_some(Self(()))
    }
}

impl Wx {
    /// Taps as a demo does.
    pub(crate) fn demo_tap(self, tap: impl FnOnce()) {
        self.is_demo_tap.set_value(true);
        tap();
        self.is_demo_tap.set_value(false);
    }
}
