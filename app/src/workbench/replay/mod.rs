//! A call of the phone once more: copied as text, or changed and sent again. The values are whole, because they are the demo's own.

mod copy;
mod draft;
mod mutations;

pub(super) use self::{
    copy::{curl, json, wx_request},
    draft::{draft, headers_of, send, text_of},
    mutations::{MUTATIONS, Mutation},
};
