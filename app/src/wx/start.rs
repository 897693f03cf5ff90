//! What the phone does when it is switched on, and when somebody else takes it.

use leptos::task::spawn_local;

use super::{Wx, double, history, re_launch, reply, storage};
use crate::{
    pages::{Page, index},
    util::user,
    web,
};

impl Wx {
    /// After hydration: whose phone it is, where its pages were, and what `App.onLaunch` does.
    pub(crate) fn start(self) {
        web::set_world(storage::world());
        self.install();
        history::restore(self);
        web::on_popstate(move |state| history::popped(self, state));
        self.take_up(storage::user());
        spawn_local(async move {
            double::meet(self).await;
            double::look(self).await;
            user::check_login(self).await;
        });
        self.page().on_show(self);
        web::mark_alive();
    }

    /// The phone is `user`'s, and so is what its storage says.
    fn take_up(self, user: String) {
        self.change(|state| {
            state.user = user;
            state.read_storage();
            state.has_login = state.me.is_some();
        });
    }
}

/// Gives the phone to another virtual user, who finds their own storage in it.
pub(crate) fn switch_user(wx: Wx, user: String) {
    let before = wx.user();
    if before == user {
        return;
    }
    reply(wx, None);
    storage::hand_over(&before, &user);
    wx.change(|state| {
        state.busy = false;
        state.toast = None;
        state.counts = None;
        state.index = index::Data::default();
    });
    wx.take_up(user);
    re_launch(wx, Page::Index);
}
