//! `wx.navigateTo`, `redirectTo`, `navigateBack`, `reLaunch`, `switchTab`.

use leptos::prelude::*;

use super::{
    Page, Wx, WxError, history,
    stack::{self, Shown, StackEntry},
};
use crate::browser;

impl Wx {
    /// The entry on the screen; tracked.
    pub(crate) fn top(self) -> StackEntry {
        self.stack.with(|stack| stack::top(stack))
    }

    /// The page on the screen, for a flow that decides by it.
    pub(crate) fn page(self) -> Page {
        self.stack.with_untracked(|stack| stack::top(stack).page)
    }

    /// The entries whose pages are mounted; tracked.
    pub(crate) fn mounted(self) -> Vec<StackEntry> {
        self.mounted.get()
    }

    /// Whether the page of `entry` came to the screen since the last look, and how; tracked.
    pub(crate) fn shown(self, entry: StackEntry) -> Option<Shown> {
        self.shown.get().filter(|shown| shown.id == entry.id)
    }

    /// An entry for `page`: a tab page that is mounted keeps its own.
    pub(super) fn entry(self, page: Page) -> StackEntry {
        let mounted = |mounted: &Vec<StackEntry>| mounted.iter().find(|entry| entry.page == page).copied();
        let kept = if page.is_tab() { self.mounted.with_untracked(mounted) } else { None };
        kept.unwrap_or_else(|| {
            let id = self.next_entry.get_value();
            self.next_entry.set_value(id.wrapping_add(1));
            StackEntry { id, page }
        })
    }

    /// Puts `stack` in place of the stack. Pages that left it are unmounted, but for tab pages; the top one is mounted.
    pub(super) fn set_stack(self, stack: Vec<StackEntry>) {
        let top = stack::top(&stack);
        self.mounted.update(|mounted| {
            mounted.retain(|entry| entry.page.is_tab() || stack.contains(entry));
            if !mounted.contains(&top) {
                mounted.push(top);
            }
        });
        self.stack.set(stack);
    }

    /// Unmounts everything and opens `stack` with new pages.
    pub(super) fn replace_stack(self, pages: &[Page]) {
        self.mounted.set(Vec::new());
        self.set_stack(pages.iter().map(|page| self.entry(*page)).collect());
    }

    /// What follows every change of page: focus, `onShow`.
    pub(super) fn show_top(self) {
        let top = self.stack.with_untracked(|stack| stack::top(stack));
        self.shown.set(Some(Shown { id: top.id, takes_focus: true }));
    }

    /// Has the page on the screen do its `onShow` once more: what it shows has changed elsewhere.
    pub(crate) fn refresh_top(self) {
        let top = self.stack.with_untracked(|stack| stack::top(stack));
        self.shown.set(Some(Shown { id: top.id, takes_focus: false }));
    }
}

/// Puts a page on the stack.
///
/// # Errors
/// A tab page, or a stack that is full.
pub(crate) fn navigate_to(wx: Wx, page: Page) -> Result<(), WxError> {
    let entry = wx.entry(page);
    wx.set_stack(wx.stack.with_untracked(|stack| stack::push(stack, entry))?);
    history::push(wx);
    wx.show_top();
    Ok(())
}

/// Puts a page in the place of the top one.
///
/// # Errors
/// A tab page.
pub(super) fn redirect_to(wx: Wx, page: Page) -> Result<(), WxError> {
    let entry = wx.entry(page);
    wx.set_stack(wx.stack.with_untracked(|stack| stack::replace_top(stack, entry))?);
    history::replace(wx);
    wx.show_top();
    Ok(())
}

/// Takes the top page off; on a stack of one, relaunches `home`.
pub(crate) fn navigate_back(wx: Wx, home: Page) {
    if back(wx, 1).is_err() {
        re_launch(wx, home);
    }
}

/// Takes `delta` pages off, or all but the first.
///
/// # Errors
/// A stack of one.
pub(super) fn back(wx: Wx, delta: usize) -> Result<(), WxError> {
    let (before, rest) = wx.stack.with_untracked(|stack| (stack.len(), stack::pop(stack, delta)));
    let rest = rest.ok_or(WxError::new("navigateBack:fail cannot navigate back at first page."))?;
    let steps = i32::try_from(before - rest.len()).unwrap_or_default();
    // at once, so that a second tap finds the page gone; the history follows
    wx.set_stack(rest);
    browser::history::go(-steps);
    wx.show_top();
    Ok(())
}

/// Closes all pages and opens one.
pub(crate) fn re_launch(wx: Wx, page: Page) {
    wx.epoch.update_value(|epoch| *epoch += 1);
    wx.replace_stack(&[page]);
    history::replace(wx);
    wx.show_top();
}

/// Opens a tab page and closes all pages that are none.
///
/// # Errors
/// A page that is not in the tab bar.
pub(crate) fn switch_tab(wx: Wx, page: Page) -> Result<(), WxError> {
    if !page.is_tab() {
        return Err(WxError::new("switchTab:fail can not switch to no-tabBar page"));
    }
    if wx.stack.with_untracked(|stack| stack::pages(stack) != [page]) {
        wx.set_stack(vec![wx.entry(page)]);
        history::push(wx);
        wx.show_top();
    }
    Ok(())
}

/// Sends the user to the login page, unless it is on the screen already. A full stack makes room by a reLaunch.
pub(crate) fn to_login(wx: Wx) {
    if wx.page() != Page::Login && navigate_to(wx, Page::Login).is_err() {
        re_launch(wx, Page::Login);
    }
}
