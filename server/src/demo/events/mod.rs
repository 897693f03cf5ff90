//! The demo's event stream: the flow events of each request, for the diagram beside the phone.
//!
//! `event_log` keeps the last events of every world, `recorder` turns a request's flow events into stream events,
//! `stream` sends them. Live mode has none of it.

mod event_log;
mod recorder;
mod stream;

pub(crate) use event_log::EventLog;
pub(crate) use recorder::FlowRecorder;
pub(crate) use stream::MAX_WAITING_STREAMS;
pub(super) use stream::stream;
