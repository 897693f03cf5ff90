//! The phone: what its runtime remembers, as signals, and `globalData` of the mini-program. Each page keeps its own data.

use std::cell::Cell;

use leptos::prelude::*;

use super::{
    OpenedProgram, Overlay, Page, Person, Toast, WxEvent,
    files::TemporaryFiles,
    overlay::Pending,
    stack::{Parked, Shown, StackEntry},
    storage,
};
use crate::wire::UserInfo;

/// The simulated runtime of the phone in view. `App` provides it; [`use_wx`] finds it.
#[derive(Clone, Copy)]
pub(crate) struct Wx {
    /// Short name of the virtual user who holds the phone.
    pub(crate) user: RwSignal<String>,
    /// Which of their phones it is: `A` or `B`.
    pub(crate) device: RwSignal<String>,
    /// The virtual users, once the double has listed them.
    pub(crate) people: RwSignal<Vec<Person>>,
    /// `userInfo` of the storage, while there is a token.
    pub(crate) me: RwSignal<Option<UserInfo>>,
    /// `globalData.hasLogin`
    pub(crate) has_login: RwSignal<bool>,
    /// The number is bound by `code` and not by encrypted data.
    pub(crate) bind_by_code: RwSignal<bool>,
    /// Consent panels refuse by themselves.
    pub(crate) deny: RwSignal<bool>,
    /// The phone reaches no server: every call fails, and nothing is sent.
    pub(crate) offline: RwSignal<bool>,
    /// What lies over the page and waits for an answer.
    pub(crate) overlay: RwSignal<Option<Overlay>>,
    /// The toast on the screen.
    pub(crate) toast: RwSignal<Option<Toast>>,
    /// The version of WeChat's base library, once the double has told it.
    pub(crate) base_library: RwSignal<String>,
    /// Notifies when the mini-program's storage changes.
    pub(crate) storage: Trigger,
    /// Whether the opened mini-program is in the phone, and not ours.
    pub(crate) is_opened: RwSignal<bool>,
    /// The path of its page on the screen.
    pub(crate) opened_page: RwSignal<String>,
    /// The mini-program that the server was started with, as [`OpenedProgram::to_meta`] has it; empty without one.
    pub(super) opened: StoredValue<String>,
    /// The token that storage had when it was read last; empty without one.
    pub(super) known_token: StoredValue<String>,
    /// The page stack, never empty; the last page is on the screen.
    pub(super) stack: RwSignal<Vec<StackEntry>>,
    /// The pages that are mounted: those of the stack that were on the screen, and the tab pages once they were.
    pub(super) mounted: RwSignal<Vec<StackEntry>>,
    /// The last page that came to the screen.
    pub(super) shown: RwSignal<Option<Shown>>,
    /// The id of the next entry.
    pub(super) next_entry: StoredValue<u32>,
    /// Counts `reLaunch`es, so that older entries of the browser's history are known.
    pub(super) epoch: StoredValue<u32>,
    /// The page stacks of the phones that are not in view.
    pub(super) parked: StoredValue<Vec<Parked>>,
    /// Waits for the choice on the overlay.
    pub(super) pending: StoredValue<Option<Pending>>,
    /// A demo is tapping for the visitor.
    pub(super) is_demo_tap: StoredValue<bool>,
    /// The double's world.
    pub(super) world: StoredValue<String>,
    /// The phone's temporary files.
    pub(super) files: StoredValue<TemporaryFiles>,
    pub(super) observers: StoredValue<Vec<Callback<WxEvent>>>,
}

/// The phone that `App` put into context.
pub(crate) fn use_wx() -> Wx {
    expect_context()
}

thread_local! {
    /// The page's phone, for calls that have no reactive owner: those of server functions and of `window.wx`.
    static CURRENT: Cell<Option<Wx>> = const { Cell::new(None) };
}

impl Wx {
    /// A phone that shows `page` and whose storage has not been read yet.
    pub(crate) fn new(page: Page) -> Self {
        let (first, opened) = (StackEntry { id: 0, page }, OpenedProgram::meta());
        Self {
            user: RwSignal::new(storage::DEFAULT_USER.to_owned()),
            device: RwSignal::new(storage::DEFAULT_DEVICE.to_owned()),
            people: RwSignal::default(),
            me: RwSignal::default(),
            has_login: RwSignal::default(),
            bind_by_code: RwSignal::default(),
            deny: RwSignal::default(),
            offline: RwSignal::default(),
            overlay: RwSignal::default(),
            toast: RwSignal::default(),
            base_library: RwSignal::default(),
            storage: Trigger::new(),
            is_opened: RwSignal::new(!opened.is_empty()),
            opened_page: RwSignal::default(),
            known_token: StoredValue::default(),
            opened: StoredValue::new(opened),
            stack: RwSignal::new(vec![first]),
            mounted: RwSignal::new(vec![first]),
            shown: RwSignal::default(),
            next_entry: StoredValue::new(1),
            epoch: StoredValue::default(),
            parked: StoredValue::default(),
            pending: StoredValue::default(),
            is_demo_tap: StoredValue::default(),
            world: StoredValue::default(),
            files: StoredValue::default(),
            observers: StoredValue::default(),
        }
    }

    /// Makes this the page's phone, for calls without a reactive owner. Only in the browser: a server renders many at once.
    pub(super) fn install(self) {
        CURRENT.set(Some(self));
    }

    /// The page's phone, once it is alive.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.get()
    }

    /// The virtual user who holds the phone, as WeChat knows them.
    pub(crate) fn person(self) -> Option<Person> {
        let user = self.user.get();
        self.people.with(|people| people.iter().find(|person| person.user == user).cloned())
    }

    /// [`Wx::person`] for a flow.
    pub(crate) fn person_untracked(self) -> Option<Person> {
        untrack(|| self.person())
    }

    /// Whether `getUserProfile` gives nothing any more, so that pages offer `chooseAvatar` and `nickname` instead.
    pub(crate) fn is_anonymous(self) -> bool {
        self.base_library.with(|version| version_number(version) >= ANONYMOUS_SINCE)
    }

    /// Which phone of whom this is. A flow that finds another one at its end has nothing to say.
    pub(crate) fn phone_id(self) -> String {
        storage::phone_id(&self.user.get_untracked(), &self.device.get_untracked(), &self.program_name())
    }

    /// [`Wx::phone_id`] for a view.
    pub(crate) fn phone_id_tracked(self) -> String {
        self.is_opened.track();
        storage::phone_id(&self.user.get(), &self.device.get(), &self.program_name())
    }

    /// Takes over what storage says of the user who is logged in.
    pub(crate) fn read_storage(self) {
        let token = storage::token();
        let me = token.as_ref().and_then(|_| storage::user_info());
        self.known_token.set_value(token.unwrap_or_default());
        if self.me.with_untracked(|before| *before != me) {
            self.me.set(me);
        }
        self.storage.notify();
    }
}

/// Since when `getUserProfile` gives nothing: 2.27.1.
const ANONYMOUS_SINCE: u32 = 2_027_001;

/// A version as one number: 2.21.2 is 2021002, and none is 0.
fn version_number(version: &str) -> u32 {
    version
        .split('.')
        .fold(0, |number: u32, part| number.wrapping_mul(1000).wrapping_add(part.parse().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ANONYMOUS_SINCE, version_number};

    #[rstest]
    #[case("2.27.1", true)]
    #[case("2.27.10", true)]
    #[case("2.28.0", true)]
    #[case("3.0.0", true)]
    #[case("2.27.0", false)]
    #[case("2.21.2", false)]
    #[case("2.9.9", false)]
    #[case("", false)]
    fn versions(#[case] version: &str, #[case] later: bool) {
        assert_eq!(version_number(version) >= ANONYMOUS_SINCE, later);
    }
}
