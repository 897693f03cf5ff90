//! A global allocator that counts the bytes each thread holds, so that work on an untrusted file can be aborted before it
//! exhausts the memory. The cost is one addition per call.

use std::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
};

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

/// What this thread has allocated less what it has freed, in bytes. What another thread frees stays counted, so only
/// differences are meaningful. Without [`CountingAllocator`] as the global allocator it is always 0.
pub fn held() -> isize {
    HELD.get()
}

/// The peak of [`held`] during `work`, above its value at the beginning, in bytes.
pub fn peak<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = held();
    PEAK.set(before);
    let result = work();
    (result, usize::try_from(PEAK.get() - before).unwrap_or_default())
}

/// Returns memory that this thread has freed to the system, where mimalloc is the allocator: it would retain the memory of a
/// large picture for the next one, which another thread may process.
pub fn release_to_system() {
    // SAFETY: mi_collect has no precondition
    unsafe { libmimalloc_sys::mi_collect(true) }
}

fn add(bytes: usize) {
    // the thread-local is gone while a thread is ending
    let _ = HELD.try_with(|held| {
        held.set(held.get().wrapping_add_unsigned(bytes));
        PEAK.try_with(|peak| peak.set(peak.get().max(held.get())))
    });
}

fn subtract(bytes: usize) {
    let _ = HELD.try_with(|held| held.set(held.get().wrapping_sub_unsigned(bytes)));
}

/// Delegates to `A` and counts.
pub struct CountingAllocator<A>(pub A);

// SAFETY: every call goes to `A` unchanged; the counters are cells without a destructor and allocate nothing.
unsafe impl<A: GlobalAlloc> GlobalAlloc for CountingAllocator<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller's promise
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        subtract(layout.size());
        // SAFETY: the caller's promise
        unsafe { self.0.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller's promise
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // during a move both blocks exist
        add(size);
        subtract(layout.size());
        // SAFETY: the caller's promise
        unsafe { self.0.realloc(pointer, layout, size) }
    }
}
