//! A flow that a tap begins: one at a time, and shown while it is under way.

use leptos::prelude::*;

use super::{Wx, hide_toast};

/// A flow with the input `I`.
pub(crate) struct Flow<I: Send + Sync + 'static> {
    wx: Wx,
    action: Action<I, ()>,
    /// Whether it is under way.
    pub(crate) is_busy: Memo<bool>,
}

impl<I: Send + Sync + 'static> Clone for Flow<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I: Send + Sync + 'static> Copy for Flow<I> {}

impl<I: Send + Sync + 'static> Flow<I> {
    pub(crate) fn new<F>(wx: Wx, run: impl Fn(&I) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let action = Action::new(run);
        // once: each call of `pending` makes a memo
        Self { wx, action, is_busy: action.pending() }
    }

    /// Begins it. A tap while it is under way does nothing.
    pub(crate) fn begin(self, input: I) {
        if !self.is_busy.get_untracked() {
            hide_toast(self.wx); // what the flow before said is old
            self.action.dispatch(input);
        }
    }
}
