//! `wx.navigateTo`, `navigateBack`, `reLaunch`, `switchTab`.

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

/// Takes the top page off; on a stack of one, relaunches `home`.
pub(crate) fn navigate_back(wx: Wx, home: Page) {
    match wx.read(|state| stack::pop(&state.stack)) {
        // at once, so that a second tap finds the page gone; the history follows
        Some(pages) => {
            wx.change(|state| state.stack = pages);
            web::history_back();
            shown(wx);
        }
        None => re_launch(wx, home),
    }
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
