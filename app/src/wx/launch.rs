//! What the phone does when it is switched on.

use leptos::prelude::*;

use super::{
    Wx, double, history,
    stack::{self, Shown},
    storage, world,
};
use crate::browser;

impl Wx {
    /// The double's world, before anything is asked of it.
    pub(crate) fn enter_world(self) {
        self.world.set_value(world::choose_world());
    }

    /// The double's world.
    pub(crate) fn world(self) -> String {
        self.world.get_value()
    }

    /// After hydration: whose phone it is, where its pages were, and the first `onShow`.
    pub(crate) fn launch(self) {
        self.install();
        history::restore(self);
        browser::history::on_pop(move |state| history::popped(self, state));
        self.take_up_program();
        self.take_up(storage::user(), storage::device());
        let top = self.stack.with_untracked(|stack| stack::top(stack));
        self.shown.set(Some(Shown { id: top.id, takes_focus: false }));
    }

    /// What the phone asks WeChat when it is switched on: the people, and what is in force.
    pub(crate) async fn load_platform(self) {
        double::load_people(self).await;
        double::load_state(self).await;
    }

    /// The phone is `user`'s, and so is what its storage says.
    pub(super) fn take_up(self, user: String, device: String) {
        self.user.set(user);
        self.device.set(device);
        self.read_storage();
        self.has_login.set(self.me.with_untracked(Option::is_some));
    }
}
