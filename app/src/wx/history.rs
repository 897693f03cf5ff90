//! The page stack in the browser's history: Back is `navigateBack`, and a reload keeps the stack.
//!
//! Each entry carries the stack and an epoch. A `reLaunch` cannot remove the entries before it, so it begins a new epoch;
//! going back to an older one means going back on a stack of one, which relaunches the first page.

use leptos::prelude::*;

use super::{
    Page, Wx, reply,
    stack::{self, StackEntry},
};
use crate::browser;

/// Writes the stack into a new entry.
pub(super) fn push(wx: Wx) {
    browser::history::push(&state(wx), wx.page().path());
}

/// Writes the stack into the entry that is there.
pub(super) fn replace(wx: Wx) {
    browser::history::replace(&state(wx), Some(wx.page().path()));
}

/// The same without a new address: the address may carry a query or a fragment.
fn replace_state(wx: Wx) {
    browser::history::replace(&state(wx), None);
}

fn state(wx: Wx) -> String {
    wx.stack.with_untracked(|stack| stack::encode(wx.epoch.get_value(), &stack::pages(stack)))
}

/// After a reload: the stack that the history's entry carries, if it belongs to the address. The page on the screen keeps its
/// entry, which the server has rendered; those below are mounted when they come to the screen.
pub(super) fn restore(wx: Wx) {
    if let Some((epoch, pages)) = stack::decode(&browser::history::state())
        && let Some((last, below)) = pages.split_last()
        && *last == wx.page()
    {
        let top = wx.stack.with_untracked(|stack| stack::top(stack));
        let mut entries: Vec<StackEntry> = below.iter().map(|page| wx.entry(*page)).collect();
        entries.push(top);
        wx.epoch.set_value(epoch);
        wx.set_stack(entries);
    }
    replace_state(wx);
}

/// Back, forward, or a step to a fragment.
pub(super) fn popped(wx: Wx, state: &str) {
    match stack::decode(state) {
        // a fragment (the workbench's layer): the same page
        None => replace_state(wx),
        Some((epoch, pages)) if epoch == wx.epoch.get_value() => {
            let before = wx.stack.get_untracked();
            if stack::pages(&before) != pages {
                reply(wx, None);
                wx.set_stack(entries(wx, &before, &pages));
                wx.show_top();
            }
        }
        Some(_) => {
            reply(wx, None);
            wx.replace_stack(&[Page::Index]);
            replace(wx);
            wx.show_top();
        }
    }
}

/// Entries for `pages`: those that both stacks begin with stay.
fn entries(wx: Wx, before: &[StackEntry], pages: &[Page]) -> Vec<StackEntry> {
    let common = before.iter().zip(pages).take_while(|(entry, page)| entry.page == **page).count();
    let kept = before.iter().take(common).copied();
    kept.chain(pages.iter().skip(common).map(|page| wx.entry(*page))).collect()
}
