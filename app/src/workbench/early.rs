//! What happens before the workbench's [part](super::part) is loaded: it is kept, so that the workbench misses nothing.

use leptos::prelude::*;

use crate::{
    browser::timer,
    wx::{Wx, WxEvent},
};

/// What the phone did before the workbench was there to see it.
#[derive(Clone, Copy)]
pub(crate) struct Early {
    /// When (in ms since the page was opened), and what. `None` once the workbench has it.
    events: StoredValue<Option<Vec<(f64, WxEvent)>>>,
    /// Whether the phone's world exists.
    pub(super) is_in_world: RwSignal<bool>,
}

impl Early {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { events: StoredValue::new(Some(Vec::new())), is_in_world: RwSignal::new(false) }
    }

    /// Begins to observe, before the phone is switched on, so that nothing it does is missed.
    pub(crate) fn observe(self, wx: Wx) {
        wx.observe(move |event| {
            self.events.update_value(|events| {
                if let Some(events) = events {
                    events.push((timer::now_ms(), event));
                }
            });
        });
    }

    /// The phone's world exists.
    pub(crate) fn enter_world(self) {
        self.is_in_world.set(true);
    }

    /// All events so far; from now on none is kept.
    pub(super) fn take(self) -> Vec<(f64, WxEvent)> {
        self.events.try_update_value(Option::take).flatten().unwrap_or_default()
    }
}
