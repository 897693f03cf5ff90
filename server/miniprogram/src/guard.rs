//! The compilers of others, kept from ending the program.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use crate::{Problem, problem::Place};

/// Bytes of stack for each byte of a source. A compiler recurses for each operator, and `!!!!…` is one a byte; [`nesting`](crate::nesting)
/// bounds what takes more. Found by filling a file of the largest size with each such operator; unoptimized code takes more.
const STACK_PER_BYTE: usize = if cfg!(debug_assertions) { 4096 } else { 512 };
/// The largest source that a thread of the pool compiles. What is larger has a thread to itself, whose stack ends with it.
const POOL_SOURCE_BYTES: usize = 128 << 10;
/// What a compiler needs for an empty file, and more.
const BASE_STACK: usize = 16 << 20;

/// Runs a compiler; its panic is an error of the file. What it was working on is dropped, so nothing half-made is seen.
pub(crate) fn guard<T>(file: &str, compile: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(compile)).map_err(|payload| {
        let message = payload.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Problem::error(file, Place::FILE, format!("the compiler failed: {message}"))
    })
}

/// The threads that compile: one a core.
pub(crate) fn pool() -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    let stack = BASE_STACK + POOL_SOURCE_BYTES * STACK_PER_BYTE;
    rayon::ThreadPoolBuilder::new().stack_size(stack).thread_name(|index| format!("compile-{index}")).build()
}

/// Runs the compilation of a source of so many bytes where the stack is large enough. Of the stack only what is used is memory.
pub(crate) fn with_stack<T: Send>(file: &str, bytes: usize, compile: impl FnOnce() -> T + Send) -> Result<T, Problem> {
    if bytes <= POOL_SOURCE_BYTES {
        return Ok(compile());
    }
    let failed = |message: String| Problem::error(file, Place::FILE, message);
    thread::scope(|scope| {
        let builder =
            thread::Builder::new().name("compile-large".to_owned()).stack_size(BASE_STACK + bytes * STACK_PER_BYTE);
        let thread = builder
            .spawn_scoped(scope, compile)
            .map_err(|error| failed(format!("too large to compile here: {error}")))?;
        thread.join().map_err(|_| failed("the compiler failed".to_owned()))
    })
}
