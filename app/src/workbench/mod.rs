//! What stands beside the phone: the flow as it happens, and what is under it. On a narrow window it is a layer over the
//! phone, opened by `#workbench`.
//!
//! The server writes all that does not change (`still`); the browser fills in what happens, as text. The phone does not know
//! that it is looked at: `wx::watch` tells, and the server's own hops come from its stream.

mod act;
mod advice;
mod bench;
mod crypto;
mod faults;
mod flow;
mod markup;
mod network;
mod people;
mod run;
mod sessions;
mod steps;
#[cfg(feature = "ssr")]
mod still;
mod storage;
mod stories;

use crate::wx::{Wx, enter_world};

/// The HTML; empty in the browser, which leaves alone what the server wrote.
#[cfg(feature = "ssr")]
pub(crate) use still::html;
#[cfg(feature = "ssr")]
use stories::STORIES;

/// See above.
#[cfg(not(feature = "ssr"))]
pub(crate) const fn html() -> &'static str {
    ""
}

/// After hydration, before the phone is switched on: so that nothing it does is missed.
pub(crate) fn start(wx: Wx) {
    enter_world();
    bench::open(wx);
    act::start();
}

/// The phone changed: who holds it, what it shows.
pub(crate) fn look() {
    bench::with(|_| ());
}
