//! The browser, as far as the demo needs it: nothing else touches window, document or fetch.
//!
//! On the server, where a page is only rendered, every function of [`nowhere`] does nothing. So the rest of the crate is
//! compiled alike for both.

#[cfg(feature = "hydrate")]
mod address;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod focus;
#[cfg(feature = "hydrate")]
mod line;
#[cfg(not(feature = "hydrate"))]
mod nowhere;
#[cfg(feature = "hydrate")]
mod store;

#[cfg(feature = "hydrate")]
pub(crate) use self::{address::*, dom::*, focus::*, line::*, store::*};
#[cfg(not(feature = "hydrate"))]
pub(crate) use nowhere::*;
