//! From an uploaded file to the picture that is kept: decoded, made smaller, encoded anew. Nothing of the file itself gets
//! through: no metadata, nothing behind its end, no second meaning as another type.
//!
//! A file is a stranger's, and two megabytes can say that they are a picture of gigabytes. What decoding would hold is told
//! by the header before anything is decoded, by a module for each format; where it is not, the decoder is stopped on its way
//! (`webp`), which needs [`heap_count::Counted`] as the global allocator.

#![forbid(unsafe_code)]

mod encode;
mod jpeg;
mod png;
mod shrink;
mod webp;
mod webp_alpha;
mod webp_plain;

pub use encode::{MAX_BYTES, MIME, Unfit, encode, is_large};
