//! What the phone remembers, in one signal.

use std::cell::Cell;

use futures::channel::oneshot::Sender;
use leptos::prelude::*;

use super::{Overlay, Person, Toast, stack, storage};
use crate::{
    first::FirstData,
    pages::{Listing, Page, index},
    wire::{SwiperImg, UserCounts, UserInfo},
};

/// The phone. Copied into every handler.
#[derive(Clone, Copy)]
pub(crate) struct Wx(RwSignal<State>);

/// The state of the runtime, `globalData`, and each page's `data`: a page keeps it while others lie on top.
pub(crate) struct State {
    /// The page stack, never empty; the last one is on the screen.
    pub(super) stack: Vec<Page>,
    /// Counts `reLaunch`es, so that older entries of the browser's history are known.
    pub(super) epoch: u32,
    /// Short name of the virtual user who holds the phone.
    pub(crate) user: String,
    /// Which of their phones it is: `A` or `B`.
    pub(crate) device: String,
    /// The page stacks of the phones that are not looked at.
    pub(super) parked: Vec<(String, Vec<Page>)>,
    /// The virtual users, once the double has told them.
    pub(crate) people: Vec<Person>,
    /// What storage holds under `userInfo`, while there is a token.
    pub(crate) me: Option<UserInfo>,
    /// `globalData.hasLogin`
    pub(crate) has_login: bool,
    /// The number is bound by `code` and not by encrypted data.
    pub(crate) bind_by_code: bool,
    /// Panels of consent refuse by themselves.
    pub(crate) deny: bool,
    /// The phone reaches nobody: every call fails, and nothing is sent.
    pub(crate) offline: bool,
    /// A flow that a button began is under way.
    pub(crate) busy: bool,
    /// What lies over the page and waits for an answer.
    pub(crate) overlay: Option<Overlay>,
    /// Who waits for it.
    pub(super) answer: Option<Sender<Option<usize>>>,
    pub(crate) toast: Option<Toast>,
    /// The version of WeChat's base library, once the double has told it.
    pub(crate) base_library: String,
    /// pages/index/index
    pub(crate) index: index::Data,
    /// pages/meeting/list/list
    pub(crate) swiper: Option<Vec<SwiperImg>>,
    /// Which picture of the swiper is shown.
    pub(crate) slide: usize,
    pub(crate) meetings: Listing,
    /// pages/vote/list/list
    pub(crate) votes: Listing,
    /// pages/ucenter/index/index
    pub(crate) counts: Option<UserCounts>,
}

impl State {
    /// The page on the screen.
    pub(crate) fn page(&self) -> Page {
        stack::top(&self.stack)
    }

    /// Who holds the phone, as WeChat knows them.
    pub(crate) fn person(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.user == self.user)
    }

    /// Whether `getUserProfile` tells nothing any more, so that pages offer `chooseAvatar` and `nickname` instead.
    pub(crate) fn is_anonymous(&self) -> bool {
        number(&self.base_library) >= ANONYMOUS
    }

    /// Takes over what storage says of who is logged in.
    pub(crate) fn read_storage(&mut self) {
        self.me = storage::token().and_then(|_| storage::user_info());
    }
}

/// Since when `getUserProfile` tells nothing: 2.27.1.
const ANONYMOUS: u32 = 2_027_001;

/// A version as one number: 2.21.2 is 2021002, and none is 0.
fn number(version: &str) -> u32 {
    let (whole, part) = version.bytes().fold((0_u32, 0_u32), |(whole, part), byte| match byte {
        b'.' => (whole.wrapping_add(part).wrapping_mul(1000), 0),
        _ => (whole, part.wrapping_mul(10).wrapping_add(u32::from(byte.wrapping_sub(b'0')))),
    });
    whole.wrapping_add(part)
}

thread_local! {
    static HERE: Cell<Option<Wx>> = const { Cell::new(None) };
}

impl Wx {
    /// Makes this the page's phone: for calls that no view makes.
    pub(super) fn install(self) {
        HERE.set(Some(self));
    }

    /// The page's phone. None on a server, where many are drawn at once.
    pub(crate) fn here() -> Option<Self> {
        HERE.get()
    }

    /// A phone that shows `page` and whose storage has not been looked at.
    pub(crate) fn new(page: Page, first: FirstData) -> Self {
        Self(RwSignal::new(State {
            stack: vec![page],
            epoch: 0,
            user: storage::DEFAULT_USER.to_owned(),
            device: storage::DEFAULT_DEVICE.to_owned(),
            parked: Vec::new(),
            people: Vec::new(),
            me: None,
            has_login: false,
            bind_by_code: false,
            deny: false,
            offline: false,
            busy: false,
            overlay: None,
            answer: None,
            toast: None,
            base_library: String::new(),
            index: index::Data::default(),
            swiper: first.swiper,
            slide: 0,
            meetings: Listing::new(first.meetings),
            votes: Listing::new(first.votes),
            counts: None,
        }))
    }

    /// Draws from the state, and again when it changes.
    pub(crate) fn draw<T>(self, view: impl FnOnce(&State) -> T) -> T {
        self.0.track();
        self.read(view)
    }

    /// Reads the state.
    pub(crate) fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.0.read_untracked())
    }

    /// Changes the state.
    pub(crate) fn change(self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.write());
    }

    /// The page on the screen.
    pub(crate) fn page(self) -> Page {
        self.read(State::page)
    }

    /// Which phone of whom this is. A flow that finds another one at its end has nothing to say.
    pub(crate) fn holder(self) -> String {
        self.read(|state| storage::holder(&state.user, &state.device))
    }

    /// Begins a flow; false while another one is under way, so that a second tap does nothing.
    pub(crate) fn begin(self) -> bool {
        let free = self.read(|state| !state.busy);
        if free {
            self.change(|state| {
                state.busy = true;
                state.toast = None; // what the flow before said is old
            });
        }
        free
    }

    /// Ends it.
    pub(crate) fn end(self) {
        self.change(|state| state.busy = false);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ANONYMOUS, number};

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
        assert_eq!(number(version) >= ANONYMOUS, later);
    }
}
