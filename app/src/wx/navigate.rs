//! `wx.navigateTo`, `redirectTo`, `navigateBack`, `reLaunch`, `switchTab`.

use leptos::prelude::request_animation_frame;

use super::{Fail, Wx, history, stack};
use crate::{pages::Page, web};

/// Puts a page on the stack.
///
/// # Errors
/// A tab page, or a stack that is full.
pub(crate) fn navigate_to(wx: Wx, page: Page) -> Result<(), Fail> {
    let pages = wx.read(|state| stack::push(&state.stack, page))?;
    wx.change(|state| state.stack = pages);
    history::push(wx);
    shown(wx);
    Ok(())
}

/// Puts a page in the place of the top one.
///
/// # Errors
/// A tab page.
#[cfg(feature = "hydrate")]
pub(super) fn redirect_to(wx: Wx, page: Page) -> Result<(), Fail> {
    let pages = wx.read(|state| stack::swap(&state.stack, page))?;
    wx.change(|state| state.stack = pages);
    history::replace(wx);
    shown(wx);
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
pub(super) fn back(wx: Wx, delta: usize) -> Result<(), Fail> {
    let (before, pages) = wx.read(|state| (state.stack.len(), stack::pop(&state.stack, delta)));
    let pages = pages.ok_or(Fail::new("navigateBack:fail cannot navigate back at first page."))?;
    let steps = i32::try_from(before - pages.len()).unwrap_or_default();
    // at once, so that a second tap finds the page gone; the history follows
    wx.change(|state| state.stack = pages);
    web::history_go(-steps);
    shown(wx);
    Ok(())
}

/// Closes all pages and opens one.
pub(crate) fn re_launch(wx: Wx, page: Page) {
    wx.change(|state| {
        state.epoch += 1;
        state.stack = vec![page];
    });
    history::replace(wx);
    shown(wx);
}

/// Opens a tab page and closes all others.
///
/// # Errors
/// A page that is not in the tab bar.
pub(crate) fn switch_tab(wx: Wx, page: Page) -> Result<(), Fail> {
    if !page.is_tab() {
        return Err(Fail::new("switchTab:fail can not switch to no-tabBar page"));
    }
    if wx.read(|state| state.stack != [page]) {
        wx.change(|state| state.stack = vec![page]);
        history::push(wx);
        shown(wx);
    }
    Ok(())
}

/// Sends the user to the login page, once: not when it is on the screen already. A full stack makes room by a reLaunch.
pub(crate) fn to_login(wx: Wx) {
    if wx.page() != Page::Login && navigate_to(wx, Page::Login).is_err() {
        re_launch(wx, Page::Login);
    }
}

/// What follows every change of page: title, focus, `onShow`.
pub(super) fn shown(wx: Wx) {
    let page = wx.page();
    web::set_title(page.title());
    request_animation_frame(|| web::focus(".page"));
    page.on_show(wx);
}
