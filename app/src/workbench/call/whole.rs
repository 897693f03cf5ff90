//! What a call held whole.

use std::{fmt, sync::Arc};

/// A value that is not masked: in the page's memory alone. It is not shown, not even by `Debug`, and never written down; what was
/// read from a file or survives a reload is without it.
pub(in crate::workbench) struct Whole<T>(Option<Arc<T>>);

impl<T> Whole<T> {
    pub(super) fn of(value: T) -> Self {
        Self(Some(Arc::new(value)))
    }

    /// The value, unless it is gone.
    pub(in crate::workbench) fn get(&self) -> Option<&T> {
        self.0.as_deref()
    }
}

impl<T> Default for Whole<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Clone for Whole<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> fmt::Debug for Whole<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Whole")
    }
}
