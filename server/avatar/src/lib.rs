//! Converts an uploaded file to the stored avatar: decode, downscale, re-encode. Nothing of the file itself is kept: no
//! metadata, no trailing bytes, no polyglot content.
//!
//! Files are untrusted, and two megabytes can declare a picture of gigabytes. A module for each format computes the memory
//! of decoding from the header before anything is decoded; where the header does not determine it (`webp`), the decoder is
//! aborted at the limit, which needs [`heap_count::CountingAllocator`] as the global allocator.

#![forbid(unsafe_code)]

mod downscale;
mod encode;
mod jpeg;
mod png;
mod webp;
mod webp_alpha;
mod webp_plain;

pub use encode::{InvalidImage, MAX_BYTES, MIME, encode, is_large};
