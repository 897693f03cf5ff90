//! The demo's event stream: what each request lives through, hop by hop, for the page beside the phone.
//!
//! `event_log` keeps the last events of every world, `ear` turns a request's hops into events, `stream` sends them. Live mode
//! makes none of it.

mod event_log;
mod recorder;
mod stream;

pub(crate) use event_log::EventLog;
pub(crate) use recorder::FlowRecorder;
pub(crate) use stream::MAX_WAITING_STREAMS;
pub(super) use stream::stream;
