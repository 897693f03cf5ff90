//! Another phone: of another virtual user, another one of the same, or with the other mini-program in it. Each has its own
//! storage and page stack.

use leptos::prelude::*;

use super::{
    Page, Wx, hide_toast, history, reply,
    stack::{self, Parked},
    storage,
};

/// Takes up the phone `device` of `user`.
pub(crate) fn switch_phone(wx: Wx, user: String, device: String) {
    switch(wx, user, device, wx.is_opened.get_untracked());
}

/// The same, with the opened mini-program in it or with ours.
pub(super) fn switch(wx: Wx, user: String, device: String, is_opened: bool) {
    let before = wx.phone_id();
    if before == storage::phone_id(&user, &device, &wx.program_name()) && wx.is_opened.get_untracked() == is_opened {
        return;
    }
    reply(wx, None);
    hide_toast(wx);
    wx.is_opened.set(is_opened);
    let program = wx.program_name();
    let after = storage::phone_id(&user, &device, &program);
    storage::hand_over(&before, &after, &user, &device);
    storage::set_program(wx.opened().map(|_| program));
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
