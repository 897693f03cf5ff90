//! An allocator that counts what each thread holds, so that work on a stranger's file can be given up before it takes the
//! memory of everybody. The count is one addition a call.

use std::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
};

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

/// What this thread has allocated less what it has freed, in bytes. What another thread frees stays counted, so only a
/// difference tells something. Without [`Counted`] as the global allocator it is always 0.
pub fn held() -> isize {
    HELD.get()
}

/// The most that this thread has held above what it held at the beginning of `work`, in bytes.
pub fn peak<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = held();
    PEAK.set(before);
    let done = work();
    (done, usize::try_from(PEAK.get() - before).unwrap_or_default())
}

/// Gives back to the system what this thread has freed, where mimalloc is the allocator: it would keep the memory of a large
/// picture for the next, and the next may come to another thread.
pub fn give_back() {
    // SAFETY: it has no condition
    unsafe { libmimalloc_sys::mi_collect(true) }
}

fn add(bytes: usize) {
    // a thread that is ending has no counter any more
    let _ = HELD.try_with(|held| {
        held.set(held.get().wrapping_add_unsigned(bytes));
        PEAK.try_with(|peak| peak.set(peak.get().max(held.get())))
    });
}

fn subtract(bytes: usize) {
    let _ = HELD.try_with(|held| held.set(held.get().wrapping_sub_unsigned(bytes)));
}

/// Allocates as `A` does, and counts.
pub struct Counted<A>(pub A);

// SAFETY: every call goes to `A` unchanged; the counters are cells without a destructor and allocate nothing.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Counted<A> {
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
        // while it moves, both are there
        add(size);
        subtract(layout.size());
        // SAFETY: the caller's promise
        unsafe { self.0.realloc(pointer, layout, size) }
    }
}
