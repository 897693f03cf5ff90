//! The page stack in the browser's history: Back is `navigateBack`, and a reload keeps the stack.
//!
//! Each entry carries the stack and an epoch. A `reLaunch` cannot remove the entries before it, so it begins a new epoch;
//! going back to an older one means going back on a stack of one, which relaunches the first page.

use super::{Wx, navigate::shown, reply, stack};
use crate::{pages::Page, web};

/// Writes the stack into a new entry.
pub(super) fn push(wx: Wx) {
    web::push_state(&state(wx), wx.page().path());
}

/// Writes the stack into the entry that is there.
pub(super) fn replace(wx: Wx) {
    web::replace_state(&state(wx), Some(wx.page().path()));
}

/// The same, without a new address: the address may carry a query or a fragment.
pub(super) fn stamp(wx: Wx) {
    web::replace_state(&state(wx), None);
}

fn state(wx: Wx) -> String {
    wx.read(|state| stack::encode(state.epoch, &state.stack))
}

/// After a reload: the stack that the entry carries, if it belongs to the address.
pub(super) fn restore(wx: Wx) {
    if let Some((epoch, pages)) = stack::decode(&web::history_state())
        && stack::top(&pages) == wx.page()
    {
        wx.change(|state| {
            state.epoch = epoch;
            state.stack = pages;
        });
    }
    stamp(wx);
}

/// Back, forward, or a step to a fragment.
pub(super) fn popped(wx: Wx, state: &str) {
    match stack::decode(state) {
        // a fragment (the workbench's layer): the same page
        None => stamp(wx),
        Some((epoch, pages)) if epoch == wx.read(|state| state.epoch) => {
            if wx.read(|state| state.stack != pages) {
                reply(wx, None);
                wx.change(|state| state.stack = pages);
                shown(wx);
            }
        }
        Some(_) => {
            reply(wx, None);
            wx.change(|state| state.stack = vec![Page::Index]);
            replace(wx);
            shown(wx);
        }
    }
}
