//! The demo's event stream and its account switch, through the real router.

mod reader;
mod secrets;
mod status;
mod steps;
mod streams;
mod verdicts;

pub(crate) use reader::Page;
