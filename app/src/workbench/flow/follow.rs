//! What happens is scrolled into view.

use leptos::{ev, html, prelude::*};

use crate::{browser::scroll, trace::Status, workbench::state::use_workbench};

/// Brings `item`, a phase or a step, into view of `scroller` each time its status changes to one that is `shown`. On a narrow
/// window the diagram is a layer, so what happened while it was closed is followed once it opens.
pub(super) fn follow(
    scroller: NodeRef<html::Div>,
    item: NodeRef<html::Li>,
    status: Memo<Status>,
    shown: fn(Status) -> bool,
) {
    let workbench = use_workbench();
    let bring = move |status: Status| {
        if shown(status)
            && let (Some(scroller), Some(item)) = (scroller.get_untracked(), item.get_untracked())
        {
            // who chose a demo has left the pointer where the menu was, which is on the diagram
            let is_demo = workbench.play.with_untracked(|play| play.is_on());
            request_animation_frame(move || scroll::bring_into_view(&scroller, &item, is_demo));
        }
    };
    Effect::new(move |_| bring(status.get()));
    let opened = window_event_listener(ev::hashchange, move |_| bring(status.get_untracked()));
    on_cleanup(move || opened.remove());
}
