//! Governor's keyed state store with a bounded number of keys, so that clients cannot exhaust the memory.
//!
//! When the store is full, a new key is not counted: a client with more addresses than the store holds is not limited
//! per address anyway, and rejecting new keys would lock out everybody else. Existing keys stay: evicting them would
//! let a client with many addresses reset its own count.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

use governor::{
    nanos::Nanos,
    state::{StateStore, keyed::ShrinkableKeyedStateStore},
};

/// A state store of at most `max` keys.
pub(super) struct BoundedStore<K> {
    max: usize,
    table: Mutex<HashMap<K, Nanos>>,
}

impl<K> BoundedStore<K> {
    pub(super) fn new(max: usize) -> Self {
        Self { max, table: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Nanos>> {
        // no code panics while the lock is held
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
