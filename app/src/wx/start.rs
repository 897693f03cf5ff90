//! What the phone does when it is switched on, and when somebody else takes it.

use leptos::task::spawn_local;

use super::{Wx, double, history, navigate::shown, reply, storage, world};
use crate::{
    pages::{Page, index},
    util::user,
    web,
};

impl Wx {
    /// After hydration: whose phone it is, where its pages were, and what `App.onLaunch` does.
    pub(crate) fn start(self) {
        self.install();
        #[cfg(feature = "hydrate")]
        super::window::install();
        history::restore(self);
        web::on_popstate(move |state| history::popped(self, state));
        self.take_up(storage::user(), storage::device());
        spawn_local(async move {
            double::meet(self).await;
            double::state().await;
            user::check_login(self).await;
        });
        self.page().on_show(self);
        web::mark_alive();
    }

    /// The phone is `user`'s, and so is what its storage says.
    fn take_up(self, user: String, device: String) {
        self.change(|state| {
            state.user = user;
            state.device = device;
            state.read_storage();
            state.has_login = state.me.is_some();
        });
    }
}

/// The double's world, from now on. Before anything is asked of it.
pub(crate) fn enter_world() {
    web::set_world(world::world());
}

/// Takes up another phone: of another virtual user, or another one of the same. Each has its own storage and page stack.
pub(crate) fn switch_phone(wx: Wx, user: String, device: String) {
    let (before, after) = (wx.holder(), storage::holder(&user, &device));
    if before == after {
        return;
    }
    reply(wx, None);
    storage::hand_over(&before, (&user, &device));
    wx.change(|state| {
        state.busy = false;
        state.toast = None;
        state.counts = None;
        state.index = index::Data::default();
        let back =
            state.parked.iter().position(|(holder, _)| *holder == after).map(|at| state.parked.swap_remove(at).1);
        let stack = std::mem::replace(&mut state.stack, back.unwrap_or_else(|| vec![Page::Index]));
        state.parked.push((before, stack));
        state.epoch += 1;
    });
    wx.take_up(user, device);
    history::replace(wx);
    shown(wx);
}
