//! Governor's table of keys with a bound, so that no number of strangers fills the memory.
//!
//! Where the table is full, a key that is not in it goes uncounted: who can call from more addresses than it holds is not
//! held up by a limit per address anyway, and to refuse would lock everybody else out. A key that is in it stays, and with
//! it its limit: to push keys out would let a stranger with many addresses wash his own count away.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

use governor::{
    nanos::Nanos,
    state::{StateStore, keyed::ShrinkableKeyedStateStore},
};

/// At max so many keys.
pub(super) struct BoundedStore<K> {
    max: usize,
    table: Mutex<HashMap<K, Nanos>>,
}

impl<K> BoundedStore<K> {
    pub(super) fn new(max: usize) -> Self {
        Self { max, table: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Nanos>> {
        // nothing panics while it is held
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Hash + Eq + Clone> StateStore for BoundedStore<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut table = self.lock();
        let (outcome, next) = measure(table.get(key).copied())?;
        if let Some(state) = table.get_mut(key) {
            *state = next;
        } else if table.len() < self.max {
            table.insert(key.clone(), next);
        }
        Ok(outcome)
    }
}

impl<K: Hash + Eq + Clone> ShrinkableKeyedStateStore<K> for BoundedStore<K> {
    fn retain_recent(&self, drop_below: Nanos) {
        self.lock().retain(|_, state| *state > drop_below);
    }

    fn shrink_to_fit(&self) {
        self.lock().shrink_to_fit();
    }

    fn len(&self) -> usize {
        self.lock().len()
    }

    fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }
}
