//! The demo's event stream: what each request lives through, hop by hop, for the page beside the phone.
//!
//! `rings` keeps the last events of every world, `ear` turns a request's hops into events, `stream` sends them. Live mode
//! makes none of it.

mod ear;
mod rings;
mod stream;

pub(crate) use ear::Ear;
pub(crate) use rings::Rings;
pub(crate) use stream::MAX_WAITING;
pub(super) use stream::stream;
