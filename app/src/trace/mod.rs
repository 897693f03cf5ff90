//! What happened between the phone, the server, WeChat and the database, run by run: the steps of the flow, the events of a run as
//! they are kept, and what follows from them. Pure: the workbench draws it as it happens, and the page of traces reads it from a file.

mod action;
mod event;
pub mod file;
mod progress;
mod run;
mod server_event;
mod step;

pub use self::{
    action::{Action, begins_run},
    event::{EventKind, TraceEvent},
    progress::{Failure, Label, Status, Step, Trace},
    run::{Evidence, Run, RunRecord},
    server_event::{CipherStep, Decryption, Detail, ServerEvent, Signature, TriedKey, Watermark},
    step::{COUNT, Lane, OPENID, PHASES, PHONE_INFO, Phase, STEPS, StepInfo, number, of_native_call, of_path},
};
