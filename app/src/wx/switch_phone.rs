//! Another phone: of another virtual user, or another one of the same. Each has its own storage and page stack.

use leptos::prelude::*;

use super::{
    Page, Wx, hide_toast, history, reply,
    stack::{self, Parked},
    storage,
};

/// Takes up the phone `device` of `user`.
pub(crate) fn switch_phone(wx: Wx, user: String, device: String) {
    let (before, after) = (wx.phone_id(), storage::phone_id(&user, &device));
    if before == after {
        return;
    }
    reply(wx, None);
    hide_toast(wx);
    storage::hand_over(&before, &user, &device);
    let mut pages = vec![Page::Index];
    wx.parked.update_value(|parked| {
        if let Some(at) = parked.iter().position(|phone| phone.phone_id == after) {
            pages = parked.swap_remove(at).pages;
        }
        parked.push(Parked { phone_id: before, pages: wx.stack.with_untracked(|stack| stack::pages(stack)) });
    });
    wx.epoch.update_value(|epoch| *epoch += 1);
    wx.take_up(user, device);
    wx.replace_stack(&pages);
    history::replace(wx);
    wx.show_top();
}
