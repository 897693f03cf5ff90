//! The mini-program in the phone: ours, whose pages are components of this crate, or the one that the server was started with
//! (`--miniprogram`). The latter runs in a frame of its own; its bars and its calls are `server/miniprogram/runtime`'s.

use leptos::prelude::*;

use super::{Wx, storage, switch_phone::switch};
use crate::browser::document;

/// Where the opened mini-program is served, and what it is called. The server provides it by context and writes it into the
/// document's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedProgram {
    /// The path that everything of it lies below, without a slash at the end.
    pub base: String,
    /// The name of the project.
    pub name: String,
}

impl OpenedProgram {
    /// The name of the `<meta>`, whose content is [`OpenedProgram::to_meta`].
    pub(crate) const META: &'static str = "oa-miniprogram";

    /// The path, a blank, the name.
    pub(crate) fn to_meta(&self) -> String {
        format!("{} {}", self.base, self.name)
    }

    /// What the document's head says of it; empty if the server has none.
    pub(super) fn meta() -> String {
        if cfg!(feature = "ssr") {
            return use_context::<Self>().map(|program| program.to_meta()).unwrap_or_default();
        }
        document::meta(Self::META).unwrap_or_default()
    }
}

impl Wx {
    /// The mini-program that the server was started with, in the phone or not.
    pub(crate) fn opened(self) -> Option<OpenedProgram> {
        self.opened.with_value(|meta| {
            let (base, name) = meta.split_once(' ')?;
            Some(OpenedProgram { base: base.to_owned(), name: name.to_owned() })
        })
    }

    /// The name of the opened mini-program while it is in the phone, else nothing: what tells its storage from ours.
    pub(super) fn program_name(self) -> String {
        let opened = self.opened().filter(|_| self.is_opened.get_untracked());
        opened.map(|program| program.name).unwrap_or_default()
    }

    /// Ours where the visitor chose it, else the opened one; and whose storage is in place, which may be that of a
    /// mini-program that was opened before.
    pub(super) fn take_up_program(self) {
        let before = storage::program();
        if self.opened().is_none() && before.is_none() {
            return;
        }
        self.is_opened.set(self.opened().is_some() && before.as_deref() != Some(""));
        let (user, device, after) = (storage::user(), storage::device(), self.program_name());
        let of = |program: &str| storage::phone_id(&user, &device, program);
        storage::hand_over(&of(&before.unwrap_or_default()), &of(&after), &user, &device);
        storage::set_program(self.opened().map(|_| after));
    }

    /// The page that the opened mini-program shows; for the line below the phone.
    pub(super) fn show_opened_page(self, path: String) {
        self.opened_page.set(path);
    }
}

/// Takes up ours, or the opened one.
pub(crate) fn switch_program(wx: Wx, is_opened: bool) {
    switch(wx, wx.user.get_untracked(), wx.device.get_untracked(), is_opened);
}
